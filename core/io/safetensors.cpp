#include "core/io/safetensors.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/io/formats/safetensors_types.h"

namespace normscope {
namespace {

constexpr std::size_t dataAlignment = 64;

std::string_view safetensorsName(DType dtype) {
  return std::find_if(safetensorsTypes.begin(), safetensorsTypes.end(),
                      [&](const SafetensorsType& type) { return type.type == StoredType{dtype}; })
      ->name;
}

/// The header with its length in front.
std::string formatted(const nlohmann::ordered_json& header) {
  std::string text = header.dump();
  std::uint64_t size = text.size();
  size += (dataAlignment - (sizeof size + size) % dataAlignment) % dataAlignment;
  text.resize(size, ' ');
  return std::string(reinterpret_cast<const char*>(&size), sizeof size) + text;
}

nlohmann::ordered_json entryOf(DType dtype, const Extents& extents, std::size_t from, std::size_t bytes) {
  return {{"dtype", safetensorsName(dtype)}, {"shape", extents}, {"data_offsets", {from, from + bytes}}};
}

}  // namespace

std::string formatSafetensorsHeader(const std::string& name, DType dtype, const Extents& extents) {
  return formatted({{name, entryOf(dtype, extents, 0, Tensor::byteCountOf(dtype, extents))}});
}

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
    header[named->first] = entryOf(tensor.dtype(), tensor.extents(), offset, tensor.byteCount());
    offset += tensor.byteCount();
  }
  const std::string text = formatted(header);
  sink(std::as_bytes(std::span(text)));
  for (const auto* named : sorted) sink({named->second.bytes(), named->second.byteCount()});
}

}  // namespace normscope
