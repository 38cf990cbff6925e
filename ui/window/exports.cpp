#include "ui/window/exports.h"

#include <QCoreApplication>
#include <QFileDialog>
#include <QFileInfo>

#include "core/io/npy.h"
#include "core/io/npz.h"
#include "core/io/statistics.h"
#include "ui/cube/cube_view.h"
#include "ui/plots/plot_export.h"
#include "ui/window/main_window.h"
#include "ui/window/plot_column.h"

namespace normscope {
namespace {

QString tr(const char* text) {
  return QCoreApplication::translate("Exports", text);
}

/// Asks for a path; `filters` as in QFileDialog. Empty when it was cancelled. A name without an ending gets
/// that of the suggestion.
QString askWhereToSave(MainWindow& window, const QString& title, const QString& suggestion,
                       const QString& filters) {
  const QString path = QFileDialog::getSaveFileName(&window, title, suggestion, filters);
  if (path.isEmpty() || !QFileInfo(path).suffix().isEmpty()) return path;
  return path + '.' + QFileInfo(suggestion).suffix();
}

}  // namespace

FigureOptions shownFigure(MainWindow& window) {
  const ReductionPlan& plan = *window.session().plan();
  FigureOptions options;
  options.shape = plan.shape();
  for (std::size_t i = 0; i < window.norms().count(); ++i) {
    if (!window.norms().at(i).plan) continue;
    options.norms.push_back(window.norms().at(i).spec);
    options.shows.push_back(window.cube().content(i));
  }
  if (plan.shape().elementCount() > 0)
    options.select = plan.shape().indexOf(window.session().selection().element);
  options.show = window.cube().content();
  options.theme = window.theme();
  options.view = window.look().state().cube;
  options.camera = window.cube().camera();
  options.camera.zoom = 1;
  return options;
}

QString figureCommand(MainWindow& window) {
  const Session& session = window.session();
  const auto plan = session.plan();
  if (!plan) return {};
  QStringList shape;
  QStringList select;
  for (const auto extent : plan->shape().extents()) shape << QString::number(extent);
  for (const auto at : plan->shape().indexOf(session.selection().element)) select << QString::number(at);
  QString command = QStringLiteral("normscope figure --shape %1 --layout %2 --norm %3 --select %4")
                        .arg(shape.join(','), QString::fromStdString(plan->shape().layout().letters()),
                             QString::fromStdString(toText(plan->spec())), select.join(','));
  if (window.cube().content().show == CubeShow::sets) command += QStringLiteral(" --show sets");
  if (window.theme().isDark) command += QStringLiteral(" --theme dark");
  return command + QStringLiteral(" -o figure.svg");
}

void exportFigure(MainWindow& window) {
  if (!window.session().plan()) return;
  const QString path = askWhereToSave(window, tr("Export the cube"), QStringLiteral("norm.svg"),
                                      tr("Pictures (*.svg *.pdf *.png)"));
  if (path.isEmpty()) return;
  window.save(path, [options = shownFigure(window)](const std::string& file) { writeFigure(options, file); });
}

void exportPlot(MainWindow& window, std::size_t which) {
  const auto& [kind, plot] = window.plots().plots()[which];
  const QString path = askWhereToSave(window, tr("Export the plot"), kind + QStringLiteral(".svg"),
                                      tr("Pictures and numbers (*.svg *.pdf *.png *.csv)"));
  if (path.isEmpty()) return;
  // QCustomPlot is a widget, so a plot is drawn in this thread; it is small whatever the tensor.
  window.saveHere(path, [document = plot->document(), theme = window.theme()](const std::string& file) {
    writePlot(document, theme, file);
  });
}

void saveResult(MainWindow& window) {
  const auto computation = window.session().currentComputation();
  if (!computation) return;
  const QString path =
      askWhereToSave(window, tr("Save y"), QStringLiteral("y.npy"), tr("NumPy arrays (*.npy)"));
  if (path.isEmpty()) return;
  window.save(path, [computation](const std::string& file) { writeNpy(file, computation->result.y); });
}

void saveStatistics(MainWindow& window) {
  const auto computation = window.session().currentComputation();
  if (!computation) return;
  const QString path = askWhereToSave(window, tr("Save the statistics"), QStringLiteral("statistics.npz"),
                                      tr("NumPy archives (*.npz)"));
  if (path.isEmpty()) return;
  window.save(path, [computation](const std::string& file) {
    writeNpz(file, statisticsArrays(computation->result));
  });
}

}  // namespace normscope
