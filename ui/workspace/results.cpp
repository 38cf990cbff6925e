#include "ui/workspace/results.h"

#include <algorithm>
#include <utility>

#include "core/analysis/verdict.h"
#include "core/document/document.h"
#include "ui/base/release.h"

namespace normscope {
namespace {

Histogram emptied(Histogram histogram) {
  std::fill(histogram.counts.begin(), histogram.counts.end(), 0);
  histogram.notFinite = 0;
  return histogram;
}

/// With running statistics where the norm has any; a new layer's are made here, where nobody waits for them.
NormalizeRequest requestOf(const ResultKey& key) {
  NormalizeRequest request{key.tensor->source.tensor, key.shape, key.spec, {}, std::nullopt};
  if (key.weight) request.affine.weight = *key.weight;
  if (key.bias) request.affine.bias = *key.bias;
  if (keepsRunning(key.spec))
    request.running = key.running ? *key.running : RunningStatistics::fresh(key.shape.channelCount());
  return request;
}

}  // namespace

OpenedTensor openTensor(const std::string& source, const Progress& progress) {
  LoadedTensor loaded = loadTensor(source);
  const Summary summary = summarize(loaded.tensor, progress);
  Histogram histogram = fill(histogramFor(summary, histogramBins), loaded.tensor, progress);
  return {std::move(loaded), summary, std::move(histogram)};
}

Computed compute(const ResultKey& key, const Progress& progress) {
  NormalizeRequest request = requestOf(key);
  NormalizeResult result = normalizeOn(key.device, request, progress);
  const Summary summary = summarize(result.y, progress);
  Histogram histogram = fill(histogramFor(summary, histogramBins), result.y, progress);
  const auto computation =
      releasedInBackground(Computation{std::move(request), std::move(result), summary, std::move(histogram)});
  const NormalizeResult& made = computation->result;
  return {computation, statisticsDocument({computation, &made}, std::nullopt),
          runningDocument(computation->request.running, made.running, made.plan),
          parametersDocument(computation->request.affine, made.plan)};
}

SetValues countSet(const OpenedTensor& tensor, const Computation& computation, std::int64_t set,
                   const Progress& progress) {
  const ReductionPlan& plan = computation.result.plan;
  return {set, fill(emptied(tensor.histogram), tensor.source.tensor, plan, set, progress),
          fill(emptied(computation.histogram), computation.result.y, plan, set, progress)};
}

std::shared_ptr<const Compared> compare(const std::shared_ptr<const Computation>& a,
                                        const std::shared_ptr<const Computation>& b,
                                        const Progress& progress) {
  const NormalizeResult& first = a->result;
  const NormalizeResult& second = b->result;
  const Distance distance = distanceOf(first.y, second.y, progress.part(0, 0.5));
  Tensor difference = differenceOf(first.y, second.y, progress.part(0.5, 1));
  const double bound = roundingBoundOf(first, second, distance);
  std::string verdict = verdictOf(first, second, distance);
  const Summary summary = summarize(difference, progress);
  Histogram histogram = fill(histogramFor(summary, histogramBins), difference, progress);
  return releasedInBackground(Compared{a, b, distance, std::move(difference), summary, std::move(histogram),
                                       bound, std::move(verdict)});
}

}  // namespace normscope
