// What a candidate does that was not meant.
#include <algorithm>
#include <cmath>

#include "core/analysis/match/match_words.h"
#include "core/norm/norm_registry.h"
#include "core/text/list.h"
#include "core/text/number.h"

namespace normscope {
namespace {

/// What the user meant: the norm given, else this one as frameworks compute it.
NormSpec meantFor(const MatchRequest& request, const MatchCandidate& candidate) {
  if (request.meant) return *request.meant;
  NormSpec usual = candidate.spec;
  usual.eps = infoOf(usual.kind).eps;
  usual.epsAt = infoOf(usual.kind).epsAt;
  usual.variance = VarianceEstimator::biased;
  usual.center = true;
  return usual;
}

/// The norm without its arithmetic: kind, axes, groups.
NormSpec setsOf(NormSpec spec) {
  const NormSpec usual = specOf(spec.kind);
  spec.eps = usual.eps;
  spec.epsAt = usual.epsAt;
  spec.variance = usual.variance;
  spec = withoutParameters(spec);
  spec.affine = {};
  return spec;
}

std::string epsMistakeText(const NormSpec& found) {
  if (found.epsAt == EpsAt::max) return "eps was not added, but is the least that the root may be";
  const bool outside = found.epsAt == EpsAt::outside;
  std::string place = outside ? "eps was added outside the root" : "eps was added inside the root";
  if (found.dividesBySum()) return place;
  return place + (outside ? ", to σ instead of σ²" : ", to σ²");
}

/// The candidates of a class that cut x as the named one does, with the same mistakes.
std::vector<const MatchCandidate*> alike(const MatchCandidate& candidate, const Match* match) {
  std::vector<const MatchCandidate*> all;
  if (!match) return all;
  const auto add = [&](const MatchCandidate& other) {
    if (&other != &candidate && other.layout == candidate.layout &&
        other.differences == candidate.differences &&
        toText(setsOf(other.spec)) == toText(setsOf(candidate.spec)))
      all.push_back(&other);
  };
  add(match->candidate);
  for (const MatchCandidate& other : match->equivalents) add(other);
  return all;
}

/// Two digits, so that the text says no less than what is so.
std::string epsRangeText(const EpsRange& range) {
  const auto outwards = [](double value, bool up) {
    if (value == 0) return std::string("0");
    const double step = std::pow(10.0, std::floor(std::log10(value)) - 1);
    return rounded((up ? std::ceil(value / step) : std::floor(value / step)) * step, 2);
  };
  if (std::isinf(range.high)) return outwards(range.low, false) + " or more";
  return outwards(range.low, false) + " to " + outwards(range.high, true);
}

/// What eps is, where the data say so and it is not the meant one; the usual one where none was meant.
void addEps(const NormSpec& meant, bool isMeant, const MatchCandidate& candidate, const Match* match,
            std::vector<std::string>& lines) {
  const std::string other =
      isMeant ? ", not " + shortest(meant.eps) : ", where " + shortest(meant.eps) + " is usual";
  if (meant.eps == candidate.spec.eps) return;
  const std::optional<EpsRange> range = match ? match->epsRange : std::nullopt;
  if (range && &match->candidate == &candidate) {
    if (range->holds(meant.eps)) return;
    if (!range->isPoint()) {
      lines.push_back("eps is " + epsRangeText(*range) + other + "; the data do not tell more");
      return;
    }
  }
  for (const MatchCandidate* equal : alike(candidate, match)) {
    if (equal->spec.eps == meant.eps) return;  // that one explains y as well
  }
  lines.push_back("eps is " + shortest(candidate.spec.eps) + other);
}

void addArithmetic(const NormSpec& meant, bool isMeant, const MatchCandidate& candidate, const Match* match,
                   std::vector<std::string>& lines) {
  const NormSpec& found = candidate.spec;
  const auto anyAlike = [&](auto&& holds) {
    const auto all = alike(candidate, match);
    return std::any_of(all.begin(), all.end(),
                       [&](const MatchCandidate* other) { return holds(other->spec); });
  };
  if (meant.variance != found.variance &&
      !anyAlike([&](const NormSpec& other) { return other.variance == meant.variance; })) {
    lines.push_back(
        found.variance == VarianceEstimator::unbiased
            ? "you normalized with the unbiased variance, which divides by n − 1; layers normalize with "
              "the biased one"
            : "you normalized with the biased variance, which divides by n");
  }
  addEps(meant, isMeant, candidate, match, lines);
  if (meant.epsAt != found.epsAt && found.eps != 0 &&
      !anyAlike([&](const NormSpec& other) { return other.epsAt == meant.epsAt || other.eps == 0; })) {
    lines.push_back(epsMistakeText(found));
  }
  if (meant.subtractsMean() && !found.subtractsMean() && infoOf(found.kind).subtractsMean)
    lines.push_back("the mean was not subtracted");
}

std::string averageText(const RunningAverage& average) {
  return "the statistics are running averages after one update: " + shortest(average.weight) +
         " of x's, and the rest of a start with mean 0 and variance " + shortest(average.startVariance) +
         "; a layer in training normalizes with x's own";
}

std::string ghostText(const MatchRequest& request, const GhostBatches& ghosts) {
  const std::int64_t samples = request.shape.extent(0);
  const std::int64_t rest = samples % ghosts.size;
  const std::string chunks = "chunks of " + groupedCount(ghosts.size, "sample") +
                             (rest == 0 ? "" : ", the last one of " + std::to_string(rest));
  switch (ghosts.use) {
    case GhostBatches::Use::each:
      return "the batch was normalized in " + chunks + ", each with its own statistics";
    case GhostBatches::Use::averagedMoments:
      return "the statistics of " + chunks + ", were averaged as if all had one size";
    case GhostBatches::Use::averagedVariances:
      break;
  }
  return "the means and variances of " + chunks +
         ", were averaged, which leaves out how far the means are apart";
}

std::string powerText(const MatchCandidate& candidate) {
  const std::string what = candidate.spec.subtractsMean() ? "x − mean" : "x";
  const double exponent = *candidate.exponent;
  if (exponent == 0) return what + " was not divided by anything";
  if (exponent == -2 && candidate.givenStatistics)
    return "x − mean was divided by the running variance, not by its root, or a standard deviation was given "
           "as "
           "the variance";
  if (exponent == -0.5) return "the root was taken twice: " + what + " was divided by √σ";
  if (exponent == -2) return "the root was left out: " + what + " was divided by σ²";
  if (exponent == 1) return what + " was multiplied by σ, not divided by it";
  return what + " was multiplied by σ to the power of " + shortest(exponent) + ", not divided by σ";
}

/// Of running statistics that were given, and taken otherwise.
std::string runningText(const MatchRequest& request, const RunningUse& use) {
  const std::string update =
      "by momentum " + shortest(use.momentum) + (use.unbiased ? "" : " and with the biased variance");
  switch (use.mistake) {
    case Mistake::runningSwapped:
      return "running mean and running variance are swapped";
    case Mistake::runningAhead:
      return "the running statistics normalized x after their update by it, " + update +
             (request.meant && !request.meant->usesRunningStatistics()
                  ? "; a layer in training normalizes with x's own"
                  : "; the given ones are those before it");
    case Mistake::runningBehind:
      return "the given running statistics are updated by x already, " + update +
             "; x was normalized with those before";
    default:
      return use.unbiased
                 ? "the given running variance was multiplied by n / (n − 1), as if it was a biased one"
                 : "the running variance was a biased one: the given one times (n − 1) / n";
  }
}

std::string foldingText(const MatchCandidate& candidate) {
  if (candidate.meanScaling == MeanScaling::byNothing)
    return "the mean went into the shift unscaled: the shift is bias − mean, where bias − mean · rstd · "
           "weight "
           "is right";
  if (candidate.meanScaling == MeanScaling::byRstd)
    return "the mean went into the shift without the weight: the shift is bias − mean · rstd, where bias − "
           "mean "
           "· rstd · weight is right";
  return "the weight was scaled, and the bias was not";
}

std::string narrowText(const MatchCandidate& candidate) {
  return candidate.narrow == DType::bfloat16 ? "bfloat16" : "half precision";
}

std::string mistakeText(const MatchRequest& request, const MatchCandidate& candidate, Mistake mistake) {
  const std::string& letters = request.shape.layout().letters();
  switch (mistake) {
    case Mistake::runningAverage:
      return averageText(*candidate.average);
    case Mistake::nhwcReshape:
      return "the groups come from a reshape without a transpose, which mixes positions with channels";
    case Mistake::layout:
      return "the axes were taken as " + candidate.layout.letters() + ", not as " + letters;
    case Mistake::halfRounding:
      return "values were rounded to " + narrowText(candidate);
    case Mistake::roundedBeforeWeight:
      return "x̂ was rounded to " + narrowText(candidate) + " before the weight was applied";
    case Mistake::zeroCentered:
      return candidate.spec.zeroCentered ? "the weight was applied as it was given, not 1 + weight"
                                         : "1 + weight was applied, not the weight as it was given";
    case Mistake::biasNotScaled:
      return foldingText(candidate);
    case Mistake::interleavedGroups:
      return "the groups are interleaved: channel c belongs to group c mod G";
    case Mistake::ghostBatches:
      return ghostText(request, *candidate.ghosts);
    case Mistake::epsScaled:
      return "eps was multiplied with the square of the largest |x| of each set";
    case Mistake::power:
      return powerText(candidate);
    case Mistake::biasBeforeWeight:
      return "the bias was added before the weight was applied: (x̂ + bias) · weight";
    case Mistake::oneSubtracted:
      return "weight − 1 was applied, not the weight as it was given";
    case Mistake::runningSwapped:
    case Mistake::runningAhead:
    case Mistake::runningBehind:
    case Mistake::runningEstimator:
      return runningText(request, *candidate.runningUse);
    case Mistake::identity:
      return "nothing was done";
    case Mistake::gammaBetaSwapped:
      break;
  }
  return "weight and bias are swapped";
}

}  // namespace

std::vector<std::string> differencesInWords(const MatchRequest& request, const MatchCandidate& candidate,
                                            const NormNames& names, const Match* match) {
  std::vector<std::string> lines;
  if (candidate.has(Mistake::identity)) return lines;
  const NormSpec meant = meantFor(request, candidate);
  const NormSpec own = setsOf(candidate.spec);
  const bool sayNotFrom = !match || (!match->meantSets && match->explains);
  if (request.meant && sayNotFrom && toText(setsOf(meant)) != toText(own))
    lines.push_back("y comes from " + nameOf(own, names) + ", not from " + nameOf(setsOf(meant), names));
  if (!match || match->explains) addArithmetic(meant, request.meant.has_value(), candidate, match, lines);
  if (candidate.spec.usesRunningStatistics() && !candidate.givenStatistics && (!match || match->explains) &&
      !(match && match->fittedAffine)) {
    if (!request.meant || !meant.usesRunningStatistics() || request.running)
      lines.push_back(
          "running statistics were used, still at mean 0 and variance 1: the layer was never trained");
  }
  for (const Mistake mistake : candidate.differences)
    lines.push_back(mistakeText(request, candidate, mistake));
  const bool given = request.affine.weight || request.affine.bias;
  if (given && candidate.spec.affineSharing() == Affine::none && !(match && match->fittedAffine)) {
    const bool both = request.affine.weight && request.affine.bias;
    const std::string what = both                    ? "weight and bias were"
                             : request.affine.weight ? "weight was"
                                                     : "bias was";
    lines.push_back("the given " + what + " not applied");
  }
  return lines;
}

}  // namespace normscope
