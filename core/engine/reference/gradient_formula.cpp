#include "core/engine/reference/gradient_formula.h"

#include "core/engine/scale.h"

namespace normscope::reference {
namespace {

using Eigen::ArrayXd;

/// Adds values to the parameters of a piece.
void addTo(std::vector<double>& sums, const Piece& piece, const ArrayXd& values) {
  const auto first = sums.begin() + piece.parameter;
  if (piece.parameterStride == 0) {
    *first += values.sum();
    return;
  }
  for (Eigen::Index i = 0; i < values.size(); ++i) first[i * piece.parameterStride] += values[i];
}

}  // namespace

void differentiate(const Tensor& x, const ReductionPlan& plan, const AffineParameters& affine,
                   std::int64_t set, SetMoments moments, const Tensor& gradOutput, const Sink& sink) {
  const double rstd = scaleOf(moments.variance, plan);
  const auto xhat = [&](const Piece& piece) -> ArrayXd {
    return centred(valuesOf(x, piece), moments) * rstd;
  };
  const auto g = [&](const Piece& piece) -> ArrayXd {
    return valuesOf(gradOutput, piece) * parametersOf(affine.weight, piece, 1.0);
  };
  if (!plan.statisticsFromX()) {
    forEachPiece(plan, set,
                 [&](const Piece& piece) { sink(piece.offset, piece.stride, ArrayXd(g(piece) * rstd)); });
    return;
  }

  double sumG = 0;
  double sumGXhat = 0;
  forEachPiece(plan, set, [&](const Piece& piece) {
    const ArrayXd values = g(piece);
    sumG += values.sum();
    sumGXhat += (values * xhat(piece)).sum();
  });
  const auto n = static_cast<double>(plan.elementsPerSet());
  const double meanG = plan.spec().subtractsMean() ? sumG / n : 0.0;
  const double throughVariance = varianceFactorOf(moments.variance, plan) * sumGXhat / n;

  forEachPiece(plan, set, [&](const Piece& piece) {
    sink(piece.offset, piece.stride, ArrayXd((g(piece) - meanG) * rstd - xhat(piece) * throughVariance));
  });
}

void addParameterGradients(const Tensor& x, const ReductionPlan& plan, std::int64_t set, SetMoments moments,
                           const Tensor& gradOutput, std::vector<double>& weight, std::vector<double>& bias) {
  const double rstd = scaleOf(moments.variance, plan);
  forEachPiece(plan, set, [&](const Piece& piece) {
    const ArrayXd values = valuesOf(gradOutput, piece);
    addTo(weight, piece, values * centred(valuesOf(x, piece), moments) * rstd);
    addTo(bias, piece, values);
  });
}

void addParameterTerms(const Tensor& x, const ReductionPlan& plan, std::int64_t set, SetMoments moments,
                       const Tensor& gradOutput, std::vector<double>& weight, std::vector<double>& bias) {
  const double rstd = scaleOf(moments.variance, plan);
  forEachPiece(plan, set, [&](const Piece& piece) {
    const ArrayXd values = valuesOf(gradOutput, piece).abs();
    addTo(weight, piece, values * (centred(valuesOf(x, piece), moments) * rstd).abs());
    addTo(bias, piece, values);
  });
}

}  // namespace normscope::reference
