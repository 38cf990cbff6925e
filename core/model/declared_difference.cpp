#include "core/model/declared_difference.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/analysis/comparison.h"
#include "core/analysis/match/rounding.h"
#include "core/engine/normalize.h"
#include "core/engine/reference/reference_engine.h"
#include "core/error.h"

namespace normscope {
namespace {

NormalizeResult computed(const MatchRequest& request, const NormSpec& spec,
                         const std::optional<RunningStatistics>& running, const Progress& progress) {
  ReferenceEngine engine;
  return normalize({request.x, request.shape, spec, request.affine, running}, engine, {progress.stop, {}});
}

/// x̂ as x's dtype holds it, times the weight, plus the bias.
NormalizeResult roundedFirst(const MatchRequest& request, const Progress& progress) {
  const ReductionPlan own =
      planOf({request.x, request.shape, *request.meant, request.affine, request.running});
  const AffineParameters effective = effectiveParameters(own.spec(), request.affine);
  MatchRequest bare = request;
  bare.affine = {};
  NormalizeResult result = computed(bare, withoutParameters(*request.meant), request.running, progress);
  std::vector<double> values;
  for (std::int64_t i = 0; i < result.y.elementCount(); ++i) {
    const std::int64_t parameter = own.parameterOf(i);
    values.push_back(result.y.at(i) * effective.weightAt(parameter) + effective.biasAt(parameter));
  }
  result.y = Tensor::of<double>(request.y.dtype(), request.y.extents(), values);
  return result;
}

/// Few enough elements that come out otherwise where y is narrow, for a computation in float32.
bool areMostBits(const Tensor& y, std::int64_t mismatches) {
  return !match::isJudgedByBits(y) || mismatches <= 3 + y.elementCount() / 200;
}

/// Whether an element came out as a neighbour of what it should be: of a computation in float32 that is the
/// only way to come out otherwise in a narrow dtype, but near 0.
bool isNeighbour(const Tensor& y, double given, double own) {
  const double larger = std::max(std::abs(given), std::abs(own));
  return !match::isJudgedByBits(y) || std::abs(given - own) <= 2 * match::halfStep(larger, y.dtype());
}

DeclaredDifference differenceOf(const Tensor& y, const NormalizeResult& result) {
  DeclaredDifference difference;
  double largest = 0;
  std::int64_t mismatches = 0;
  double behindNeighbours = 0;
  for (std::int64_t i = 0; i < y.elementCount(); ++i) {
    const double given = y.at(i), own = result.y.at(i);
    if (std::isfinite(given)) largest = std::max(largest, std::abs(given));
    const double apart = std::abs(given - own);
    if (given == own || (std::isnan(given) && std::isnan(own))) continue;
    ++mismatches;
    if (!isNeighbour(y, given, own)) behindNeighbours = std::max(behindNeighbours, apart);
    difference.maxAbs = std::isnan(apart) ? INFINITY : std::max(difference.maxAbs, apart);
  }
  difference.bound = roundingBound(y.dtype(), largestMeanToStd(result), largest);
  difference.least = roundingBound(y.dtype(), 0, largest);
  difference.bitsTell = areMostBits(y, mismatches) &&
                        behindNeighbours <= roundingBound(DType::float32, largestMeanToStd(result), largest);
  return difference;
}

}  // namespace

std::optional<DeclaredDifference> declaredDifference(const MatchRequest& request, bool roundsFirst,
                                                     const Progress& progress) {
  if (!request.meant) return std::nullopt;
  try {
    return differenceOf(request.y, roundsFirst
                                       ? roundedFirst(request, progress)
                                       : computed(request, *request.meant, request.running, progress));
  } catch (const Error& error) {
    if (error.fault() == Fault::failed) throw;
    return std::nullopt;
  }
}

bool isByUpdatedStatistics(const MatchRequest& request, const Progress& progress) {
  if (!request.meant || !request.running || request.meant->usesRunningStatistics()) return false;
  NormSpec evaluation = *request.meant;
  if (evaluation.kind != NormKind::batch && evaluation.kind != NormKind::instance) return false;
  const auto after = computed(request, evaluation, request.running, progress).running;
  evaluation.mode = Mode::eval;
  const DeclaredDifference difference =
      differenceOf(request.y, computed(request, evaluation, after, progress));
  return difference.maxAbs <= difference.bound;
}

}  // namespace normscope
