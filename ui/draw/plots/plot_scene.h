#pragma once

#include <qcustomplot.h>

#include <optional>

#include "core/view/plots/plot_document.h"
#include "ui/base/theme.h"

namespace normscope {

/// Layers of the plot: what a document shows, and the mark of the selected set above it.
inline const QString mainLayer = QStringLiteral("main");
inline const QString selectedLayer = QStringLiteral("selected");

/// Draws a document with a QCustomPlot. The window and the export both draw with it, and only with it.
class PlotScene {
 public:
  /// `plot` must outlive the scene, which takes over its layout.
  explicit PlotScene(QCustomPlot& plot);

  /// Rebuilds the plot on a ground of the colour `surround`; does not replot.
  void show(const PlotDocument& document, const Theme& theme, const QColor& surround);

  /// Moves the mark of the selected set, on a layer of its own: cheap. Does nothing for histograms, whose
  /// set comes with the document.
  void select(std::optional<std::int64_t> set);

  /// Draws that layer alone; for a scene that has been drawn.
  void drawSelection();

  /// The set of a statistics plot that is drawn at a position of the widget.
  std::optional<std::int64_t> setAt(const QPointF& position) const;

  const PlotDocument& document() const { return document_; }

 private:
  QCPAxisRect* addAxes(int row);
  QCPGraph* addDots(QCPAxisRect* rect, const QCPScatterStyle& style, const QString& layer);
  QCPErrorBars* addBars(QCPGraph* dots, const QPen& pen, const QString& layer);
  void clear();
  void showStatistics(const StatisticsPlot& data);
  void showMarks(const StatisticsPlot& data);
  void showSelection();
  void showHistogram(const HistogramPlot& data);
  void showRunning(const RunningPlot& data);
  void showChange(QCPAxisRect* rect, const RunningMarks& marks);

  QCustomPlot& plot_;
  PlotDocument document_;
  Theme theme_;
  QCPAxisRect* statisticsRect_ = nullptr;
  QCPGraph* selectedDot_ = nullptr;
  QCPErrorBars* selectedBar_ = nullptr;
};

}  // namespace normscope
