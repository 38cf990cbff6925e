#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "core/io/npy.h"
#include "tests/cli/run_command.h"

namespace normscope {
namespace lists_test {

using nlohmann::ordered_json;
using testing::ElementsAre;

std::vector<std::string> keysOf(const ordered_json& object) {
  std::vector<std::string> keys;
  for (const auto& [key, value] : object.items()) keys.push_back(key);
  return keys;
}

TEST(SamplesCommand, ListsEverySampleWithWhatItIsGoodFor) {
  const ordered_json json = ordered_json::parse(runNormscope({"samples", "--json"}).out);
  ASSERT_GE(json["samples"].size(), 3U);
  const std::string text = runNormscope({"samples"}).out;
  for (const ordered_json& sample : json["samples"]) {
    EXPECT_THAT(keysOf(sample), ElementsAre("name", "good_for", "layout", "shape", "dtype"));
    EXPECT_NE(text.find(sample["name"].get<std::string>() + " "), std::string::npos);
    EXPECT_NE(text.find(sample["good_for"].get<std::string>()), std::string::npos);
  }
}

TEST(SamplesCommand, WritesASampleThatComputesLikeTheBuiltInOne) {
  const TemporaryFolder folder;
  EXPECT_EQ(runNormscope({"samples", "--write", "normal", "-o", folder.file("n.npy")}).out,
            "written " + folder.file("n.npy") + ": float32 NCHW [20, 6, 10, 10]\n");
  for (const auto& [input, output] :
       {std::pair<std::string, std::string>{folder.file("n.npy"), "a.npy"}, {"sample:normal", "b.npy"}}) {
    runNormscope({"compute", input, "--norm", "batch", "--device", "reference", "-o", folder.file(output)});
  }
  const Tensor a = readNpy(folder.file("a.npy"));
  const Tensor b = readNpy(folder.file("b.npy"));
  EXPECT_EQ(a.extents(), b.extents());
  EXPECT_TRUE(std::equal(a.bytes(), a.bytes() + a.byteCount(), b.bytes()));
}

TEST(SamplesCommand, WriteAndOutputGoTogether) {
  expectRefusal({"samples", "--write", "normal"}, 2,
                "normscope: --output: it is missing; name the file that --write makes");
  expectRefusal({"samples", "-o", "f.npy"}, 2, "normscope: --write: it is missing; name the sample to write");
  const TemporaryFolder folder;
  const CommandResult result = runNormscope({"samples", "--write", "nothing", "-o", folder.file("f.npy")});
  EXPECT_THAT(result.err, testing::StartsWith("normscope: sample 'nothing': there is no such sample; "));
  EXPECT_EQ(result.status, 2);
  EXPECT_TRUE(folder.entries().empty());
}

TEST(DevicesCommand, SaysWhenThereIsNoneAndWhatComputesThen) {
  const std::vector<std::string> noDrivers = {"OCL_ICD_VENDORS=/nonexistent"};
  const CommandResult text = runNormscope({"devices"}, noDrivers);
  EXPECT_EQ(text.status, 0);
  EXPECT_EQ(text.out, "--device auto computes with the reference: there is no OpenCL device.\n");
  EXPECT_EQ(ordered_json::parse(runNormscope({"devices", "--json"}, noDrivers).out),
            ordered_json({{"devices", ordered_json::array()}, {"auto_reason", "there is no OpenCL device"}}));
}

TEST(DevicesCommand, TellsOfEachDeviceWhetherItCanBeUsed) {
  const ordered_json json = ordered_json::parse(runNormscope({"devices", "--json"}).out);
  for (const ordered_json& device : json["devices"]) {
    EXPECT_THAT(keysOf(device),
                ElementsAre("index", "name", "platform", "version", "type", "usable", "reason", "auto"));
    EXPECT_EQ(device["usable"].get<bool>(), device["reason"].get<std::string>().empty());
  }
}

/// Of PoCL's two devices, which are both CPUs.
TEST(DevicesCommand, MarksTheDeviceThatAutoTakesAndSaysWhy) {
  const std::vector<std::string> two = {"POCL_DEVICES=pthread basic"};
  const ordered_json json = ordered_json::parse(runNormscope({"devices", "--json"}, two).out);
  if (json["devices"].size() != 2) GTEST_SKIP() << "PoCL is not the only OpenCL driver here";
  EXPECT_TRUE(json["devices"][0]["auto"].get<bool>());
  EXPECT_FALSE(json["devices"][1]["auto"].get<bool>());
  EXPECT_EQ(json["auto_reason"], "no GPU is usable, it is the first usable CPU");
  EXPECT_THAT(runNormscope({"devices"}, two).out,
              testing::EndsWith(
                  "\n--device auto computes on opencl:0: no GPU is usable, it is the first usable CPU.\n"));
}

/// As JSON; as text where a driver fails, in FaultsBeneathDevices.
TEST(DevicesCommand, ShowsWhatACompilerSaysOfEveryKernel) {
  const ordered_json json = ordered_json::parse(runNormscope({"devices", "--log", "opencl:0", "--json"}).out);
  EXPECT_THAT(json["device"].get<std::string>(), testing::StartsWith("opencl:0 ("));
  ASSERT_GT(json["builds"].size(), 10U);
  for (const ordered_json& build : json["builds"]) {
    EXPECT_THAT(keysOf(build), ElementsAre("kernel", "options", "built", "reason", "log"));
    EXPECT_TRUE(build["built"].get<bool>()) << build;
  }
}

TEST(DevicesCommand, ALogIsOfAnOpenClDevice) {
  for (const std::string device : {"0", "auto", "reference", "opencl:x"}) {
    expectRefusal({"devices", "--log", device}, 2,
                  "normscope: --log '" + device +
                      "': it is not an OpenCL device; give opencl:N as 'normscope devices' lists them");
  }
}

}  // namespace lists_test
}  // namespace normscope
