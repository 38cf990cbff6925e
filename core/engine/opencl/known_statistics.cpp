#include "core/engine/opencl/known_statistics.h"

#include "core/engine/opencl/records.h"

namespace normscope {

KnownStatistics::KnownStatistics(OpenClSession& session, const Moments& moments, const ReductionPlan& plan,
                                 DType dtype)
    : words(knownRule(plan, dtype)),
      means(session.input(moments.mean.data(), moments.mean.size() * sizeof(double))),
      variances(session.input(moments.variance.data(), moments.variance.size() * sizeof(double))),
      rule(session.input(words.data(), words.size() * sizeof(double))) {}

}  // namespace normscope
