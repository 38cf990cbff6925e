// What survived on samples, on every element.
#include <algorithm>
#include <iterator>

#include "core/analysis/match/close_look.h"
#include "core/analysis/match/rounding.h"
#include "core/analysis/match/search.h"

namespace normscope::match {
namespace {

constexpr std::size_t mostSurvivors = 400;
constexpr std::size_t mostBroken = 40;  ///< of those that explain only a part of the sample
constexpr std::size_t mostByBits = 64;
constexpr std::size_t mostRejected = 4;
constexpr std::int64_t sampledElements = 1024;  ///< about as many

}  // namespace

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
  Trials off;
  std::copy_if(survivors.begin(), survivors.end(), std::back_inserter(off),
               [&](const Trial& trial) { return !isExplained(trial) && mayTellWhereOff(trial); });
  std::erase_if(survivors, [](const Trial& trial) { return !isExplained(trial); });
  const bool anyWhole = std::any_of(survivors.begin(), survivors.end(),
                                    [](const Trial& trial) { return trial.unexplained.empty(); });
  if (anyWhole) std::erase_if(survivors, [](const Trial& trial) { return !trial.unexplained.empty(); });
  if (survivors.empty()) {
    std::copy_if(partly.begin(), partly.end(), std::back_inserter(off),
                 [&](const Trial& trial) { return mayTellWhereOff(trial); });
    keepWellRoundedOf(std::move(off), progress);
  }
  std::erase_if(partly, [](const Trial& trial) { return !(trial.bulk <= sampleSlack); });
  if (anyWhole || partly.empty()) return ranked(std::move(survivors));
  std::stable_sort(partly.begin(), partly.end(),
                   [](const Trial& a, const Trial& b) { return a.bulk < b.bulk; });
  if (partly.size() > mostBroken) partly.resize(mostBroken);
  verifyAll(partly, false, progress.part(0.7, 1));
  std::erase_if(partly, [](const Trial& trial) { return !isExplained(trial); });
  append(survivors, std::move(partly));
  return ranked(std::move(survivors));
}

/// Where y is narrow and all parameters are known, what reproduces nearly all of its bits shows where it is
/// off, however far.
bool Search::mayTellWhereOff(const Trial& trial) const {
  return isJudgedByBits(request_.y) && request_.affine.weight && request_.affine.bias && !trial.isFitted() &&
         trial.mismatches <= sampledElements / 8;
}

/// A few of those that explain too few sets, and by which yet nearly all of y is rounded once, are rejected,
/// but kept.
void Search::keepWellRoundedOf(Trials some, const Progress& progress) {
  std::stable_sort(some.begin(), some.end(),
                   [](const Trial& a, const Trial& b) { return a.mismatches < b.mismatches; });
  std::stable_partition(some.begin(), some.end(), [&](const Trial& trial) { return isOfMeant(trial); });
  if (some.size() > mostRejected) some.resize(mostRejected);
  verifyAll(some, true, {progress.stop, {}});
  some = seenClosely(std::move(some));
  std::erase_if(some, [](const Trial& trial) { return !trial.roundsWell; });
  append(rejected_, std::move(some));
}

/// Where y is narrow, with their bits counted and looked at closely; what then does not explain y is
/// rejected.
Search::Trials Search::ranked(Trials trials) {
  if (!isJudgedByBits(request_.y)) return trials;
  trials = seenClosely(std::move(trials));
  const auto rejected = std::stable_partition(trials.begin(), trials.end(), isExplained);
  std::move(rejected, trials.end(), std::back_inserter(rejected_));
  trials.erase(rejected, trials.end());
  return trials;
}

/// Where y is narrow, with their bits counted and looked at closely; at most so many, the likeliest.
Search::Trials Search::seenClosely(Trials trials) {
  if (!isJudgedByBits(request_.y) || trials.empty()) return trials;
  const Field own = field();
  std::stable_sort(trials.begin(), trials.end(), [&](const Trial& a, const Trial& b) {
    if (isOfMeant(a) != isOfMeant(b)) return isOfMeant(a);
    return a.unexplained.size() != b.unexplained.size() ? a.unexplained.size() < b.unexplained.size()
                                                        : a.excess < b.excess;
  });
  if (trials.size() > mostByBits) trials.resize(mostByBits);
  for (Trial& trial : trials) lookClosely(own, trial);
  // A line that y does not bend away from is enough: y is straight then.
  std::stable_sort(trials.begin(), trials.end(),
                   [](const Trial& a, const Trial& b) { return *a.bits > *b.bits; });
  for (Trial& trial : trials) {
    if (!lookForBend(own, trial)) break;
  }
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

}  // namespace normscope::match
