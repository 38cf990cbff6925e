#include "core/engine/opencl/regions.h"

#include <algorithm>

namespace normscope {
namespace {

using Axes = std::vector<MergedAxis>;

/// One axis of a region: in `kept` or in `reduced`, at an index.
struct AxisAt {
  Axes Region::*axes;
  std::size_t index;
};

/// All axes of more than one position, slowest first.
std::vector<AxisAt> slowestFirst(const Region& region) {
  std::vector<AxisAt> all;
  for (Axes Region::*axes : {&Region::kept, &Region::reduced}) {
    for (std::size_t i = 0; i < (region.*axes).size(); ++i) {
      if ((region.*axes)[i].extent > 1) all.push_back({axes, i});
    }
  }
  std::sort(all.begin(), all.end(), [&](const AxisAt& a, const AxisAt& b) {
    return (region.*a.axes)[a.index].stride > (region.*b.axes)[b.index].stride;
  });
  return all;
}

/// The positions [first, first + count) of an axis.
Region slice(const Region& region, const AxisAt& at, std::int64_t first, std::int64_t count) {
  Region part = region;
  MergedAxis& axis = (part.*at.axes)[at.index];
  axis.extent = count;
  part.offset += first * axis.stride;
  part.parameter += first * axis.parameterStride;
  if (at.axes == &Region::kept) {
    const Axes faster(region.kept.begin() + static_cast<std::ptrdiff_t>(at.index) + 1, region.kept.end());
    part.firstSet += first * positionsOf(faster);
  }
  return part;
}

std::vector<Region> slices(const Region& region, const AxisAt& at, std::int64_t limit) {
  const MergedAxis& axis = (region.*at.axes)[at.index];
  if (axis.extent * axis.stride <= limit) return {region};
  const std::int64_t step = std::max<std::int64_t>(1, limit / axis.stride);
  std::vector<Region> parts;
  for (std::int64_t first = 0; first < axis.extent; first += step)
    parts.push_back(slice(region, at, first, std::min(step, axis.extent - first)));
  return parts;
}

/// Cuts along the axes of `kind`, leaving the others to the caller: where these are slower, every cut is made
/// in each of their positions alike.
std::vector<Region> cut(const Region& whole, const Axes Region::*kind, std::int64_t limit) {
  std::vector<Region> parts = {whole};
  for (const AxisAt& at : slowestFirst(whole)) {
    if (at.axes != kind) continue;
    std::vector<Region> finer;
    for (const Region& part : parts) {
      for (Region& piece : slices(part, at, limit)) finer.push_back(std::move(piece));
    }
    parts = std::move(finer);
  }
  return parts;
}

/// From the first to the last element.
std::int64_t spanOf(const Region& region) {
  std::int64_t last = 0;
  for (const Axes& axes : {region.kept, region.reduced}) {
    for (const MergedAxis& axis : axes) last += (axis.extent - 1) * axis.stride;
  }
  return last + 1;
}

}  // namespace

std::int64_t Region::setCount() const {
  return positionsOf(kept);
}

Region wholeRegionOf(const ReductionPlan& plan) {
  return {plan.mergedKept(), plan.mergedReduced(), 0, plan.shape().elementCount(), 0, 0};
}

std::vector<RegionGroup> regionsOf(const ReductionPlan& plan, std::int64_t limit) {
  const Region whole = wholeRegionOf(plan);
  if (whole.elements <= limit) return {{whole}};
  std::vector<RegionGroup> groups;
  for (const Region& sets : cut(whole, &Region::kept, limit)) {
    groups.push_back(cut(sets, &Region::reduced, limit));
    for (Region& part : groups.back()) part.elements = spanOf(part);
  }
  return groups;
}

Region parameterRegionOf(const Region& region, std::int64_t pieces) {
  Region made;
  made.elements = region.elements;
  // From the fastest kept axis on.
  std::vector<std::int64_t> setStrides(region.kept.size(), pieces);
  for (std::size_t i = setStrides.size(); i-- > 1;) setStrides[i - 1] = setStrides[i] * region.kept[i].extent;
  for (const AxisAt& at : slowestFirst(region)) {
    const MergedAxis& axis = (region.*at.axes)[at.index];
    // The pieces of a set are its innermost elements, which lie side by side.
    const std::int64_t reduced = axis.stride < pieces ? axis.stride : 0;
    const std::int64_t stride = at.axes == &Region::kept ? setStrides[at.index] : reduced;
    (axis.parameterStride != 0 ? made.kept : made.reduced).push_back({axis.extent, axis.stride, stride});
  }
  return made;
}

std::vector<std::int64_t> parametersOf(const Region& region) {
  std::vector<std::int64_t> numbers = {region.parameter};
  for (const AxisAt& at : slowestFirst(region)) {
    const MergedAxis& axis = (region.*at.axes)[at.index];
    if (axis.parameterStride == 0) continue;
    std::vector<std::int64_t> finer;
    finer.reserve(numbers.size() * static_cast<std::size_t>(axis.extent));
    for (const std::int64_t number : numbers) {
      for (std::int64_t i = 0; i < axis.extent; ++i) finer.push_back(number + i * axis.parameterStride);
    }
    numbers = std::move(finer);
  }
  return numbers;
}

}  // namespace normscope
