#include "core/analysis/match/bend.h"

#include <algorithm>
#include <cmath>

#include "core/analysis/match/prediction.h"
#include "core/analysis/match/rounding.h"

namespace normscope::match {
namespace {

using Eigen::ArrayXd;

constexpr std::int64_t lookedAt = 1 << 18;  ///< elements
constexpr std::int64_t leastInSet = 16;
constexpr double tail = 0.02;  ///< the part of the elements that lies farthest out
constexpr std::size_t leastInTail = 32;
constexpr double leastRoundings = 0.5;
constexpr double leastSigmas = 8;

/// An element by x̂ and by how far y is from what was predicted, both without weight and bias.
struct BendPoint {
  double xhat, apart;
  double rounding;  ///< of the narrow dtype, on the way to this element, without the weight
  double x;
  std::int64_t set;
};

std::vector<BendPoint> pointsOf(const Field& field, const Trial& trial, std::int64_t set) {
  std::vector<BendPoint> points;
  const DType dtype = field.request.y.dtype();
  const auto visit = [&](const reference::Piece& piece, const ArrayXd& x, const ArrayXd& y,
                         const ArrayXd& value, const ArrayXd& weight, const ArrayXd& bias) {
    for (Eigen::Index i = 0; i < piece.length; ++i) {
      const double w = weight.size() > 0 ? weight[i] : 1, b = bias.size() > 0 ? bias[i] : 0;
      if (std::abs(w) < 1e-3 || !std::isfinite(y[i]) || !std::isfinite(value[i])) continue;
      const double largest =
          std::max({std::abs(value[i]), std::abs(y[i]), std::abs(b), std::abs(value[i] - b)});
      points.push_back(
          {(value[i] - b) / w, (y[i] - value[i]) / w, halfStep(largest, dtype) / std::abs(w), x[i], set});
    }
  };
  forEachPrediction(field, trial, set, visit);
  return points;
}

/// What is left beside a line through the points of a set: a mean or a root that was rounded is one.
void straighten(std::vector<BendPoint>& points) {
  const auto n = static_cast<double>(points.size());
  double x = 0, y = 0, xx = 0, xy = 0;
  for (const BendPoint& point : points) x += point.xhat / n, y += point.apart / n;
  for (const BendPoint& point : points) {
    xx += (point.xhat - x) * (point.xhat - x);
    xy += (point.xhat - x) * (point.apart - y);
  }
  const double slope = xx > 0 ? xy / xx : 0;
  for (BendPoint& point : points) point.apart -= y + slope * (point.xhat - x);
}

std::vector<BendPoint> sampled(const Field& field, const Trial& trial) {
  const Cut& cut = field.partitionOf(trial).cut;
  const std::int64_t wanted =
      std::max<std::int64_t>(1, lookedAt / std::max<std::int64_t>(1, cut.largestSize()));
  const std::int64_t step = std::max<std::int64_t>(1, cut.count() / wanted);
  std::vector<BendPoint> all;
  for (std::int64_t set = 0; set < cut.count(); set += step) {
    if (std::binary_search(trial.unexplained.begin(), trial.unexplained.end(), set)) continue;
    std::vector<BendPoint> points = pointsOf(field, trial, set);
    if (static_cast<std::int64_t>(points.size()) < leastInSet) continue;
    straighten(points);
    all.insert(all.end(), points.begin(), points.end());
  }
  return all;
}

/// The farthest from the mean; of equal x in one set, whose errors are one, the first.
std::vector<BendPoint> tailOf(std::vector<BendPoint> points) {
  const auto count = static_cast<std::size_t>(tail * static_cast<double>(points.size()));
  const auto farther = [](const BendPoint& a, const BendPoint& b) {
    return std::abs(a.xhat) > std::abs(b.xhat);
  };
  std::nth_element(points.begin(), points.begin() + static_cast<std::ptrdiff_t>(count), points.end(),
                   farther);
  points.resize(count);
  const auto key = [](const BendPoint& point) { return std::pair(point.set, point.x); };
  std::sort(points.begin(), points.end(),
            [&](const BendPoint& a, const BendPoint& b) { return key(a) < key(b); });
  points.erase(std::unique(points.begin(), points.end(),
                           [&](const BendPoint& a, const BendPoint& b) { return key(a) == key(b); }),
               points.end());
  return points;
}

}  // namespace

std::optional<Bend> bendOf(const Field& field, const Trial& trial) {
  const std::vector<BendPoint> points = tailOf(sampled(field, trial));
  if (points.size() < leastInTail) return std::nullopt;
  const auto n = static_cast<double>(points.size());
  const auto outwards = [](const BendPoint& point) {
    return (point.xhat > 0 ? point.apart : -point.apart) / point.rounding;
  };
  double mean = 0, squares = 0, from = std::abs(points.front().xhat);
  for (const BendPoint& point : points) {
    mean += outwards(point) / n;
    from = std::min(from, std::abs(point.xhat));
  }
  for (const BendPoint& point : points) squares += (outwards(point) - mean) * (outwards(point) - mean);
  const double error = std::sqrt(squares / n / n);
  if (std::abs(mean) < leastRoundings || std::abs(mean) < leastSigmas * error) return std::nullopt;
  return Bend{mean, from};
}

}  // namespace normscope::match
