#include "core/analysis/match/classes.h"

#include <algorithm>
#include <set>

#include "core/analysis/comparison.h"
#include "core/error.h"
#include "core/norm/norm_registry.h"

namespace normscope::match {
namespace {

/// A candidate and how unusual it is.
struct Named {
  MatchCandidate candidate;
  double strangeness;
};

NormSpec withArithmetic(NormSpec spec, const Arithmetic& arithmetic) {
  spec.eps = arithmetic.eps;
  spec.epsAt = arithmetic.epsAt;
  spec.variance = arithmetic.variance;
  return spec;
}

/// The ways to share parameters with which a reading has the same parameters as a fit.
std::vector<Affine> fittingAffine(const Reading& reading, const Extents& extents,
                                  const ReductionPlan& fitted) {
  std::vector<Affine> found;
  for (const Affine affine : infoOf(reading.spec.kind).allowedAffine) {
    if (affine == Affine::none) continue;
    NormSpec spec = reading.spec;
    spec.affine = affine;
    try {
      const ReductionPlan own = plan(Shape(reading.layout, extents), spec);
      if (blocksOf(own, &PlanAxis::parameter) == blocksOf(fitted, &PlanAxis::parameter))
        found.push_back(affine);
    } catch (const Error&) {
      // This layout has no channel axis to share along.
    }
  }
  return found;
}

/// All names of one trial.
class Namer {
 public:
  Namer(const MatchRequest& request, Sharings& sharings, bool halved, const Trial& trial)
      : request_(request), sharings_(sharings), halved_(halved), trial_(trial) {}

  std::vector<Named> of(const Partition& partition) {
    for (const Reading& reading : partition.readings) {
      if (reading.spec.dividesBySum() != trial_.arithmetic.dividesBySum) continue;
      if (trial_.fitted) {
        for (const Affine affine : fittingAffine(reading, request_.x.extents(), *trial_.fittedPlan))
          add(reading, affine);
      } else {
        addGiven(reading);
      }
    }
    return std::move(names_);
  }

 private:
  bool anyGiven() const { return request_.affine.weight || request_.affine.bias; }

  void addGiven(const Reading& reading) {
    for (const SharingUse& use : sharings_.of(reading, request_.x.extents())) {
      if (use.number == trial_.sharing) add(reading, use.affine);
    }
  }

  void add(const Reading& reading, std::optional<Affine> affine) {
    MatchCandidate candidate{withArithmetic(reading.spec, trial_.arithmetic), reading.layout, {}, {}};
    double strangeness = reading.strangeness + trial_.arithmetic.strangeness();
    if (affine) candidate.spec.affine = affine;
    if (affine == Affine::none && anyGiven()) strangeness += 1;
    if (affine && affine != infoOf(candidate.spec.kind).defaultAffine) strangeness += 0.2;
    if (request_.meant && candidate.spec == *request_.meant && reading.mistakes.empty()) strangeness -= 10;
    if (trial_.arithmetic.average) candidate.differences.push_back(Mistake::runningAverage);
    candidate.average = trial_.arithmetic.average;
    for (const Mistake mistake : reading.mistakes) candidate.differences.push_back(mistake);
    if (halved_) candidate.differences.push_back(Mistake::halfRounding);
    if (trial_.sharing != 0 && sharings_[trial_.sharing].swapped)
      candidate.differences.push_back(Mistake::gammaBetaSwapped);
    if (trial_.sharing != 0 && sharings_[trial_.sharing].swapped) strangeness += 1;
    names_.push_back({std::move(candidate), strangeness});
  }

  const MatchRequest& request_;
  Sharings& sharings_;
  bool halved_;
  const Trial& trial_;
  std::vector<Named> names_;
};

std::string textOf(const MatchCandidate& candidate) {
  std::string text = toText(candidate.spec) + " " + candidate.layout.letters();
  for (const Mistake mistake : candidate.differences) text += " " + std::string(nameOf(mistake));
  return text;
}

}  // namespace

Match Explained::matchOf(const std::vector<Trial>& trials) const {
  Match match;
  const Trial& best = trials.front();
  std::vector<Named> names;
  for (const Trial& trial : trials) {
    for (Named& named : Namer(request, sharings, halved, trial).of(partitions[trial.partition])) {
      // Among equals the plain one is likelier; but not where another fits clearly better.
      if (trial.excess > 1.5 * std::max(best.excess, 1.0 / 16)) named.strangeness += 1;
      names.push_back(std::move(named));
    }
    match.bound = std::max(match.bound, roundingBound(request.y.dtype(), trial.meanToStd, largestY));
  }
  std::stable_sort(names.begin(), names.end(),
                   [](const Named& a, const Named& b) { return a.strangeness < b.strangeness; });
  std::set<std::string> seen;
  for (Named& named : names) {
    if (!seen.insert(textOf(named.candidate)).second) continue;
    if (seen.size() == 1) {
      match.candidate = std::move(named.candidate);
    } else {
      match.equivalents.push_back(std::move(named.candidate));
    }
  }
  match.fittedAffine = best.fitted;
  match.maxAbs = best.maxAbs;
  match.explains = best.excess <= 1;
  return match;
}

std::vector<Match> Explained::classesOf(std::vector<Trial> trials) const {
  std::stable_sort(trials.begin(), trials.end(),
                   [](const Trial& a, const Trial& b) { return a.excess < b.excess; });
  std::vector<Match> matches;
  for (std::size_t first = 0; first < trials.size();) {
    const double tie = std::max(4 * trials[first].excess, 1.0 / 8);
    std::size_t end = first;
    while (end < trials.size() && trials[end].excess <= tie) ++end;
    matches.push_back(matchOf({trials.begin() + static_cast<std::ptrdiff_t>(first),
                               trials.begin() + static_cast<std::ptrdiff_t>(end)}));
    first = end;
  }
  return matches;
}

std::vector<Match> Explained::each(const std::vector<Trial>& trials) const {
  std::vector<Match> matches;
  for (const Trial& trial : trials) matches.push_back(matchOf({trial}));
  return matches;
}

}  // namespace normscope::match
