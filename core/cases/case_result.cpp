#include "core/cases/case_result.h"

#include "core/analysis/match/arithmetic.h"
#include "core/engine/reference/reference_engine.h"
#include "core/io/source.h"

namespace normscope {
namespace {

using CaseMistake = CaseComputation::Mistake;

Tensor reshaped(const Tensor& tensor, const Extents& extents) {
  std::vector<double> values;
  for (std::int64_t i = 0; i < tensor.elementCount(); ++i) values.push_back(tensor.at(i));
  return Tensor::of<double>(tensor.dtype(), extents, values);
}

/// Statistics that are an average with what it started from, 0, normalize.
void average(const Tensor& x, double momentum, NormalizeResult& result) {
  const ReductionPlan& plan = result.plan;
  const match::Arithmetic arithmetic{VarianceEstimator::biased, plan.spec().epsAt, plan.spec().eps,
                                     RunningAverage{1 - momentum, 0}, plan.spec().dividesBySum()};
  std::vector<double> y;
  for (std::int64_t i = 0; i < x.elementCount(); ++i) {
    const auto set = static_cast<std::size_t>(plan.setOf(i));
    // The variance is already the one that the spec asks for.
    const match::Line line = match::lineOf(
        {result.statistics.mean[set], result.statistics.variance[set], plan.elementsPerSet()}, arithmetic);
    y.push_back((x.at(i) - line.mean) * line.rstd);
  }
  for (std::size_t set = 0; set < result.statistics.mean.size(); ++set) {
    result.statistics.mean[set] *= 1 - momentum;
    result.statistics.variance[set] *= 1 - momentum;
  }
  result.y = Tensor::of<double>(result.y.dtype(), x.extents(), y);
}

void halve(NormalizeResult& result) {
  Tensor rounded = Tensor::allocate(result.y.dtype(), result.y.extents());
  std::vector<double> values;
  for (std::int64_t i = 0; i < rounded.elementCount(); ++i)
    values.push_back(static_cast<double>(static_cast<Eigen::half>(static_cast<float>(result.y.at(i)))));
  result.y = Tensor::of<double>(rounded.dtype(), rounded.extents(), values);
}

/// The running statistics of a layer after some updates with one tensor.
RunningStatistics trained(NormalizeRequest request, int updates, const Progress& progress) {
  ReferenceEngine engine;
  request.spec.mode = Mode::train;
  request.running = RunningStatistics::fresh(request.shape.channelCount());
  for (int i = 0; i < updates; ++i) request.running = normalize(request, engine, {progress.stop, {}}).running;
  return *request.running;
}

}  // namespace

CaseResult computed(const CaseComputation& computation, const Scene& scene, const Progress& progress) {
  const Tensor x = loadTensor(computation.source).tensor;
  NormalizeRequest request{x, computation.shape, computation.norm, {}, {}};
  if (computation.updates > 0) {
    request.running =
        trained(request, computation.updates - (computation.norm.usesRunningStatistics() ? 0 : 1), progress);
  }
  if (computation.mistake == CaseMistake::nhwcReshape) {
    const std::int64_t samples = x.extents().front();
    request.shape = Shape(Layout::parse("NC"), {samples, x.elementCount() / samples});
    request.x = reshaped(x, request.shape.extents());
    request.spec = withoutParameters(request.spec);
  }
  ReferenceEngine engine;
  CaseResult made{x, normalize(request, engine, {progress.stop, {}}), 0};
  if (computation.mistake == CaseMistake::nhwcReshape) made.result.y = reshaped(made.result.y, x.extents());
  if (computation.mistake == CaseMistake::runningAverage) average(x, computation.momentum, made.result);
  if (computation.mistake == CaseMistake::halfRounding) halve(made.result);
  if (x.extents() == scene.shape.extents() && !scene.selection.empty())
    made.element = scene.shape.offsetOf(scene.selection);
  return made;
}

bool sameSets(const CaseResult& a, const CaseResult& b) {
  const ReductionPlan& first = a.result.plan;
  const ReductionPlan& second = b.result.plan;
  if (first.setCount() != second.setCount() || a.x.elementCount() != b.x.elementCount()) return false;
  // With as many sets, one number for each is enough: no element may see two partners.
  std::vector<std::int64_t> partner(static_cast<std::size_t>(first.setCount()), -1);
  for (std::int64_t i = 0; i < a.x.elementCount(); ++i) {
    std::int64_t& own = partner[static_cast<std::size_t>(first.setOf(i))];
    if (own == -1) own = second.setOf(i);
    if (own != second.setOf(i)) return false;
  }
  return true;
}

}  // namespace normscope
