#include "ui/window/edit_menu.h"

#include <QMenu>

#include "ui/base/translate.h"
#include "ui/draw/cube/cube_view.h"
#include "ui/draw/maps/map_view.h"
#include "ui/draw/memory/memory_ribbon.h"
#include "ui/draw/plots/plot_titles.h"
#include "ui/pages/laboratory_page.h"
#include "ui/panels/inspector.h"
#include "ui/panels/plot_column.h"
#include "ui/tools/palette/commands.h"
#include "ui/window/clipboard.h"
#include "ui/window/exports.h"
#include "ui/window/main_window.h"
#include "ui/workspace/step_name.h"

namespace normscope {
namespace {

/// An ampersand in a menu would mark a key.
QString menuText(const QString& verb, const std::optional<History::Step>& step) {
  if (!step) return verb;
  return tr("%1 %2").arg(verb, nameOfStep(step->before, step->after).replace('&', QStringLiteral("&&")));
}

/// The tool tip says why there is nothing to undo.
void addStep(QMenu& menu, Workspace& workspace, const QString& verb, const char* name,
             const QList<QKeySequence>& keys, const QString& whyNot, void (Workspace::*go)(),
             std::optional<History::Step> (History::*step)() const) {
  QAction* action = menu.addAction(verb, &workspace, [&workspace, go] { (workspace.*go)(); });
  action->setObjectName(QString::fromLatin1(name));
  action->setShortcuts(keys);
  action->setIconText(plainText(verb));  // its name, whatever the step is
  const auto show = [action, &workspace, verb, whyNot, step] {
    const auto next = (workspace.store().history().*step)();
    action->setText(menuText(verb, next));
    action->setEnabled(next.has_value());
    action->setToolTip(next ? QString() : whyNot);
  };
  QObject::connect(&workspace.store(), &Store::stepsChanged, action, show);
  show();
}

void addSteps(QMenu& menu, MainWindow& window) {
  Workspace& workspace = window.workspace();
  addStep(menu, workspace, tr("&Undo"), "undo", {QKeySequence(QStringLiteral("Ctrl+Z"))},
          tr("Nothing has been changed yet"), &Workspace::undo, &History::undoStep);
  addStep(menu, workspace, tr("&Redo"), "redo",
          {QKeySequence(QStringLiteral("Ctrl+Shift+Z")), QKeySequence(QStringLiteral("Ctrl+Y"))},
          tr("Nothing has been undone"), &Workspace::redo, &History::redoStep);
}

QAction* add(QMenu& menu, const QString& text, const char* key, const std::function<void()>& run) {
  QAction* action = menu.addAction(text, &menu, run);
  if (key != nullptr) action->setShortcut(QKeySequence(QString::fromLatin1(key)));
  return action;
}

void addPlotCopies(QMenu& menu, MainWindow& window) {
  for (std::size_t i = 0; i < window.plots().plots().size(); ++i) {
    const auto& [kind, plot] = window.plots().plots()[i];
    const QString name = tr("the %1").arg(titleInSentence(kind));
    add(menu, tr("Picture of %1").arg(name), nullptr,
        [&window, plot = plot, name = name] { copyPicture(window, *plot, name); });
    add(menu, tr("Numbers of %1").arg(name), nullptr, [&window, i] { copyNumbers(window, i); });
  }
}

void offer(QWidget& view, const QString& text, const std::function<void()>& run) {
  view.setContextMenuPolicy(Qt::ActionsContextMenu);
  auto* action = new QAction(text, &view);
  QObject::connect(action, &QAction::triggered, &view, run);
  view.addAction(action);
}

}  // namespace

void fillEditMenu(QMenu& menu, MainWindow& window) {
  menu.setToolTipsVisible(true);
  addSteps(menu, window);
  menu.addSeparator();
  add(menu, tr("Copy &picture of the cube"), "Ctrl+Shift+C",
      [&window] { copyPicture(window, window.cube(), tr("the cube")); });
  add(menu, tr("Copy picture of the feature &maps"), "Ctrl+Shift+M",
      [&window] { copyPicture(window, window.maps(), tr("the table of feature maps")); });
  add(menu, tr("Copy picture of the memory ri&bbon"), nullptr,
      [&window] { copyPicture(window, window.memory(), tr("the memory ribbon")); });
  addPlotCopies(*menu.addMenu(tr("Copy p&lot")), window);
  add(menu, tr("Copy the &inspector's text"), "Ctrl+Shift+I", [&window] { copyInspector(window); });
  menu.addSeparator();
  add(menu, tr("Copy &command line of the figure"), "Ctrl+L", [&window] { copyCommand(window); });
  add(menu, tr("Copy &norm as text"), nullptr,
      [&window] { copyText(window, QString::fromStdString(toText(window.workspace().spec()))); });
}

void addContextMenus(MainWindow& window) {
  offer(window.cube(), tr("Export cube…"), [&window] { exportFigure(window); });
  offer(window.cube(), tr("Copy picture"), [&window] { copyPicture(window, window.cube(), tr("the cube")); });
  offer(window.maps(), tr("Copy picture"),
        [&window] { copyPicture(window, window.maps(), tr("the table of feature maps")); });
  offer(window.memory(), tr("Copy picture"),
        [&window] { copyPicture(window, window.memory(), tr("the memory ribbon")); });
  for (std::size_t i = 0; i < window.plots().plots().size(); ++i) {
    const auto& [kind, plot] = window.plots().plots()[i];
    const QString name = tr("the %1").arg(titleInSentence(kind));
    offer(*plot, tr("Export plot…"), [&window, i] { exportPlot(window, i); });
    offer(*plot, tr("Copy picture"),
          [&window, plot = plot, name = name] { copyPicture(window, *plot, name); });
    offer(*plot, tr("Copy numbers"), [&window, i] { copyNumbers(window, i); });
  }
  const auto& ofLaboratory = window.laboratory().plots();
  for (int i = 0; i < static_cast<int>(ofLaboratory.size()); ++i) {
    PlotWidget* plot = ofLaboratory[static_cast<std::size_t>(i)];
    offer(*plot, tr("Export plot…"), [&window, i] { exportLaboratory(window, i); });
    offer(*plot, tr("Copy picture"), [&window, plot] { copyPicture(window, *plot, tr("the plot")); });
    offer(*plot, tr("Copy numbers"), [&window, i] { copyLaboratoryNumbers(window, i); });
  }
  offer(window.inspector(), tr("Copy as text"), [&window] { copyInspector(window); });
  offer(window.inspector(), tr("Copy picture"),
        [&window] { copyPicture(window, window.inspector(), tr("the inspector")); });
}

}  // namespace normscope
