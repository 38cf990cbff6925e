#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "core/engine/normalize.h"
#include "core/engine/reference/reference_engine.h"
#include "core/io/generate.h"
#include "core/tensor/tensor.h"
#include "tests/core/temporary_folder.h"

namespace normscope {

/// The bytes of a recorded run of float32 tensors: its list of records as JSON, and its tensors by name.
inline std::string recordedRunBytes(const std::string& records,
                                    const std::vector<std::pair<std::string, Tensor>>& tensors) {
  nlohmann::ordered_json header;
  header["__metadata__"] = {{"normscope", "run"}, {"version", "1"}, {"records", records}};
  std::size_t offset = 0;
  std::string data;
  for (const auto& [name, tensor] : tensors) {
    header[name] = {{"dtype", "F32"},
                    {"shape", tensor.extents()},
                    {"data_offsets", {offset, offset + tensor.byteCount()}}};
    offset += tensor.byteCount();
    data.append(reinterpret_cast<const char*>(tensor.bytes()), tensor.byteCount());
  }
  std::string text = header.dump();
  text.append((8 - text.size() % 8) % 8, ' ');
  std::string size(8, '\0');
  for (std::size_t i = 0; i < 8; ++i) size[i] = static_cast<char>(text.size() >> 8 * i);
  return size + text + data;
}

/// A run of three layers: the first is what it says, the second was normalized with the unbiased variance,
/// the third has lost its y.
inline std::string threeLayerRunBytes() {
  const Tensor x = generate(parseGenerated("normal:2,4,3,3:seed=3,mean=1"));
  const Shape shape(Layout::parse("NCHW"), x.extents());
  const auto made = [&](const std::string& spec) {
    ReferenceEngine engine;
    return normalize({x, shape, parseNormSpec(spec), {}, std::nullopt}, engine).y;
  };
  const auto record = [](const std::string& layer) {
    return R"json({"layer": ")json" + layer +
           R"json(", "call": 0, "type": "torch.nn.GroupNorm", "repr": "GroupNorm(2, 4, affine=False)", )json"
           R"json("training": false, "class": "GroupNorm", "attributes": {"eps": 1e-05, "groups": 2}, )json"
           R"json("layout": "NCHW", "shape": [8, 4, 3, 3], "kept": [[0, 1], null, null, null]})json";
  };
  return recordedRunBytes("[" + record("a.gn") + "," + record("b.gn") + "," + record("c.gn") + "]",
                          {{"0.x", x},
                           {"0.y", made("group:groups=2,affine=none")},
                           {"1.x", x},
                           {"1.y", made("group:groups=2,variance=unbiased,affine=none")},
                           {"2.x", x}});
}

}  // namespace normscope
