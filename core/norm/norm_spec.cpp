#include "core/norm/norm_spec.h"

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <utility>
#include <vector>

#include "core/error.h"
#include "core/norm/norm_registry.h"
#include "core/text/list.h"
#include "core/text/number.h"

namespace normscope {
namespace {

Error refuse(std::string_view text, const std::string& reason, const std::string& advice) {
  return nonsense("norm '" + std::string(text) + "'", reason, advice);
}

std::string quoted(std::string_view text) {
  return "'" + std::string(text) + "'";
}

template <typename Value>
using Choices = std::vector<std::pair<std::string_view, Value>>;

const Choices<Mode> modes = {{"train", Mode::train}, {"eval", Mode::eval}};
const Choices<EpsAt> epsPlaces = {
    {"inside", EpsAt::inside}, {"outside", EpsAt::outside}, {"max", EpsAt::max}};
const Choices<VarianceEstimator> estimators = {{"biased", VarianceEstimator::biased},
                                               {"unbiased", VarianceEstimator::unbiased}};
const Choices<bool> truths = {{"true", true}, {"false", false}};
const Choices<Affine> affines = {{"none", Affine::none},
                                 {"channel", Affine::channel},
                                 {"element", Affine::element},
                                 {"group", Affine::group},
                                 {"axes", Affine::axes}};

template <typename Value>
std::string_view nameIn(const Choices<Value>& choices, Value value) {
  return std::find_if(choices.begin(), choices.end(),
                      [&](const auto& choice) { return choice.second == value; })
      ->first;
}

/// Reads the values of one spec text; every refusal quotes the whole text and the part that is wrong.
class Reader {
 public:
  Reader(std::string_view text, NormSpec& spec) : text_(text), spec_(spec) {}

  void read(std::string_view key, std::string_view value) {
    static const std::map<std::string_view, void (Reader::*)(std::string_view)> readers = {
        {"workers", &Reader::workers},
        {"mode", &Reader::mode},
        {"momentum", &Reader::momentum},
        {"over", &Reader::over},
        {"groups", &Reader::groups},
        {"center", &Reader::center},
        {"eps", &Reader::eps},
        {"eps_at", &Reader::epsAt},
        {"variance", &Reader::variance},
        {"affine", &Reader::affine},
        {"interleaved", &Reader::interleaved},
        {"zero_centered", &Reader::zeroCentered},
        {"bias", &Reader::bias}};
    (this->*readers.at(key))(value);
  }

 private:
  static constexpr const char* epsAdvice = "give a number of 0 or more, such as 1e-5";
  static constexpr const char* momentumAdvice =
      "give a number from 0 to 1, or none for the cumulative average";

  double number(std::string_view key, std::string_view value, const char* advice) const {
    const auto number = readDouble(value);
    if (!number)
      throw refuse(text_, std::string(key) + "=" + std::string(value) + " is no finite number", advice);
    return *number;
  }

  std::int64_t positive(std::string_view key, std::string_view value) const {
    const auto number = readInteger(value);
    if (!number || *number < 1) {
      throw refuse(text_, std::string(key) + "=" + std::string(value) + " is out of range",
                   "give a whole number of 1 or more");
    }
    return *number;
  }

  template <typename Value>
  Value oneOf(const Choices<Value>& choices, std::string_view key, std::string_view value) const {
    std::vector<std::string> names;
    for (const auto& [name, meaning] : choices) {
      if (name == value) return meaning;
      names.emplace_back(name);
    }
    throw refuse(text_, std::string(key) + "=" + std::string(value) + " is unknown", "give " + joinOr(names));
  }

  void workers(std::string_view value) { spec_.workers = positive("workers", value); }
  void groups(std::string_view value) { spec_.groups = positive("groups", value); }
  void mode(std::string_view value) { spec_.mode = oneOf(modes, "mode", value); }
  void interleaved(std::string_view value) { spec_.interleaved = oneOf(truths, "interleaved", value); }
  void zeroCentered(std::string_view value) { spec_.zeroCentered = oneOf(truths, "zero_centered", value); }
  void bias(std::string_view value) { spec_.bias = oneOf(truths, "bias", value); }
  void center(std::string_view value) { spec_.center = oneOf(truths, "center", value); }
  void epsAt(std::string_view value) { spec_.epsAt = oneOf(epsPlaces, "eps_at", value); }
  void variance(std::string_view value) { spec_.variance = oneOf(estimators, "variance", value); }

  void momentum(std::string_view value) {
    spec_.momentum =
        value == "none" ? std::nullopt : std::optional(number("momentum", value, momentumAdvice));
    if (spec_.momentum && (*spec_.momentum < 0 || *spec_.momentum > 1))
      throw refuse(text_, "momentum=" + std::string(value) + " is out of range", momentumAdvice);
  }

  void eps(std::string_view value) {
    spec_.eps = number("eps", value, epsAdvice);
    if (spec_.eps < 0) throw refuse(text_, "eps=" + std::string(value) + " is out of range", epsAdvice);
  }

  void over(std::string_view value) {
    requireAxes("over", value);
    spec_.over = value;
  }

  /// Letters of axes joined by '+', each once.
  void requireAxes(const std::string& key, std::string_view value) const {
    const std::string advice = "give letters of the layout joined by '+', such as C+H+W";
    for (std::size_t i = 0; i < value.size() || i == 0; i += 2) {
      const bool letter = i < value.size() && value[i] >= 'A' && value[i] <= 'Z';
      const bool joined =
          i + 1 >= value.size() ? i + 1 == value.size() : value[i + 1] == '+' && i + 2 < value.size();
      if (!letter || !joined)
        throw refuse(text_, key + "=" + std::string(value) + " is not a list of axes", advice);
      if (value.find(value[i], i + 1) != std::string_view::npos)
        throw refuse(text_, key + "=" + std::string(value) + " names axis " + value[i] + " twice", advice);
    }
  }

  /// A sharing by its name, which is in small letters, or the axes that weight and bias have.
  void affine(std::string_view value) {
    std::vector<std::string> allowed;
    for (const Affine choice : infoOf(spec_.kind).allowedAffine) {
      if (nameOf(choice) == value) spec_.affine = choice;
      allowed.emplace_back(nameOf(choice));
    }
    if (spec_.affine) return;
    if (value.empty() || value[0] < 'A' || value[0] > 'Z') {
      allowed.emplace_back("axes such as N+C");
      throw refuse(
          text_,
          "affine=" + std::string(value) + " is not possible for " + std::string(infoOf(spec_.kind).name),
          "give " + joinOr(allowed));
    }
    requireAxes("affine", value);
    spec_.affine = Affine::axes;
    spec_.affineAxes = value;
  }

  std::string_view text_;
  NormSpec& spec_;
};

std::string keyList(const NormInfo& info) {
  std::vector<std::string> keys(info.keys.begin(), info.keys.end());
  return joinOr(keys);
}

void readKeys(std::string_view text, std::string_view options, const NormInfo& info, NormSpec& spec) {
  Reader reader(text, spec);
  std::vector<std::string_view> seen;
  for (std::size_t start = 0; start <= options.size();) {
    const std::size_t end = std::min(options.find(',', start), options.size());
    const std::string_view part = options.substr(start, end - start);
    start = end + 1;
    const std::size_t equals = part.find('=');
    const std::string_view key = part.substr(0, equals);
    if (!info.hasKey(key)) {
      throw refuse(text, quoted(key) + " is not a key of " + std::string(info.name), "use " + keyList(info));
    }
    if (equals == std::string_view::npos)
      throw refuse(text, quoted(key) + " has no value", "write " + std::string(key) + "=VALUE");
    if (std::find(seen.begin(), seen.end(), key) != seen.end()) {
      throw refuse(text, quoted(key) + " is given twice", "give each key once");
    }
    seen.push_back(key);
    reader.read(key, part.substr(equals + 1));
  }
}

std::string sortedAxes(std::string over) {
  std::erase(over, '+');
  std::sort(over.begin(), over.end());
  return over;
}

bool biasAsked(const NormSpec& spec) {
  return spec.bias.value_or(infoOf(spec.kind).biasByDefault);
}

std::string valueText(const NormSpec& spec, std::string_view key) {
  static const std::map<std::string_view, std::function<std::string(const NormSpec&)>> printers = {
      {"workers", [](const NormSpec& s) { return std::to_string(s.workers); }},
      {"mode", [](const NormSpec& s) { return std::string(nameIn(modes, s.mode)); }},
      {"momentum", [](const NormSpec& s) { return s.momentum ? shortest(*s.momentum) : "none"; }},
      {"over", [](const NormSpec& s) { return s.over; }},
      {"groups", [](const NormSpec& s) { return s.groups == 0 ? "" : std::to_string(s.groups); }},
      {"center", [](const NormSpec& s) { return std::string(nameIn(truths, s.center)); }},
      {"eps", [](const NormSpec& s) { return shortest(s.eps); }},
      {"eps_at", [](const NormSpec& s) { return std::string(nameIn(epsPlaces, s.epsAt)); }},
      {"variance", [](const NormSpec& s) { return std::string(nameIn(estimators, s.variance)); }},
      {"affine", affineText},
      {"interleaved", [](const NormSpec& s) { return std::string(nameIn(truths, s.interleaved)); }},
      {"zero_centered", [](const NormSpec& s) { return std::string(nameIn(truths, s.zeroCentered)); }},
      {"bias", [](const NormSpec& s) { return std::string(nameIn(truths, biasAsked(s))); }}};
  return printers.at(key)(spec);
}

/// What a spec says without a key that its kind requires: what is missing, and how its value is written.
struct MissingKey {
  std::string_view key, reason, value;
};

constexpr std::array<MissingKey, 2> missingKeys = {
    {{"groups", "the number of groups is missing", "G"}, {"over", "the reduced axes are missing", "AXES"}}};

void requireWhatTheKindNeeds(std::string_view text, const NormSpec& spec) {
  const NormInfo& info = infoOf(spec.kind);
  for (const MissingKey& missing : missingKeys) {
    if (!info.isRequired(missing.key) || !valueText(spec, missing.key).empty()) continue;
    throw refuse(text, std::string(missing.reason),
                 "write " + std::string(info.name) + ":" + std::string(missing.key) + "=" +
                     std::string(missing.value) + ", such as " + std::string(info.example));
  }
  if (!spec.subtractsMean() && spec.variance == VarianceEstimator::unbiased) {
    throw refuse(text, "variance=unbiased has no meaning where the mean is not subtracted",
                 "leave variance out");
  }
  if (spec.affineSharing() == Affine::none && (spec.zeroCentered || spec.bias)) {
    throw refuse(
        text, std::string(spec.zeroCentered ? "zero_centered" : "bias") + " has no meaning with affine=none",
        "leave it out, or say which elements share a weight, such as affine=channel");
  }
}

}  // namespace

std::string_view nameOf(Affine affine) {
  return nameIn(affines, affine);
}

std::string affineText(const NormSpec& spec) {
  const Affine sharing = spec.affineSharing();
  return sharing == Affine::axes ? spec.affineAxes : std::string(nameOf(sharing));
}

bool NormSpec::hasBias() const {
  return affineSharing() != Affine::none && biasAsked(*this);
}

Affine NormSpec::affineSharing() const {
  return affine.value_or(infoOf(kind).defaultAffine);
}

bool NormSpec::subtractsMean() const {
  return infoOf(kind).subtractsMean && center;
}

bool NormSpec::dividesBySum() const {
  return infoOf(kind).dividesBySum;
}

bool NormSpec::operator==(const NormSpec& other) const {
  return kind == other.kind && workers == other.workers && mode == other.mode && momentum == other.momentum &&
         sortedAxes(over) == sortedAxes(other.over) && groups == other.groups && center == other.center &&
         eps == other.eps && epsAt == other.epsAt && variance == other.variance &&
         affineSharing() == other.affineSharing() && sortedAxes(affineAxes) == sortedAxes(other.affineAxes) &&
         interleaved == other.interleaved && zeroCentered == other.zeroCentered &&
         biasAsked(*this) == biasAsked(other);
}

NormSpec withoutParameters(NormSpec spec) {
  return withSharing(std::move(spec), Affine::none);
}

NormSpec withSharing(NormSpec spec, Affine affine, const std::string& axes) {
  spec.affine = affine;
  spec.affineAxes = affine == Affine::axes ? axes : "";
  if (affine != Affine::none) return spec;
  spec.zeroCentered = false;
  spec.bias = std::nullopt;
  return spec;
}

NormSpec parseNormSpec(std::string_view text) {
  const std::size_t colon = text.find(':');
  const std::string_view name = text.substr(0, colon);
  for (const NormInfo& info : normRegistry()) {
    if (info.name != name) continue;
    NormSpec spec = specOf(info.kind);
    if (colon != std::string_view::npos) readKeys(text, text.substr(colon + 1), info, spec);
    requireWhatTheKindNeeds(text, spec);
    return spec;
  }
  throw refuse(text, quoted(name) + " is not a kind of norm", "use " + normNamesOr());
}

int formatVersionOf(const NormSpec& spec) {
  const bool isNew = spec.epsAt == EpsAt::max || spec.interleaved || spec.affineSharing() == Affine::axes ||
                     spec.zeroCentered || spec.bias || (spec.kind == NormKind::rms && spec.groups > 0);
  return isNew ? 2 : infoOf(spec.kind).formatVersion;
}

std::string toText(const NormSpec& spec) {
  const NormSpec plain = specOf(spec.kind);
  std::string text(infoOf(spec.kind).name);
  char separator = ':';
  for (const std::string_view key : infoOf(spec.kind).keys) {
    const std::string value = valueText(spec, key);
    if (value == valueText(plain, key)) continue;
    text += separator + std::string(key) + "=" + value;
    separator = ',';
  }
  return text;
}

}  // namespace normscope
