#include <gtest/gtest.h>
#include <qcustomplot.h>

#include <QContextMenuEvent>
#include <QMenu>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>
#include <QWheelEvent>
#include <QWindow>

#include "tests/ui/plot_support.h"
#include "ui/draw/plots/plot_widget.h"
#include "ui/draw/plots/readout_box.h"

namespace normscope {
namespace plot_explore_test {

/// A plot in a window of its own, used through that window's events, as a mouse and a keyboard do.
class PlotExplore : public testing::Test {
 protected:
  PlotExplore() {
    widget.resize(420, 240);
    widget.show();
    show(plotOf(rampRequest("NCL", {8192, 1, 2}, "instance"), "statistics"));
  }

  void show(const PlotDocument& document) {
    widget.setDocument(document);
    QTest::qWait(20);
  }

  QCustomPlot& plot() { return *widget.findChild<QCustomPlot*>(); }
  QWindow* window() { return widget.windowHandle(); }
  QRect frame() { return plot().axisRect()->rect().translated(plot().pos()); }
  ReadoutBox& readout() { return *widget.findChild<ReadoutBox*>(); }
  const PlotView& view() { return widget.document().view; }

  void wheel(const QPoint& at, int steps, Qt::KeyboardModifiers keys = {}) {
    QWheelEvent event(at, widget.mapToGlobal(at), {}, {0, 120 * steps}, Qt::NoButton, keys, Qt::NoScrollPhase,
                      false);
    QCoreApplication::sendEvent(window(), &event);
  }

  void moveTo(const QPoint& at) {
    QMouseEvent event(QEvent::MouseMove, at, widget.mapToGlobal(at), Qt::NoButton, Qt::NoButton, {});
    QCoreApplication::sendEvent(window(), &event);
  }

  void drag(const QPoint& from, const QPoint& by) {
    QTest::mousePress(window(), Qt::LeftButton, {}, from);
    QTest::mouseMove(window(), from + by / 2);
    QTest::mouseMove(window(), from + by);
    QTest::mouseRelease(window(), Qt::LeftButton, {}, from + by);
  }

  /// The texts of the menu that `ask` opens.
  template <typename Ask>
  QStringList menuOf(const Ask& ask) {
    QStringList texts;
    QTimer::singleShot(50, [&] {
      auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
      if (menu == nullptr) return;
      for (const QAction* action : menu->actions()) texts << action->text();
      menu->close();
    });
    ask();
    QTest::qWait(100);
    return texts;
  }

  PlotWidget widget;
};

TEST_F(PlotExplore, TheWheelZoomsAtThePointer) {
  const QPoint at = frame().center() + QPoint(frame().width() / 4, 0);
  const PlotRange whole = wholeX(widget.document());
  const double under = whole.low + 0.75 * whole.size();
  wheel(at, 3);
  ASSERT_TRUE(view().x);
  EXPECT_FALSE(view().y);
  EXPECT_NEAR(view().x->size(), 0.512 * whole.size(), 1e-6 * whole.size());
  EXPECT_NEAR(view().x->low + 0.75 * view().x->size(), under, 0.01 * whole.size());
  // Several steps between two pictures are not lost.
  for (int i = 0; i < 60; ++i) wheel(at, 1);
  EXPECT_NEAR(view().x->size(), 4, 1e-9);
  for (int i = 0; i < 90; ++i) wheel(at, -1);
  EXPECT_TRUE(view().isWhole());
}

TEST_F(PlotExplore, ShiftAndTheNumbersZoomTheUprightAxis) {
  wheel(frame().center(), 2, Qt::ShiftModifier);
  EXPECT_TRUE(view().y);
  EXPECT_FALSE(view().x);
  widget.setView({});
  QTest::qWait(20);
  wheel(QPoint(frame().left() - 20, frame().center().y()), 2);
  EXPECT_TRUE(view().y);
  EXPECT_FALSE(view().x);
}

TEST_F(PlotExplore, ADragMovesAndIsNoClick) {
  QSignalSpy clicked(&widget, &PlotWidget::setClicked);
  drag(frame().center(), {60, 0});
  EXPECT_TRUE(view().isWhole()) << "all is there already";
  wheel(frame().center(), 5);
  QTest::qWait(20);
  const PlotRange before = *view().x;
  drag(frame().center(), {60, 0});
  const double expected = before.low - 60 * before.size() / frame().width();
  EXPECT_NEAR(view().x->low, expected, 0.02 * before.size());
  EXPECT_NEAR(view().x->size(), before.size(), 1e-6);
  EXPECT_EQ(clicked.count(), 0);
  QTest::mouseClick(window(), Qt::LeftButton, {}, frame().center());
  EXPECT_EQ(clicked.count(), 1);
}

TEST_F(PlotExplore, ADoubleClickShowsAll) {
  const QPoint centre = frame().center();
  wheel(centre, 5);
  wheel(centre, 5, Qt::ShiftModifier);
  EXPECT_TRUE(view().x && view().y);
  QTest::mouseDClick(window(), Qt::LeftButton, {}, centre);
  EXPECT_TRUE(view().isWhole());
}

TEST_F(PlotExplore, KeysZoomMoveAndShowAll) {
  show(plotOf(rampRequest("NCL", {10, 4, 10}, "group:groups=2"), "histogram-x", 399));
  widget.setFocus();
  const double whole = wholeX(widget.document()).size();
  QTest::keyClick(&widget, Qt::Key_Plus);
  EXPECT_NEAR(view().x->size(), 0.8 * whole, 1e-9 * whole);
  const double low = view().x->low;
  QTest::keyClick(&widget, Qt::Key_Right);
  EXPECT_GT(view().x->low, low);
  QTest::keyClick(&widget, Qt::Key_Up, Qt::ShiftModifier);
  EXPECT_TRUE(view().y);
  QTest::keyClick(&widget, Qt::Key_Minus);
  QTest::keyClick(&widget, Qt::Key_Minus);
  EXPECT_FALSE(view().x);
  QTest::keyClick(&widget, Qt::Key_0);
  EXPECT_TRUE(view().isWhole());
}

TEST_F(PlotExplore, TheChosenSetIsKeptInView) {
  widget.setView({PlotRange{4000, 4010}, std::nullopt});
  QTest::keyClick(&widget, Qt::Key_Home);
  EXPECT_LE(view().x->low, 0);
  QTest::keyClick(&widget, Qt::Key_End);
  EXPECT_GE(view().x->high, 8191);
}

TEST_F(PlotExplore, AClickInAZoomedPlotNamesThatSet) {
  widget.setView({PlotRange{3999.5, 4009.5}, std::nullopt});
  QTest::qWait(20);
  QSignalSpy clicked(&widget, &PlotWidget::setClicked);
  const int x = frame().left() + frame().width() * 35 / 100;
  QTest::mouseClick(window(), Qt::LeftButton, {}, {x, frame().center().y()});
  ASSERT_EQ(clicked.count(), 1);
  EXPECT_EQ(clicked[0][0].toLongLong(), 4003);
  EXPECT_EQ(clicked[0][1].toInt(), 0);
}

TEST_F(PlotExplore, ThePointerReadsOut) {
  widget.setView({PlotRange{3999.5, 4009.5}, std::nullopt});
  QTest::qWait(20);
  moveTo({frame().left() + frame().width() * 35 / 100, frame().center().y()});
  ASSERT_TRUE(readout().isVisible());
  EXPECT_EQ(readout().lines()[0].text, "set 4003 (sample 4003, channel 0)");
  EXPECT_EQ(readout().lines()[1].text, "mean 8006, std 0.5");
  EXPECT_TRUE(widget.rect().contains(readout().geometry()));
  moveTo({2, 2});
  EXPECT_FALSE(readout().isVisible());
}

TEST_F(PlotExplore, AViewStaysWhileItsAxisDoes) {
  const PlotView seen{PlotRange{10, 20}, PlotRange{0, 5000}};
  widget.setView(seen);
  show(plotOf(rampRequest("NCL", {8192, 1, 2}, "instance"), "statistics", 7));
  EXPECT_EQ(view(), seen);
  show(plotOf(rampRequest("NCL", {8192, 1, 3}, "instance"), "statistics"));
  EXPECT_EQ(view(), (PlotView{seen.x, std::nullopt})) << "other values, as many sets";
  show(plotOf(rampRequest("NCL", {8192, 1, 2}, "layer:over=C+L"), "statistics"));
  show(plotOf(rampRequest("NCL", {4, 1, 2}, "instance"), "statistics"));
  EXPECT_TRUE(view().isWhole());
}

TEST_F(PlotExplore, SeveralNormsNameTheNorm) {
  std::vector<NormPlot> norms;
  for (const std::string spec : {"group:groups=2", "batch"}) {
    const NormalizeResult result = computed(rampRequest("NCL", {2, 4, 2}, spec));
    norms.push_back({spec, statisticsDocument(result, std::nullopt)});
  }
  show(statisticsDocument(norms));
  QSignalSpy clicked(&widget, &PlotWidget::setClicked);
  const double at = setBlocks(widget.document())[1].positionOf(2) / 2;
  QTest::mouseClick(window(), Qt::LeftButton, {},
                    {frame().left() + static_cast<int>(at * frame().width()), frame().center().y()});
  ASSERT_EQ(clicked.count(), 1);
  EXPECT_EQ(clicked[0][0].toLongLong(), 2);
  EXPECT_EQ(clicked[0][1].toInt(), 1);
  widget.setSelectedSet(2, 1);
  EXPECT_EQ(widget.document().statisticsOfNorms()->norms[1].selectedSet, 2);
  EXPECT_EQ(widget.document().statisticsOfNorms()->norms[0].selectedSet, std::nullopt);
  EXPECT_TRUE(widget.accessibleDescription().contains(QStringLiteral("; batch: set 2 (channel 2): mean ")));
}

TEST_F(PlotExplore, ARightClickAndTheMenuKeyOpenTheMenu) {
  widget.addAction(new QAction(QStringLiteral("Copy numbers"), &widget));
  const QStringList expected = {QStringLiteral("Show all"), QString(), QStringLiteral("Copy numbers")};
  EXPECT_EQ(menuOf([&] { QTest::mouseClick(window(), Qt::RightButton, {}, frame().center()); }), expected);
  widget.setFocus();
  EXPECT_EQ(menuOf([&] {
              QContextMenuEvent event(QContextMenuEvent::Keyboard, {}, widget.mapToGlobal(QPoint()));
              QCoreApplication::sendEvent(window(), &event);
            }),
            expected);
}

TEST_F(PlotExplore, NothingIsDrawnOverAnythingDownTo110Pixels) {
  for (const std::string kind : {"statistics", "histogram-x", "running"}) {
    show(plotOf(rampRequest("NCL", {8, 6, 4}, "batch"), kind));
    for (const int height : {110, 120, 131, 132, 149, 150, 200, 300}) {
      for (const int width : {200, 340, 600}) {
        widget.resize(width, height);
        QTest::qWait(20);
        for (QCPAxisRect* rect : plot().axisRects()) {
          const QCPAxis& upright = *rect->axis(QCPAxis::atLeft);
          const int length = QFontMetrics(upright.labelFont()).horizontalAdvance(upright.label());
          EXPECT_LE(length, rect->height()) << kind << height << upright.label().toStdString();
          EXPECT_GE(rect->height(), 24) << kind << height;
          EXPECT_GE(rect->top(), 30) << kind << height;
          EXPECT_GE(upright.labelFont().pixelSize(), 10);
          EXPECT_GE(upright.tickLabelFont().pixelSize(), 10);
        }
      }
    }
  }
}

}  // namespace plot_explore_test
}  // namespace normscope
