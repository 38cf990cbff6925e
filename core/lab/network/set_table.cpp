#include "core/lab/network/set_table.h"

#include "core/error.h"

namespace normscope::lab {

SetTable::SetTable(const ReductionPlan& ofPlan) : plan(ofPlan) {
  const std::int64_t elements = plan.shape().elementCount();
  if (elements >= std::int64_t{1} << 32) {
    throw nonsense("tensor", "it has " + std::to_string(elements) + " elements, too many for the laboratory",
                   "use a smaller one");
  }
  setOf.resize(static_cast<std::size_t>(elements));
  for (std::int64_t set = 0; set < plan.setCount(); ++set) {
    if (elements > 0) firstOf.push_back(static_cast<std::uint32_t>(plan.elementOf(set, 0)));
    plan.forEachRun(
        set, [&](std::int64_t offset, std::int64_t, std::int64_t length, std::int64_t stride, std::int64_t) {
          for (std::int64_t i = 0; i < length; ++i)
            setOf[static_cast<std::size_t>(offset + i * stride)] = static_cast<std::uint32_t>(set);
        });
  }
}

template <typename Scalar>
void measure(const SetTable& table, std::span<const Scalar> x, Moments& moments) {
  const std::size_t sets = table.firstOf.size();
  const auto n = static_cast<double>(table.plan.elementsPerSet());
  moments.mean.assign(sets, 0.0);
  moments.variance.assign(sets, 0.0);
  double* mean = moments.mean.data();
  double* variance = moments.variance.data();
  if (!table.plan.spec().subtractsMean()) {
    for (std::size_t i = 0; i < x.size(); ++i) {
      const auto value = static_cast<double>(x[i]);
      variance[table.setOf[i]] += value * value;
    }
    for (std::size_t set = 0; set < sets; ++set) variance[set] /= n;
    return;
  }
  const auto origin = [&](std::size_t set) { return static_cast<double>(x[table.firstOf[set]]); };
  for (std::size_t i = 0; i < x.size(); ++i) {
    const std::uint32_t set = table.setOf[i];
    mean[set] += static_cast<double>(x[i]) - origin(set);
  }
  for (std::size_t set = 0; set < sets; ++set) mean[set] /= n;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const std::uint32_t set = table.setOf[i];
    const double distance = static_cast<double>(x[i]) - origin(set) - mean[set];
    variance[set] += distance * distance;
  }
  for (std::size_t set = 0; set < sets; ++set) {
    mean[set] += origin(set);
    variance[set] /= n;
  }
}

template void measure<float>(const SetTable&, std::span<const float>, Moments&);
template void measure<double>(const SetTable&, std::span<const double>, Moments&);

}  // namespace normscope::lab
