// The steps of a search: what is tried in each.
#include <algorithm>
#include <cmath>

#include "core/analysis/match/fit.h"
#include "core/analysis/match/rounding.h"
#include "core/analysis/match/search.h"

namespace normscope::match {
namespace {

bool isUntouched(const Partition& partition) {
  return partition.readings.front().mistakes == std::vector{Mistake::identity};
}

}  // namespace

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
        if (trial.bulk <= sampleSlack || mayTellWhereOff(trial)) survivors.push_back(std::move(trial));
      }
    }
  }
  return verified(std::move(survivors), progress.part(0.6, 1));
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
    if (partition.ghosts || partition.runningUse) continue;
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
    if (partition.ghosts || partition.runningUse) continue;
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

/// Mistakes that no norm spec says: other powers, a scaled eps, chunks of the batch, running statistics that
/// are others, a mean that is not scaled.
Search::Trials Search::unusual(const Progress& progress) {
  const std::size_t usual = partitions_.size();  // and none of what comes now
  for (Partition& partition : unusualPartitionsOf(request_)) partitions_.push_back(std::move(partition));
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
      tryAll(SharingRound::first, fewArithmetics(true, partition.fromX(), meant_));
      continue;
    }
    if (partition.statistics == StatisticsOf::given)
      tryAll(SharingRound::first, powersOfGiven(meant_));
    else if (partition.isReadAs(false))
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
    if (partition.ghosts || partition.runningUse || isUntouched(partition)) continue;
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

}  // namespace normscope::match
