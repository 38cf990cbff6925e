#include "ui/draw/plots/plot_frame.h"

#include <algorithm>

#include "ui/base/fonts.h"
#include "ui/draw/plots/plot_lines.h"

namespace normscope {
namespace {

constexpr double axisFontPixels = 11;
constexpr int leftMargin = 56;  // the same in all plots, so that their frames line up
constexpr int aboveFrame = 8;   // half a tick label
constexpr int tickLabelPadding = 5;
constexpr int namePadding = 3;

int axisLine() {
  return QFontMetrics(uiFont(axisFontPixels)).height();
}

void styleAxis(QCPAxis& axis, const Theme& theme) {
  axis.setBasePen(QPen(theme.border, 1));
  axis.setTickPen(QPen(theme.border, 1));
  axis.setTickLength(0, 0);
  axis.setPadding(0);
  axis.setSubTicks(false);
  axis.setTickLabelFont(uiFont(axisFontPixels));
  axis.setTickLabelColor(theme.textFaint);
  axis.setTickLabelPadding(tickLabelPadding);
  axis.setLabelFont(uiFont(axisFontPixels));
  axis.setLabelColor(theme.textQuiet);
  axis.setLabelPadding(namePadding);
  axis.grid()->setPen(QPen(theme.grid, 1));
  axis.grid()->setZeroLinePen(QPen(theme.border, 1));
  axis.grid()->setAntialiased(false);
}

/// What of the two fits into a length; nothing where neither does.
QString fitting(const QString& name, const QString& brief, int length) {
  const QFontMetrics metrics(uiFont(axisFontPixels));
  if (metrics.horizontalAdvance(name) <= length) return name;
  return metrics.horizontalAdvance(brief) <= length ? brief : QString();
}

}  // namespace

PlotFrame::PlotFrame(QCustomPlot* plot, const Theme& theme, const AxisNames& names, int rows, bool foot,
                     int columns)
    : QCPAxisRect(plot), names_(names), rows_(rows), foot_(foot), columns_(columns) {
  setupFullAxesBox();
  setLayer(QStringLiteral("background"));
  setBackground(QBrush(theme.background));
  setMinimumMargins(QMargins(leftMargin, aboveFrame, 0, 0));
  setRangeDrag({});
  setRangeZoom({});
  for (QCPAxis* each : axes()) styleAxis(*each, theme);
  axis(QCPAxis::atBottom)->grid()->setVisible(false);
  for (const QCPAxis::AxisType side : {QCPAxis::atTop, QCPAxis::atRight}) {
    axis(side)->setTicks(false);
    axis(side)->setTickLabels(false);
  }
  axis(QCPAxis::atBottom)->setTickLabels(foot);
  // Not in the order of axes(), which changes from run to run: it would change the bytes of files.
  for (const QCPAxis::AxisType side :
       {QCPAxis::atLeft, QCPAxis::atBottom, QCPAxis::atRight, QCPAxis::atTop}) {
    axis(side)->setLayer(QStringLiteral("axes"));
    axis(side)->grid()->setLayer(QStringLiteral("grid"));
  }
}

bool PlotFrame::showsLevelName() const {
  return parentPlot()->viewport().height() >= lowestWithName;
}

int PlotFrame::belowFrame() const {
  return axisLine() + tickLabelPadding + (showsLevelName() ? axisLine() + namePadding : 0);
}

int PlotFrame::expectedHeight() const {
  QCPLayoutGrid& layout = *parentPlot()->plotLayout();
  int height = parentPlot()->viewport().height() - layout.margins().top() - layout.margins().bottom();
  for (int row = 0; row < layout.rowCount(); ++row) {
    QCPLayoutElement* element = layout.element(row, 0);
    if (dynamic_cast<TitleLine*>(element) != nullptr) height -= TitleLine::height;
    if (const auto* legend = dynamic_cast<LegendLine*>(element)) height -= legend->heightNow();
  }
  return std::max(1, (height - belowFrame()) / rows_ - aboveFrame);
}

int PlotFrame::expectedWidth() const {
  const QMargins around = parentPlot()->plotLayout()->margins();
  return std::max(
      1, (parentPlot()->viewport().width() - around.left() - around.right()) / columns_ - leftMargin);
}

/// Names are chosen before margins are measured. Frames above each other get the same height, though only the
/// one at the foot has names below it.
void PlotFrame::update(UpdatePhase phase) {
  if (phase == upPreparation) {
    axis(QCPAxis::atLeft)->setLabel(fitting(names_.upright, names_.uprightShort, expectedHeight()));
    axis(QCPAxis::atBottom)->setLabel(foot_ && showsLevelName() ? names_.level : QString());
    if (auto* grid = dynamic_cast<QCPLayoutGrid*>(layout()); grid != nullptr && rows_ > 1) {
      const int height = expectedHeight() + aboveFrame + (foot_ ? belowFrame() : 0);
      grid->setRowStretchFactor(foot_ ? rows_ - 1 : 0, height);
    }
  }
  QCPAxisRect::update(phase);
}

QStringList PlotFrame::hiddenNames() const {
  QStringList hidden;
  if (axis(QCPAxis::atLeft)->label().isEmpty()) hidden << names_.uprightShort;
  if (foot_ && axis(QCPAxis::atBottom)->label().isEmpty()) hidden << names_.level;
  return hidden;
}

}  // namespace normscope
