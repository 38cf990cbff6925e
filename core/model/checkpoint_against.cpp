#include "core/model/checkpoint_against.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <type_traits>

#include "core/text/number.h"

namespace normscope {
namespace {

/// As a float32 that is rounded again, where the dtype is a shorter one.
double roundedTo(double value, DType dtype) {
  return visitDType(dtype, [&](auto tag) {
    using Stored = typename decltype(tag)::type;
    if constexpr (std::is_integral_v<Stored> || std::is_same_v<Stored, double>) return value;
    return static_cast<double>(static_cast<Stored>(static_cast<float>(value)));
  });
}

/// Both NaN, or equal.
bool isSame(double a, double b) {
  return a == b || (std::isnan(a) && std::isnan(b));
}

template <typename Makes>
bool each(const LayerTensor& from, const LayerTensor& to, Makes&& makes) {
  return std::equal(from.values.begin(), from.values.end(), to.values.begin(),
                    [&](double a, double b) { return isSame(makes(a), b); });
}

bool isShifted(const LayerTensor& from, const LayerTensor& to) {
  return each(from, to, [&](double value) { return roundedTo(value + 1, *to.valueDType); });
}

bool isRounding(const LayerTensor& a, const LayerTensor& b, DType dtype) {
  const auto rounding = [&](double value) { return roundedTo(value, dtype); };
  return each(a, b, rounding) || each(b, a, rounding);
}

/// The number that `to` is `from` times of, within rounding; nothing where there is none.
std::optional<double> factorOf(const LayerTensor& from, const LayerTensor& to) {
  double products = 0, squares = 0, largest = 0;
  for (std::size_t i = 0; i < from.values.size(); ++i) {
    products += from.values[i] * to.values[i];
    squares += from.values[i] * from.values[i];
    largest = std::max(largest, std::abs(to.values[i]));
  }
  const double factor = products / squares;
  if (!std::isfinite(factor) || factor == 0) return std::nullopt;
  const double bound = 4 * std::max(unitRoundoff(*from.valueDType), unitRoundoff(*to.valueDType)) * largest;
  for (std::size_t i = 0; i < from.values.size(); ++i) {
    if (!(std::abs(to.values[i] - factor * from.values[i]) <= bound)) return std::nullopt;
  }
  return factor;
}

struct Compared {
  TensorRelation relation = TensorRelation::differs;
  double maxAbs = 0;
  double factor = 1;
};

double largestDifference(const LayerTensor& a, const LayerTensor& b) {
  double largest = 0;
  for (std::size_t i = 0; i < a.values.size(); ++i) {
    if (isSame(a.values[i], b.values[i])) continue;
    const double difference = std::abs(a.values[i] - b.values[i]);
    if (std::isnan(difference)) return difference;
    largest = std::max(largest, difference);
  }
  return largest;
}

Compared compareTensors(const LayerTensor& a, const LayerTensor& b) {
  Compared compared{.maxAbs = largestDifference(a, b)};
  if (compared.maxAbs == 0) {
    compared.relation = TensorRelation::equal;
  } else if (isShifted(a, b)) {
    compared.relation = TensorRelation::plusOne;
  } else if (isShifted(b, a)) {
    compared.relation = TensorRelation::minusOne;
  } else if (isRounding(a, b, DType::bfloat16)) {
    compared.relation = TensorRelation::bfloat16Rounding;
  } else if (isRounding(a, b, DType::float16)) {
    compared.relation = TensorRelation::float16Rounding;
  } else if (const auto factor = factorOf(a, b)) {
    compared.relation = TensorRelation::scaled;
    compared.factor = *factor;
  }
  return compared;
}

bool isRounded(TensorRelation relation) {
  return relation == TensorRelation::bfloat16Rounding || relation == TensorRelation::float16Rounding;
}

std::string wordsOf(const Compared& compared, const std::string& name) {
  const std::string by = rounded(compared.maxAbs, 3);
  switch (compared.relation) {
    case TensorRelation::equal:
      return "all values are equal";
    case TensorRelation::plusOne:
      return "the other " + name + " is exactly +1.0";
    case TensorRelation::minusOne:
      return "this " + name + " is exactly the other + 1.0";
    case TensorRelation::bfloat16Rounding:
      return "equal but for rounding to bfloat16, by " + by + " at the most";
    case TensorRelation::float16Rounding:
      return "equal but for rounding to float16, by " + by + " at the most";
    case TensorRelation::scaled:
      return "the other " + name + " is " + rounded(compared.factor, 6) + " times this one";
    case TensorRelation::differs:
      break;
  }
  return name + " differs" + (std::isnan(compared.maxAbs) ? "" : " by " + by + " at the most");
}

/// What is seen of the tensors of two layers, one after the other.
class LayerComparison {
 public:
  void add(const char* name, const std::optional<LayerTensor>& a, const std::optional<LayerTensor>& b) {
    if (!a && !b) return;
    if (!a || !b)
      return differ(a ? "the other has no " + std::string(name) : "the other has a " + std::string(name));
    if (!a->valueDType || !b->valueDType) return differ(std::string(name) + " can't be read in both");
    if (a->values.size() != b->values.size()) {
      return differ(name + (" has the shape " + toText(a->extents)) + " here and " + toText(b->extents) +
                    " there");
    }
    const Compared compared = compareTensors(*a, *b);
    result_.maxAbs =
        std::isnan(compared.maxAbs) ? compared.maxAbs : std::max(result_.maxAbs, compared.maxAbs);
    const bool isWeight = std::string_view(name) == "weight";
    if (compared.relation == TensorRelation::equal) return;
    if (result_.relation == TensorRelation::equal && (isWeight || isRounded(compared.relation))) {
      result_.relation = compared.relation;
      result_.words = wordsOf(compared, name);
    } else if (compared.relation != result_.relation || !isRounded(compared.relation)) {
      differ(wordsOf(compared, name));
    }
  }

  AgainstResult result() const { return result_; }

 private:
  void differ(const std::string& words) {
    const bool isFirst = result_.relation == TensorRelation::equal;
    result_.words = isFirst ? words : result_.words + "; " + words;
    result_.relation = TensorRelation::differs;
  }

  AgainstResult result_{.words = "all values are equal"};
};

}  // namespace

const char* nameOf(TensorRelation relation) {
  switch (relation) {
    case TensorRelation::equal:
      return "equal";
    case TensorRelation::plusOne:
      return "given_plus_one";
    case TensorRelation::minusOne:
      return "given_minus_one";
    case TensorRelation::bfloat16Rounding:
      return "bfloat16_rounding";
    case TensorRelation::float16Rounding:
      return "float16_rounding";
    case TensorRelation::scaled:
      return "scaled";
    case TensorRelation::differs:
      break;
  }
  return "differs";
}

AgainstResult compareLayers(const LayerValues& layer, const LayerValues& other) {
  LayerComparison comparison;
  comparison.add("weight", layer.weight, other.weight);
  comparison.add("bias", layer.bias, other.bias);
  comparison.add("running mean", layer.runningMean, other.runningMean);
  comparison.add("running variance", layer.runningVariance, other.runningVariance);
  return comparison.result();
}

}  // namespace normscope
