#include "app/offscreen.h"

#include "ui/base/fonts.h"

namespace normscope::app {
namespace {

/// What Qt has to say, such as about a missing XDG_RUNTIME_DIR, is no error of the command: errors are one
/// line.
void dropMessage(QtMsgType, const QMessageLogContext&, const QString&) {}

/// Returns its argument, so that it can run before the member that Qt reads the variable in.
int& withoutScreen(int& argumentCount) {
  qInstallMessageHandler(dropMessage);
  qputenv("QT_QPA_PLATFORM", "offscreen");
  return argumentCount;
}

}  // namespace

Offscreen::Offscreen() : application_(withoutScreen(argumentCount_), arguments_) {
  loadFonts();
}

}  // namespace normscope::app
