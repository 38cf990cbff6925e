#include "core/analysis/match/partitions.h"

#include <algorithm>
#include <map>

#include "core/error.h"

namespace normscope::match {
namespace {

NormSpec specOf(NormKind kind) {
  NormSpec spec;
  spec.kind = kind;
  return spec;
}

NormSpec groupSpec(std::int64_t groups) {
  NormSpec spec = specOf(NormKind::group);
  spec.groups = groups;
  return spec;
}

/// The layouts that the same extents may have been meant in: the channel axis last, or right after the batch.
std::vector<Layout> otherLayouts(const Layout& layout) {
  const auto channel = layout.find(AxisRole::channel);
  if (!channel || layout.rank() < 3) return {};
  std::string others = layout.letters();
  const char letter = others[static_cast<std::size_t>(*channel)];
  others.erase(static_cast<std::size_t>(*channel), 1);
  const bool batchFirst = roleOf(others.front()) == AxisRole::batch;
  std::vector<Layout> layouts;
  for (const std::size_t at : {batchFirst ? std::size_t{1} : std::size_t{0}, others.size()}) {
    std::string letters = others;
    letters.insert(at, 1, letter);
    if (letters != layout.letters()) layouts.push_back(Layout::parse(letters));
  }
  return layouts;
}

/// The flat memory of a sample in `groups` equal pieces, as blocks of the axes after the first; nothing where
/// the pieces are no blocks.
std::optional<std::vector<std::int64_t>> chunkBlocks(const Extents& extents, std::int64_t groups) {
  std::vector<std::int64_t> blocks = {extents.front()};
  for (std::size_t i = 1; i < extents.size(); ++i) {
    if (extents[i] % groups == 0) {
      blocks.push_back(groups);
      groups = 1;
    } else if (groups % extents[i] == 0) {
      blocks.push_back(extents[i]);
      groups /= extents[i];
    } else {
      return std::nullopt;
    }
  }
  return blocks;
}

class Catalog {
 public:
  explicit Catalog(const Shape& shape) : shape_(shape) {}

  std::vector<Partition> take() { return std::move(partitions_); }

  /// A norm in a layout; none where it does not fit the shape.
  void add(const NormSpec& spec, const Layout& layout, double strangeness,
           std::vector<Mistake> mistakes = {}) {
    NormSpec bare = spec;
    bare.affine = Affine::none;
    try {
      const ReductionPlan made = plan(Shape(layout, shape_.extents()), bare);
      auto key = blocksOf(made, &PlanAxis::kept);
      if (!made.statisticsFromX()) key = {};
      insert(std::move(key), made, {spec, layout, std::move(mistakes), strangeness});
    } catch (const Error&) {
      // The layout lacks an axis of this norm.
    }
  }

  /// Groups formed by a reshape that takes the memory of [N, H, W, C] for that of [N, G, H, W, C/G]: each
  /// sample is cut into equal pieces of its memory (tensorflow/addons#751).
  void addCut(std::int64_t groups, const Layout& layout, double strangeness, std::vector<Mistake> mistakes) {
    const std::int64_t samples = shape_.extent(0);
    const ReductionPlan made =
        plan(Shape(Layout::parse("NC"), {samples, shape_.elementCount() / samples}), bareGroups(groups));
    const auto blocks = chunkBlocks(shape_.extents(), groups);
    insert(blocks ? *blocks : std::vector<std::int64_t>{-1, groups}, made,
           {groupSpec(groups), layout, std::move(mistakes), strangeness});
  }

  /// The reverse: the memory of [N, C, H, W] taken for that of [N, H, W, G, C/G].
  void addInterleaved(std::int64_t groups, const Layout& layout, double strangeness) {
    const std::int64_t samples = shape_.extent(0);
    const std::int64_t channels = shape_.extent(1);
    const Shape read(Layout::parse("NLC"), {samples, shape_.elementCount() / samples / channels, channels});
    insert({-2, groups}, plan(read, bareGroups(groups)),
           {groupSpec(groups), layout, {Mistake::nhwcReshape}, strangeness});
  }

 private:
  static NormSpec bareGroups(std::int64_t groups) {
    NormSpec spec = groupSpec(groups);
    spec.affine = Affine::none;
    return spec;
  }

  void insert(std::vector<std::int64_t> key, const ReductionPlan& made, Reading reading) {
    const bool fromX = made.statisticsFromX();
    const bool centered = made.spec().subtractsMean();
    key.push_back(centered ? 1 : 0);
    const auto [at, isNew] = byKey_.try_emplace(std::move(key), partitions_.size());
    if (isNew) partitions_.push_back({made, centered, fromX, {}});
    partitions_[at->second].readings.push_back(std::move(reading));
  }

  Shape shape_;
  std::map<std::vector<std::int64_t>, std::size_t> byKey_;
  std::vector<Partition> partitions_;
};

void addNamed(Catalog& catalog, const Shape& shape, double strangeness,
              const std::vector<Mistake>& mistakes) {
  const Layout& layout = shape.layout();
  catalog.add(specOf(NormKind::batch), layout, strangeness, mistakes);
  catalog.add(specOf(NormKind::instance), layout, strangeness, mistakes);
  for (const std::int64_t groups : divisorsOf(shape.channelCount()))
    catalog.add(groupSpec(groups), layout, strangeness, mistakes);
  catalog.add(specOf(NormKind::rms), layout, strangeness, mistakes);
  const auto channel = layout.find(AxisRole::channel);
  if (!channel) return;
  NormSpec layer = specOf(NormKind::layer);
  layer.over = std::string(1, shape.axis(*channel).letter);
  catalog.add(layer, layout, strangeness, mistakes);
}

void addWorkers(Catalog& catalog, const Shape& shape) {
  const auto batch = shape.layout().find(AxisRole::batch);
  if (!batch) return;
  for (const std::int64_t workers : divisorsOf(shape.extent(*batch))) {
    NormSpec spec = specOf(NormKind::batch);
    spec.workers = workers;
    if (workers > 1) catalog.add(spec, shape.layout(), 0.6);
  }
}

std::string axesOf(const Shape& shape, unsigned subset) {
  std::string over;
  for (int i = 0; i < shape.rank(); ++i) {
    if ((subset >> i & 1U) != 0) over += (over.empty() ? "" : "+") + std::string(1, shape.axis(i).letter);
  }
  return over;
}

/// Layer, RMS and custom norms over every set of axes.
void addSubsets(Catalog& catalog, const Shape& shape) {
  const Layout& layout = shape.layout();
  const auto batch = layout.find(AxisRole::batch);
  const unsigned all = (1U << shape.rank()) - 1;
  for (unsigned subset = 1; subset <= all; ++subset) {
    const bool overBatch = batch && (subset >> *batch & 1U) != 0;
    const bool allOthers = batch && subset == (all & ~(1U << *batch));
    NormSpec spec = specOf(NormKind::layer);
    spec.over = axesOf(shape, subset);
    const auto channel = layout.find(AxisRole::channel);
    const bool channelAlone = channel && subset == 1U << *channel;
    if (!overBatch && !channelAlone) catalog.add(spec, layout, allOthers ? 0.05 : 2);
    spec.kind = NormKind::rms;
    if (!overBatch) catalog.add(spec, layout, allOthers ? 0.3 : 2);
    spec.kind = NormKind::custom;
    catalog.add(spec, layout, 3);
    spec.center = false;
    catalog.add(spec, layout, 3.2);
  }
}

void addReshapes(Catalog& catalog, const Shape& shape) {
  const Layout& layout = shape.layout();
  if (shape.rank() < 3 || layout.find(AxisRole::batch) != 0 || !layout.find(AxisRole::channel)) return;
  if (shape.elementCount() == 0) return;
  const int last = shape.rank() - 1;
  const bool channelsLast = layout.find(AxisRole::channel) == last;
  for (const std::int64_t groups : divisorsOf(shape.extent(last))) {
    if (groups == 1) continue;
    if (channelsLast) catalog.addCut(groups, layout, 0.7, {Mistake::nhwcReshape});
    for (const Layout& other : otherLayouts(layout)) {
      if (other.find(AxisRole::channel) == last)
        catalog.addCut(groups, other, 1.5, {Mistake::layout, Mistake::nhwcReshape});
    }
  }
  if (layout.find(AxisRole::channel) != 1) return;
  for (const std::int64_t groups : divisorsOf(shape.extent(1))) {
    if (groups > 1) catalog.addInterleaved(groups, layout, 1.2);
  }
}

}  // namespace

std::vector<std::int64_t> blocksOf(const ReductionPlan& plan, bool PlanAxis::*flag) {
  std::vector<std::int64_t> blocks(static_cast<std::size_t>(plan.shape().rank()), 1);
  for (const PlanAxis& axis : plan.axes()) {
    if (axis.*flag) blocks[static_cast<std::size_t>(axis.source)] *= axis.extent;
  }
  return blocks;
}

std::vector<Partition> partitionsOf(const Shape& shape) {
  Catalog catalog(shape);
  addNamed(catalog, shape, 0, {});
  catalog.add(specOf(NormKind::layer), shape.layout(), 0);
  addWorkers(catalog, shape);
  addReshapes(catalog, shape);
  for (const Layout& other : otherLayouts(shape.layout()))
    addNamed(catalog, Shape(other, shape.extents()), 1, {Mistake::layout});
  addSubsets(catalog, shape);
  NormSpec fresh = specOf(NormKind::batch);
  fresh.mode = Mode::eval;
  catalog.add(fresh, shape.layout(), 0.5);
  return catalog.take();
}

}  // namespace normscope::match
