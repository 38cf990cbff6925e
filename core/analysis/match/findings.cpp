#include "core/analysis/match/findings.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/analysis/match/prediction.h"
#include "core/analysis/match/rounding.h"

namespace normscope::match {
namespace {

using Eigen::ArrayXd;

constexpr std::size_t shownSets = 8;
constexpr double manyBits = 0.98;  ///< from here on a candidate is judged by its bits alone

ParameterFinding summaryOf(const std::vector<double>& values, ParameterSource source,
                           std::optional<Relation> relation) {
  ParameterFinding finding{source, relation};
  if (values.empty()) return finding;
  finding.min = *std::min_element(values.begin(), values.end());
  finding.max = *std::max_element(values.begin(), values.end());
  for (const double value : values) finding.mean += value / static_cast<double>(values.size());
  return finding;
}

/// One number for all, that nothing has to be done for.
ParameterFinding neutral(double value, bool given) {
  ParameterFinding finding;
  finding.min = finding.max = finding.mean = value;
  if (given) finding.relation = Relation::ignored;
  return finding;
}

std::vector<double> valuesOf(const Tensor& tensor) {
  std::vector<double> values;
  for (std::int64_t i = 0; i < tensor.elementCount(); ++i) values.push_back(tensor.at(i));
  return values;
}

bool near(const std::vector<double>& a, const std::vector<double>& b, double times, double plus,
          double within) {
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (!(std::abs(a[i] - (times * b[i] + plus)) <= within)) return false;
  }
  return true;
}

/// The factor that brings b nearest to a.
double factorBetween(const std::vector<double>& a, const std::vector<double>& b) {
  double products = 0, squares = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    products += a[i] * b[i];
    squares += b[i] * b[i];
  }
  return squares > 0 ? products / squares : 0;
}

/// Fitted values beside the given ones; `absent` is what no parameter is.
ParameterFinding fittedOf(const std::vector<double>& values, const std::optional<Tensor>& given,
                          double absent, double within) {
  const std::vector<double> same(values.size(), absent);
  ParameterFinding finding = summaryOf(values, ParameterSource::fitted, std::nullopt);
  const bool comparable = given && given->elementCount() == static_cast<std::int64_t>(values.size());
  const std::vector<double> own = comparable ? valuesOf(*given) : std::vector<double>();
  // A fit that may be far off says nothing.
  within = std::min(within, 0.01 * std::max(std::abs(finding.min), std::abs(finding.max)) + 1e-6);
  if (near(values, same, 1, 0, within) && !(comparable && near(values, own, 1, 0, within)))
    return neutral(absent, given.has_value());
  if (comparable && near(values, own, 1, 0, within)) {
    finding.relation = Relation::equal;
  } else if (comparable && absent == 1 && near(values, own, 1, 1, within)) {
    finding.relation = Relation::givenPlusOne;
  } else if (finding.max - finding.min <= within) {
    finding.relation = Relation::scalar;
  } else if (given) {
    finding.relation = Relation::other;
    const double times = comparable ? factorBetween(values, own) : 0;
    if (comparable && near(values, own, times, 0, within)) finding.times = times;
  }
  return finding;
}

/// How far fitted values may be from what they are.
double fitSlack(const Field& field, const Trial& trial) {
  return std::max(1e-5, 8 * field.targetOf(trial).bound * (1 + trial.meanToStd));
}

std::vector<double> scaled(std::vector<double> values, double times, double plus) {
  for (double& value : values) value = value * times + plus;
  return values;
}

ParameterFinding scalarWeight(const Field& field, const Trial& trial) {
  const Sharing& sharing = field.sharingOf(trial);
  const Scalars& scalars = *trial.scalars;
  const std::optional<Tensor>& given = field.request.affine.weight;
  const bool applied = given && sharing.plan;
  if (!applied)
    return scalars.fitsScale ? summaryOf({scalars.scale}, ParameterSource::fitted, Relation::scalar)
                             : neutral(1, given.has_value());
  if (!scalars.fitsScale) return summaryOf(sharing.weight, ParameterSource::given, Relation::equal);
  ParameterFinding finding =
      summaryOf(scaled(sharing.weight, scalars.scale, 0), ParameterSource::fitted, Relation::other);
  finding.times = scalars.scale;
  return finding;
}

ParameterFinding scalarBias(const Field& field, const Trial& trial) {
  const Sharing& sharing = field.sharingOf(trial);
  const Scalars& scalars = *trial.scalars;
  const std::optional<Tensor>& given = field.request.affine.bias;
  const bool applied = given && sharing.plan;
  if (!applied)
    return scalars.fitsShift ? summaryOf({scalars.shift}, ParameterSource::fitted, Relation::scalar)
                             : neutral(0, given.has_value());
  const double times = scalars.scalesBias ? scalars.scale : 1;
  if (!scalars.fitsShift && times == 1)
    return summaryOf(sharing.bias, ParameterSource::given, Relation::equal);
  ParameterFinding finding =
      summaryOf(scaled(sharing.bias, times, scalars.shift), ParameterSource::fitted, Relation::other);
  if (!scalars.fitsShift) finding.times = times;
  return finding;
}

/// What was given, as a sharing uses it.
ParameterFinding givenOf(const Sharing& sharing, bool weight, const AffineParameters& given) {
  const bool have = weight ? given.weight.has_value() : given.bias.has_value();
  const double absent = weight ? 1 : 0;
  const bool ignored = sharing.use == GivenUse::none ||
                       sharing.use == (weight ? GivenUse::withoutWeight : GivenUse::withoutBias);
  if (ignored) return neutral(absent, have);
  const std::vector<double>& values = weight ? sharing.weight : sharing.bias;
  if (sharing.use == GivenUse::swapped) {
    const bool source = weight ? given.bias.has_value() : given.weight.has_value();
    return source ? summaryOf(values, ParameterSource::given, Relation::other) : neutral(absent, have);
  }
  if (!have) return neutral(absent, false);
  if (sharing.use == (weight ? GivenUse::weightMinusOne : GivenUse::biasFirst))
    return summaryOf(values, ParameterSource::given, Relation::other);
  const bool plusOne = weight && sharing.onePlus;
  return summaryOf(values, ParameterSource::given, plusOne ? Relation::givenPlusOne : Relation::equal);
}

BrokenSets::Kind kindOf(const Field& field, const Trial& trial, std::int64_t set) {
  const Cut& cut = field.partitionOf(trial).cut;
  const double first = field.request.y.at(cut.elementOf(set, 0));
  bool finite = true, constant = true;
  cut.forEachPiece(set, [&](const reference::Piece& piece) {
    const ArrayXd y = reference::valuesOf(field.request.y, piece);
    finite = finite && y.isFinite().all();
    constant = constant && (y == first).all();
  });
  if (!finite) return BrokenSets::Kind::notFinite;
  if (!constant) {
    const bool oneSided =
        std::find(trial.oneSided.begin(), trial.oneSided.end(), set) != trial.oneSided.end();
    return oneSided ? BrokenSets::Kind::oneSided : BrokenSets::Kind::different;
  }
  return first == 0 ? BrokenSets::Kind::zero : BrokenSets::Kind::constant;
}

bool xIsFinite(const Field& field, const Trial& trial, std::int64_t set) {
  bool finite = true;
  field.partitionOf(trial).cut.forEachPiece(set, [&](const reference::Piece& piece) {
    finite = finite && reference::valuesOf(field.request.x, piece).isFinite().all();
  });
  return finite;
}

/// The rstd that explain elements: an intersection of intervals.
struct Interval {
  double low = 0;
  double high = std::numeric_limits<double>::infinity();

  /// Elements with distance |d - c * rstd| <= within.
  void meet(double d, double c, double within) {
    if (c == 0 || !std::isfinite(c) || !std::isfinite(d)) return;
    const double a = (d - within) / c;
    const double b = (d + within) / c;
    low = std::max(low, std::min(a, b));
    high = std::min(high, std::max(a, b));
  }
};

EpsRange rangeIn(const Interval& rstd, const SetFacts& facts, const Arithmetic& arithmetic) {
  constexpr double endless = std::numeric_limits<double>::infinity();
  const auto at = [&](double value) {
    if (value == 0) return arithmetic.exponent < 0 ? endless : 0;
    if (!std::isfinite(value)) return arithmetic.exponent < 0 ? 0.0 : endless;
    return std::max(0.0, epsFor(value, facts, arithmetic));
  };
  EpsRange range{std::min(at(rstd.low), at(rstd.high)), std::max(at(rstd.low), at(rstd.high))};
  if (arithmetic.epsAt != EpsAt::max) return range;
  // Below the root, eps does nothing.
  const double used =
      lineOf(facts, {arithmetic.variance, EpsAt::inside, 0, {}, arithmetic.dividesBySum}).rstd;
  if (rstd.low <= used && used <= rstd.high) return {0, std::isfinite(1 / rstd.low) ? 1 / rstd.low : endless};
  return {1 / rstd.high, 1 / rstd.low};
}

}  // namespace

ParameterFinding weightOf(const Field& field, const Trial& trial) {
  if (trial.fit) return fittedOf(trial.fit->weight, field.request.affine.weight, 1, fitSlack(field, trial));
  if (trial.scalars) return scalarWeight(field, trial);
  return givenOf(field.sharingOf(trial), true, field.request.affine);
}

ParameterFinding biasOf(const Field& field, const Trial& trial) {
  if (trial.fit) return fittedOf(trial.fit->bias, field.request.affine.bias, 0, fitSlack(field, trial));
  if (trial.scalars) return scalarBias(field, trial);
  return givenOf(field.sharingOf(trial), false, field.request.affine);
}

bool leavesBiasUnscaled(const Field& field, const Trial& trial) {
  if (!field.request.affine.bias) return false;
  const ParameterFinding bias = biasOf(field, trial);
  return weightOf(field, trial).times && bias.relation == Relation::equal && (bias.min != 0 || bias.max != 0);
}

bool isBroken(const Field& field, const Trial& trial, std::int64_t set) {
  if (!xIsFinite(field, trial, set)) return true;
  const BrokenSets::Kind kind = kindOf(field, trial, set);
  return kind != BrokenSets::Kind::different && kind != BrokenSets::Kind::oneSided;
}

std::vector<BrokenSets> brokenSetsOf(const Field& field, const Trial& trial) {
  std::vector<BrokenSets> all;
  for (const std::int64_t set : trial.unexplained) {
    const BrokenSets::Kind kind = kindOf(field, trial, set);
    auto at = std::find_if(all.begin(), all.end(), [&](const BrokenSets& b) { return b.kind == kind; });
    if (at == all.end()) at = all.insert(all.end(), BrokenSets{kind, 0, {}});
    ++at->count;
    if (at->first.size() < shownSets) at->first.push_back(set);
  }
  return all;
}

bool isBrokenInX(const Field& field, const Trial& trial) {
  return std::none_of(trial.unexplained.begin(), trial.unexplained.end(),
                      [&](std::int64_t set) { return xIsFinite(field, trial, set); });
}

double bitsOf(const Field& field, const Trial& trial) {
  const DType dtype = field.request.y.dtype();
  const std::optional<DType> first = field.targetOf(trial).narrow;
  std::int64_t same = 0;
  const Cut& cut = field.partitionOf(trial).cut;
  for (std::int64_t set = 0; set < cut.count(); ++set) {
    forEachPrediction(field, trial, set,
                      [&](const reference::Piece&, const ArrayXd&, const ArrayXd& y, const ArrayXd& value,
                          const ArrayXd&, const ArrayXd&) {
                        for (Eigen::Index i = 0; i < y.size(); ++i) {
                          const double rounded =
                              roundedTo(dtype, first ? roundedTo(*first, value[i]) : value[i]);
                          same += rounded == y[i] || (std::isnan(rounded) && std::isnan(y[i])) ? 1 : 0;
                        }
                      });
  }
  return static_cast<double>(same) / static_cast<double>(field.request.y.elementCount());
}

std::optional<EpsRange> epsRangeOf(const Field& field, const Trial& trial) {
  const Sharing& sharing = field.sharingOf(trial);
  const Arithmetic& arithmetic = trial.arithmetic;
  if (trial.fit || arithmetic.average || arithmetic.exponent == 0 || sharing.roundedFirst ||
      sharing.meanScaling != MeanScaling::byScale || (trial.scalars && trial.scalars->fitsScale))
    return std::nullopt;
  const Partition& partition = field.partitionOf(trial);
  const Target& target = field.targetOf(trial);
  const DType dtype = target.narrow.value_or(field.request.y.dtype());
  const bool byBits = (dtype == DType::float16 || dtype == DType::bfloat16) &&
                      (target.narrow || trial.bits.value_or(0) >= manyBits);
  EpsRange range{0, std::numeric_limits<double>::infinity()};
  std::size_t next = 0;
  for (std::int64_t set = 0; set < partition.cut.count(); ++set) {
    if (next < trial.unexplained.size() && trial.unexplained[next] == set) {
      ++next;
      continue;
    }
    const SetFacts facts = factsOf(target.sources, partition, set, arithmetic.epsTimesSquare);
    if (!(facts.variance > 0)) continue;
    const Line line = lineOf(facts, arithmetic);
    const double ratio = 1 + meanToStd(facts);
    const double within = std::clamp(2 * trial.excess, 0.25, 1.0) * target.bound * ratio;
    Interval rstd;
    forEachPrediction(field, trial, set,
                      [&](const reference::Piece&, const ArrayXd& x, const ArrayXd& y, const ArrayXd& value,
                          const ArrayXd& weight, const ArrayXd&) {
                        for (Eigen::Index i = 0; i < y.size(); ++i) {
                          double own = within;
                          if (byBits) {
                            if (roundedTo(dtype, value[i]) != y[i]) continue;
                            own = 1.001 * halfStep(y[i], dtype) + 4e-7 * std::abs(y[i]) * ratio;
                          } else if (target.narrow) {
                            own += halfStep(y[i], dtype);
                          }
                          const double slope = (x[i] - line.mean) * (weight.size() > 0 ? weight[i] : 1);
                          rstd.meet(y[i] - (value[i] - slope * line.rstd), slope, own);
                        }
                      });
    const EpsRange here = rangeIn(rstd, facts, arithmetic);
    range.low = std::max(range.low, here.low);
    range.high = std::min(range.high, here.high);
  }
  range.low = std::min(range.low, arithmetic.eps);
  range.high = std::max(range.high, arithmetic.eps);
  return range;
}

}  // namespace normscope::match
