// Large means, of x and of the gradient, cost gradients no digits.
#include <gtest/gtest.h>

#include "core/compute/verify.h"
#include "tests/engines/engine_support.h"

namespace normscope {
namespace backward_digits_test {

class BackwardDigits : public testing::TestWithParam<std::string> {
 protected:
  static NormalizeResult run(const NormalizeRequest& request) {
    return normalize(request, engineNamed(GetParam()));
  }
};

/// Sums of g are made around a guess: around 0 they would have no digits for what is left without the mean.
TEST_P(BackwardDigits, ALargeMeanOfTheGradientCostsItNoDigits) {
  for (const std::string norm :
       {"group:groups=2", "instance:affine=channel", "layer", "layer:over=C", "batch"}) {
    for (const std::string layout : {"NCHW", "NHWC"}) {
      const Extents extents = layout == "NCHW" ? Extents{4, 96, 20, 20} : Extents{4, 20, 20, 96};
      NormalizeRequest request = requestOf(layout, extents, norm);
      const ReductionPlan made = plan(request.shape, request.spec);
      const Extents shape = *made.parameterShape();
      request.affine.weight = Tensor::of<double>(
          DType::float32, shape, std::vector<double>(static_cast<std::size_t>(made.parameterCount()), 1.0));
      addGradOutput(request, normalValues(request.x.elementCount(), 1e5, 9));
      EXPECT_LE(verifyGradients(request, run(request))->input.maxRel(), 5e-7) << norm << " " << layout;
    }
  }
}

/// The mean lies between two float32 numbers: what is missing would be missing in every product of the sum.
TEST_P(BackwardDigits, AMeanOfAMillionCostsTheWeightNoDigits) {
  for (const std::string norm : {"group:groups=2", "instance:affine=channel", "batch"}) {
    for (const std::string layout : {"NCHW", "NHWC"}) {
      const Extents extents = layout == "NCHW" ? Extents{4, 16, 40, 40} : Extents{4, 40, 40, 16};
      NormalizeRequest request = requestOf(layout, extents, norm, DType::float32, 1e6);
      addParameters(request);
      addGradOutput(request);
      EXPECT_LE(verifyGradients(request, run(request))->weight->maxRel(), 5e-7) << norm << " " << layout;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Engines, BackwardDigits, testing::ValuesIn(enginesWithGradients()));

}  // namespace backward_digits_test
}  // namespace normscope
