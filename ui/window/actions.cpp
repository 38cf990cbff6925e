#include "ui/window/actions.h"

#include <QApplication>
#include <QMenuBar>
#include <QMessageBox>

#include "core/compute/choose.h"
#include "core/engine/opencl/devices.h"
#include "core/io/samples.h"
#include "ui/base/translate.h"
#include "ui/panels/inspector.h"
#include "ui/panels/plot_column.h"
#include "ui/window/cases_menu.h"
#include "ui/window/device_log.h"
#include "ui/window/edit_menu.h"
#include "ui/window/exports.h"
#include "ui/window/main_window.h"
#include "ui/window/side_windows.h"
#include "ui/window/start.h"
#include "ui/window/theme_chooser.h"
#include "ui/window/tools.h"
#include "ui/window/view_menu.h"

namespace normscope {
namespace {

template <typename Action>
QAction* add(QMenu* menu, const QString& text, const QKeySequence& shortcut, Action&& action) {
  QAction* added = menu->addAction(text, std::forward<Action>(action));
  added->setShortcut(shortcut);
  return added;
}

void addFileMenu(MainWindow& window) {
  QMenu* menu = window.menuBar()->addMenu(tr("&File"));
  add(menu, tr("&New"), QKeySequence::New, [&window] { startAfresh(window.session()); });
  add(menu, tr("&Open…"), QKeySequence::Open, [&window] { window.askForFile(); });
  QMenu* recent = menu->addMenu(tr("Open &recent"));
  recent->setObjectName(QStringLiteral("recent-files"));  // filled by what remembers them
  recent->setEnabled(false);
  QMenu* sampleMenu = menu->addMenu(tr("Open s&ample"));
  sampleMenu->setToolTipsVisible(true);
  for (const Sample& sample : samples()) {
    QAction* action =
        sampleMenu->addAction(QString::fromStdString(sample.name), &window,
                              [&window, name = sample.name] { window.session().open("sample:" + name); });
    action->setToolTip(QString::fromStdString(sample.goodFor));
  }
  menu->addSeparator();
  add(menu, tr("&Export cube…"), QKeySequence(QStringLiteral("Ctrl+Shift+E")), [&window] {
    exportFigure(window);
  })->setObjectName(QStringLiteral("export-figure"));
  QMenu* plotMenu = menu->addMenu(tr("Export &plot"));
  for (std::size_t i = 0; i < window.plots().plots().size(); ++i) {
    add(plotMenu, window.plots().plots()[i].first + QStringLiteral("…"),
        QKeySequence(QStringLiteral("Ctrl+Shift+%1").arg(i + 1)), [&window, i] { exportPlot(window, i); });
  }
  menu->addSeparator();
  add(menu, tr("Save sessio&n…"), QKeySequence(QStringLiteral("Ctrl+Alt+S")), [&window] {
    saveSession(window);
  })->setObjectName(QStringLiteral("save-session"));
  add(menu, tr("&Save y as .npy…"), QKeySequence::Save, [&window] { saveResult(window); });
  add(menu, tr("Save s&tatistics as .npz…"), QKeySequence(QStringLiteral("Ctrl+Shift+S")),
      [&window] { saveStatistics(window); });
  menu->addSeparator();
  add(menu, tr("&Quit"), QKeySequence::Quit, [&window] { window.close(); });
}

void addViewMenu(MainWindow& window) {
  QMenu* menu = window.menuBar()->addMenu(tr("&View"));
  fillViewMenu(*menu, window);
  add(menu, tr("&Elements of the set…"), QKeySequence(QStringLiteral("Ctrl+E")),
      [&window] { openElements(window); });
  if (auto* inspector = window.findChild<Inspector*>())
    QObject::connect(inspector, &Inspector::elementsRequested, &window, [&window] { openElements(window); });
  new ThemeChooser(*menu->addMenu(tr("&Theme")), window);
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
  const DeviceChoice now = window.session().device();
  const auto offer = [&](const QString& text, const std::string& choice) {
    const DeviceChoice device = parseDeviceChoice(choice);
    QAction* action =
        menu->addAction(text, &window, [&window, device] { window.session().setDevice(device); });
    action->setCheckable(true);
    action->setChecked(device.kind == now.kind && device.index == now.index);
    return action;
  };
  const std::optional<AutomaticDevice> taken = knownAutomaticDevice();
  offer(automaticText(taken), "auto")->setToolTip(taken ? QString::fromStdString(taken->reason) : QString());
  offer(tr("&Reference (double precision)"), "reference");
  for (const OpenClDevice& device : listedOpenClDevices()) {
    QAction* action =
        offer(QStringLiteral("OpenCL %1: %2").arg(device.index).arg(QString::fromStdString(device.name)),
              "opencl:" + std::to_string(device.index));
    action->setEnabled(device.usable);
    action->setToolTip(QString::fromStdString(device.reason));
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
    (new DeviceLog(window.session().device(), &window))->show();
  })->setObjectName(QStringLiteral("device-log"));
  menu->addSeparator();
  add(menu, tr("&Which norm turned x into y…"), QKeySequence(QStringLiteral("Ctrl+M")), [&window] {
    openMatch(window);
  })->setObjectName(QStringLiteral("match"));
  menu->addSeparator();
  add(menu, tr("&Update running statistics with this batch"), QKeySequence(QStringLiteral("Ctrl+U")),
      [&window] { window.session().updateRunningStatistics(); });
  add(menu, tr("&Reset running statistics"), {}, [&window] { window.session().resetRunningStatistics(); });
  menu->addSeparator();
  add(menu, tr("Compute &again"), QKeySequence::Refresh, [&window] { window.session().recompute(); });
  add(menu, tr("&Cancel"), QKeySequence(QStringLiteral("Ctrl+.")), [&window] { window.session().cancel(); });
}

void addHelpMenu(MainWindow& window) {
  QMenu* menu = window.menuBar()->addMenu(tr("&Help"));
  add(menu, tr("&Commands…"), QKeySequence(QStringLiteral("Ctrl+K")), [&window] { openPalette(window); });
  add(menu, tr("&Shortcuts"), QKeySequence::HelpContents, [&window] { openShortcuts(window); });
  menu->addSeparator();
  add(menu, tr("&About Normscope"), {}, [&window] {
    QMessageBox::about(&window, tr("About Normscope"),
                       tr("<p><b>Normscope %1</b></p><p>Shows what a normalization layer normalizes.</p>"
                          "<p>Free software under the GNU General Public License, version 3 or later.</p>")
                           .arg(QApplication::applicationVersion()));
  });
}

}  // namespace

void addMenus(MainWindow& window) {
  addFileMenu(window);
  fillEditMenu(*window.menuBar()->addMenu(tr("&Edit")), window);
  addViewMenu(window);
  addComputeMenu(window);
  addToolsMenu(window);
  fillCasesMenu(*window.menuBar()->addMenu(tr("Cases")), window);
  addHelpMenu(window);
  addContextMenus(window);
}

}  // namespace normscope
