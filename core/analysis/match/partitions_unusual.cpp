// What is tried where no plain norm explains y.
#include <algorithm>

#include "core/analysis/match/partitions.h"
#include "core/norm/norm_registry.h"

namespace normscope::match {
namespace {

/// So many samples a chunk are tried of a batch: all where it is small.
std::vector<std::int64_t> chunkSizes(std::int64_t samples) {
  std::vector<std::int64_t> sizes;
  for (std::int64_t size = 1; size < samples && size <= 64; ++size) sizes.push_back(size);
  for (const std::int64_t size : {96, 100, 128, 192, 200, 256, 384, 400, 500, 512, 768, 1000, 1024, 2048}) {
    if (size < samples) sizes.push_back(size);
  }
  return sizes;
}

/// Batch Norm of a part of the samples, in equal chunks.
ReductionPlan chunked(const Shape& shape, std::int64_t samples, std::int64_t chunks) {
  Extents extents = shape.extents();
  extents.front() = samples;
  NormSpec spec = specOf(NormKind::batch);
  spec.workers = chunks;
  spec.affine = Affine::none;
  return plan(Shape(shape.layout(), extents), spec);
}

/// Chunks of so many samples, the last one with what is left.
Cut chunksOf(const Shape& shape, std::int64_t size) {
  const std::int64_t samples = shape.extent(0);
  const std::int64_t rest = samples % size;
  const ReductionPlan front = chunked(shape, samples - rest, samples / size);
  return rest == 0 ? Cut(front) : Cut(front, chunked(shape, rest, 1));
}

/// Momenta of one update: PyTorch's and TensorFlow's, each also taken for its complement, and the meant one.
std::vector<double> usualMomenta(const std::optional<NormSpec>& meant) {
  std::vector<double> momenta = {0.1, 0.9, 0.01, 0.99, 0.001, 0.999};
  for (const double own :
       {meant ? meant->momentum.value_or(0.1) : 0.1, meant ? 1 - meant->momentum.value_or(0.1) : 0.9}) {
    if (own > 0 && own < 1 && std::find(momenta.begin(), momenta.end(), own) == momenta.end())
      momenta.push_back(own);
  }
  return momenta;
}

/// What may have been made of running statistics that were given, the likeliest first.
std::vector<RunningUse> runningUses(const std::optional<NormSpec>& meant) {
  std::vector<RunningUse> uses = {
      {Mistake::runningSwapped}, {Mistake::runningEstimator, 0, false}, {Mistake::runningEstimator, 0, true}};
  for (const double momentum : usualMomenta(meant)) {
    for (const Mistake mistake : {Mistake::runningAhead, Mistake::runningBehind}) {
      for (const bool unbiased : {true, false}) uses.push_back({mistake, momentum, unbiased});
    }
  }
  return uses;
}

std::vector<Partition> givenOtherwise(const MatchRequest& request) {
  std::vector<Partition> partitions;
  NormSpec spec = specOf(NormKind::batch);
  spec.mode = Mode::eval;
  if (!request.running || !request.shape.layout().find(AxisRole::channel)) return partitions;
  const ReductionPlan own = plan(request.shape, withoutParameters(spec));
  double strangeness = 0.5;
  for (const RunningUse& use : runningUses(request.meant)) {
    const Reading reading{spec, request.shape.layout(), {use.mistake}, strangeness};
    partitions.push_back({Cut(own), true, StatisticsOf::given, {reading}, {}, use, {}});
    strangeness += 0.02;
  }
  return partitions;
}

}  // namespace

std::vector<Partition> unusualPartitionsOf(const MatchRequest& request) {
  const Shape& shape = request.shape;
  std::vector<Partition> partitions = givenOtherwise(request);
  const Layout& layout = shape.layout();
  if (layout.find(AxisRole::batch) != 0 || !layout.find(AxisRole::channel)) return partitions;
  const std::int64_t samples = shape.extent(0);
  const ReductionPlan whole = chunked(shape, samples, 1);
  const Reading reading{specOf(NormKind::batch), layout, {Mistake::ghostBatches}, 0.5};
  using Use = GhostBatches::Use;
  for (const std::int64_t size : chunkSizes(samples)) {
    const Cut chunks = chunksOf(shape, size);
    if (chunks.isUneven())
      partitions.push_back({chunks, true, StatisticsOf::x, {reading}, GhostBatches{size, Use::each}, {}, {}});
    for (const Use use : {Use::averagedMoments, Use::averagedVariances}) {
      // Chunks of one size give the moments of the whole.
      if (use == Use::averagedMoments && !chunks.isUneven()) continue;
      partitions.push_back(
          {Cut(whole), true, StatisticsOf::chunks, {reading}, GhostBatches{size, use}, {}, chunks});
    }
  }
  return partitions;
}

}  // namespace normscope::match
