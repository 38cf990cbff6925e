#include "ui/draw/cube/cube_row.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "core/view/cube/cube_text.h"

namespace normscope {
namespace cube_row_test {

ReductionPlan planOf(const std::string& layout, const Extents& extents, const std::string& norm) {
  return plan(Shape(Layout::parse(layout), extents), parseNormSpec(norm));
}

CubeRow unfolded(const ReductionPlan& plan, char letter, std::int64_t selected = 0) {
  CubeRowOptions options;
  options.unfold = letter;
  return cubeRow(plan, selected, CubeCamera::paper(), options);
}

/// The share of the whole cube that is lit, by walking the cells of its grid.
double litElements(const CubeGeometry& cube, std::int64_t selected, Sharing sharing) {
  if (!cube.frame.canShare(selected, sharing)) return 0;
  double lit = 1;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    double along = 0;
    for (const CubeRange& range : cube.cells[axis]) {
      along +=
          cube.frame[axis].fraction(range, cube.selected[axis], sharing) * static_cast<double>(range.size());
    }
    lit *= along;
  }
  return lit;
}

TEST(CubeRow, UnfoldsOneCubeForEachPosition) {
  const ReductionPlan plan = planOf("NCDHW", {2, 4, 3, 2, 2}, "instance");
  const CubeRow row = unfolded(plan, 'D');
  ASSERT_EQ(row.cubes.size(), 3U);
  EXPECT_THAT(row.titles, testing::ElementsAre("D = 0", "D = 1", "D = 2"));
  EXPECT_EQ(row.note, "");
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(row.cubes[i].frame[spaceAxis].letters(), "H, W");
    EXPECT_EQ(row.cubes[i].frame.offsetOf({1, 2, 3}),
              plan.shape().offsetOf({1, 2, static_cast<int>(i), 1, 1}));
  }
}

TEST(CubeRow, ALongAxisShowsThePositionsAroundTheSelectionAndSaysSo) {
  const ReductionPlan plan = planOf("NCTHW", {2, 2, 20, 2, 2}, "batch");
  const CubeRow row = unfolded(plan, 'T', plan.shape().offsetOf({0, 0, 9, 0, 0}));
  ASSERT_EQ(row.cubes.size(), 6U);
  EXPECT_EQ(row.titles.front(), "T = 6");
  EXPECT_EQ(row.note, "6 of 20 positions of T");
  EXPECT_EQ(unfolded(plan, 'T', plan.shape().elementCount() - 1).titles.back(), "T = 19");
}

TEST(CubeRow, OnlySpatialAxesThatLeaveAnotherAreUnfolded) {
  EXPECT_THAT(unfoldableAxes(planOf("NCDHW", {2, 4, 3, 2, 2}, "batch").shape()),
              testing::ElementsAre('D', 'H', 'W'));
  EXPECT_THAT(unfoldableAxes(planOf("BTF", {2, 4, 3}, "batch").shape()), testing::IsEmpty());
  EXPECT_EQ(unfolded(planOf("BTF", {2, 4, 3}, "batch"), 'T').cubes.size(), 1U);
  EXPECT_EQ(unfolded(planOf("NCHW", {2, 4, 3, 3}, "batch"), 'C').cubes.size(), 1U);
}

/// What is highlighted is what is computed: over all cubes of a row the lit elements are those of the set,
/// and the marked ones those that share the parameters.
TEST(CubeRow, LitAndMarkedElementsAreThoseOfThePlan) {
  for (const char* norm :
       {"batch", "layer", "instance:affine=channel", "group:groups=2", "custom:over=C+D,affine=element",
        "layer:over=C", "custom:over=N+D,affine=channel"}) {
    const ReductionPlan plan = planOf("NCDHW", {3, 4, 3, 2, 5}, norm);
    const std::int64_t count = plan.shape().elementCount();
    for (const char letter : {'D', 'H', 'W'}) {
      for (std::int64_t selected = 0; selected < count; selected += 41) {
        const CubeRow row = unfolded(plan, letter, selected);
        double lit = 0;
        double marked = 0;
        for (const CubeGeometry& cube : row.cubes) {
          lit += litElements(cube, selected, Sharing::statistics);
          marked += litElements(cube, selected, Sharing::parameters);
        }
        std::int64_t sharing = 0;
        for (std::int64_t offset = 0; offset < count; ++offset) {
          sharing += plan.parameterOf(offset) == plan.parameterOf(selected);
        }
        ASSERT_NEAR(lit, static_cast<double>(plan.elementsPerSet()), 1e-6) << norm << letter << selected;
        ASSERT_NEAR(marked, static_cast<double>(sharing), 1e-6) << norm << letter << selected;
      }
    }
  }
}

TEST(CubeRow, CubesOfARowDoNotOverlapAndHaveOneScale) {
  const CubeRow row = unfolded(planOf("NCDHW", {4, 4, 5, 3, 3}, "batch"), 'D');
  const CubeStyle style;
  const auto places = placeRow(row, {0, 0, 800, 300}, style);
  ASSERT_EQ(places.size(), 5U);
  for (std::size_t i = 0; i < places.size(); ++i) {
    EXPECT_EQ(places[i].scale, places[0].scale);
    const auto boxOf = [&](std::size_t at) {
      const QPointF half(row.cubes[at].halfSize.x * places[at].scale,
                         row.cubes[at].halfSize.y * places[at].scale);
      return QRectF(places[at].center - half, places[at].center + half);
    };
    EXPECT_TRUE(QRectF(0, 0, 800, 300).contains(boxOf(i))) << i;
    for (std::size_t j = 0; j < i; ++j) EXPECT_FALSE(boxOf(i).intersects(boxOf(j))) << i << j;
  }
}

class OpenedCube : public testing::TestWithParam<CubeAxis> {};

TEST_P(OpenedCube, ShowsTheFrontOfTheSetAndEveryFaceIsHitWhereItIsDrawn) {
  const ReductionPlan plan = planOf("NCHW", {6, 6, 3, 3}, "group:groups=3");
  CubeOptions options;
  options.openAlong = GetParam();
  options.revealHidden = false;
  const std::int64_t selected = plan.shape().offsetOf({3, 3, 1, 1});
  const CubeGeometry open = cubeGeometry(plan, selected, CubeCamera::paper(), options);
  // The set reaches along the whole spatial axis, so there is nothing before it to move away.
  EXPECT_EQ(open.gap.open, GetParam() != spaceAxis);
  bool frontIsDrawn = false;
  for (const CubeFace& face : open.faces) {
    frontIsDrawn = frontIsDrawn || (face.fraction == 1 && face.normal == GetParam());
    EXPECT_FALSE(face.glass);
  }
  EXPECT_TRUE(frontIsDrawn);
  // Farthest first: the last face over a point is the one that is seen there.
  for (std::size_t i = 0; i < open.faces.size(); ++i) {
    const CubePoint middle = (open.faces[i].corners[0] + open.faces[i].corners[2]) * 0.5;
    const auto hit = cellAt(open, middle);
    ASSERT_TRUE(hit);
    if (open.blockOf(open.faces[i].cell) == CubeBlock::before) {
      EXPECT_EQ(hit->at, open.faces[i].cell);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(EveryAxis, OpenedCube, testing::Values(batchAxis, channelAxis, spaceAxis));

TEST(OpenedCubes, TheRestMovesAwayWhereTheSetIsAtTheFront) {
  CubeOptions options;
  options.openAlong = batchAxis;
  const ReductionPlan plan = planOf("NCHW", {6, 6, 3, 3}, "layer");
  for (const CubeCamera& camera : {CubeCamera::paper(), CubeCamera::paper().turned(180, 0)}) {
    const CubeGeometry open = cubeGeometry(plan, 0, camera, options);
    EXPECT_TRUE(open.gap.open);
    const bool atFront = open.nearEnds[batchAxis] == Near::low;
    EXPECT_EQ(std::hypot(open.gap.before.x, open.gap.before.y) > 0, !atFront);
    EXPECT_EQ(std::hypot(open.gap.behind.x, open.gap.behind.y) > 0, atFront);
  }
}

TEST(OpenedCubes, ASetThatTakesUpTheWholeEdgeIsShownThroughGlass) {
  CubeOptions options;
  options.openAlong = batchAxis;
  const ReductionPlan plan = planOf("NCHW", {6, 6, 3, 3}, "batch");
  const std::int64_t selected = plan.shape().offsetOf({0, 3, 0, 0});
  const CubeGeometry geometry = cubeGeometry(plan, selected, CubeCamera::paper(), options);
  EXPECT_FALSE(geometry.gap.open);
  EXPECT_TRUE(std::any_of(geometry.faces.begin(), geometry.faces.end(),
                          [](const CubeFace& face) { return face.glass; }));
}

/// Wherever the set lies, at every angle: the lit faces in the plane of the opening are seen, whole.
TEST(OpenedCubes, TheBlockBeforeTheSetHidesNothingOfItsFront) {
  const Extents extents = {6, 5, 3, 3};
  for (const char* norm : {"layer", "instance", "group:groups=5", "custom:over=H,affine=none"}) {
    const ReductionPlan plan = planOf("NCHW", extents, norm);
    for (const CubeAxis axis : {batchAxis, channelAxis, spaceAxis}) {
      for (const Extents& select : {Extents{0, 0, 0, 0}, Extents{2, 3, 1, 1}, Extents{5, 4, 2, 2}}) {
        for (const CubeCamera& camera : {CubeCamera::paper(), CubeCamera{20, 28, 1}, CubeCamera{80, 10, 1},
                                         CubeCamera{-120, 40, 1}, CubeCamera{100, -30, 1}}) {
          CubeOptions options;
          options.openAlong = axis;
          const CubeGeometry open = cubeGeometry(plan, plan.shape().offsetOf(select), camera, options);
          if (!open.gap.open || open.gap.glass) continue;
          for (const CubeFace& face : open.faces) {
            if (face.fraction == 0 || face.normal != axis) continue;
            for (const double at : {0.02, 0.5, 0.98}) {
              const CubePoint point = face.corners[0] + (face.corners[1] - face.corners[0]) * at +
                                      (face.corners[3] - face.corners[0]) * (1 - at);
              const auto cell = cellAt(open, point);
              ASSERT_TRUE(cell);
              EXPECT_NE(open.blockOf(cell->at), CubeBlock::before) << norm << axis << " yaw " << camera.yaw;
            }
          }
        }
      }
    }
  }
}

TEST(CubeTags, SayWhatIsReducedAndKept) {
  const CubeFrame group(planOf("NCHW", {2, 6, 4, 4}, "group:groups=2"));
  EXPECT_EQ(group[batchAxis].tag(), "kept");
  EXPECT_EQ(group[channelAxis].tag(), "G kept, C/G reduced");
  EXPECT_EQ(group[spaceAxis].tag(), "reduced");
  const CubeFrame workers(planOf("NCHW", {4, 6, 4, 4}, "batch:workers=2"));
  EXPECT_EQ(workers[batchAxis].tag(), "K kept, N/K reduced");
  const CubeFrame evaluation(planOf("NCHW", {4, 6, 4, 4}, "batch:mode=eval"));
  EXPECT_EQ(evaluation[batchAxis].tag(), "shared");
  EXPECT_EQ(evaluation[channelAxis].tag(), "kept");
}

TEST(CubeTags, NothingIsMarkedWhereThereAreNoParameters) {
  for (const CubeFace& face :
       cubeGeometry(planOf("NCHW", {2, 3, 4, 4}, "instance"), 0, CubeCamera::paper()).faces) {
    EXPECT_EQ(face.parameterFraction, 0);
  }
}

TEST(CubeTags, SayWhatSharesAWeight) {
  EXPECT_EQ(sharedParameters(planOf("NCHW", {2, 6, 4, 4}, "group:groups=2")), "one γ, β per channel");
  EXPECT_EQ(sharedParameters(planOf("NCHW", {2, 6, 4, 4}, "group:groups=2,affine=group")),
            "one γ, β per group");
  EXPECT_EQ(sharedParameters(planOf("NCHW", {2, 6, 4, 4}, "instance")), "no γ, β");
  EXPECT_EQ(sharedParameters(planOf("BTF", {2, 6, 4}, "layer:over=F")), "one γ, β per feature");
}

}  // namespace cube_row_test
}  // namespace normscope
