#include "ui/window/exports.h"

#include "core/document/scene_json.h"
#include "ui/base/ask_file.h"
#include "ui/base/translate.h"
#include "ui/draw/cube/cube_view.h"
#include "ui/draw/export/export_dialog.h"
#include "ui/draw/plots/plot_export.h"
#include "ui/draw/scene/scene_file.h"
#include "ui/pages/laboratory_page.h"
#include "ui/panels/plot_column.h"
#include "ui/window/main_window.h"
#include "ui/window/window_scene.h"

namespace normscope {
namespace {

/// How a picture of the scene is stored; hashes the tensor's file where it is one.
PictureOptions storageOf(Scene scene, const ExportChoice& choice) {
  scene.theme = choice.dark ? "dark" : "light";
  scene.widthMm = choice.widthMm;
  return {choice.text, choice.transparent, toJson(forPicture(scene), false)};
}

/// An export begins with what was chosen for the last one of its kind.
void rememberChoices(MainWindow& window, const QString& kind, ExportSubject& subject) {
  auto& choices = window.exportChoices();
  if (const auto last = choices.find(kind); last != choices.end()) subject.lastChoice = last->second;
  subject.remember = [&choices, kind](const ExportChoice& choice) { choices[kind] = choice; };
  subject.captions = true;
}

Theme themeOf(const ExportChoice& choice) {
  return choice.dark ? Theme::dark() : Theme::light();
}

/// QCustomPlot is a widget, so a plot is drawn in this thread; it is small whatever the tensor.
ExportDialog* plotDialog(MainWindow& window, const QString& kind, const PlotDocument& document,
                         const std::function<PictureOptions(const ExportChoice&)>& storage) {
  ExportSubject subject{tr("Export the plot"),
                        kind,
                        plotWidthMm,
                        narrowestPlotMm,
                        widestPlotMm,
                        window.theme().isDark,
                        {},
                        {},
                        {},
                        {}};
  rememberChoices(window, kind, subject);
  subject.sizeMm = [document](double width) { return plotSizeMm(document, width); };
  subject.picture = [document](const ExportChoice& choice) {
    return plotPicture(document, themeOf(choice), choice.widthMm, choice.transparent, choice.captions);
  };
  if (!document.isEmpty()) subject.numbers = [document] { return csvOf(document); };
  subject.write = [&window, document, storage](const QString& path, const ExportChoice& choice,
                                               const ExportSubject::Written& written) {
    const auto write = [&](const std::string& file) {
      writePlot(document, themeOf(choice), file, choice.widthMm, storage(choice), choice.captions);
    };
    window.saveHere(path, write, written);
  };
  return new ExportDialog(std::move(subject), &window);
}

}  // namespace

QString laboratoryKind() {
  return QStringLiteral("laboratory");
}

FigureOptions shownFigure(MainWindow& window) {
  const Workspace& workspace = window.workspace();
  FigureOptions options;
  options.shape = workspace.shape();
  for (std::size_t i = 0; i < workspace.normCount(); ++i) {
    if (!workspace.norm(i).plan) continue;
    options.norms.push_back(workspace.norm(i).spec);
    options.shows.push_back(window.cube().content(normInPane(workspace, i)));
  }
  if (options.shape.elementCount() > 0) options.select = options.shape.indexOf(workspace.selection().element);
  if (!options.shows.empty()) options.show = options.shows.front();
  options.theme = window.theme();
  options.view = workspace.view().cube;
  options.camera = workspace.view().camera;
  options.camera.zoom = 1;
  return options;
}

QString figureCommand(MainWindow& window) {
  const Workspace& workspace = window.workspace();
  const auto plan = workspace.plan();
  if (!plan) return {};
  QStringList shape;
  QStringList select;
  for (const auto extent : plan->shape().extents()) shape << QString::number(extent);
  for (const auto at : plan->shape().indexOf(workspace.selection().element)) select << QString::number(at);
  QString command = QStringLiteral("normscope figure --shape %1 --layout %2 --norm %3 --select %4")
                        .arg(shape.join(','), QString::fromStdString(plan->shape().layout().letters()),
                             QString::fromStdString(toText(plan->spec())), select.join(','));
  if (window.cube().content().show == CubeShow::sets) command += QStringLiteral(" --show sets");
  if (window.theme().isDark) command += QStringLiteral(" --theme dark");
  return command + QStringLiteral(" -o figure.svg");
}

ExportDialog* figureDialog(MainWindow& window) {
  const FigureOptions shown = shownFigure(window);
  if (shown.norms.empty()) return nullptr;
  const auto figure = [options = shown](const ExportChoice& choice) {
    FigureOptions chosen = options;
    chosen.theme = choice.dark ? Theme::dark() : Theme::light();
    chosen.widthMm = choice.widthMm;
    chosen.transparent = choice.transparent;
    chosen.captions = choice.captions;
    return chosen;
  };
  ExportSubject subject{
      tr("Export the cube"), QStringLiteral("norm"), 0, 20, 2000, window.theme().isDark, {}, {}, {}, {}};
  subject.widthMm = figureSizeMm(shown).width();
  rememberChoices(window, QStringLiteral("figure"), subject);
  subject.sizeFor = [figure](const ExportChoice& choice) { return figureSizeMm(figure(choice)); };
  subject.sizeMm = [figure](double width) { return figureSizeMm(figure({.widthMm = width})); };
  subject.picture = [figure](const ExportChoice& choice) { return figurePicture(figure(choice)); };
  subject.write = [&window, figure, scene = shownScene(window)](const QString& path,
                                                                const ExportChoice& choice,
                                                                const ExportSubject::Written& written) {
    const auto write = [options = figure(choice), choice, scene](const std::string& file) {
      writeFigure(options, file, storageOf(scene, choice));
    };
    window.save(path, write, written);
  };
  return new ExportDialog(std::move(subject), &window);
}

ExportDialog* plotDialog(MainWindow& window, std::size_t which) {
  if (shownScene(window).norms.empty()) return nullptr;
  const auto& [kind, plot] = window.plots().plots()[which];
  return plotDialog(window, kind, plot->document(), [scene = shownScene(window)](const ExportChoice& choice) {
    return storageOf(scene, choice);
  });
}

ExportDialog* laboratoryDialog(MainWindow& window, int which) {
  const PlotDocument document = window.laboratory().plots()[static_cast<std::size_t>(which)]->document();
  if (document.isEmpty()) return nullptr;
  return plotDialog(window, laboratoryKind(), document,
                    [settings = window.laboratory().settingsText()](const ExportChoice& choice) {
                      return PictureOptions{choice.text, choice.transparent, settings};
                    });
}

void exportLaboratory(MainWindow& window, int which) {
  if (auto* dialog = laboratoryDialog(window, which)) return dialog->open();
  window.say(tr("nothing to export: the plot is empty"));
}

void exportFigure(MainWindow& window) {
  if (auto* dialog = figureDialog(window)) dialog->open();
}

void exportPlot(MainWindow& window, std::size_t which) {
  if (auto* dialog = plotDialog(window, which)) dialog->open();
}

void saveSession(MainWindow& window) {
  if (window.workspace().source().empty()) return;
  askToSave(&window,
            {tr("Save the session"), QStringLiteral("session.normscope"), tr("Sessions (*.normscope)")},
            [&window, saved = shownSession(window)](const QString& path) {
              window.save(path, [saved](const std::string& file) { writeSession(saved, file); });
            });
}

}  // namespace normscope
