#include "core/engine/opencl/device_affine.h"

namespace normscope {

DeviceAffine::DeviceAffine(OpenClSession& session, DType dtype, const ReductionPlan& plan,
                           const AffineParameters& given)
    : varies_(plan.parameterCount() > 0 && (given.weight || given.bias)), weight_(dtype), bias_(dtype) {
  weightBuffer_ = upload(session, dtype, given.weight, varies_ ? plan.parameterCount() : 1, 1, weight_);
  biasBuffer_ = upload(session, dtype, given.bias, varies_ ? plan.parameterCount() : 1, 0, bias_);
}

cl::Buffer DeviceAffine::upload(OpenClSession& session, DType dtype, const std::optional<Tensor>& given,
                                std::int64_t count, double absent, Reals& values) const {
  session.requireRoom("weights", static_cast<std::size_t>(count) * Reals::sizeFor(dtype));
  const DType computed = dtype == DType::float64 ? DType::float64 : DType::float32;
  if (given && given->dtype() == computed) return session.input(given->bytes(), given->byteCount());
  values.assign(count, absent);
  if (given) {
    values.visit([&](auto& numbers) {
      std::int64_t i = 0;
      for (auto& number : numbers) number = static_cast<std::decay_t<decltype(number)>>(given->at(i++));
    });
  }
  return session.input(values.data(), values.bytes());
}

}  // namespace normscope
