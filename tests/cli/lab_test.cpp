#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "tests/cli/run_command.h"

namespace normscope {
namespace lab_test {

using nlohmann::ordered_json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

/// A laboratory that takes a moment.
std::vector<std::string> quick(const std::vector<std::string>& more) {
  std::vector<std::string> arguments = {
      "lab", "--norms", "batch,group:groups=4,none", "--batch-sizes", "64,32", "--epochs", "1"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

void expectLine(const std::vector<std::string>& arguments, int status, const std::string& line) {
  expectRefusal(arguments, status, "normscope: " + line);
}

std::vector<std::string> keysOf(const ordered_json& object) {
  std::vector<std::string> keys;
  for (const auto& [key, value] : object.items()) keys.push_back(key);
  return keys;
}

ordered_json jsonOf(const std::vector<std::string>& arguments) {
  const CommandResult result = runNormscope(arguments);
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_EQ(result.err, "");
  return ordered_json::parse(result.out);
}

TEST(LabCommand, PrintsARecordANetwork) {
  const ordered_json json = jsonOf(quick({"--seeds", "2", "--json"}));
  EXPECT_THAT(keysOf(json), ElementsAre("records", "notices"));
  ASSERT_EQ(json["records"].size(), 12U);
  const ordered_json& first = json["records"][0];
  EXPECT_THAT(keysOf(first), ElementsAre("norm", "batch_size", "seed", "error", "seconds", "loss",
                                         "last_stage", "values_behind_mean"));
  EXPECT_EQ(first["norm"], "batch");
  EXPECT_EQ(first["batch_size"], 64);
  EXPECT_EQ(first["seed"], 0);
  EXPECT_EQ(first["values_behind_mean"], 64);
  EXPECT_TRUE(json["records"][2]["values_behind_mean"].is_null());
  EXPECT_EQ(json["records"][11]["seed"], 1);
  for (const ordered_json& record : json["records"]) {
    EXPECT_GE(record["error"], 0.0);
    EXPECT_LE(record["error"], 1.0);
  }
}

TEST(LabCommand, GivesTheSameNumbersWithAnyNumberOfThreads) {
  const TemporaryFolder folder;
  std::vector<std::string> files;
  for (const std::string threads : {"1", "2", "7"}) {
    files.push_back(folder.file(threads + ".csv"));
    ASSERT_EQ(runNormscope(quick({"--threads", threads, "-o", files.back()})).status, 0);
  }
  const std::string csv = contentsOf(files[0]);
  EXPECT_THAT(csv, StartsWith("norm,batch_size,seed,error,values_behind_mean,last_stage\nbatch,64,0,"));
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 7);
  EXPECT_EQ(contentsOf(files[1]), csv);
  EXPECT_EQ(contentsOf(files[2]), csv);
}

TEST(LabCommand, PrintsATable) {
  const CommandResult result = runNormscope(quick({"--norms", "layer,instance"}));
  EXPECT_EQ(result.status, 2);  // --norms is there twice
  const CommandResult table =
      runNormscope({"lab", "--norms", "layer,instance", "--batch-sizes", "64", "--epochs", "1"});
  EXPECT_EQ(table.err, "");
  EXPECT_THAT(table.out, StartsWith("samples a batch       64\nlayer               "));
  EXPECT_THAT(table.out, HasSubstr("\ntrained          2 networks of 1 epoch in "));
  EXPECT_THAT(
      table.out,
      HasSubstr("\nnotice           instance is trained with a last stage of 2×2: with 1×1 each of its "
                "means would be of one value\n"));
}

TEST(LabCommand, WritesPicturesThatCarryTheirNumbers) {
  const TemporaryFolder folder;
  for (const std::string name : {"c.svg", "c.pdf", "c.png"}) {
    const CommandResult result =
        runNormscope(quick({"--paper", "-o", folder.file(name)}), {"DISPLAY=", "WAYLAND_DISPLAY="});
    EXPECT_EQ(result.status, 0) << result.err;
    if (name == "c.png") continue;  // it is compressed there
    EXPECT_THAT(contentsOf(folder.file(name)), HasSubstr("laboratory")) << name;
  }
  const std::string svg = contentsOf(folder.file("c.svg"));
  EXPECT_THAT(svg, HasSubstr("Validation error against batch size"));
  EXPECT_THAT(svg, HasSubstr("Batch Norm in the paper (ImageNet)"));
}

TEST(LabCommand, GoesOnFromItsCheckpoint) {
  const TemporaryFolder folder;
  const std::string checkpoint = folder.file("c.json");
  const ordered_json first = jsonOf(quick({"--checkpoint", checkpoint, "--json"}));
  // Two networks are forgotten.
  ordered_json kept = ordered_json::parse(contentsOf(checkpoint));
  ASSERT_EQ(kept["runs"].size(), 6U);
  kept["runs"].erase(4);
  kept["runs"].erase(1);
  for (ordered_json& run : kept["runs"]) run["seconds"] = 1000;
  folder.fileOf("c.json", kept.dump());
  const ordered_json second = jsonOf(quick({"--checkpoint", checkpoint, "--json"}));
  int trained = 0;
  for (std::size_t i = 0; i < 6; ++i) {
    EXPECT_EQ(second["records"][i]["error"], first["records"][i]["error"]);
    trained += second["records"][i]["seconds"] < 1000 ? 1 : 0;
  }
  EXPECT_EQ(trained, 2);
  expectLine(
      {"lab", "--epochs", "2", "--checkpoint", checkpoint}, 2,
      checkpoint + ": it is the checkpoint of other settings; give those settings, or name another file");
  folder.fileOf("c.json", contentsOf(checkpoint).substr(0, 100));
  expectLine(quick({"--checkpoint", checkpoint}), 1,
             checkpoint +
                 ": it is not well-formed JSON from byte 101 on; correct it or save it again with Normscope");
}

TEST(LabCommand, RefusesBeforeItStarts) {
  const TemporaryFolder folder;
  expectLine(
      {"lab", "--norms", "batch", "--batch-sizes", "1"}, 2,
      "norm 'batch' at batch size 1: each mean of the last stage would be of one value, and its output would "
      "not depend on x; use a larger batch, or a last stage of 2×2");
  expectLine(
      {"lab", "--norms", "group:groups=3"}, 2,
      "norm 'group:groups=3' on NCHW [32, 16, 4, 4]: 3 groups do not divide 16 channels; use groups=1, 2, 4, "
      "8 or 16");
  expectLine({"lab", "--batch-sizes", "2000"}, 2,
             "batch size 2000: there are only 1297 pictures to train on; give up to 1297");
  expectLine({"lab", "--batch-sizes", "32,x"}, 2,
             "--batch-sizes '32,x': it is not a list of whole numbers; give one, such as 32,16,8,4,2");
  expectLine(
      {"lab", "--norms", "groups=4"}, 2,
      "--norms 'groups=4': 'groups=4' belongs to no norm; name the norm first, such as group:groups=4");
  expectLine({"lab", "--seeds", "many"}, 2, "--seeds 'many': it is not a whole number; give one, such as 3");
  expectLine({"lab", "--epochs", "0"}, 2, "epochs: it is not from 1 to 1000; give a number such as 15");
  expectLine({"lab", "--learning-rate", "fast"}, 2,
             "--learning-rate 'fast': it is not a number; give one, such as 0.1");
  expectLine({"lab", "--last-stage", "3x3"}, 2,
             "--last-stage '3x3': there is no such network; give 1x1, 2x2 or 4x4");
  expectLine({"lab", "--batches", "sorted"}, 2,
             "--batches 'sorted': it is unknown; give shuffled or one-class");
  expectLine({"lab", "--threads", "0"}, 2, "--threads '0': it is not from 1 to 256; give a number such as 2");
  expectLine({"lab", "-o", "c.tex"}, 2,
             "c.tex: its ending says no format; use .svg, .pdf, .png, .tikz or .csv");
  expectLine({"lab", "--show", "y"}, 2, "--show: it is for --statistics; leave it out");
  expectLine({"lab", "--layout", "NCHW"}, 2, "--layout: it is for --statistics; leave it out");
  expectLine({"lab", "--statistics", "--epochs", "3"}, 2,
             "--epochs: it is for training, and --statistics trains nothing; leave it out");
  expectLine({"lab", "-o", folder.file("c.csv"), "--checkpoint", folder.file("c.csv")}, 2,
             "--checkpoint '" + folder.file("c.csv") + "': it is the file of --output too; give two names");
  const std::string missing = folder.file("no/c.csv");
  EXPECT_EQ(runNormscope({"lab", "-o", missing}).status, 1);
  EXPECT_EQ(folder.fileCount(), 0);
}

TEST(LabCommand, MeasuresHowFarBatchesLie) {
  const ordered_json json = jsonOf({"lab", "--statistics", "--norms", "batch,workers=2,layer",
                                    "--batch-sizes", "8,2", "--seeds", "3", "--json"});
  ASSERT_EQ(json["records"].size(), 12U);
  EXPECT_THAT(keysOf(json["records"][0]),
              ElementsAre("norm", "batch_size", "seed", "error_mean", "error_variance", "error_y"));
  EXPECT_EQ(json["records"][0]["norm"], "batch:workers=2");
  EXPECT_GT(json["records"][0]["error_mean"], 0.0);
  EXPECT_EQ(json["records"][11]["norm"], "layer");
  EXPECT_EQ(json["records"][11]["error_y"], 0.0);
}

TEST(LabCommand, ASmallTensorIsMeasuredWithTheUsualSizesThatItHasSamplesFor) {
  const ordered_json json =
      jsonOf({"lab", "--statistics", "normal:3,4", "--norms", "batch", "--seeds", "1", "--json"});
  ASSERT_EQ(json["records"].size(), 2U);
  EXPECT_EQ(json["records"][0]["batch_size"], 2);
  EXPECT_EQ(json["records"][1]["batch_size"], 1);
}

TEST(LabCommand, MeasuresTensorsOfOnesOwn) {
  const TemporaryFolder folder;
  const std::string csv = folder.file("s.csv");
  const CommandResult result =
      runNormscope({"lab", "--statistics", "normal:40,5,3:seed=1", "--layout", "BTF", "--norms",
                    "batch,layer:over=F", "--batch-sizes", "4", "--seeds", "2", "-o", csv});
  EXPECT_EQ(result.err, "");
  EXPECT_THAT(result.out, StartsWith("tensor           normal:40,5,3:seed=1, float32 BTF [40, 5, 3]\n"));
  EXPECT_THAT(contentsOf(csv),
              StartsWith("norm,batch_size,seed,error_mean,error_variance,error_y\nbatch,4,0,0."));
  EXPECT_THAT(contentsOf(csv), HasSubstr("\nlayer:over=F,4,1,0,0,0\n"));
  for (const std::string show : {"mean", "variance", "y"}) {
    const std::string picture = folder.file(show + ".svg");
    ASSERT_EQ(runNormscope({"lab", "--statistics", "--show", show, "--seeds", "2", "-o", picture}).status, 0);
    EXPECT_THAT(contentsOf(picture), HasSubstr("as 1/√N"));
  }
  expectLine({"lab", "--statistics", "--show", "z"}, 2,
             "--show 'z': it is unknown; give mean, variance or y");
  expectLine({"lab", "--statistics", "normal:3,4", "--layout", "CH"}, 2,
             "tensor: its layout CH has no batch axis to draw samples from; name one axis N or B");
  expectLine({"lab", "--statistics", "normal:3,4", "--batch-sizes", "32"}, 2,
             "batch size 32: the tensor has only 3 samples; give up to 3");
  expectLine({"lab", "--statistics", folder.file("none.npy")}, 1,
             folder.file("none.npy") +
                 ": there is no such file; give a path, sample:NAME or a generated tensor such as "
                 "normal:20,6,10,10");
}

}  // namespace lab_test
}  // namespace normscope
