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
    case BrokenSets::Kind::oneSided:
      return text + "off to one side";
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

/// ", all in channels 3 and 7" or ", all at T = 2"; nothing where they are all over the tensor.
std::string placesText(const Shape& shape, const std::optional<OffPlaces>& places) {
  if (!places) return "";
  std::vector<std::string> numbers;
  for (const std::int64_t index : places->indices) {
    if (numbers.size() == 8) break;
    numbers.push_back(std::to_string(index));
  }
  const std::size_t more = places->indices.size() - numbers.size();
  if (more > 0) numbers.push_back(groupedDigits(static_cast<std::int64_t>(more)) + " more");
  const Axis& axis = shape.axis(places->axis);
  if (axis.role() == AxisRole::channel)
    return std::string(", all in channel") + (numbers.size() == 1 ? " " : "s ") + joinAnd(numbers);
  return ", all at " + std::string(1, axis.letter) + " = " + joinAnd(numbers);
}

/// "128 of 8,192 elements of y are off by up to 0.05 where rounding explains 0.0071, all in channel 7"
std::string offText(const MatchRequest& request, const OffElements& off) {
  return groupedDigits(off.count) + " of " + groupedCount(request.y.elementCount(), "element") + " of y " +
         (off.count == 1 ? "is" : "are") + " off, by " + rounded(off.distance, 2) +
         " where rounding explains " + rounded(off.allowed, 2) + placesText(request.shape, off.places);
}

std::string bendText(const Bend& bend) {
  return "y bends away from it: where |x̂| is " + rounded(bend.from, 2) + " or more, it lies " +
         rounded(std::abs(bend.roundings), 2) + " roundings too far " + (bend.roundings > 0 ? "out" : "in") +
         " on average, and rounding bends nothing";
}

std::string unexplainedText(const MatchRequest& request, const MatchResult& result, const NormNames& names) {
  const Match& best = result.matches.front();
  const std::string start = "no norm explains y, of " + groupedCount(result.tried, "computation") +
                            " tried: the nearest, " + nameIn(request, best.candidate, names) + ", ";
  if (best.bend)
    return "y is nearly x under " + nameIn(request, best.candidate, names) + ", but " + bendText(*best.bend);
  if (best.off) {
    return "y is x under " + nameIn(request, best.candidate, names) + fittedText(best) + ", but " +
           offText(request, *best.off) + "; the others are rounded once";
  }
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
  if (match.off && match.explains) lines.push_back(offText(request, *match.off));
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
