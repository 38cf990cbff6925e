#include "core/analysis/match/fit.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "core/error.h"
#include "core/norm/norm_registry.h"

namespace normscope::match {
namespace {

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
      NormSpec spec = withSharing(reading.spec, affine);
      // Groups split the channel axis: a plan without them has the same parameters.
      if (info.split && spec.*info.split->parts > 0) {
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

  bool isEmpty() const { return count_ == 0; }

  void finish() {
    const double spread = sumXX_ - sumX_ * sumX_ / count_;
    slope_ = spread > 0 ? (sumXY_ - sumX_ * sumY_ / count_) / spread : 0;
    shift_ = (sumY_ - slope_ * sumX_) / count_;
  }

  double at(double x) const { return y0_ + shift_ + slope_ * (x - x0_); }
  double slope() const { return slope_; }
  double intercept() const { return at(0); }

 private:
  double count_ = 0, x0_ = 0, y0_ = 0, sumX_ = 0, sumY_ = 0, sumXX_ = 0, sumXY_ = 0, slope_ = 0, shift_ = 0;
};

struct Point {
  double x, y;
  std::int64_t set;
};

/// Some elements of some parameters, with what their sets are normalized by.
class Probe {
 public:
  Probe(const Partition& partition, const ReductionPlan& parameters, const Target& target) {
    const std::int64_t n = parameters.elementsPerSet();
    const std::int64_t count = std::min(probedParameters, parameters.setCount());
    const std::int64_t each = std::min(probedElements, n);
    for (std::int64_t p = 0; p < count; ++p) {
      points_.emplace_back();
      for (std::int64_t i = 0; i < each; ++i) {
        const std::int64_t number = p * (parameters.setCount() - 1) / std::max<std::int64_t>(1, count - 1);
        const std::int64_t offset = parameters.elementOf(number, (i * 7919 + 11) * (n / each + 1) % n);
        const std::int64_t set = partition.cut.setOf(offset);
        if (!facts_.contains(set)) facts_[set] = factsOf(target.sources, partition, set);
        const double y = target.y->at(offset);
        if (y == 0 || !std::isfinite(y)) continue;  // of a broken set, perhaps
        points_.back().push_back({target.sources.x->at(offset), y, set});
      }
    }
  }

  double residual(const Arithmetic& arithmetic) const {
    double largest = 0;
    for (const auto& points : points_) {
      if (points.empty()) continue;
      const auto xhat = [&](const Point& point) {
        const Line line = lineOf(facts_.at(point.set), arithmetic);
        return (point.x - line.mean) * line.rstd;
      };
      LineFit fit;
      for (const Point& point : points) fit.add(xhat(point), point.y);
      fit.finish();
      for (const Point& point : points)
        largest = std::max(largest, distance(fit.at(xhat(point)), point.y, {}));
    }
    return largest;
  }

 private:
  std::vector<std::vector<Point>> points_;
  std::map<std::int64_t, SetFacts> facts_;
};

/// What is known of the sets of a partition when its trials are fitted.
struct FitSets {
  std::vector<SetFacts> facts;
  std::vector<bool> broken;  ///< y is 0 throughout, or not finite, although x differs
  double meanToStd = 0;
};

bool isBroken(const Target& target, const Cut& cut, std::int64_t set) {
  bool zero = true, finite = true, differs = false;
  const double first = target.sources.x->at(cut.elementOf(set, 0));
  cut.forEachPiece(set, [&](const reference::Piece& piece) {
    const Eigen::ArrayXd y = reference::valuesOf(*target.y, piece);
    const Eigen::ArrayXd x = reference::valuesOf(*target.sources.x, piece);
    zero = zero && (y == 0).all();
    finite = finite && y.isFinite().all() && x.isFinite().all();
    differs = differs || (x != first).any();
  });
  return !finite || (zero && differs);
}

FitSets setsOf(const Partition& partition, const Target& target, const Progress& progress) {
  FitSets sets;
  for (std::int64_t set = 0; set < partition.cut.count(); ++set) {
    progress.step(0);
    sets.facts.push_back(factsOf(target.sources, partition, set));
    sets.broken.push_back(isBroken(target, partition.cut, set));
    sets.meanToStd = std::max(sets.meanToStd, meanToStd(sets.facts.back()));
  }
  return sets;
}

/// The elements of one parameter.
struct Points {
  std::vector<double> x, y;
  std::vector<std::uint32_t> set;
};

/// A trial that is being fitted, with the lines of the sets.
struct Fitting {
  Trial trial;
  std::vector<Line> lines;
  std::vector<Farthest> farthest;  ///< in each set
};

/// Fits of every parameter by several arithmetics at once: each element is read once.
class FitOfAll {
 public:
  FitOfAll(const Partition& partition, const FitSets& sets, const ReductionPlan& parameters,
           const Target& target, const Progress& progress)
      : partition_(partition), sets_(sets), parameters_(parameters), target_(target), progress_(progress) {
    excesses_.reserve(sets.facts.size());
    for (const SetFacts& facts : sets.facts) excesses_.emplace_back(target, meanToStd(facts));
  }

  Fitting start(Trial trial, std::vector<Line> lines) const {
    return {std::move(trial), std::move(lines), std::vector<Farthest>(sets_.facts.size())};
  }

  /// Fits, and measures how far y is from each. Says whether some parameter is used in several sets.
  bool run(std::vector<Fitting>& fittings) const {
    bool spans = false;
    Points points;
    for (std::int64_t parameter = 0; parameter < parameters_.setCount(); ++parameter) {
      load(parameter, points);
      for (const std::uint32_t set : points.set) spans = spans || set != points.set.front();
      for (Fitting& fitting : fittings) fit(points, fitting);
    }
    for (Fitting& fitting : fittings) judge(fitting);
    return spans;
  }

  void judge(Fitting& fitting) const {
    Trial& trial = fitting.trial;
    for (std::size_t set = 0; set < fitting.farthest.size(); ++set) {
      const Farthest& farthest = fitting.farthest[set];
      trial.farthest.take(farthest);
      if (farthest.excess <= 1) {
        ++trial.explained;
        trial.maxAbs = std::max(trial.maxAbs, farthest.distance);
        trial.excess = std::max(trial.excess, farthest.excess);
        trial.inExplained.take(farthest);
      } else {
        trial.unexplained.push_back(static_cast<std::int64_t>(set));
      }
    }
    trial.meanToStd = sets_.meanToStd;
  }

 private:
  void load(std::int64_t parameter, Points& points) const {
    points.x.clear();
    points.y.clear();
    points.set.clear();
    reference::forEachPiece(parameters_, parameter, [&](const reference::Piece& piece) {
      progress_.step(0);
      const Eigen::ArrayXd x = reference::valuesOf(*target_.sources.x, piece);
      const Eigen::ArrayXd y = reference::valuesOf(*target_.y, piece);
      points.x.insert(points.x.end(), x.begin(), x.end());
      points.y.insert(points.y.end(), y.begin(), y.end());
      for (Eigen::Index i = 0; i < piece.length; ++i)
        points.set.push_back(
            static_cast<std::uint32_t>(partition_.cut.setOf(piece.offset + i * piece.stride)));
    });
  }

  void fit(const Points& points, Fitting& fitting) const {
    const auto xhat = [&](std::size_t i) {
      const Line& line = fitting.lines[points.set[i]];
      return (points.x[i] - line.mean) * line.rstd;
    };
    LineFit fit;
    for (std::size_t i = 0; i < points.x.size(); ++i) {
      if (!sets_.broken[points.set[i]]) fit.add(xhat(i), points.y[i]);
    }
    if (!fit.isEmpty()) fit.finish();
    fitting.trial.fit->weight.push_back(fit.isEmpty() ? 1 : fit.slope());
    fitting.trial.fit->bias.push_back(fit.isEmpty() ? 0 : fit.intercept());
    for (std::size_t i = 0; i < points.x.size(); ++i) {
      const double value = fit.isEmpty() ? 0 : fit.at(xhat(i));
      const double apart = distance(value, points.y[i], target_.narrow);
      const double excess = excesses_[points.set[i]].of(apart, value, fitting.trial.fit->weight.back(),
                                                        fitting.trial.fit->bias.back());
      fitting.farthest[points.set[i]].take(apart, excess);
    }
  }

  const Partition& partition_;
  const FitSets& sets_;
  const ReductionPlan& parameters_;
  const Target& target_;
  const Progress& progress_;
  std::vector<Excess> excesses_;  ///< of each set
};

/// What a fit of x alone becomes where every parameter is used in one set: the same with the set's line,
/// which the weight and the bias take up.
Trial throughLines(const Trial& bare, const Partition& partition, const ReductionPlan& parameters,
                   const std::vector<Line>& lines, const Arithmetic& arithmetic) {
  Trial trial = bare;
  trial.arithmetic = arithmetic;
  for (std::int64_t parameter = 0; parameter < parameters.setCount(); ++parameter) {
    const auto at = static_cast<std::size_t>(parameter);
    const Line& line =
        lines[static_cast<std::size_t>(partition.cut.setOf(parameters.elementOf(parameter, 0)))];
    if (line.rstd == 0) continue;
    trial.fit->bias[at] += trial.fit->weight[at] * line.mean;
    trial.fit->weight[at] /= line.rstd;
  }
  return trial;
}

/// Whether there are as many different values, or more.
bool haveDifferent(const std::vector<double>& values, std::size_t count) {
  std::set<double> seen;
  for (const double value : values) {
    seen.insert(value);
    if (seen.size() >= count) return true;
  }
  return false;
}

/// The scale and shift of a form by least squares over the elements that are chosen.
Scalars fitted(Scalars form, const std::vector<double>& xhat, const std::vector<double>& y,
               const std::vector<double>& bias, const std::vector<bool>& chosen) {
  double n = 0, sumX = 0, sumY = 0, sumXX = 0, sumXY = 0;
  for (std::size_t i = 0; i < xhat.size(); ++i) {
    if (!chosen[i]) continue;
    const double x = xhat[i] + (form.scalesBias ? bias[i] : 0);
    const double value = y[i] - (form.scalesBias ? 0 : bias[i]);
    if (!std::isfinite(x) || !std::isfinite(value)) continue;
    n += 1;
    sumX += x;
    sumY += value;
    sumXX += x * x;
    sumXY += x * value;
  }
  if (n == 0) return form;
  if (form.fitsScale && form.fitsShift) {
    const double spread = sumXX - sumX * sumX / n;
    if (spread > 0) form.scale = (sumXY - sumX * sumY / n) / spread;
  } else if (form.fitsScale && sumXX > 0) {
    form.scale = sumXY / sumXX;
  }
  if (form.fitsShift) form.shift = (sumY - form.scale * sumX) / n;
  return form;
}

}  // namespace

std::vector<Trial> fittedTrials(const Partition& partition, std::size_t partitionNumber, const Target& target,
                                const std::optional<NormSpec>& meant, const Progress& progress) {
  std::vector<Trial> trials;
  if (partition.cut.largestSize() == 1) return trials;  // x̂ is 0: nothing would come from x
  if (!partition.isReadAs(false)) return trials;        // a weight makes up for sums instead of means
  std::optional<FitSets> sets;
  for (const ReductionPlan& plan : parameterPlans(partition, target.sources.x->extents())) {
    const auto parameters = byParameter(plan);
    if (!parameters) continue;
    const Probe probe(partition, *parameters, target);
    std::vector<Arithmetic> near;
    for (const Arithmetic& arithmetic : fewArithmetics(partition.centered, partition.fromX(), meant)) {
      progress.step(0);
      if (probe.residual(arithmetic) <= probeSlack * target.bound) near.push_back(arithmetic);
    }
    if (near.empty()) continue;
    if (!sets) sets = setsOf(partition, target, progress);
    const FitOfAll fit(partition, *sets, *parameters, target, progress);
    const auto linesOf = [&](const Arithmetic& arithmetic) {
      std::vector<Line> lines;
      for (const SetFacts& facts : sets->facts) lines.push_back(lineOf(facts, arithmetic));
      return lines;
    };
    Trial start{partitionNumber, 0, {}};
    start.fit = Fit{plan, {}, {}};
    std::vector<Fitting> bare = {fit.start(start, std::vector<Line>(sets->facts.size(), Line{0, 1}))};
    const bool spans = fit.run(bare);
    const Trial& byX = bare.front().trial;
    std::vector<Trial> own;
    if (!spans) {
      for (const Arithmetic& arithmetic : near)
        own.push_back(throughLines(byX, partition, *parameters, linesOf(arithmetic), arithmetic));
    } else {
      std::vector<Fitting> fittings;
      for (const Arithmetic& arithmetic : near) {
        start.arithmetic = arithmetic;
        fittings.push_back(fit.start(start, linesOf(arithmetic)));
      }
      fit.run(fittings);
      for (Fitting& fitting : fittings) own.push_back(std::move(fitting.trial));
    }
    for (Trial& trial : own) {
      const auto most = static_cast<std::size_t>(mostUnexplained(partition.cut.count()));
      if (trial.unexplained.size() > most) continue;
      trial.fit->provesNothing = byX.unexplained.size() <= trial.unexplained.size();
      trials.push_back(std::move(trial));
    }
  }
  return trials;
}

std::vector<Trial> scalarTrials(const Sample& sample, std::size_t partitionNumber, const Sharing& sharing,
                                std::size_t sharingNumber, const std::vector<Arithmetic>& arithmetics,
                                const std::vector<Scalars>& forms, const Target& target) {
  std::vector<Trial> trials;
  std::vector<double> bias, xhat(sample.x.size());
  std::vector<bool> whole;
  for (std::size_t i = 0; i < sample.x.size(); ++i) {
    bias.push_back(sharing.biasOf(sharing.parameterOf(sample.offsets[i])));
    whole.push_back(!sample.broken[sample.slot[i]]);
  }
  const bool anyBias = std::any_of(bias.begin(), bias.end(), [](double value) { return value != 0; });
  for (const Arithmetic& arithmetic : arithmetics) {
    for (std::size_t i = 0; i < xhat.size(); ++i) {
      const Line line = lineOf(sample.facts[sample.slot[i]], arithmetic);
      xhat[i] =
          (sample.x[i] - line.mean) * line.rstd * sharing.weightOf(sharing.parameterOf(sample.offsets[i]));
    }
    if (!haveDifferent(xhat, leastPerParameter)) continue;  // a line goes through two
    for (const Scalars& form : forms) {
      if (form.scalesBias && !anyBias) continue;
      Trial trial{partitionNumber, sharingNumber, arithmetic};
      trial.scalars = fitted(form, xhat, sample.y, bias, whole);
      if (!std::isfinite(trial.scalars->scale) || trial.scalars->scale == 0) continue;
      measureOn(sample, sharing, target, trial);
      trials.push_back(std::move(trial));
    }
  }
  return trials;
}

}  // namespace normscope::match
