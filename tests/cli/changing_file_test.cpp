// Files that another program writes to while a command reads them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/io/npy.h"
#include "tests/cli/run_command.h"
#include "tests/core/changing_file.h"

namespace normscope {
namespace changing_file_test {

using testing::EndsWith;
using testing::StartsWith;

class ChangingFile : public testing::TestWithParam<bool> {
 protected:
  /// It works or says in one line what is wrong with the file: no signal, and no number of two versions.
  CommandResult run(std::vector<std::string> arguments) {
    const CommandResult result = runNormscope(arguments);
    EXPECT_THAT(result.status, testing::AnyOf(0, 1)) << arguments[0] << result.err;
    if (result.status == 1) {
      EXPECT_THAT(result.err, StartsWith("normscope: " + path_ + ": "));
      EXPECT_EQ(std::count(result.err.begin(), result.err.end(), '\n'), 1) << result.err;
      EXPECT_EQ(result.out, "");
    }
    if (result.err == "normscope: " + changedLine(path_) + "\n") ++changed_;
    return result;
  }

  TemporaryFolder folder_;
  std::string path_ = folder_.file("x.npy");
  const Rewriter rewriter_{path_, {2, 6, 300, 300}, GetParam()};
  int changed_ = 0;
};

TEST_P(ChangingFile, IsComputedWholeOrNotAtAll) {
  const std::string y = folder_.file("y.npy");
  for (const std::string device : {"reference", "auto"}) {
    std::filesystem::remove(y);
    const CommandResult result =
        run({"compute", path_, "--norm", "layer", "--device", device, "--verify", "-o", y});
    EXPECT_EQ(std::filesystem::exists(y), result.status == 0);
    if (result.status != 0 || !GetParam()) continue;
    const Tensor made = readNpy(y);
    const auto values = made.values<float>();
    EXPECT_EQ(std::count(values.begin(), values.end(), 0.0F), made.elementCount());
  }
  EXPECT_GT(changed_, 0);
}

TEST_P(ChangingFile, IsReadByEveryCommandOrRefused) {
  const std::string other = folder_.fileOf("other.npy", constantNpy({2, 6, 300, 300}, 2));
  const std::string picture = folder_.file("picture.svg");
  run({"compute", other, "--norm", "layer", "--grad-output", path_, "--grad-input", folder_.file("g.npy"),
       "--device", "reference"});
  run({"compute", path_, "--norm", "group:groups=2", "--grad-output", other, "--stats",
       folder_.file("s.npz")});
  run({"compute", other, "--norm", "custom:over=N+C+H+W,affine=element", "--weight", path_});
  run({"compare", path_, "--a", "batch", "--b", "layer", "--device", "reference"});
  run({"match", path_, other});
  run({"match", other, path_});
  for (const std::string kind : {"statistics", "histogram-x", "histogram-y", "running"})
    run({"plot", path_, "--norm", "batch", "--kind", kind, "-o", picture});
  const std::string scene = folder_.fileOf(
      "scene.json",
      R"({"normscope": "scene", "version": 1, "source": ")" + path_ +
          R"(", "layout": "NCHW", "shape": [2, 6, 300, 300], "norms": ["layer"], "show": "y"})");
  run({"figure", "--scene", scene, "-o", picture});
  EXPECT_GT(changed_, 0);
}

std::string nameOfCase(const testing::TestParamInfo<bool>& tested) {
  return tested.param ? "TruncatedAndWritten" : "WrittenOver";
}

INSTANTIATE_TEST_SUITE_P(Ways, ChangingFile, testing::Bool(), nameOfCase);

}  // namespace changing_file_test
}  // namespace normscope
