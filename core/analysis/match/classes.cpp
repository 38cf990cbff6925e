#include "core/analysis/match/classes.h"

#include <algorithm>
#include <limits>
#include <set>

#include "core/analysis/match/rounding.h"
#include "core/error.h"
#include "core/norm/norm_registry.h"

namespace normscope::match {
namespace {

constexpr std::size_t mostClasses = 8;
constexpr double tellingBits = 0.5;

/// A candidate, how unusual it is, and which trial found it.
struct Named {
  MatchCandidate candidate;
  double strangeness;
  const Trial* trial;
  bool isMeant;
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
    const NormSpec spec = withSharing(reading.spec, affine);
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
  Namer(const Field& field, const std::optional<NormSpec>& meant, const Trial& trial)
      : field_(field), meant_(meant), trial_(trial) {}

  std::vector<Named> all() {
    for (const Reading& reading : field_.partitionOf(trial_).readings) {
      if (reading.spec.dividesBySum() != trial_.arithmetic.dividesBySum) continue;
      if (trial_.fit) {
        for (const Affine affine : fittingAffine(reading, extents(), trial_.fit->plan))
          add(reading, withSharing(reading.spec, affine, reading.spec.affineAxes));
      } else {
        addGiven(reading);
      }
    }
    return std::move(names_);
  }

 private:
  const Extents& extents() const { return field_.request.x.extents(); }
  const Sharing& sharing() const { return field_.sharingOf(trial_); }

  void addGiven(const Reading& reading) {
    if (isIdentity(reading)) return add(reading, std::nullopt);
    for (const SharingUse& use : field_.sharings.of(reading, extents())) {
      if (use.number == trial_.sharing) add(reading, use.spec);
    }
  }

  static bool isIdentity(const Reading& reading) {
    return std::find(reading.mistakes.begin(), reading.mistakes.end(), Mistake::identity) !=
           reading.mistakes.end();
  }

  /// With what was given, or without parameters where nothing was; how x̂ was rounded on the way is no matter.
  bool isWithWhatWasGiven() const {
    const Sharing& own = sharing();
    const bool all = own.use == (field_.sharings.anyGiven() ? GivenUse::asGiven : GivenUse::none);
    return all && own.meanScaling == MeanScaling::byScale && !trial_.isFitted();
  }

  std::optional<DType> narrowOf() const {
    const Target& target = field_.targetOf(trial_);
    if (target.narrow) return target.narrow;
    return target.xRounded ? target.roundedTo : sharing().roundedFirst;
  }

  std::vector<Mistake> mistakesOf(const Reading& reading) const {
    std::vector<Mistake> all;
    const Target& target = field_.targetOf(trial_);
    const Sharing& own = sharing();
    if (trial_.arithmetic.average) all.push_back(Mistake::runningAverage);
    all.insert(all.end(), reading.mistakes.begin(), reading.mistakes.end());
    if (target.narrow || target.xRounded) all.push_back(Mistake::halfRounding);
    if (own.use == GivenUse::swapped) all.push_back(Mistake::gammaBetaSwapped);
    if (own.roundedFirst) all.push_back(Mistake::roundedBeforeWeight);
    if (own.use == GivenUse::onePlusWeight) all.push_back(Mistake::zeroCentered);
    if (own.use == GivenUse::weightMinusOne) all.push_back(Mistake::oneSubtracted);
    if (own.use == GivenUse::biasFirst) all.push_back(Mistake::biasBeforeWeight);
    if (own.meanScaling != MeanScaling::byScale || leavesBiasUnscaled(field_, trial_))
      all.push_back(Mistake::biasNotScaled);
    if (trial_.arithmetic.epsTimesSquare) all.push_back(Mistake::epsScaled);
    if (trial_.arithmetic.exponent != -1) all.push_back(Mistake::power);
    return all;
  }

  double strangenessOf(const Reading& reading, const std::optional<NormSpec>& shared, bool isMeant) const {
    std::optional<Affine> affine;
    if (shared) affine = shared->affineSharing();
    double sum = reading.strangeness + trial_.arithmetic.strangeness(meant_);
    const Sharing& own = sharing();
    if (isIdentity(reading)) sum = trial_.scalars ? -1 : -20;  // what is surely so comes first
    if (affine == Affine::none && field_.sharings.anyGiven()) sum += 1;
    if (affine && affine != infoOf(reading.spec.kind).defaultAffine) sum += 0.2;
    // A weight along an axis that no layer of that kind has one for: another reading of the axes is likelier.
    if (affine == Affine::axes && !isPerSampleAndChannel(*shared)) sum += 1.3;
    if (own.use == GivenUse::swapped) sum += 1;
    if (own.use == GivenUse::weightMinusOne || own.use == GivenUse::biasFirst) sum += 0.7;
    if (own.use == GivenUse::onePlusWeight || own.use == GivenUse::withoutWeight ||
        own.use == GivenUse::withoutBias)
      sum += 0.6;
    if (own.roundedFirst) sum += 0.3;
    if (own.meanScaling != MeanScaling::byScale) sum += 0.8;
    if (trial_.scalars) sum += (trial_.scalars->fitsScale ? 0.3 : 0) + (trial_.scalars->fitsShift ? 0.3 : 0);
    if (reading.spec.kind == NormKind::batch && reading.spec.mode == Mode::train && !reading.isMeant &&
        hasOneSample(reading))
      sum += 0.15;
    if (reading.isMeant) sum -= 5;
    if (isMeant) sum -= 5;
    return sum;
  }

  /// AdaIN's and FiLM's.
  static bool isPerSampleAndChannel(const NormSpec& spec) {
    bool all = spec.affineAxes.size() == 3;
    for (const char letter : spec.affineAxes)
      all = all && (letter == '+' || roleOf(letter) != AxisRole::spatial);
    return all;
  }

  bool hasOneSample(const Reading& reading) const {
    const auto batch = reading.layout.find(AxisRole::batch);
    return batch && extents()[static_cast<std::size_t>(*batch)] == 1;
  }

  void add(const Reading& reading, const std::optional<NormSpec>& shared) {
    const Partition& partition = field_.partitionOf(trial_);
    MatchCandidate candidate{withArithmetic(shared.value_or(reading.spec), trial_.arithmetic), reading.layout,
                             mistakesOf(reading)};
    candidate.average = trial_.arithmetic.average;
    candidate.ghosts = partition.ghosts;
    candidate.runningUse = partition.runningUse;
    candidate.givenStatistics = partition.statistics == StatisticsOf::given;
    candidate.meanScaling = sharing().meanScaling;
    candidate.narrow = narrowOf();
    if (trial_.arithmetic.exponent != -1) candidate.exponent = trial_.arithmetic.exponent;
    const bool isMeant =
        reading.isMeant && meant_ && isWithWhatWasGiven() && !candidate.has(Mistake::halfRounding) &&
        sameArithmetic(trial_.arithmetic, arithmeticOf(*meant_), partition.centered, partition.fromX());
    if (isMeant) candidate.spec.eps = meant_->eps, candidate.spec.epsAt = meant_->epsAt;
    if (isMeant) candidate.spec.variance = meant_->variance;
    const double strangeness = strangenessOf(reading, shared, isMeant);
    names_.push_back({std::move(candidate), strangeness, &trial_, isMeant});
  }

  const Field& field_;
  const std::optional<NormSpec>& meant_;
  const Trial& trial_;
  std::vector<Named> names_;
};

std::string textOf(const MatchCandidate& candidate) {
  std::string text = toText(candidate.spec) + " " + candidate.layout.letters();
  for (const Mistake mistake : candidate.differences) text += " " + std::string(nameOf(mistake));
  if (candidate.ghosts)
    text += " " + std::to_string(candidate.ghosts->size) +
            std::to_string(static_cast<int>(candidate.ghosts->use));
  if (candidate.runningUse)
    text +=
        " " + std::to_string(candidate.runningUse->momentum) + (candidate.runningUse->unbiased ? "u" : "b");
  if (candidate.exponent) text += " " + std::to_string(*candidate.exponent);
  return text;
}

/// What rounding explains in the element that is farthest; where y is not explained, in the one where that is
/// least to be explained by rounding.
void boundByElement(const Trial& trial, Match& match) {
  if (trial.explained > 0) {
    if (std::isfinite(trial.inExplained.allowed) && trial.inExplained.allowed > 0)
      match.bound = trial.inExplained.allowed;
    return;
  }
  if (!std::isfinite(trial.farthest.atExcess) || !(trial.farthest.excess > 0)) return;
  match.typical = trial.farthest.atExcess;
  match.bound = trial.farthest.atExcess / trial.farthest.excess;
}

/// How many sets; of a narrow y that a trial does not explain they say less than its bits.
std::size_t unexplainedOf(const Trial& trial) {
  const bool tell = !trial.bits || isExplained(trial);
  return tell ? trial.unexplained.size() : std::numeric_limits<std::size_t>::max();
}

/// The range holds every eps with which the same norm explains y as well.
void widenToEquivalents(Match& match) {
  if (!match.epsRange) return;
  for (const MatchCandidate& other : match.equivalents) {
    NormSpec sameEps = other.spec;
    sameEps.eps = match.candidate.spec.eps;
    if (other.layout != match.candidate.layout || !(sameEps == match.candidate.spec)) continue;
    match.epsRange->low = std::min(match.epsRange->low, other.spec.eps);
    match.epsRange->high = std::max(match.epsRange->high, other.spec.eps);
  }
}

}  // namespace

bool areJudgedByBits(const Tensor& y, const std::vector<Trial>& trials) {
  return isJudgedByBits(y) && std::any_of(trials.begin(), trials.end(), [](const Trial& trial) {
           return trial.bits.value_or(0) >= tellingBits;
         });
}

double tolerableMismatches(double mismatches, std::int64_t elements) {
  return 3 * mismatches + 3 + static_cast<double>(elements) / 2000;
}

Match Explained::matchOf(const std::vector<Trial>& trials) const {
  Match match;
  double best = std::numeric_limits<double>::infinity();
  for (const Trial& trial : trials) best = std::min(best, trial.excess);
  std::vector<Named> names;
  for (const Trial& trial : trials) {
    for (Named& named : Namer(field, meant, trial).all()) {
      // Among equals the plain one is likelier; but not where another fits clearly better.
      if (trial.excess > 1.5 * std::max(best, 1.0 / 16)) named.strangeness += 1;
      names.push_back(std::move(named));
    }
  }
  std::stable_sort(names.begin(), names.end(),
                   [](const Named& a, const Named& b) { return a.strangeness < b.strangeness; });
  std::set<std::string> seen;
  for (Named& named : names) {
    if (!seen.insert(textOf(named.candidate)).second) continue;
    if (seen.size() == 1) {
      match.candidate = std::move(named.candidate);
      match.isMeant = named.isMeant;
    } else {
      match.equivalents.push_back(std::move(named.candidate));
    }
  }
  if (names.empty()) return match;
  const Trial& trial = *names.front().trial;
  const Partition& partition = field.partitionOf(trial);
  match.fittedAffine = trial.isFitted();
  match.provesNothing = trial.fit && trial.fit->provesNothing;
  match.sets = partition.cut.count();
  match.setsExplained = trial.explained;
  match.maxAbs = trial.explained > 0 ? trial.maxAbs : trial.farthest.distance;
  match.typical = trial.explained == match.sets ? trial.maxAbs : trial.middle;
  match.bound = field.targetOf(trial).bound * (1 + trial.meanToStd);
  if (isJudgedByBits(field.request.y)) boundByElement(trial, match);
  match.explains = isExplained(trial) && !match.provesNothing;
  match.weight = weightOf(field, trial);
  match.bias = biasOf(field, trial);
  if (match.provesNothing) match.weight.relation = match.bias.relation = std::nullopt;
  match.broken = brokenSetsOf(field, trial);
  match.brokenInX = isBrokenInX(field, trial);
  match.off = trial.off;
  match.bend = trial.bend;
  match.bits = trial.bits ? *trial.bits : bitsOf(field, trial);
  if (match.explains && !match.candidate.has(Mistake::identity)) match.epsRange = epsRangeOf(field, trial);
  widenToEquivalents(match);
  for (const Trial& other : trials) {
    const std::vector<Reading>& readings = field.partitionOf(other).readings;
    match.meantSets = match.meantSets || std::any_of(readings.begin(), readings.end(),
                                                     [](const Reading& reading) { return reading.isMeant; });
  }
  return match;
}

std::vector<std::vector<Trial>> Explained::grouped(std::vector<Trial> trials) const {
  const bool byBits = areJudgedByBits(field.request.y, trials);
  const std::int64_t elements = field.request.y.elementCount();
  const auto mismatches = [&](const Trial& trial) {
    return (1 - trial.bits.value_or(0)) * static_cast<double>(elements);
  };
  std::stable_sort(trials.begin(), trials.end(), [&](const Trial& a, const Trial& b) {
    if (unexplainedOf(a) != unexplainedOf(b)) return unexplainedOf(a) < unexplainedOf(b);
    if (byBits && a.bits != b.bits) return a.bits > b.bits;
    return a.excess < b.excess;
  });
  std::vector<std::vector<Trial>> groups;
  for (std::size_t first = 0; first < trials.size();) {
    const double tie = std::max(4 * trials[first].excess, 1.0 / 8);
    const double most = tolerableMismatches(mismatches(trials[first]), elements);
    std::size_t end = first;
    while (end < trials.size() && unexplainedOf(trials[end]) == unexplainedOf(trials[first]) &&
           (byBits ? mismatches(trials[end]) <= most : trials[end].excess <= tie))
      ++end;
    groups.emplace_back(trials.begin() + static_cast<std::ptrdiff_t>(first),
                        trials.begin() + static_cast<std::ptrdiff_t>(end));
    first = end;
  }
  return groups;
}

std::vector<Match> Explained::classesOf(std::vector<Trial> trials) const {
  std::vector<Match> matches;
  const bool byBits = areJudgedByBits(field.request.y, trials);
  double first = 0;
  for (const std::vector<Trial>& group : grouped(std::move(trials))) {
    matches.push_back(matchOf(group));
    // In steps of a hundredth of the bits, or in units of the first one's distance.
    const double own = byBits ? 1 + 100 * (1 - group.front().bits.value_or(0)) : group.front().excess;
    if (matches.size() == 1) first = byBits ? own : std::max(own, 1.0 / 32);
    matches.back().farther = std::max(1.0, own / first);
    if (matches.size() == mostClasses) break;
  }
  return matches;
}

std::vector<Match> Explained::each(const std::vector<Trial>& trials) const {
  std::vector<Match> matches;
  matches.reserve(trials.size());
  for (const Trial& trial : trials) matches.push_back(matchOf({trial}));
  return matches;
}

}  // namespace normscope::match
