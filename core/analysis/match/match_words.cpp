#include "core/analysis/match/match_words.h"

#include <algorithm>
#include <cmath>

#include "core/analysis/equivalence.h"
#include "core/error.h"
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
  const std::string place = outside ? "eps was added outside the root" : "eps was added inside the root";
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
  if (exponent == -0.5) return "the root was taken twice: " + what + " was divided by √σ";
  if (exponent == -2) return "the root was left out: " + what + " was divided by σ²";
  if (exponent == 1) return what + " was multiplied by σ, not divided by it";
  return what + " was multiplied by σ to the power of " + shortest(exponent) + ", not divided by σ";
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
    case Mistake::identity:
      return "nothing was done";
    case Mistake::gammaBetaSwapped:
      break;
  }
  return "weight and bias are swapped";
}

std::string nameIn(const MatchRequest& request, const MatchCandidate& candidate,
                   const NormNames& names = {}) {
  if (candidate.has(Mistake::identity)) return "x itself";
  std::vector<std::string> remarks;
  if (candidate.layout != request.shape.layout()) remarks.push_back(candidate.layout.letters());
  for (const Mistake mistake : candidate.differences) {
    if (mistake != Mistake::layout) remarks.emplace_back(nameOf(mistake));
  }
  return nameOf(candidate.spec, names) + (remarks.empty() ? "" : " (" + joinAnd(remarks) + ")");
}

std::string brokenText(const BrokenSets& broken) {
  std::vector<std::string> numbers;
  for (const std::int64_t set : broken.first) numbers.push_back(std::to_string(set));
  const auto more = broken.count - static_cast<std::int64_t>(broken.first.size());
  if (more > 0) numbers.push_back(groupedDigits(more) + " more");
  const bool one = broken.count == 1;
  std::string text = (one ? "set " : "sets ") + joinAnd(numbers) + (one ? " is " : " are ");
  switch (broken.kind) {
    case BrokenSets::Kind::zero:
      return text + "0";
    case BrokenSets::Kind::constant:
      return text + "constant";
    case BrokenSets::Kind::notFinite:
      return text + "NaN or infinite";
    case BrokenSets::Kind::different:
      break;
  }
  return text + "something else";
}

std::string brokenText(const std::vector<BrokenSets>& broken) {
  std::vector<std::string> texts;
  for (const BrokenSets& some : broken) texts.push_back(brokenText(some));
  return joinAnd(texts);
}

std::string rangeText(const ParameterFinding& finding) {
  return finding.min == finding.max ? rounded(finding.mean, 6)
                                    : rounded(finding.min, 6) + " to " + rounded(finding.max, 6);
}

/// " with a weight of 0.984 and a fitted bias (-0.2 to 0.3)"; nothing where both were given, or none is
/// needed.
std::string fittedText(const Match& match) {
  std::vector<std::string> parts;
  const auto add = [&](const ParameterFinding& finding, const std::string& name) {
    if (finding.source != ParameterSource::fitted) return;
    if (finding.times) return parts.push_back(rounded(*finding.times, 6) + " times the given " + name);
    parts.push_back(finding.relation == Relation::scalar
                        ? "a " + name + " of " + rounded(finding.mean, 6)
                        : "a fitted " + name + " (" + rangeText(finding) + ")");
  };
  add(match.weight, "weight");
  add(match.bias, "bias");
  return parts.empty() ? "" : " with " + joinAnd(parts);
}

std::string sharingText(const NormSpec& spec) {
  const Affine affine = spec.affineSharing();
  return affine == Affine::element ? "element of " + (spec.over.empty() ? "the reduced axes" : spec.over)
                                   : std::string(nameOf(affine));
}

/// Where one weight and bias for every set, or x alone, explains y.
std::string nothingShownText(const MatchRequest& request, const Match& match, const NormNames& names) {
  std::vector<std::string> missing;
  if (!request.affine.weight && !request.affine.bias) missing.emplace_back("the weight and the bias");
  if (!request.running && match.candidate.spec.usesRunningStatistics())
    missing.emplace_back("the running statistics");
  return "y is x with a scale and a shift of its own for every " + sharingText(match.candidate.spec) +
         ", as " + nameIn(request, match.candidate, names) +
         " may give it, and others: which norm it was can't be told" +
         (missing.empty() ? "" : " without " + joinAnd(missing));
}

std::string unexplainedText(const MatchRequest& request, const MatchResult& result, const NormNames& names) {
  const Match& best = result.matches.front();
  const std::string start = "no norm explains y, of " + groupedCount(result.tried, "computation") +
                            " tried: the nearest, " + nameIn(request, best.candidate, names) + ", ";
  const std::string bound = " where rounding explains " + rounded(best.bound, 2);
  if (best.setsExplained > 0) {
    return start + "explains " + groupedDigits(best.setsExplained) + " of " + groupedCount(best.sets, "set") +
           " (" + brokenText(best.broken) + ") and is off by " + rounded(best.maxAbs, 2) + " in those," +
           bound;
  }
  return start + "is off by " + rounded(best.typical, 2) + bound;
}

/// The norms of a class that are one function only on these axes, and why: "instance and batch are the same
/// here: N = 1".
void addSameness(const MatchRequest& request, const Match& match, const NormNames& names,
                 std::vector<std::string>& lines) {
  const MatchCandidate& named = match.candidate;
  if (named.has(Mistake::identity) || match.fittedAffine) return;
  const auto planOf = [&](NormSpec spec) {
    spec = withoutParameters(std::move(spec));
    return plan(request.shape, spec);
  };
  std::vector<std::pair<std::string, std::vector<std::string>>> reasons;
  for (const MatchCandidate& other : match.equivalents) {
    if (other.layout != request.shape.layout() || named.layout != other.layout ||
        other.differences != named.differences || other.spec.kind == NormKind::custom ||
        other.spec.eps != named.spec.eps || other.spec.epsAt != named.spec.epsAt ||
        other.spec.variance != named.spec.variance || other.givenStatistics != named.givenStatistics)
      continue;
    try {
      const Equivalence same = equivalenceOf(planOf(named.spec), planOf(other.spec));
      const std::string where = same.normalizationFor.where();
      if (!same.sameNormalization || where.empty()) continue;
      NormSpec bare = other.spec;
      bare = withoutParameters(bare);
      bare.affine.reset();
      auto at = std::find_if(reasons.begin(), reasons.end(), [&](const auto& r) { return r.first == where; });
      if (at == reasons.end()) at = reasons.insert(reasons.end(), {where, {}});
      const std::string name = nameOf(bare, names);
      if (std::find(at->second.begin(), at->second.end(), name) == at->second.end())
        at->second.push_back(name);
    } catch (const Error&) {
      continue;  // it does not fit the axes as they are named
    }
  }
  for (auto& [where, others] : reasons) {
    if (others.size() > 4) others.resize(4);
    NormSpec bare = withoutParameters(named.spec);
    bare.affine.reset();
    others.insert(others.begin(), nameOf(bare, names));
    lines.push_back(joinAnd(others) + " are the same here: " + where);
  }
}

void addParameter(const ParameterFinding& finding, const std::string& name, std::vector<std::string>& lines) {
  if (finding.source != ParameterSource::fitted) return;
  std::string line = "the " + name + " was fitted: " + rangeText(finding);
  if (finding.relation == Relation::scalar) line += ", one number for all";
  if (finding.relation == Relation::equal) line += ", which is the given one";
  if (finding.relation == Relation::givenPlusOne) line += ", which is 1 + the given one";
  if (finding.times) line += ", which is " + rounded(*finding.times, 6) + " times the given one";
  if (finding.relation == Relation::other && !finding.times) line += ", which is not the given one";
  lines.push_back(line);
}

/// "0.273" as "27.3 %", and 100 % only where it is so.
std::string percentText(double part) {
  const double percent = part == 1 ? 100 : std::min(99.9, std::round(part * 1000) / 10);
  return rounded(percent, 3) + " %";
}

}  // namespace

std::string matchSentence(const MatchRequest& request, const MatchResult& result, const NormNames& names) {
  if (result.nothingTold && result.yIsConstant)
    return "nothing can be told: y is constant, which every norm gives with weight 0; give the y of other "
           "weights";
  if (result.nothingTold) return "nothing can be told: x is constant; give a tensor with different values";
  if (result.matches.empty()) return "no norm could be tried on these axes";
  const Match& best = result.matches.front();
  if (best.provesNothing) return nothingShownText(request, best, names);
  if (!best.explains) return unexplainedText(request, result, names);
  const std::string difference = ": the largest difference, " + rounded(best.maxAbs, 2) + ", is rounding";
  if (best.candidate.has(Mistake::identity)) {
    if (!best.fittedAffine) return "y is x: nothing was done";
    const std::string times =
        best.weight.source == ParameterSource::fitted ? " times " + rounded(best.weight.mean, 6) : "";
    const std::string plus =
        best.bias.source == ParameterSource::fitted ? " plus " + rounded(best.bias.mean, 6) : "";
    return "y is x" + times + plus + " throughout, which takes no norm" + difference;
  }
  std::string sets;
  if (!best.broken.empty()) {
    sets = " in " + groupedDigits(best.setsExplained) + " of " + groupedCount(best.sets, "set") + " (" +
           brokenText(best.broken) + ")";
  }
  return "y is x under " + nameIn(request, best.candidate, names) +
         (result.asMeant == true ? ", as meant" : "") + fittedText(best) + sets + difference;
}

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

std::vector<std::string> findingsInWords(const MatchRequest& request, const Match& match,
                                         const NormNames& names) {
  std::vector<std::string> lines;
  if (!match.explains && !match.provesNothing) return lines;
  addSameness(request, match, names, lines);
  const auto isIdentity = [](const MatchCandidate& other) { return other.has(Mistake::identity); };
  if (std::any_of(match.equivalents.begin(), match.equivalents.end(), isIdentity))
    lines.emplace_back("y is a multiple of x itself, so that it may come from no norm at all");
  const bool one = match.candidate.spec.affineSharing() != Affine::none || match.fittedAffine;
  if (one && match.weight.relation == Relation::ignored)
    lines.emplace_back("the given weight was not applied: the weight is 1");
  if (one && match.bias.relation == Relation::ignored)
    lines.emplace_back("the given bias was not applied: the bias is 0");
  addParameter(match.weight, "weight", lines);
  addParameter(match.bias, "bias", lines);
  const bool narrow = request.y.dtype() == DType::float16 || request.y.dtype() == DType::bfloat16;
  if (narrow && match.explains)
    lines.push_back(percentText(match.bits) + " of y comes out to the bit in " +
                    std::string(nameOf(request.y.dtype())));
  return lines;
}

std::string equivalentsText(const MatchRequest& request, const Match& match, std::size_t most) {
  std::vector<std::string> names;
  for (const MatchCandidate& candidate : match.equivalents) {
    if (names.size() == most) break;
    names.push_back(nameIn(request, candidate));
  }
  if (match.equivalents.size() > names.size())
    names.push_back(std::to_string(match.equivalents.size() - names.size()) + " more");
  return joinAnd(names);
}

std::string gradientSentence(const GradientFinding& finding, const NormNames& names) {
  const std::string name = nameOf(finding.spec, names);
  std::string text;
  std::vector<std::string> missing;
  for (const GradientMistake mistake : finding.differences) {
    if (mistake == GradientMistake::meanOfGMissing) missing.emplace_back("without mean(g)");
    if (mistake == GradientMistake::meanOfGXhatMissing) missing.emplace_back("without x̂ · mean(g · x̂)");
    if (mistake == GradientMistake::weightMissing) missing.emplace_back("without the weight");
    if (mistake == GradientMistake::axes) missing.emplace_back("with its means over " + finding.meansOver);
  }
  if (finding.maxAbs <= finding.bound) {
    text = "the gradient is that of " + name + (missing.empty() ? "" : " " + joinAnd(missing)) +
           ": the largest difference, " + rounded(finding.maxAbs, 2) + ", is rounding";
  } else {
    text = "the gradient is none that " + name +
           " gives, not even with a term, the weight or the right axes left out: the nearest is off by " +
           rounded(finding.maxAbs, 2) + " where rounding explains " + rounded(finding.bound, 2);
  }
  return finding.parameters ? text + "; " + *finding.parameters : text;
}

}  // namespace normscope
