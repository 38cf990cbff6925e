#include "core/engine/verify.h"

#include <cmath>
#include <limits>

#include "core/engine/reference/formula.h"

namespace normscope {
namespace {

double distance(double value, double reference) {
  if (std::isnan(value) && std::isnan(reference)) return 0;
  if (value == reference) return 0;
  const double difference = std::abs(value - reference);
  return std::isfinite(difference) ? difference : std::numeric_limits<double>::infinity();
}

reference::SetMoments momentsOf(const NormalizeRequest& request, const ReductionPlan& plan,
                                std::int64_t set) {
  if (plan.statisticsFromX()) return reference::measure(request.x, plan, set);
  return {request.running->mean[static_cast<std::size_t>(set)],
          request.running->variance[static_cast<std::size_t>(set)]};
}

}  // namespace

Difference verify(const NormalizeRequest& request, const NormalizeResult& result, const Progress& progress) {
  const ReductionPlan& plan = result.plan;
  Difference worst;
  if (plan.elementsPerSet() == 0) return worst;
  visitDType(result.y.dtype(), [&](auto tag) {
    const auto y = result.y.values<typename decltype(tag)::type>();
    for (std::int64_t set = 0; set < plan.setCount(); ++set) {
      progress.step(static_cast<double>(set) / static_cast<double>(plan.setCount()));
      reference::normalize(
          request.x, plan, request.affine, set, momentsOf(request, plan, set),
          [&](std::int64_t offset, std::int64_t stride, const Eigen::Ref<const Eigen::ArrayXd>& expected) {
            for (Eigen::Index i = 0; i < expected.size(); ++i) {
              const auto value = static_cast<double>(y[static_cast<std::size_t>(offset + i * stride)]);
              worst.maxAbs = std::max(worst.maxAbs, distance(value, expected[i]));
              if (std::isfinite(expected[i]))
                worst.maxReference = std::max(worst.maxReference, std::abs(expected[i]));
            }
          });
    }
  });
  return worst;
}

}  // namespace normscope
