#include <gtest/gtest.h>

#include "core/compute/verify.h"
#include "tests/core/expect_error.h"
#include "tests/engines/engine_support.h"

namespace normscope {
namespace notices_and_refusals_test {

void refused(const NormalizeRequest& request, const std::string& line) {
  for (const std::string engine : {"reference", "opencl"})
    expectError([&] { normalize(request, engineNamed(engine)); }, Fault::nonsense, line);
}

Tensor onesOf(const Extents& extents) {
  const std::vector<double> ones(static_cast<std::size_t>(elementCountOf(extents, "ones")), 1);
  return Tensor::of<double>(DType::float32, extents, ones);
}

TEST(Refusals, EvaluationWithoutRunningStatistics) {
  refused(requestOf("NCHW", {2, 3, 2, 2}, "batch:mode=eval"),
          "norm 'batch:mode=eval': evaluation mode needs running statistics; give --running-mean and "
          "--running-var, or use mode=train");
}

TEST(Refusals, RunningStatisticsThatDoNotFit) {
  NormalizeRequest request = requestOf("NCHW", {2, 3, 2, 2}, "batch");
  request.running = RunningStatistics{{0, 0}, {1, 1, 1}, 0};
  refused(request, "running mean: it has 2 values and the tensor has 3 channels; give one value per channel");
  request.running = RunningStatistics{{0, 0, 0}, {1, 1, 1, 1}, 0};
  refused(request,
          "running variance: it has 4 values and the tensor has 3 channels; give one value per channel");
  request.running = RunningStatistics{{0, 0, 0}, {1, -1, 1}, 0};
  refused(request, "running variance: it is negative for channel 1; give variances of 0 or more");
  request = requestOf("NCHW", {2, 3, 2, 2}, "layer");
  request.running = RunningStatistics::fresh(3);
  refused(
      request,
      "running statistics: Layer Norm keeps none, in training and in evaluation; leave --running-mean and "
      "--running-var out, or use batch or instance");
}

TEST(Refusals, ParametersThatDoNotFit) {
  NormalizeRequest request = requestOf("NCHW", {2, 6, 2, 2}, "group:groups=3");
  request.affine.weight = onesOf({4});
  refused(
      request,
      "weight: its shape [4] does not fit norm 'group:groups=3' on [2, 6, 2, 2]; give the shape [6] (one per "
      "channel) or [3] (one per group)");
  request.affine.weight = onesOf({3});
  request.affine.bias = onesOf({6});
  refused(request,
          "bias: its shape [6] does not fit norm 'group:groups=3,affine=group' on [2, 6, 2, 2]; give the "
          "shape [3] "
          "(one per group)");
  request = requestOf("NCHW", {2, 6, 2, 2}, "instance:affine=none");
  request.affine.bias = onesOf({6});
  refused(request, "bias: the norm 'instance' has affine=none; leave bias out or change affine");
  request = requestOf("NC", {2, 6}, "layer:bias=false");
  request.affine.bias = onesOf({6});
  refused(request, "bias: the norm 'layer:bias=false' has bias=false; leave bias out or change the norm");
  request = requestOf("NCHW", {2, 6, 2, 2}, "instance:affine=N+C");
  request.affine.weight = onesOf({6});
  refused(request,
          "weight: its shape [6] does not fit norm 'instance:affine=N+C' on [2, 6, 2, 2]; give the shape [2, "
          "6] (one per "
          "position of N+C)");
}

TEST(Parameters, OfGivenAxesMayKeepExtentsOfOne) {
  NormalizeRequest request = requestOf("NCHW", {2, 3, 2, 2}, "instance:affine=C+N");
  request.affine.weight = onesOf({2, 3, 1, 1});
  request.affine.bias = onesOf({2, 3});
  EXPECT_EQ(planOf(request).parameterShape(), (Extents{2, 3}));
}

TEST(Parameters, ABiasThatIsGivenIsThere) {
  NormalizeRequest request = requestOf("NC", {2, 3}, "rms");
  EXPECT_FALSE(planOf(request).spec().hasBias());
  request.affine.bias = onesOf({3});
  EXPECT_TRUE(planOf(request).spec().hasBias());
}

TEST(Notices, ConstantAndSingleElementSets) {
  for (const std::string name : {"reference", "opencl"}) {
    Engine& engine = engineNamed(name);
    EXPECT_EQ(normalize(requestOf("NC", {3, 2}, "layer", {1, 1, 1, 2, 5, 5}), engine).notices,
              std::vector<std::string>{"2 of 3 sets have zero variance: y is exactly the bias there"});
    EXPECT_EQ(normalize(requestOf("NCL", {1, 2, 1}, "instance:variance=unbiased", {1, 2}), engine).notices,
              std::vector<std::string>{
                  "sets have one element, whose unbiased variance is undefined: y is exactly the bias"});
    EXPECT_TRUE(normalize(requestOf("NC", {1, 2}, "rms", {0, 0}), engine).notices.empty());
  }
}

TEST(Verify, FindsTheLargestDifference) {
  const NormalizeRequest request = requestOf("NCHW", {2, 6, 5, 5}, "group:groups=2");
  NormalizeResult result = normalize(request, engineNamed("opencl"));
  const Difference fine = verify(request, result);
  EXPECT_LE(fine.maxRel(), 5e-7);
  EXPECT_GT(fine.maxReference, 1);
  result.y.edit<float>()[77] += 0.25F;
  EXPECT_NEAR(verify(request, result).maxAbs, 0.25, 1e-6);
  result.y.edit<float>()[77] = std::nanf("");
  EXPECT_TRUE(std::isinf(verify(request, result).maxAbs));
}

TEST(Cancelling, StopsAComputation) {
  const NormalizeRequest request = requestOf("NCHW", {4, 32, 256, 256}, "instance");
  for (const std::string name : {"reference", "opencl"}) {
    std::stop_source stop;
    const Progress progress{stop.get_token(), [&](double) { stop.request_stop(); }};
    EXPECT_THROW(normalize(request, engineNamed(name), progress), Cancelled) << name;
    // The engine is as good as before.
    EXPECT_LE(verify(request, normalize(request, engineNamed(name))).maxRel(), 5e-7) << name;
  }
}

}  // namespace notices_and_refusals_test
}  // namespace normscope
