#pragma once

#include <qcustomplot.h>

#include "core/view/plots/plot_document.h"
#include "ui/base/theme.h"

namespace normscope {

/// The line above a plot: its title on the left, warning and note on the right. What does not fit loses its
/// end, the title last, the warning never.
class TitleLine : public QCPLayoutElement {
 public:
  static constexpr int height = 24;

  TitleLine(QCustomPlot* plot, const PlotDocument& document, const Theme& theme);

 protected:
  void applyDefaultAntialiasingHint(QCPPainter* painter) const override;
  void draw(QCPPainter* painter) override;

 private:
  QString title_;
  QString note_;
  QString warning_;
  Theme theme_;
};

/// A sentence in place of a plot.
class MessageElement : public QCPLayoutElement {
 public:
  MessageElement(QCustomPlot* plot, const PlotDocument& document, const Theme& theme);

 protected:
  void applyDefaultAntialiasingHint(QCPPainter* painter) const override;
  void draw(QCPPainter* painter) override;

 private:
  QString message_;
  Theme theme_;
};

}  // namespace normscope
