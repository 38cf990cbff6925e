#include "core/analysis/match/search.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include "core/analysis/comparison.h"
#include "core/analysis/match/fit.h"
#include "core/analysis/match/rounding.h"
#include "core/error.h"
#include "core/norm/affine.h"

namespace normscope::match {
namespace {

constexpr double sampleSlack = 8;  ///< a survivor of the sample may miss by so many bounds
constexpr std::size_t mostSurvivors = 400;
constexpr std::size_t mostBroken = 40;  ///< of those that explain only a part of the sample
constexpr std::size_t mostByBits = 64;
constexpr std::size_t nearestShown = 3;
constexpr std::int64_t sampledElements = 1024;  ///< about as many
constexpr double enoughBits = 0.9;              ///< of a narrow y: with as many the search ends

/// The norm that was meant with the parameters that were given.
std::optional<NormSpec> settledMeant(const MatchRequest& request) {
  if (!request.meant) return std::nullopt;
  NormSpec bare = *request.meant;
  bare.mode = Mode::train;
  plan(request.shape, bare);  // refuses what the axes do not have
  return settleAffine(request.shape, *request.meant, shapesOf(request.affine));
}

bool isUntouched(const Partition& partition) {
  return partition.readings.front().mistakes == std::vector{Mistake::identity};
}

bool isExplained(const Trial& trial) {
  const std::int64_t sets = trial.explained + static_cast<std::int64_t>(trial.unexplained.size());
  return static_cast<std::int64_t>(trial.unexplained.size()) <= mostUnexplained(sets);
}

void append(std::vector<Trial>& all, std::vector<Trial> more) {
  std::move(more.begin(), more.end(), std::back_inserter(all));
}

}  // namespace

Search::Search(const MatchRequest& request, const Values& values)
    : request_(request),
      values_(values),
      meant_(settledMeant(request)),
      partitions_(partitionsOf(request)),
      sharings_(request.affine, isJudgedByBits(request.y) ? values.narrowY : std::nullopt) {
  addTarget(request.x, std::nullopt, std::nullopt);
  refuseParameters();
}

/// What was given has to fit some norm.
void Search::refuseParameters() {
  if (!sharings_.anyGiven()) return;
  for (const Partition& partition : partitions_) {
    for (const Reading& reading : partition.readings) {
      for (const SharingUse& use : sharings_.of(reading, request_.x.extents(), SharingRound::first))
        if (sharings_[use.number].use == GivenUse::asGiven) return;
    }
  }
  const AffineParameters& given = request_.affine;
  const bool apart = given.weight && given.bias && given.weight->extents() != given.bias->extents();
  if (apart)
    throw nonsense("bias",
                   "its shape " + toText(given.bias->extents()) + " is not that of the weight, " +
                       toText(given.weight->extents()),
                   "give both of one shape");
  throw nonsense(given.weight ? "weight" : "bias",
                 "its shape " + toText((given.weight ? given.weight : given.bias)->extents()) +
                     " fits no norm on " + toText(request_.x.extents()),
                 "give one value for every channel, group or element of the reduced axes");
}

std::size_t Search::addTarget(const Tensor& x, std::optional<DType> narrow, std::optional<DType> xRounded) {
  const RunningStatistics* running = request_.running ? &*request_.running : nullptr;
  targets_.push_back({{&x, running},
                      &request_.y,
                      narrow,
                      xRounded.has_value(),
                      xRounded,
                      roundingBound(request_.y.dtype(), 0, values_.largestY)});
  return targets_.size() - 1;
}

std::vector<std::size_t> Search::sharingsFor(std::size_t partition, SharingRound round) {
  std::vector<std::size_t> numbers;
  for (const Reading& reading : partitions_[partition].readings) {
    for (const SharingUse& use : sharings_.of(reading, request_.x.extents(), round))
      numbers.push_back(use.number);
  }
  std::sort(numbers.begin(), numbers.end());
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
  return numbers;
}

std::vector<Arithmetic> Search::arithmeticsFor(const Partition& partition) const {
  if (values_.xIsConstant && partition.centered && partition.fromX())
    return {meant_ ? arithmeticOf(*meant_) : Arithmetic{}};
  return arithmeticsOf(partition, meant_);
}

/// One way to read x and y: all trials on samples, the survivors on every element; those that explain y.
Search::Trials Search::plain(std::size_t target, SharingRound round, const Progress& progress) {
  Trials survivors;
  const auto count = static_cast<double>(partitions_.size());
  for (std::size_t p = 0; p < partitions_.size(); ++p) {
    const Partition& partition = partitions_[p];
    progress.step(0.6 * static_cast<double>(p) / count);
    if (isUntouched(partition)) continue;
    const std::vector<std::size_t> numbers = sharingsFor(p, round);
    if (numbers.empty()) continue;
    const Target& own = targets_[target];
    const Sample sample = sampleOf(own.sources, *own.y, partition, {progress.stop, {}});
    for (const std::size_t number : numbers) {
      Trials trials = onSample(sample, p, sharings_[number], number, arithmeticsFor(partition), own);
      tried_ += static_cast<std::int64_t>(trials.size());
      for (Trial& trial : trials) trial.target = target;
      if (target == 0 && round == SharingRound::first) keepNearest(trials);
      for (Trial& trial : trials) {
        if (trial.bulk <= sampleSlack) survivors.push_back(std::move(trial));
      }
    }
  }
  return verified(std::move(survivors), progress.part(0.6, 1));
}

/// Where y is narrow, without those that reproduce clearly fewer of the sample's bits than others.
void Search::keepByBits(Trials& survivors) const {
  if (!isJudgedByBits(request_.y) || survivors.empty()) return;
  const auto fewer = [](const Trial& a, const Trial& b) { return a.mismatches < b.mismatches; };
  const double fewest = std::min_element(survivors.begin(), survivors.end(), fewer)->mismatches;
  if (fewest > sampledElements / 2) return;  // no bits tell
  std::erase_if(survivors, [&](const Trial& trial) {
    return trial.mismatches > tolerableMismatches(fewest, sampledElements);
  });
  std::stable_sort(survivors.begin(), survivors.end(), fewer);
}

/// Those that explain y. What explains only a part of the sample is looked at where nothing explains all.
Search::Trials Search::verified(Trials survivors, const Progress& progress) {
  const auto isBetter = [](const Trial& a, const Trial& b) { return a.excess < b.excess; };
  std::stable_sort(survivors.begin(), survivors.end(), isBetter);
  const auto broken = std::find_if(survivors.begin(), survivors.end(),
                                   [](const Trial& trial) { return !(trial.excess <= sampleSlack); });
  Trials partly(std::make_move_iterator(broken), std::make_move_iterator(survivors.end()));
  survivors.erase(broken, survivors.end());
  keepByBits(survivors);
  std::stable_partition(survivors.begin(), survivors.end(),
                        [&](const Trial& trial) { return isOfMeant(trial); });
  if (survivors.size() > mostSurvivors) survivors.resize(mostSurvivors);
  verifyAll(survivors, false, progress.part(0, 0.7));
  std::erase_if(survivors, [](const Trial& trial) { return !isExplained(trial); });
  const bool anyWhole = std::any_of(survivors.begin(), survivors.end(),
                                    [](const Trial& trial) { return trial.unexplained.empty(); });
  if (anyWhole) std::erase_if(survivors, [](const Trial& trial) { return !trial.unexplained.empty(); });
  if (anyWhole || partly.empty()) return ranked(std::move(survivors));
  std::stable_sort(partly.begin(), partly.end(),
                   [](const Trial& a, const Trial& b) { return a.bulk < b.bulk; });
  if (partly.size() > mostBroken) partly.resize(mostBroken);
  verifyAll(partly, false, progress.part(0.7, 1));
  std::erase_if(partly, [](const Trial& trial) { return !isExplained(trial); });
  append(survivors, std::move(partly));
  return ranked(std::move(survivors));
}

/// Of the sets and the arithmetic that were meant, whatever weight and bias.
bool Search::isOfMeant(const Trial& trial) const {
  if (!meant_) return false;
  const Partition& partition = partitions_[trial.partition];
  return std::any_of(partition.readings.begin(), partition.readings.end(),
                     [](const Reading& reading) { return reading.isMeant; }) &&
         sameArithmetic(trial.arithmetic, arithmeticOf(*meant_), partition.centered, partition.fromX());
}

/// Where y is narrow, with their bits counted; those that clearly come out otherwise are left out.
Search::Trials Search::ranked(Trials trials) {
  if (!isJudgedByBits(request_.y) || trials.empty()) return trials;
  const Field own = field();
  std::stable_sort(trials.begin(), trials.end(), [&](const Trial& a, const Trial& b) {
    if (isOfMeant(a) != isOfMeant(b)) return isOfMeant(a);
    return a.unexplained.size() != b.unexplained.size() ? a.unexplained.size() < b.unexplained.size()
                                                        : a.excess < b.excess;
  });
  if (trials.size() > mostByBits) trials.resize(mostByBits);
  for (Trial& trial : trials) trial.bits = bitsOf(own, trial);
  return trials;
}

void Search::verifyAll(Trials& trials, bool all, const Progress& progress) {
  for (std::size_t p = 0; p < partitions_.size(); ++p) {
    for (std::size_t target = 0; target < targets_.size(); ++target) {
      std::vector<Trial*> own;
      for (Trial& trial : trials) {
        if (trial.partition == p && trial.target == target) own.push_back(&trial);
      }
      const auto count = static_cast<double>(partitions_.size());
      const auto done = static_cast<double>(p);
      if (!own.empty())
        verify(own, partitions_[p], sharings_, targets_[target], all,
               progress.part(done / count, (done + 1) / count));
    }
  }
}

/// Whether the best of them leaves nothing unexplained but sets that are broken.
bool Search::areWhole(const Trials& trials) {
  if (trials.empty()) return false;
  const auto best = std::min_element(trials.begin(), trials.end(), [](const Trial& a, const Trial& b) {
    return a.unexplained.size() < b.unexplained.size();
  });
  const Field own = field();
  return std::all_of(best->unexplained.begin(), best->unexplained.end(),
                     [&](std::int64_t set) { return isBroken(own, *best, set); });
}

/// y is x to the bit.
Search::Trials Search::identity() {
  const Tensor& x = request_.x;
  const Tensor& y = request_.y;
  for (std::int64_t i = 0; i < y.elementCount(); ++i) {
    const double value = roundedTo(y.dtype(), x.at(i));
    if (value != y.at(i) && !(std::isnan(value) && std::isnan(y.at(i)))) return {};
  }
  partitions_.push_back(untouched(request_.shape));
  Trials trials(1);
  trials.front().partition = partitions_.size() - 1;
  trials.front().arithmetic.eps = 0;
  return verified(std::move(trials), {});
}

/// One number: an eps, a scale of y or a shift of it.
Search::Trials Search::epsOrScalar(const Progress& progress) {
  Trials survivors;
  partitions_.push_back(untouched(request_.shape));
  const std::vector<Scalars> forms = {{1, 0, false, true}, {1, 0, true, false}, {1, 0, true, false, true}};
  for (std::size_t p = 0; p < partitions_.size(); ++p) {
    const Partition& partition = partitions_[p];
    if (partition.ghosts) continue;
    progress.step(0.6 * static_cast<double>(p) / static_cast<double>(partitions_.size()));
    const Target& own = targets_.front();
    const Sample sample = sampleOf(own.sources, *own.y, partition, {progress.stop, {}});
    const bool untouchedX = isUntouched(partition);
    for (const std::size_t number :
         untouchedX ? std::vector<std::size_t>{0} : sharingsFor(p, SharingRound::first)) {
      const Sharing& sharing = sharings_[number];
      if (sharing.roundedFirst) continue;
      Trials trials;
      if (untouchedX) {
        trials = scalarTrials(sample, p, sharing, number, {{.eps = 0}}, forms, own);
      } else {
        trials = onSample(sample, p, sharing, number, fittedEps(sample, partition, sharing), own);
        append(trials,
               scalarTrials(sample, p, sharing, number,
                            fewArithmetics(partition.centered, partition.fromX(), meant_), forms, own));
      }
      tried_ += static_cast<std::int64_t>(trials.size());
      for (Trial& trial : trials) {
        if (trial.bulk <= sampleSlack) survivors.push_back(std::move(trial));
      }
    }
  }
  return verified(std::move(survivors), progress.part(0.6, 1));
}

/// Two numbers: a scale and a shift.
Search::Trials Search::scalars(const Progress& progress) {
  Trials survivors;
  const std::vector<Scalars> forms = {{1, 0, true, true}};
  for (std::size_t p = 0; p < partitions_.size(); ++p) {
    const Partition& partition = partitions_[p];
    if (partition.ghosts) continue;
    progress.step(0.6 * static_cast<double>(p) / static_cast<double>(partitions_.size()));
    const Target& own = targets_.front();
    const Sample sample = sampleOf(own.sources, *own.y, partition, {progress.stop, {}});
    const bool untouchedX = isUntouched(partition);
    const std::vector<Arithmetic> tried = untouchedX
                                              ? std::vector<Arithmetic>{{.eps = 0}}
                                              : fewArithmetics(partition.centered, partition.fromX(), meant_);
    for (const std::size_t number :
         untouchedX ? std::vector<std::size_t>{0} : sharingsFor(p, SharingRound::first)) {
      if (sharings_[number].roundedFirst) continue;
      for (Trial& trial : scalarTrials(sample, p, sharings_[number], number, tried, forms, own)) {
        ++tried_;
        if (trial.bulk <= sampleSlack) survivors.push_back(std::move(trial));
      }
    }
  }
  return verified(std::move(survivors), progress.part(0.6, 1));
}

/// Mistakes that no norm spec says: other powers, a scaled eps, chunks of the batch, a mean that is not
/// scaled.
Search::Trials Search::unusual(const Progress& progress) {
  const std::size_t usual = partitions_.size();  // and none of what comes now
  for (Partition& partition : unusualPartitionsOf(request_.shape))
    partitions_.push_back(std::move(partition));
  Trials survivors;
  for (std::size_t p = 0; p < partitions_.size(); ++p) {
    const Partition& partition = partitions_[p];
    if (isUntouched(partition)) continue;
    progress.step(0.6 * static_cast<double>(p) / static_cast<double>(partitions_.size()));
    const Target& own = targets_.front();
    const Sample sample = sampleOf(own.sources, *own.y, partition, {progress.stop, {}}, true);
    const auto tryAll = [&](SharingRound round, const std::vector<Arithmetic>& arithmetics) {
      for (const std::size_t number : sharingsFor(p, round)) {
        for (Trial& trial : onSample(sample, p, sharings_[number], number, arithmetics, own)) {
          ++tried_;
          if (trial.bulk <= sampleSlack) survivors.push_back(std::move(trial));
        }
      }
    };
    if (p >= usual) {
      tryAll(SharingRound::first, fewArithmetics(true, true, meant_));
      continue;
    }
    if (partition.isReadAs(false))
      tryAll(SharingRound::first, unusualArithmetics(partition.centered, partition.fromX(), meant_));
    if (partition.centered || partition.statistics == StatisticsOf::given)
      tryAll(SharingRound::third, fewArithmetics(partition.centered, partition.fromX(), meant_));
  }
  return verified(std::move(survivors), progress.part(0.6, 1));
}

/// A weight and a bias for every channel or element.
Search::Trials Search::fitted(const Progress& progress) {
  Trials found;
  for (std::size_t p = 0; p < partitions_.size(); ++p) {
    const Partition& partition = partitions_[p];
    if (partition.ghosts || isUntouched(partition)) continue;
    progress.step(static_cast<double>(p) / static_cast<double>(partitions_.size()));
    for (Trial& trial : fittedTrials(partition, p, targets_.front(), meant_, {progress.stop, {}})) {
      ++tried_;
      // Of a constant y eps and the estimator say nothing more.
      if (values_.yIsConstant && trial.arithmetic.strangeness({}) > 0) continue;
      found.push_back(std::move(trial));
    }
  }
  return ranked(std::move(found));
}

/// The steps, the plainest first, until one explains all but broken sets; else the first that explains most
/// of the sets.
Search::Trials Search::explaining(const Progress& progress) {
  const bool byBits = isJudgedByBits(request_.y);
  Trials partly, found;
  double bits = 0;  // of the best so far
  int number = 0;
  constexpr double steps = 8;
  const auto explains = [&](const std::function<Trials(const Progress&)>& step) {
    found = step(progress.part(number / steps, (number + 1) / steps));
    ++number;
    const bool whole = areWhole(found);
    if (whole && !byBits) return true;
    if (!byBits) {
      if (partly.empty()) partly = found;
      return false;
    }
    // What explains y within rounding, but reproduces few of its bits, may yet be bettered.
    append(partly, std::move(found));
    found = partly;
    for (const Trial& trial : found) bits = std::max(bits, trial.bits.value_or(0));
    return areWhole(found) && bits >= enoughBits;
  };
  const auto xRounded = [&](std::optional<DType> narrow) {
    const DType dtype = values_.narrowY.value_or(DType::float16);
    xRounded_ = roundedTo(dtype, request_.x);
    return addTarget(xRounded_, narrow, dtype);
  };
  if (explains([&](const Progress& own) {
        Trials all = identity();
        append(all, plain(0, SharingRound::first, own.part(0, 0.6)));
        if (byBits && values_.narrowX != values_.narrowY)
          append(all, plain(xRounded(std::nullopt), SharingRound::first, own.part(0.6, 1)));
        return all;
      }))
    return found;
  if (sharings_.anyGiven() &&
      explains([&](const Progress& own) { return plain(0, SharingRound::second, own); }))
    return found;
  if (!byBits && values_.narrowY) {
    const std::size_t target = addTarget(request_.x, values_.narrowY, std::nullopt);
    if (explains([&](const Progress& own) { return plain(target, SharingRound::first, own); })) return found;
  }
  if (explains([&](const Progress& own) { return unusual(own); })) return found;
  if (explains([&](const Progress& own) { return epsOrScalar(own); })) return found;
  if (!byBits && !values_.narrowX) {
    if (explains(
            [&](const Progress& own) { return plain(xRounded(values_.narrowY), SharingRound::first, own); }))
      return found;
  }
  if (explains([&](const Progress& own) { return scalars(own); })) return found;
  if (explains([&](const Progress& own) { return fitted(own); })) return found;
  return partly;
}

/// Remembers the best trial of every partition by what half of its sets stay below.
void Search::keepNearest(const Trials& trials) {
  if (trials.empty()) return;
  const auto nearer = [](const Trial& a, const Trial& b) {
    return !a.arithmetic.average && (b.arithmetic.average || a.middle < b.middle);
  };
  const auto best = std::min_element(trials.begin(), trials.end(), nearer);
  const auto same = std::find_if(nearest_.begin(), nearest_.end(),
                                 [&](const Trial& trial) { return trial.partition == best->partition; });
  if (same == nearest_.end()) {
    nearest_.push_back(*best);
  } else if (best->middle < same->middle) {
    *same = *best;
  }
}

/// The best trial of the partitions that come nearest. Where one explains some of the sets, all of its
/// arithmetics that explain as many.
Search::Trials Search::nearest(const Progress& progress) {
  std::stable_sort(nearest_.begin(), nearest_.end(),
                   [](const Trial& a, const Trial& b) { return a.middle < b.middle; });
  if (nearest_.size() > nearestShown) nearest_.resize(nearestShown);
  verifyAll(nearest_, true, progress);
  std::stable_sort(nearest_.begin(), nearest_.end(), [](const Trial& a, const Trial& b) {
    return a.explained != b.explained ? a.explained > b.explained : a.middle < b.middle;
  });
  if (nearest_.empty() || nearest_.front().explained == 0) return nearest_;
  const Trial first = nearest_.front();
  const Target& own = targets_[first.target];
  const Partition& partition = partitions_[first.partition];
  const Sample sample = sampleOf(own.sources, *own.y, partition, {progress.stop, {}});
  Trials alike = onSample(sample, first.partition, sharings_[first.sharing], first.sharing,
                          arithmeticsFor(partition), own);
  std::erase_if(alike, [](const Trial& trial) { return trial.arithmetic.average.has_value(); });
  verifyAll(alike, true, {progress.stop, {}});
  std::int64_t most = 0;
  for (const Trial& trial : alike) most = std::max(most, trial.explained);
  std::erase_if(alike, [&](const Trial& trial) { return trial.explained < most; });
  return ranked(std::move(alike));
}

/// A weight of the meant norm that nobody gave and that too few values each would have to show.
bool Search::couldHideParameters() const {
  if (sharings_.anyGiven() || meant_->affineSharing() == Affine::none) return false;
  const ReductionPlan own = plan(request_.shape, *meant_);
  return own.parameterCount() > 0 && request_.shape.elementCount() / own.parameterCount() < leastPerParameter;
}

/// As it was meant, with what was given and nothing else.
bool Search::isPlainlyMeant(const Trial& trial) const {
  const Sharing& sharing = sharings_[trial.sharing];
  const GivenUse use = sharings_.anyGiven() ? GivenUse::asGiven : GivenUse::none;
  return isOfMeant(trial) && !trial.isFitted() && sharing.use == use &&
         sharing.meanScaling == MeanScaling::byScale && !targets_[trial.target].narrow &&
         !targets_[trial.target].xRounded;
}

/// Whether a fit of the meant norm would have another weight or bias than was given.
bool Search::contradictsGiven(const Match& match) const {
  const auto may = [](const ParameterFinding& finding, bool given) {
    return !given || finding.relation == Relation::equal;
  };
  return !may(match.weight, request_.affine.weight.has_value()) ||
         !may(match.bias, request_.affine.bias.has_value());
}

/// `found`: the trials that explain y; `best`: those that can't be told from the best one by its bits.
std::optional<bool> Search::asMeant(const MatchResult& result, const Trials& found,
                                    const Trials& best) const {
  if (!meant_ || result.nothingTold || result.matches.empty()) return std::nullopt;
  const Match& first = result.matches.front();
  const bool lacksRunning = meant_->usesRunningStatistics() && !request_.running;
  const auto anyOf = [](const Trials& trials, auto&& holds) {
    return std::any_of(trials.begin(), trials.end(), holds);
  };
  const bool plainly = anyOf(found, [&](const Trial& trial) { return isPlainlyMeant(trial); });
  if (first.explains && first.isMeant) return first.broken.empty() || first.brokenInX;
  if (first.explains && first.candidate.has(Mistake::identity) && !first.fittedAffine)
    return plainly || lacksRunning ? std::nullopt : std::optional(false);
  // With a weight that nobody gave it explains y.
  const bool fitted = anyOf(best, [&](const Trial& trial) { return trial.isFitted() && isOfMeant(trial); });
  if (fitted && (lacksRunning || !contradictsGiven(first))) return std::nullopt;
  if (plainly) return best.size() < found.size() ? std::optional(false) : std::nullopt;
  if (!first.explains && (couldHideParameters() || (lacksRunning && !found.empty()))) return std::nullopt;
  return false;
}

MatchResult Search::run(const Progress& progress) {
  MatchResult result;
  result.yIsConstant = values_.yIsConstant && !values_.xIsConstant;
  const bool anyGiven = request_.affine.weight || request_.affine.bias;
  result.nothingTold = values_.xIsConstant || (result.yIsConstant && !anyGiven);
  const Trials found = explaining(progress.part(0, 0.9));
  const Field own = field();
  const Explained explained{own, meant_};
  result.matches = explained.classesOf(found);
  if (result.matches.empty()) {
    const Trials near = nearest(progress.part(0.9, 1));
    const bool some = !near.empty() && near.front().explained > 0;
    result.matches = some ? explained.classesOf(near) : explained.each(near);
    if (result.matches.size() > nearestShown) result.matches.resize(nearestShown);
  }
  if (result.nothingTold && result.yIsConstant) {
    // A weight of 0 would do; what was fitted says nothing.
    for (Match& match : result.matches) {
      match.weight = {};
      match.bias = {};
      match.fittedAffine = false;
    }
  }
  result.tried = tried_;
  const bool bitsTell =
      isJudgedByBits(request_.y) && !found.empty() && result.matches.front().bits >= enoughBits;
  result.asMeant = asMeant(result, found, bitsTell ? explained.grouped(found).front() : found);
  result.meantExplains = std::any_of(result.matches.begin(), result.matches.end(),
                                     [](const Match& match) { return match.isMeant && match.explains; });
  return result;
}

}  // namespace normscope::match
