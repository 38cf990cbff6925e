#include "core/engine/reference/formula.h"

#include <algorithm>
#include <cmath>

#include "core/engine/scale.h"

namespace normscope::reference {
namespace {

using Eigen::ArrayXd;

/// Sum over a set of f(values), where f maps an array to an array.
template <typename Function>
double sumOver(const Tensor& x, const ReductionPlan& plan, std::int64_t set, Function&& f) {
  double sum = 0;
  forEachPiece(plan, set, [&](const Piece& piece) { sum += f(valuesOf(x, piece)).sum(); });
  return sum;
}

/// A power of two that brings `largest` near 1 where its square would leave the range of double, else 1.
double safeScale(double largest) {
  if (!std::isfinite(largest) || largest == 0 || (largest < 1e150 && largest > 1e-150)) return 1;
  return std::ldexp(1.0, -std::ilogb(largest));
}

double largestDistance(const Tensor& x, const ReductionPlan& plan, std::int64_t set, double from) {
  double largest = 0;
  forEachPiece(plan, set, [&](const Piece& piece) {
    largest = std::max(largest, (valuesOf(x, piece) - from).abs().maxCoeff<Eigen::PropagateNaN>());
  });
  return largest;
}

}  // namespace

SetMoments measure(const Tensor& x, const ReductionPlan& plan, std::int64_t set) {
  const auto n = static_cast<double>(plan.elementsPerSet());
  const double origin = plan.spec().subtractsMean() ? x.at(plan.elementOf(set, 0)) : 0.0;
  // Squares of narrower types stay well inside the range of double.
  const double scale = x.dtype() == DType::float64 ? safeScale(largestDistance(x, plan, set, origin)) : 1.0;

  if (!plan.spec().subtractsMean()) {
    const double squares = sumOver(x, plan, set, [&](const ArrayXd& v) { return (v * scale).square(); });
    return {0.0, squares / n / scale / scale};
  }
  const double shifted = sumOver(x, plan, set, [&](const ArrayXd& v) { return (v - origin) * scale; }) / n;
  const double squares =
      sumOver(x, plan, set, [&](const ArrayXd& v) { return ((v - origin) * scale - shifted).square(); });
  const double shift = shifted / scale;
  const double mean = origin + shift;
  // What the sum lost, to the last bit where origin is the larger part (Dekker 1971): else it is nothing
  // beside the standard deviation.
  return {mean, squares / n / scale / scale, (origin - mean) + shift};
}

ArrayXd centred(const ArrayXd& x, SetMoments moments) {
  return (x - moments.mean) - moments.rest;
}

void normalize(const Tensor& x, const ReductionPlan& plan, const AffineParameters& affine, std::int64_t set,
               SetMoments moments, const Sink& sink) {
  const double scale = scaleOf(moments.variance, plan);
  forEachPiece(plan, set, [&](const Piece& piece) {
    const ArrayXd weight = parametersOf(affine.weight, piece, 1.0);
    const ArrayXd bias = parametersOf(affine.bias, piece, 0.0);
    sink(piece.offset, piece.stride, ArrayXd(centred(valuesOf(x, piece), moments) * scale * weight + bias));
  });
}

}  // namespace normscope::reference
