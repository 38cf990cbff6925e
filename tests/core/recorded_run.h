#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

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

}  // namespace normscope
