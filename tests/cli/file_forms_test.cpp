// What FILE may be, on the command line.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <nlohmann/json.hpp>
#include <thread>

#include "core/io/generate.h"
#include "core/io/npy.h"
#include "core/io/npz.h"
#include "tests/cli/run_command.h"
#include "tests/core/changing_file.h"

namespace normscope {
namespace file_forms_test {

using nlohmann::ordered_json;
using testing::HasSubstr;

/// A folder with x.npy and layer.npz: x [2, 3, 4], weight, bias, mean and var [3].
class FileForms : public testing::Test {
 protected:
  FileForms() {
    writeNpy(path("x.npy"), generate(parseGenerated("normal:2,3,4:seed=1")));
    const auto three = [](const std::string& text) { return generate(parseGenerated(text)); };
    writeNpz(path("layer.npz"), {{"x", three("normal:2,3,4:seed=1")},
                                 {"weight", three("ramp:3:start=1")},
                                 {"bias", three("ramp:3")},
                                 {"mean", three("ramp:3:start=0.5")},
                                 {"var", three("constant:3:value=4")}});
  }

  std::string path(const std::string& name) const { return folder_.file(name); }
  std::string layer(const std::string& name) const { return path("layer.npz") + "::" + name; }

  /// The bytes of y.
  std::string computed(std::vector<std::string> arguments, const std::string& input = "/dev/null") {
    arguments.insert(arguments.begin(), "compute");
    arguments.insert(arguments.end(),
                     {"--norm", "batch:mode=eval", "--device", "reference", "-o", path("y.npy")});
    const CommandResult result = runNormscope(arguments, {}, "", input);
    EXPECT_EQ(result.err, "");
    EXPECT_EQ(result.status, 0);
    return contentsOf(path("y.npy"));
  }

  TemporaryFolder folder_;
};

TEST_F(FileForms, TensorsOfAFileAreTakenByTheirNames) {
  for (const char* name : {"weight", "bias", "mean", "var"}) {
    const std::string text = name == std::string("weight") ? "ramp:3:start=1"
                             : name == std::string("bias") ? "ramp:3"
                             : name == std::string("mean") ? "ramp:3:start=0.5"
                                                           : "constant:3:value=4";
    writeNpy(path(std::string(name) + ".npy"), generate(parseGenerated(text)));
  }
  const std::string apart =
      computed({path("x.npy"), "--weight", path("weight.npy"), "--bias", path("bias.npy"), "--running-mean",
                path("mean.npy"), "--running-var", path("var.npy")});
  EXPECT_EQ(computed({layer("x"), "--weight", layer("weight"), "--bias", layer("bias"), "--running-mean",
                      layer("mean"), "--running-var", layer("var")}),
            apart);
  EXPECT_EQ(computed({path("x.npy"), "--weight", "ramp:3:start=1", "--bias", "ramp:3", "--running-mean",
                      "ramp:3:start=0.5", "--running-var", "constant:3:value=4"}),
            apart);
}

TEST_F(FileForms, SlicesNameThePartAndTheLayoutTheAxesThatAreLeft) {
  const auto json = [&](const std::string& file) {
    return ordered_json::parse(runNormscope({"compute", file, "--norm", "layer", "--json"}).out);
  };
  EXPECT_EQ(json(path("x.npy") + "[0]")["shape"], (Extents{3, 4}));
  EXPECT_EQ(json(path("x.npy") + "[0]")["layout"], "NC");
  EXPECT_EQ(json(layer("x[:,::2]"))["shape"], (Extents{2, 2, 4}));
  expectRefusal({"compute", path("x.npy") + "[0,0,0,0]", "--norm", "layer"}, 2,
                "normscope: " + path("x.npy") +
                    ": the slice [0,0,0,0] names 4 axes and the tensor has 3; name at most as many");
  expectRefusal(
      {"compute", path("x.npy") + "[0,0,0]", "--norm", "layer"}, 2,
      "normscope: norm 'layer' on  []: a tensor of rank 0 is one number and has no axes; give a tensor "
      "of one axis or more");
}

TEST_F(FileForms, ASliceThatLeavesOutAnAxisSaysWhatTheOthersMayBe) {
  const std::string file = folder_.fileOf("images.npy", constantNpy({2, 3, 4, 5}, 1));
  const auto said = [&](const std::string& slice, const std::string& layout) {
    return runNormscope({"compute", file + slice, "--norm", "layer", "--layout", layout}).out;
  };
  const CommandResult image = runNormscope({"compute", file + "[0]", "--norm", "layer"});
  EXPECT_THAT(image.out,
              testing::HasSubstr("notice      its axes are taken as NCL, but the slice [0] leaves CHW of "
                                 "NCHW; say --layout CHW where that is what they are\n"));
  EXPECT_THAT(image.out, testing::Not(testing::HasSubstr("BTF")));
  EXPECT_THAT(said("[0]", "CHW"), testing::Not(testing::HasSubstr("taken as")));
  EXPECT_THAT(said("[0:1]", "NCHW"), testing::Not(testing::HasSubstr("taken as")));
}

TEST_F(FileForms, SeveralTensorsWithoutANameAreListed) {
  expectRefusal(
      {"compute", path("layer.npz"), "--norm", "layer"}, 2,
      "normscope: " + path("layer.npz") +
          ": it holds 5 tensors: x [2, 3, 4], weight [3], bias [3], mean [3], var [3]; name one, such as " +
          layer("x"));
  expectRefusal(
      {"compute", layer("y"), "--norm", "layer"}, 2,
      "normscope: " + path("layer.npz") +
          ": it holds no tensor 'y'; its tensors are: x [2, 3, 4], weight [3], bias [3], mean [3], var [3]");
}

TEST_F(FileForms, StandardInputIsReadToItsEnd) {
  const std::string whole =
      computed({path("x.npy"), "--running-mean", layer("mean"), "--running-var", layer("var")});
  EXPECT_EQ(computed({"-", "--running-mean", layer("mean"), "--running-var", layer("var")}, path("x.npy")),
            whole);
  // A pipe, which has no size.
  const std::string pipe = path("pipe");
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  std::thread writer([&] { std::ofstream(pipe, std::ios::binary) << contentsOf(path("x.npy")); });
  EXPECT_EQ(computed({"-", "--running-mean", layer("mean"), "--running-var", layer("var")}, pipe), whole);
  writer.join();
  expectRefusal({"compute", "-", "--norm", "layer"}, 1,
                "normscope: standard input: the file is empty; give a file that holds a tensor");
  const CommandResult twice = runNormscope({"match", "-", "-"}, {}, "", path("x.npy"));
  EXPECT_EQ(
      twice.err,
      "normscope: standard input: it can be read once, and it is named twice; save it to a file first\n");
  EXPECT_EQ(twice.status, 2);
}

TEST_F(FileForms, RawBinaryIsWhatIsSaid) {
  const Tensor x = readNpy(path("x.npy"));
  folder_.fileOf("x.bin", {reinterpret_cast<const char*>(x.bytes()), x.byteCount()});
  const std::vector<std::string> running = {"--running-mean", layer("mean"), "--running-var", layer("var")};
  const auto with = [&](std::vector<std::string> words) {
    words.insert(words.end(), running.begin(), running.end());
    return words;
  };
  const std::string whole = computed(with({path("x.npy")}));
  EXPECT_EQ(computed(with({path("x.bin"), "--dtype", "float32", "--shape", "2,3,4"})), whole);
  EXPECT_EQ(computed(with({"-", "--dtype", "float32", "--shape", "2,3,4"}), path("x.bin")), whole);
  expectRefusal({"compute", path("x.bin"), "--norm", "layer", "--dtype", "float32"}, 2,
                "normscope: --dtype: it is given without --shape; give both or neither");
  expectRefusal({"match", path("x.bin"), path("x.bin"), "--shape", "2,3,4"}, 2,
                "normscope: --shape: it is given without --dtype; give both or neither");
  expectRefusal(
      {"compare", path("x.bin"), "--a", "layer", "--b", "batch", "--dtype", "float32", "--shape", "2,3"}, 2,
      "normscope: " + path("x.bin") +
          ": it has 96 bytes and float32 of the shape [2, 3] takes 24; give the dtype and the shape that "
          "fit");
}

TEST_F(FileForms, AnOutputDoesNotReplaceTheFileOfATensor) {
  expectRefusal({"compute", layer("x"), "--norm", "layer", "--stats", path("layer.npz")}, 2,
                "normscope: --stats '" + path("layer.npz") +
                    "': it is the file that is read as FILE; give another name");
  expectRefusal(
      {"compute", path("x.npy") + "[0]", "--norm", "layer", "-o", path("x.npy")}, 2,
      "normscope: --output '" + path("x.npy") + "': it is the file that is read as FILE; give another name");
}

TEST_F(FileForms, AFigureOfATensorInAFileOpensAgain) {
  const CommandResult plot = runNormscope({"plot", layer("x"), "--norm", "layer", "--kind", "histogram-x",
                                           "--kind", "histogram-x", "-o", path("p.svg")});
  EXPECT_EQ(plot.status, 2);  // given twice
  EXPECT_EQ(
      runNormscope({"plot", layer("x"), "--norm", "layer", "--kind", "histogram-x", "-o", path("p.svg")}).err,
      "");
  EXPECT_THAT(contentsOf(path("p.svg")), HasSubstr("layer.npz::x"));
  EXPECT_EQ(runNormscope({"figure", "--scene", path("p.svg"), "--show", "values", "-o", path("f.svg")}).err,
            "");
}

TEST_F(FileForms, WhatMlDtypesWritesIsBfloat16WithANotice) {
  const std::string header = "{'descr': '<V2', 'fortran_order': False, 'shape': (2,), }\n";
  std::string bytes = "\x93NUMPY\x01";
  bytes += std::string(1, '\0') + static_cast<char>(header.size()) + '\0' + header +
           std::string("\x80\x3f\0\x40", 4);
  const CommandResult result = runNormscope(
      {"compute", folder_.fileOf("b.npy", bytes), "--layout", "C", "--norm", "layer:over=C", "--json"});
  const ordered_json json = ordered_json::parse(result.out);
  EXPECT_EQ(json["dtype"], "bfloat16");
  EXPECT_EQ(json["notices"][0], "the dtype '<V2' is taken for bfloat16, which ml_dtypes writes so");
}

}  // namespace file_forms_test
}  // namespace normscope
