// What is not wanted is not made, and what is wanted beside it is the same to the bit.
#include <gtest/gtest.h>

#include "core/engine/opencl/opencl_engine.h"
#include "core/engine/opencl/session.h"
#include "tests/engines/engine_support.h"

namespace normscope {
namespace unwanted_results_test {

struct Case {
  std::string layout;
  Extents extents;
  std::string norm;
  DType dtype = DType::float32;
};

/// One kernel for all and one a step, runs and lanes, runs whose ends are not aligned, known statistics.
std::vector<Case> cases() {
  std::vector<Case> all;
  for (const std::string norm :
       {"batch", "batch:mode=eval", "layer", "layer:over=C", "instance:affine=channel", "group:groups=4",
        "custom:over=N+W,affine=element", "rms", "custom:over=N+C+H+W"}) {
    all.push_back({"NCHW", {8, 32, 7, 29}, norm});
    all.push_back({"NHWC", {8, 7, 29, 32}, norm});
    all.push_back({"NCHW", {64, 8, 27, 35}, norm});
    all.push_back({"NHWC", {64, 27, 35, 8}, norm});
  }
  return all;
}

NormalizeRequest requestOfCase(const Case& of) {
  NormalizeRequest request = requestOf(of.layout, of.extents, of.norm, of.dtype);
  addParameters(request);
  if (request.spec.usesRunningStatistics()) addRunning(request);
  addGradOutput(request);
  return request;
}

void expectSame(const Case& of, Engine& engine) {
  SCOPED_TRACE(of.norm + " on " + of.layout + " " + toText(of.extents));
  NormalizeRequest request = requestOfCase(of);
  const NormalizeResult whole = normalize(request, engine);
  request.y.isWanted = request.gradInput.isWanted = false;
  const NormalizeResult part = normalize(request, engine);
  EXPECT_EQ(part.y.elementCount(), 0);
  EXPECT_EQ(part.y.dtype(), whole.y.dtype());
  EXPECT_EQ(part.gradients->input.elementCount(), 0);
  EXPECT_EQ(part.statistics.mean, whole.statistics.mean);
  EXPECT_EQ(part.statistics.variance, whole.statistics.variance);
  EXPECT_EQ(part.gradients->weight, whole.gradients->weight);
  EXPECT_EQ(part.gradients->bias, whole.gradients->bias);
}

TEST(UnwantedResults, AreNotMadeByTheReference) {
  for (const Case& of : cases()) expectSame(of, engineNamed("reference"));
}

OpenClLimits streamingFrom(std::size_t bytes) {
  OpenClLimits limits;
  limits.streamedBytes = bytes;
  return limits;
}

/// Where y would be written past the caches.
TEST(UnwantedResults, AreNotMadeOnDevicesAndTheStatisticsStay) {
  OpenClEngine engine(testedDevice(), testedLimits(streamingFrom(1)));
  for (const Case& of : cases()) expectSame(of, engine);
}

TEST(UnwantedResults, AreNotMadeWhereASmallYWouldBeWritten) {
  OpenClEngine engine(testedDevice(), testedLimits({}));
  expectSame({"NCHW", {8, 32, 7, 29}, "group:groups=4"}, engine);
  expectSame({"NHWC", {64, 27, 35, 8}, "batch"}, engine);
  expectSame({"NCHW", {8, 32, 7, 29}, "batch", DType::float64}, engine);
}

TEST(UnwantedResults, AreNotMadeByWorkGroups) {
  OpenClLimits limits = streamingFrom(1);
  limits.family = KernelFamily::teams;
  OpenClEngine engine(testedDevice(), limits);
  expectSame({"NCHW", {8, 32, 7, 29}, "group:groups=4"}, engine);
  expectSame({"NHWC", {64, 27, 35, 8}, "batch"}, engine);
}

/// Where a result goes is written, not a tensor of its own.
TEST(Destination, IsWhereTheResultLies) {
  NormalizeRequest request = requestOfCase(cases().front());
  request.y.tensor = Tensor::allocate(DType::float32, request.shape.extents());
  request.gradInput.tensor = Tensor::allocate(DType::float32, request.shape.extents());
  const NormalizeResult result = normalize(request, engineNamed("opencl"));
  EXPECT_EQ(result.y.bytes(), request.y.tensor->bytes());
  EXPECT_EQ(result.gradients->input.bytes(), request.gradInput.tensor->bytes());
  EXPECT_NE(request.y.tensor->at(0), 0);
}

}  // namespace unwanted_results_test
}  // namespace normscope
