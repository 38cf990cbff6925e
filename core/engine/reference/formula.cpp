#include "core/engine/reference/formula.h"

#include <algorithm>
#include <cmath>

#include "core/engine/scale.h"

namespace normscope::reference {
namespace {

using Eigen::ArrayXd;
using Eigen::Index;

/// Long runs are taken in pieces, so that the double copy of a set never needs memory of its own size.
constexpr std::int64_t pieceLength = 8192;

struct Piece {
  std::int64_t offset;
  std::int64_t stride;
  std::int64_t parameter;
  std::int64_t parameterStride;
};

template <typename Stored>
ArrayXd gather(const Tensor& tensor, std::int64_t offset, std::int64_t stride, Index length) {
  const Stored* first = tensor.values<Stored>().data() + offset;
  ArrayXd values(length);
  for (Index i = 0; i < length; ++i) values[i] = static_cast<double>(first[i * stride]);
  return values;
}

/// Calls visit(piece, values) for the elements of a set, in order, at most pieceLength at a time.
template <typename Visit>
void forEachPiece(const Tensor& x, const ReductionPlan& plan, std::int64_t set, Visit&& visit) {
  visitDType(x.dtype(), [&](auto tag) {
    using Stored = typename decltype(tag)::type;
    plan.forEachRun(set, [&](std::int64_t offset, std::int64_t parameter, std::int64_t length,
                             std::int64_t stride, std::int64_t parameterStride) {
      for (std::int64_t done = 0; done < length; done += pieceLength) {
        const Piece piece{offset + done * stride, stride, parameter + done * parameterStride,
                          parameterStride};
        visit(piece, gather<Stored>(x, piece.offset, stride, std::min(pieceLength, length - done)));
      }
    });
  });
}

/// Sum over a set of f(values), where f maps an array to an array.
template <typename Function>
double sumOver(const Tensor& x, const ReductionPlan& plan, std::int64_t set, Function&& f) {
  double sum = 0;
  forEachPiece(x, plan, set, [&](const Piece&, const ArrayXd& values) { sum += f(values).sum(); });
  return sum;
}

/// A power of two that brings `largest` near 1 where its square would leave the range of double, else 1.
double safeScale(double largest) {
  if (!std::isfinite(largest) || largest == 0 || (largest < 1e150 && largest > 1e-150)) return 1;
  return std::ldexp(1.0, -std::ilogb(largest));
}

double largestDistance(const Tensor& x, const ReductionPlan& plan, std::int64_t set, double from) {
  double largest = 0;
  forEachPiece(x, plan, set, [&](const Piece&, const ArrayXd& values) {
    largest = std::max(largest, (values - from).abs().maxCoeff<Eigen::PropagateNaN>());
  });
  return largest;
}

ArrayXd parameterValues(const std::optional<Tensor>& parameters, const Piece& piece, Index length,
                        double absent) {
  if (!parameters) return ArrayXd::Constant(length, absent);
  ArrayXd values(length);
  for (Index i = 0; i < length; ++i) values[i] = parameters->at(piece.parameter + i * piece.parameterStride);
  return values;
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
  return {origin + shifted / scale, squares / n / scale / scale};
}

void normalize(const Tensor& x, const ReductionPlan& plan, const AffineParameters& affine, std::int64_t set,
               SetMoments moments, const Sink& sink) {
  const double scale = scaleOf(moments.variance, plan);
  forEachPiece(x, plan, set, [&](const Piece& piece, const ArrayXd& values) {
    const ArrayXd weight = parameterValues(affine.weight, piece, values.size(), 1.0);
    const ArrayXd bias = parameterValues(affine.bias, piece, values.size(), 0.0);
    sink(piece.offset, piece.stride, (values - moments.mean) * scale * weight + bias);
  });
}

}  // namespace normscope::reference
