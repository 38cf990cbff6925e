#include "core/analysis/match/partitions.h"

#include <algorithm>
#include <map>

#include "core/error.h"
#include "core/norm/norm_registry.h"

namespace normscope::match {
namespace {

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
  void add(const NormSpec& spec, const Layout& layout, double strangeness, std::vector<Mistake> mistakes = {},
           bool isMeant = false) {
    const NormSpec bare = withoutParameters(spec);
    try {
      const ReductionPlan made = plan(Shape(layout, shape_.extents()), bare);
      auto key = blocksOf(made, &PlanAxis::kept);
      if (!made.statisticsFromX()) key = {};
      if (spec.interleaved && spec.groups > 1 && spec.groups < made.shape().channelCount())
        key = {-3, spec.groups};
      insert(std::move(key), made, {spec, layout, std::move(mistakes), strangeness, isMeant},
             made.statisticsFromX() ? StatisticsOf::x : StatisticsOf::newLayer);
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
           {groupSpec(groups), layout, std::move(mistakes), strangeness}, StatisticsOf::x);
  }

  /// The reverse: the memory of [N, C, H, W] taken for that of [N, H, W, G, C/G].
  void addReversedCut(std::int64_t groups, const Layout& layout, double strangeness) {
    const std::int64_t samples = shape_.extent(0);
    const std::int64_t channels = shape_.extent(1);
    const Shape read(Layout::parse("NLC"), {samples, shape_.elementCount() / samples / channels, channels});
    insert({-2, groups}, plan(read, bareGroups(groups)),
           {groupSpec(groups), layout, {Mistake::nhwcReshape}, strangeness}, StatisticsOf::x);
  }

  /// Channel c belongs to group c mod G: the channel axis is one of C/G and one of G.
  void addInterleaved(std::int64_t groups, double strangeness) {
    const Layout& layout = shape_.layout();
    const int channel = *layout.find(AxisRole::channel);
    if (layout.rank() == Layout::maxRank) return;
    char quotient = 'Q';
    while (layout.find(quotient)) ++quotient;
    std::string letters = layout.letters();
    Extents extents = shape_.extents();
    letters.insert(static_cast<std::size_t>(channel), 1, quotient);
    extents[static_cast<std::size_t>(channel)] = groups;
    extents.insert(extents.begin() + channel, shape_.extent(channel) / groups);
    std::string over(1, quotient);
    for (int i = 0; i < shape_.rank(); ++i) {
      if (shape_.axis(i).role() == AxisRole::spatial) over += std::string("+") + shape_.axis(i).letter;
    }
    insert({-3, groups}, plan(Shape(Layout::parse(letters), extents), normOver(over)),
           {groupSpec(groups), layout, {Mistake::interleavedGroups}, strangeness}, StatisticsOf::x);
  }

  /// What reads running statistics, with those that were given.
  void addGiven(const NormSpec& spec, double strangeness, bool isMeant) {
    const NormSpec bare = withoutParameters(spec);
    try {
      insert({-4}, plan(shape_, bare), {spec, shape_.layout(), {}, strangeness, isMeant},
             StatisticsOf::given);
    } catch (const Error&) {
      // The layout lacks an axis of this norm.
    }
  }

 private:
  static NormSpec bareGroups(std::int64_t groups) {
    NormSpec spec = groupSpec(groups);
    spec.affine = Affine::none;
    return spec;
  }

  void insert(std::vector<std::int64_t> key, const ReductionPlan& made, Reading reading,
              StatisticsOf statistics) {
    const bool centered = made.spec().subtractsMean();
    key.push_back(centered ? 1 : 0);
    const auto [at, isNew] = byKey_.try_emplace(std::move(key), partitions_.size());
    if (isNew) partitions_.push_back({Cut(made), centered, statistics, {}});
    partitions_[at->second].readings.push_back(std::move(reading));
  }

  Shape shape_;
  std::map<std::vector<std::int64_t>, std::size_t> byKey_;
  std::vector<Partition> partitions_;
};

/// How many parts a kind may cut its axis into.
std::vector<std::int64_t> possibleParts(const NormSplit& split, const Shape& shape) {
  const auto axis = shape.layout().find(split.role);
  return axis ? divisorsOf(shape.extent(*axis)) : std::vector<std::int64_t>{};
}

/// A kind with all that it requires: itself, or with each possible number of groups.
std::vector<NormSpec> plainSpecs(const NormInfo& info, const Shape& shape) {
  if (info.required.empty()) return {specOf(info.kind)};
  std::vector<NormSpec> specs;
  if (!info.split || !info.isRequired(info.split->key)) return specs;
  for (const std::int64_t parts : possibleParts(*info.split, shape)) {
    specs.push_back(specOf(info.kind));
    specs.back().*info.split->parts = parts;
  }
  return specs;
}

/// The kinds whose axes are given first; where frameworks mean the channel axis alone, so is meant here.
void addNamed(Catalog& catalog, const Shape& shape, double strangeness,
              const std::vector<Mistake>& mistakes) {
  const Layout& layout = shape.layout();
  const auto channel = layout.find(AxisRole::channel);
  for (const bool over : {false, true}) {
    for (const NormInfo& info : normRegistry()) {
      if (info.hasKey("over") != over || (info.alsoOverChannel && !channel)) continue;
      for (NormSpec& spec : plainSpecs(info, shape)) {
        if (info.alsoOverChannel) spec.over = std::string(1, shape.axis(*channel).letter);
        catalog.add(spec, layout, strangeness, mistakes);
      }
    }
  }
}

/// Kinds that may cut an axis but need not, such as Batch Norm with workers.
void addSplit(Catalog& catalog, const Shape& shape) {
  for (const NormInfo& info : normRegistry()) {
    if (!info.split || info.isRequired(info.split->key)) continue;
    for (const std::int64_t parts : possibleParts(*info.split, shape)) {
      NormSpec spec = specOf(info.kind);
      spec.*info.split->parts = parts;
      if (parts > 1) catalog.add(spec, shape.layout(), 0.6);
    }
  }
}

std::string axesOf(const Shape& shape, unsigned subset) {
  std::string over;
  for (int i = 0; i < shape.rank(); ++i) {
    if ((subset >> i & 1U) != 0) over += (over.empty() ? "" : "+") + std::string(1, shape.axis(i).letter);
  }
  return over;
}

/// The norms over one set of axes, of the kinds that take axes. Those that need not be told them do not go
/// over the batch; the kind that takes any may also leave the mean in.
void addSubset(Catalog& catalog, const Shape& shape, unsigned subset) {
  const Layout& layout = shape.layout();
  const auto batch = layout.find(AxisRole::batch);
  const auto channel = layout.find(AxisRole::channel);
  const unsigned all = (1U << shape.rank()) - 1;
  const bool overBatch = batch && (subset >> *batch & 1U) != 0;
  const bool allOthers = batch && subset == (all & ~(1U << *batch));
  const bool channelAlone = channel && subset == 1U << *channel;
  for (const NormInfo& info : normRegistry()) {
    if (!info.hasKey("over")) continue;
    NormSpec spec = specOf(info.kind);
    spec.over = axesOf(shape, subset);
    if (info.isRequired("over")) {
      catalog.add(spec, layout, 3);
      spec.center = false;
      if (info.hasKey("center")) catalog.add(spec, layout, 3.2);
      continue;
    }
    const bool isNamed = info.alsoOverChannel && channelAlone;
    const double usual = info.reducesOnly(AxisRole::channel) ? 0.3 : 0.05;
    if (!overBatch && !isNamed) catalog.add(spec, layout, allOthers ? usual : 2);
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
    if (groups > 1) catalog.addReversedCut(groups, layout, 1.2);
  }
}

void addInterleavedGroups(Catalog& catalog, const Shape& shape) {
  if (!shape.layout().find(AxisRole::channel) || shape.elementCount() == 0) return;
  const std::int64_t channels = shape.channelCount();
  for (const std::int64_t groups : divisorsOf(channels)) {
    if (groups > 1 && groups < channels) catalog.addInterleaved(groups, 0.9);
  }
}

/// The layers that keep running statistics, as they start, and with the given ones.
void addEvaluation(Catalog& catalog, const MatchRequest& request) {
  for (const NormInfo& info : normRegistry()) {
    if (!info.mayTrack) continue;
    NormSpec spec = specOf(info.kind);
    spec.mode = Mode::eval;
    const double usual = info.tracksByDefault ? 0 : 0.3;
    catalog.add(spec, request.shape.layout(), 0.5 + usual);
    if (request.running) catalog.addGiven(spec, usual, false);
  }
}

/// The norm that was meant, under which y is looked for whatever else there is.
void addMeant(Catalog& catalog, const MatchRequest& request) {
  if (!request.meant) return;
  const NormSpec& meant = *request.meant;
  if (meant.usesRunningStatistics() && request.running) {
    catalog.addGiven(meant, 0, true);
    catalog.add(withoutParameters(meant), request.shape.layout(), 0.4);
  } else {
    catalog.add(meant, request.shape.layout(), 0, {}, true);
  }
}

}  // namespace

bool Partition::isReadAs(bool dividesBySum) const {
  return std::any_of(readings.begin(), readings.end(),
                     [&](const Reading& reading) { return reading.spec.dividesBySum() == dividesBySum; });
}

std::vector<std::int64_t> blocksOf(const ReductionPlan& plan, bool PlanAxis::*flag) {
  std::vector<std::int64_t> blocks(static_cast<std::size_t>(plan.shape().rank()), 1);
  for (const PlanAxis& axis : plan.axes()) {
    if (axis.*flag) blocks[static_cast<std::size_t>(axis.source)] *= axis.extent;
  }
  return blocks;
}

std::vector<Partition> partitionsOf(const MatchRequest& request) {
  const Shape& shape = request.shape;
  Catalog catalog(shape);
  addMeant(catalog, request);
  addNamed(catalog, shape, 0, {});
  for (const NormInfo& info : normRegistry()) {
    if (info.alsoOverChannel) catalog.add(specOf(info.kind), shape.layout(), 0);
  }
  addSplit(catalog, shape);
  addReshapes(catalog, shape);
  for (const Layout& other : otherLayouts(shape.layout()))
    addNamed(catalog, Shape(other, shape.extents()), 1, {Mistake::layout});
  const unsigned subsets = 1U << shape.rank();
  for (unsigned subset = 1; subset < subsets; ++subset) addSubset(catalog, shape, subset);
  addInterleavedGroups(catalog, shape);
  addEvaluation(catalog, request);
  return catalog.take();
}

Partition untouched(const Shape& shape) {
  std::string all;
  for (const char letter : shape.layout().letters()) all += (all.empty() ? "" : "+") + std::string(1, letter);
  return {Cut(plan(shape, normOver(all))),
          false,
          StatisticsOf::newLayer,
          {{specOf(NormKind::custom), shape.layout(), {Mistake::identity}, 0.2}},
          {},
          {},
          {}};
}

}  // namespace normscope::match
