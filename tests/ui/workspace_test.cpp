#include "ui/workspace/workspace.h"

#include <gtest/gtest.h>

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>
#include <fstream>

#include "core/document/changes.h"
#include "core/io/npy.h"
#include "tests/core/temporary_folder.h"

namespace normscope {
namespace workspace_test {

using Place = Workspace::Place;

constexpr int patience = 20000;  // ms; only reached when something is wrong

bool settled(Workspace& workspace) {
  return QTest::qWaitFor(
      [&] { return !workspace.isBusy() && workspace.currentComputation() && workspace.difference(); },
      patience);
}

TEST(WorkspaceTest, FormsThePlanOfAGeneratedTensorBeforeItsValuesAreThere) {
  Workspace workspace;
  workspace.open("normal:8,6,8,8:seed=3");
  ASSERT_NE(workspace.plan(), nullptr);
  EXPECT_EQ(workspace.plan()->setCount(), 16);
  EXPECT_EQ(workspace.currentComputation(), nullptr);
  ASSERT_TRUE(settled(workspace));
  EXPECT_EQ(workspace.currentComputation()->result.y.elementCount(), 3072);
  EXPECT_LT(workspace.difference()->maxAbs, 2e-6);
}

TEST(WorkspaceTest, ComputesWhatThePlanOnTheScreenSays) {
  Workspace workspace;
  workspace.open("normal:8,6,8,8");
  for (const std::string text :
       {"batch", "layer", "instance", "group:groups=3", "rms", "custom:over=N+W", "batch:mode=eval"}) {
    workspace.setSpec(parseNormSpec(text));
    ASSERT_TRUE(settled(workspace)) << text;
    EXPECT_EQ(toText(workspace.currentComputation()->result.plan.spec()), text);
    EXPECT_EQ(static_cast<std::int64_t>(workspace.currentComputation()->result.statistics.mean.size()),
              workspace.plan()->setCount());
  }
}

TEST(WorkspaceTest, HasThePlotOfAllSetsReadyWithTheResult) {
  Workspace workspace;
  workspace.open("normal:8,6,8,8");
  workspace.setSpec(parseNormSpec("layer:over=C"));
  ASSERT_TRUE(settled(workspace));
  const StatisticsPlot* plot = workspace.shown()->statistics.statistics();
  ASSERT_NE(plot, nullptr);
  EXPECT_EQ(plot->setCount(), 8 * 8 * 8);
  EXPECT_EQ(plot->statistics.get(), &workspace.currentComputation()->result.statistics);
}

TEST(WorkspaceTest, HasThePlotOfRunningStatisticsReadyWithTheResult) {
  Workspace workspace;
  workspace.open("normal:8,6,8,8");
  workspace.setSpec(parseNormSpec("batch"));
  ASSERT_TRUE(settled(workspace));
  const RunningPlot* plot = workspace.shown()->running.running();
  ASSERT_NE(plot, nullptr);
  ASSERT_EQ(plot->mean.after.size(), 6U);
  EXPECT_DOUBLE_EQ(plot->variance.before[5].mean, 1);
  EXPECT_DOUBLE_EQ(plot->mean.after[5].mean, workspace.currentComputation()->result.running->mean[5]);
}

/// Every part of the window lets go too, or memory would hold two results for good.
TEST(WorkspaceTest, LetsGoOfAnOlderResult) {
  Workspace workspace;
  workspace.results().setMostSpareBytes(0);
  workspace.open("normal:8,6,8,8");
  ASSERT_TRUE(settled(workspace));
  const std::weak_ptr<const Computation> older = workspace.computation();
  workspace.setSpec(parseNormSpec("batch"));
  ASSERT_TRUE(settled(workspace));
  EXPECT_TRUE(QTest::qWaitFor([&] { return older.expired(); }, patience));
}

TEST(WorkspaceTest, FindsAnOlderResultAgainAtOnce) {
  Workspace workspace;
  workspace.open("normal:8,6,8,8");
  ASSERT_TRUE(settled(workspace));
  const auto older = workspace.currentComputation();
  workspace.setSpec(parseNormSpec("batch"));
  ASSERT_TRUE(settled(workspace));
  workspace.undo();
  EXPECT_EQ(workspace.currentComputation(), older);
  EXPECT_TRUE(workspace.difference().has_value());
  workspace.open("normal:8,6,8,8:seed=4");
  ASSERT_TRUE(settled(workspace));
  workspace.undo();
  EXPECT_EQ(workspace.currentComputation(), older) << "of another tensor, too";
}

TEST(WorkspaceTest, LetsTheNewestRequestWin) {
  Workspace workspace;
  workspace.open("normal:32,64,28,28");
  QSignalSpy results(&workspace, &Workspace::computationChanged);
  for (const int groups : {1, 2, 4, 8, 16, 32, 64, 32, 16, 8})
    workspace.setSpec(parseNormSpec("group:groups=" + std::to_string(groups)));
  ASSERT_TRUE(settled(workspace));
  EXPECT_EQ(workspace.currentComputation()->result.plan.spec().groups, 8);
}

TEST(WorkspaceTest, ReadsAFileAgainThatHasChanged) {
  const TemporaryFolder folder;
  const std::string path = folder.file("x.npy");
  writeNpy(path, Tensor::allocate(DType::float32, {8, 64, 28, 28}));
  Workspace workspace;
  workspace.open(path);
  ASSERT_TRUE(settled(workspace));
  {
    // In place, as programs that save an array do: the mapping loses its pages at once.
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file << contentsOf(std::string(NORMSCOPE_TEST_DATA) + "/npy/little.npy");
  }
  ASSERT_TRUE(QTest::qWaitFor([&] { return workspace.currentTensor() == nullptr; }, patience));
  ASSERT_TRUE(settled(workspace));
  EXPECT_LT(workspace.shape().elementCount(), 8 * 64 * 28 * 28);
  EXPECT_EQ(workspace.problem(Place::source), "");
}

/// It is read again after a pause. What is asked for meanwhile is what is opened.
TEST(WorkspaceTest, AFileThatIsReadAgainDoesNotTakeThePlaceOfTheNext) {
  const TemporaryFolder folder;
  const std::string other = folder.file("b.npy");
  writeNpy(folder.file("a.npy"), Tensor::allocate(DType::float32, {2, 3, 4, 4}));
  writeNpy(other, Tensor::allocate(DType::float32, {64, 64, 28, 28}));
  Workspace workspace;
  workspace.open(folder.file("a.npy"));
  ASSERT_TRUE(settled(workspace));
  folder.fileOf("a.npy", contentsOf(std::string(NORMSCOPE_TEST_DATA) + "/npy/little.npy"));
  ASSERT_TRUE(QTest::qWaitFor([&] { return workspace.currentTensor() == nullptr; }, patience));
  QTest::qWait(280);  // just before it is read again
  workspace.open(other);
  EXPECT_TRUE(QTest::qWaitFor([&] { return workspace.source() == other; }, patience));
}

/// The tensor of before is there again at once, while the file is still watched.
TEST(WorkspaceTest, AFileThatIsNoLongerOpenMayChange) {
  const TemporaryFolder folder;
  const std::string path = folder.file("a.npy");
  writeNpy(path, Tensor::allocate(DType::float32, {2, 3, 4, 4}));
  writeNpy(folder.file("b.npy"), Tensor::allocate(DType::float32, {2, 3, 2, 2}));
  Workspace workspace;
  workspace.open("normal:8,6,8,8");
  ASSERT_TRUE(settled(workspace));
  const auto first = workspace.currentComputation();
  workspace.open(path);
  ASSERT_TRUE(settled(workspace));
  workspace.undo();
  ASSERT_EQ(workspace.currentComputation(), first);
  QSignalSpy problems(&workspace, &Workspace::problemsChanged);
  folder.fileOf("a.npy", contentsOf(folder.file("b.npy")));
  QTest::qWait(700);
  EXPECT_EQ(problems.count(), 0) << workspace.problem(Place::source);
  EXPECT_EQ(workspace.currentComputation(), first);
  workspace.redo();
  EXPECT_TRUE(QTest::qWaitFor([&] { return workspace.source() == path; }, patience));
  EXPECT_EQ(workspace.shape().elementCount(), 2 * 3 * 2 * 2);
}

/// Undo has to read a tensor first; what was changed meanwhile was taken back in its place.
TEST(WorkspaceTest, UndoTakesBackNoOtherStepThanTheOneItWasAskedFor) {
  Workspace workspace;
  workspace.open("sample:sequence");
  ASSERT_TRUE(settled(workspace));
  workspace.open("normal:8,6,8,8");
  ASSERT_TRUE(settled(workspace));
  workspace.undo();
  EXPECT_EQ(workspace.source(), "normal:8,6,8,8") << "the sample has to be read";
  workspace.setSpec(parseNormSpec("rms"));
  ASSERT_TRUE(settled(workspace));
  EXPECT_EQ(toText(workspace.spec()), "rms");
  EXPECT_EQ(workspace.source(), "normal:8,6,8,8");
  workspace.undo();
  EXPECT_EQ(toText(workspace.spec()), builtInNorm);
  EXPECT_EQ(workspace.source(), "normal:8,6,8,8");
}

TEST(WorkspaceTest, ComputesAgainAfterACancel) {
  Workspace workspace;
  workspace.open("normal:32,64,28,28");
  workspace.cancel();
  EXPECT_FALSE(workspace.isBusy());
  EXPECT_EQ(workspace.currentComputation(), nullptr);
  workspace.recompute();
  ASSERT_TRUE(settled(workspace));
  EXPECT_EQ(workspace.currentComputation()->result.y.elementCount(), 32 * 64 * 28 * 28);
}

TEST(WorkspaceTest, SaysCancelledOnlyOfWhatWasCancelled) {
  Workspace workspace;
  workspace.open("normal:32,64,28,28");
  EXPECT_FALSE(workspace.isCancelled());
  workspace.cancel();
  EXPECT_TRUE(workspace.isCancelled());
  workspace.hover(7);
  EXPECT_TRUE(workspace.isCancelled()) << "looking round starts nothing";
  EXPECT_FALSE(workspace.isBusy());
  workspace.setSpec(parseNormSpec("batch"));
  EXPECT_FALSE(workspace.isCancelled());
  ASSERT_TRUE(settled(workspace));
}

/// It took 16 bytes a channel in the thread of the window before the tensor was refused.
TEST(WorkspaceTest, ATensorOfTooManyChannelsIsRefusedAtOnce) {
  Workspace workspace;
  workspace.open("normal:2,6,4,4");
  ASSERT_TRUE(settled(workspace));
  workspace.setSpec(parseNormSpec("batch"));
  QElapsedTimer timer;
  timer.start();
  workspace.open("normal:2,400000000,8,8");
  EXPECT_LT(timer.elapsed(), 500);
  EXPECT_EQ(workspace.document().running, nullptr);
  ASSERT_TRUE(QTest::qWaitFor([&] { return !workspace.problem(Place::source).empty(); }, patience));
  workspace.undo();
  ASSERT_TRUE(settled(workspace));
}

TEST(WorkspaceTest, ShowsATensorWithoutElements) {
  const TemporaryFolder folder;
  const std::string path = folder.file("empty.npy");
  writeNpy(path, Tensor::allocate(DType::float32, {0, 4, 2, 2}));
  Workspace workspace;
  workspace.open(path);
  ASSERT_TRUE(settled(workspace));
  EXPECT_EQ(workspace.plan()->setCount(), 0);
  workspace.stepSet(1);
  workspace.stepWithinSet(1);
  workspace.hover(0);
  EXPECT_EQ(workspace.selection(), Selection{});
}

TEST(WorkspaceTest, KeepsTheLastGoodStateWhenANormIsRefused) {
  Workspace workspace;
  workspace.open("normal:8,6,8,8");
  ASSERT_TRUE(settled(workspace));
  const auto good = workspace.computation();
  workspace.setSpec(parseNormSpec("group:groups=4"));
  EXPECT_EQ(workspace.problem(Place::norm),
            "norm 'group:groups=4' on NCHW [8, 6, 8, 8]: 4 groups do not divide 6 channels; use groups=1, 2, "
            "3 or 6");
  EXPECT_TRUE(workspace.isStale());
  EXPECT_EQ(workspace.plan()->spec().groups, 2);
  EXPECT_EQ(workspace.computation(), good);
  workspace.setSpec(parseNormSpec("group:groups=3"));
  EXPECT_FALSE(workspace.isStale());
  ASSERT_TRUE(settled(workspace));
}

TEST(WorkspaceTest, KeepsTheTensorWhenAFileIsRefused) {
  Workspace workspace;
  workspace.open("normal:8,6,8,8");
  ASSERT_TRUE(settled(workspace));
  workspace.open("/nowhere/x.npy");
  ASSERT_TRUE(QTest::qWaitFor([&] { return !workspace.problem(Place::source).empty(); }, patience));
  EXPECT_EQ(workspace.source(), "normal:8,6,8,8");
  EXPECT_NE(workspace.currentComputation(), nullptr);
  workspace.open("normal:4,6,8,8");
  EXPECT_EQ(workspace.problem(Place::source), "");
}

TEST(WorkspaceTest, RefusesALayoutBesideTheShape) {
  Workspace workspace;
  workspace.open("normal:8,6,8,8");
  workspace.setLayout("NCHH");
  EXPECT_EQ(
      workspace.problem(Place::shape),
      "layout 'NCHH': 'H' stands twice; give distinct letters in memory order, such as NCHW, NHWC or BTF");
  workspace.setLayout("NHWC");
  EXPECT_EQ(workspace.problem(Place::shape), "");
  EXPECT_EQ(workspace.shape().layout().letters(), "NHWC");
}

TEST(WorkspaceTest, AdaptsTheNormToANewShape) {
  Workspace workspace;
  workspace.open("normal:8,6,8,8");
  workspace.setSpec(parseNormSpec("group:groups=6"));
  workspace.open("normal:8,4,8,8");
  EXPECT_EQ(workspace.spec().groups, 4);
  EXPECT_TRUE(workspace.problem(Place::norm).empty());
  EXPECT_EQ(workspace.adaptations(),
            std::vector<std::string>{"groups 6 → 4: 6 groups can't divide 4 channels"});
  workspace.open("normal:8,12,8,8");
  EXPECT_EQ(workspace.spec().groups, 6) << "what was asked for comes back";
  EXPECT_TRUE(workspace.adaptations().empty());
}

TEST(WorkspaceTest, OpensFilesAndSamples) {
  const TemporaryFolder folder;
  const std::string path = folder.file("x.npy");
  writeNpy(path, Tensor::of<double>(DType::float64, {2, 3}, std::vector<double>{1, 2, 3, 4, 5, 6}));
  Workspace workspace;
  workspace.setSpec(parseNormSpec("layer"));
  workspace.open(path);
  ASSERT_TRUE(settled(workspace));
  EXPECT_EQ(workspace.shape().layout().letters(), "NC");
  EXPECT_DOUBLE_EQ(workspace.currentComputation()->result.statistics.mean[1], 5);
  workspace.open("sample:sequence");
  ASSERT_TRUE(QTest::qWaitFor([&] { return workspace.source() == "sample:sequence"; }, patience));
  EXPECT_EQ(workspace.shape().layout().letters(), "BTF");
}

TEST(WorkspaceTest, MovesTheSelectionUnlessItIsPinned) {
  Workspace workspace;
  workspace.open("normal:8,6,8,8");
  workspace.hover(100);
  EXPECT_EQ(workspace.selection(), (Selection{100, false}));
  workspace.select(200, true);
  workspace.hover(300);
  EXPECT_EQ(workspace.selection(), (Selection{200, true}));
  workspace.unpin();
  workspace.hover(300);
  EXPECT_EQ(workspace.selection(), (Selection{300, false}));
  workspace.hover(1 << 30);
  EXPECT_EQ(workspace.selection(), (Selection{300, false}));
}

TEST(WorkspaceTest, StepsThroughTheSets) {
  Workspace workspace;
  workspace.open("normal:8,6,8,8");
  workspace.stepSet(1);
  EXPECT_EQ(workspace.plan()->setOf(workspace.selection().element), 1);
  workspace.stepSet(-1);
  workspace.stepSet(-1);
  EXPECT_EQ(workspace.plan()->setOf(workspace.selection().element), 15);
}

TEST(WorkspaceTest, StepsThroughTheElementsOfASet) {
  Workspace workspace;
  workspace.open("normal:8,6,8,8");
  const std::int64_t set = workspace.plan()->setOf(0);
  workspace.stepWithinSet(-1);
  EXPECT_EQ(workspace.selection().element,
            workspace.plan()->elementOf(set, workspace.plan()->elementsPerSet() - 1));
  workspace.stepWithinSet(1);
  EXPECT_EQ(workspace.selection().element, 0);
}

TEST(WorkspaceTest, CountsTheValuesOfTheSelectedSet) {
  Workspace workspace;
  workspace.open("normal:8,6,8,8");
  ASSERT_TRUE(settled(workspace));
  workspace.select(3000, true);
  const std::int64_t set = workspace.plan()->setOf(3000);
  ASSERT_TRUE(
      QTest::qWaitFor([&] { return workspace.setValues() && workspace.setValues()->set == set; }, patience));
  std::int64_t sum = 0;
  for (const std::int64_t count : workspace.setValues()->x.counts) sum += count;
  EXPECT_EQ(sum, workspace.plan()->elementsPerSet());
}

TEST(WorkspaceTest, KeepsRunningStatisticsUntilTheyAreUpdated) {
  Workspace workspace;
  workspace.open("normal:8,6,8,8:mean=5");
  workspace.setSpec(parseNormSpec("batch"));
  ASSERT_TRUE(settled(workspace));
  EXPECT_EQ(runningOf(workspace.document()), RunningStatistics::fresh(6));
  workspace.updateRunningStatistics();
  EXPECT_NEAR(runningOf(workspace.document()).mean[0], 0.5, 0.05);
  EXPECT_EQ(runningOf(workspace.document()).batchesTracked, 1);
  workspace.setSpec(parseNormSpec("batch:mode=eval"));
  ASSERT_TRUE(settled(workspace));
  EXPECT_EQ(workspace.currentComputation()->result.statistics.mean, runningOf(workspace.document()).mean);
  workspace.resetRunningStatistics();
  EXPECT_EQ(runningOf(workspace.document()), RunningStatistics::fresh(6));
}

TEST(WorkspaceTest, ComputesWithTheWeightAndTheBiasThatItTakes) {
  const TemporaryFolder folder;
  writeNpy(folder.file("w.npy"), Tensor::of<double>(DType::float32, {2}, std::vector<double>{3, 5}));
  Workspace workspace;
  workspace.open("normal:8,6,8,8");
  workspace.setSpec(parseNormSpec("group:groups=2"));
  ASSERT_TRUE(settled(workspace));
  const double before = workspace.currentComputation()->result.y.at(0);
  workspace.takeParameters({folder.file("w.npy"), "constant:2:value=1"});
  ASSERT_TRUE(QTest::qWaitFor([&] { return !workspace.document().parameters.isEmpty(); }, patience));
  EXPECT_EQ(toText(workspace.plan()->spec()), "group:groups=2,affine=group");
  ASSERT_TRUE(settled(workspace));
  EXPECT_FLOAT_EQ(static_cast<float>(workspace.currentComputation()->result.y.at(0)),
                  static_cast<float>(3 * before + 1));
  EXPECT_LT(workspace.difference()->maxAbs, 1e-5);
  const CurvesPlot* plot = workspace.shown()->parameters.curves();
  ASSERT_NE(plot, nullptr);
  EXPECT_EQ(plot->csv, "group,gamma,beta\n0,3,1\n1,5,1\n");
  workspace.undo();
  EXPECT_TRUE(workspace.document().parameters.isEmpty());
  EXPECT_EQ(workspace.currentComputation()->result.y.at(0), before) << "still known";
  workspace.redo();
  EXPECT_FLOAT_EQ(static_cast<float>(workspace.currentComputation()->result.y.at(0)),
                  static_cast<float>(3 * before + 1));
}

TEST(WorkspaceTest, RefusesParametersThatDoNotFitAndLeavesWhatThereWas) {
  Workspace workspace;
  workspace.open("normal:8,6,8,8");
  workspace.setSpec(parseNormSpec("batch"));
  workspace.takeParameters({"uniform:5", std::nullopt});
  EXPECT_EQ(workspace.problem(Place::parameters),
            "weight: its shape [5] does not fit norm 'batch' on [8, 6, 8, 8]; give the shape [6] (one per "
            "channel)");
  EXPECT_TRUE(workspace.document().parameters.isEmpty());
  workspace.takeParameters({"/nowhere/w.npy", std::nullopt});
  EXPECT_EQ(workspace.problem(Place::parameters), "");
  ASSERT_TRUE(QTest::qWaitFor([&] { return !workspace.problem(Place::parameters).empty(); }, patience));
  EXPECT_EQ(workspace.problem(Place::parameters),
            "/nowhere/w.npy: there is no such file; give a path, sample:NAME or a generated tensor such as "
            "normal:20,6,10,10");
  EXPECT_TRUE(workspace.document().parameters.isEmpty());
  workspace.takeParameters({"uniform:6", std::nullopt});
  EXPECT_EQ(workspace.problem(Place::parameters), "");
  ASSERT_TRUE(settled(workspace));
}

TEST(WorkspaceTest, SaysWhichParameterOfARestoredDocumentIsNotThere) {
  const TemporaryFolder folder;
  writeNpy(folder.file("w.npy"), Tensor::allocate(DType::float32, {7}));
  Workspace workspace;
  workspace.restore(
      withParameters(startDocument(), {LayerParameter{folder.file("w.npy"), {6}}, std::nullopt}));
  ASSERT_TRUE(QTest::qWaitFor([&] { return !workspace.problem(Place::parameters).empty(); }, patience));
  EXPECT_EQ(workspace.problem(Place::parameters),
            folder.file("w.npy") +
                ": its shape [7] is no longer [6], which it had when it was taken; take it again");
  EXPECT_EQ(workspace.currentComputation(), nullptr) << "nothing is shown that the layer would not make";
  writeNpy(folder.file("w.npy"), Tensor::allocate(DType::float32, {6}));
  workspace.recompute();
  ASSERT_TRUE(settled(workspace));
}

TEST(WorkspaceTest, ANormWhoseParametersDoNotFitHasNoResultAndSaysWhy) {
  Workspace workspace;
  workspace.open("normal:8,6,8,8");
  workspace.setSpec(parseNormSpec("batch"));
  workspace.takeParameters({"values:6:1,2,3,4,5,6", std::nullopt});
  ASSERT_TRUE(settled(workspace));
  workspace.open("normal:8,4,8,8");
  EXPECT_EQ(workspace.problem(Place::norm),
            "weight: its shape [6] does not fit norm 'batch' on [8, 4, 8, 8]; give the shape [4] (one per "
            "channel)");
  workspace.takeParameters({"", ""});
  EXPECT_EQ(workspace.problem(Place::norm), "");
  ASSERT_TRUE(settled(workspace));
}

}  // namespace workspace_test
}  // namespace normscope
