#include "ui/window/run_window.h"

#include <QApplication>
#include <QIcon>
#include <QPalette>
#include <optional>

#include "core/document/changes.h"
#include "core/error.h"
#include "ui/base/fonts.h"
#include "ui/base/language.h"
#include "ui/base/quiet_style.h"
#include "ui/base/start_guard.h"
#include "ui/draw/cube/cube_view.h"
#include "ui/window/main_window.h"
#include "ui/window/open_requests.h"
#include "ui/window/remembered.h"
#include "ui/window/scene_opener.h"

namespace normscope {
namespace {

const char* const elsewhere = "start it in a desktop session, or use a subcommand: normscope --help";

/// Where none is named, Qt would complain about whatever it tries first; this says what is missing.
void requireDisplay() {
  if (!qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) return;
  if (qEnvironmentVariableIsEmpty("DISPLAY") && qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY")) {
    throw failure("window", "there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set)", elsewhere);
  }
  // Where only X is named, Qt would go on to Wayland, whose library complains by itself.
  if (qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY")) qputenv("QT_QPA_PLATFORM", "xcb");
}

/// By the colours that the desktop gave the program; asked before the program sets its own.
ColorScheme desktopColors() {
  const bool dark = QApplication::palette().color(QPalette::Window).lightness() < 128;
  return dark ? ColorScheme::dark : ColorScheme::light;
}

/// A tensor, layout or norm that is named starts without what was open last, so that the same command always
/// opens the same.
bool asksForSomething(const WindowOptions& options) {
  return !options.source.empty() || options.layout || options.spec;
}

/// Whether a window that runs opens the file.
bool isOpenedElsewhere(const QString& socket, const std::string& file) {
  int argumentCount = 1;
  char name[] = "normscope";
  char* arguments[] = {name, nullptr};
  const QCoreApplication application(argumentCount, arguments);
  return openInRunningWindow(socket, file);
}

/// Files that another start of the program names are opened as if they were dropped on the window, which
/// comes to the front. The first window listens; after it is closed the one that somebody goes to does.
void answerRequests(OpenRequests& requests, MainWindow& window) {
  QObject::connect(&requests, &OpenRequests::openAsked, &window, [&window](const QString& file) {
    window.setWindowState(window.windowState() & ~Qt::WindowMinimized);
    window.raise();
    window.activateWindow();
    window.opener().open(file.toStdString());
  });
  QObject::connect(qApp, &QApplication::applicationStateChanged, &requests,
                   [&requests](Qt::ApplicationState state) {
                     if (state == Qt::ApplicationActive) requests.listen();
                   });
  requests.listen();
}

}  // namespace

void runWindow(const WindowOptions& options) {
  requireDisplay();
  int argumentCount = 1;
  char name[] = "normscope";
  char* arguments[] = {name, nullptr};
  std::optional<StartGuard> guard(std::in_place, "window", "it cannot be opened", elsewhere);
  const QString socket = requestsSocket();
  if (options.reuse && isOpenedElsewhere(socket, options.source)) return;
  const QApplication application(argumentCount, arguments);
  guard.reset();
  QApplication::setApplicationName(QStringLiteral("Normscope"));
  QApplication::setApplicationVersion(QStringLiteral(NORMSCOPE_VERSION));
  const ColorScheme colors = desktopColors();
  speakLanguageOfDesktop();
  QApplication::setDesktopFileName(QStringLiteral("org.normscope.Normscope"));  // whose icon Wayland shows
  QApplication::setStyle(new QuietStyle);
  loadFonts();
  QApplication::setWindowIcon(QIcon(QStringLiteral(":/icons/normscope.svg")));
  SettingsFile settings;
  Workspace workspace;
  MainWindow window(workspace);
  Remembered remembered(window, settings, colors);
  if (asksForSomething(options)) {
    const auto asked = [device = options.device, spec = options.spec](Document document) {
      document.device = device;
      return spec ? withSpec(std::move(document), *spec) : document;
    };
    window.opener().open(options.source.empty() ? builtInStart : options.source, options.layout, asked);
  } else {
    remembered.openLast();
    if (!(options.device == DeviceChoice{})) workspace.setDevice(options.device);
  }
  window.cube().setFocus(Qt::OtherFocusReason);  // keys belong to the cube until somebody goes elsewhere
  window.show();
  OpenRequests requests(socket);
  answerRequests(requests, window);
  QApplication::exec();
}

}  // namespace normscope
