#include "ui/workspace/session.h"

#include <gtest/gtest.h>

#include <QSignalSpy>
#include <QTest>
#include <fstream>

#include "core/io/npy.h"
#include "tests/core/temporary_folder.h"

namespace normscope {
namespace session_test {

using Place = Session::Place;

constexpr int patience = 20000;  // ms; only reached when something is wrong

bool settled(Session& session) {
  return QTest::qWaitFor(
      [&] { return !session.isBusy() && session.currentComputation() && session.difference(); }, patience);
}

TEST(Session, FormsThePlanOfAGeneratedTensorBeforeItsValuesAreThere) {
  Session session;
  session.open("normal:8,6,8,8:seed=3");
  ASSERT_NE(session.plan(), nullptr);
  EXPECT_EQ(session.plan()->setCount(), 16);
  EXPECT_EQ(session.currentComputation(), nullptr);
  ASSERT_TRUE(settled(session));
  EXPECT_EQ(session.currentComputation()->result.y.elementCount(), 3072);
  EXPECT_LT(session.difference()->maxAbs, 2e-6);
}

TEST(Session, ComputesWhatThePlanOnTheScreenSays) {
  Session session;
  session.open("normal:8,6,8,8");
  for (const std::string text :
       {"batch", "layer", "instance", "group:groups=3", "rms", "custom:over=N+W", "batch:mode=eval"}) {
    session.setSpec(parseNormSpec(text));
    ASSERT_TRUE(settled(session)) << text;
    EXPECT_EQ(toText(session.currentComputation()->result.plan.spec()), text);
    EXPECT_EQ(static_cast<std::int64_t>(session.currentComputation()->result.statistics.mean.size()),
              session.plan()->setCount());
  }
}

TEST(Session, HasThePlotOfAllSetsReadyWithTheResult) {
  Session session;
  session.open("normal:8,6,8,8");
  session.setSpec(parseNormSpec("layer:over=C"));
  ASSERT_TRUE(settled(session));
  const StatisticsPlot* plot = session.statisticsPlot().statistics();
  ASSERT_NE(plot, nullptr);
  EXPECT_EQ(plot->setCount(), 8 * 8 * 8);
  EXPECT_EQ(plot->statistics.get(), &session.currentComputation()->result.statistics);
}

TEST(Session, HasThePlotOfRunningStatisticsReadyWithTheResult) {
  Session session;
  session.open("normal:8,6,8,8");
  session.setSpec(parseNormSpec("batch"));
  ASSERT_TRUE(settled(session));
  const RunningPlot* plot = session.runningPlot().running();
  ASSERT_NE(plot, nullptr);
  ASSERT_EQ(plot->mean.after.size(), 6U);
  EXPECT_DOUBLE_EQ(plot->variance.before[5].mean, 1);
  EXPECT_DOUBLE_EQ(plot->mean.after[5].mean, session.currentComputation()->result.running->mean[5]);
}

/// Every part of the window lets go too, or memory would hold two results for good.
TEST(Session, LetsGoOfAnOlderResult) {
  Session session;
  session.open("normal:8,6,8,8");
  ASSERT_TRUE(settled(session));
  const std::weak_ptr<const Computation> older = session.computation();
  session.setSpec(parseNormSpec("batch"));
  ASSERT_TRUE(settled(session));
  EXPECT_TRUE(QTest::qWaitFor([&] { return older.expired(); }, patience));
}

TEST(Session, LetsTheNewestRequestWin) {
  Session session;
  session.open("normal:32,64,28,28");
  QSignalSpy results(&session, &Session::computationChanged);
  for (const int groups : {1, 2, 4, 8, 16, 32, 64, 32, 16, 8})
    session.setSpec(parseNormSpec("group:groups=" + std::to_string(groups)));
  ASSERT_TRUE(settled(session));
  EXPECT_EQ(session.currentComputation()->result.plan.spec().groups, 8);
}

TEST(Session, ReadsAFileAgainThatHasChanged) {
  const TemporaryFolder folder;
  const std::string path = folder.file("x.npy");
  writeNpy(path, Tensor::allocate(DType::float32, {8, 64, 28, 28}));
  Session session;
  session.open(path);
  ASSERT_TRUE(settled(session));
  {
    // In place, as programs that save an array do: the mapping loses its pages at once.
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file << contentsOf(std::string(NORMSCOPE_TEST_DATA) + "/npy/little.npy");
  }
  ASSERT_TRUE(QTest::qWaitFor([&] { return session.currentTensor() == nullptr; }, patience));
  ASSERT_TRUE(settled(session));
  EXPECT_LT(session.shape().elementCount(), 8 * 64 * 28 * 28);
  EXPECT_EQ(session.problem(Place::source), "");
}

TEST(Session, ComputesAgainAfterACancel) {
  Session session;
  session.open("normal:32,64,28,28");
  session.cancel();
  EXPECT_FALSE(session.isBusy());
  EXPECT_EQ(session.currentComputation(), nullptr);
  session.recompute();
  ASSERT_TRUE(settled(session));
  EXPECT_EQ(session.currentComputation()->result.y.elementCount(), 32 * 64 * 28 * 28);
}

TEST(Session, ShowsATensorWithoutElements) {
  const TemporaryFolder folder;
  const std::string path = folder.file("empty.npy");
  writeNpy(path, Tensor::allocate(DType::float32, {0, 4, 2, 2}));
  Session session;
  session.open(path);
  ASSERT_TRUE(settled(session));
  EXPECT_EQ(session.plan()->setCount(), 0);
  session.stepSet(1);
  session.stepWithinSet(1);
  session.hover(0);
  EXPECT_EQ(session.selection(), Selection{});
}

TEST(Session, KeepsTheLastGoodStateWhenANormIsRefused) {
  Session session;
  session.open("normal:8,6,8,8");
  ASSERT_TRUE(settled(session));
  const auto good = session.computation();
  session.setSpec(parseNormSpec("group:groups=4"));
  EXPECT_EQ(session.problem(Place::norm),
            "norm 'group:groups=4' on NCHW [8, 6, 8, 8]: 4 groups do not divide 6 channels; use groups=1, 2, "
            "3 or 6");
  EXPECT_TRUE(session.isStale());
  EXPECT_EQ(session.plan()->spec().groups, 2);
  EXPECT_EQ(session.computation(), good);
  session.setSpec(parseNormSpec("group:groups=3"));
  EXPECT_FALSE(session.isStale());
  ASSERT_TRUE(settled(session));
}

TEST(Session, KeepsTheTensorWhenAFileIsRefused) {
  Session session;
  session.open("normal:8,6,8,8");
  ASSERT_TRUE(settled(session));
  session.open("/nowhere/x.npy");
  ASSERT_TRUE(QTest::qWaitFor([&] { return !session.problem(Place::source).empty(); }, patience));
  EXPECT_EQ(session.source(), "normal:8,6,8,8");
  EXPECT_NE(session.currentComputation(), nullptr);
  session.open("normal:4,6,8,8");
  EXPECT_EQ(session.problem(Place::source), "");
}

TEST(Session, RefusesALayoutBesideTheShape) {
  Session session;
  session.open("normal:8,6,8,8");
  session.setLayout("NCHH");
  EXPECT_EQ(
      session.problem(Place::shape),
      "layout 'NCHH': 'H' stands twice; give distinct letters in memory order, such as NCHW, NHWC or BTF");
  session.setLayout("NHWC");
  EXPECT_EQ(session.problem(Place::shape), "");
  EXPECT_EQ(session.shape().layout().letters(), "NHWC");
}

TEST(Session, AdaptsTheNormToANewShape) {
  Session session;
  session.open("normal:8,6,8,8");
  session.setSpec(parseNormSpec("group:groups=6"));
  session.open("normal:8,4,8,8");
  EXPECT_EQ(session.spec().groups, 4);
  EXPECT_TRUE(session.problem(Place::norm).empty());
}

TEST(Session, OpensFilesAndSamples) {
  const TemporaryFolder folder;
  const std::string path = folder.file("x.npy");
  writeNpy(path, Tensor::of<double>(DType::float64, {2, 3}, std::vector<double>{1, 2, 3, 4, 5, 6}));
  Session session;
  session.setSpec(parseNormSpec("layer"));
  session.open(path);
  ASSERT_TRUE(settled(session));
  EXPECT_EQ(session.shape().layout().letters(), "NC");
  EXPECT_DOUBLE_EQ(session.currentComputation()->result.statistics.mean[1], 5);
  session.open("sample:sequence");
  ASSERT_TRUE(QTest::qWaitFor([&] { return session.source() == "sample:sequence"; }, patience));
  EXPECT_EQ(session.shape().layout().letters(), "BTF");
}

TEST(Session, MovesTheSelectionUnlessItIsPinned) {
  Session session;
  session.open("normal:8,6,8,8");
  session.hover(100);
  EXPECT_EQ(session.selection(), (Selection{100, false}));
  session.select(200, true);
  session.hover(300);
  EXPECT_EQ(session.selection(), (Selection{200, true}));
  session.unpin();
  session.hover(300);
  EXPECT_EQ(session.selection(), (Selection{300, false}));
  session.hover(1 << 30);
  EXPECT_EQ(session.selection(), (Selection{300, false}));
}

TEST(Session, StepsThroughTheSets) {
  Session session;
  session.open("normal:8,6,8,8");
  session.stepSet(1);
  EXPECT_EQ(session.plan()->setOf(session.selection().element), 1);
  session.stepSet(-1);
  session.stepSet(-1);
  EXPECT_EQ(session.plan()->setOf(session.selection().element), 15);
}

TEST(Session, StepsThroughTheElementsOfASet) {
  Session session;
  session.open("normal:8,6,8,8");
  const std::int64_t set = session.plan()->setOf(0);
  session.stepWithinSet(-1);
  EXPECT_EQ(session.selection().element,
            session.plan()->elementOf(set, session.plan()->elementsPerSet() - 1));
  session.stepWithinSet(1);
  EXPECT_EQ(session.selection().element, 0);
}

TEST(Session, CountsTheValuesOfTheSelectedSet) {
  Session session;
  session.open("normal:8,6,8,8");
  ASSERT_TRUE(settled(session));
  session.select(3000, true);
  const std::int64_t set = session.plan()->setOf(3000);
  ASSERT_TRUE(
      QTest::qWaitFor([&] { return session.setValues() && session.setValues()->set == set; }, patience));
  std::int64_t sum = 0;
  for (const std::int64_t count : session.setValues()->x.counts) sum += count;
  EXPECT_EQ(sum, session.plan()->elementsPerSet());
}

TEST(Session, KeepsRunningStatisticsUntilTheyAreUpdated) {
  Session session;
  session.open("normal:8,6,8,8:mean=5");
  session.setSpec(parseNormSpec("batch"));
  ASSERT_TRUE(settled(session));
  EXPECT_EQ(session.running(), RunningStatistics::fresh(6));
  session.updateRunningStatistics();
  EXPECT_NEAR(session.running().mean[0], 0.5, 0.05);
  EXPECT_EQ(session.running().batchesTracked, 1);
  session.setSpec(parseNormSpec("batch:mode=eval"));
  ASSERT_TRUE(settled(session));
  EXPECT_EQ(session.currentComputation()->result.statistics.mean, session.running().mean);
  session.resetRunningStatistics();
  EXPECT_EQ(session.running(), RunningStatistics::fresh(6));
}

}  // namespace session_test
}  // namespace normscope
