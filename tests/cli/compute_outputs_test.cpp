// In which formats, and where, compute writes what it made.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "core/io/npy.h"
#include "core/io/source.h"
#include "tests/cli/npz_arrays.h"
#include "tests/cli/run_command.h"

namespace normscope {
namespace compute_outputs_test {

using nlohmann::ordered_json;
using testing::HasSubstr;

class ComputeOutputs : public testing::Test {
 protected:
  std::string path(const std::string& name) const { return folder_.file(name); }

  CommandResult compute(std::vector<std::string> arguments, const std::string& outputFile = "") {
    arguments.insert(arguments.begin(), {"compute", "normal:4,6,5:seed=1", "--device", "reference"});
    return runNormscope(arguments, {}, outputFile);
  }

  std::string done(const std::vector<std::string>& arguments) {
    const CommandResult result = compute(arguments);
    EXPECT_EQ(result.err, "");
    EXPECT_EQ(result.status, 0);
    return result.out;
  }

  static std::string bytesOf(const Tensor& tensor) {
    return {reinterpret_cast<const char*>(tensor.bytes()), tensor.byteCount()};
  }

  TemporaryFolder folder_;
};

TEST_F(ComputeOutputs, YGoesToSafetensorsToo) {
  done({"--norm", "layer", "-o", path("y.npy")});
  done({"--norm", "layer", "-o", path("y.safetensors"), "--x-hat", path("h.safetensors")});
  const Tensor y = readNpy(path("y.npy"));
  const Tensor same = loadTensor(path("y.safetensors") + "::y").tensor;
  EXPECT_EQ(same.extents(), y.extents());
  EXPECT_EQ(bytesOf(same), bytesOf(y));
  EXPECT_EQ(bytesOf(loadTensor(path("h.safetensors") + "::x_hat").tensor), bytesOf(y));
}

TEST_F(ComputeOutputs, XHatIsBeforeWeightAndBias) {
  done({"--norm", "batch", "-o", path("plain.npy")});
  done({"--norm", "batch", "--weight", "ramp:6:start=2", "--bias", "ramp:6", "-o", path("y.npy"), "--x-hat",
        path("h.npy")});
  EXPECT_EQ(contentsOf(path("h.npy")), contentsOf(path("plain.npy")));
  const Tensor h = readNpy(path("h.npy")), y = readNpy(path("y.npy"));
  for (std::int64_t i = 0; i < y.elementCount(); ++i) {
    const double channel = static_cast<double>(i / 5 % 6);
    EXPECT_NEAR(y.at(i), h.at(i) * (2 + channel) + channel, 1e-5) << i;
  }
}

TEST_F(ComputeOutputs, Bfloat16StaysInSafetensors) {
  folder_.fileOf("b.bin", std::string("\x80\x3f\0\x40\x40\x40\x80\x40", 8));
  const std::vector<std::string> raw = {"compute", path("b.bin"), "--dtype", "bfloat16", "--shape",
                                        "2,2",     "--norm",      "layer",   "--json",   "-o"};
  const auto notices = [&](const std::string& output) {
    std::vector<std::string> arguments = raw;
    arguments.push_back(output);
    return ordered_json::parse(runNormscope(arguments).out)["notices"].dump();
  };
  EXPECT_THAT(notices(path("y.safetensors")), testing::Not(HasSubstr("bfloat16")));
  EXPECT_EQ(loadTensor(path("y.safetensors")).tensor.dtype(), DType::bfloat16);
  EXPECT_THAT(notices(path("y.npy")),
              HasSubstr(".npy has no bfloat16: '" + path("y.npy") + "' holds float32"));
}

TEST_F(ComputeOutputs, StatisticsGoToTheFormatOfTheEnding) {
  for (const char* ending : {"npz", "safetensors", "json", "csv"})
    done({"--norm", "batch", "--running-mean", "constant:6", "--running-var", "constant:6:value=1", "--stats",
          path(std::string("s.") + ending)});
  const auto arrays = npzArrays(path("s.npz"));
  const ordered_json json = ordered_json::parse(contentsOf(path("s.json")));
  const std::string csv = contentsOf(path("s.csv"));
  EXPECT_THAT(csv, testing::StartsWith("array,index,value\nmean,0,"));
  EXPECT_THAT(csv, HasSubstr("\nnum_batches_tracked,,1\n"));
  for (const auto& [name, array] : arrays) {
    const Tensor same = loadTensor(path("s.safetensors") + "::" + name).tensor;
    EXPECT_EQ(bytesOf(same), bytesOf(array)) << name;
    EXPECT_EQ(same.dtype(), array.dtype()) << name;
    if (name == "num_batches_tracked") {
      EXPECT_EQ(json[name], 1);
      continue;
    }
    ASSERT_EQ(json[name].size(), 6) << name;
    for (std::size_t i = 0; i < 6; ++i)
      EXPECT_EQ(json[name][i], array.at(static_cast<std::int64_t>(i))) << name;
  }
  done({"--norm", "instance", "--stats", path("n.json")});
  const ordered_json nested = ordered_json::parse(contentsOf(path("n.json")));
  EXPECT_EQ(nested["mean"].size(), 4);
  EXPECT_EQ(nested["mean"][3].size(), 6);
}

TEST_F(ComputeOutputs, YGoesToStandardOutputAndWordsToStandardError) {
  done({"--norm", "layer", "-o", path("y.npy")});
  const CommandResult result = compute({"--norm", "layer", "-o", "-"});
  EXPECT_EQ(result.out, contentsOf(path("y.npy")));
  EXPECT_THAT(result.err, HasSubstr("written     standard output\n"));
  EXPECT_EQ(result.status, 0);
  compute({"--norm", "layer", "-o", "-"}, path("redirected.npy"));
  EXPECT_EQ(contentsOf(path("redirected.npy")), contentsOf(path("y.npy")));
}

TEST_F(ComputeOutputs, StandardOutputHoldsOneThing) {
  expectRefusal(
      {"compute", "ramp:2,3", "--norm", "layer", "-o", "-", "--json"}, 2,
      "normscope: --json: standard output holds y, by --output -; write y to a file or leave --json out");
  for (const std::string option : {"--stats", "--x-hat"}) {
    expectRefusal({"compute", "ramp:2,3", "--norm", "layer", option, "-"}, 2,
                  "normscope: " + option + " '-': only --output goes to standard output; name a file");
  }
  expectRefusal({"compute", "ramp:2,3", "--norm", "layer", "-o", path("y.npy"), "--x-hat", path("y.npy")}, 2,
                "normscope: --x-hat '" + path("y.npy") + "': it is the file of --output too; give two names");
  expectRefusal({"compute", "ramp:2,3", "--norm", "layer", "-o", "-", "--stats", "/dev/stdout"}, 2,
                "normscope: --stats '/dev/stdout': it is the file of --output too; give two names");
  EXPECT_TRUE(folder_.entries().empty());
}

TEST_F(ComputeOutputs, StandardOutputIsNoFileThatIsWrittenToo) {
  const std::string both = path("both.npz");
  const CommandResult result = compute({"--norm", "layer", "-o", "-", "--stats", both}, both);
  EXPECT_EQ(result.err,
            "normscope: --stats '" + both + "': it is the file of --output too; give two names\n");
  EXPECT_EQ(result.status, 2);
}

TEST_F(ComputeOutputs, NothingIsWrittenWhereStandardOutputIsFull) {
  const CommandResult result = compute({"--norm", "layer", "-o", "-", "--stats", path("s.npz")}, "/dev/full");
  EXPECT_EQ(result.err, "normscope: standard output: it cannot be written; check what it is connected to\n");
  EXPECT_EQ(result.status, 1);
  EXPECT_TRUE(folder_.entries().empty());
}

/// The name would promise what the file does not hold.
TEST_F(ComputeOutputs, NamesOfOtherFormatsAreRefused) {
  for (const std::string extension : {".npz", ".pt", ".csv", ".json", ".gguf", ".PNG"}) {
    std::string small = extension;
    if (small == ".PNG") small = ".png";
    for (const std::string option : {"-o", "--x-hat"}) {
      const std::string file = path("y" + extension);
      expectRefusal({"compute", "ramp:2,3", "--norm", "layer", option, file}, 2,
                    "normscope: " + (option == "-o" ? "--output" : option) + " '" + file +
                        "': a tensor is not written as '" + small +
                        "'; end the name with .npy or .safetensors");
    }
  }
  const std::string file = path("s.txt");
  expectRefusal({"compute", "ramp:2,3", "--norm", "layer", "--stats", file}, 2,
                "normscope: --stats '" + file +
                    "': statistics are not written as '.txt'; end the name with .npz, .safetensors, .json or "
                    ".csv");
  EXPECT_TRUE(folder_.entries().empty());
  const std::string text = done({"--norm", "layer", "-o", path("tmp.Xa12"), "--stats", path("tmp.Xb34")});
  EXPECT_THAT(text, testing::HasSubstr("written     " + path("tmp.Xa12") + ", as .npy\n"));
  EXPECT_THAT(text, testing::HasSubstr(path("tmp.Xb34") + ", as .npz\n"));
  EXPECT_EQ(readNpy(path("tmp.Xa12")).extents(), (Extents{4, 6, 5}));
  EXPECT_EQ(npzArrays(path("tmp.Xb34")).count("mean"), 1);
}

TEST_F(ComputeOutputs, XHatReplacesNoInput) {
  done({"--norm", "layer", "-o", path("x.npy")});
  expectRefusal(
      {"compute", path("x.npy"), "--norm", "layer", "--x-hat", path("x.npy")}, 2,
      "normscope: --x-hat '" + path("x.npy") + "': it is the file that is read as FILE; give another name");
}

}  // namespace compute_outputs_test
}  // namespace normscope
