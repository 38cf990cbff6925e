#include "core/io/statistics_file.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "core/io/npz.h"
#include "core/io/safetensors.h"
#include "core/text/number.h"

namespace normscope {
namespace {

using NamedArrays = std::vector<std::pair<std::string, Tensor>>;
using StatisticsJson = nlohmann::ordered_json;

std::string asSafetensors(const NamedArrays& arrays) {
  std::string bytes;
  encodeSafetensors(arrays, [&](std::span<const std::byte> piece) {
    bytes.append(reinterpret_cast<const char*>(piece.data()), piece.size());
  });
  return bytes;
}

StatisticsJson numberOf(const Tensor& tensor, std::int64_t at) {
  if (!isFloating(tensor.dtype())) return static_cast<std::int64_t>(tensor.at(at));
  const double value = tensor.at(at);
  return std::isfinite(value) ? StatisticsJson(value) : StatisticsJson(nullptr);
}

/// The part of the tensor from a position on, below an axis; `at` moves behind it.
StatisticsJson nested(const Tensor& tensor, std::size_t axis, std::int64_t& at) {
  if (axis == tensor.extents().size()) return numberOf(tensor, at++);
  StatisticsJson list = StatisticsJson::array();
  for (std::int64_t i = 0; i < tensor.extents()[axis]; ++i) list.push_back(nested(tensor, axis + 1, at));
  return list;
}

std::string asStatisticsJson(const NamedArrays& arrays) {
  StatisticsJson object = StatisticsJson::object();
  for (const auto& [name, tensor] : arrays) {
    std::int64_t at = 0;
    object[name] = nested(tensor, 0, at);
  }
  return object.dump() + "\n";
}

std::string indexWords(const Extents& extents, std::int64_t at) {
  std::string text;
  for (std::size_t axis = extents.size(); axis-- > 0;) {
    text = std::to_string(at % extents[axis]) + (text.empty() ? "" : " ") + text;
    at /= extents[axis];
  }
  return text;
}

std::string asCsv(const NamedArrays& arrays) {
  std::string text = "array,index,value\n";
  for (const auto& [name, tensor] : arrays) {
    for (std::int64_t at = 0; at < tensor.elementCount(); ++at)
      text += name + "," + indexWords(tensor.extents(), at) + "," + shortest(tensor.at(at)) + "\n";
  }
  return text;
}

}  // namespace

std::string encodeStatistics(OutputFormat format, const std::string& subject, const NamedArrays& arrays) {
  if (format == OutputFormat::safetensors) return asSafetensors(arrays);
  if (format == OutputFormat::json) return asStatisticsJson(arrays);
  if (format == OutputFormat::csv) return asCsv(arrays);
  return encodeNpz(subject, arrays);
}

}  // namespace normscope
