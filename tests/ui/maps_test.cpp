#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>
#include <cmath>
#include <limits>
#include <numeric>

#include "ui/draw/maps/map_view.h"

namespace normscope {
namespace maps_test {

constexpr int patience = 20000;  // ms; only reached when something is wrong

std::shared_ptr<const ReductionPlan> planOf(const std::string& layout, const Extents& extents,
                                            const std::string& norm) {
  return std::make_shared<const ReductionPlan>(
      plan(Shape(Layout::parse(layout), extents), parseNormSpec(norm)));
}

Tensor ramp(const Extents& extents) {
  Tensor tensor = Tensor::allocate(DType::float32, extents);
  const auto values = tensor.edit<float>();
  std::iota(values.begin(), values.end(), 0.0F);
  return tensor;
}

TEST(MapTable, EveryElementHasOnePlaceInEveryLayout) {
  const std::pair<const char*, Extents> cases[] = {{"NCHW", {2, 3, 4, 5}},
                                                   {"NHWC", {2, 4, 5, 3}},
                                                   {"NCDHW", {2, 3, 2, 3, 4}},
                                                   {"BTF", {2, 5, 3}},
                                                   {"NC", {4, 6}},
                                                   {"HW", {3, 4}},
                                                   {"C", {7}}};
  for (const auto& [layout, extents] : cases) {
    const Shape shape(Layout::parse(layout), extents);
    const MapTable table(shape);
    for (std::int64_t offset = 0; offset < shape.elementCount(); ++offset) {
      const auto place = table.placeOf(offset);
      const auto row = table.rows.at(place.y + 0.5);
      const auto column = table.columns.at(place.x + 0.5);
      ASSERT_GE(row.tile, 0) << layout;
      ASSERT_GE(column.tile, 0) << layout;
      ASSERT_EQ(
          table.rows.offsetOf(row.tile, row.position) + table.columns.offsetOf(column.tile, column.position),
          offset)
          << layout;
      ASSERT_EQ(table.rows.partOf(offset) + table.columns.partOf(offset), offset) << layout;
    }
  }
}

TEST(MapTable, ASequenceIsARowOfOnePicture) {
  const MapTable table(Shape(Layout::parse("BTF"), {2, 50, 8}));
  EXPECT_EQ(table.rows.tiles(), 2);
  EXPECT_EQ(table.columns.tiles(), 8);
  EXPECT_EQ(table.rows.positions(), 1);
  EXPECT_EQ(table.columns.positions(), 50);
}

TEST(MapTable, GapsAndOutsideAreNothing) {
  const MapTable table(Shape(Layout::parse("NCHW"), {2, 2, 10, 10}));
  EXPECT_EQ(table.columns.at(-0.1).tile, -1);
  EXPECT_EQ(table.columns.at(10.3).tile, -1);
  EXPECT_EQ(table.columns.at(table.columns.startOf(1)).tile, 1);
  EXPECT_EQ(table.columns.at(table.columns.length() + 0.1).tile, -1);
}

TEST(MapPyramid, BlocksAreMeansWithTheWeightOfWhatTheyCover) {
  const Extents extents = {2, 3, 5, 7};
  const Tensor x = ramp(extents);
  const MapTable table(Shape(Layout::parse("NCHW"), extents));
  const auto pyramid = MapPyramid::build(x, table, {});
  EXPECT_EQ(pyramid->levelFor(0), nullptr);
  ASSERT_EQ(pyramid->levelFor(1)->exponent, 1);
  EXPECT_EQ(pyramid->levelFor(1)->rows, 3);
  EXPECT_EQ(pyramid->levelFor(1)->columns, 4);
  EXPECT_FLOAT_EQ(pyramid->levelFor(1)->values[0], (0 + 1 + 7 + 8) / 4.0F);
  const auto* last = pyramid->levelFor(99);
  EXPECT_EQ(last->rows * last->columns, 1);
  for (int map = 0; map < 6; ++map) {
    EXPECT_FLOAT_EQ(last->values[static_cast<std::size_t>(map)], static_cast<float>(map) * 35 + 17) << map;
  }
}

TEST(MapPyramid, ANaNStaysVisibleInEveryStep) {
  Tensor x = ramp({1, 1, 64, 64});
  x.edit<float>()[777] = std::numeric_limits<float>::quiet_NaN();
  const auto pyramid = MapPyramid::build(x, MapTable(Shape(Layout::parse("NCHW"), {1, 1, 64, 64})), {});
  for (int exponent = 1; exponent <= 6; ++exponent) {
    const auto& values = pyramid->levelFor(exponent)->values;
    EXPECT_EQ(std::count_if(values.begin(), values.end(), [](float value) { return std::isnan(value); }), 1);
  }
}

class MapViewTest : public testing::Test {
 protected:
  MapViewTest() {
    view.resize(700, 500);
    view.show();
    show("group:groups=2");
  }

  void show(const std::string& norm) {
    MapPane pane;
    pane.plan = planOf("NCHW", {4, 6, 8, 8}, norm);
    pane.tensor = x;
    pane.limit = 1536;
    view.setPanes({pane});
    EXPECT_TRUE(QTest::qWaitFor([&] { return view.isSettled(); }, patience));
  }

  QPointF pointOf(std::int64_t offset) const {
    const auto place = MapTable(planOf("NCHW", {4, 6, 8, 8}, "batch")->shape()).placeOf(offset);
    return view.mapsOf(0).topLeft() + view.placement().origin +
           QPointF(place.x + 0.5, place.y + 0.5) * view.placement().scale;
  }

  QColor colorAt(std::int64_t offset) { return view.grab().toImage().pixelColor(pointOf(offset).toPoint()); }

  Tensor x = ramp({4, 6, 8, 8});
  MapView view;
};

TEST_F(MapViewTest, EveryElementIsFoundWhereItIsDrawn) {
  for (std::int64_t offset = 0; offset < x.elementCount(); offset += 13) {
    ASSERT_EQ(view.elementAt(pointOf(offset)), offset);
  }
}

TEST_F(MapViewTest, WhatIsNotInTheSetIsPale) {
  view.setSelection(200, false);
  const auto plan = planOf("NCHW", {4, 6, 8, 8}, "group:groups=2");
  const std::int64_t inside = plan->elementOf(plan->setOf(200), 190);
  const std::int64_t outside = x.elementCount() - 1;
  const QColor lit = colorAt(inside);
  const QColor pale = colorAt(outside);
  view.setSelection(outside, false);
  EXPECT_GT(colorAt(inside).lightness(), lit.lightness());
  EXPECT_LT(colorAt(outside - 9).lightness(), pale.lightness());
}

TEST_F(MapViewTest, WheelZoomsAboutThePointerAndDraggingPans) {
  const QPointF at = pointOf(700);
  QWheelEvent wheel(at, view.mapToGlobal(at), {}, QPoint(0, 360), Qt::NoButton, Qt::NoModifier,
                    Qt::NoScrollPhase, false);
  const double before = view.placement().scale;
  QApplication::sendEvent(&view, &wheel);
  EXPECT_GT(view.placement().scale, before * 1.5);
  EXPECT_EQ(view.elementAt(at), 700);
  const QPointF origin = view.placement().origin;
  QSignalSpy clicked(&view, &MapView::elementClicked);
  QTest::mousePress(&view, Qt::LeftButton, {}, QPoint(300, 200));
  QTest::mouseMove(&view, QPoint(280, 190));
  QTest::mouseRelease(&view, Qt::LeftButton, {}, QPoint(280, 190));
  EXPECT_EQ(view.placement().origin, origin - QPointF(20, 10));
  EXPECT_EQ(clicked.count(), 0);
  QTest::mouseClick(&view, Qt::LeftButton, {}, QPoint(280, 190));
  EXPECT_EQ(clicked.count(), 1);
}

TEST_F(MapViewTest, TheTableNeverLeavesTheView) {
  for (const QPointF& far : {QPointF(1e6, 1e6), QPointF(-1e6, -1e6)}) {
    view.zoomBy(4, QPointF(300, 200));
    view.panBy(far);
    const QRectF maps = view.mapsOf(0);
    bool any = false;
    for (double px = 1; px < maps.width(); px += 7) {
      for (double py = 1; py < maps.height(); py += 7)
        any = any || view.elementAt(maps.topLeft() + QPointF(px, py));
    }
    EXPECT_TRUE(any);
  }
  view.fit();
  EXPECT_EQ(view.elementAt(pointOf(x.elementCount() - 1)), x.elementCount() - 1);
}

TEST_F(MapViewTest, MarksWhatIsNotFinite) {
  x = ramp({4, 6, 8, 8});
  x.edit<float>()[70] = std::numeric_limits<float>::infinity();
  show("layer");
  const QColor marked = colorAt(70);
  const QColor wanted = Theme::light().notANumber;
  EXPECT_EQ(marked.name(), wanted.name());
}

TEST_F(MapViewTest, SaysWhetherAColourIsAnElementOrAMean) {
  view.zoomBy(4, {300, 200});
  EXPECT_EQ(view.colorText(0).toStdString(), "each colour is one element");
  MapPane pane;
  pane.plan = planOf("NCHW", {4, 6, 64, 64}, "batch");
  pane.tensor = ramp({4, 6, 64, 64});
  view.setPanes({pane});
  view.resize(330, 290);
  view.fit();
  EXPECT_TRUE(QTest::qWaitFor([&] { return view.isSettled(); }, patience));
  ASSERT_GT(view.placement().scale, 0.36);
  ASSERT_LT(view.placement().scale, 0.7);
  EXPECT_EQ(view.colorText(0).toStdString(), "each colour is the mean of 2 × 2 positions");
}

TEST_F(MapViewTest, EmptyAndMissingTensorsSaySo) {
  MapPane pane;
  pane.plan = planOf("NCHW", {4, 6, 8, 8}, "batch");
  pane.problem = "reading";
  view.setPanes({pane});
  EXPECT_FALSE(view.grab().isNull());
  pane.plan = planOf("NCHW", {0, 6, 8, 8}, "batch");
  view.setPanes({pane});
  EXPECT_FALSE(view.elementAt({100, 100}));
  view.setPanes({});
  EXPECT_FALSE(view.grab().isNull());
}

/// A view of one tensor in a layout, all of it visible, as somebody sees it who opens it like that.
QImage pictureOf(MapView& view, const Tensor& x, const char* layout) {
  MapPane pane;
  pane.plan = planOf(layout, x.extents(), "batch");
  pane.tensor = x;
  pane.limit = 1;
  view.setPanes({pane});
  view.fit();
  view.grab();  // before the coarse steps of the new table are there
  EXPECT_TRUE(QTest::qWaitFor([&] { return view.isSettled(); }, patience));
  return view.grab().toImage();
}

TEST(MapViewLayouts, TheSameValuesInAnotherLayoutAreDrawnFromItsOwnCoarseSteps) {
  for (const Extents& extents : {Extents{2, 3, 64, 64}, Extents{8, 64, 56, 56}, Extents{64, 3, 224, 224}}) {
    Tensor x = Tensor::allocate(DType::float32, extents);
    const auto values = x.edit<float>();
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = std::sin(static_cast<float>(i % 977) / 31);
    MapView kept;
    kept.resize(180, 160);
    pictureOf(kept, x, "NCHW");
    MapView fresh;
    fresh.resize(180, 160);
    EXPECT_TRUE(pictureOf(kept, x, "NHWC") == pictureOf(fresh, x, "NHWC")) << toText(extents);
  }
}

TEST(MapViewLayouts, ATensorOfAnotherShapeThanItsPlanIsNotDrawn) {
  MapView view;
  view.resize(700, 500);
  MapPane pane;
  pane.plan = planOf("NCHW", {4, 6, 8, 8}, "batch");
  pane.tensor = ramp({4, 6, 2, 2});
  view.setPanes({pane});
  view.fit();
  const QImage waiting = view.grab().toImage();
  EXPECT_TRUE(view.isSettled());
  pane.tensor.reset();
  view.setPanes({pane});
  EXPECT_TRUE(waiting == view.grab().toImage());

  // Nor one of another shape than the pane before it, by whose table all are drawn.
  pane.tensor = ramp({4, 6, 8, 8});
  MapPane other;
  other.plan = planOf("NCHW", {4, 6, 2, 2}, "batch");
  other.tensor = ramp({4, 6, 2, 2});
  view.setPanes({pane, other});
  EXPECT_TRUE(QTest::qWaitFor([&] { return view.isSettled(); }, patience));
  EXPECT_FALSE(view.grab().isNull());
}

}  // namespace maps_test
}  // namespace normscope
