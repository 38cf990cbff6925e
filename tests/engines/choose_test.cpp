#include "core/compute/choose.h"

#include <gtest/gtest.h>

#include <future>
#include <thread>
#include <utility>

#include "core/compute/verify.h"
#include "core/engine/opencl/checked_call.h"
#include "core/engine/opencl/devices.h"
#include "tests/core/expect_error.h"
#include "tests/engines/engine_support.h"

namespace normscope {
namespace choose_test {

TEST(DeviceChoice, ReadsWhatTheCommandLineSays) {
  using Kind = DeviceChoice::Kind;
  EXPECT_EQ(parseDeviceChoice("auto"), (DeviceChoice{Kind::automatic, 0}));
  EXPECT_EQ(parseDeviceChoice("reference"), (DeviceChoice{Kind::reference, 0}));
  EXPECT_EQ(parseDeviceChoice("opencl:12"), (DeviceChoice{Kind::opencl, 12}));
  for (const std::string bad :
       {"", "gpu", "opencl", "opencl:", "opencl:-1", "opencl:1x", "opencl:99999999999"}) {
    expectError([&] { parseDeviceChoice(bad); }, Fault::nonsense,
                "--device '" + bad + "': it is not a device; give auto, reference or opencl:N");
  }
}

TEST(Devices, AreListedWithTheirNames) {
  const std::vector<OpenClDevice> devices = openClDevices();
  ASSERT_FALSE(devices.empty());
  for (std::size_t i = 0; i < devices.size(); ++i) {
    EXPECT_EQ(devices[i].index, static_cast<int>(i));
    EXPECT_FALSE(devices[i].name.empty());
    EXPECT_FALSE(devices[i].platform.empty());
    EXPECT_EQ(devices[i].version.substr(0, 7), "OpenCL ");
    EXPECT_EQ(devices[i].usable, devices[i].reason.empty());
  }
}

TEST(NormalizeOn, ComputesWhereItIsTold) {
  const NormalizeRequest request = requestOf("NCHW", {2, 6, 5, 5}, "batch");
  EXPECT_EQ(normalizeOn(parseDeviceChoice("reference"), request).engine, "reference");
  const NormalizeResult result = normalizeOn(parseDeviceChoice("opencl:0"), request);
  EXPECT_EQ(result.engine, "opencl");
  EXPECT_EQ(result.device, "opencl:0 (" + openClDevices().at(0).name + ")");
  const NormalizeResult automatic = normalizeOn({}, request);
  EXPECT_EQ(automatic.engine, "opencl");
  EXPECT_TRUE(automatic.notices.empty());
}

TEST(NormalizeOn, LeavesOtherTypesToTheReference) {
  for (const DType dtype : {DType::int64, DType::int32, DType::uint8}) {
    const NormalizeRequest request = requestOf("NC", {4, 6}, "layer", dtype, 40);
    const std::string name(nameOf(dtype));
    const NormalizeResult result = normalizeOn({}, request);
    EXPECT_EQ(result.engine, "reference");
    EXPECT_EQ(result.notices,
              std::vector<std::string>{name + " is computed by the reference in double precision"});
    expectError(
        [&] { normalizeOn(parseDeviceChoice("opencl:0"), request); }, Fault::nonsense,
        "--device opencl:0: " + name + " is computed by the reference only; use --device reference or auto");
  }
}

TEST(NormalizeOn, ComputesFloat64InDouble) {
  const NormalizeRequest request = requestOf("NCHW", {4, 6, 9, 9}, "group:groups=3", DType::float64);
  const NormalizeResult result = normalizeOn({}, request);
  EXPECT_EQ(result.engine, "opencl");
  EXPECT_TRUE(result.notices.empty());
  EXPECT_LE(verify(request, result).maxRel(), 1e-14);
}

TEST(NormalizeOn, SaysWhichDevicesThereAre) {
  std::vector<std::string> names;
  for (const OpenClDevice& device : openClDevices())
    names.push_back("opencl:" + std::to_string(device.index) + " (" + device.name + ")");
  ASSERT_EQ(names.size(), 1U) << "this test knows the wording for one device";
  expectError(
      [] {
        normalizeOn({DeviceChoice::Kind::opencl, 77}, requestOf("NC", {4, 6}, "layer"));
      },
      Fault::failed,
      "opencl:77: no such device, there is " + names[0] +
          "; use --device auto or one of those that 'normscope devices' lists");
}

TEST(NormalizeOn, WorksFromSeveralThreads) {
  const NormalizeRequest request = requestOf("NCHW", {4, 8, 20, 20}, "instance");
  const NormalizeResult expected = normalizeOn({}, request);
  std::vector<std::vector<double>> results(4);
  {
    std::vector<std::jthread> threads;
    for (auto& result : results)
      threads.emplace_back([&] {
        for (int i = 0; i < 5; ++i) result = valuesOf(normalizeOn({}, request).y);
      });
  }
  for (const auto& result : results) EXPECT_EQ(result, valuesOf(expected.y));
}

/// One computation holds the device while another waits for it.
TEST(NormalizeOn, ACancelledJobDoesNotStayInTheQueueForTheDevice) {
  const NormalizeRequest request = requestOf("NCHW", {4, 8, 20, 20}, "instance");
  for (const DeviceChoice& choice : {DeviceChoice{}, DeviceChoice{DeviceChoice::Kind::opencl, 0}}) {
    std::promise<void> began, mayEnd;
    Progress holding;
    holding.report = [&, once = false](double) mutable {
      if (std::exchange(once, true)) return;
      began.set_value();
      mayEnd.get_future().wait();
    };
    std::jthread holder([&] { normalizeOn({DeviceChoice::Kind::opencl, 0}, request, holding); });
    began.get_future().wait();
    std::stop_source stop;
    std::future<void> waiting = std::async(std::launch::async, [&] {
      EXPECT_THROW(normalizeOn(choice, request, {stop.get_token(), {}}), Cancelled);
    });
    EXPECT_EQ(waiting.wait_for(std::chrono::milliseconds(50)), std::future_status::timeout);
    stop.request_stop();
    EXPECT_EQ(waiting.wait_for(std::chrono::seconds(10)), std::future_status::ready);
    mayEnd.set_value();
  }
}

TEST(AutomaticDevice, IsTheOneThatAutoComputesOn) {
  const AutomaticDevice device = automaticDevice();
  ASSERT_TRUE(device.index);
  const std::string name = openClDevices().at(static_cast<std::size_t>(*device.index)).name;
  EXPECT_EQ(normalizeOn({}, requestOf("NC", {4, 6}, "layer")).device,
            "opencl:" + std::to_string(*device.index) + " (" + name + ")");
  EXPECT_EQ(knownAutomaticDevice()->index, device.index);
}

/// Run by CTest a second time in an environment without OpenCL drivers.
TEST(WithoutDriver, TheReferenceComputesAndSaysWhy) {
  if (!listedOpenClDevices().empty()) GTEST_SKIP() << "there is a driver";
  EXPECT_TRUE(openClDevices().empty());
  EXPECT_EQ(openClComplaint(), "");
  const NormalizeRequest request = requestOf("NC", {4, 6}, "layer");
  const NormalizeResult result = normalizeOn({}, request);
  EXPECT_EQ(result.engine, "reference");
  EXPECT_EQ(result.notices, std::vector<std::string>{"there is no OpenCL device: computed by the reference"});
  expectError([&] { normalizeOn(parseDeviceChoice("opencl:0"), request); }, Fault::failed,
              "opencl:0: no such device, there is no OpenCL device; use --device auto or one of those that "
              "'normscope devices' lists");
}

TEST(CheckedCall, NamesTheCallAndTheStatus) {
  expectError(
      [] {
        checkedCall("opencl:0 (x)", [] { throw cl::Error(CL_OUT_OF_RESOURCES, "clEnqueueNDRangeKernel"); });
      },
      Fault::failed,
      "opencl:0 (x): clEnqueueNDRangeKernel failed (CL_OUT_OF_RESOURCES); use --device reference");
  expectError([] { checkedCall("opencl:0 (x)", [] { throw cl::Error(-9999, "clFlush"); }); }, Fault::failed,
              "opencl:0 (x): clFlush failed (status -9999); use --device reference");
}

TEST(CheckedCall, ShowsTheFirstErrorOfACompilersLog) {
  const auto build = [](const std::string& log) {
    checkedCall("opencl:0 (x)", [&] {
      throw cl::BuildError(CL_BUILD_PROGRAM_FAILURE, "clBuildProgram", {{cl::Device(), log}});
    });
  };
  expectError([&] { build("warning: a\n  k.cl:3:1: error: unknown type 'flaot'  \nmore\n"); }, Fault::failed,
              "opencl:0 (x): clBuildProgram failed (CL_BUILD_PROGRAM_FAILURE), k.cl:3:1: error: unknown type "
              "'flaot'; use --device reference, or see all that the compiler says with 'normscope devices "
              "--log opencl:0'");
  expectError([&] { build("\n"); }, Fault::failed,
              "opencl:0 (x): clBuildProgram failed (CL_BUILD_PROGRAM_FAILURE); use --device reference, or "
              "see all that the compiler says with 'normscope devices --log opencl:0'");
}

}  // namespace choose_test
}  // namespace normscope
