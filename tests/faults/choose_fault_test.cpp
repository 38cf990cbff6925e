// --device auto gives the right result whatever OpenCL call fails, says so, and goes back to the device.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/compute/choose.h"
#include "core/engine/opencl/devices.h"
#include "core/engine/opencl/opencl_headers.h"
#include "tests/engines/engine_support.h"
#include "tests/faults/fault_control.h"

namespace normscope {
namespace choose_fault_test {

using testing::AllOf;
using testing::ElementsAre;
using testing::EndsWith;
using testing::IsEmpty;
using testing::StartsWith;

class ChooseFaults : public testing::Test {
 protected:
  ChooseFaults() : request_(requestOf("NCHW", {4, 6, 5, 5}, "instance")) {
    expected_ = valuesOf(normalize(request_, engineNamed("reference")).y);
  }
  ~ChooseFaults() override {
    faults::arm({1, CL_DEVICE_NOT_AVAILABLE, true});
    EXPECT_THROW(normalizeOn({DeviceChoice::Kind::opencl, 0}, request_), Error);  // lets go of the engine
    faults::disarm();
    EXPECT_EQ(faults::alive(), "");
  }

  bool isRight(const NormalizeResult& result) {
    return relativeError(valuesOf(result.y), expected_) <= tolerance(DType::float32);
  }

  NormalizeRequest request_;
  std::vector<double> expected_;
};

TEST_F(ChooseFaults, AutoFallsBackToTheReferenceOnceAndSaysSo) {
  int fallbacks = 0;
  for (int call = 1;; ++call) {
    SCOPED_TRACE("call " + std::to_string(call));
    faults::arm({call, CL_OUT_OF_RESOURCES});
    const NormalizeResult result = normalizeOn({}, request_);
    EXPECT_TRUE(isRight(result)) << faults::failed();
    if (result.engine == "reference") {
      ++fallbacks;
      EXPECT_THAT(result.notices, ElementsAre(EndsWith(" (CL_OUT_OF_RESOURCES): computed by the reference")));
      EXPECT_EQ(faults::alive(), "") << faults::failed();  // the engine that failed is not kept
    } else {
      EXPECT_THAT(result.notices, IsEmpty());
      EXPECT_THAT(faults::alive(), EndsWith("1 context, 1 kernel, 1 queue"));  // of one engine
    }
    if (faults::failed().empty() || HasFailure()) break;
  }
  EXPECT_GT(fallbacks, 20) << "the layer is not in place";
}

TEST_F(ChooseFaults, AutoGoesBackToADeviceThatWasLost) {
  int fallbacks = 0;
  for (int call = 1;; ++call) {
    SCOPED_TRACE("call " + std::to_string(call));
    faults::disarm();
    EXPECT_EQ(normalizeOn({}, request_).engine, "opencl");
    faults::arm({call, CL_DEVICE_NOT_AVAILABLE, true});
    const NormalizeResult result = normalizeOn({}, request_);
    EXPECT_TRUE(isRight(result)) << faults::failed();
    if (faults::failed().empty() || HasFailure()) break;
    if (result.engine == "opencl") continue;  // lost after the result
    ++fallbacks;
    EXPECT_THAT(result.notices,
                ElementsAre(AllOf(StartsWith("opencl:0 ("),
                                  EndsWith(" (CL_DEVICE_NOT_AVAILABLE): computed by the reference"))));
    // And again, from the start.
    EXPECT_TRUE(isRight(normalizeOn({}, request_)));
    EXPECT_EQ(faults::alive(), "");
  }
  EXPECT_GT(fallbacks, 10);
}

TEST_F(ChooseFaults, ADeviceThatWasAskedForFailsAndThenWorksAgain) {
  const DeviceChoice first{DeviceChoice::Kind::opencl, 0};
  for (const int call : {1, 4, 9, 14, 19}) {
    faults::arm({call, CL_OUT_OF_RESOURCES, true});
    EXPECT_THROW(normalizeOn(first, request_), Error) << call;
    faults::disarm();
    EXPECT_TRUE(isRight(normalizeOn(first, request_))) << call;
  }
}

TEST_F(ChooseFaults, ABuildThatFailsShowsTheCompilersFirstError) {
  faults::arm({1, CL_BUILD_PROGRAM_FAILURE, false, "clBuildProgram"});
  EXPECT_THAT(normalizeOn({}, request_).notices,
              ElementsAre(EndsWith("clBuildProgram failed (CL_BUILD_PROGRAM_FAILURE), kernel.cl:7:3: error: "
                                   "the layer does not like line 7: computed by the reference")));
}

TEST_F(ChooseFaults, DevicesAreListedWhateverFailsAndAreWellAfterwards) {
  for (int call = 1;; ++call) {
    SCOPED_TRACE("call " + std::to_string(call));
    faults::arm({call, CL_OUT_OF_HOST_MEMORY});
    for (const OpenClDevice& device : openClDevices()) EXPECT_EQ(device.usable, device.reason.empty());
    const bool passed = faults::failed().empty();
    faults::disarm();
    EXPECT_EQ(faults::alive(), "");
    const std::vector<OpenClDevice> devices = openClDevices();
    ASSERT_FALSE(devices.empty());
    EXPECT_EQ(devices[0].reason, "");
    EXPECT_EQ(openClComplaint(), "");
    if (passed || HasFailure()) break;
  }
}

}  // namespace choose_fault_test
}  // namespace normscope
