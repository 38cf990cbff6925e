#include "core/io/generated_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <set>
#include <variant>
#include <vector>

#include "core/error.h"

namespace normscope {
namespace {

using GeneratedKind = GeneratedTensor::Kind;

/// Leaves room for mean + 9 std in float32, whose largest number is 3.4e38.
constexpr double largestNumber = 1e37;
constexpr double largestOfRamp = 1e38;
const char* const form = "write KIND:SHAPE[:key=value,...], such as normal:20,6,10,10:seed=7";
const char* const formOfValues = "write values:SHAPE:NUMBER,..., such as values:3:1,0.5,2";

struct Key {
  std::string_view name;
  std::variant<std::uint64_t GeneratedTensor::*, double GeneratedTensor::*> field;
};

struct KindText {
  GeneratedKind kind;
  std::string_view name;
  std::vector<Key> keys;  ///< in the order in which they print
};

const std::array<KindText, 5>& kinds() {
  using G = GeneratedTensor;
  static const std::array<KindText, 5> table = {
      {{GeneratedKind::normal,
        "normal",
        {{"seed", &G::seed}, {"mean", &G::mean}, {"std", &G::standardDeviation}}},
       {GeneratedKind::uniform, "uniform", {{"seed", &G::seed}, {"low", &G::low}, {"high", &G::high}}},
       {GeneratedKind::ramp, "ramp", {{"start", &G::start}, {"step", &G::step}}},
       {GeneratedKind::constant, "constant", {{"value", &G::value}}},
       {GeneratedKind::values, "values", {}}}};
  return table;
}

const KindText& textOf(GeneratedKind kind) {
  return kinds()[static_cast<std::size_t>(kind)];
}

const KindText* findKind(std::string_view name) {
  const auto found =
      std::find_if(kinds().begin(), kinds().end(), [&](const KindText& entry) { return entry.name == name; });
  return found == kinds().end() ? nullptr : found;
}

template <typename Number>
std::string exactText(Number number) {
  std::array<char, 32> buffer{};
  const auto result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number);
  return {buffer.data(), result.ptr};
}

template <typename Number>
bool readNumber(std::string_view text, Number& number) {
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  return error == std::errc{} && stop == end;
}

void setField(GeneratedTensor& generated, const Key& key, std::string_view value,
              const std::string& subject) {
  const std::string quoted = "'" + std::string(key.name) + "=" + std::string(value) + "'";
  if (const auto* seed = std::get_if<0>(&key.field)) {
    if (!readNumber(value, generated.**seed)) {
      throw nonsense(subject, quoted + " is not a whole number from 0 to 2^64 - 1",
                     "give one, such as seed=7");
    }
    return;
  }
  double& number = generated.*std::get<1>(key.field);
  // The comparison is false for NaN too.
  if (!readNumber(value, number) || !(std::abs(number) <= largestNumber)) {
    throw nonsense(subject, quoted + " is not a number from -1e37 to 1e37",
                   "give one, such as " + std::string(key.name) + "=0.5");
  }
}

void parseValues(GeneratedTensor& generated, std::string_view text, const std::string& subject) {
  for (std::size_t start = 0; start <= text.size();) {
    const std::size_t end = std::min(text.find(',', start), text.size());
    double number = 0;
    if (!readNumber(text.substr(start, end - start), number) || !(std::abs(number) <= largestNumber)) {
      throw nonsense(
          subject,
          "'" + std::string(text.substr(start, end - start)) + "' is not a number from -1e37 to 1e37",
          formOfValues);
    }
    generated.values.push_back(number);
    start = end + 1;
  }
}

/// One number for each element, no longer a line than a person reads.
void checkValues(const GeneratedTensor& generated, std::int64_t count, const std::string& subject) {
  if (count > maxTypedValues) {
    throw nonsense(subject,
                   "it has " + std::to_string(count) + " elements and at most " +
                       std::to_string(maxTypedValues) + " are given one by one",
                   "write them to a file");
  }
  if (count != static_cast<std::int64_t>(generated.values.size())) {
    throw nonsense(subject,
                   "it has " + std::to_string(count) + " elements and " +
                       std::to_string(generated.values.size()) + " values",
                   "give one value for each element, such as values:3:1,0.5,2");
  }
  for (const double number : generated.values) {
    if (std::abs(number) <= largestNumber) continue;
    throw nonsense(subject, "'" + exactText(number) + "' is not a number from -1e37 to 1e37", formOfValues);
  }
}

void parseKeys(GeneratedTensor& generated, std::string_view text, const std::string& subject) {
  const KindText& kind = textOf(generated.kind);
  std::string allowed;
  for (const Key& key : kind.keys) allowed += (allowed.empty() ? "" : ", ") + std::string(key.name);
  std::set<std::string_view> seen;
  std::size_t start = 0;
  while (true) {
    const std::size_t end = std::min(text.find(',', start), text.size());
    const std::string_view part = text.substr(start, end - start);
    const std::size_t equals = part.find('=');
    if (equals == std::string_view::npos)
      throw nonsense(subject, "'" + std::string(part) + "' is not of the form key=value", form);
    const std::string_view name = part.substr(0, equals);
    const auto key = std::find_if(kind.keys.begin(), kind.keys.end(),
                                  [&](const Key& entry) { return entry.name == name; });
    if (key == kind.keys.end()) {
      throw nonsense(subject, std::string(kind.name) + " has no key '" + std::string(name) + "'",
                     "its keys are: " + allowed);
    }
    if (!seen.insert(name).second)
      throw nonsense(subject, "the key '" + std::string(name) + "' stands twice", "give each key once");
    setField(generated, *key, part.substr(equals + 1), subject);
    if (end == text.size()) return;
    start = end + 1;
  }
}

}  // namespace

bool isGenerated(std::string_view text) {
  const std::size_t colon = text.find(':');
  return colon != std::string_view::npos && findKind(text.substr(0, colon)) != nullptr;
}

void checkGenerated(const GeneratedTensor& generated, const std::string& subject) {
  const std::int64_t count = elementCountOf(generated.extents, subject);
  if (count > maxGeneratedElements) {
    throw nonsense(subject,
                   "it has " + std::to_string(count) + " elements and at most " +
                       std::to_string(maxGeneratedElements) + " are generated",
                   "give smaller extents");
  }
  if (generated.kind == GeneratedKind::values) checkValues(generated, count, subject);
  for (const Key& key : textOf(generated.kind).keys) {
    const auto* number = std::get_if<1>(&key.field);
    if (number == nullptr || std::abs(generated.**number) <= largestNumber) continue;
    throw nonsense(subject,
                   "'" + std::string(key.name) + "=" + exactText(generated.**number) +
                       "' is not a number from -1e37 to 1e37",
                   "give one, such as " + std::string(key.name) + "=0.5");
  }
  if (generated.kind == GeneratedKind::normal && generated.standardDeviation < 0)
    throw nonsense(subject, "'std=" + exactText(generated.standardDeviation) + "' is negative",
                   "give 0 or more");
  if (generated.kind == GeneratedKind::uniform && generated.low > generated.high) {
    throw nonsense(subject, "low=" + exactText(generated.low) + " is above high=" + exactText(generated.high),
                   "give a low of at most high");
  }
  const double last =
      generated.start + generated.step * static_cast<double>(std::max<std::int64_t>(count, 1) - 1);
  if (generated.kind == GeneratedKind::ramp && std::abs(last) > largestOfRamp)
    throw nonsense(subject, "the ramp ends at " + exactText(last) + ", outside of -1e38 to 1e38",
                   "give a smaller step");
}

GeneratedTensor parseGenerated(std::string_view text) {
  const std::string subject = "tensor '" + std::string(text) + "'";
  const std::size_t colon = std::min(text.find(':'), text.size());
  const std::string_view name = text.substr(0, colon);
  const KindText* kind = findKind(name);
  if (kind == nullptr)
    throw nonsense(subject, "'" + std::string(name) + "' is not a kind of generated tensor",
                   "the kinds are: normal, uniform, ramp, constant, values");
  if (colon + 1 >= text.size()) throw nonsense(subject, "it has no shape", form);
  const std::string_view rest = text.substr(colon + 1);
  const std::size_t end = std::min(rest.find(':'), rest.size());
  if (end == 0) throw nonsense(subject, "it has no shape", form);

  GeneratedTensor generated;
  generated.kind = kind->kind;
  generated.extents = parseExtents(rest.substr(0, end), subject);
  const std::string_view details = end < rest.size() ? rest.substr(end + 1) : std::string_view();
  if (kind->kind == GeneratedKind::values) {
    if (!details.empty()) parseValues(generated, details, subject);
  } else if (end < rest.size()) {
    parseKeys(generated, details, subject);
  }
  checkGenerated(generated, subject);
  return generated;
}

std::string toText(const GeneratedTensor& generated) {
  static const GeneratedTensor defaults;
  const KindText& kind = textOf(generated.kind);
  std::string text(kind.name);
  char separator = ':';
  for (const std::int64_t extent : generated.extents) {
    text += separator + std::to_string(extent);
    separator = ',';
  }
  separator = ':';
  for (const Key& key : kind.keys) {
    std::visit(
        [&](auto field) {
          if (generated.*field == defaults.*field) return;
          text += separator + std::string(key.name) + "=" + exactText(generated.*field);
          separator = ',';
        },
        key.field);
  }
  for (const double value : generated.values) {
    text += separator + exactText(value);
    separator = ',';
  }
  return text;
}

}  // namespace normscope
