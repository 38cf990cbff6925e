#include "ui/workspace/workspace.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <QTest>

namespace normscope {
namespace side_by_side_test {

constexpr int patience = 20000;  // ms; only reached when something is wrong

class SideBySideTest : public testing::Test {
 protected:
  SideBySideTest() : norms(workspace) {
    workspace.open("normal:4,6,4,4");
    EXPECT_TRUE(QTest::qWaitFor([&] { return workspace.currentComputation() != nullptr; }, patience));
  }

  std::vector<std::string> specs() const {
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < norms.count(); ++i) texts.push_back(toText(norms.at(i).spec));
    return texts;
  }

  Workspace workspace;
  SideBySide norms;
};

TEST_F(SideBySideTest, FourAreThePapersWithTheOwnOneInItsPlace) {
  workspace.setSpec(parseNormSpec("group:groups=3,eps=0.001"));
  norms.setCount(4);
  EXPECT_THAT(specs(), testing::ElementsAre("batch", "layer", "instance", "group:groups=3,eps=0.001"));
  EXPECT_EQ(norms.active(), 3U);
  for (std::size_t i = 0; i < 4; ++i) EXPECT_NE(norms.at(i).plan, nullptr) << i;
}

TEST_F(SideBySideTest, ANormThatIsNotThePapersTakesTheLastPlace) {
  workspace.setSpec(parseNormSpec("rms"));
  norms.setCount(4);
  EXPECT_THAT(specs(), testing::ElementsAre("batch", "layer", "instance", "rms"));
}

TEST_F(SideBySideTest, ControlsChangeTheActiveOneOnly) {
  norms.setCount(2);
  EXPECT_THAT(specs(), testing::ElementsAre("group:groups=2", "layer"));
  norms.activate(1);
  EXPECT_EQ(toText(workspace.spec()), "layer");
  workspace.setSpec(parseNormSpec("layer:over=C"));
  EXPECT_THAT(specs(), testing::ElementsAre("group:groups=2", "layer:over=C"));
  norms.activate(0);
  EXPECT_EQ(toText(workspace.spec()), "group:groups=2");
}

TEST_F(SideBySideTest, AnotherShapeAdaptsAllOfThem) {
  workspace.setSpec(parseNormSpec("group:groups=6"));
  norms.setCount(4);
  norms.activate(0);
  workspace.open("normal:4,9,4,4");
  EXPECT_EQ(toText(norms.at(3).spec), "group:groups=3");
  for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(norms.at(i).plan->shape().channelCount(), 9) << i;
}

TEST_F(SideBySideTest, AShapeThatLacksAnAxisSaysSoAtTheNormThatNeedsIt) {
  norms.setCount(4);
  norms.activate(1);
  workspace.open("normal:5,7", Layout::parse("HW"));
  ASSERT_EQ(norms.at(0).plan, nullptr);
  EXPECT_THAT(norms.at(0).problem,
              testing::HasSubstr("Batch Norm needs a batch axis and the layout has none"));
}

TEST_F(SideBySideTest, ResultsComeOnlyWhileTheyAreWanted) {
  norms.setCount(4);
  EXPECT_TRUE(QTest::qWaitFor([&] { return norms.at(3).result != nullptr; }, patience));
  EXPECT_EQ(norms.at(0).result, nullptr);
  norms.setWanted(true);
  ASSERT_TRUE(QTest::qWaitFor([&] { return norms.at(0).result && norms.at(1).result && norms.at(2).result; },
                              patience));
  EXPECT_EQ(norms.at(1).result->statistics.mean.size(), 4U);
  norms.setWanted(false);
  EXPECT_EQ(norms.at(0).result, nullptr);
}

TEST_F(SideBySideTest, AnotherTensorMakesResultsOutOfDate) {
  norms.setCount(2);
  norms.setWanted(true);
  ASSERT_TRUE(QTest::qWaitFor([&] { return norms.at(1).result != nullptr; }, patience));
  const double before = norms.at(1).result->statistics.mean[0];
  workspace.open("normal:4,6,4,4:seed=9");
  ASSERT_TRUE(QTest::qWaitFor(
      [&] { return norms.at(1).result && norms.at(1).result->statistics.mean[0] != before; }, patience));
}

}  // namespace side_by_side_test
}  // namespace normscope
