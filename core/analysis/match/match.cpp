#include "core/analysis/match/match.h"

#include <algorithm>
#include <cmath>

#include "core/analysis/comparison.h"
#include "core/analysis/match/classes.h"
#include "core/analysis/match/fit.h"
#include "core/analysis/match/target.h"
#include "core/analysis/match/trial.h"

namespace normscope {
namespace {

using namespace match;

constexpr double sampleSlack = 8;  ///< a survivor of the sample may miss by so many bounds
constexpr std::size_t mostSurvivors = 400;
constexpr std::size_t nearestShown = 3;

class Search {
 public:
  Search(const MatchRequest& request, const Values& values)
      : request_(request),
        values_(values),
        partitions_(partitionsOf(request.shape)),
        sharings_(request.affine) {
    for (const Partition& partition : partitions_) {
      std::vector<std::size_t> numbers;
      for (const Reading& reading : partition.readings) {
        for (const SharingUse& use : sharings_.of(reading, request.x.extents()))
          numbers.push_back(use.number);
      }
      std::sort(numbers.begin(), numbers.end());
      numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
      sharingsOf_.push_back(std::move(numbers));
    }
  }

  MatchResult run(const Progress& progress) {
    std::vector<Trial> found = search(progress.part(0, 0.7));
    MatchResult result;
    const bool fit = found.empty();
    if (fit) found = fitted(progress.part(0.7, 0.9));
    Explained explained{request_, partitions_, sharings_, values_.largestY, !fit && halved_};
    result.matches = explained.classesOf(std::move(found));
    if (result.matches.empty()) {
      explained.halved = nearestHalved_;
      result.matches = explained.each(nearestTrials(progress.part(0.9, 1)));
    }
    result.tried = tried_;
    return result;
  }

 private:
  Target targetOf(const Tensor& x, bool halved) const {
    return {&x, &request_.y, halved, roundingBound(request_.y.dtype(), 0, values_.largestY)};
  }

  /// The ways to read x and y, the plainest first, until one explains y.
  std::vector<Trial> search(const Progress& progress) {
    const bool storedHalf = request_.y.dtype() == DType::float16 && !values_.xIsHalf;
    std::vector<Trial> found;
    if (!storedHalf) found = stage(targetOf(request_.x, false), false, progress.part(0, 0.4));
    if (found.empty() && values_.yIsHalf)
      found = stage(targetOf(request_.x, true), false, progress.part(0.4, 0.5));
    if (found.empty()) found = stage(targetOf(request_.x, storedHalf), true, progress.part(0.5, 0.7));
    if (found.empty() && !values_.xIsHalf) {
      xHalf_ = roundedToHalf(request_.x);
      found = stage(targetOf(xHalf_, values_.yIsHalf), false, progress.part(0.7, 1));
      halved_ = !found.empty();
    }
    return found;
  }

  std::vector<Arithmetic> arithmeticsFor(const Sample& sample, const Partition& partition,
                                         const Sharing& sharing, bool fitEps) const {
    if (values_.xIsConstant && partition.centered && partition.fromX) return {Arithmetic{}};
    if (fitEps) return fittedEps(sample, partition, sharing);
    return arithmeticsOf(partition);
  }

  /// One way to read x and y: all trials on samples, the survivors on every element; those that explain y.
  std::vector<Trial> stage(const Target& target, bool fitEps, const Progress& progress) {
    halved_ = target.halved;
    std::vector<Trial> survivors;
    for (std::size_t p = 0; p < partitions_.size(); ++p) {
      const Partition& partition = partitions_[p];
      progress.step(0.6 * static_cast<double>(p) / static_cast<double>(partitions_.size()));
      const Sample sample = sampleOf(*target.x, *target.y, partition, {progress.stop, {}});
      for (const std::size_t number : sharingsOf_[p]) {
        const Sharing& sharing = sharings_[number];
        std::vector<Trial> trials = onSample(sample, partition, p, sharing, number,
                                             arithmeticsFor(sample, partition, sharing, fitEps), target);
        tried_ += static_cast<std::int64_t>(trials.size());
        if (!fitEps) keepNearest(trials, target);
        for (Trial& trial : trials) {
          if (trial.excess <= sampleSlack) survivors.push_back(std::move(trial));
        }
      }
    }
    return verified(std::move(survivors), target, progress.part(0.6, 1));
  }

  std::vector<Trial> verified(std::vector<Trial> survivors, const Target& target, const Progress& progress) {
    std::stable_sort(survivors.begin(), survivors.end(),
                     [](const Trial& a, const Trial& b) { return a.excess < b.excess; });
    if (survivors.size() > mostSurvivors) survivors.resize(mostSurvivors);
    verifyAll(survivors, target, progress);
    std::erase_if(survivors, [&](const Trial& trial) { return !(trial.excess <= 1); });
    return survivors;
  }

  void verifyAll(std::vector<Trial>& trials, const Target& target, const Progress& progress) {
    for (std::size_t p = 0; p < partitions_.size(); ++p) {
      std::vector<Trial*> own;
      for (Trial& trial : trials) {
        if (trial.partition == p) own.push_back(&trial);
      }
      const auto count = static_cast<double>(partitions_.size());
      const auto done = static_cast<double>(p);
      if (!own.empty())
        verify(own, partitions_[p], sharings_, target, progress.part(done / count, (done + 1) / count));
    }
  }

  /// Remembers the best plain trial of every partition, as x and y were first read.
  void keepNearest(const std::vector<Trial>& trials, const Target& target) {
    if (trials.empty() || (!nearest_.empty() && nearestHalved_ != target.halved) || target.x != &request_.x)
      return;
    nearestHalved_ = target.halved;
    const auto nearer = [](const Trial& a, const Trial& b) {
      return !a.arithmetic.average && (b.arithmetic.average || a.maxAbs < b.maxAbs);
    };
    const auto best = std::min_element(trials.begin(), trials.end(), nearer);
    const auto same = std::find_if(nearest_.begin(), nearest_.end(),
                                   [&](const Trial& trial) { return trial.partition == best->partition; });
    if (same == nearest_.end()) {
      nearest_.push_back(*best);
    } else if (best->maxAbs < same->maxAbs) {
      *same = *best;
    }
  }

  std::vector<Trial> nearestTrials(const Progress& progress) {
    const auto nearer = [](const Trial& a, const Trial& b) { return a.maxAbs < b.maxAbs; };
    std::stable_sort(nearest_.begin(), nearest_.end(), nearer);
    if (nearest_.size() > nearestShown) nearest_.resize(nearestShown);
    verifyAll(nearest_, targetOf(request_.x, nearestHalved_), progress);
    std::stable_sort(nearest_.begin(), nearest_.end(), nearer);
    return nearest_;
  }

  std::vector<Trial> fitted(const Progress& progress) {
    std::vector<Trial> found;
    const Target target = targetOf(request_.x, false);
    for (std::size_t p = 0; p < partitions_.size(); ++p) {
      progress.step(static_cast<double>(p) / static_cast<double>(partitions_.size()));
      for (Trial& trial : fittedTrials(partitions_[p], p, target, {progress.stop, {}})) {
        ++tried_;
        // Of a constant y eps and the estimator say nothing more.
        if (values_.yIsConstant && trial.arithmetic.strangeness() > 0) continue;
        if (trial.excess <= 1) found.push_back(std::move(trial));
      }
    }
    return found;
  }

  const MatchRequest& request_;
  const Values& values_;
  std::vector<Partition> partitions_;
  Sharings sharings_;
  std::vector<std::vector<std::size_t>> sharingsOf_;  ///< of each partition
  Tensor xHalf_;
  std::vector<Trial> nearest_;
  bool nearestHalved_ = false;
  bool halved_ = false;  ///< the trials that were found are of values rounded to half precision
  std::int64_t tried_ = 0;
};

void requireIntact(const MatchRequest& request) {
  request.x.requireIntact();
  request.y.requireIntact();
  if (request.affine.weight) request.affine.weight->requireIntact();
  if (request.affine.bias) request.affine.bias->requireIntact();
}

}  // namespace

std::string_view nameOf(Mistake mistake) {
  switch (mistake) {
    case Mistake::runningAverage:
      return "running_average";
    case Mistake::nhwcReshape:
      return "nhwc_reshape";
    case Mistake::layout:
      return "layout";
    case Mistake::halfRounding:
      return "half_rounding";
    case Mistake::gammaBetaSwapped:
      break;
  }
  return "gamma_beta_swapped";
}

bool MatchCandidate::has(Mistake mistake) const {
  return std::find(differences.begin(), differences.end(), mistake) != differences.end();
}

/// Asks on the way, too: of a file that has changed nothing fits, which takes longest to find out.
MatchResult findNorms(const MatchRequest& request, const Progress& shown) {
  const Progress progress{shown.stop, [&](double fraction) {
                            requireIntact(request);
                            if (shown.report) shown.report(fraction);
                          }};
  const Values values = valuesOf(request, progress.part(0, 0.1));
  MatchResult result = Search(request, values).run(progress.part(0.1, 1));
  progress.step(1);
  std::vector<std::string> own = noticesOf(request, values, result);
  requireIntact(request);
  result.notices.insert(result.notices.end(), own.begin(), own.end());
  return result;
}

}  // namespace normscope
