#include "core/engine/reference/reference_engine.h"

#include "core/engine/reference/formula.h"

namespace normscope {

void ReferenceEngine::forward(const Tensor& x, const ReductionPlan& plan, const AffineParameters& affine,
                              Moments& moments, Tensor& y, const Progress& progress) {
  const auto sets = static_cast<std::size_t>(plan.setCount());
  if (plan.elementsPerSet() == 0) return;
  if (plan.statisticsFromX()) moments = {std::vector<double>(sets), std::vector<double>(sets)};
  visitDType(y.dtype(), [&](auto tag) {
    using Stored = typename decltype(tag)::type;
    const auto out = y.edit<Stored>();
    for (std::size_t set = 0; set < sets; ++set) {
      progress.step(static_cast<double>(set) / static_cast<double>(sets));
      const auto number = static_cast<std::int64_t>(set);
      if (plan.statisticsFromX()) {
        const auto measured = reference::measure(x, plan, number);
        moments.mean[set] = measured.mean;
        moments.variance[set] = measured.variance;
      }
      reference::normalize(
          x, plan, affine, number, {moments.mean[set], moments.variance[set]},
          [&](std::int64_t offset, std::int64_t stride, const Eigen::Ref<const Eigen::ArrayXd>& values) {
            Stored* first = out.data() + offset;
            for (Eigen::Index i = 0; i < values.size(); ++i)
              first[i * stride] = static_cast<Stored>(values[i]);
          });
    }
  });
}

}  // namespace normscope
