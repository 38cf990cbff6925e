#include "core/analysis/match/sharing.h"

#include "core/error.h"

namespace normscope::match {
namespace {

std::vector<double> valuesOf(const std::optional<Tensor>& parameters, std::int64_t count, double absent,
                             double plus) {
  std::vector<double> values(static_cast<std::size_t>(count), absent);
  for (std::int64_t i = 0; parameters && i < count; ++i)
    values[static_cast<std::size_t>(i)] = parameters->at(i) + plus;
  return values;
}

}  // namespace

AffineParameters Sharings::used(GivenUse use) const {
  switch (use) {
    case GivenUse::swapped:
      return {given_.bias, given_.weight};
    case GivenUse::withoutBias:
      return {given_.weight, {}};
    case GivenUse::withoutWeight:
      return {{}, given_.bias};
    case GivenUse::none:
      return {};
    case GivenUse::asGiven:
    case GivenUse::onePlusWeight:
    case GivenUse::weightMinusOne:
    case GivenUse::biasFirst:
      break;
  }
  return given_;
}

std::vector<Sharings::Variant> Sharings::variantsOf(SharingRound round) const {
  std::vector<Variant> variants;
  const bool both = given_.weight && given_.bias;
  if (round == SharingRound::first && anyGiven()) {
    variants.push_back({GivenUse::asGiven});
    if (given_.weight && narrow_) variants.push_back({GivenUse::asGiven, true});
  }
  if (round == SharingRound::second && anyGiven()) {
    variants.push_back({GivenUse::swapped});
    if (given_.weight) variants.push_back({GivenUse::onePlusWeight});
    if (given_.weight && narrow_) variants.push_back({GivenUse::onePlusWeight, true});
    if (given_.weight) variants.push_back({GivenUse::weightMinusOne});
    if (both) variants.push_back({GivenUse::biasFirst});
    if (both) variants.push_back({GivenUse::withoutBias});
    if (both) variants.push_back({GivenUse::withoutWeight});
  }
  if (round == SharingRound::third) {
    variants.push_back({GivenUse::none, false, MeanScaling::byNothing});
    if (anyGiven()) variants.push_back({GivenUse::asGiven, false, MeanScaling::byNothing});
    if (given_.weight) variants.push_back({GivenUse::asGiven, false, MeanScaling::byRstd});
  }
  return variants;
}

std::optional<SharingUse> Sharings::useOf(const Shape& shape, const NormSpec& spec, const Variant& variant) {
  const AffineParameters parameters = used(variant.use);
  Sharing made;
  made.use = variant.use;
  made.roundedFirst = variant.roundedFirst ? narrow_ : std::nullopt;
  made.meanScaling = variant.meanScaling;
  try {
    std::optional<NormSpec> own;
    std::vector<std::int64_t> key;
    if (variant.use != GivenUse::none) {
      own = settleAffine(shape, spec, shapesOf(parameters));
      made.plan = plan(shape, *own);
      // Of a norm that adds 1 the weight less 1 is the weight as it was given, but for that.
      if (variant.use == GivenUse::weightMinusOne && own->zeroCentered) return std::nullopt;
      made.onePlus = own->zeroCentered != (variant.use == GivenUse::onePlusWeight);
      key = blocksOf(*made.plan, &PlanAxis::parameter);
    } else if (anyGiven()) {
      own = withoutParameters(spec);
    }
    key.insert(key.end(), {static_cast<int>(variant.use), made.onePlus ? 1 : 0, variant.roundedFirst ? 1 : 0,
                           static_cast<int>(variant.meanScaling)});
    const auto [at, isNew] = byKey_.try_emplace(std::move(key), all_.size());
    if (isNew) {
      const std::int64_t count = made.plan ? made.plan->parameterCount() : 0;
      const double plus = variant.use == GivenUse::weightMinusOne ? -1 : made.onePlus ? 1 : 0;
      made.weight = valuesOf(parameters.weight, count, 1, plus);
      made.bias = valuesOf(parameters.bias, count, 0, 0);
      for (std::size_t i = 0; variant.use == GivenUse::biasFirst && i < made.bias.size(); ++i)
        made.bias[i] *= made.weight[i];
      all_.push_back(std::move(made));
    }
    return SharingUse{at->second, own};
  } catch (const Error&) {
    return std::nullopt;  // the given shape is none that this norm takes
  }
}

/// As the norm shares parameters; else along those axes whose extents a parameter has.
std::vector<SharingUse> Sharings::usesOf(const Reading& reading, const Extents& extents,
                                         const Variant& variant) {
  const Shape shape(reading.layout, extents);
  if (const auto use = useOf(shape, reading.spec, variant)) return {*use};
  std::vector<SharingUse> uses;
  if (reading.spec.affine || variant.use == GivenUse::none) return uses;
  const AffineParameters parameters = used(variant.use);
  const Tensor& given = parameters.weight ? *parameters.weight : *parameters.bias;
  for (unsigned subset = 1; subset < 1U << shape.rank(); ++subset) {
    std::string axes;
    std::int64_t count = 1;
    for (int axis = 0; axis < shape.rank(); ++axis) {
      if ((subset >> axis & 1U) == 0) continue;
      axes += (axes.empty() ? "" : "+") + std::string(1, shape.axis(axis).letter);
      count *= shape.extent(axis);
    }
    if (count != given.elementCount()) continue;
    const NormSpec shared = withSharing(reading.spec, Affine::axes, axes);
    if (const auto use = useOf(shape, shared, variant)) uses.push_back(*use);
  }
  return uses;
}

std::vector<SharingUse> Sharings::of(const Reading& reading, const Extents& extents, SharingRound round) {
  std::vector<SharingUse> uses;
  if (round == SharingRound::first)
    uses.push_back({0, anyGiven() ? std::optional(withoutParameters(reading.spec)) : std::nullopt});
  std::vector<Variant> variants = variantsOf(round);
  // Of a norm that takes 1 + weight the weight as it is is as near.
  if (round == SharingRound::first && reading.spec.zeroCentered && given_.weight)
    variants.push_back({GivenUse::onePlusWeight});
  for (const Variant& variant : variants) {
    const std::vector<SharingUse> own = usesOf(reading, extents, variant);
    uses.insert(uses.end(), own.begin(), own.end());
  }
  return uses;
}

std::vector<SharingUse> Sharings::of(const Reading& reading, const Extents& extents) {
  std::vector<SharingUse> uses;
  for (const SharingRound round : {SharingRound::first, SharingRound::second, SharingRound::third}) {
    const std::vector<SharingUse> own = of(reading, extents, round);
    uses.insert(uses.end(), own.begin(), own.end());
  }
  return uses;
}

}  // namespace normscope::match
