#pragma once

#include <qcustomplot.h>

#include <optional>
#include <vector>

#include "core/view/plots/plot_view.h"
#include "ui/draw/plots/plot_frame.h"
#include "ui/draw/plots/plot_look.h"

namespace normscope {

/// Layers of the plot: what a document shows, above it the marks of the selected sets, above these what is
/// pointed at.
inline const QString mainLayer = QStringLiteral("main");
inline const QString selectedLayer = QStringLiteral("selected");
inline const QString pointedLayer = QStringLiteral("pointed");

/// The parts of a plot that answer the mouse.
enum class PlotPart { outside, frame, levelAxis, uprightAxis };

QColor colorOf(const Curve& curve, const Theme& theme);

/// Draws a document with a QCustomPlot. The window and the export both draw with it, and only with it.
class PlotScene {
 public:
  /// `plot` must outlive the scene, which takes over its layout.
  explicit PlotScene(QCustomPlot& plot);

  /// Rebuilds the plot; does not replot.
  void show(const PlotDocument& document, const PlotLook& look);

  /// Whether it has to be built again since the size of the plot has changed.
  bool isOutgrown() const;

  /// Moves the mark of the selected set of a norm, on a layer of its own: cheap. Does nothing for histograms,
  /// whose set comes with the document.
  void select(std::size_t norm, std::optional<std::int64_t> set);

  /// Draws that layer alone; for a scene that has been drawn.
  void drawSelection();

  /// Marks what stands at a position of the level axis, on a layer of its own, and draws that.
  void point(std::optional<double> position);

  /// What is drawn at a position of the widget. Until a rebuilt scene is laid out, what was there before.
  PlotPart partAt(const QPointF& position) const;

  /// The frame that a position belongs to, or the first.
  QRectF frameAt(const QPointF& position) const;

  /// Where a position of the widget stands on the axes of its frame.
  double xAt(const QPointF& position) const;
  double yAt(const QPointF& position) const;

  const PlotDocument& document() const { return document_; }
  const PlotLook& look() const { return look_; }

 private:
  /// The mark of a set above the others.
  struct SetMark {
    QCPGraph* dot = nullptr;
    QCPErrorBars* bar = nullptr;
  };

  PlotFrame* addFrame(QCPLayoutGrid& grid, int row, int column, PlotFrame* frame);
  QCPGraph* addDots(PlotFrame& frame, const QCPScatterStyle& style, const QString& layer);
  QCPErrorBars* addBars(QCPGraph* dots, const QPen& pen, const QString& layer);
  SetMark addSetMark(const QColor& color, const QString& layer);
  QString hiddenNames() const;
  std::vector<QRect> frames() const;
  void clear();
  void showStatistics();
  void showBlock(const SetBlock& block, bool alone);
  void addDivider(double position);
  void mark(const SetMark& mark, const SetBlock& block, std::optional<std::int64_t> set, const QColor& color);
  void showHistogram(const HistogramPlot& data);
  void showHistograms(const HistogramOfNorms& data);
  void showRunning(const RunningPlot& data);
  void showChange(PlotFrame& frame, const RunningMarks& marks);
  void showCurves(const CurvesPlot& data);
  void pointAtSet(const SetOfNorm& at);
  void showBand(double from, double to);

  QCustomPlot& plot_;
  PlotDocument document_;
  PlotLook look_;
  bool low_ = false;
  std::vector<PlotFrame*> frames_;
  std::vector<QRect> framesBefore_;
  std::vector<SetMark> selected_;  ///< one a norm
  SetMark pointed_;
  std::vector<QCPItemRect*> bands_;
};

}  // namespace normscope
