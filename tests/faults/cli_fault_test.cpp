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
    "first=1,status=-5,only=clWaitForEvents",
    "first=1,status=-2,only=clEnqueueMapBuffer,stays",
};

TEST(FaultsBeneathCompute, ADeviceThatWasAskedForFailsInOneLineAndWritesNothing) {
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
    return runNormscope({"compute", "normal:2,6,150,150", "--norm", "layer", "--device", device, "-o",
                         folder.file(output), "--json"},
                        environment);
  };
  compute("reference", "reference.npy", {});
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
      runNormscope({"compute", "normal:4,6", "--norm", "batch", "--json"}, environment);
  EXPECT_THAT(ordered_json::parse(computed.out)["device"].get<std::string>(), StartsWith("opencl:1 ("));
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
  EXPECT_THAT(log.out, HasSubstr(": built\n"));  // the others
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
