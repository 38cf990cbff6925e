#include "ui/window/run_window.h"

#include <QApplication>
#include <QIcon>
#include <QPalette>
#include <QProxyStyle>

#include "core/error.h"
#include "ui/fonts.h"
#include "ui/window/main_window.h"

namespace normscope {
namespace {

/// Small enough that every cell of the cube is one position, and groups of 1, 2, 3 or 6 are possible.
const char* const builtInStart = "normal:8,6,8,8";

/// Qt ends the program where it finds no display; this says why before that happens.
void requireDisplay() {
  if (!qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) return;
  if (qEnvironmentVariableIsEmpty("DISPLAY") && qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY")) {
    throw failure("window", "there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set)",
                  "start it in a desktop session, or use a subcommand: normscope --help");
  }
}

/// Fusion without underlined shortcut letters: the keys work all the same.
class QuietStyle : public QProxyStyle {
 public:
  QuietStyle() : QProxyStyle(QStringLiteral("Fusion")) {}
  int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                QStyleHintReturn* returnData) const override {
    return hint == SH_UnderlineShortcut ? 0 : QProxyStyle::styleHint(hint, option, widget, returnData);
  }
};

bool desktopIsDark() {
  return QApplication::palette().color(QPalette::Window).lightness() < 128;
}

}  // namespace

void runWindow(const WindowOptions& options) {
  requireDisplay();
  int argumentCount = 1;
  char name[] = "normscope";
  char* arguments[] = {name, nullptr};
  const QApplication application(argumentCount, arguments);
  QApplication::setApplicationName(QStringLiteral("Normscope"));
  QApplication::setApplicationVersion(QStringLiteral(NORMSCOPE_VERSION));
  QApplication::setStyle(new QuietStyle);
  loadFonts();
  QApplication::setWindowIcon(QIcon(QStringLiteral(":/icons/normscope.svg")));
  Session session;
  MainWindow window(session);
  if (desktopIsDark()) window.setTheme(Theme::dark());
  session.setDevice(options.device);
  if (options.spec) session.setSpec(*options.spec);
  session.open(options.source.empty() ? builtInStart : options.source, options.layout);
  window.show();
  QApplication::exec();
}

}  // namespace normscope
