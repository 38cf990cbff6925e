#include "core/engine/opencl/known_statistics.h"

#include "core/engine/opencl/records.h"

namespace normscope {

KnownStatistics::KnownStatistics(OpenClSession& session, const Moments& moments, std::int64_t firstSet,
                                 std::int64_t sets, const ReductionPlan& plan, DType dtype)
    : words(knownRule(plan, dtype)),
      means(session.input(moments.mean.data() + firstSet, static_cast<std::size_t>(sets) * sizeof(double))),
      variances(
          session.input(moments.variance.data() + firstSet, static_cast<std::size_t>(sets) * sizeof(double))),
      rule(session.input(words.data(), words.size() * sizeof(double))) {}

}  // namespace normscope
