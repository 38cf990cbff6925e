#include "core/engine/opencl/opencl_engine.h"

#include "core/engine/opencl/forward_pass.h"
#include "core/engine/opencl/session.h"
#include "core/engine/opencl/workspace.h"

namespace normscope {

OpenClEngine::OpenClEngine(int index) : OpenClEngine(index, OpenClLimits{}) {}

OpenClEngine::OpenClEngine(int index, const OpenClLimits& limits)
    : session_(std::make_unique<OpenClSession>(index, limits)), workspace_(std::make_unique<Workspace>()) {}

OpenClEngine::~OpenClEngine() = default;

std::string OpenClEngine::device() const {
  return session_->subject();
}

bool OpenClEngine::computes(DType dtype) {
  return dtype == DType::float64 || dtype == DType::float32 || dtype == DType::float16 ||
         dtype == DType::bfloat16;
}

void OpenClEngine::forward(const Tensor& x, const ReductionPlan& plan, const AffineParameters& affine,
                           Moments& moments, Tensor& y, const Progress& progress) {
  if (plan.elementsPerSet() == 0 || plan.setCount() == 0) return;
  if (x.dtype() == DType::float64 && !session_->computesDouble()) {
    throw failure(device(), "it has no double precision, which float64 needs", "use --device reference");
  }
  try {
    ForwardPass(*session_, *workspace_, x, plan, affine, moments, y).run(progress);
    workspace_->trim();
  } catch (const Error&) {
    *workspace_ = {};  // its buffers may still be mapped
    throw;
  }
}

}  // namespace normscope
