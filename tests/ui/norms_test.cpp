// Several norms on one tensor: side by side, and two of them compared.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <QSignalSpy>
#include <QTest>

#include "ui/workspace/workspace.h"

namespace normscope {
namespace norms_test {

constexpr int patience = 20000;  // ms; only reached when something is wrong

class Norms : public testing::Test {
 protected:
  Norms() {
    workspace.open("normal:4,6,4,4");
    EXPECT_TRUE(QTest::qWaitFor([&] { return workspace.currentComputation() != nullptr; }, patience));
  }

  std::vector<std::string> specs() const {
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < workspace.normCount(); ++i) texts.push_back(toText(workspace.norm(i).spec));
    return texts;
  }

  bool compares(const std::string& b) {
    return QTest::qWaitFor(
        [&] {
          const auto compared = workspace.compared();
          return compared && toText(compared->b->result.plan.spec()) == b && !workspace.isBusy();
        },
        patience);
  }

  Workspace workspace;
};

TEST_F(Norms, FourAreThePapersWithTheOwnOneInItsPlace) {
  workspace.setSpec(parseNormSpec("group:groups=3,eps=0.001"));
  workspace.setNormCount(4);
  EXPECT_THAT(specs(), testing::ElementsAre("batch", "layer", "instance", "group:groups=3,eps=0.001"));
  EXPECT_EQ(workspace.active(), 3U);
  for (std::size_t i = 0; i < 4; ++i) EXPECT_NE(workspace.norm(i).plan, nullptr) << i;
}

TEST_F(Norms, ANormThatIsNotThePapersTakesTheLastPlace) {
  workspace.setSpec(parseNormSpec("rms"));
  workspace.setNormCount(4);
  EXPECT_THAT(specs(), testing::ElementsAre("batch", "layer", "instance", "rms"));
}

TEST_F(Norms, ControlsChangeTheActiveOneOnly) {
  workspace.setNormCount(2);
  EXPECT_THAT(specs(), testing::ElementsAre("group:groups=2", "layer"));
  workspace.activate(1);
  EXPECT_EQ(toText(workspace.spec()), "layer");
  workspace.setSpec(parseNormSpec("layer:over=C"));
  EXPECT_THAT(specs(), testing::ElementsAre("group:groups=2", "layer:over=C"));
  workspace.activate(0);
  EXPECT_EQ(toText(workspace.spec()), "group:groups=2");
}

TEST_F(Norms, AnotherShapeAdaptsAllOfThem) {
  workspace.setSpec(parseNormSpec("group:groups=6"));
  workspace.setNormCount(4);
  workspace.activate(0);
  workspace.open("normal:4,9,4,4");
  EXPECT_EQ(toText(workspace.norm(3).spec), "group:groups=3");
  for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(workspace.norm(i).plan->shape().channelCount(), 9) << i;
}

TEST_F(Norms, AShapeThatLacksAnAxisSaysSoAtTheNormThatNeedsIt) {
  workspace.setNormCount(4);
  workspace.activate(1);
  workspace.open("normal:5,7", Layout::parse("HW"));
  ASSERT_EQ(workspace.norm(0).plan, nullptr);
  EXPECT_THAT(workspace.problemOf(0),
              testing::HasSubstr("Batch Norm needs a batch axis and the layout has none"));
}

TEST_F(Norms, EachHasItsResult) {
  workspace.setNormCount(4);
  ASSERT_TRUE(QTest::qWaitFor(
      [&] {
        for (std::size_t i = 0; i < 4; ++i) {
          if (!workspace.result(i)) return false;
        }
        return true;
      },
      patience));
  EXPECT_EQ(workspace.result(1)->result.statistics.mean.size(), 4U);
  workspace.setNormCount(1);
  workspace.setNormCount(4);
  EXPECT_NE(workspace.result(0), nullptr) << "what is there is not computed again";
}

/// A result answers the key that it was made for: whatever the order, none meets another shape.
TEST_F(Norms, ResultsAreOfTheShapeOnTheScreen) {
  workspace.setNormCount(4);
  for (const char* source : {"normal:64,6,4,4", "normal:32,6,4,4", "normal:64,6,4,4", "normal:4,6,8,4"}) {
    workspace.open(source);
    for (std::size_t i = 0; i < 4; ++i) {
      const auto made = workspace.result(i);
      EXPECT_TRUE(!made || made->result.plan.shape() == workspace.shape()) << source << i;
    }
    QTest::qWait(3);
    for (std::size_t i = 0; i < 4; ++i) {
      const auto made = workspace.result(i);
      EXPECT_TRUE(!made || made->result.plan.shape() == workspace.shape()) << source << i;
    }
  }
}

TEST_F(Norms, AnotherTensorMakesResultsOutOfDate) {
  workspace.setNormCount(2);
  ASSERT_TRUE(QTest::qWaitFor([&] { return workspace.result(1) != nullptr; }, patience));
  const double before = workspace.result(1)->result.statistics.mean[0];
  workspace.open("normal:4,6,4,4:seed=9");
  EXPECT_EQ(workspace.result(1), nullptr);
  ASSERT_TRUE(QTest::qWaitFor(
      [&] { return workspace.result(1) && workspace.result(1)->result.statistics.mean[0] != before; },
      patience));
}

TEST_F(Norms, NothingIsComparedUnlessSomebodyWantsIt) {
  workspace.setNormCount(2);
  ASSERT_TRUE(QTest::qWaitFor([&] { return workspace.difference() && !workspace.isBusy(); }, patience));
  EXPECT_EQ(workspace.compared(), nullptr);
  workspace.setComparing(true);
  EXPECT_TRUE(compares("layer"));
}

TEST_F(Norms, ThePlanOfBIsThereAtOnceAndTheDifferenceLater) {
  workspace.setComparing(true);
  workspace.setOther(parseNormSpec("layer:over=C"));
  ASSERT_NE(workspace.norm(1).plan, nullptr);
  EXPECT_EQ(workspace.norm(1).plan->setCount(), 64);
  EXPECT_FALSE(workspace.equivalence()->sameSets);
  ASSERT_TRUE(compares("layer:over=C"));
  const auto compared = workspace.compared();
  EXPECT_EQ(compared->a, workspace.currentComputation());
  EXPECT_EQ(compared->b, workspace.result(1)) << "computed once";
  EXPECT_GT(compared->distance.l2, 1);
  const std::int64_t at = *compared->distance.at;
  EXPECT_NEAR(std::abs(compared->difference.at(at)), compared->distance.maxAbs, 1e-6);
  EXPECT_NEAR(compared->difference.at(at), compared->b->result.y.at(at) - compared->a->result.y.at(at), 1e-6);
}

TEST_F(Norms, TheComparisonFollowsAndTheNewestRequestWins) {
  workspace.setComparing(true);
  workspace.setOther(parseNormSpec("layer"));
  workspace.setOther(parseNormSpec("batch"));
  workspace.setOther(parseNormSpec("layer:affine=channel"));
  workspace.setSpec(parseNormSpec("group:groups=1"));
  EXPECT_TRUE(workspace.equivalence()->sameFunction);
  ASSERT_TRUE(compares("layer:affine=channel"));
  EXPECT_LT(workspace.compared()->distance.maxAbs, 1e-6);
  EXPECT_EQ(toText(workspace.compared()->a->result.plan.spec()), "group:groups=1");
  const QSignalSpy changed(&workspace, &Workspace::resultsChanged);
  workspace.setSpec(parseNormSpec("batch"));
  EXPECT_EQ(workspace.compared(), nullptr) << "what is out of date is not shown";
  EXPECT_EQ(changed.count(), 1);
  ASSERT_TRUE(compares("layer:affine=channel"));
  EXPECT_GT(workspace.compared()->distance.maxAbs, 0.01);
}

TEST_F(Norms, TheTwoChangePlaces) {
  workspace.setComparing(true);
  workspace.setOther(parseNormSpec("rms"));
  workspace.swapNorms();
  EXPECT_EQ(toText(workspace.spec()), "rms");
  EXPECT_EQ(toText(workspace.document().other()), "group:groups=2");
  ASSERT_TRUE(compares("group:groups=2"));
  EXPECT_EQ(toText(workspace.compared()->a->result.plan.spec()), "rms");
}

TEST_F(Norms, BTakesTheLayersRunningStatisticsInEvaluation) {
  workspace.setComparing(true);
  workspace.setOther(parseNormSpec("batch:mode=eval"));
  ASSERT_TRUE(compares("batch:mode=eval"));
  EXPECT_EQ(workspace.compared()->b->result.statistics.variance, std::vector<double>(6, 1.0));
}

TEST_F(Norms, BSaysWhyItDoesNotFit) {
  workspace.setOther(parseNormSpec("group:groups=4"));
  EXPECT_EQ(workspace.problemOf(1),
            "norm 'group:groups=4' on NCHW [4, 6, 4, 4]: 4 groups do not divide 6 channels; use groups=1, 2, "
            "3 or 6");
  EXPECT_EQ(workspace.norm(1).plan, nullptr);
  EXPECT_EQ(workspace.equivalence(), std::nullopt);
}

TEST_F(Norms, ADifferenceIsOneOfTwo) {
  workspace.setView(&View::shown, Shown::difference);
  EXPECT_EQ(workspace.normCount(), 2U);
  ASSERT_TRUE(compares("layer"));
  workspace.setNormCount(4);
  EXPECT_EQ(workspace.view().shown, Shown::y);
  EXPECT_EQ(workspace.compared(), nullptr);
}

TEST_F(Norms, ActivatingAnotherIsNoStepAndLosesNone) {
  workspace.setNormCount(2);
  workspace.setSpec(parseNormSpec("batch"));
  workspace.undo();
  const std::size_t steps = workspace.store().history().steps();
  workspace.activate(1);
  EXPECT_EQ(workspace.store().history().steps(), steps);
  workspace.redo();
  EXPECT_EQ(toText(workspace.norm(0).spec), "batch");
}

}  // namespace norms_test
}  // namespace normscope
