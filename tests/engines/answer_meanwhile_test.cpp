// What auto does while its device is not ready.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/compute/choose.h"
#include "core/compute/reference_estimate.h"
#include "tests/engines/engine_support.h"

namespace normscope {
namespace answer_meanwhile_test {

/// With dtypes that no other test computes by way of auto: a process keeps its kernels.
class WhileNotReadyTest : public testing::Test {
 protected:
  ~WhileNotReadyTest() override {
    awaitDeviceWork();
    setWhileNotReady(WhileNotReady::wait);
  }
};

TEST_F(WhileNotReadyTest, TheReferenceAnswersAtOnceAndLaterTheDevice) {
  setWhileNotReady(WhileNotReady::answerAndPrepare);
  const NormalizeRequest request = requestOf("NHWC", {2, 5, 5, 24}, "batch", DType::float16);
  const NormalizeResult first = normalizeOn({}, request);
  EXPECT_EQ(first.engine, "reference");
  EXPECT_EQ(first.device, "CPU, double precision");
  EXPECT_THAT(first.notices, testing::IsEmpty());
  EXPECT_TRUE(deviceWorkIsUnderWay());
  awaitDeviceWork();
  EXPECT_FALSE(deviceWorkIsUnderWay());
  const NormalizeResult second = normalizeOn({}, request);
  EXPECT_EQ(second.engine, "opencl");
  EXPECT_THAT(second.notices, testing::IsEmpty());
  EXPECT_LE(relativeError(valuesOf(second.y), valuesOf(first.y)), tolerance(DType::float16));
  // And the kernels of other norms on such tensors.
  EXPECT_EQ(normalizeOn({}, requestOf("NCHW", {2, 24, 5, 5}, "layer", DType::float16)).engine, "opencl");
}

TEST_F(WhileNotReadyTest, AProcessThatEndsWithItsAnswerDoesNotTouchTheDevice) {
  setWhileNotReady(WhileNotReady::answer);
  const NormalizeRequest request = requestOf("NCHW", {2, 6, 5, 5}, "batch", DType::bfloat16);
  for (int i = 0; i < 2; ++i) {
    const NormalizeResult result = normalizeOn({}, request);
    EXPECT_EQ(result.engine, "reference");
    EXPECT_THAT(result.notices, testing::IsEmpty());
    EXPECT_FALSE(deviceWorkIsUnderWay());
  }
}

TEST_F(WhileNotReadyTest, ADeviceThatWasAskedForComputes) {
  for (const WhileNotReady what : {WhileNotReady::answer, WhileNotReady::answerAndPrepare}) {
    setWhileNotReady(what);
    const NormalizeRequest request = requestOf("NCHW", {2, 6, 5, 5}, "batch");
    EXPECT_EQ(normalizeOn({DeviceChoice::Kind::opencl, 0}, request).engine, "opencl");
  }
}

TEST_F(WhileNotReadyTest, WhatTakesTheReferenceLongWaitsForTheDevice) {
  setWhileNotReady(WhileNotReady::answer);
  EXPECT_EQ(normalizeOn({}, requestOf("NCHW", {2, 6, 700, 700}, "batch")).engine, "opencl");
}

TEST(ReferenceSeconds, GrowWithElementsRunsAndSets) {
  const auto seconds = [](const std::string& layout, const Extents& extents, const std::string& norm) {
    return referenceSeconds(plan(Shape(Layout::parse(layout), extents), parseNormSpec(norm)), false);
  };
  EXPECT_LT(seconds("NCHW", {20, 6, 10, 10}, "batch"), 0.001);
  EXPECT_LT(seconds("NCHW", {8, 64, 56, 56}, "batch"), 0.05);
  EXPECT_GT(seconds("NCHW", {32, 256, 56, 56}, "batch"), 0.05);
  EXPECT_GT(seconds("NHWC", {8, 56, 56, 64}, "batch"), seconds("NCHW", {8, 64, 56, 56}, "batch"));
  EXPECT_GT(seconds("NC", {400000, 2}, "layer"), seconds("NC", {2, 400000}, "layer"));
  EXPECT_EQ(seconds("NC", {0, 4}, "layer"), 0);
  const ReductionPlan both = plan(Shape(Layout::parse("NC"), {20, 30}), parseNormSpec("layer"));
  EXPECT_GT(referenceSeconds(both, true), 2 * referenceSeconds(both, false));
}

}  // namespace answer_meanwhile_test
}  // namespace normscope
