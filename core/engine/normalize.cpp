#include "core/engine/normalize.h"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "core/engine/scale.h"
#include "core/norm/norm_registry.h"
#include "core/tensor/result_memory.h"
#include "core/text/list.h"

namespace normscope {
namespace {

void checkRunning(const NormalizeRequest& request) {
  const NormInfo& info = infoOf(request.spec.kind);
  const std::string title(info.title);
  if (!request.running) {
    if (!request.spec.usesRunningStatistics()) return;
    throw nonsense("norm '" + toText(request.spec) + "'", "evaluation mode needs running statistics",
                   "give --running-mean and --running-var, or use mode=train");
  }
  if (!info.mayTrack) {
    throw nonsense("running statistics", title + " keeps none, in training and in evaluation",
                   "leave --running-mean and --running-var out, or use batch or instance");
  }
  const auto channels = static_cast<std::size_t>(request.shape.channelCount());
  const auto check = [&](const std::string& name, const std::vector<double>& values) {
    if (values.size() == channels) return;
    throw nonsense(name,
                   "it has " + std::to_string(values.size()) + " values and the tensor has " +
                       counted(static_cast<long long>(channels), "channel"),
                   "give one value per channel");
  };
  check("running mean", request.running->mean);
  check("running variance", request.running->variance);
  const auto negative = std::find_if(request.running->variance.begin(), request.running->variance.end(),
                                     [](double v) { return v < 0; });
  if (negative != request.running->variance.end()) {
    throw nonsense(
        "running variance",
        "it is negative for channel " + std::to_string(negative - request.running->variance.begin()),
        "give variances of 0 or more");
  }
}

void checkGradOutput(const NormalizeRequest& request) {
  if (!request.gradOutput) return;
  const Tensor& given = *request.gradOutput;
  if (given.extents() != request.x.extents()) {
    throw nonsense(
        "grad_output",
        "its shape " + toText(given.extents()) + " is not " + toText(request.x.extents()) + ", that of x",
        "give one value per element of y");
  }
  const DType expected = resultDType(request.x.dtype());
  if (given.dtype() != expected) {
    throw nonsense(
        "grad_output",
        "it is " + std::string(nameOf(given.dtype())) + " and y is " + std::string(nameOf(expected)),
        "give it as " + std::string(nameOf(expected)));
  }
}

template <typename Condition>
std::int64_t countSets(const Moments& moments, Condition&& condition) {
  std::int64_t count = 0;
  for (std::size_t i = 0; i < moments.mean.size(); ++i)
    count += condition(moments.mean[i], moments.variance[i]) ? 1 : 0;
  return count;
}

bool hasNonFinite(const RunningStatistics& running) {
  const auto bad = [](double v) { return !std::isfinite(v); };
  return std::any_of(running.mean.begin(), running.mean.end(), bad) ||
         std::any_of(running.variance.begin(), running.variance.end(), bad);
}

std::string ofSets(std::int64_t count, const ReductionPlan& plan) {
  return std::to_string(count) + " of " + counted(plan.setCount(), "set");
}

void noteSets(const ReductionPlan& plan, const Moments& moments, std::vector<std::string>& notices) {
  if (plan.setCount() > 0 && plan.elementsPerSet() == 0) {
    notices.push_back("the sets have no elements: the result is empty and statistics are undefined");
    return;
  }
  const std::int64_t poisoned =
      countSets(moments, [](double m, double v) { return !std::isfinite(m) || !std::isfinite(v); });
  if (poisoned > 0)
    notices.push_back(ofSets(poisoned, plan) +
                      " hold NaN or Inf: their statistics and results are not finite");
  if (!plan.statisticsFromX() || !plan.spec().subtractsMean()) return;
  if (plan.elementsPerSet() == 1) {
    notices.push_back(
        plan.spec().variance == VarianceEstimator::unbiased
            ? "sets have one element, whose unbiased variance is undefined: y is exactly the bias"
            : "sets have one element: x minus its mean is 0 and y is exactly the bias");
    return;
  }
  const std::int64_t constant = countSets(moments, [](double, double v) { return v == 0; });
  if (constant > 0)
    notices.push_back(ofSets(constant, plan) + " have zero variance: y is exactly the bias there");
}

void noteInputGradient(const ReductionPlan& plan, const Moments& moments, std::vector<std::string>& notices) {
  if (plan.statisticsFromX() && plan.spec().subtractsMean() && plan.elementsPerSet() == 1) {
    notices.push_back("sets have one element: y does not depend on x, grad_input is 0");
    return;
  }
  const std::int64_t degenerate =
      countSets(moments, [&](double, double v) { return v == 0 && scaleOf(v, plan) == 0; });
  if (degenerate > 0) {
    notices.push_back(ofSets(degenerate, plan) + " have no finite rstd: grad_input is 0 there" +
                      (plan.parameterShape() ? ", and they add nothing to grad_weight" : ""));
  }
}

void noteParameterGradients(const ReductionPlan& plan, const Gradients& gradients,
                            std::vector<std::string>& notices) {
  const bool bias = !gradients.bias.empty();
  std::int64_t count = 0;
  for (std::size_t i = 0; i < gradients.weight.size(); ++i)
    count += std::isfinite(gradients.weight[i]) && (!bias || std::isfinite(gradients.bias[i])) ? 0 : 1;
  if (count == 0) return;
  notices.push_back(std::string(bias ? "grad_weight or grad_bias" : "grad_weight") + " is not finite for " +
                    std::to_string(count) + " of " + counted(plan.parameterCount(), "parameter"));
}

void noteRunning(const ReductionPlan& plan, const RunningStatistics& running,
                 std::vector<std::string>& notices) {
  if (hasNonFinite(running))
    notices.push_back(
        "running statistics are not finite: every later evaluation gives NaN in those channels");
  if (plan.statisticsFromX() && plan.elementsPerSet() == 1) {
    notices.push_back("running variance is unchanged: the unbiased variance of one element is undefined");
  }
}

Statistics asUsed(const ReductionPlan& plan, Moments moments) {
  if (plan.elementsPerSet() == 0) {
    const double nan = std::nan("");
    const auto sets = static_cast<std::size_t>(plan.setCount());
    return {ResultVector<double>(sets, nan), ResultVector<double>(sets, nan)};
  }
  for (double& variance : moments.variance) variance = usedVariance(variance, plan);
  return {std::move(moments.mean), std::move(moments.variance)};
}

Tensor madeFor(const Destination& destination, const NormalizeRequest& request) {
  const DType dtype = resultDType(request.x.dtype());
  if (!destination.isWanted) return Tensor::allocate(dtype, {0});
  return destination.tensor ? *destination.tensor : allocateResult(dtype, request.shape.extents());
}

}  // namespace

std::optional<RunningStatistics> runningBefore(const NormalizeRequest& request,
                                               const NormalizeResult& result) {
  if (request.running || !result.running) return request.running;
  return RunningStatistics::fresh(request.shape.channelCount());
}

ReductionPlan planOf(const NormalizeRequest& request) {
  ReductionPlan made =
      plan(request.shape, settleAffine(request.shape, request.spec, shapesOf(request.affine)));
  checkRunning(request);
  checkGradOutput(request);
  return made;
}

void requireIntact(const NormalizeRequest& request) {
  request.x.requireIntact();
  for (const std::optional<Tensor>* tensor :
       {&request.affine.weight, &request.affine.bias, &request.gradOutput}) {
    if (*tensor) (*tensor)->requireIntact();
  }
}

NormalizeResult normalize(const NormalizeRequest& request, Engine& engine, const Progress& progress) {
  NormalizeResult result{planOf(request),
                         madeFor(request.y, request),
                         {},
                         request.running,
                         {},
                         engine.name(),
                         engine.device(),
                         0,
                         {}};
  const ReductionPlan& plan = result.plan;
  const AffineParameters affine = effectiveParameters(plan.spec(), request.affine);
  Moments moments;
  if (!plan.statisticsFromX()) moments = momentsOf(*request.running);
  if (plan.statisticsFromX() && infoOf(plan.spec().kind).tracksByDefault && !result.running) {
    result.running = RunningStatistics::fresh(request.shape.channelCount());
  }

  const auto start = std::chrono::steady_clock::now();
  engine.forward(request.x, plan, affine, moments, result.y,
                 request.gradOutput ? progress.part(0, 0.5) : progress);
  if (request.gradOutput) {
    result.gradients = Gradients{madeFor(request.gradInput, request), {}, {}};
    engine.backward(request.x, plan, affine, moments, *request.gradOutput, *result.gradients,
                    progress.part(0.5, 1));
    if (!plan.spec().hasBias()) result.gradients->bias.clear();
    result.gradients->input.requireIntact();
  }
  result.y.requireIntact();
  requireIntact(request);
  result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();

  noteSets(plan, moments, result.notices);
  if (result.gradients && plan.elementsPerSet() > 0) {
    noteInputGradient(plan, moments, result.notices);
    noteParameterGradients(plan, *result.gradients, result.notices);
  }
  if (result.running) {
    if (plan.statisticsFromX() && plan.elementsPerSet() > 0)
      result.running = updated(*result.running, plan, moments);
    noteRunning(plan, *result.running, result.notices);
  }
  result.statistics = asUsed(plan, std::move(moments));
  return result;
}

}  // namespace normscope
