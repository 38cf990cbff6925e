#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "core/io/npy.h"
#include "core/norm/norm_spec.h"
#include "tests/cli/npz_arrays.h"
#include "tests/cli/run_command.h"

namespace normscope {
namespace compute_test {

using nlohmann::ordered_json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

std::string saved(const TemporaryFolder& folder, const std::string& name, const Extents& extents,
                  const std::vector<double>& values, DType dtype = DType::float32) {
  writeNpy(folder.file(name), Tensor::of<double>(dtype, extents, values));
  return folder.file(name);
}

std::vector<double> valuesOf(const Tensor& tensor) {
  std::vector<double> values;
  for (std::int64_t i = 0; i < tensor.elementCount(); ++i) values.push_back(tensor.at(i));
  return values;
}

ordered_json computed(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "compute");
  arguments.push_back("--json");
  const CommandResult result = runNormscope(arguments);
  EXPECT_EQ(result.err, "");
  EXPECT_EQ(result.status, 0);
  return ordered_json::parse(result.out);
}

TEST(Compute, JsonHoldsTheNamesThatScriptsRelyOn) {
  const ordered_json json =
      computed({"sample:normal", "--norm", "group:groups=2,eps=1e-5", "--device", "reference", "--verify"});
  std::vector<std::string> keys;
  for (const auto& [key, value] : json.items()) keys.push_back(key);
  EXPECT_THAT(keys,
              ElementsAre("spec", "layout", "shape", "dtype", "engine", "device", "seconds", "sets",
                          "elements_per_set", "statistics_shape", "parameter_shape", "verify", "notices"));
  EXPECT_EQ(json["spec"], "group:groups=2");
  EXPECT_EQ(json["layout"], "NCHW");
  EXPECT_EQ(json["shape"], ordered_json({20, 6, 10, 10}));
  EXPECT_EQ(json["dtype"], "float32");
  EXPECT_EQ(json["engine"], "reference");
  EXPECT_EQ(json["sets"], 40);
  EXPECT_EQ(json["elements_per_set"], 300);
  EXPECT_EQ(json["statistics_shape"], ordered_json({20, 2}));
  EXPECT_EQ(json["parameter_shape"], ordered_json({6}));
  EXPECT_EQ(json["notices"], ordered_json::array());
  EXPECT_LT(json["verify"]["max_abs"], 1e-6);
  EXPECT_GT(json["verify"]["max_abs"], 0);
  EXPECT_LE(json["verify"]["max_rel"], json["verify"]["max_abs"]);
  EXPECT_GE(json["seconds"], 0);
}

TEST(Compute, WhatDoesNotExistIsNullOrLeftOut) {
  const ordered_json json = computed({"normal:4,3,5", "--norm", "instance", "--device", "reference"});
  EXPECT_TRUE(json["parameter_shape"].is_null());
  EXPECT_FALSE(json.contains("verify"));
}

/// rstd is what multiplies x, the variance the mean square.
TEST(Compute, ARootOfASumHasStatisticsLikeTheOthers) {
  TemporaryFolder folder;
  const std::string x = saved(folder, "x.npy", {2, 4}, {2, 2, 2, 2, 0, 0, 0, 0});
  const ordered_json json = computed(
      {x, "--norm", "l2:eps=0.5", "-o", folder.file("y.npy"), "--stats", folder.file("s.npz"), "--verify"});
  EXPECT_EQ(json["spec"], "l2:eps=0.5");
  EXPECT_TRUE(json["parameter_shape"].is_null());
  EXPECT_EQ(json["verify"]["max_abs"], 0);
  EXPECT_THAT(valuesOf(readNpy(folder.file("y.npy"))), ElementsAre(0.5, 0.5, 0.5, 0.5, 0, 0, 0, 0));
  const auto arrays = npzArrays(folder.file("s.npz"));
  EXPECT_THAT(valuesOf(arrays.at("mean")), ElementsAre(0, 0));
  EXPECT_THAT(valuesOf(arrays.at("variance")), ElementsAre(4, 0));
  EXPECT_THAT(valuesOf(arrays.at("rstd")), ElementsAre(0.25, 2));
}

TEST(Compute, AutoComputesOnWhateverIsThere) {
  const ordered_json json = computed({"normal:4,6,5", "--norm", "group:groups=3", "--verify"});
  EXPECT_LT(json["verify"]["max_rel"], 5e-7);
  const CommandResult without = runNormscope({"compute", "normal:4,6,5", "--norm", "layer", "--json"},
                                             {"OCL_ICD_VENDORS=/nonexistent"});
  EXPECT_EQ(without.status, 0) << without.err;
  EXPECT_EQ(ordered_json::parse(without.out)["engine"], "reference");
}

TEST(Compute, TheLayoutIsTheSourcesOwnOrTheRanksOrTheOneGiven) {
  EXPECT_EQ(computed({"sample:sequence", "--norm", "batch"})["layout"], "BTF");
  EXPECT_EQ(computed({"normal:2,3,4", "--norm", "batch"})["layout"], "NCL");
  EXPECT_EQ(computed({"normal:2,3,4", "--norm", "batch", "--layout", "BTF"})["statistics_shape"],
            ordered_json({4}));
}

TEST(Compute, WritesTheNormalizedTensorAndItsStatistics) {
  const TemporaryFolder folder;
  const std::string x = saved(folder, "x.npy", {2, 2}, {1, 3, 5, 9}, DType::float64);
  computed({x, "--norm", "batch:eps=0", "-o", folder.file("y.npy"), "--stats", folder.file("s.npz")});

  const Tensor y = readNpy(folder.file("y.npy"));
  EXPECT_EQ(y.dtype(), DType::float64);
  EXPECT_EQ(y.extents(), (Extents{2, 2}));
  EXPECT_THAT(valuesOf(y), ElementsAre(-1, -1, 1, 1));

  const auto arrays = npzArrays(folder.file("s.npz"));
  ASSERT_EQ(arrays.size(), 6U);
  EXPECT_THAT(valuesOf(arrays.at("mean")), ElementsAre(3, 6));
  EXPECT_THAT(valuesOf(arrays.at("variance")), ElementsAre(4, 9));
  EXPECT_THAT(valuesOf(arrays.at("rstd")), ElementsAre(0.5, 1.0 / 3));
  EXPECT_THAT(valuesOf(arrays.at("running_mean")),
              ElementsAre(testing::DoubleEq(0.1 * 3), testing::DoubleEq(0.1 * 6)));
  EXPECT_THAT(valuesOf(arrays.at("running_var")),
              ElementsAre(testing::DoubleEq(0.9 + 0.1 * 8), testing::DoubleEq(0.9 + 0.1 * 18)));
  EXPECT_THAT(valuesOf(arrays.at("num_batches_tracked")), ElementsAre(1));
  EXPECT_EQ(arrays.at("num_batches_tracked").dtype(), DType::int64);
  EXPECT_EQ(arrays.at("num_batches_tracked").extents(), Extents{});
  for (const std::string name : {"mean", "variance", "rstd", "running_mean", "running_var"}) {
    EXPECT_EQ(arrays.at(name).dtype(), DType::float64) << name;
    EXPECT_EQ(arrays.at(name).extents(), Extents{2}) << name;
  }
}

TEST(Compute, NormsWithoutRunningStatisticsWriteNone) {
  const TemporaryFolder folder;
  computed({"normal:4,6,5", "--norm", "group:groups=3", "--stats", folder.file("s.npz")});
  const auto arrays = npzArrays(folder.file("s.npz"));
  EXPECT_EQ(arrays.size(), 3U);
  EXPECT_EQ(arrays.at("mean").extents(), (Extents{4, 3}));
}

TEST(Compute, TheCumulativeAverageCarriesOnFromItsOwnFiles) {
  const TemporaryFolder folder;
  const std::string norm = "batch:momentum=none";
  const std::vector<std::vector<double>> batches = {{1, 3}, {5, 9}, {0, 4}};
  const std::vector<std::pair<double, double>> expected = {{2, 2}, {4.5, 5}, {11.0 / 3, 6}};
  std::string mean = saved(folder, "mean.npy", {1}, {0}, DType::float64);
  std::string variance = saved(folder, "var.npy", {1}, {1}, DType::float64);
  for (std::size_t i = 0; i < batches.size(); ++i) {
    const std::string x = saved(folder, "x.npy", {2, 1}, batches[i]);
    computed({x, "--norm", norm, "--running-mean", mean, "--running-var", variance, "--num-batches-tracked",
              std::to_string(i), "--stats", folder.file("s.npz")});
    const auto arrays = npzArrays(folder.file("s.npz"));
    EXPECT_NEAR(arrays.at("running_mean").at(0), expected[i].first, 1e-12);
    EXPECT_NEAR(arrays.at("running_var").at(0), expected[i].second, 1e-12);
    EXPECT_EQ(arrays.at("num_batches_tracked").at(0), static_cast<double>(i + 1));
    writeNpy(mean, arrays.at("running_mean"));
    writeNpy(variance, arrays.at("running_var"));
  }
}

TEST(Compute, EvaluationReadsTheRunningFilesAndLeavesThemAsTheyWere) {
  const TemporaryFolder folder;
  const std::string x = saved(folder, "x.npy", {1, 2}, {5, 7}, DType::float64);
  const std::string mean = saved(folder, "mean.npy", {2}, {1, 3});
  const std::string variance = saved(folder, "var.npy", {2}, {4, 16});
  computed({x, "--norm", "batch:mode=eval,eps=0", "--running-mean", mean, "--running-var", variance, "-o",
            folder.file("y.npy"), "--stats", folder.file("s.npz")});
  EXPECT_THAT(valuesOf(readNpy(folder.file("y.npy"))), ElementsAre(2, 1));
  const auto arrays = npzArrays(folder.file("s.npz"));
  EXPECT_THAT(valuesOf(arrays.at("variance")), ElementsAre(4, 16));
  EXPECT_THAT(valuesOf(arrays.at("running_mean")), ElementsAre(1, 3));
  EXPECT_THAT(valuesOf(arrays.at("num_batches_tracked")), ElementsAre(0));
}

TEST(Compute, TheShapeOfWeightAndBiasDecidesHowTheyAreShared) {
  const TemporaryFolder folder;
  const std::string x = saved(folder, "x.npy", {1, 2, 2}, {1, 3, 2, 6}, DType::float64);
  const std::string perGroup = saved(folder, "g.npy", {1}, {10});
  const std::string perChannel = saved(folder, "c.npy", {2}, {10, 20});
  EXPECT_EQ(computed({x, "--norm", "group:groups=1", "--bias", perGroup})["spec"],
            "group:groups=1,affine=group");
  const ordered_json json = computed({x, "--norm", "instance:eps=0", "--weight", perChannel, "--bias",
                                      perChannel, "-o", folder.file("y.npy")});
  EXPECT_EQ(json["spec"], "instance:eps=0,affine=channel");
  EXPECT_EQ(json["parameter_shape"], ordered_json({2}));
  EXPECT_THAT(valuesOf(readNpy(folder.file("y.npy"))), ElementsAre(0, 20, 0, 40));
}

TEST(Compute, OutputDoesNotReplaceTheInput) {
  const TemporaryFolder folder;
  const std::string x = saved(folder, "x.npy", {2, 1}, {1, 3});
  expectRefusal({"compute", x, "--norm", "batch:eps=0", "-o", x}, 2,
                "normscope: --output '" + x + "': it is the file that is read as FILE; give another name");
  EXPECT_THAT(valuesOf(readNpy(x)), ElementsAre(1, 3));
  EXPECT_THAT(folder.entries(), ElementsAre("x.npy"));
}

TEST(Compute, IntegersComeOutAsFloat32) {
  const TemporaryFolder folder;
  const std::string x = saved(folder, "x.npy", {2, 1}, {1, 3}, DType::int16);
  EXPECT_EQ(computed({x, "--norm", "batch", "-o", folder.file("y.npy")})["dtype"], "int16");
  EXPECT_EQ(readNpy(folder.file("y.npy")).dtype(), DType::float32);
}

TEST(Compute, PrintsWhatOnnxWouldStore) {
  const TemporaryFolder folder;
  const std::string x = saved(folder, "x.npy", {2, 2, 1}, {1, 5, 3, 9});
  const std::string zeros = saved(folder, "zeros.npy", {2}, {0, 0});
  const std::string ones = saved(folder, "ones.npy", {2}, {1, 1});
  const auto report = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"compute", x});
    return runNormscope(arguments).out;
  };
  const std::string line = "            this batch makes running_var[0] 1.1 here, 1 in ONNX (biased)\n";
  EXPECT_THAT(report({"--norm", "batch"}), HasSubstr("unbiased one\n" + line));
  EXPECT_THAT(report({"--norm", "batch", "--running-mean", zeros, "--running-var", ones}), HasSubstr(line));
  EXPECT_THAT(report({"--norm", "batch:momentum=none"}), Not(HasSubstr("running_var[0]")));
  // InstanceNorm tracks where files are given: each sample of a channel is one element here.
  EXPECT_THAT(report({"--norm", "instance"}), Not(HasSubstr("running")));
  EXPECT_THAT(report({"--norm", "instance", "--running-mean", zeros, "--running-var", ones}),
              HasSubstr("            this batch makes running_var[0] 1 here, 0.9 in ONNX (biased)\n"));
}

TEST(Compute, PrintsAReport) {
  const CommandResult result = runNormscope({"compute", "constant:2,3,1,1:value=7", "--norm",
                                             "batch:workers=2", "--device", "reference", "--verify"});
  EXPECT_EQ(result.status, 0);
  EXPECT_THAT(
      result.out,
      HasSubstr("tensor      constant:2,3,1,1:value=7, float32 NCHW [2, 3, 1, 1]\n"
                "norm        batch:workers=2\n"
                "sets        one mean and one variance per worker and channel: 6 sets of 1 element\n"));
  EXPECT_THAT(result.out, HasSubstr("computed    by the reference engine on CPU, double precision, in "));
  EXPECT_THAT(
      result.out,
      HasSubstr("verified    by no other engine: the reference computed y, which rounding moved by at most "
                "0, 0 of its largest value\n"));
  EXPECT_THAT(
      result.out,
      HasSubstr("notice      sets have one element: x minus its mean is 0 and y is exactly the bias\n"));
}

/// On a fresh account, whose cache folders stay empty.
TEST(ComputeCommand, AnswersWithTheReferenceWhereThatIsQuicker) {
  const TemporaryFolder home;
  const std::vector<std::string> fresh = {"HOME=" + home.file(""), "XDG_CACHE_HOME=" + home.file("cache"),
                                          "POCL_CACHE_DIR=" + home.file("pocl")};
  const CommandResult result = runNormscope({"compute", "sample:normal", "--norm", "batch", "--json"}, fresh);
  const ordered_json json = ordered_json::parse(result.out);
  EXPECT_EQ(json["engine"], "reference");
  EXPECT_EQ(json["notices"], ordered_json::array());
  EXPECT_EQ(result.err, "");
  EXPECT_EQ(home.fileCount(), 0);
}

/// PoCL counts warnings on the standard error of the process that builds.
TEST(ComputeCommand, ADriverBuildsWithoutAWord) {
  const TemporaryFolder home;
  const std::vector<std::string> fresh = {"XDG_CACHE_HOME=" + home.file(""),
                                          "POCL_CACHE_DIR=" + home.file("pocl")};
  const ordered_json device = ordered_json::parse(runNormscope({"devices", "--json"}).out)["devices"][0];
  const CommandResult computed =
      runNormscope({"compute", "sample:normal", "--norm", "batch", "--device", "opencl:0", "--json"}, fresh);
  EXPECT_EQ(computed.err, "");
  EXPECT_EQ(ordered_json::parse(computed.out)["engine"], "opencl");
  // And the child process in which it builds first, of which nobody sees standard error.
  const std::string memory = contentsOf(home.file("normscope/device-trials"));
  const std::string name = device["name"];
  const std::size_t start = memory.find(name);
  ASSERT_NE(start, std::string::npos) << memory;
  const std::string identity = memory.substr(start, memory.find(" | normscope ", start) - start);
  const CommandResult tried = runNormscope({"--device-trial", "0", identity, "runs_whole float64"}, fresh);
  EXPECT_EQ(tried.out, "\nnormscope-trial: healthy\n");
  EXPECT_EQ(tried.err, "");
}

}  // namespace compute_test
}  // namespace normscope
