#include "core/engine/opencl/opencl_engine.h"

#include "core/engine/opencl/forward_pass.h"
#include "core/engine/opencl/session.h"

namespace normscope {

OpenClEngine::OpenClEngine(int index) : session_(std::make_unique<OpenClSession>(index)) {}

OpenClEngine::~OpenClEngine() = default;

std::string OpenClEngine::device() const {
  return session_->subject();
}

bool OpenClEngine::computes(DType dtype) {
  return dtype == DType::float32 || dtype == DType::float16 || dtype == DType::bfloat16;
}

void OpenClEngine::forward(const Tensor& x, const ReductionPlan& plan, const AffineParameters& affine,
                           Moments& moments, Tensor& y, const Progress& progress) {
  if (plan.elementsPerSet() == 0 || plan.setCount() == 0) return;
  ForwardPass(*session_, x, plan, affine, moments, y).run(progress);
}

void OpenClEngine::backward(const Tensor&, const ReductionPlan&, const AffineParameters&, const Moments&,
                            const Tensor&, Gradients&, const Progress&) {
  throw failure(device(), "it computes no gradients", "use --device reference");
}

}  // namespace normscope
