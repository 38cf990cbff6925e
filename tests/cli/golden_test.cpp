// Figures and plots look as the pictures in tests/golden do. Where one does not, what was drawn is left in
// the build folder's golden/; tests/golden/accept takes it over, once somebody has looked at it.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "core/io/formats/open_tensor_file.h"
#include "tests/cli/run_command.h"

namespace normscope {
namespace golden_test {

namespace fs = std::filesystem;

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

struct Pixels {
  Extents extents;  ///< [1, channels, rows, columns]
  std::vector<std::uint8_t> values;
};

Pixels pixelsOf(const fs::path& file) {
  const TensorFile opened = openTensorFile(file.string());
  const Tensor tensor = opened.entries.front().read({});
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(tensor.bytes());
  return {tensor.extents(), {bytes, bytes + tensor.byteCount()}};
}

/// The part of values that differ by more than what another version of a font or of a rasterizer makes of an
/// edge.
double partThatDiffers(const Pixels& a, const Pixels& b) {
  constexpr int edge = 40;
  std::size_t count = 0;
  for (std::size_t i = 0; i < a.values.size(); ++i)
    count += std::abs(a.values[i] - b.values[i]) > edge ? 1 : 0;
  return static_cast<double>(count) / static_cast<double>(std::max<std::size_t>(1, a.values.size()));
}

class Golden : public testing::TestWithParam<Picture> {};

TEST_P(Golden, LooksAsItDid) {
  constexpr double allowed = 0.002;
  const fs::path expected = fs::path(NORMSCOPE_SOURCE) / "tests" / "golden" / (GetParam().name + ".png");
  const fs::path actual = fs::path(NORMSCOPE_PROGRAM).parent_path() / "golden" / expected.filename();
  fs::create_directories(actual.parent_path());
  std::vector<std::string> arguments = GetParam().arguments;
  arguments.insert(arguments.end(), {"-o", actual.string()});
  const CommandResult drawn = runNormscope(arguments);
  ASSERT_EQ(drawn.status, 0) << drawn.err;
  const std::string advice = "\nlook at " + actual.string() + " and then run tests/golden/accept";
  ASSERT_TRUE(fs::exists(expected)) << advice;
  const Pixels before = pixelsOf(expected), now = pixelsOf(actual);
  ASSERT_EQ(now.extents, before.extents) << advice;
  EXPECT_LE(partThatDiffers(before, now), allowed) << advice;
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
