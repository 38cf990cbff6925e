#pragma once

#include <qcustomplot.h>

#include <functional>
#include <vector>

#include "core/view/plots/plot_document.h"
#include "ui/base/theme.h"
#include "ui/draw/plots/plot_look.h"

namespace normscope {

/// The line above a plot: its title on the left, warning and note on the right. What does not fit loses its
/// end, the title last, the warning never.
class TitleLine : public QCPLayoutElement {
 public:
  static constexpr int height = 22;

  /// `further` is asked at each drawing for what else the note has to say. Without captions there is the
  /// warning alone.
  TitleLine(QCustomPlot* plot, const PlotDocument& document, const PlotLook& look,
            std::function<QString()> further);

 protected:
  void applyDefaultAntialiasingHint(QCPPainter* painter) const override;
  void draw(QCPPainter* painter) override;

 private:
  QStringList notes() const;

  QString title_;
  QString shortTitle_;
  QString note_;
  QString shortNote_;
  QString warning_;
  Theme theme_;
  std::function<QString()> further_;
};

/// A name in a legend, and what stands before it: a square, or a dash.
struct LegendEntry {
  QString name;
  QColor color;
  bool dashed = false;
};

/// Names the norms or curves of a plot, each with its colour: in as many rows as that takes, in one that
/// loses the ends of names where the plot is low.
class LegendLine : public QCPLayoutElement {
 public:
  LegendLine(QCustomPlot* plot, const std::vector<LegendEntry>& entries, const Theme& theme);

  int heightNow() const;

 protected:
  QSize minimumOuterSizeHint() const override;
  QSize maximumOuterSizeHint() const override;
  void applyDefaultAntialiasingHint(QCPPainter* painter) const override;
  void draw(QCPPainter* painter) override;

 private:
  struct Place {
    double x;
    int row;
    double room;
  };
  std::vector<Place> places() const;
  double widthNow() const;

  std::vector<LegendEntry> entries_;
  Theme theme_;
};

/// A sentence in place of a plot.
class MessageElement : public QCPLayoutElement {
 public:
  MessageElement(QCustomPlot* plot, const PlotDocument& document, const PlotLook& look);

 protected:
  void applyDefaultAntialiasingHint(QCPPainter* painter) const override;
  void draw(QCPPainter* painter) override;

 private:
  QString message_;
  Theme theme_;
};

}  // namespace normscope
