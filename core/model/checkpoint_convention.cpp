#include "core/model/checkpoint_convention.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/text/list.h"
#include "core/text/number.h"

namespace normscope {
namespace {

/// Models of Transformers whose norms multiply by 1 + weight; those of Nemotron have a bias, the others none.
struct ZeroCenteredModel {
  const char* type;
  bool hasBias;
};
constexpr std::array<ZeroCenteredModel, 6> zeroCenteredModels = {{{"gemma", false},
                                                                  {"gemma2", false},
                                                                  {"gemma3", false},
                                                                  {"gemma3_text", false},
                                                                  {"recurrent_gemma", false},
                                                                  {"nemotron", true}}};

/// Plain weights that change the sign of a channel are rare; of zero-centred ones a large part is negative.
constexpr double fewNegative = 0.01, manyNegative = 0.1;

/// Zero-centred weights begin at 0, plain ones at 1.
constexpr double leastPlainMean = 0.5, mostPlainMean = 2, mostCentredMean = 0.5;

std::string percent(double share) {
  return rounded(100 * share, 2) + " %";
}

ConventionGuess byValues(const std::vector<double>& weight, bool tracked) {
  double sum = 0;
  std::size_t negative = 0, belowMinusOne = 0, ones = 0, zeros = 0;
  for (const double value : weight) {
    if (!std::isfinite(value)) return {GammaConvention::unknown, "not all of its values are finite"};
    sum += value;
    negative += value < 0 ? 1 : 0;
    belowMinusOne += value < -1 ? 1 : 0;
    ones += value == 1 ? 1 : 0;
    zeros += value == 0 ? 1 : 0;
  }
  const auto count = static_cast<double>(weight.size());
  const double mean = sum / count, below = static_cast<double>(negative) / count;
  if (ones == weight.size()) return {GammaConvention::plain, "all are 1, as plain ones start"};
  if (zeros == weight.size()) {
    return {GammaConvention::unknown,
            "all are 0, as zero-centred ones start, and the plain ones of some residual branches"};
  }
  const std::string where = "its mean is " + rounded(mean, 3) + " and ";
  if (below <= fewNegative && mean >= leastPlainMean && mean <= mostPlainMean)
    return {GammaConvention::plain,
            where + (negative == 0 ? "none is" : percent(below) + " are") + " negative"};
  if (tracked) return {GammaConvention::unknown, where + percent(below) + " are negative"};
  if (below >= manyNegative && mean <= mostCentredMean &&
      static_cast<double>(belowMinusOne) <= fewNegative * count)
    return {GammaConvention::zeroCentered,
            where + percent(below) + " are negative, " + (belowMinusOne == 0 ? "none" : "few") + " below −1"};
  return {GammaConvention::unknown, where + percent(below) + " are negative, which both may have"};
}

bool isZeroCenteredModel(const std::string& type, bool hasBias) {
  return std::any_of(
      zeroCenteredModels.begin(), zeroCenteredModels.end(),
      [&](const ZeroCenteredModel& model) { return type == model.type && model.hasBias == hasBias; });
}

/// "as 3 other norms of its kind"
std::string others(std::size_t count) {
  return counted(static_cast<long long>(count), "other norm") + " of its kind in the file";
}

void settle(std::vector<ConventionGuess>& guesses, NormFamily family) {
  const auto count = [&](GammaConvention convention) {
    return static_cast<std::size_t>(
        std::count_if(guesses.begin(), guesses.end(), [&](const ConventionGuess& guess) {
          return guess.family == family && guess.convention == convention;
        }));
  };
  const std::size_t plain = count(GammaConvention::plain), centred = count(GammaConvention::zeroCentered);
  for (ConventionGuess& guess : guesses) {
    if (guess.family != family) continue;
    if (guess.convention == GammaConvention::plain && centred > 0) {
      guess.convention = GammaConvention::unknown;
      guess.reason += ", as of plain ones, but " + others(centred) + (centred == 1 ? " looks" : " look") +
                      " zero-centred";
    } else if (guess.convention == GammaConvention::unknown && (plain == 0) != (centred == 0)) {
      guess.convention = plain > 0 ? GammaConvention::plain : GammaConvention::zeroCentered;
      guess.reason += "; so " + std::string(plain + centred == 1 ? "is " : "are ") + others(plain + centred);
    }
  }
}

}  // namespace

const char* nameOf(GammaConvention convention) {
  switch (convention) {
    case GammaConvention::plain:
      return "plain";
    case GammaConvention::zeroCentered:
      return "zero_centered";
    case GammaConvention::unknown:
      break;
  }
  return "unknown";
}

ConventionGuess guessConvention(const NormTensors& layer, const LayerValues& values,
                                const std::optional<CheckpointConfig>& config, const std::string& format) {
  if (!values.weight) return {GammaConvention::unknown, "it has no weight"};
  if (values.weight->values.empty()) return {GammaConvention::unknown, "there are no values to tell from"};
  if (layer.runningMean || layer.runningVariance) return byValues(values.weight->values, true);
  const NormFamily family = values.bias ? NormFamily::withBias : NormFamily::weightAlone;
  if (config && format != "gguf") {
    for (const std::string& type : config->modelTypes) {
      if (isZeroCenteredModel(type, values.bias.has_value())) {
        return {GammaConvention::zeroCentered,
                "config.json says " + type + ", whose norms multiply by 1 + weight in Transformers", family};
      }
    }
  }
  ConventionGuess guess = byValues(values.weight->values, false);
  guess.family = family;
  return guess;
}

void settleConventions(std::vector<ConventionGuess>& guesses) {
  for (const NormFamily family : {NormFamily::weightAlone, NormFamily::withBias}) settle(guesses, family);
}

}  // namespace normscope
