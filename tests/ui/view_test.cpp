// The centre of the window: what the buttons above the cubes do, and that all views follow one selection.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <QAction>
#include <QMenu>

#include "tests/ui/window_fixture.h"
#include "ui/draw/maps/map_view.h"
#include "ui/draw/memory/memory_ribbon.h"
#include "ui/panels/plot_column.h"
#include "ui/window/exports.h"

namespace normscope {
namespace view_test {

TEST_F(Window, FourNormsStandSideBySideAndAClickMakesOneTheWindows) {
  press("norms-2");
  ASSERT_EQ(window.cube().paneCount(), 4U);
  EXPECT_EQ(window.cube().activePane(), 3U);
  const QPoint batch = window.cube().placement(0).center.toPoint();
  QTest::mouseClick(&window.cube(), Qt::LeftButton, {}, batch);
  EXPECT_EQ(toText(workspace.spec()), "batch");
  EXPECT_EQ(window.cube().activePane(), 0U);
  EXPECT_TRUE(workspace.selection().pinned);
  settle();
  EXPECT_THAT(statusLine().engine().toStdString(), testing::HasSubstr("6 sets of 512"));
  press("norms-0");
  EXPECT_EQ(window.cube().paneCount(), 1U);
  EXPECT_EQ(toText(workspace.spec()), "batch");
}

TEST_F(Window, AKindThatIsPressedChangesTheActiveOfFour) {
  press("norms-2");
  press("kind-rms");
  EXPECT_EQ(toText(workspace.norm(3).spec), "rms");
  EXPECT_EQ(toText(workspace.norm(0).spec), "batch");
}

TEST_F(Window, ValuesAreThoseOfTheTensorAndOfTheResult) {
  press("shown-2");
  const CubeGeometry geometry = window.cube().geometry();
  const CubeCell cell = geometry.cell({0, 0, 0});
  const auto meanOf = [&](const Tensor& tensor) {
    double sum = 0;
    for (std::int64_t s = cell.ranges[2].begin; s < cell.ranges[2].end; ++s)
      sum += tensor.at(geometry.frame.offsetOf({0, 0, s}));
    return sum / static_cast<double>(cell.ranges[2].size());
  };
  EXPECT_NEAR(*window.cube().content().value(geometry, cell), meanOf(workspace.tensor()->source.tensor),
              1e-9);
  press("shown-4");
  EXPECT_NEAR(*window.cube().content().value(geometry, cell), meanOf(workspace.computation()->result.y),
              1e-9);
}

TEST_F(Window, TheFeatureMapsFollowAndLeadTheSelection) {
  press("page-1");
  EXPECT_TRUE(window.maps().isVisible());
  EXPECT_FALSE(window.cube().isVisible());
  ASSERT_TRUE(QTest::qWaitFor([&] { return window.maps().isSettled(); }, patience));
  std::int64_t wanted = -1;
  for (int x = 60; x < window.maps().width() && wanted <= 0; x += 11) {
    for (int y = 60; y < window.maps().height() && wanted <= 0; y += 11) {
      const auto element = window.maps().elementAt(QPointF(x, y));
      if (!element || workspace.plan()->setOf(*element) == 0) continue;
      wanted = *element;
      QTest::mouseMove(&window.maps(), QPoint(x, y));
    }
  }
  ASSERT_GT(wanted, 0);
  EXPECT_EQ(workspace.selection().element, wanted);
  EXPECT_EQ(window.cube().selection(), wanted);
}

TEST_F(Window, AHeldKeyFlipsTwoNorms) {
  press("norms-1");
  ASSERT_EQ(window.cube().paneCount(), 2U);
  const QImage before = window.cube().grab().toImage();
  QTest::keyPress(&window.cube(), Qt::Key_B);
  EXPECT_EQ(window.cube().activePane(), 1U);
  EXPECT_NE(window.cube().grab().toImage(), before);
  QTest::keyRelease(&window.cube(), Qt::Key_B);
  EXPECT_EQ(window.cube().grab().toImage(), before);
  EXPECT_EQ(toText(workspace.spec()), "group:groups=2");
}

TEST_F(Window, TheDifferenceOfTwoNormsStandsBesideThem) {
  press("shown-5");
  EXPECT_EQ(workspace.normCount(), 2U);
  ASSERT_EQ(window.cube().paneCount(), 3U);
  ASSERT_TRUE(QTest::qWaitFor([&] { return workspace.compared() != nullptr; }, patience));
  const CubeGeometry geometry = window.cube().geometry(2);
  const CubeCell cell = geometry.cell({3, 2, 1});
  const auto valueIn = [&](std::size_t pane) { return *window.cube().content(pane).value(geometry, cell); };
  const auto histogramTitle = [&] { return window.plots().plots()[2].second->document().title; };
  EXPECT_NEAR(valueIn(2), valueIn(1) - valueIn(0), 1e-6);
  EXPECT_THAT(window.cube().content(2).subtitle, testing::StartsWith("‖B − A‖₂ "));
  EXPECT_TRUE(QTest::qWaitFor([&] { return histogramTitle() == "Histogram of B − A"; }, patience));
  press("page-1");
  EXPECT_TRUE(QTest::qWaitFor([&] { return window.maps().isSettled(); }, patience));
  press("norms-2");  // four norms have no difference
  EXPECT_EQ(workspace.view().shown, Shown::y);
  EXPECT_TRUE(QTest::qWaitFor([&] { return histogramTitle() == "Histogram of y"; }, patience));
}

TEST_F(Window, TheMemoryRibbonAppearsAndSelects) {
  auto* ribbon = &window.memory();
  EXPECT_FALSE(ribbon->isVisible());
  press("show-memory");
  EXPECT_TRUE(ribbon->isVisible());
  QTest::mouseClick(ribbon, Qt::LeftButton, {}, QPoint(ribbon->width() / 2, 34));
  EXPECT_TRUE(workspace.selection().pinned);
  EXPECT_NEAR(static_cast<double>(workspace.selection().element), 3072 / 2.0, 8);
}

TEST_F(Window, TheMemoryRibbonStartsAtTheSelection) {
  workspace.select(1000, false);
  press("show-memory");
  auto* ribbon = &window.memory();
  const QImage late = ribbon->grab().toImage();
  workspace.select(0, false);
  workspace.select(1000, false);
  EXPECT_EQ(ribbon->grab().toImage(), late);
}

TEST_F(Window, TheMenuAndTheButtonsSayTheSame) {
  press("show-axes");
  EXPECT_TRUE(child<QAction>("overlay-axes")->isChecked());
  child<QAction>("shown-sets")->trigger();
  EXPECT_TRUE(child<QToolButton>("shown-1")->isChecked());
  child<QAction>("shown-sets")->trigger();
  EXPECT_TRUE(child<QAction>("shown-sets")->isChecked());
  child<QAction>("open-channel")->trigger();
  EXPECT_EQ(window.cube().options().reveal, CubeReveal::opened);
  EXPECT_FALSE(child<QAction>("reveal-glass")->isChecked());
}

TEST_F(Window, UnfoldingOffersTheSpatialAxesOfTheLayout) {
  workspace.open("normal:2,4,3,4,4");
  settle();
  auto* menu = child<QMenu>("unfold");
  emit menu->aboutToShow();
  ASSERT_EQ(menu->actions().size(), 4);
  menu->actions()[1]->trigger();
  EXPECT_EQ(window.cube().row().titles.size(), 3U);
  EXPECT_EQ(window.cube().row().titles[2], "D = 2");
}

TEST_F(Window, TheFigureHasAllNormsOfTheView) {
  press("norms-2");
  const FigureOptions figure = shownFigure(window);
  ASSERT_EQ(figure.norms.size(), 4U);
  EXPECT_EQ(toText(figure.norms[0]), "batch");
}

}  // namespace view_test
}  // namespace normscope
