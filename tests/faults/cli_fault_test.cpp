// The program itself, while OpenCL calls fail beneath it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/cli/run_command.h"

namespace normscope {
namespace cli_fault_test {

using nlohmann::ordered_json;
using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

/// The environment in which the layer follows `plan`, as fault_layer.h words it, with these devices of PoCL.
std::vector<std::string> with(const std::string& plan, const std::string& devices = "pthread") {
  return {"OPENCL_LAYERS=" NORMSCOPE_FAULT_LAYER, "NORMSCOPE_FAULT=" + plan, "POCL_DEVICES=" + devices};
}

const std::vector<std::string> plans = {
    "first=1,status=-6",
    "first=3,status=-5",
    "first=12,status=-5",
    "first=25,status=-4,stays",
    "first=1,status=-5,only=clBuildProgram",
    "first=1,status=-4,only=clCreateBuffer",
    "first=2,status=-5,only=clEnqueueNDRangeKernel",
    "first=1,status=-5,only=clFinish",
};

/// The kernels are tried and remembered before, so that it is the computation that meets the fault: where one
/// is missing, what runs is waited for and done again, and a wait that fails then is no fault of the result.
TEST(FaultsBeneathCompute, ADeviceThatWasAskedForFailsInOneLineAndWritesNothing) {
  runNormscope({"compute", "normal:2,6,150,150", "--norm", "layer", "--device", "opencl:0", "--verify"},
               {"POCL_DEVICES=pthread"});
  for (const std::string& plan : plans) {
    const TemporaryFolder folder;
    const CommandResult result =
        runNormscope({"compute", "normal:2,6,150,150", "--norm", "layer", "--device", "opencl:0", "-o",
                      folder.file("y.npy"), "--stats", folder.file("s.npz")},
                     with(plan));
    EXPECT_EQ(result.status, 1) << plan;
    EXPECT_EQ(result.out, "") << plan;
    EXPECT_THAT(result.err, StartsWith("normscope: opencl:0")) << plan;
    EXPECT_THAT(result.err, EndsWith("; use --device reference\n")) << plan;
    EXPECT_EQ(std::count(result.err.begin(), result.err.end(), '\n'), 1) << plan;
    EXPECT_EQ(folder.fileCount(), 0) << plan;
  }
}

TEST(FaultsBeneathCompute, AutoWritesTheResultOfTheReferenceAndSaysWhy) {
  const TemporaryFolder folder;
  const auto compute = [&](const std::string& device, const std::string& output,
                           const std::vector<std::string>& environment) {
    // So large that auto waits for the device.
    return runNormscope({"compute", "normal:2,6,600,700", "--norm", "layer", "--device", device, "-o",
                         folder.file(output), "--json"},
                        environment);
  };
  compute("reference", "reference.npy", {});
  compute("auto", "y.npy", {"POCL_DEVICES=pthread"});
  for (const std::string& plan : plans) {
    const CommandResult result = compute("auto", "y.npy", with(plan));
    EXPECT_EQ(result.status, 0) << plan << result.err;
    const ordered_json json = ordered_json::parse(result.out);
    EXPECT_EQ(json["engine"], "reference") << plan;
    ASSERT_EQ(json["notices"].size(), 1U) << plan;
    EXPECT_THAT(json["notices"][0].get<std::string>(), EndsWith(": computed by the reference")) << plan;
    EXPECT_EQ(contentsOf(folder.file("y.npy")), contentsOf(folder.file("reference.npy"))) << plan;
  }
}

TEST(FaultsBeneathDevices, AGpuComesBeforeACpu) {
  const ordered_json json = ordered_json::parse(runNormscope({"devices", "--json"}, with("gpu")).out);
  EXPECT_EQ(json["auto_reason"], "it is the first usable GPU");
  EXPECT_EQ(json["devices"][0]["type"], "gpu");
  EXPECT_TRUE(json["devices"][0]["auto"].get<bool>());
}

/// The list and the computation agree on what auto takes.
TEST(FaultsBeneathDevices, AutoTakesTheNextDeviceWhereAProgramDoesNotBuild) {
  const std::vector<std::string> environment =
      with("first=1,status=-11,only=clBuildProgram", "pthread basic");
  const ordered_json json = ordered_json::parse(runNormscope({"devices", "--json"}, environment).out);
  if (json["devices"].size() != 2) GTEST_SKIP() << "PoCL is not the only OpenCL driver here";
  EXPECT_EQ(json["devices"][0]["reason"],
            "clBuildProgram failed (CL_BUILD_PROGRAM_FAILURE), kernel.cl:7:3: error: the layer does not like "
            "line 7");
  EXPECT_FALSE(json["devices"][0]["auto"].get<bool>());
  EXPECT_TRUE(json["devices"][1]["auto"].get<bool>());
  const CommandResult computed =
      runNormscope({"compute", "normal:1000,5000", "--norm", "layer", "--json"}, environment);
  EXPECT_THAT(ordered_json::parse(computed.out)["device"].get<std::string>(), StartsWith("opencl:1 ("));
}

/// What a trial in a child process found, is said by `devices` and by a device that was asked for, and auto
/// goes on with the next one.
TEST(FaultsBeneathDevices, ADriverThatCrashesCostsAChildOnly) {
  const TemporaryFolder cache;
  const auto environment = [&](const std::string& plan) {
    std::vector<std::string> all = with(plan, "pthread basic");
    all.push_back("XDG_CACHE_HOME=" + cache.file(""));
    return all;
  };
  const CommandResult refused =
      runNormscope({"compute", "normal:4,6", "--norm", "layer", "--device", "opencl:0"},
                   environment("first=2,crashes,only=clBuildProgram"));
  EXPECT_THAT(
      refused.err,
      testing::MatchesRegex("normscope: opencl:0 \\(.+\\): its driver crashed in a trial \\(SIGABRT\\); use "
                            "--device reference, or try it again with 'normscope devices'\n"));
  EXPECT_EQ(refused.status, 1);
  const ordered_json listed = ordered_json::parse(
      runNormscope({"devices", "--json"}, environment("first=1,exits,only=clCreateContext")).out);
  if (listed["devices"].size() != 2) GTEST_SKIP() << "PoCL is not the only OpenCL driver here";
  for (const ordered_json& device : listed["devices"])
    EXPECT_EQ(device["reason"],
              "its driver ended the process in a trial (exit status 8): the layer: has had enough, really");
  EXPECT_THAT(listed["auto_reason"].get<std::string>(),
              StartsWith("no OpenCL GPU or CPU is usable, opencl:0: "));
}

/// Which kernel is needed shows while it computes: the first device was taken, and is refused then.
TEST(FaultsBeneathDevices, AutoGoesOnWithTheNextDeviceAndSaysSo) {
  const TemporaryFolder cache;
  const std::vector<std::string> compute = {"compute", "normal:1000,5000", "--norm", "layer", "--json"};
  const auto environment = [&](const std::string& plan) {
    std::vector<std::string> all = with(plan, "pthread basic");
    all.push_back("XDG_CACHE_HOME=" + cache.file(""));
    return all;
  };
  std::vector<std::string> first = compute;
  first.insert(first.end(), {"--device", "opencl:0"});
  EXPECT_EQ(runNormscope(first, environment("first=2,crashes,only=clBuildProgram")).status, 1);
  const CommandResult result = runNormscope(compute, environment(""));
  const ordered_json json = ordered_json::parse(result.out);
  const auto device = json["device"].get<std::string>();
  if (device == "CPU, double precision") GTEST_SKIP() << "PoCL has one device here";
  EXPECT_THAT(device, StartsWith("opencl:1 ("));
  ASSERT_EQ(json["notices"].size(), 1U);
  EXPECT_THAT(
      json["notices"][0].get<std::string>(),
      testing::MatchesRegex("opencl:0 \\(.+\\): its driver crashed in a trial \\(SIGABRT\\): computed on "
                            "opencl:1 \\(.+\\)"));
}

TEST(FaultsBeneathDevices, TheWholeLogOfABuildCanBeSeen) {
  const std::string plan = "first=1,status=-11,only=clBuildProgram";
  const CommandResult failed =
      runNormscope({"compute", "normal:4,6", "--norm", "batch", "--device", "opencl:0"}, with(plan));
  EXPECT_THAT(failed.err, EndsWith("clBuildProgram failed (CL_BUILD_PROGRAM_FAILURE), kernel.cl:7:3: error: "
                                   "the layer does not like line 7; use --device reference, or see all that "
                                   "the compiler says with 'normscope devices --log opencl:0'\n"));
  const CommandResult log = runNormscope({"devices", "--log", "opencl:0"}, with(plan));
  EXPECT_EQ(log.status, 0);
  EXPECT_THAT(log.out,
              HasSubstr(": clBuildProgram failed (CL_BUILD_PROGRAM_FAILURE), kernel.cl:7:3: error: the "
                        "layer does not like line 7\n"
                        "warning: this is what the layer says\n"
                        "kernel.cl:7:3: error: the layer does not like line 7\n"
                        "  7 | lines;\n"
                        "and a last line\n"));
  EXPECT_THAT(log.out,
              testing::MatchesRegex("opencl:0 \\(.+\\)\n.*\n[a-z_]+ -cl-std=.*: built\n.*"));  // the others
}

TEST(FaultsBeneathDevices, DriversThatCannotBeAskedAreSaidToBe) {
  const CommandResult result = runNormscope({"devices"}, with("first=1,status=-6,only=clGetDeviceIDs,stays"));
  EXPECT_EQ(result.out,
            "--device auto computes with the reference: there is no OpenCL device, clGetDeviceIDs failed "
            "(CL_OUT_OF_HOST_MEMORY).\n");
  EXPECT_EQ(result.status, 0);
}

}  // namespace cli_fault_test
}  // namespace normscope
