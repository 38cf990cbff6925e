#include "core/engine/opencl/trial_computation.h"

#include <gtest/gtest.h>

#include "core/engine/opencl/opencl_engine.h"
#include "tests/engines/engine_support.h"

namespace normscope {
namespace device_trial_test {

/// What a trial of a kernel computes uses that kernel: on a CPU, as PoCL's.
TEST(TrialComputation, UsesTheKernelThatItTries) {
  for (const std::string& name : kernelNames()) {
    SCOPED_TRACE(name);
    const KernelVariant kernel{name, DType::float32};
    const TrialComputation trial = trialComputationFor(kernel);
    OpenClEngine engine(testedDevice(), trial.limits);
    const NormalizeResult result = normalize(trial.request, engine);
    EXPECT_TRUE(engine.hasBuilt(kernel));
    const NormalizeResult expected = normalize(trial.request, engineNamed("reference"));
    EXPECT_LE(relativeError(valuesOf(result.y), valuesOf(expected.y)), tolerance(DType::float32));
  }
}

TEST(TrialComputation, WritesPastTheCachesWhereTheKernelDoes) {
  const KernelVariant kernel{"runs_whole", DType::float64, true};
  const TrialComputation trial = trialComputationFor(kernel);
  OpenClEngine engine(testedDevice(), trial.limits);
  normalize(trial.request, engine);
  EXPECT_TRUE(engine.hasBuilt(kernel));
}

/// Where y is not wanted, and dL/dx is not.
TEST(TrialComputation, WritesNothingWhereTheKernelDoesNot) {
  for (const std::string name : {"runs_whole", "lanes_whole", "runs_gradient_whole", "runs_gradient_known"}) {
    SCOPED_TRACE(name);
    const KernelVariant kernel{name, DType::float32, false, false};
    const TrialComputation trial = trialComputationFor(kernel);
    OpenClEngine engine(testedDevice(), trial.limits);
    const NormalizeResult result = normalize(trial.request, engine);
    EXPECT_TRUE(engine.hasBuilt(kernel));
    EXPECT_EQ(result.y.elementCount(), 0);
  }
}

TEST(KernelVariant, IsReadAsItIsWritten) {
  EXPECT_EQ(toText({"runs_whole", DType::float32}), "runs_whole float32");
  EXPECT_EQ(toText({"lanes_apply", DType::bfloat16, true}), "lanes_apply bfloat16 streams");
  EXPECT_EQ(toText({"runs_whole", DType::float16, false, false}), "runs_whole float16 unwritten");
  for (const KernelVariant& kernel : {KernelVariant{"runs_whole", DType::float32},
                                      {"lanes_apply", DType::bfloat16, true},
                                      {"runs_whole", DType::float64, false, false},
                                      {"lanes_whole", DType::float32, true, false}})
    EXPECT_EQ(readKernelVariant(toText(kernel)), kernel);
  for (const char* const bad : {"", "runs_whole", "runs_whole int8", "runs_whole float32 ", "x float32"})
    EXPECT_FALSE(readKernelVariant(bad)) << bad;
}

TEST(KernelOptions, UseBuiltinsBeyondOpenClOnlyWhereTheyAreKnown) {
  EXPECT_EQ(kernelOptions(DType::float32, KernelTarget::poclCpu, {}),
            "-cl-std=CL1.2 -w -DMOST_LANES=512 -DSTORED_BITS=32 -DCPU");
  EXPECT_EQ(kernelOptions(DType::bfloat16, KernelTarget::plain, {true, true}),
            "-cl-std=CL1.2 -w -DMOST_LANES=512 -DSTORED_BITS=8 -DSTREAM");
  EXPECT_EQ(kernelOptions(DType::float32, KernelTarget::plain, {false, false}),
            "-cl-std=CL1.2 -w -DMOST_LANES=512 -DSTORED_BITS=32 -DUNWRITTEN");
}

}  // namespace device_trial_test
}  // namespace normscope
