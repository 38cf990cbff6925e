// Results beyond the memory for them: made in their files, or in one without a name, and the same to the bit.
#include <gtest/gtest.h>

#include "tests/cli/run_command.h"
#include "tests/core/npy_bytes.h"

namespace normscope {
namespace large_results_test {

const std::vector<std::string> everyFile = {"y.npy",  "y.safetensors", "h.npy", "h.safetensors",
                                            "gx.npy", "stats.npz",     "b.npy"};

class LargeResults : public testing::Test {
 protected:
  std::string text(const std::string& name) const { return folder_.file(name); }

  /// Runs a command, and returns what it printed without its times.
  std::string run(const std::vector<std::string>& arguments, const std::string& limit) const {
    std::vector<std::string> environment;
    if (!limit.empty()) environment = {"NORMSCOPE_RESULT_MEMORY=" + limit, "TMPDIR=" + text("")};
    const CommandResult result = runNormscope(arguments, environment);
    EXPECT_EQ(result.status, 0) << result.err;
    const std::size_t time = result.out.find("\ncomputed ");
    if (time == std::string::npos) return result.out;
    return result.out.substr(0, time) + result.out.substr(result.out.find('\n', time + 1));
  }

  /// All that is printed and written.
  std::vector<std::string> outcome(const std::string& limit) const {
    const std::string x = "normal:6,8,9,11:seed=3";
    const std::vector<std::string> parameters = {"--weight", "normal:8:seed=4", "--bias", "normal:8:seed=5"};
    const auto compute = [&](std::vector<std::string> more, bool withParameters) {
      std::vector<std::string> all = {"compute", x, "--norm", "group:groups=2", "--device", "opencl:0"};
      if (withParameters) all.insert(all.end(), parameters.begin(), parameters.end());
      all.insert(all.end(), more.begin(), more.end());
      return run(all, limit);
    };
    std::vector<std::string> found = {
        compute({"-o", text("y.npy"), "--x-hat", text("h.safetensors"), "--stats", text("stats.npz")}, true),
        compute({"-o", text("y.safetensors"), "--verify", "--grad-output", "normal:6,8,9,11:seed=6",
                 "--grad-input", text("gx.npy")},
                true),
        compute({"--x-hat", text("h.npy")}, false),
        compute({"--verify"}, true),
        run({"compute", text("bfloat.safetensors"), "--norm", "layer", "-o", text("b.npy")}, limit),
        run({"compare", x, "--a", "layer", "--b", "batch"}, limit)};
    for (const std::string& name : everyFile) {
      found.push_back(contentsOf(text(name)));
      EXPECT_TRUE(std::filesystem::remove(text(name))) << name;
    }
    return found;
  }

  TemporaryFolder folder_;
};

TEST_F(LargeResults, AreTheSameToTheBit) {
  const std::string header = R"({"x":{"dtype":"BF16","shape":[4,6],"data_offsets":[0,48]}})";
  std::string bytes(8, '\0');
  bytes[0] = static_cast<char>(header.size());
  folder_.fileOf("bfloat.safetensors", bytes + header + std::string("\x80\x3f\x00\x40\x40\x40\x80\x40", 8) +
                                           std::string(40, '\x3e'));
  const std::vector<std::string> small = outcome("");
  EXPECT_EQ(outcome("1"), small);
  EXPECT_EQ(folder_.entries(), std::vector<std::string>{"bfloat.safetensors"});
}

/// Without -o there is no y to be anywhere: neither in memory nor in a file.
TEST_F(LargeResults, WhatIsNotWrittenIsNotMade) {
  for (const std::string device : {"reference", "opencl:0"}) {
    const std::vector<std::string> arguments = {
        "compute", "normal:6,8,9,11", "--norm",          "batch",   "--device",
        device,    "--grad-output",   "normal:6,8,9,11", "--stats", text("s.npz")};
    const CommandResult result = runNormscope(arguments, {"NORMSCOPE_RESULT_MEMORY=1", "TMPDIR=/nowhere"});
    EXPECT_EQ(result.status, 0) << result.err;
  }
}

TEST_F(LargeResults, ThatHaveNoRoomAreRefusedInOneLine) {
  const CommandResult result = runNormscope({"compute", "normal:6,8,9,11", "--norm", "batch", "--verify"},
                                            {"NORMSCOPE_RESULT_MEMORY=1", "TMPDIR=/nowhere"});
  EXPECT_EQ(result.status, 1);
  EXPECT_EQ(
      result.err,
      "normscope: a file of 19008 bytes in '/nowhere': it cannot be written (No such file or directory); "
      "check the path, its permissions and the free space\n");
}

}  // namespace large_results_test
}  // namespace normscope
