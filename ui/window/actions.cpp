#include "ui/window/actions.h"

#include <QApplication>
#include <QMenuBar>
#include <QMessageBox>
#include <QPointer>

#include "core/compute/choose.h"
#include "core/engine/opencl/devices.h"
#include "core/help/help_topics.h"
#include "core/io/samples.h"
#include "core/norm/norm_registry.h"
#include "ui/base/core_words.h"
#include "ui/base/translate.h"
#include "ui/base/window_words.h"
#include "ui/draw/plots/plot_titles.h"
#include "ui/pages/page.h"
#include "ui/panels/plot_column.h"
#include "ui/tools/help/help_panel.h"
#include "ui/tools/match/match_view.h"
#include "ui/tools/palette/command_palette.h"
#include "ui/tools/palette/commands.h"
#include "ui/window/cases_menu.h"
#include "ui/window/device_log.h"
#include "ui/window/edit_menu.h"
#include "ui/window/exports.h"
#include "ui/window/main_window.h"
#include "ui/window/save_report.h"
#include "ui/window/save_results.h"
#include "ui/window/scene_opener.h"
#include "ui/window/shortcut_sheet.h"
#include "ui/window/side_panels.h"
#include "ui/window/theme_chooser.h"
#include "ui/window/tool_windows.h"
#include "ui/window/view_menu.h"

namespace normscope {
namespace {

template <typename Action>
QAction* add(QMenu* menu, const QString& text, const QKeySequence& shortcut, Action&& action) {
  QAction* added = menu->addAction(text, std::forward<Action>(action));
  added->setShortcut(shortcut);
  return added;
}

QMenu* addFileMenu(MainWindow& window) {
  QMenu* menu = window.menuBar()->addMenu(tr("&File"));
  add(menu, tr("&New"), QKeySequence::New, [&window] { window.startAfresh(); });
  add(menu, tr("&Open…"), QKeySequence::Open, [&window] { window.askForFile(); });
  QMenu* recent = menu->addMenu(tr("Open &recent"));
  recent->setObjectName(QStringLiteral("recent-files"));  // filled by what remembers them
  recent->setEnabled(false);
  QMenu* sampleMenu = menu->addMenu(tr("Open s&ample"));
  sampleMenu->setToolTipsVisible(true);
  for (const Sample& sample : samples()) {
    QAction* action =
        sampleMenu->addAction(QString::fromStdString(sample.name), &window,
                              [&window, name = sample.name] { window.opener().open("sample:" + name); });
    action->setToolTip(fromCore(sample.goodFor));
  }
  menu->addSeparator();
  add(menu, tr("&Export cube…"), QKeySequence(QStringLiteral("Ctrl+Shift+E")), [&window] {
    exportFigure(window);
  })->setObjectName(QStringLiteral("export-figure"));
  QMenu* plotMenu = menu->addMenu(tr("Export &plot"));
  for (std::size_t i = 0; i < window.plots().plots().size(); ++i) {
    add(plotMenu, titleOfPlot(window.plots().plots()[i].first) + QStringLiteral("…"),
        QKeySequence(QStringLiteral("Ctrl+Shift+%1").arg(i + 1)), [&window, i] { exportPlot(window, i); });
  }
  add(menu, tr("Export plot of the &laboratory…"), QKeySequence(QStringLiteral("Ctrl+Shift+L")), [&window] {
    exportLaboratory(window, 0);
  })->setObjectName(QStringLiteral("export-laboratory"));
  menu->addSeparator();
  add(menu, tr("Save sessio&n…"), QKeySequence(QStringLiteral("Ctrl+Alt+S")), [&window] {
    saveSession(window);
  })->setObjectName(QStringLiteral("save-session"));
  add(menu, tr("&Save y…"), QKeySequence::Save, [&window] {
    saveY(window);
  })->setObjectName(QStringLiteral("save-y"));
  add(menu, tr("Save &x̂…"), {}, [&window] { saveXHat(window); })->setObjectName(QStringLiteral("save-x-hat"));
  add(menu, tr("Save s&tatistics…"), QKeySequence(QStringLiteral("Ctrl+Shift+S")), [&window] {
    saveStatistics(window);
  })->setObjectName(QStringLiteral("save-statistics"));
  add(menu, tr("Sa&ve report…"), {}, [&window] {
    saveReport(window);
  })->setObjectName(QStringLiteral("save-report"));
  menu->addSeparator();
  add(menu, tr("&Quit"), QKeySequence::Quit, [&window] { window.close(); });
  return recent;
}

ThemeChooser* addViewMenu(MainWindow& window) {
  QMenu* menu = window.menuBar()->addMenu(tr("&View"));
  fillViewMenu(*menu, window);
  menu->addAction(window.sides().controlsAction());
  menu->addAction(window.sides().plotsAction());
  menu->addSeparator();
  window.tools().addActions(*menu, ToolPlace::view);
  return new ThemeChooser(*menu->addMenu(tr("&Theme")), window);
}

/// Every kind of norm, and what there is to ask about norms.
void addNormsMenu(MainWindow& window) {
  QMenu* menu = window.menuBar()->addMenu(tr("&Norms"));
  menu->setToolTipsVisible(true);
  Workspace& workspace = window.workspace();
  for (const NormInfo& info : normRegistry()) {
    QAction* action =
        menu->addAction(QString::fromUtf8(info.title.data(), static_cast<qsizetype>(info.title.size())),
                        &window, [&workspace, kind = info.kind] { workspace.setKind(kind); });
    action->setObjectName(QStringLiteral("norm-") + QString::fromUtf8(info.name.data()));
    action->setToolTip(fromCore(std::string(info.description)));
    action->setCheckable(true);
    const auto show = [action, &workspace, kind = info.kind] {
      action->setChecked(workspace.spec().kind == kind);
    };
    QObject::connect(&workspace, &Workspace::normsChanged, action, show);
    QObject::connect(action, &QAction::triggered, action, show);
    show();
  }
  menu->addSeparator();
  add(menu, tr("Draw &weight γ and bias β at random"), {}, [&workspace] {
    const NormSpec& spec = workspace.spec();
    workspace.drawParameters(true, spec.hasBias() || spec.affineSharing() == Affine::none);
  })->setObjectName(QStringLiteral("draw-parameters"));
  add(menu, tr("Take &given weight and bias away"), {}, [&workspace] {
    workspace.takeParameters({"", ""});
  })->setObjectName(QStringLiteral("no-parameters"));
  menu->addSeparator();
  window.tools().addActions(*menu, ToolPlace::norms);
}

/// What the entry for auto says: the device that it took, once it has taken one.
QString automaticText(const std::optional<AutomaticDevice>& taken) {
  if (!taken) return tr("&Automatic");
  return taken->index ? tr("&Automatic: OpenCL %1").arg(*taken->index) : tr("&Automatic: reference");
}

/// Devices are asked for when the menu opens: drivers may take their time, and starting the program must not.
/// They are not tried: that takes longer than a menu may, and a chosen one that fails is refused with the
/// reason.
void fillDevices(QMenu* menu, MainWindow& window) {
  menu->clear();
  const DeviceChoice now = window.workspace().device();
  const auto offer = [&](const QString& text, const std::string& choice) {
    const DeviceChoice device = parseDeviceChoice(choice);
    QAction* action =
        menu->addAction(text, &window, [&window, device] { window.workspace().setDevice(device); });
    action->setCheckable(true);
    action->setChecked(device.kind == now.kind && device.index == now.index);
    return action;
  };
  const std::optional<AutomaticDevice> taken = knownAutomaticDevice();
  offer(automaticText(taken), "auto")
      ->setToolTip(taken ? inWindowWords(QString::fromStdString(taken->reason)) : QString());
  offer(tr("&Reference (double precision)"), "reference");
  for (const OpenClDevice& device : listedOpenClDevices()) {
    QAction* action =
        offer(QStringLiteral("OpenCL %1: %2").arg(device.index).arg(QString::fromStdString(device.name)),
              "opencl:" + std::to_string(device.index));
    action->setEnabled(device.usable);
    action->setToolTip(inWindowWords(QString::fromStdString(device.reason)));
  }
}

void addComputeMenu(MainWindow& window) {
  QMenu* menu = window.menuBar()->addMenu(tr("&Compute"));
  QMenu* devices = menu->addMenu(tr("&Device"));
  devices->setObjectName(QStringLiteral("devices"));
  devices->setToolTipsVisible(true);
  QObject::connect(devices, &QMenu::aboutToShow, &window,
                   [devices, &window] { fillDevices(devices, window); });
  add(menu, tr("Device &log…"), {}, [&window] {
    (new DeviceLog(window.workspace().device(), &window))->show();
  })->setObjectName(QStringLiteral("device-log"));
  menu->addSeparator();
  add(menu, tr("&Update running statistics with this batch"), QKeySequence(QStringLiteral("Ctrl+U")),
      [&window] { window.workspace().updateRunningStatistics(); });
  add(menu, tr("&Reset running statistics"), {}, [&window] { window.workspace().resetRunningStatistics(); });
  menu->addSeparator();
  add(menu, tr("Compute &again"), QKeySequence::Refresh, [&window] { window.workspace().recompute(); });
  add(menu, tr("&Cancel"), QKeySequence(QStringLiteral("Ctrl+.")),
      [&window] { window.workspace().cancel(); });
}

/// On a page that has them, unfolded.
void showControls(MainWindow& window) {
  if (!shownPage(window.workspace()).ofTensor) window.workspace().setView(&View::page, Page::cube);
  if (!window.sides().controlsAction()->isChecked()) window.sides().controlsAction()->trigger();
}

/// Every command of the menus and every field of the controls by a few letters of its name; an index selects
/// its element.
void openPalette(MainWindow& window) {
  const QList<PaletteCommand> commands =
      commandsOf(*window.menuBar()) +
      commandsOf(window.fields(), window.controls(), [&window] { showControls(window); });
  auto* palette = new CommandPalette(commands, window.theme(), &window);
  palette->setMeaning([&window](const QString& text) { return indexCommand(window.workspace(), text); });
  palette->open();
}

void openShortcuts(MainWindow& window, QPointer<ShortcutSheet>& sheet) {
  if (sheet.isNull())
    sheet = new ShortcutSheet(viewGestures() + shortcutGroups(commandsOf(*window.menuBar())), &window);
  sheet->show();
  sheet->raise();
  sheet->activateWindow();
}

/// Every page of the help, so that the palette finds it, too.
void addTopics(QMenu& menu, MainWindow& window) {
  for (const HelpTopic& topic : helpTopics()) {
    menu.addAction(
        QString::fromUtf8(topic.title.data(), static_cast<qsizetype>(topic.title.size())), &window,
        [&window, &topic] { static_cast<HelpPanel&>(window.tools().open("help")).showTopic(topic); });
  }
}

void addHelpMenu(MainWindow& window) {
  QMenu* menu = window.menuBar()->addMenu(tr("&Help"));
  add(menu, tr("&Commands…"), QKeySequence(QStringLiteral("Ctrl+K")), [&window] { openPalette(window); });
  window.tools().addActions(*menu, ToolPlace::help);
  addTopics(*menu->addMenu(tr("&Topics")), window);
  add(menu, tr("&Shortcuts"), QKeySequence::HelpContents,
      [&window, sheet = std::make_shared<QPointer<ShortcutSheet>>()] { openShortcuts(window, *sheet); });
  menu->addSeparator();
  add(menu, tr("&About Normscope"), {}, [&window] {
    QMessageBox::about(&window, tr("About Normscope"),
                       tr("<p><b>Normscope %1</b></p><p>Shows what a normalization layer normalizes.</p>"
                          "<p>Free software under the GNU General Public License, version 3 or later.</p>")
                           .arg(QApplication::applicationVersion()));
  });
}

}  // namespace

Menus addMenus(MainWindow& window) {
  QMenu* recent = addFileMenu(window);
  fillEditMenu(*window.menuBar()->addMenu(tr("&Edit")), window);
  ThemeChooser* themes = addViewMenu(window);
  addComputeMenu(window);
  addNormsMenu(window);
  fillCasesMenu(*window.menuBar()->addMenu(tr("Cases")), window);
  addHelpMenu(window);
  addContextMenus(window);
  return {recent, themes};
}

void openMatch(MainWindow& window, const QString& x, const QString& y) {
  static_cast<MatchView&>(window.tools().open("match")).setTensors(x, y);
}

}  // namespace normscope
