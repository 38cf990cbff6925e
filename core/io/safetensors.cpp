#include "core/io/safetensors.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/io/formats/safetensors_types.h"

namespace normscope {
namespace {

constexpr std::size_t dataAlignment = 8;

std::string_view safetensorsName(DType dtype) {
  return std::find_if(safetensorsTypes.begin(), safetensorsTypes.end(),
                      [&](const SafetensorsType& type) { return type.type == StoredType{dtype}; })
      ->name;
}

}  // namespace

void encodeSafetensors(const std::vector<std::pair<std::string, Tensor>>& tensors,
                       const std::function<void(std::span<const std::byte>)>& sink) {
  std::vector<const std::pair<std::string, Tensor>*> sorted;
  for (const auto& named : tensors) sorted.push_back(&named);
  std::stable_sort(sorted.begin(), sorted.end(), [](const auto* a, const auto* b) {
    return sizeOf(a->second.dtype()) > sizeOf(b->second.dtype());
  });
  nlohmann::ordered_json header = nlohmann::ordered_json::object();
  std::size_t offset = 0;
  for (const auto* named : sorted) {
    const Tensor& tensor = named->second;
    header[named->first] = {{"dtype", safetensorsName(tensor.dtype())},
                            {"shape", tensor.extents()},
                            {"data_offsets", {offset, offset + tensor.byteCount()}}};
    offset += tensor.byteCount();
  }
  std::string text = header.dump();
  text.append((dataAlignment - text.size() % dataAlignment) % dataAlignment, ' ');
  const std::uint64_t size = text.size();
  sink(std::as_bytes(std::span(&size, 1)));
  sink(std::as_bytes(std::span(text)));
  for (const auto* named : sorted) sink({named->second.bytes(), named->second.byteCount()});
}

}  // namespace normscope
