#include "ui/draw/plots/plot_titles.h"

#include "core/view/plots/plot_command.h"
#include "ui/base/translate.h"

namespace normscope {

QString titleOfPlot(const QString& kind) {
  switch (plotKindOf(kind.toStdString())) {
    case PlotKind::statistics:
      return tr("Statistics of the sets");
    case PlotKind::histogramX:
      return tr("Histogram of x");
    case PlotKind::histogramY:
      return tr("Histogram of y");
    case PlotKind::parameters:
      return tr("Weight γ and bias β");
    case PlotKind::curves:
    case PlotKind::running:
      break;
  }
  return tr("Running statistics");
}

QString titleInSentence(const QString& kind) {
  switch (plotKindOf(kind.toStdString())) {
    case PlotKind::statistics:
      return tr("statistics of the sets");
    case PlotKind::histogramX:
      return tr("histogram of x");
    case PlotKind::histogramY:
      return tr("histogram of y");
    case PlotKind::parameters:
      return tr("weight γ and bias β");
    case PlotKind::curves:
    case PlotKind::running:
      break;
  }
  return tr("running statistics");
}

}  // namespace normscope
