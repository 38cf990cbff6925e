#include "core/analysis/match/search.h"

#include <algorithm>
#include <functional>
#include <iterator>

#include "core/analysis/comparison.h"
#include "core/analysis/match/rounding.h"
#include "core/error.h"
#include "core/norm/affine.h"

namespace normscope::match {
namespace {

constexpr std::size_t nearestShown = 3;
constexpr double enoughBits = 0.9;  ///< of a narrow y: with as many the search ends

/// The norm that was meant with the parameters that were given.
std::optional<NormSpec> settledMeant(const MatchRequest& request) {
  if (!request.meant) return std::nullopt;
  NormSpec bare = *request.meant;
  bare.mode = Mode::train;
  plan(request.shape, bare);  // refuses what the axes do not have
  return settleAffine(request.shape, *request.meant, shapesOf(request.affine));
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
    keepWellRounded(partly);
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

/// Where y is narrow, and by some trial nearly all of it is rounded once: without those that reproduce fewer
/// of its bits, and without fits where all parameters are known. They come near only since of others that
/// round on the way much would be explained.
void Search::keepWellRounded(Trials& trials) const {
  double bits = -1;
  for (const Trials* some : {&rejected_, static_cast<const Trials*>(&trials)}) {
    for (const Trial& trial : *some) {
      if (trial.roundsWell) bits = std::max(bits, *trial.bits);
    }
  }
  const bool allKnown = request_.affine.weight && request_.affine.bias;
  std::erase_if(trials, [&](const Trial& trial) {
    return !trial.roundsWell && (*trial.bits <= bits || (allKnown && trial.fit && bits >= 0));
  });
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
  return seenClosely(std::move(alike));
}

/// Of what was rejected those that say most: without fits where there are others, and of a y that bends away
/// from every line that are of the norm that was meant.
Search::Trials Search::rejected() const {
  Trials all = rejected_;
  const auto keepIfAny = [&](auto&& holds) {
    if (std::any_of(all.begin(), all.end(), holds))
      std::erase_if(all, [&](const Trial& trial) { return !holds(trial); });
  };
  keepIfAny([](const Trial& trial) { return !trial.isFitted(); });
  keepIfAny([&](const Trial& trial) { return trial.bend && isOfMeant(trial); });
  return all;
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
  if (result.matches.empty()) result.matches = explained.classesOf(rejected());
  if (result.matches.size() > nearestShown && found.empty()) result.matches.resize(nearestShown);
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
