#pragma once

#include <qcustomplot.h>

#include "core/view/plots/plot_document.h"
#include "ui/base/theme.h"

namespace normscope {

/// Below these heights of the whole plot, in its own pixels, parts of it give way: two frames stand beside
/// each other and a legend keeps to one row; the name of the level axis goes into the note.
constexpr int lowPlot = 150;
constexpr int lowestWithName = 132;

/// What stands at the axes of a frame.
struct AxisNames {
  QString level;
  QString upright;
  QString uprightShort;
};

/// The axes of a plot. Names that do not fit beside the frame are shortened, or left to the note; nothing is
/// drawn over anything else.
class PlotFrame : public QCPAxisRect {
 public:
  /// `rows` frames stand above each other in the plot, this one at its foot or not, and `columns` beside it.
  PlotFrame(QCustomPlot* plot, const Theme& theme, const AxisNames& names, int rows = 1, bool foot = true,
            int columns = 1);

  void update(UpdatePhase phase) override;

  /// Before the frame is laid out: about as high and wide as it will be.
  int expectedHeight() const;
  int expectedWidth() const;

  /// The names that are not at the axes.
  QStringList hiddenNames() const;

 private:
  int belowFrame() const;
  bool showsLevelName() const;

  AxisNames names_;
  int rows_;
  bool foot_;
  int columns_;
};

}  // namespace normscope
