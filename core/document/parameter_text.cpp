#include "core/document/parameter_text.h"

#include <optional>
#include <vector>

#include "core/error.h"
#include "core/io/generate.h"
#include "core/text/list.h"
#include "core/text/number.h"

namespace normscope {
namespace {

constexpr const char* separators = ", ;\t";

/// As far as weights of trained layers vary.
constexpr double randomDeviation = 0.2;

/// The numbers of a text that holds nothing else.
std::optional<std::vector<double>> numbersIn(const std::string& text) {
  std::vector<double> numbers;
  for (std::size_t start = text.find_first_not_of(separators); start != std::string::npos;) {
    const std::size_t end = std::min(text.find_first_of(separators, start), text.size());
    const auto number = readDouble(text.substr(start, end - start));
    if (!number) return std::nullopt;
    numbers.push_back(*number);
    start = text.find_first_not_of(separators, end);
  }
  if (numbers.empty()) return std::nullopt;
  return numbers;
}

/// A list that begins with a number is no path.
void refuseSomeNumbers(const std::string& text, const std::string& name) {
  const std::size_t first = text.find_first_of(separators);
  if (first == std::string::npos || !readDouble(text.substr(0, first))) return;
  throw nonsense(name, "'" + text + "' holds what is no number",
                 "give numbers such as 1, 0.5, 2, one number for all, or a file");
}

}  // namespace

std::string parameterFile(const std::string& typed, const Extents& extents, const std::string& name) {
  const std::size_t first = typed.find_first_not_of(" \t");
  if (first == std::string::npos) return {};
  const std::string text = typed.substr(first, typed.find_last_not_of(" \t") - first + 1);
  const auto numbers = numbersIn(text);
  if (!numbers) {
    refuseSomeNumbers(text, name);
    return text;
  }
  const std::int64_t wanted = elementCountOf(extents, name);
  const auto given = static_cast<std::int64_t>(numbers->size());
  GeneratedTensor generated;
  generated.extents = extents;
  if (given == 1) {
    generated.kind = GeneratedTensor::Kind::constant;
    generated.value = numbers->front();
  } else if (given == wanted) {
    generated.kind = GeneratedTensor::Kind::values;
    generated.values = *numbers;
  } else {
    throw nonsense(name, counted(given, "number") + " are given and its shape is " + toText(extents),
                   "give " + std::to_string(wanted) + ", or one for all");
  }
  return toText(generated);
}

std::string typedOf(const LayerParameter& source) {
  if (!isGenerated(source.text)) return source.text;
  const GeneratedTensor generated = parseGenerated(source.text);
  if (generated.kind == GeneratedTensor::Kind::constant) return shortest(generated.value);
  if (generated.kind != GeneratedTensor::Kind::values) return source.text;
  std::string typed;
  for (const double value : generated.values) typed += (typed.empty() ? "" : ", ") + shortest(value);
  return typed;
}

std::string randomParameter(const Extents& extents, double mean,
                            const std::optional<LayerParameter>& before) {
  GeneratedTensor generated;
  generated.extents = extents;
  generated.mean = mean;
  generated.standardDeviation = randomDeviation;
  generated.seed = 1;
  if (before && isGenerated(before->text)) generated.seed = parseGenerated(before->text).seed + 1;
  return toText(generated);
}

}  // namespace normscope
