#include "ui/draw/cube/cube_view.h"

#include <gtest/gtest.h>

#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

namespace normscope {
namespace cube_view_test {

std::shared_ptr<const ReductionPlan> planOf(const Extents& extents, const std::string& norm) {
  return std::make_shared<const ReductionPlan>(
      plan(Shape(Layout::parse("NCHW"), extents), parseNormSpec(norm)));
}

class CubeViewTest : public ::testing::Test {
 protected:
  CubeViewTest() {
    view.resize(760, 620);
    view.setPlan(planOf({4, 6, 3, 3}, "group:groups=2"));
    view.show();
  }

  /// The middle of the face of a cell that looks in a direction.
  QPoint faceAt(const std::array<int, 3>& cell, CubeOrientation orientation) const {
    for (const CubeFace& face : view.geometry().faces) {
      if (face.cell == cell && face.orientation == orientation) {
        return view.placement().map((face.corners[0] + face.corners[2]) * 0.5).toPoint();
      }
    }
    ADD_FAILURE() << "no such face";
    return {};
  }

  std::int64_t offset(const Extents& index) const {
    return Shape(Layout::parse("NCHW"), {4, 6, 3, 3}).offsetOf(index);
  }

  CubeView view;
};

TEST_F(CubeViewTest, HoverNamesTheElementOnceAndLeaving) {
  QSignalSpy hovered(&view, &CubeView::elementHovered);
  QSignalSpy left(&view, &CubeView::hoverLeft);
  QTest::mouseMove(&view, faceAt({0, 2, 4}, CubeOrientation::left));
  ASSERT_EQ(hovered.count(), 1);
  EXPECT_EQ(hovered[0][0].toLongLong(), offset({0, 2, 1, 1}));
  QTest::mouseMove(&view, faceAt({0, 2, 4}, CubeOrientation::left) + QPoint(2, 0));
  EXPECT_EQ(hovered.count(), 1);
  QTest::mouseMove(&view, faceAt({3, 5, 0}, CubeOrientation::top));
  ASSERT_EQ(hovered.count(), 2);
  EXPECT_EQ(hovered[1][0].toLongLong(), offset({3, 5, 0, 0}));
  QTest::mouseMove(&view, QPoint(3, 600));
  EXPECT_EQ(left.count(), 1);
}

TEST_F(CubeViewTest, ClickNamesTheElementAndADragDoesNot) {
  QSignalSpy clicked(&view, &CubeView::elementClicked);
  const QPoint at = faceAt({2, 0, 8}, CubeOrientation::right);
  QTest::mouseClick(&view, Qt::LeftButton, {}, at);
  ASSERT_EQ(clicked.count(), 1);
  EXPECT_EQ(clicked[0][0].toLongLong(), offset({2, 0, 2, 2}));

  QTest::mousePress(&view, Qt::LeftButton, {}, at);
  QTest::mouseMove(&view, at + QPoint(50, -20));
  QTest::mouseRelease(&view, Qt::LeftButton, {}, at + QPoint(50, -20));
  EXPECT_EQ(clicked.count(), 1);
  EXPECT_NEAR(view.camera().yaw, 65, 1e-9);
  EXPECT_NEAR(view.camera().pitch, 20, 1e-9);

  QTest::mouseDClick(&view, Qt::LeftButton, {}, QPoint(3, 600));
  EXPECT_TRUE(QTest::qWaitFor([&] { return view.camera() == CubeCamera::paper(); }));
}

TEST_F(CubeViewTest, WheelZooms) {
  QWheelEvent wheel(QPointF(300, 300), QPointF(300, 300), {}, QPoint(0, 120), Qt::NoButton, Qt::NoModifier,
                    Qt::NoScrollPhase, false);
  const double before = view.placement().scale;
  QApplication::sendEvent(&view, &wheel);
  EXPECT_NEAR(view.camera().zoom, 1.1, 1e-9);
  EXPECT_NEAR(view.placement().scale, before * 1.1, 1e-6);
}

TEST_F(CubeViewTest, KeysAskForSetsAndElementsAndMoveTheCamera) {
  QSignalSpy previousSet(&view, &CubeView::previousSetRequested);
  QSignalSpy nextSet(&view, &CubeView::nextSetRequested);
  QSignalSpy previousElement(&view, &CubeView::previousElementRequested);
  QSignalSpy nextElement(&view, &CubeView::nextElementRequested);
  QSignalSpy clicked(&view, &CubeView::elementClicked);
  view.setSelection(7, false);
  for (const Qt::Key key :
       {Qt::Key_Left, Qt::Key_Right, Qt::Key_Right, Qt::Key_Up, Qt::Key_Down, Qt::Key_Return}) {
    QTest::keyClick(&view, key);
  }
  EXPECT_EQ(previousSet.count(), 1);
  EXPECT_EQ(nextSet.count(), 2);
  EXPECT_EQ(previousElement.count(), 1);
  EXPECT_EQ(nextElement.count(), 1);
  ASSERT_EQ(clicked.count(), 1);
  EXPECT_EQ(clicked[0][0].toLongLong(), 7);

  QTest::keyClick(&view, Qt::Key_Right, Qt::ShiftModifier);
  QTest::keyClick(&view, Qt::Key_Plus);
  EXPECT_EQ(nextSet.count(), 2);
  EXPECT_NEAR(view.camera().yaw, 50, 1e-9);
  EXPECT_GT(view.camera().zoom, 1);
  QTest::keyClick(&view, Qt::Key_Home);
  EXPECT_TRUE(QTest::qWaitFor([&] { return view.camera() == CubeCamera::paper(); }));
}

TEST_F(CubeViewTest, PointingAtARangeStaysWithItsElementOnceSelected) {
  view.setPlan(planOf({64, 64, 40, 40}, "instance"));
  for (const QPoint& point : {QPoint(300, 300), QPoint(330, 250), QPoint(450, 350), QPoint(360, 150)}) {
    const auto first = view.elementAt(point);
    ASSERT_TRUE(first);
    view.setSelection(*first, false);
    EXPECT_EQ(view.elementAt(point), first);
  }
}

TEST_F(CubeViewTest, LightsTheSelectedSetInTheAccent) {
  const Theme theme = Theme::light();
  const auto colorAt = [&](const QPoint& point) {
    return view.grab().toImage().pixelColor(point + QPoint(4, 0));
  };
  EXPECT_EQ(colorAt(faceAt({0, 1, 4}, CubeOrientation::left)), theme.lit.left);
  EXPECT_EQ(colorAt(faceAt({0, 4, 4}, CubeOrientation::left)), theme.plain.left);
  view.setSelection(offset({0, 4, 0, 0}), false);
  EXPECT_EQ(colorAt(faceAt({0, 4, 4}, CubeOrientation::left)), theme.lit.left);
  view.setTheme(Theme::dark());
  EXPECT_EQ(colorAt(faceAt({0, 4, 4}, CubeOrientation::left)), Theme::dark().lit.left);
}

TEST_F(CubeViewTest, TellsScreenReadersWhatIsShown) {
  EXPECT_EQ(view.accessibleName(), "Cube of the tensor");
  EXPECT_EQ(
      view.accessibleDescription(),
      "Group Norm, G = 2: 8 sets of 27 elements, each with one μ and one σ²; set of x[0, 0, 0, 0]: sample 0, "
      "channels 0 to 2");
  view.setPlan(nullptr);
  EXPECT_EQ(view.accessibleDescription(), "no elements");
}

TEST_F(CubeViewTest, SurvivesEmptyTensorsAndSelectionsOutsideThem) {
  view.setSelection(1000000, false);
  EXPECT_EQ(view.selection(), 0);
  view.setSelection(200, false);
  view.setPlan(planOf({1, 6, 1, 1}, "batch"));
  EXPECT_EQ(view.selection(), 0);
  view.setPlan(planOf({0, 6, 3, 3}, "batch"));
  EXPECT_FALSE(view.elementAt(QPointF(300, 300)));
  EXPECT_FALSE(view.grab().isNull());
  view.setPlan(nullptr);
  EXPECT_FALSE(view.grab().isNull());
}

TEST_F(CubeViewTest, TurnsSmoothlyTheShortWayAndADragTakesOver) {
  QSignalSpy turned(&view, &CubeView::cameraChanged);
  view.setCamera({170, 20, 1});
  view.turnTo({-170, 20, 2});
  EXPECT_TRUE(QTest::qWaitFor([&] { return view.camera() == CubeCamera{-170, 20, 2}; }));
  EXPECT_GT(turned.count(), 2);
  view.turnTo(CubeCamera::paper());
  view.setCamera({10, 10, 1});
  QTest::qWait(300);
  EXPECT_EQ(view.camera(), (CubeCamera{10, 10, 1}));
}

TEST_F(CubeViewTest, PanesShareSelectionAndCameraAndAClickActivatesOne) {
  std::vector<CubePane> panes(4);
  const char* norms[] = {"batch", "layer", "instance", "group:groups=2"};
  for (std::size_t i = 0; i < 4; ++i) panes[i].plan = planOf({4, 6, 3, 3}, norms[i]);
  view.setPanes(panes, 3);
  view.setSelection(100, false);
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_EQ(view.geometry(i).selected, view.geometry(0).selected) << i;
    EXPECT_EQ(view.placement(i).scale, view.placement(0).scale) << i;
  }
  QSignalSpy pane(&view, &CubeView::paneClicked);
  QSignalSpy clicked(&view, &CubeView::elementClicked);
  const QPoint at = view.placement(1).center.toPoint();
  EXPECT_EQ(view.paneAt(at), 1U);
  QTest::mouseClick(&view, Qt::LeftButton, {}, at);
  ASSERT_EQ(pane.count(), 1);
  EXPECT_EQ(pane[0][0].toInt(), 1);
  ASSERT_EQ(clicked.count(), 1);
  EXPECT_EQ(clicked[0][0].toLongLong(), *view.elementAt(at));
}

TEST_F(CubeViewTest, APaneWithoutAPlanSaysWhy) {
  std::vector<CubePane> panes(2);
  panes[0].plan = planOf({4, 6, 3, 3}, "batch");
  panes[1].problem = "7 groups do not divide 6 channels";
  view.setPanes(panes, 0);
  EXPECT_FALSE(view.grab().isNull());
  EXPECT_FALSE(view.elementAt({600, 300}));
}

TEST_F(CubeViewTest, APaneOfAnotherShapeThanTheActiveOneIsNotDrawn) {
  std::vector<CubePane> panes(3);
  panes[0].plan = planOf({2, 2, 2, 2}, "batch");
  panes[1].plan = planOf({8, 6, 4, 4}, "batch");
  panes[2].plan = planOf({8, 6, 4, 4}, "instance");
  for (CubePane& pane : panes) pane.content = CubeShow::sets;
  view.setPanes(panes, 1);
  view.setSelection(8 * 6 * 16 - 1, true);
  EXPECT_FALSE(view.grab().isNull());
  EXPECT_TRUE(view.row(0).empty());
  EXPECT_FALSE(view.row(1).empty());
  EXPECT_FALSE(view.row(2).empty());
}

/// Pixels that differ in a square around a point.
int differing(const QImage& a, const QImage& b, const QPoint& at, int reach) {
  int count = 0;
  for (int y = -reach; y <= reach; ++y) {
    for (int x = -reach; x <= reach; ++x)
      count += a.pixel(at + QPoint(x, y)) != b.pixel(at + QPoint(x, y)) ? 1 : 0;
  }
  return count;
}

/// Where the cell of the selected element lies in the view, whether it is seen or not.
QPoint selectedPoint(const CubeView& view) {
  const auto at = view.geometry().selectedCell();
  const CubePoint half =
      (view.geometry().steps[0] + view.geometry().steps[1] + view.geometry().steps[2]) * 0.5;
  return view.placement()
      .map(view.geometry().corner(at[0], at[1], at[2]) + view.geometry().shiftOf(at) + half)
      .toPoint();
}

TEST_F(CubeViewTest, TheSelectedElementIsMarkedWhereverItLies) {
  CubeContent values = CubeShow::values;
  values.value = [](const CubeGeometry&, const CubeCell&) { return 0.5; };
  for (const bool dark : {false, true}) {
    view.setTheme(dark ? Theme::dark() : Theme::light());
    for (const CubeContent& content : {CubeContent(CubeShow::set), CubeContent(CubeShow::sets), values}) {
      view.setContent(content);
      // In one set, at the front of the box and within it: only the mark tells them apart.
      for (const auto& [one, other] : {std::pair{Extents{0, 0, 0, 0}, Extents{0, 1, 2, 1}},
                                       {Extents{2, 3, 1, 1}, Extents{2, 4, 2, 0}}}) {
        view.setSelection(offset(one), true);
        const QImage first = view.grab().toImage();
        const QPoint place = selectedPoint(view);
        view.setSelection(offset(other), true);
        const QImage second = view.grab().toImage();
        const std::string where =
            toText(one) + (dark ? " dark " : " light ") + std::to_string(static_cast<int>(content.show));
        EXPECT_GT(differing(first, second, place, 34), 20) << where;
        EXPECT_GT(differing(first, second, selectedPoint(view), 34), 20) << where;
      }
    }
  }
  // A cell of few pixels has a ring that is larger.
  view.resize(180, 180);
  view.setTheme(Theme::light());
  view.setContent(CubeShow::set);
  view.setPlan(planOf({32, 256, 56, 56}, "layer"));
  view.setSelection(0, true);
  const QImage first = view.grab().toImage();
  const QPoint place = selectedPoint(view);
  view.setSelection(20 * 56 * 56, true);
  EXPECT_GT(differing(first, view.grab().toImage(), place, 6), 20);
}

TEST_F(CubeViewTest, WeightAndBiasAreFramedOverValuesAndBesideTheOutlineOfTheSet) {
  const Theme theme = Theme::light();
  CubeContent content = CubeShow::values;
  content.value = [](const CubeGeometry&, const CubeCell&) { return 1.0; };
  view.setPlan(planOf({4, 6, 3, 3}, "batch"));
  view.setContent(content);
  const QImage bare = view.grab().toImage();
  content.parameters = true;
  view.setContent(content);
  const QImage framed = view.grab().toImage();
  // The set and what shares its weight are the same here: the middle of a cell keeps its colour, and the
  // outline of the set stays.
  const QPoint middle = faceAt({2, 0, 4}, CubeOrientation::right);
  EXPECT_EQ(framed.pixel(middle), bare.pixel(middle));
  int outline = 0;
  int frame = 0;
  const auto isNear = [](const QColor& a, const QColor& b) {
    return std::abs(a.red() - b.red()) + std::abs(a.green() - b.green()) + std::abs(a.blue() - b.blue()) < 40;
  };
  for (int y = 100; y < framed.height(); ++y) {
    for (int x = 0; x < framed.width(); ++x) {
      if (isNear(bare.pixelColor(x, y), theme.text))
        outline += isNear(framed.pixelColor(x, y), theme.text) ? 1 : -1;
      frame += isNear(framed.pixelColor(x, y), theme.parameter) ? 1 : 0;
    }
  }
  EXPECT_GT(outline, 300);
  EXPECT_GT(frame, 300);
}

TEST_F(CubeViewTest, PanesStandInTheArrangementWithTheLargestCubes) {
  std::vector<CubePane> panes(4);
  for (CubePane& pane : panes) pane.plan = planOf({4, 6, 3, 3}, "batch");
  view.setPanes(panes, 0);
  EXPECT_EQ(view.columns(), 2U);
  const auto scaleIn = [&](int width, int height) {
    view.resize(width, height);
    return view.placement(0).scale;
  };
  const double inOneRow = scaleIn(720, 300);
  EXPECT_EQ(view.columns(), 4U);
  EXPECT_GT(inOneRow, 65);
  scaleIn(330, 1400);
  EXPECT_EQ(view.columns(), 1U);
  // Three have no empty place beside them.
  panes.resize(3);
  view.setPanes(panes, 0);
  scaleIn(760, 620);
  EXPECT_EQ(view.columns(), 3U);
  scaleIn(330, 1400);
  EXPECT_EQ(view.columns(), 1U);
}

TEST_F(CubeViewTest, TheHighlightMovesFromTheFirstFrameOnAndTheNewestWins) {
  const QPoint at = faceAt({0, 4, 4}, CubeOrientation::left) + QPoint(4, 0);
  const auto color = [&] { return view.grab().toImage().pixelColor(at); };
  const Theme theme = Theme::light();
  EXPECT_EQ(color(), theme.plain.left);
  view.setPlan(planOf({4, 6, 3, 3}, "layer"));
  EXPECT_TRUE(view.isMoving());
  const QColor first = color();
  EXPECT_LT(first.red(), theme.plain.left.red() - 20);
  EXPECT_GT(first.red(), theme.lit.left.red());
  view.setPlan(planOf({4, 6, 3, 3}, "instance"));
  view.setPlan(planOf({4, 6, 3, 3}, "layer"));
  EXPECT_TRUE(QTest::qWaitFor([&] { return !view.isMoving(); }, 5000));
  EXPECT_EQ(color(), theme.lit.left);

  // What a hand does is never late: a selection and an angle are there at once.
  view.setPlan(planOf({4, 6, 3, 3}, "group:groups=2"));
  EXPECT_TRUE(view.isMoving());
  view.setSelection(offset({0, 4, 0, 0}), false);
  EXPECT_FALSE(view.isMoving());
  EXPECT_EQ(color(), theme.lit.left);

  view.setMotion(false);
  view.setPlan(planOf({4, 6, 3, 3}, "instance"));
  EXPECT_FALSE(view.isMoving());
  view.turnTo(CubeCamera::top());
  EXPECT_EQ(view.camera(), CubeCamera::top());
}

TEST_F(CubeViewTest, TheFocusRingFollowsTheKeyboardOnly) {
  const auto corner = [&] { return view.grab().toImage().copy(0, 0, 12, 12); };
  const QImage bare = corner();
  QFocusEvent byTab(QEvent::FocusIn, Qt::TabFocusReason);
  QApplication::sendEvent(&view, &byTab);
  EXPECT_NE(corner(), bare);
  QTest::mouseClick(&view, Qt::LeftButton, {}, QPoint(3, 600));
  EXPECT_EQ(corner(), bare);
  QFocusEvent byMouse(QEvent::FocusIn, Qt::MouseFocusReason);
  QApplication::sendEvent(&view, &byMouse);
  EXPECT_EQ(corner(), bare);
}

TEST_F(CubeViewTest, MarksAnOldResult) {
  const QImage fresh = view.grab().toImage();
  view.setStale(true, "the device is gone");
  EXPECT_NE(view.grab().toImage(), fresh);
  EXPECT_EQ(view.toolTip(), "the device is gone");
  view.setStale(false);
  EXPECT_EQ(view.grab().toImage(), fresh);
}

}  // namespace cube_view_test
}  // namespace normscope
