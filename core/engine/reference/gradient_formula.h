#pragma once

#include <vector>

#include "core/engine/reference/formula.h"

namespace normscope::reference {

/// The gradient of the loss with respect to the elements of one set, from gradOutput, the one with respect to
/// y: with g = gradOutput * weight, xhat = (x - mean) * rstd and means over the set,
/// rstd * (g - mean(g)) - factor * xhat * mean(g * xhat); the formula of Engine::backward, in two passes.
void differentiate(const Tensor& x, const ReductionPlan& plan, const AffineParameters& affine,
                   std::int64_t set, SetMoments moments, const Tensor& gradOutput, const Sink& sink);

/// Adds what one set contributes to the gradients of the parameters that it uses: gradOutput * xhat to those
/// of the weight, gradOutput to those of the bias. Both vectors have plan.parameterCount() values, at least
/// one.
void addParameterGradients(const Tensor& x, const ReductionPlan& plan, std::int64_t set, SetMoments moments,
                           const Tensor& gradOutput, std::vector<double>& weight, std::vector<double>& bias);

/// Likewise the absolute values of what is summed up there: what rounding goes by.
void addParameterTerms(const Tensor& x, const ReductionPlan& plan, std::int64_t set, SetMoments moments,
                       const Tensor& gradOutput, std::vector<double>& weight, std::vector<double>& bias);

}  // namespace normscope::reference
