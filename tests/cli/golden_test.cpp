// Figures and plots look as the pictures in tests/golden do. Where one does not, what was drawn is left in
// the build folder's golden/; tests/golden/accept takes it over, once somebody has looked at it.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "tests/cli/run_command.h"
#include "tests/golden/pixels.h"

namespace normscope {
namespace golden_test {

namespace fs = std::filesystem;

constexpr double allowed = 0.002;

struct Picture {
  std::string name;
  std::vector<std::string> arguments;  ///< without -o
};

void PrintTo(const Picture& picture, std::ostream* stream) {
  *stream << picture.name;
}

std::vector<Picture> pictures() {
  const std::vector<std::string> four = {"--norm", "batch",    "--norm", "layer",
                                         "--norm", "instance", "--norm", "group:groups=2"};
  std::vector<Picture> all;
  for (const std::string theme : {"light", "dark"}) {
    const auto add = [&](const std::string& name, std::vector<std::string> arguments,
                         const std::vector<std::string>& more = {}) {
      arguments.insert(arguments.end(), more.begin(), more.end());
      arguments.insert(arguments.end(), {"--theme", theme});
      all.push_back({name + "-" + theme, arguments});
    };
    add("figure-four", {"figure", "--shape", "6,6,6,6", "--width", "90"}, four);
    add("figure-sets",
        {"figure", "--shape", "4,6,4,4", "--norm", "group:groups=3", "--show", "sets", "--width", "40"});
    add("figure-values",
        {"figure", "--shape", "4,6,4,4", "--norm", "layer:over=C", "--show", "values", "--width", "40"});
    add("plot-statistics",
        {"plot", "sample:normal", "--norm", "group:groups=2", "--kind", "statistics", "--width", "70"});
    add("plot-histogram", {"plot", "sample:photo", "--norm", "batch", "--norm", "instance", "--kind",
                           "histogram-y", "--width", "70"});
    add("lab-statistics", {"lab", "--statistics", "--norms", "batch,layer", "--seeds", "5", "--width", "70"});
  }
  return all;
}

class Golden : public testing::TestWithParam<Picture> {};

TEST_P(Golden, LooksAsItDid) {
  const fs::path actual = fs::path(NORMSCOPE_PROGRAM).parent_path() / "golden" / (GetParam().name + ".png");
  fs::create_directories(actual.parent_path());
  std::vector<std::string> arguments = GetParam().arguments;
  arguments.insert(arguments.end(), {"-o", actual.string()});
  const CommandResult drawn = runNormscope(arguments);
  ASSERT_EQ(drawn.status, 0) << drawn.err;
  expectGolden(actual, NORMSCOPE_SOURCE, allowed);
}

INSTANTIATE_TEST_SUITE_P(Pictures, Golden, testing::ValuesIn(pictures()), [](const auto& picture) {
  std::string name = picture.param.name;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

TEST(GoldenPixels, OneThatDiffersIsSeen) {
  const Pixels black{{1, 1, 1, 2}, {0, 0}};
  EXPECT_EQ(partThatDiffers(black, {{1, 1, 1, 2}, {0, 255}}), 0.5);
  EXPECT_EQ(partThatDiffers(black, {{1, 1, 1, 2}, {0, 3}}), 0);
}

}  // namespace golden_test
}  // namespace normscope
