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

  /// A product with another weight is rounded, whatever its mean.
  static void addOnes(NormalizeRequest& request) {
    const ReductionPlan made = plan(request.shape, request.spec);
    const std::vector<double> ones(static_cast<std::size_t>(made.parameterCount()), 1.0);
    request.affine.weight = Tensor::of<double>(DType::float32, *made.parameterShape(), ones);
  }

  /// A mean of 0 or of 1000 in each plane of N x C: three channels and eight samples alike, since a block of
  /// a batch's set is a few samples.
  static std::vector<double> ofTwoMeans(const Extents& nchw, int first) {
    std::vector<double> values = normalValues(nchw[0] * nchw[1] * nchw[2] * nchw[3], 0, 9);
    for (std::size_t i = 0; i < values.size(); ++i) {
      const std::int64_t plane = static_cast<std::int64_t>(i) / (nchw[2] * nchw[3]);
      if ((plane / nchw[1] / 8 + plane % nchw[1] / 3) % 2 == first) values[i] += 1000;
    }
    return values;
  }
};

/// Sums of g are made around a guess: around 0 they would have no digits for what is left without the mean.
TEST_P(BackwardDigits, ALargeMeanOfTheGradientCostsItNoDigits) {
  for (const std::string norm :
       {"group:groups=2", "instance:affine=channel", "layer", "layer:over=C", "batch"}) {
    for (const std::string layout : {"NCHW", "NHWC"}) {
      const Extents extents = layout == "NCHW" ? Extents{4, 96, 20, 20} : Extents{4, 20, 20, 96};
      NormalizeRequest request = requestOf(layout, extents, norm);
      addOnes(request);
      addGradOutput(request, normalValues(request.x.elementCount(), 1e5, 9));
      EXPECT_LE(verifyGradients(request, run(request))->input.maxRel(), 5e-7) << norm << " " << layout;
    }
  }
}

/// Sums around 0, where this is near enough, lack what would bring them to the guess of another part of the
/// set.
TEST_P(BackwardDigits, MeansOfTheGradientMayDifferFromPlaneToPlane) {
  const Extents extents[] = {{40, 4, 60, 60}, {6, 64, 7, 7}, {3, 8, 20, 20}, {2, 6, 3, 3}};
  for (const std::string norm : {"group:groups=2", "instance:affine=channel", "layer", "batch"}) {
    for (const Extents& of : extents) {
      for (const int first : {0, 1}) {
        NormalizeRequest request = requestOf("NCHW", of, norm);
        addOnes(request);
        addGradOutput(request, ofTwoMeans(of, first));
        EXPECT_LE(verifyGradients(request, run(request))->input.maxRel(), 5e-7)
            << norm << " " << of[0] << " " << first;
      }
    }
  }
}

/// The mean lies between two float32 numbers: what is missing would be missing in every product of the sum.
TEST_P(BackwardDigits, AMeanOfAMillionCostsNoDigits) {
  for (const std::string norm : {"group:groups=2", "instance:affine=channel", "batch"}) {
    for (const std::string layout : {"NCHW", "NHWC"}) {
      const Extents extents = layout == "NCHW" ? Extents{4, 16, 40, 40} : Extents{4, 40, 40, 16};
      NormalizeRequest request = requestOf(layout, extents, norm, DType::float32, 1e6);
      addParameters(request);
      // Of x itself too, so that e counts in dL/dx.
      std::vector<double> gradOutput = normalValues(request.x.elementCount(), 0, 9);
      for (std::size_t i = 0; i < gradOutput.size(); ++i)
        gradOutput[i] += 0.5 * (request.x.at(static_cast<std::int64_t>(i)) - 1e6);
      addGradOutput(request, gradOutput);
      const auto differences = verifyGradients(request, run(request));
      EXPECT_LE(differences->weight->maxRel(), 5e-7) << norm << " " << layout;
      EXPECT_LE(differences->input.maxRel(), 5e-7) << norm << " " << layout;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Engines, BackwardDigits, testing::ValuesIn(enginesWithGradients()));

}  // namespace backward_digits_test
}  // namespace normscope
