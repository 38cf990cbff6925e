#include "core/view/cube/cube_geometry.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <random>
#include <set>

#include "core/view/cube/cube_content.h"
#include "core/view/cube/cube_edges.h"
#include "core/view/cube/cube_patches.h"

namespace normscope {
namespace cube_geometry_test {

ReductionPlan planOf(const std::string& layout, const Extents& extents, const std::string& norm) {
  return plan(Shape(Layout::parse(layout), extents), parseNormSpec(norm));
}

struct Case {
  std::string layout;
  Extents extents;
  std::string norm;
};

const std::vector<Case>& cases() {
  static const std::vector<Case> all = [] {
    std::vector<Case> list;
    for (const char* norm : {"batch", "batch:workers=2", "batch:mode=eval", "layer", "layer:over=C",
                             "instance", "group:groups=2", "group:groups=2,interleaved=true", "rms:groups=2",
                             "rms", "custom:over=W", "custom:over=H", "custom:over=N+W", "custom:over=C+H"}) {
      list.push_back({"NCHW", {4, 6, 3, 5}, norm});
      list.push_back({"NHWC", {2, 7, 4, 4}, norm});
      list.push_back({"NCHW", {2, 2, 1, 1}, norm});
    }
    for (const char* norm : {"batch", "layer:over=F", "group:groups=3", "custom:over=T"}) {
      list.push_back({"BTF", {3, 20, 18}, norm});
      list.push_back({"TBF", {20, 4, 6}, norm});
    }
    for (const char* norm : {"custom:over=D", "custom:over=H", "custom:over=D+W", "instance"}) {
      list.push_back({"NCDHW", {2, 2, 3, 4, 5}, norm});
      list.push_back({"DNHCW", {3, 2, 4, 2, 3}, norm});
    }
    list.push_back({"NC", {20, 36}, "group:groups=12"});
    list.push_back({"NC", {18, 17}, "batch:workers=6"});
    list.push_back({"C", {40}, "layer:over=C"});
    return list;
  }();
  return all;
}

/// The folded position of an element along each edge, counted axis by axis.
std::array<std::int64_t, 3> foldedByHand(const Shape& shape, std::int64_t offset) {
  const Extents index = shape.indexOf(offset);
  std::array<std::int64_t, 3> position{};
  for (int i = 0; i < shape.rank(); ++i) {
    const AxisRole role = shape.axis(i).role();
    const std::size_t edge = role == AxisRole::batch ? 0 : (role == AxisRole::channel ? 1 : 2);
    position[edge] = position[edge] * shape.extent(i) + index[static_cast<std::size_t>(i)];
  }
  return position;
}

TEST(CubeAxis, FractionsAgreeWithWalkingTheTensor) {
  CubeOptions coarse;
  coarse.maxCells = 5;
  for (const Case& c : cases()) {
    const ReductionPlan plan = planOf(c.layout, c.extents, c.norm);
    const std::int64_t count = plan.shape().elementCount();
    const auto axes = cubeAxes(plan);
    for (std::int64_t selected = 0; selected < count; selected += std::max<std::int64_t>(1, count / 7)) {
      const CubeGeometry geometry = cubeGeometry(plan, selected, CubeCamera::paper(), coarse);
      std::map<std::array<int, 3>, std::array<std::int64_t, 2>> members;
      std::map<std::array<int, 3>, std::set<std::int64_t>> sets;
      for (std::int64_t offset = 0; offset < count; ++offset) {
        const auto position = foldedByHand(plan.shape(), offset);
        std::array<int, 3> at{};
        for (std::size_t e = 0; e < 3; ++e) {
          while (!geometry.cells[e][static_cast<std::size_t>(at[e])].contains(position[e])) ++at[e];
          ASSERT_EQ(axes[e].positionOf(offset), position[e]);
        }
        ++members[at][1];
        members[at][0] += plan.setOf(offset) == plan.setOf(selected);
        sets[at].insert(plan.setOf(offset));
      }
      for (const auto& [at, counts] : members) {
        const CubeCell cell = geometry.cell(at);
        double fraction = 1;
        for (std::size_t e = 0; e < 3; ++e)
          fraction *= axes[e].fraction(cell.ranges[e], geometry.selected[e]);
        ASSERT_NEAR(fraction, static_cast<double>(counts[0]) / static_cast<double>(counts[1]), 1e-12)
            << c.layout << " " << toText(c.extents) << " " << c.norm << " selected " << selected;
        const std::int64_t set = setOfCell(plan, geometry, cell);
        ASSERT_EQ(set, sets[at].size() == 1 ? *sets[at].begin() : -1) << c.norm;
      }
    }
  }
}

TEST(CubeAxis, OffsetsOfTheEdgesAddUpToTheElement) {
  for (const Case& c : cases()) {
    const ReductionPlan plan = planOf(c.layout, c.extents, c.norm);
    const auto axes = cubeAxes(plan);
    for (std::int64_t offset = 0; offset < plan.shape().elementCount(); ++offset) {
      std::int64_t sum = 0;
      for (const CubeEdgeAxis& axis : axes) sum += axis.offsetOf(axis.positionOf(offset));
      ASSERT_EQ(sum, offset) << c.layout;
    }
  }
}

TEST(CubeAxis, ShowsPositionsOneByOneWhereTheyFit) {
  const auto axes = cubeAxes(planOf("NCHW", {3, 2, 4, 4}, "batch"));
  EXPECT_EQ(axes[batchAxis].bins(16).size(), 3U);
  EXPECT_EQ(axes[channelAxis].bins(16).size(), 2U);
  EXPECT_EQ(axes[spaceAxis].bins(16).size(), 16U);
  EXPECT_EQ(axes[spaceAxis].letters(), "H, W");
}

TEST(CubeAxis, FoldsWholeRowsIntoOneCell) {
  const auto rows = cubeAxes(planOf("NCHW", {6, 6, 6, 6}, "batch"))[spaceAxis].bins(16);
  ASSERT_EQ(rows.size(), 6U);
  EXPECT_EQ(rows[1], (CubeRange{6, 12}));
  const auto large = cubeAxes(planOf("NCHW", {32, 256, 56, 56}, "batch"));
  EXPECT_EQ(large[spaceAxis].bins(16).size(), 14U);
  EXPECT_EQ(large[spaceAxis].bins(16)[1], (CubeRange{224, 448}));
  EXPECT_EQ(large[batchAxis].bins(16)[1], (CubeRange{2, 4}));
  const auto channelsOf = [](const std::string& norm) {
    return cubeAxes(planOf("NCHW", {16, 32, 8, 8}, norm))[channelAxis].bins(16);
  };
  for (const std::string groups : {"2", "4", "8", "16"})
    EXPECT_EQ(channelsOf("group:groups=" + groups), channelsOf("layer")) << groups;
  const auto thirds = cubeAxes(planOf("NCHW", {16, 24, 8, 8}, "group:groups=8"))[channelAxis].bins(16);
  EXPECT_EQ(thirds.size(), 8U) << "cells of two channels would leave a third";
}

TEST(CubeAxis, RangesEndAtTheBordersOfGroupsAndWorkers) {
  const auto borderOf = [](const std::vector<CubeRange>& bins, std::int64_t length) {
    for (const CubeRange& bin : bins) {
      const bool inside = bin.begin / length == (bin.end - 1) / length;
      const bool whole = bin.begin % length == 0 && bin.end % length == 0;
      if (!inside && !whole) return false;
    }
    return true;
  };
  for (const std::int64_t groups : {1, 2, 3, 6, 9, 18, 27, 54}) {
    const auto plan = planOf("NC", {54, 54}, "group:groups=" + std::to_string(groups));
    EXPECT_TRUE(borderOf(cubeAxes(plan)[channelAxis].bins(16), 54 / groups)) << groups;
    const auto workers = planOf("NC", {54, 54}, "batch:workers=" + std::to_string(groups));
    EXPECT_TRUE(borderOf(cubeAxes(workers)[batchAxis].bins(16), 54 / groups)) << groups;
    EXPECT_LE(cubeAxes(workers)[batchAxis].bins(16).size(), 16U);
  }
}

TEST(CubeAxis, CutsOutTheSelectedRun) {
  const auto plan = planOf("NCHW", {32, 256, 56, 56}, "group:groups=32");
  const CubeGeometry geometry =
      cubeGeometry(plan, plan.shape().offsetOf({17, 130, 20, 3}), CubeCamera::paper());
  EXPECT_EQ(geometry.scales[batchAxis].drawnAlone, (CubeRange{17, 18}));
  EXPECT_EQ(geometry.scales[channelAxis].drawnAlone, (CubeRange{128, 136}));
  EXPECT_EQ(geometry.scales[spaceAxis].drawnAlone, std::nullopt);
  EXPECT_EQ(geometry.scales[spaceAxis].positionsPerCell, 224);
  for (const CubeFace& face : geometry.faces) EXPECT_TRUE(face.fraction == 0 || face.fraction == 1);
}

std::map<CubeOrientation, int> litFaces(const CubeGeometry& geometry) {
  std::map<CubeOrientation, int> lit;
  for (const CubeFace& face : geometry.faces) lit[face.orientation] += face.fraction > 0;
  return lit;
}

TEST(CubeGeometry, DrawsFigureTwoOfThePaper) {
  using enum CubeOrientation;
  const auto lit = [](const char* norm) {
    const CubeGeometry geometry = cubeGeometry(planOf("NCHW", {6, 6, 6, 6}, norm), 0, CubeCamera::paper());
    EXPECT_EQ(geometry.faces.size(), 108U);
    return litFaces(geometry);
  };
  EXPECT_EQ(lit("batch"), (std::map<CubeOrientation, int>{{left, 6}, {right, 36}, {top, 6}}));
  EXPECT_EQ(lit("layer"), (std::map<CubeOrientation, int>{{left, 36}, {right, 6}, {top, 6}}));
  EXPECT_EQ(lit("instance"), (std::map<CubeOrientation, int>{{left, 6}, {right, 6}, {top, 1}}));
  EXPECT_EQ(lit("group:groups=2"), (std::map<CubeOrientation, int>{{left, 18}, {right, 6}, {top, 3}}));
}

TEST(CubeGeometry, PutsTheFirstElementAtTheFrontAndTheAxesWhereThePaperHasThem) {
  const CubeGeometry geometry = cubeGeometry(planOf("NCHW", {6, 6, 6, 6}, "batch"), 0, CubeCamera::paper());
  EXPECT_LT(geometry.steps[channelAxis].x, 0);
  EXPECT_GT(geometry.steps[batchAxis].x, 0);
  EXPECT_LT(geometry.steps[channelAxis].y, 0);
  EXPECT_GT(geometry.steps[spaceAxis].y, 0);
  EXPECT_EQ(geometry.nearEnds, (std::array<Near, 3>{Near::low, Near::low, Near::low}));
  ASSERT_EQ(geometry.labels.size(), 3U);
  EXPECT_EQ(geometry.labels[0].text, "N");
  EXPECT_GT(geometry.labels[0].anchor.x, 0);
  EXPECT_GT(geometry.labels[0].outward.y, 0);
  EXPECT_EQ(geometry.labels[1].text, "C");
  EXPECT_LT(geometry.labels[1].anchor.x, 0);
  EXPECT_EQ(geometry.labels[2].text, "H, W");
  EXPECT_NEAR(geometry.labels[2].outward.x, -1, 1e-12);
}

TEST(CubeGeometry, MakesGlassOfWhatHidesTheSet) {
  const ReductionPlan plan = planOf("NCHW", {4, 3, 2, 2}, "group:groups=3");
  const CubeGeometry geometry = cubeGeometry(plan, plan.shape().offsetOf({2, 1, 0, 0}), CubeCamera::paper());
  int glass = 0;
  for (const CubeFace& face : geometry.faces) {
    const bool before = face.cell[0] <= 2 && face.cell[1] <= 1 && face.fraction == 0;
    EXPECT_EQ(face.glass, before);
    glass += face.glass;
  }
  EXPECT_GT(glass, 0);
  // The set's two visible sides and its top, four cells high.
  EXPECT_EQ(litFaces(geometry),
            (std::map<CubeOrientation, int>{
                {CubeOrientation::left, 4}, {CubeOrientation::right, 4}, {CubeOrientation::top, 1}}));
  CubeOptions solid;
  solid.revealHidden = false;
  for (const CubeFace& face : cubeGeometry(plan, 30, CubeCamera::paper(), solid).faces)
    EXPECT_FALSE(face.glass);
}

/// Where a point lies in a face, in cells of its plane; nothing outside.
std::optional<std::array<double, 3>> gridPosition(const CubeFace& face, const CubePoint& point) {
  const CubePoint u = face.corners[1] - face.corners[0];
  const CubePoint v = face.corners[3] - face.corners[0];
  const CubePoint from = point - face.corners[0];
  const double area = u.x * v.y - u.y * v.x;
  const double a = (from.x * v.y - from.y * v.x) / area;
  const double b = (u.x * from.y - u.y * from.x) / area;
  if (a < 1e-6 || b < 1e-6 || a > 1 - 1e-6 || b > 1 - 1e-6) return std::nullopt;
  std::array<double, 3> at{};
  const auto normal = static_cast<std::size_t>(face.normal);
  at[normal] = face.plane;
  at[normal == 0 ? 1 : 0] = face.cell[normal == 0 ? 1 : 0] + a;
  at[normal == 2 ? 1 : 2] = face.cell[normal == 2 ? 1 : 2] + b;
  return at;
}

TEST(CubeGeometry, ListsNearerFacesLaterAndNoOverlapInALayer) {
  std::mt19937 random(1);
  std::uniform_real_distribution<double> across(-0.8, 0.8);
  const std::vector<CubeCamera> cameras = {CubeCamera::paper(), {-120, 20, 1}, {100, 60, 1}, {-30, -25, 1}};
  for (const char* norm : {"custom:over=H", "custom:over=C+H", "custom:over=W", "batch", "instance",
                           "group:groups=2,interleaved=true", "group:groups=3,interleaved=true"}) {
    const ReductionPlan plan = planOf("NCHW", {4, 6, 4, 3}, norm);
    for (const CubeCamera& camera : cameras) {
      const CubeGeometry geometry = cubeGeometry(plan, plan.shape().offsetOf({2, 3, 1, 1}), camera);
      for (int sample = 0; sample < 300; ++sample) {
        const CubePoint point = {across(random), across(random)};
        std::optional<std::array<double, 3>> last;
        int lastLayer = -1;
        for (const CubeFace& face : geometry.faces) {
          if (face.glass) continue;
          const auto at = gridPosition(face, point);
          if (!at) continue;
          if (last) {
            EXPECT_NE(face.layer, lastLayer) << norm;
            const double nearer =
                geometry.nearEnds[0] == Near::low ? (*last)[0] - (*at)[0] : (*at)[0] - (*last)[0];
            EXPECT_GT(nearer, 0) << norm << " yaw " << camera.yaw;
          }
          last = at;
          lastLayer = face.layer;
        }
      }
    }
  }
}

TEST(CubeGeometry, CostsWhatIsDrawnNotWhatTheTensorHolds) {
  const CubeGeometry geometry =
      cubeGeometry(planOf("NCHW", {100000, 4096, 1024, 1024}, "batch"), 12345678901234, CubeCamera::paper());
  EXPECT_LT(geometry.faces.size(), 2500U);
}

TEST(CubeGeometry, KeepsPleasantProportionsAndOneCellForAMissingAxis) {
  const CubeGeometry flat = cubeGeometry(planOf("NC", {2, 16}, "batch"), 0, CubeCamera::front());
  EXPECT_EQ(flat.cells[spaceAxis].size(), 1U);
  EXPECT_NEAR(flat.halfSize.x, 0.2, 1e-12);
  EXPECT_NEAR(flat.halfSize.y, 0.125, 1e-12);
  EXPECT_EQ(flat.labels.size(), 1U);
  EXPECT_TRUE(cubeGeometry(planOf("NC", {0, 16}, "batch"), 0, CubeCamera::paper()).empty());
}

TEST(CubeGeometry, PicksTheFrontMostCell) {
  const ReductionPlan plan = planOf("NCHW", {6, 5, 2, 2}, "instance");
  for (const CubeCamera& camera :
       {CubeCamera::paper(), CubeCamera{-100, -30, 1}, CubeCamera::front(), CubeCamera::top()}) {
    CubeOptions solid;
    solid.revealHidden = false;
    const CubeGeometry geometry = cubeGeometry(plan, 0, camera, solid);
    for (const CubeFace& face : geometry.faces) {
      const auto cell = cellAt(geometry, (face.corners[0] + face.corners[2]) * 0.5);
      ASSERT_TRUE(cell);
      EXPECT_EQ(cell->at, face.cell);
    }
    EXPECT_FALSE(cellAt(geometry, {0.95, 0.95}));
  }
}

TEST(CubeGeometry, StandsForTheSelectedElementWhereTheRangeHoldsIt) {
  const ReductionPlan plan = planOf("NCHW", {32, 8, 2, 2}, "instance");
  const std::int64_t selected = plan.shape().offsetOf({5, 3, 1, 0});
  const CubeGeometry geometry = cubeGeometry(plan, selected, CubeCamera::paper());
  CubeCell cell{{}, {CubeRange{4, 5}, CubeRange{3, 4}, CubeRange{2, 3}}};
  EXPECT_EQ(representativeOf(geometry, cell), selected);
  cell.ranges[batchAxis] = {8, 10};
  EXPECT_EQ(representativeOf(geometry, cell), plan.shape().offsetOf({8, 3, 1, 0}));
}

TEST(CubeEdges, JoinsLinesAndMarksTheBorderOfTheSet) {
  const CubeGeometry geometry = cubeGeometry(planOf("NCL", {4, 4, 4}, "layer"), 0, CubeCamera::paper());
  std::vector<std::int64_t> groups;
  for (const CubeFace& face : geometry.faces) groups.push_back(face.fraction > 0 ? 0 : -1);
  std::map<CubeEdgeKind, int> count;
  for (const CubeEdge& edge : cubeEdges(geometry, groups)) ++count[edge.kind];
  // The lit slab has an outline of six edges. Inside it: 3 + 3 lines on the left side, 3 each on the top and
  // the right side, and the 3 creases between the sides.
  EXPECT_EQ(count[CubeEdgeKind::contour], 6);
  EXPECT_EQ(count[CubeEdgeKind::inner], 3 + 3 + 3 + 3 + 3);
  EXPECT_EQ(count[CubeEdgeKind::glass], 0);
}

TEST(CubePatches, CoverEveryFaceOnce) {
  const CubeGeometry geometry =
      cubeGeometry(planOf("NCHW", {5, 4, 2, 2}, "layer:over=C"), 23, CubeCamera::paper());
  std::vector<std::size_t> lit;
  std::vector<std::size_t> plain;
  for (std::size_t i = 0; i < geometry.faces.size(); ++i)
    (geometry.faces[i].fraction > 0 ? lit : plain).push_back(i);
  for (const auto& faces : {lit, plain}) {
    double area = 0;
    double expected = 0;
    int count = 0;
    const auto areaOf = [](const std::array<CubePoint, 4>& c) {
      const CubePoint u = c[1] - c[0];
      const CubePoint v = c[3] - c[0];
      return std::abs(u.x * v.y - u.y * v.x);
    };
    const auto patches = cubePatches(geometry, faces);
    for (const CubePatch& patch : patches) {
      area += areaOf(patch.corners);
      count += patch.faces();
    }
    for (const std::size_t i : faces) expected += areaOf(geometry.faces[i].corners);
    EXPECT_EQ(count, static_cast<int>(faces.size()));
    EXPECT_NEAR(area, expected, 1e-12);
    EXPECT_LT(patches.size(), faces.size());
  }
}

}  // namespace cube_geometry_test
}  // namespace normscope
