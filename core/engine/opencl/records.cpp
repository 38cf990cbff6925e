#include "core/engine/opencl/records.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <thread>
#include <vector>

#include "core/engine/scale.h"

namespace normscope {
namespace {

/// used variance / biased variance: NaN where the unbiased variance is undefined.
double usedPerBiased(const ReductionPlan& plan) {
  if (plan.spec().variance == VarianceEstimator::biased) return 1;
  const auto n = static_cast<double>(plan.elementsPerSet());
  return n > 1 ? n / (n - 1) : std::numeric_limits<double>::quiet_NaN();
}

template <typename Real>
struct Record {
  Real pre, high, low, scale;
};

/// A scale below `small` would be denormal or 0 as a Real; a set so wide is brought nearer first.
template <typename Real>
struct Limits {
  static constexpr double small = sizeof(Real) == 4 ? 0x1p-90 : 0x1p-900;
  static constexpr double nearer = sizeof(Real) == 4 ? 0x1p-64 : 0x1p-512;
  static constexpr double largest = std::numeric_limits<Real>::max();
};

template <typename Real>
Record<Real> recordOf(double mean, double variance, const ReductionPlan& plan) {
  double scale = scaleOf(variance, plan);
  const double pre = scale != 0 && scale < Limits<Real>::small ? Limits<Real>::nearer : 1;
  scale /= pre;
  if (std::isfinite(scale)) scale = std::min(scale, Limits<Real>::largest);
  const double scaledMean = mean * pre;
  const auto high = static_cast<Real>(scaledMean);
  const Real low = std::isfinite(high) ? static_cast<Real>(scaledMean - high) : Real{0};
  return {static_cast<Real>(pre), high, low, static_cast<Real>(scale)};
}

/// Calls work(begin, end) for parts of [0, count), on all cores where there is much to do.
template <typename Work>
void inParts(std::int64_t count, Work&& work) {
  constexpr std::int64_t much = 8192;
  const auto cores = static_cast<std::int64_t>(std::max(1U, std::thread::hardware_concurrency()));
  const std::int64_t parts = std::clamp<std::int64_t>(count / much, 1, cores);
  std::vector<std::jthread> others;
  for (std::int64_t part = 1; part < parts; ++part)
    others.emplace_back([&, part] { work(count * part / parts, count * (part + 1) / parts); });
  work(std::int64_t{0}, count / parts);
}

}  // namespace

Reals scaleRule(const ReductionPlan& plan, DType dtype) {
  const RootRule root = rootRuleOf(plan);
  Reals rule(dtype);
  rule.push_back(root.eps);
  rule.push_back(usedPerBiased(plan));
  rule.push_back(static_cast<double>(root.epsAt));
  rule.push_back(plan.spec().subtractsMean() ? 1 : 0);
  rule.push_back(1 / root.times);
  return rule;
}

std::vector<double> knownRule(const ReductionPlan& plan, DType dtype) {
  const auto ruleFor = [&]<typename Real>(Real) -> std::vector<double> {
    const RootRule root = rootRuleOf(plan);
    return {root.eps,
            usedVariance(1, plan),
            static_cast<double>(root.epsAt),
            root.times,
            plan.statisticsFromX() ? 1.0 : 0.0,
            Limits<Real>::largest,
            Limits<Real>::small,
            Limits<Real>::nearer};
  };
  return dtype == DType::float64 ? ruleFor(double{}) : ruleFor(float{});
}

void readRecords(const Reals& records, const Traversal& traversal, std::int64_t firstFineSet,
                 std::int64_t fineSets, Moments& moments) {
  records.visit([&](const auto& values) {
    const auto* pre = values.data();
    const auto* high = pre + fineSets;
    const auto* low = high + fineSets;
    const auto* variance = pre + 4 * fineSets;
    double* meanTo = moments.mean.data() + firstFineSet / traversal.pieces;
    double* varianceTo = moments.variance.data() + firstFineSet / traversal.pieces;
    for (std::int64_t first = 0; first < fineSets; first += traversal.pieces) {
      // Powers of two have exact inverses.
      const double inverse = 1 / static_cast<double>(pre[first]);
      *meanTo++ = (static_cast<double>(high[first]) + static_cast<double>(low[first])) * inverse;
      *varianceTo++ = static_cast<double>(variance[first]) * inverse * inverse;
    }
  });
}

void writeRecords(const Moments& moments, const ReductionPlan& plan, std::int64_t pieces,
                  std::int64_t firstFineSet, std::int64_t fineSets, Reals& records) {
  records.visit([&](auto& values) {
    using Real = typename std::decay_t<decltype(values)>::value_type;
    inParts(fineSets / pieces, [&](std::int64_t begin, std::int64_t end) {
      for (std::int64_t i = begin; i < end; ++i) {
        const auto set = static_cast<std::size_t>(firstFineSet / pieces + i);
        const double variance = moments.variance[set];
        const Record<Real> record = recordOf<Real>(moments.mean[set], variance, plan);
        const double factor = varianceFactorOf(variance, plan);
        const double perRstd = factor == 0 ? 0 : factor / scaleOf(variance, plan);
        for (std::int64_t fine = i * pieces; fine < (i + 1) * pieces; ++fine) {
          Real* to = values.data() + fine;
          to[0] = record.pre;
          to[fineSets] = record.high;
          to[2 * fineSets] = record.low;
          to[3 * fineSets] = record.scale;
          to[4 * fineSets] =
              static_cast<Real>(perRstd);  // in the place of the variance, which only the merge writes
        }
      }
    });
  });
}

}  // namespace normscope
