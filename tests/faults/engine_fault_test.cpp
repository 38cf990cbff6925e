// Every OpenCL call of a computation fails once, one at a time: an error that names device and call, or the
// right result, and nothing that stays behind.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/engine/opencl/checked_call.h"
#include "core/engine/opencl/opencl_engine.h"
#include "tests/engines/engine_support.h"
#include "tests/faults/fault_control.h"

namespace normscope {
namespace engine_fault_test {

struct FaultCase {
  std::string layout;
  Extents extents;
  std::string norm;
  DType dtype;
  int status;
  bool stays;  ///< the device is lost
  bool asGpu;  ///< takes the paths of devices that share no memory with the host
  bool backward = false;
};

std::ostream& operator<<(std::ostream& out, const FaultCase& of) {
  return out << of.norm << " on " << of.layout << (of.backward ? ", both passes" : "")
             << (of.asGpu ? ", as a GPU" : "") << ", " << statusName(of.status)
             << (of.stays ? " for good" : " once");
}

class EngineFaults : public testing::TestWithParam<FaultCase> {
 protected:
  EngineFaults()
      : request_(requestOf(GetParam().layout, GetParam().extents, GetParam().norm, GetParam().dtype, 0.7)) {
    if (request_.spec.mode == Mode::eval) addRunning(request_);
    addParameters(request_);
    if (GetParam().backward) addGradOutput(request_);
    expected_ = normalize(request_, engineNamed("reference"));
    faults::disarm(GetParam().asGpu);
  }
  ~EngineFaults() override { faults::disarm(); }

  void failAt(int call, const char* only = nullptr) {
    faults::arm({call, GetParam().status, GetParam().stays, only, GetParam().asGpu});
  }

  void expectRight(const NormalizeResult& result) {
    EXPECT_LE(relativeError(valuesOf(result.y), valuesOf(expected_->y)), tolerance(request_.x.dtype()));
    EXPECT_LE(relativeError(result.statistics.mean, expected_->statistics.mean), 5e-7);
    EXPECT_LE(relativeError(result.statistics.variance, expected_->statistics.variance), 5e-7);
    EXPECT_EQ(result.engine, "opencl");
    ASSERT_EQ(result.gradients.has_value(), GetParam().backward);
    if (!result.gradients) return;
    const auto expectClose = [&](const std::vector<double>& made, const std::vector<double>& expected) {
      EXPECT_LE(relativeError(made, expected), 4 * tolerance(request_.x.dtype()));
    };
    expectClose(valuesOf(result.gradients->input), valuesOf(expected_->gradients->input));
    expectClose(result.gradients->weight, expected_->gradients->weight);
    expectClose(result.gradients->bias, expected_->gradients->bias);
  }

  /// The one line: device, call, status and what to do.
  static void expectLine(const Error& error) {
    EXPECT_EQ(error.fault(), Fault::failed);
    // On a device that is lost the last wait of the forward pass may fail unseen, and then the backward pass.
    const bool unseen = GetParam().stays && faults::failed() == "clFinish";
    const std::string call = unseen ? "cl[A-Za-z]+" : nameInBindings(faults::failed());
    EXPECT_THAT(error.what(),
                testing::MatchesRegex("opencl:0( \\(.+\\))?: " + call + " failed \\(" +
                                      statusName(GetParam().status) + "\\); use --device reference.*"));
  }

  static std::string nameInBindings(const std::string& call) {
    if (call.starts_with("clRetain")) return "Retain Object";
    return call == "clEnqueueUnmapMemObject" ? "clEnqueueUnMapMemObject" : call;
  }

  NormalizeRequest request_;
  std::optional<NormalizeResult> expected_;
};

/// From the first call of a new engine on. Of a backward pass, whose kernels take long to build again and
/// again, what only a new engine calls.
TEST_P(EngineFaults, EveryCallOfANewEngine) {
  const std::vector<const char*> all = {nullptr};
  const std::vector<const char*> building = {"clCreateProgramWithSource", "clBuildProgram", "clCreateKernel"};
  int errors = 0;
  for (const char* const only : GetParam().backward ? building : all) {
    for (int call = 1;; ++call) {
      SCOPED_TRACE("call " + std::to_string(call) + (only == nullptr ? "" : std::string(" of ") + only));
      failAt(call, only);
      try {
        OpenClEngine engine(0);
        expectRight(normalize(request_, engine));
      } catch (const Error& error) {
        ++errors;
        expectLine(error);
      }
      EXPECT_EQ(faults::alive(), "") << faults::failed();
      EXPECT_EQ(faults::unfinished(), 0) << faults::failed();
      if (faults::failed().empty() || HasFailure()) break;
    }
  }
  // Each of the three calls that build at least once, in all of both passes more.
  EXPECT_GE(errors, GetParam().backward ? 3 : 8) << "the layer is not in place";
}

/// Somebody cancels, and the device does not even tell when it is done.
TEST_P(EngineFaults, NothingIsUnderWayAfterACancel) {
  OpenClEngine engine(0);
  Progress progress;
  int steps = 0;
  progress.report = [&](double) {
    if (++steps == 2) throw Cancelled();
  };
  expectRight(normalize(request_, engine));
  for (const char* const call : {"none", "clFinish"}) {
    SCOPED_TRACE(call);
    steps = 0;
    faults::arm({1, GetParam().status, false, call, GetParam().asGpu});
    try {
      expectRight(normalize(request_, engine, progress));  // one piece of work cannot be cancelled in between
    } catch (const Cancelled&) {
      EXPECT_EQ(steps, 2);
    } catch (const Error& error) {
      expectLine(error);
    }
    EXPECT_EQ(faults::unfinished(), 0);
  }
}

/// With one engine, which computes the right result again after every failure.
TEST_P(EngineFaults, EveryCallOfAnEngineThatGoesOn) {
  OpenClEngine engine(0);
  expectRight(normalize(request_, engine));
  const std::string ofTheEngine = faults::alive();
  int errors = 0;
  for (int call = 1;; ++call) {
    SCOPED_TRACE("call " + std::to_string(call));
    failAt(call);
    try {
      expectRight(normalize(request_, engine));
    } catch (const Error& error) {
      ++errors;
      expectLine(error);
    }
    const std::string failed = faults::failed();
    EXPECT_EQ(faults::unfinished(), 0) << failed;
    faults::disarm(GetParam().asGpu);
    expectRight(normalize(request_, engine));
    EXPECT_EQ(faults::alive(), ofTheEngine) << failed;
    if (failed.empty() || HasFailure()) break;
  }
  EXPECT_GT(errors, 10) << "the layer is not in place";
}

INSTANTIATE_TEST_SUITE_P(
    Cases, EngineFaults,
    testing::Values(
        FaultCase{"NCHW", {8, 16, 12, 12}, "batch", DType::float32, CL_OUT_OF_RESOURCES, false, false},
        FaultCase{"NHWC",
                  {4, 24, 24, 64},
                  "instance:affine=channel",
                  DType::float32,
                  CL_MEM_OBJECT_ALLOCATION_FAILURE,
                  false,
                  false},
        FaultCase{
            "NCHW", {4, 8, 12, 12}, "batch:mode=eval", DType::float16, CL_OUT_OF_HOST_MEMORY, false, false},
        FaultCase{"NCHW", {2, 6, 150, 150}, "layer", DType::float32, CL_DEVICE_NOT_AVAILABLE, true, false},
        FaultCase{
            "NCHW", {8, 16, 12, 12}, "group:groups=4", DType::float32, CL_OUT_OF_RESOURCES, false, true},
        FaultCase{"NHWC", {4, 12, 12, 32}, "batch", DType::float32, CL_DEVICE_NOT_AVAILABLE, true, true},
        FaultCase{"NCHW",
                  {4, 8, 40, 40},
                  "group:groups=4",
                  DType::float32,
                  CL_OUT_OF_RESOURCES,
                  false,
                  false,
                  true},
        FaultCase{"NHWC",
                  {4, 12, 12, 32},
                  "layer:over=C",
                  DType::float64,
                  CL_DEVICE_NOT_AVAILABLE,
                  true,
                  false,
                  true},
        FaultCase{
            "NCHW", {4, 8, 12, 12}, "batch", DType::float32, CL_OUT_OF_HOST_MEMORY, false, true, true}));

/// A device with its own memory that has none left takes tensors in smaller parts.
class LackOfMemory : public testing::Test {
 protected:
  LackOfMemory() : request_(requestOf("NCHW", {4, 8, 12, 12}, "batch", DType::float32, 0.7)) {
    addParameters(request_);
    addGradOutput(request_);
    faults::disarm(true);
  }
  ~LackOfMemory() override { faults::disarm(); }

  static void failAt(int call, bool stays) {
    faults::arm({call, CL_MEM_OBJECT_ALLOCATION_FAILURE, stays, "clCreateBuffer", true});
  }

  void expectRight(OpenClEngine& engine) {
    const NormalizeResult result = normalize(request_, engine);
    const NormalizeResult expected = normalize(request_, engineNamed("reference"));
    EXPECT_LE(relativeError(valuesOf(result.y), valuesOf(expected.y)), 5e-7);
    EXPECT_LE(relativeError(valuesOf(result.gradients->input), valuesOf(expected.gradients->input)), 2e-6);
    EXPECT_LE(relativeError(result.gradients->weight, expected.gradients->weight), 2e-6);
    EXPECT_LE(relativeError(result.gradients->bias, expected.gradients->bias), 2e-6);
  }

  NormalizeRequest request_;
};

TEST_F(LackOfMemory, IsSurvivedInParts) {
  OpenClEngine engine(0);
  int survived = 0;
  for (int call = 1;; ++call, ++survived) {
    SCOPED_TRACE("buffer " + std::to_string(call));
    failAt(call, false);
    expectRight(engine);
    if (faults::failed().empty() || HasFailure()) break;
  }
  EXPECT_GT(survived, 5);
}

TEST_F(LackOfMemory, ThatStaysIsSaid) {
  OpenClEngine engine(0);
  expectRight(engine);
  failAt(1, true);
  try {
    normalize(request_, engine);
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(),
                testing::MatchesRegex("opencl:0 \\(.+\\): clCreateBuffer failed "
                                      "\\(CL_MEM_OBJECT_ALLOCATION_FAILURE\\); use --device reference"));
  }
  faults::disarm(true);
  expectRight(engine);
}

}  // namespace engine_fault_test
}  // namespace normscope
