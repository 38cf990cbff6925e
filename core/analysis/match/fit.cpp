#include "core/analysis/match/fit.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "core/error.h"
#include "core/norm/norm_registry.h"

namespace normscope::match {
namespace {

using reference::SetMoments;

constexpr std::int64_t probedParameters = 3;
constexpr std::int64_t probedElements = 16;
constexpr double probeSlack = 64;  ///< a fit of few elements may miss by so many bounds

/// A partition into the elements that share one weight and bias: its sets are the parameters.
std::optional<ReductionPlan> byParameter(const ReductionPlan& plan) {
  std::string over;
  for (const PlanAxis& axis : plan.axes()) {
    if (!axis.parameter) over += (over.empty() ? "" : "+") + axis.label;
  }
  if (over.empty()) return std::nullopt;
  return normscope::plan(plan.shape(), normOver(over));
}

/// The different ways in which the readings of a partition share weight and bias.
std::vector<ReductionPlan> parameterPlans(const Partition& partition, const Extents& extents) {
  std::set<std::vector<std::int64_t>> seen;
  std::vector<ReductionPlan> plans;
  for (const Reading& reading : partition.readings) {
    for (const Affine affine : {Affine::channel, Affine::element}) {
      const NormInfo& info = infoOf(reading.spec.kind);
      const bool hasChannel = reading.layout.find(AxisRole::channel).has_value();
      if (!info.allows(affine)) continue;
      if (affine == Affine::channel && !hasChannel) continue;
      NormSpec spec = reading.spec;
      spec.affine = affine;
      // Groups split the channel axis: a plan without them has the same parameters.
      if (info.split) {
        spec = normOver(std::string(1, reading.layout.letters().front()));
        spec.affine = Affine::channel;
      }
      const ReductionPlan made = plan(Shape(reading.layout, extents), spec);
      if (made.parameterCount() == 0) continue;
      if (made.shape().elementCount() / made.parameterCount() < leastPerParameter) continue;
      if (seen.insert(blocksOf(made, &PlanAxis::parameter)).second) plans.push_back(made);
    }
  }
  return plans;
}

/// A straight line through (xhat, y), from sums around the first point.
class LineFit {
 public:
  void add(double x, double y) {
    if (count_ == 0) {
      x0_ = x;
      y0_ = y;
    }
    x -= x0_;
    y -= y0_;
    count_ += 1;
    sumX_ += x;
    sumY_ += y;
    sumXX_ += x * x;
    sumXY_ += x * y;
  }

  void finish() {
    const double spread = sumXX_ - sumX_ * sumX_ / count_;
    slope_ = spread > 0 ? (sumXY_ - sumX_ * sumY_ / count_) / spread : 0;
    shift_ = (sumY_ - slope_ * sumX_) / count_;
  }

  double at(double x) const { return y0_ + shift_ + slope_ * (x - x0_); }

 private:
  double count_ = 0, x0_ = 0, y0_ = 0, sumX_ = 0, sumY_ = 0, sumXX_ = 0, sumXY_ = 0, slope_ = 0, shift_ = 0;
};

struct Point {
  double x, y;
  std::int64_t set;
};

/// Some elements of some parameters, with the moments of their sets.
class Probe {
 public:
  Probe(const Partition& partition, const ReductionPlan& parameters, const Target& target)
      : partition_(partition) {
    const std::int64_t n = parameters.elementsPerSet();
    const std::int64_t count = std::min(probedParameters, parameters.setCount());
    const std::int64_t each = std::min(probedElements, n);
    for (std::int64_t p = 0; p < count; ++p) {
      points_.emplace_back();
      for (std::int64_t i = 0; i < each; ++i) {
        const std::int64_t number = p * (parameters.setCount() - 1) / std::max<std::int64_t>(1, count - 1);
        const std::int64_t offset = parameters.elementOf(number, (i * 7919 + 11) * (n / each + 1) % n);
        const std::int64_t set = partition.plan.setOf(offset);
        if (!moments_.contains(set)) moments_[set] = momentsOf(*target.x, partition, set);
        points_.back().push_back({target.x->at(offset), target.y->at(offset), set});
      }
    }
  }

  double residual(const Arithmetic& arithmetic) const {
    double largest = 0;
    for (const auto& points : points_) {
      const auto xhat = [&](const Point& point) {
        const SetMoments& moments = moments_.at(point.set);
        const Line line =
            lineOf(moments.mean, moments.variance, partition_.plan.elementsPerSet(), arithmetic);
        return (point.x - line.mean) * line.rstd;
      };
      LineFit fit;
      for (const Point& point : points) fit.add(xhat(point), point.y);
      fit.finish();
      for (const Point& point : points)
        largest = std::max(largest, distance(fit.at(xhat(point)), point.y, false));
    }
    return largest;
  }

 private:
  const Partition& partition_;
  std::vector<std::vector<Point>> points_;
  std::map<std::int64_t, SetMoments> moments_;
};

/// How far y is from the best weight and bias for every parameter, as the trial's maxAbs and excess.
void measureFit(Trial& trial, const Partition& partition, const std::vector<SetMoments>& moments,
                const ReductionPlan& parameters, const Target& target, const Progress& progress) {
  const std::int64_t n = partition.plan.elementsPerSet();
  std::vector<Line> lines;
  for (const SetMoments& own : moments) lines.push_back(lineOf(own.mean, own.variance, n, trial.arithmetic));
  for (std::int64_t parameter = 0; parameter < parameters.setCount(); ++parameter) {
    const auto forEachPoint = [&](auto&& visit) {
      reference::forEachPiece(parameters, parameter, [&](const reference::Piece& piece) {
        progress.step(static_cast<double>(parameter) / static_cast<double>(parameters.setCount()));
        for (Eigen::Index i = 0; i < piece.length; ++i) {
          const std::int64_t offset = piece.offset + i * piece.stride;
          const auto set = static_cast<std::size_t>(partition.plan.setOf(offset));
          visit((target.x->at(offset) - lines[set].mean) * lines[set].rstd, target.y->at(offset), set);
        }
      });
    };
    LineFit fit;
    forEachPoint([&](double xhat, double y, std::size_t) { fit.add(xhat, y); });
    fit.finish();
    forEachPoint([&](double xhat, double y, std::size_t set) {
      const double apart = distance(fit.at(xhat), y, target.halved);
      trial.maxAbs = std::max(trial.maxAbs, apart);
      trial.excess = std::max(trial.excess, target.excess(apart, meanToStd(moments[set])));
    });
  }
}

}  // namespace

std::vector<Trial> fittedTrials(const Partition& partition, std::size_t partitionNumber, const Target& target,
                                const Progress& progress) {
  std::vector<Trial> trials;
  if (partition.plan.elementsPerSet() == 1) return trials;  // x̂ is 0: nothing would come from x
  if (!partition.isReadAs(false)) return trials;            // a weight makes up for sums instead of means
  std::vector<SetMoments> moments;
  double ratio = 0;
  for (const ReductionPlan& plan : parameterPlans(partition, target.x->extents())) {
    const auto parameters = byParameter(plan);
    if (!parameters) continue;
    const Probe probe(partition, *parameters, target);
    for (const Arithmetic& arithmetic : fewArithmetics(partition.centered, partition.fromX)) {
      progress.step(0);
      if (!(probe.residual(arithmetic) <= probeSlack * target.bound)) continue;
      for (std::int64_t set = static_cast<std::int64_t>(moments.size()); set < partition.plan.setCount();
           ++set) {
        moments.push_back(momentsOf(*target.x, partition, set));
        ratio = std::max(ratio, meanToStd(moments.back()));
      }
      Trial trial{partitionNumber, 0, arithmetic};
      trial.fitted = true;
      trial.fittedPlan = plan;
      trial.meanToStd = ratio;
      measureFit(trial, partition, moments, *parameters, target, progress);
      trials.push_back(std::move(trial));
    }
  }
  return trials;
}

}  // namespace normscope::match
