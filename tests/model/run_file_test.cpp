#include "core/model/run_file.h"

#include <gmock/gmock.h>

#include "core/io/generate.h"
#include "tests/core/expect_error.h"
#include "tests/core/temporary_folder.h"
#include "tests/core/zip_bytes.h"
#include "tests/model/small_run.h"

namespace normscope {
namespace run_file_test {

using nlohmann::json;

const std::string recordAgain = "; record it again with the module that normscope python prints";
const std::string correct = "; correct it or save it again with Normscope";

Tensor zeros(const Extents& extents) {
  return Tensor::allocate(DType::float32, extents);
}

SmallRun good() {
  SmallRun run;
  run.record().tensor("x", zeros({2, 3, 2, 2})).tensor("y", zeros({2, 3, 2, 2}));
  return run;
}

/// The record is damaged, and says so in this line.
void expectProblem(const SmallRun& run, const std::string& problem) {
  const RecordedRun read = run.run();
  ASSERT_EQ(read.records.size(), 1u);
  EXPECT_EQ(read.records[0].problem, "run.safetensors, record 0: " + problem);
}

void expectProblemOf(const json& changes, const std::string& problem) {
  SmallRun run;
  expectProblem(run.record(changes).tensor("x", zeros({2, 3, 2, 2})).tensor("y", zeros({2, 3, 2, 2})),
                problem);
}

TEST(RunFile, OfWhatIsThereIsRead) {
  SmallRun small;
  small
      .record({{"layer", "layer1.0.bn1"},
               {"call", 2},
               {"training", false},
               {"attributes",
                {{"eps", 0.001},
                 {"momentum", 0.25},
                 {"groups", 3},
                 {"normalized_shape", {2, 2}},
                 {"num_batches_tracked", 7}}},
               {"kept", {nullptr, {0, 2}, nullptr, {1}}}})
      .tensor("x", zeros({2, 2, 2, 1}))
      .tensor("y", zeros({2, 2, 2, 1}))
      .tensor("weight", zeros({2}))
      .tensor("running_mean", zeros({2}))
      .tensor("running_var", zeros({2}));
  const RecordedRun run = small.run();
  ASSERT_EQ(run.records.size(), 1u);
  const RunRecord& record = run.records[0];
  EXPECT_EQ(record.problem, "");
  EXPECT_EQ(record.layer, "layer1.0.bn1");
  EXPECT_EQ(record.call, 2);
  EXPECT_EQ(record.type, "torch.nn.BatchNorm2d");
  EXPECT_EQ(record.className, "BatchNorm2d");
  EXPECT_FALSE(record.training);
  EXPECT_EQ(record.attributes, (RecordAttributes{0.001, 3, std::optional<double>(0.25), Extents{2, 2}, 7}));
  EXPECT_EQ(record.whole, Shape(Layout::parse("NCHW"), {2, 3, 2, 2}));
  EXPECT_EQ(record.shape, Shape(Layout::parse("NCHW"), {2, 2, 2, 1}));
  EXPECT_FALSE(record.isWhole());
  EXPECT_EQ(record.x.path, "run.safetensors");
  EXPECT_EQ(record.x.name, "0.x");
  EXPECT_TRUE(record.weight);
  EXPECT_FALSE(record.bias);
  EXPECT_TRUE(record.runningMean);
  EXPECT_EQ(run.notices, std::vector<std::string>{});
}

TEST(RunFile, OfARecordingThatDidNotEndHasWhatWasRecorded) {
  SmallRun small = good();
  const RecordedRun run = small.stranger("room", zeros({5})).run();
  EXPECT_EQ(run.records.at(0).problem, "");
  EXPECT_EQ(run.notices, std::vector<std::string>{
                             "the recording has not ended: it goes on, or its process was stopped; the "
                             "records until then are here"});
}

TEST(RunFile, NamesWhatWasNotRecorded) {
  const auto notices = [](const std::string& unrecorded) {
    return good().metadata("unrecorded", unrecorded).run().notices;
  };
  EXPECT_THAT(notices("[ ]"), testing::IsEmpty());
  EXPECT_THAT(
      notices(R"(["RootScale" ])"),
      testing::ElementsAre(
          "RootScale is not recorded: it holds what a norm holds, and its name says none; record it too by "
          "normscope.record(..., also=['RootScale'])"));
  EXPECT_THAT(
      notices(R"(["RootScale","Whiten"])"),
      testing::ElementsAre(
          "RootScale and Whiten are not recorded: they hold what norms hold, and their names say none; "
          "record them too by normscope.record(..., also=['RootScale', 'Whiten'])"));
  EXPECT_THAT(notices("{}"),
              testing::ElementsAre("run.safetensors, unrecorded: it is no list" + recordAgain));
  EXPECT_THAT(
      notices("[7]"),
      testing::ElementsAre("run.safetensors, unrecorded: it has what is no name of a class" + recordAgain));
}

TEST(RunFile, AMomentumOfNullIsTheCumulativeAverage) {
  SmallRun run = good();
  run.record({{"layer", "other"}});
  // A patch can't set null.
  json record = json::parse(run.file().metadata["records"])[0];
  record["attributes"]["momentum"] = nullptr;
  SmallRun other;
  other.recordOf(record).tensor("x", zeros({2, 3, 2, 2})).tensor("y", zeros({2, 3, 2, 2}));
  const RecordAttributes attributes = other.run().records[0].attributes;
  ASSERT_TRUE(attributes.momentum);
  EXPECT_EQ(*attributes.momentum, std::nullopt);
  EXPECT_EQ(good().run().records[0].attributes.momentum, std::nullopt);
}

TEST(RunFile, IsReadFromItsFile) {
  const TemporaryFolder folder;
  const std::string records = json(json::parse(good().file().metadata["records"]).dump()).dump();
  std::string header = R"({"__metadata__":{"normscope":"run","version":"1","records":)" + records + "}";
  header += R"(,"0.x":{"dtype":"F32","shape":[2,3,2,2],"data_offsets":[0,96]})";
  header += R"(,"0.y":{"dtype":"F32","shape":[2,3,2,2],"data_offsets":[96,192]}})";
  const std::string path = folder.fileOf(
      "run", littleEndianBytes(static_cast<std::uint64_t>(header.size())) + header + std::string(192, '\0'));
  const RecordedRun run = openRun(path);
  ASSERT_EQ(run.records.size(), 1u);
  EXPECT_EQ(run.records[0].problem, "");
  EXPECT_EQ(readTensor(run.records[0].x, run.file).extents(), (Extents{2, 3, 2, 2}));
  EXPECT_TRUE(isRun(run.file));
}

TEST(RunFile, OfAnotherKindIsRefused) {
  const TensorFile other{"safetensors", {}, {}};
  EXPECT_FALSE(isRun(other));
  expectError(
      [&] { runOf(other, "m.safetensors"); }, Fault::nonsense,
      "m.safetensors: it is no recorded run, whose metadata has 'normscope': 'run'; record one with the "
      "module that normscope python prints");
  expectError([&] { good().metadata("version", "2").run(); }, Fault::nonsense,
              "run.safetensors: it is a recorded run of version '2', and version 1 is read" + recordAgain);
}

TEST(RunFile, WithoutAListOfRecordsIsRefused) {
  expectError([&] { good().metadata("records", "{").run(); }, Fault::failed,
              "run.safetensors, records: it is not well-formed JSON from byte 2 on" + recordAgain);
  expectError([&] { good().metadata("records", "{}").run(); }, Fault::failed,
              "run.safetensors, records: they are no list" + recordAgain);
}

TEST(RunFile, ARecordThatIsDamagedSaysSoAndTheOthersAreRead) {
  SmallRun run = good();
  run.recordOf(7);
  run.record().tensor("x", zeros({2, 3, 2, 2})).tensor("y", zeros({2, 3, 2, 2}));
  const RecordedRun read = run.run();
  ASSERT_EQ(read.records.size(), 3u);
  EXPECT_FALSE(read.records[0].isDamaged());
  EXPECT_EQ(read.records[1].problem, "run.safetensors, record 1: it is no object" + recordAgain);
  EXPECT_EQ(read.records[1].layer, "record 1");
  EXPECT_FALSE(read.records[2].isDamaged());
}

TEST(RunFile, EachDamageIsSaid) {
  expectProblemOf({{"shape", {2, 3, 2}}},
                  "layout 'NCHW': it names 4 axes and the shape [2, 3, 2] has 3; give one letter per axis");
  expectProblemOf(
      {{"layout", "NCHN"}},
      "layout 'NCHN': 'N' stands twice; give distinct letters in memory order, such as NCHW, NHWC or BTF");
  expectProblemOf({{"layer", nullptr}}, "\"layer\" is missing" + correct);
  expectProblemOf(
      {{"more", 1}},
      "\"more\" is unknown; use layer, call, type, class, repr, training, attributes, layout, shape or kept");
  expectProblemOf({{"call", -1}}, "\"call\" is not a whole number from 0 to 9223372036854775807" + correct);
  expectProblemOf({{"training", 1}}, "\"training\" is not true or false" + correct);
  expectProblemOf({{"attributes", {{"eps", -1}}}},
                  "\"attributes.eps\" is not a number from 0 to 1e30" + correct);
  expectProblemOf({{"attributes", {{"momentum", 2}}}},
                  "\"attributes.momentum\" is not a number from 0 to 1" + correct);
  expectProblemOf({{"attributes", {{"groups", 0}}}},
                  "\"attributes.groups\" is not a whole number from 1 to 9223372036854775807" + correct);
  expectProblemOf({{"kept", json::array({nullptr})}},
                  "\"kept\" is not a list with one item per axis" + correct);
  expectProblemOf({{"kept", {nullptr, "C", nullptr, nullptr}}},
                  "\"kept\" of axis C is neither a list nor null" + correct);
  expectProblemOf({{"kept", {nullptr, {0, 3}, nullptr, nullptr}}},
                  "\"kept\" of axis C has what is no position from 0 to 2" + correct);
  expectProblemOf({{"kept", {nullptr, {1, 0}, nullptr, nullptr}}},
                  "\"kept\" of axis C is not in order" + correct);
  expectProblemOf({{"kept", {nullptr, {0, 1}, nullptr, nullptr}}},
                  "its tensor '0.x' has the shape [2, 3, 2, 2] and [2, 2, 2, 2] is kept" + recordAgain);
}

TEST(RunFile, TensorsThatAreMissingAreSaid) {
  SmallRun run;
  run.record().tensor("x", zeros({2, 3, 2, 2}));
  expectProblem(run, "its tensor '0.y' is missing" + recordAgain);
  run.tensor("y", zeros({2, 3, 2, 2})).tensor("running_mean", zeros({3}));
  expectProblem(run, "it has one of running_mean and running_var, not both" + recordAgain);
}

TEST(RunFile, WithoutRecordsSaysWhyThatMayBe) {
  EXPECT_THAT(
      SmallRun().run().notices,
      testing::ElementsAre("no call of a norm was recorded: what is compiled or fused hides its norms"));
}

TEST(RunFile, TensorsOfNoRecordAreANotice) {
  EXPECT_THAT(good().stranger("1.x", zeros({2})).run().notices,
              testing::ElementsAre("1 tensor belongs to no record, such as '1.x'"));
  EXPECT_THAT(good().stranger("a", zeros({2})).stranger("b", zeros({2})).run().notices,
              testing::ElementsAre("2 tensors belong to no record, such as 'a'"));
}

}  // namespace run_file_test
}  // namespace normscope
