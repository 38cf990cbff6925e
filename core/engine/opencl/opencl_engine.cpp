#include "core/engine/opencl/opencl_engine.h"

#include <limits>

#include "core/engine/opencl/backward_pass.h"
#include "core/engine/opencl/forward_pass.h"
#include "core/engine/opencl/session.h"
#include "core/engine/opencl/workspace.h"

namespace normscope {

OpenClEngine::OpenClEngine(int index) : OpenClEngine(index, OpenClLimits{}) {}

OpenClEngine::OpenClEngine(int index, const OpenClLimits& limits)
    : session_(std::make_unique<OpenClSession>(index, limits)),
      workspace_(std::make_unique<DeviceWorkspace>()) {}

OpenClEngine::~OpenClEngine() = default;

std::string OpenClEngine::device() const {
  return session_->subject();
}

bool OpenClEngine::computes(DType dtype) {
  return dtype == DType::float64 || dtype == DType::float32 || dtype == DType::float16 ||
         dtype == DType::bfloat16;
}

void OpenClEngine::refuse(DType dtype) const {
  if (dtype == DType::float64 && !session_->computesDouble())
    throw failure(device(), "it has no double precision, which float64 needs", "use --device reference");
}

void OpenClEngine::askBeforeBuilding(std::function<void(const KernelVariant&)> ask) {
  session_->askBeforeBuilding(std::move(ask));
}

bool OpenClEngine::hasBuilt(const KernelVariant& variant) const {
  return session_->hasBuilt(variant);
}

void OpenClEngine::build(const KernelVariant& variant) {
  session_->build(variant);
}

std::vector<KernelVariant> OpenClEngine::forwardKernels(DType dtype) const {
  if (session_->family() == KernelFamily::teams)
    return {{"teams_whole", dtype}, {"teams_moments", dtype}, {"teams_merge", dtype}, {"teams_apply", dtype}};
  return {{"runs_whole", dtype},    {"runs_moments", dtype}, {"runs_apply", dtype}, {"lanes_whole", dtype},
          {"lanes_moments", dtype}, {"lanes_apply", dtype},  {"sets_merge", dtype}};
}

const DeviceWork& OpenClEngine::work() const {
  return session_->work();
}

bool OpenClEngine::sharesMemory() const {
  return session_->sharesMemory();
}

template <typename Compute>
void OpenClEngine::keepingMemory(const Tensor& x, Compute&& compute) {
  // Of a quarter of x, then of a quarter of that, and so on.
  constexpr int mostCuts = 3;
  std::size_t part = std::numeric_limits<std::size_t>::max();
  for (int cuts = 0;; ++cuts) {
    session_->limitParts(part);
    try {
      return attempt(compute);
    } catch (const LacksMemory&) {
      if (cuts == mostCuts || session_->sharesMemory()) throw;
      part = std::min(part, x.byteCount()) / 4;
    }
  }
}

template <typename Compute>
void OpenClEngine::attempt(Compute& compute) {
  try {
    compute();
    workspace_->trim();
  } catch (const Error&) {
    *workspace_ = {};
    throw;
  }
}

void OpenClEngine::forward(const Tensor& x, const ReductionPlan& plan, const AffineParameters& affine,
                           Moments& moments, Tensor& y, const Progress& progress) {
  if (plan.elementsPerSet() == 0 || plan.setCount() == 0) return;
  if (!plan.statisticsFromX() && y.elementCount() == 0) return;
  refuse(x.dtype());
  keepingMemory(x, [&] { ForwardPass(*session_, *workspace_, x, plan, affine, moments, y).run(progress); });
}

void OpenClEngine::backward(const Tensor& x, const ReductionPlan& plan, const AffineParameters& affine,
                            const Moments& moments, const Tensor& gradOutput, Gradients& gradients,
                            const Progress& progress) {
  if (plan.elementsPerSet() == 0 || plan.setCount() == 0) {
    gradients.weight.assign(static_cast<std::size_t>(plan.parameterCount()), 0);
    gradients.bias = gradients.weight;
    return;
  }
  refuse(x.dtype());
  keepingMemory(x, [&] {
    BackwardPass(*session_, *workspace_, x, plan, affine, moments, gradOutput, gradients).run(progress);
  });
}

}  // namespace normscope
