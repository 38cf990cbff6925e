#include <gtest/gtest.h>

#include <QSignalSpy>
#include <QTest>

#include "core/view/memory/memory_layout.h"
#include "ui/draw/memory/memory_ribbon.h"

namespace normscope {
namespace memory_test {

ReductionPlan planOf(const std::string& layout, const Extents& extents, const std::string& norm) {
  return plan(Shape(Layout::parse(layout), extents), parseNormSpec(norm));
}

TEST(MemoryLayout, TheOtherOrderIsChannelsLastOrFirst) {
  const auto other = [](const char* layout, const Extents& extents) {
    return otherMemoryOrder(Shape(Layout::parse(layout), extents)).layout().letters();
  };
  EXPECT_EQ(other("NCHW", {2, 3, 4, 5}), "NHWC");
  EXPECT_EQ(other("NHWC", {2, 4, 5, 3}), "NCHW");
  EXPECT_EQ(other("BTF", {2, 4, 5}), "BFT");
  EXPECT_EQ(other("C", {4}), "C");
  EXPECT_EQ(other("HW", {4, 4}), "HW");
}

TEST(MemoryLayout, OffsetsFollowTheElement) {
  const Shape nchw(Layout::parse("NCHW"), {2, 3, 4, 5});
  const Shape nhwc = otherMemoryOrder(nchw);
  for (std::int64_t offset = 0; offset < nchw.elementCount(); ++offset) {
    EXPECT_EQ(offsetIn(nchw, nhwc, offsetIn(nhwc, nchw, offset)), offset);
  }
  EXPECT_EQ(offsetIn(nhwc, nchw, nchw.offsetOf({1, 2, 3, 4})), nhwc.offsetOf({1, 3, 4, 2}));
}

TEST(MemoryLayout, RunsInWords) {
  EXPECT_EQ(memoryRuns(planOf("NCHW", {8, 6, 8, 8}, "group:groups=2")), "one run of 192 neighbours");
  EXPECT_EQ(memoryRuns(planOf("NHWC", {8, 8, 8, 6}, "group:groups=2")), "64 runs of 3 neighbours, 6 apart");
  EXPECT_EQ(memoryRuns(planOf("NCHW", {8, 6, 8, 8}, "batch")), "8 runs of 64 neighbours, 384 apart");
  EXPECT_EQ(memoryRuns(planOf("NHWC", {8, 8, 8, 6}, "batch")), "512 single elements, 6 apart");
  EXPECT_EQ(memoryRuns(planOf("NCHW", {8, 6, 1, 1}, "instance")), "a single element");
}

/// The lit part of the ribbon is the set: counted run by run.
TEST(MemoryRibbon, CountsTheSetUpToEveryPosition) {
  for (const char* norm :
       {"batch", "layer", "layer:over=C", "group:groups=3", "batch:workers=2", "custom:over=N+W"}) {
    for (const char* layout : {"NCHW", "NHWC", "HNWC"}) {
      const ReductionPlan plan =
          planOf(layout, {4, 6, 2, 6}, layout[0] == 'N' && layout[1] == 'C' ? norm : "layer:over=C");
      const CubeEdgeAxis memory = CubeEdgeAxis::memoryOf(plan);
      const std::int64_t selected = 137;
      std::int64_t count = 0;
      for (std::int64_t offset = 0; offset < plan.shape().elementCount(); ++offset) {
        ASSERT_EQ(memory.countBelow(offset, selected), count) << norm << layout;
        count += plan.setOf(offset) == plan.setOf(selected);
      }
      ASSERT_EQ(memory.countBelow(plan.shape().elementCount(), selected), count);
    }
  }
}

TEST(MemoryRibbon, PointsAreElementsOfTheTensorInBothRibbons) {
  MemoryRibbon ribbon;
  const auto plan = std::make_shared<const ReductionPlan>(planOf("NCHW", {2, 3, 4, 5}, "batch"));
  ribbon.setPlan(plan);
  ribbon.resize(1248, ribbon.sizeHint().height());  // ten pixels an element
  EXPECT_EQ(ribbon.accessibleDescription(),
            "NCHW: a set is 2 runs of 20 neighbours, 60 apart; NHWC: a set is 40 single elements, 3 apart");
  EXPECT_EQ(ribbon.elementAt({24 + 10 * 37 + 5, 34}), 37);
  const Shape nhwc = otherMemoryOrder(plan->shape());
  EXPECT_EQ(ribbon.elementAt({24 + 10 * 37 + 5, 74}), offsetIn(plan->shape(), nhwc, 37));
  EXPECT_FALSE(ribbon.elementAt({5, 34}));
  QSignalSpy hovered(&ribbon, &MemoryRibbon::elementHovered);
  ribbon.show();
  QTest::mouseMove(&ribbon, QPoint(24 + 375, 34));
  ASSERT_EQ(hovered.count(), 1);
  EXPECT_EQ(hovered[0][0].toLongLong(), 37);
  ribbon.setPlan(nullptr);
  EXPECT_FALSE(ribbon.grab().isNull());
}

}  // namespace memory_test
}  // namespace normscope
