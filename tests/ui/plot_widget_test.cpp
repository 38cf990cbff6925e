#include "ui/draw/plots/plot_widget.h"

#include <gtest/gtest.h>
#include <qcustomplot.h>

#include <QClipboard>
#include <QSignalSpy>
#include <QTest>

#include "tests/ui/plot_support.h"
#include "ui/base/fonts.h"

namespace normscope {
namespace plot_widget_test {

class PlotWidgetTest : public ::testing::Test {
 protected:
  PlotWidgetTest() {
    loadFonts();
    widget.resize(380, 200);
    widget.setDocument(plotOf(rampRequest("NCHW", {8, 6, 2, 2}, "group:groups=2"), "statistics"));
    widget.show();
    plot().replot(QCustomPlot::rpImmediateRefresh);
  }

  QCustomPlot& plot() { return *widget.findChild<QCustomPlot*>(); }

  /// Where a set stands, in the middle of the frame.
  QPoint at(double set) {
    const QCPAxisRect& rect = *plot().axisRect();
    return {static_cast<int>(rect.axis(QCPAxis::atBottom)->coordToPixel(set)), rect.center().y()};
  }

  QImage picture() {
    QTest::qWait(20);
    return widget.grab().toImage();
  }

  PlotWidget widget;
};

TEST_F(PlotWidgetTest, PressingNamesTheSet) {
  QSignalSpy clicked(&widget, &PlotWidget::setClicked);
  QTest::mouseClick(&plot(), Qt::LeftButton, {}, at(5));
  ASSERT_EQ(clicked.count(), 1);
  EXPECT_EQ(clicked[0][0].toLongLong(), 5);
  QTest::mouseClick(&plot(), Qt::RightButton, {}, at(7));
  QTest::mouseClick(&plot(), Qt::LeftButton, {}, QPoint(4, 4));
  EXPECT_EQ(clicked.count(), 1);
}

TEST_F(PlotWidgetTest, PointingNamesTheSetOnceAndLeaving) {
  QSignalSpy hovered(&widget, &PlotWidget::setHovered);
  QTest::mouseMove(&plot(), at(3));
  QTest::mouseMove(&plot(), at(3.2));
  QTest::mouseMove(&plot(), at(4));
  QTest::mouseMove(&plot(), QPoint(2, 2));
  ASSERT_EQ(hovered.count(), 3);
  EXPECT_EQ(hovered[0][0].toLongLong(), 3);
  EXPECT_EQ(hovered[1][0].toLongLong(), 4);
  EXPECT_EQ(hovered[2][0].toLongLong(), -1);
}

TEST_F(PlotWidgetTest, KeysWalkOverTheSets) {
  QSignalSpy clicked(&widget, &PlotWidget::setClicked);
  const auto last = [&] { return clicked.isEmpty() ? -1 : clicked.last()[0].toLongLong(); };
  QTest::keyClick(&widget, Qt::Key_Left);
  EXPECT_EQ(clicked.count(), 0);
  QTest::keyClick(&widget, Qt::Key_Right);
  EXPECT_EQ(last(), 1);
  QTest::keyClick(&widget, Qt::Key_End);
  EXPECT_EQ(last(), 15);
  QTest::keyClick(&widget, Qt::Key_Right);
  EXPECT_EQ(clicked.count(), 2);
  QTest::keyClick(&widget, Qt::Key_PageUp);
  EXPECT_EQ(last(), 14);
  QTest::keyClick(&widget, Qt::Key_Home);
  EXPECT_EQ(last(), 0);
  EXPECT_EQ(widget.document().selectedSet, 0);
}

TEST_F(PlotWidgetTest, SelectingMovesTheMarkAndNothingElse) {
  const QImage first = picture();
  widget.setSelectedSet(9);
  const QImage moved = picture();
  EXPECT_NE(first, moved);
  EXPECT_EQ(widget.document().selectedSet, 9);
  // A whole rebuild with that selection draws the same: the overlay leaves nothing behind.
  widget.setDocument(widget.document());
  EXPECT_EQ(picture(), moved);
  widget.setSelectedSet(0);
  EXPECT_EQ(picture(), first);
}

TEST_F(PlotWidgetTest, ThemeChangesColours) {
  const QImage light = picture();
  widget.setTheme(Theme::dark());
  EXPECT_NE(picture(), light);
  EXPECT_EQ(picture().pixelColor(1, 1), Theme::dark().panel);
}

TEST_F(PlotWidgetTest, SaysItsContentToScreenReaders) {
  EXPECT_EQ(widget.accessibleName(), "Mean and standard deviation of each set");
  widget.setSelectedSet(3);
  EXPECT_EQ(widget.accessibleDescription().toStdString(),
            "16 sets; set 3 (sample 1, group 1): mean 41.5, std 3.452");
}

TEST_F(PlotWidgetTest, EmptyDocumentsAreLowAndTakeNoKeys) {
  EXPECT_EQ(widget.focusPolicy(), Qt::StrongFocus);
  const int high = widget.sizeHint().height();
  widget.setDocument(plotOf(rampRequest("NCL", {1, 2, 2}, "group:groups=1"), "running"));
  EXPECT_LT(widget.sizeHint().height(), high);
  EXPECT_EQ(widget.focusPolicy(), Qt::NoFocus);
  EXPECT_EQ(widget.accessibleDescription(), "Group Norm keeps none: training and evaluation are the same.");
  widget.setSelectedSet(3);
  picture();
}

TEST_F(PlotWidgetTest, CopiesItsNumbers) {
  widget.copyNumbers();
  EXPECT_EQ(QGuiApplication::clipboard()->text().toStdString(), csvOf(widget.document()));
}

TEST(PlotWidget, SaysThatNothingIsThereBeforeTheFirstDocument) {
  PlotWidget widget;
  widget.grab();
  EXPECT_TRUE(widget.document().isEmpty());
  EXPECT_EQ(widget.document().message, "Nothing has been computed yet.");
}

TEST(PlotWidget, WithoutADocumentDrawsNothingAndDoesNotFail) {
  PlotWidget widget;
  widget.setTheme(Theme::dark());
  widget.show();
  widget.setSelectedSet(2);
  EXPECT_FALSE(widget.grab().isNull());
}

}  // namespace plot_widget_test
}  // namespace normscope
