#include "ui/workspace/workspace.h"

#include <gtest/gtest.h>

#include <QSignalSpy>
#include <QTest>

namespace normscope {
namespace comparison_test {

constexpr int patience = 20000;  // ms; only reached when something is wrong

bool compares(const Comparison& comparison, const std::string& b) {
  return QTest::qWaitFor(
      [&] {
        const auto compared = comparison.compared();
        return compared && toText(compared->b->plan.spec()) == b && !comparison.isBusy();
      },
      patience);
}

TEST(ComparisonOfSession, ComputesNothingWithoutB) {
  Workspace workspace;
  Comparison comparison(workspace);
  workspace.open("normal:4,6,5,5");
  ASSERT_TRUE(QTest::qWaitFor([&] { return workspace.difference().has_value(); }, patience));
  EXPECT_EQ(comparison.compared(), nullptr);
  EXPECT_FALSE(comparison.isBusy());
  EXPECT_EQ(comparison.plan(), nullptr);
}

TEST(ComparisonOfSession, HasThePlanAtOnceAndTheDifferenceLater) {
  Workspace workspace;
  Comparison comparison(workspace);
  workspace.open("normal:4,6,5,5");
  comparison.setSpec(parseNormSpec("layer:over=C"));
  ASSERT_NE(comparison.plan(), nullptr);
  EXPECT_EQ(comparison.plan()->setCount(), 100);
  EXPECT_FALSE(comparison.equivalence()->sameSets);
  ASSERT_TRUE(compares(comparison, "layer:over=C"));
  const auto compared = comparison.compared();
  EXPECT_EQ(compared->a, workspace.currentComputation());
  EXPECT_GT(compared->distance.l2, 1);
  const std::int64_t at = *compared->distance.at;
  EXPECT_NEAR(std::abs(compared->difference.at(at)), compared->distance.maxAbs, 1e-6);
  EXPECT_NEAR(compared->difference.at(at), compared->b->y.at(at) - compared->a->result.y.at(at), 1e-6);
}

TEST(ComparisonOfSession, FollowsTheSessionAndTheNewestRequestWins) {
  Workspace workspace;
  Comparison comparison(workspace);
  workspace.open("normal:4,6,5,5");
  comparison.setSpec(parseNormSpec("layer"));
  comparison.setSpec(parseNormSpec("batch"));
  comparison.setSpec(parseNormSpec("layer:affine=channel"));
  workspace.setSpec(parseNormSpec("group:groups=1"));
  EXPECT_TRUE(comparison.equivalence()->sameFunction);
  ASSERT_TRUE(compares(comparison, "layer:affine=channel"));
  EXPECT_LT(comparison.compared()->distance.maxAbs, 1e-6);
  EXPECT_EQ(toText(comparison.compared()->a->result.plan.spec()), "group:groups=1");
  const QSignalSpy changed(&comparison, &Comparison::comparedChanged);
  workspace.setSpec(parseNormSpec("batch"));
  EXPECT_EQ(comparison.compared(), nullptr) << "what is out of date is not shown";
  EXPECT_EQ(changed.count(), 1);
  ASSERT_TRUE(compares(comparison, "layer:affine=channel"));
  EXPECT_GT(comparison.compared()->distance.maxAbs, 0.01);
}

TEST(ComparisonOfSession, SwapsAAndB) {
  Workspace workspace;
  Comparison comparison(workspace);
  workspace.open("normal:4,6,5,5");
  comparison.setSpec(parseNormSpec("rms"));
  comparison.swap();
  EXPECT_EQ(toText(workspace.spec()), "rms");
  EXPECT_EQ(toText(*comparison.spec()), "group:groups=2");
  ASSERT_TRUE(compares(comparison, "group:groups=2"));
  EXPECT_EQ(toText(comparison.compared()->a->result.plan.spec()), "rms");
}

TEST(ComparisonOfSession, TakesTheLayersRunningStatisticsInEvaluation) {
  Workspace workspace;
  Comparison comparison(workspace);
  workspace.open("normal:4,6,5,5");
  comparison.setSpec(parseNormSpec("batch:mode=eval"));
  ASSERT_TRUE(compares(comparison, "batch:mode=eval"));
  EXPECT_EQ(comparison.compared()->b->statistics.variance, std::vector<double>(6, 1.0));
}

TEST(ComparisonOfSession, SaysWhyBDoesNotFit) {
  Workspace workspace;
  Comparison comparison(workspace);
  workspace.open("normal:4,6,5,5");
  comparison.setSpec(parseNormSpec("group:groups=4"));
  EXPECT_EQ(comparison.problem(),
            "norm 'group:groups=4' on NCHW [4, 6, 5, 5]: 4 groups do not divide 6 channels; use groups=1, 2, "
            "3 or 6");
  EXPECT_EQ(comparison.plan(), nullptr);
  comparison.setSpec(std::nullopt);
  EXPECT_EQ(comparison.problem(), "");
}

}  // namespace comparison_test
}  // namespace normscope
