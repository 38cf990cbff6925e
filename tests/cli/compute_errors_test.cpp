#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/io/npy.h"
#include "tests/cli/run_command.h"

namespace normscope {
namespace compute_errors_test {

/// A folder with a tensor x.npy of shape [2, 6], a vector of 6 and one of 5.
class ComputeErrors : public testing::Test {
 protected:
  ComputeErrors() {
    save("x.npy", {2, 6});
    save("six.npy", {6});
    save("five.npy", {5});
  }

  void save(const std::string& name, const Extents& extents) {
    writeNpy(folder_.file(name), Tensor::allocate(DType::float32, extents));
  }

  std::string path(const std::string& name) const { return folder_.file(name); }

  /// compute x.npy --norm `norm` and the rest must be refused and leave the folder as it was.
  void refuses(const std::string& norm, std::vector<std::string> rest, int status, const std::string& line) {
    const std::vector<std::string> before = folder_.entries();
    rest.insert(rest.begin(), {"compute", path("x.npy"), "--norm", norm});
    expectRefusal(rest, status, "normscope: " + line);
    EXPECT_EQ(folder_.entries(), before) << line;
  }

  TemporaryFolder folder_;
};

TEST_F(ComputeErrors, RunningFilesComeInPairsAndFitTheChannels) {
  refuses("batch", {"--running-mean", path("six.npy")}, 2,
          "--running-mean: it is given without --running-var; give both files or neither");
  refuses("batch", {"--running-var", path("six.npy")}, 2,
          "--running-var: it is given without --running-mean; give both files or neither");
  refuses("batch", {"--running-mean", path("five.npy"), "--running-var", path("six.npy")}, 2,
          "--running-mean '" + path("five.npy") + "': its shape [5] is not [6]; give one value per channel");
  refuses("batch", {"--running-mean", path("six.npy"), "--running-var", path("x.npy")}, 2,
          "--running-var '" + path("x.npy") + "': its shape [2, 6] is not [6]; give one value per channel");
  refuses("layer", {"--running-mean", path("six.npy"), "--running-var", path("six.npy")}, 2,
          "--running-mean: Layer Norm keeps no running statistics; leave --running-mean and --running-var "
          "out, or use "
          "batch or instance");
  refuses("batch:mode=eval", {"-o", path("y.npy")}, 2,
          "norm 'batch:mode=eval': evaluation mode needs running statistics; give --running-mean and "
          "--running-var, "
          "or use mode=train");
}

TEST_F(ComputeErrors, TheCountOfBatchesNeedsRunningFilesAndIsACount) {
  refuses(
      "batch", {"--num-batches-tracked", "3"}, 2,
      "--num-batches-tracked: it counts the batches behind --running-mean and --running-var, which are not "
      "given; give both files or leave it out");
  for (const std::string text : {"-1", "two", "1.5"}) {
    refuses(
        "batch",
        {"--running-mean", path("six.npy"), "--running-var", path("six.npy"), "--num-batches-tracked", text},
        2,
        "--num-batches-tracked: '" + text + "' is not a count of batches; give a whole number of 0 or more");
  }
}

TEST_F(ComputeErrors, ParametersOfTheWrongShapeNameTheRightOne) {
  refuses("batch", {"--weight", path("five.npy"), "-o", path("y.npy")}, 2,
          "weight: its shape [5] does not fit norm 'batch' on [2, 6]; give the shape [6] (one per channel)");
  refuses("batch", {"--weight", "normal:2,6", "-o", path("y.npy")}, 2,
          "weight: its shape [2, 6] does not fit norm 'batch' on [2, 6]; give the shape [6] (one per "
          "channel), or add "
          "affine=N+C to the norm");
  refuses("batch:affine=none", {"--bias", path("six.npy")}, 2,
          "bias: the norm 'batch:affine=none' has affine=none; leave bias out or change affine");
}

TEST_F(ComputeErrors, FilesThatAreMissingOrNoTensorsAreNamed) {
  refuses("batch", {"--weight", path("none.npy")}, 1,
          path("none.npy") +
              ": there is no such file; give a path, sample:NAME or a generated tensor such as "
              "normal:20,6,10,10");
  expectRefusal({"compute", path("none.npy"), "--norm", "batch"}, 1,
                "normscope: " + path("none.npy") +
                    ": there is no such file; give a path, sample:NAME or a generated tensor such as "
                    "normal:20,6,10,10");
}

TEST_F(ComputeErrors, SpecsAndLayoutsThatDoNotFitAreRefused) {
  refuses("bach", {}, 2,
          "norm 'bach': 'bach' is not a kind of norm; use batch, layer, instance, group, rms, custom or l2");
  refuses("batch", {"--layout", "NCHW"}, 2,
          "layout 'NCHW': it names 4 axes and the shape [2, 6] has 2; give one letter per axis");
  refuses("batch", {"--device", "gpu"}, 2,
          "--device 'gpu': it is not a device; give auto, reference or opencl:N");
}

TEST_F(ComputeErrors, NoFileIsWrittenWhereOneCannotBe) {
  const std::string nowhere = path("nowhere") + "/f";
  const std::string reason =
      nowhere + ": the folder '" + path("nowhere") + "' does not exist; make it first or give another path";
  refuses("batch", {"-o", path("y.npy"), "--stats", nowhere}, 1, reason);
  refuses("batch", {"-o", nowhere, "--stats", path("s.npz")}, 1, reason);
  std::vector<std::string> paths = {path("y.npy"), path("gx.npy"), path("s.npz")};
  for (std::string& one : paths) {
    const std::string kept = std::exchange(one, nowhere);
    refuses("batch",
            {"--grad-output", path("x.npy"), "-o", paths[0], "--grad-input", paths[1], "--stats", paths[2]},
            1, reason);
    one = kept;
  }
}

TEST_F(ComputeErrors, TheBackwardPassNeedsAGradientAndSomewhereToWrite) {
  refuses("batch", {"--grad-input", path("gx.npy"), "-o", path("y.npy")}, 2,
          "--grad-input: it is given without --grad-output, the gradient that it comes from; give both or "
          "neither");
  refuses("batch", {"--grad-output", path("x.npy"), "-o", path("y.npy"), "--verify"}, 2,
          "--grad-output: nothing of the backward pass would be written; give --grad-input, --stats or both");
}

TEST_F(ComputeErrors, AGradientOfAnotherShapeOrDtypeIsRefused) {
  writeNpy(path("doubles.npy"), Tensor::allocate(DType::float64, {2, 6}));
  const auto given = [&](const std::string& file) {
    return std::vector<std::string>{"-o",      path("y.npy"), "--grad-input",  path("gx.npy"),
                                    "--stats", path("s.npz"), "--grad-output", path(file)};
  };
  refuses("batch", given("six.npy"), 2,
          "grad_output: its shape [6] is not [2, 6], that of x; give one value per element of y");
  refuses("batch", given("doubles.npy"), 2,
          "grad_output: it is float64 and y is float32; give it as float32");
  refuses("batch", given("none.npy"), 1,
          path("none.npy") +
              ": there is no such file; give a path, sample:NAME or a generated tensor such as "
              "normal:20,6,10,10");
}

TEST_F(ComputeErrors, TwoOutputsNeedTwoFiles) {
  refuses("batch", {"-o", path("y"), "--stats", path("y")}, 2,
          "--stats '" + path("y") + "': it is the file of --output too; give two names");
  refuses("batch", {"-o", path("y"), "--stats", path("./y")}, 2,
          "--stats '" + path("./y") + "': it is the file of --output too; give two names");
  const auto backward = [&](const std::string& option) {
    return std::vector<std::string>{"--grad-output", path("x.npy"), "--grad-input",
                                    path("g"),       option,        path("./g")};
  };
  refuses("batch", backward("--output"), 2,
          "--grad-input '" + path("g") + "': it is the file of --output too; give two names");
  refuses("batch", backward("--stats"), 2,
          "--stats '" + path("./g") + "': it is the file of --grad-input too; give two names");
}

TEST_F(ComputeErrors, ADeviceThatIsNotThereDoesNotFallBack) {
  const CommandResult result = runNormscope(
      {"compute", path("x.npy"), "--norm", "batch", "--device", "opencl:99", "-o", path("y.npy")});
  EXPECT_EQ(result.status, 1);
  EXPECT_THAT(result.err, testing::StartsWith("normscope: opencl:99: no such device, "));
  EXPECT_THAT(folder_.entries(), testing::ElementsAre("five.npy", "six.npy", "x.npy"));
}

TEST_F(ComputeErrors, StandardOutputThatCannotBeWrittenIsAnError) {
  const CommandResult result = runNormscope({"compute", path("x.npy"), "--norm", "batch"}, {}, "/dev/full");
  EXPECT_EQ(result.err, "normscope: standard output: it cannot be written; check what it is connected to\n");
  EXPECT_EQ(result.status, 1);
}

}  // namespace compute_errors_test
}  // namespace normscope
