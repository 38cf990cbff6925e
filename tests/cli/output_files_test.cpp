// Files that a command would replace, and disks without room.
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>

#include "tests/cli/run_command.h"
#include "tests/core/changing_file.h"

namespace normscope {
namespace output_files_test {

class ReplacedInput : public testing::Test {
 protected:
  void refused(std::vector<std::string> arguments, const std::string& output, const std::string& path,
               const std::string& role) {
    arguments.insert(arguments.end(), {output, path});
    const std::string name = output == "-o" ? "--output" : output;
    expectRefusal(arguments, 2,
                  "normscope: " + name + " '" + path + "': it is the file that is read as " + role +
                      "; give another name");
  }

  std::string tensor(const std::string& name, const Extents& extents) {
    return folder_.fileOf(name, constantNpy(extents, 1));
  }

  TemporaryFolder folder_;
};

TEST_F(ReplacedInput, OfComputeIsRefused) {
  const std::string x = tensor("x", {2, 3}), w = tensor("w", {3}), b = tensor("b", {3}),
                    mean = tensor("mean", {3}), var = tensor("var", {3}), g = tensor("g", {2, 3});
  const std::vector<std::string> command = {
      "compute",        x,    "--norm",        "batch", "--weight",      w, "--bias", b,
      "--running-mean", mean, "--running-var", var,     "--grad-output", g};
  std::vector<std::string> writing = command;
  writing.insert(writing.end(), {"--stats", folder_.file("s")});
  const std::vector<std::pair<std::string, std::string>> inputs = {
      {x, "FILE"},         {w, "--weight"}, {b, "--bias"}, {mean, "--running-mean"}, {var, "--running-var"},
      {g, "--grad-output"}};
  for (const auto& [path, role] : inputs) {
    refused(writing, "-o", path, role);
    refused(writing, "--grad-input", path, role);
    refused(command, "--stats", path, role);
  }
}

TEST_F(ReplacedInput, IsRefusedThroughLinks) {
  const std::string x = tensor("x", {2, 3});
  std::filesystem::create_symlink("x", folder_.file("symbolic"));
  std::filesystem::create_hard_link(x, folder_.file("hard"));
  for (const std::string name : {"symbolic", "hard", "./x"})
    refused({"compute", x, "--norm", "batch"}, "-o", folder_.file(name), "FILE");
  refused({"compute", folder_.file("symbolic"), "--norm", "batch"}, "-o", x, "FILE");
}

TEST_F(ReplacedInput, OfPlotAndFigureIsRefused) {
  const std::string x = tensor("x.svg", {2, 3}), mean = tensor("mean.svg", {3}), var = tensor("var.svg", {3});
  const std::vector<std::string> plot = {"plot",          x,   "--norm", "batch",  "--running-mean", mean,
                                         "--running-var", var, "--kind", "running"};
  refused(plot, "-o", x, "FILE");
  refused(plot, "-o", mean, "--running-mean");
  refused(plot, "-o", var, "--running-var");
  const std::string scene = folder_.fileOf(
      "scene.svg", R"({"normscope": "scene", "version": 1, "source": ")" + x +
                       R"(", "layout": "NC", "shape": [2, 3], "norms": ["layer"], "show": "x"})");
  refused({"figure", "--scene", scene}, "-o", scene, "--scene");
  refused({"figure", "--scene", scene}, "-o", x, "the tensor of the scene");
}

/// A generated tensor is no file, even where one has its name.
TEST_F(ReplacedInput, ATensorThatIsNoFileIsNotReplaced) {
  const CommandResult result =
      runNormscope({"compute", "constant:2,3", "--norm", "batch", "-o", folder_.file("y")});
  EXPECT_EQ(result.status, 0) << result.err;
}

/// A limit of size, which every child inherits, in place of a full disk.
class FullDisk : public testing::Test {
 protected:
  FullDisk() {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit small{3000, before_.rlim_max};
    handler_ = ::signal(SIGXFSZ, SIG_DFL);
    ::setrlimit(RLIMIT_FSIZE, &small);
  }
  ~FullDisk() override {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    ::signal(SIGXFSZ, handler_);
  }

  /// One line, and the file that was there stays.
  void refused(std::vector<std::string> arguments, const std::string& option, const std::string& name) {
    const std::string path = folder_.fileOf(name, "old");
    arguments.insert(arguments.end(), {option, path});
    expectRefusal(arguments, 1,
                  "normscope: " + path +
                      ": it cannot be written (File too large); check the path, its permissions and the free "
                      "space");
    EXPECT_EQ(contentsOf(path), "old");
    EXPECT_EQ(folder_.entries(), std::vector<std::string>{name});
    std::filesystem::remove(path);
  }

  TemporaryFolder folder_;

 private:
  rlimit before_{};
  sighandler_t handler_ = SIG_DFL;
};

TEST_F(FullDisk, IsSaidInOneLineByEveryCommandThatWrites) {
  const std::vector<std::string> compute = {"compute", "normal:4,300", "--norm",
                                            "batch",   "--device",     "reference"};
  refused(compute, "-o", "y.npy");
  refused(compute, "-o", "y.safetensors");
  refused(compute, "--x-hat", "h.npy");
  for (const std::string name : {"s.npz", "s.safetensors", "s.json", "s.csv"})
    refused({"compute", "normal:300,4", "--norm", "layer", "--device", "reference"}, "--stats", name);
  refused({"samples", "--write", "normal"}, "-o", "normal.npy");
  for (const std::string name : {"f.svg", "f.pdf", "f.png"})
    refused({"figure", "--shape", "6,6,6,6", "--norm", "batch"}, "-o", name);
  for (const std::string name : {"p.svg", "p.pdf", "p.png", "p.csv"})
    refused({"plot", "normal:200,20", "--norm", "layer", "--kind", "statistics", "--device", "reference"},
            "-o", name);
}

TEST_F(FullDisk, LeavesNoHalfOfAReport) {
  expectRefusal(
      {"report", "normal:4,300", "--norm", "batch", "--device", "reference", "-o", folder_.file("r")}, 1,
      "normscope: " + folder_.file("r/figure.svg") +
          ": it cannot be written (File too large); check the path, its permissions and the free "
          "space");
  EXPECT_EQ(folder_.fileCount(), 0);
}

/// None of several files is replaced where one has no room.
TEST_F(FullDisk, NoneOfSeveralFilesIsWritten) {
  const std::string y = folder_.fileOf("y.npy", "old");
  const CommandResult result =
      runNormscope({"compute", "normal:3,200", "--norm", "layer", "--device", "reference", "--stats", y, "-o",
                    folder_.file("large.npy"), "--json"});
  EXPECT_EQ(result.status, 0) << result.err;  // 2.4 KB: there is room for both
  std::filesystem::remove(folder_.file("large.npy"));
  folder_.fileOf("y.npy", "old");
  expectRefusal({"compute", "normal:3,400", "--norm", "layer", "--device", "reference", "--stats", y, "-o",
                 folder_.file("large.npy")},
                1,
                "normscope: " + folder_.file("large.npy") +
                    ": it cannot be written (File too large); check the path, its permissions and the free "
                    "space");
  EXPECT_EQ(contentsOf(y), "old");
  EXPECT_EQ(folder_.fileCount(), 1);
}

}  // namespace output_files_test
}  // namespace normscope
