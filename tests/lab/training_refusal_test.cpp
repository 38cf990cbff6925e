#include <functional>

#include "core/io/atomic_file.h"
#include "core/lab/lab_json.h"
#include "core/lab/training_settings.h"
#include "tests/core/expect_error.h"
#include "tests/core/temporary_folder.h"

namespace normscope::lab {
namespace training_refusal_test {

void expectRefused(const std::function<void(TrainingSettings&)>& spoil, const std::string& line) {
  TrainingSettings settings;
  spoil(settings);
  expectError([&] { checkTraining(settings); }, Fault::nonsense, line);
}

std::function<void(TrainingSettings&)> withNorms(const std::string& norms) {
  return [norms](TrainingSettings& settings) { settings.norms = parseLabNorms(norms, "--norms"); };
}

TEST(TrainingSettings, AreGoodAsTheyCome) {
  EXPECT_NO_THROW(checkTraining({}));
  EXPECT_EQ(noticesOf({}),
            std::vector<std::string>({"instance is trained with a last stage of 2×2: with 1×1 each of "
                                      "its means would be of one value"}));
}

TEST(TrainingSettings, AreRefusedBeforeTheStart) {
  expectRefused([](auto& s) { s.norms.clear(); }, "norms: there is none; choose one or more");
  expectRefused(withNorms("batch,layer,batch"), "norm 'batch': it is given twice; give each norm once");
  expectRefused(
      withNorms("batch:mode=eval"),
      "norm 'batch:mode=eval': the laboratory is about the statistics of a batch, which evaluation mode does "
      "not use; leave mode=eval out");
  expectRefused(
      withNorms("group:groups=3"),
      "norm 'group:groups=3' on NCHW [32, 16, 4, 4]: 3 groups do not divide 16 channels; use groups=1, 2, 4, "
      "8 or 16");
  expectRefused(withNorms("batch:workers=3"),
                "norm 'batch:workers=3' on NCHW [32, 16, 4, 4]: 3 workers do not divide 32 samples; use "
                "workers=1, 2, 4, "
                "8, 16 or 32");
  expectRefused(
      withNorms("batch:workers=2"),
      "norm 'batch:workers=2' at batch size 2: each mean of the last stage would be of one value, and its "
      "output would not depend on x; use a larger batch, or a last stage of 2×2");
  expectRefused(
      withNorms("custom:over=N+C"),
      "norm 'custom:over=N+C': its sets extend over the batch and it keeps no running statistics to validate "
      "with; use batch, or axes without the batch");
  expectRefused(
      withNorms("layer:affine=N+C"),
      "norm 'layer:affine=N+C': its weight would have a value for each sample of a batch, and none for "
      "the others; use affine without the batch axis");
  expectRefused([](auto& s) { s.batchSizes.clear(); },
                "batch sizes: there is none; give one or more, such as 32,2");
  expectRefused(
      [](auto& s) {
        s.batchSizes = {32, 0};
      },
      "batch size 0: it is not 1 or more; give numbers such as 32,16,8,4,2");
  expectRefused(
      [](auto& s) {
        s.batchSizes = {8, 1298};
      },
      "batch size 1298: there are only 1297 pictures to train on; give up to 1297");
  expectRefused(
      [](auto& s) {
        s.batchSizes = {8, 4, 8};
      },
      "batch size 8: it is given twice; give each size once");
  expectRefused(
      [](auto& s) { s.batchSizes = {1}; },
      "norm 'batch' at batch size 1: each mean of the last stage would be of one value, and its output would "
      "not depend on x; use a larger batch, or a last stage of 2×2");
  expectRefused([](auto& s) { s.epochs = 0; }, "epochs: it is not from 1 to 1000; give a number such as 15");
  expectRefused([](auto& s) { s.seeds = 101; }, "seeds: it is not from 1 to 100; give a number such as 3");
  expectRefused([](auto& s) { s.learningRate = 0; },
                "learning rate: it is not above 0 and up to 100; give a number such as 0.1");
  expectRefused([](auto& s) { s.lastSide = 3; },
                "last stage: there is no network with 3×3 positions; use 1, 2 or 4");
}

TEST(TrainingSettings, WithBatchesOfOneClassAreSmaller) {
  TrainingSettings settings;
  settings.order = BatchOrder::oneClass;
  settings.batchSizes = {400};
  expectError([&] { checkTraining(settings); }, Fault::nonsense,
              "batch size 400: a digit has only 121 pictures to train on; give up to 121");
}

TEST(TrainingSettings, SayWhatIsBehindAMean) {
  const TrainingSettings settings;
  EXPECT_EQ(valuesBehindMean(settings, parseLabNorm("batch"), 8), 8);
  EXPECT_EQ(valuesBehindMean(settings, parseLabNorm("batch:workers=2"), 8), 4);
  EXPECT_EQ(valuesBehindMean(settings, parseLabNorm("group:groups=4"), 8), 8);
  EXPECT_EQ(valuesBehindMean(settings, parseLabNorm("layer"), 8), 32);
  EXPECT_EQ(valuesBehindMean(settings, parseLabNorm("instance"), 8), 4);
  EXPECT_EQ(valuesBehindMean(settings, parseLabNorm("none"), 8), 0);
}

TEST(LabNorms, AreReadFromAList) {
  EXPECT_EQ(toText(parseLabNorms("batch,group:groups=4,eps=1e-3,layer,none", "--norms")),
            "batch,group:groups=4,eps=0.001,layer,none");
  EXPECT_EQ(parseLabNorms("batch,workers=2,momentum=none", "--norms").size(), 1U);
  EXPECT_EQ(toText(parseLabNorms("batch,workers=2,momentum=none", "--norms")),
            "batch:workers=2,momentum=none");
  expectError([] { parseLabNorms("groups=4,batch", "--norms"); }, Fault::nonsense,
              "--norms: 'groups=4' belongs to no norm; name the norm first, such as group:groups=4");
  expectError([] { parseLabNorms("batch,,layer", "--norms"); }, Fault::nonsense,
              "--norms: a norm is empty; give norms with commas between, such as batch,layer");
  expectError([] { parseLabNorms("", "--norms"); }, Fault::nonsense,
              "--norms: a norm is empty; give norms with commas between, such as batch,layer");
  expectError([] { parseLabNorms("none,eps=1", "--norms"); }, Fault::nonsense,
              "norm 'none:eps=1': 'none' is not a kind of norm; use batch, layer, instance, group, rms, "
              "custom or l2");
}

constexpr const char* settingsText =
    R"("training":{"norms":"batch","batch_sizes":[8],"seeds":1,"epochs":1,"learning_rate":0.1,"last_stage":1,"batches":"shuffled"})";

std::string checkpointOf(const std::string& runs) {
  return R"({"normscope":"laboratory","version":1,)" + std::string(settingsText) + ",\"runs\":[" + runs +
         "]}";
}

void expectUnreadable(const std::string& text, const std::string& line) {
  expectError([&] { readCheckpoint(text, "c.json"); }, Fault::failed, line);
}

TEST(Checkpoint, IsReadStrictly) {
  const std::string run =
      R"({"norm":"batch","batch_size":8,"seed":0,"seconds":1,"losses":[null],"errors":[0.5]})";
  EXPECT_EQ(readCheckpoint(checkpointOf(run), "c.json").done.size(), 1U);
  const std::string advice = "; correct it or save it again with Normscope";
  expectUnreadable("", "c.json: it is not well-formed JSON from byte 1 on" + advice);
  expectUnreadable(checkpointOf(run).substr(0, 60),
                   "c.json: it is not well-formed JSON from byte 61 on" + advice);
  expectUnreadable("{}", "c.json: it is no checkpoint of the laboratory; name another file");
  expectUnreadable("[1]", "c.json: it is no checkpoint of the laboratory; name another file");
  expectUnreadable(R"({"normscope":"laboratory","version":2})",
                   "c.json: \"version\" is not a whole number from 1 to 1" + advice);
  expectUnreadable(checkpointOf("7"),
                   "c.json: \"runs\" holds what is no object; train anew, with another file");
  expectUnreadable(checkpointOf(run + "," + run), "c.json: \"runs\" holds a network twice" + advice);
  const auto spoiled = [&](const std::string& from, const std::string& to) {
    std::string text = run;
    return checkpointOf(text.replace(text.find(from), from.size(), to));
  };
  expectUnreadable(spoiled("\"batch\"", "\"layer\""),
                   "c.json: \"runs.norm\" is none of the settings" + advice);
  expectUnreadable(spoiled("8", "16"), "c.json: \"runs.batch_size\" is none of the settings" + advice);
  expectUnreadable(spoiled("\"seed\":0", "\"seed\":1"),
                   "c.json: \"runs.seed\" is not a whole number from 0 to 0" + advice);
  expectUnreadable(spoiled("[null]", "[]"),
                   "c.json: \"runs.losses\" is not a list of a number an epoch" + advice);
  expectUnreadable(spoiled("[null]", "[\"\"]"),
                   "c.json: \"runs.losses\" is not a list of a number an epoch" + advice);
  expectUnreadable(spoiled("0.5", "1.5"), "c.json: \"runs.errors\" holds what is no fraction" + advice);
}

TEST(Checkpoint, OfOtherSettingsIsRefused) {
  const TemporaryFolder folder;
  const std::string path = folder.file("c.json");
  EXPECT_TRUE(loadCheckpoint(path, {}).empty());
  writeFileAtomically(path, checkpointOf(""));
  expectError([&] { loadCheckpoint(path, {}); }, Fault::nonsense,
              path + ": it is the checkpoint of other settings; give those settings, or name another file");
}

}  // namespace training_refusal_test
}  // namespace normscope::lab
