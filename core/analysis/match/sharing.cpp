#include "core/analysis/match/sharing.h"

#include "core/error.h"

namespace normscope::match {
namespace {

std::vector<double> valuesOf(const std::optional<Tensor>& parameters, std::int64_t count, double absent) {
  std::vector<double> values(static_cast<std::size_t>(count), absent);
  for (std::int64_t i = 0; parameters && i < count; ++i)
    values[static_cast<std::size_t>(i)] = parameters->at(i);
  return values;
}

}  // namespace

std::optional<SharingUse> Sharings::useOf(const Reading& reading, const Extents& extents, bool swapped) {
  const AffineParameters used =
      swapped ? AffineParameters{given_.bias, given_.weight} : AffineParameters{given_.weight, given_.bias};
  const Shape shape(reading.layout, extents);
  try {
    const ReductionPlan made = plan(shape, settleAffine(shape, reading.spec, used));
    std::vector<std::int64_t> key = blocksOf(made, &PlanAxis::parameter);
    key.push_back(swapped ? 1 : 0);
    const auto [at, isNew] = byKey_.try_emplace(std::move(key), all_.size());
    if (isNew) {
      const std::int64_t count = made.parameterCount();
      all_.push_back({made, valuesOf(used.weight, count, 1), valuesOf(used.bias, count, 0), swapped});
    }
    return SharingUse{at->second, made.spec().affineSharing()};
  } catch (const Error&) {
    return std::nullopt;  // the given shape is none that this norm takes
  }
}

std::vector<SharingUse> Sharings::of(const Reading& reading, const Extents& extents) {
  if (!given_.weight && !given_.bias) return {{0, std::nullopt}};
  std::vector<SharingUse> uses = {{0, Affine::none}};
  for (const bool swapped : {false, true}) {
    if (const auto use = useOf(reading, extents, swapped)) uses.push_back(*use);
  }
  return uses;
}

}  // namespace normscope::match
