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

void addArithmetic(const NormSpec& meant, const NormSpec& found, std::vector<std::string>& lines) {
  if (meant.variance != found.variance) {
    lines.push_back(
        found.variance == VarianceEstimator::unbiased
            ? "you normalized with the unbiased variance, which divides by n − 1; layers normalize with "
              "the biased one"
            : "you normalized with the biased variance, which divides by n");
  }
  if (meant.eps != found.eps)
    lines.push_back("eps is " + shortest(found.eps) + ", not " + shortest(meant.eps));
  if (meant.epsAt != found.epsAt) {
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
      return "values were rounded to half precision";
    case Mistake::gammaBetaSwapped:
      break;
  }
  return "weight and bias are swapped";
}

std::string nameIn(const MatchRequest& request, const MatchCandidate& candidate,
                   const NormNames& names = {}) {
  std::vector<std::string> remarks;
  if (candidate.layout != request.shape.layout()) remarks.push_back(candidate.layout.letters());
  for (const Mistake mistake : candidate.differences) {
    if (mistake != Mistake::layout) remarks.emplace_back(nameOf(mistake));
  }
  return nameOf(candidate.spec, names) + (remarks.empty() ? "" : " (" + joinAnd(remarks) + ")");
}

}  // namespace

std::string matchSentence(const MatchRequest& request, const MatchResult& result, const NormNames& names) {
  if (result.matches.empty()) return "no norm could be tried on these axes";
  const Match& best = result.matches.front();
  const std::string name = nameIn(request, best.candidate, names);
  if (!best.explains) {
    return "no norm explains y, of " + groupedCount(result.tried, "computation") + " tried: the nearest, " +
           name + ", is off by " + rounded(best.maxAbs, 2) + " where rounding explains " +
           rounded(best.bound, 2);
  }
  const bool asMeant =
      request.meant && best.candidate.spec == *request.meant && best.candidate.differences.empty();
  return "y is x under " + name + (asMeant ? ", as meant" : "") +
         (best.fittedAffine ? " with a weight and a bias that were fitted" : "") +
         ": the largest difference, " + rounded(best.maxAbs, 2) + ", is rounding";
}

std::vector<std::string> differencesInWords(const MatchRequest& request, const MatchCandidate& candidate,
                                            const NormNames& names) {
  std::vector<std::string> lines;
  const NormSpec meant = meantFor(request, candidate);
  const NormSpec own = setsOf(candidate.spec);
  if (request.meant && toText(setsOf(meant)) != toText(own))
    lines.push_back("y comes from " + nameOf(own, names) + ", not from " + nameOf(setsOf(meant), names));
  addArithmetic(meant, candidate.spec, lines);
  if (!request.meant && candidate.spec.usesRunningStatistics())
    lines.push_back(
        "running statistics were used, still at mean 0 and variance 1: the layer was never trained");
  for (const Mistake mistake : candidate.differences)
    lines.push_back(mistakeText(request, candidate, mistake));
  const bool given = request.affine.weight || request.affine.bias;
  if (given && candidate.spec.affineSharing() == Affine::none)
    lines.push_back("the given weight and bias were not applied");
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

}  // namespace normscope
