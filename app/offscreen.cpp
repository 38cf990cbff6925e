#include "app/offscreen.h"

#include "ui/base/fonts.h"

namespace normscope::app {
namespace {

/// Returns its argument, so that it can run before the member that Qt reads the variable in.
int& withoutScreen(int& argumentCount) {
  qputenv("QT_QPA_PLATFORM", "offscreen");
  return argumentCount;
}

}  // namespace

Offscreen::Offscreen()
    : guard_("picture", "it cannot be drawn", "install Qt's platform plugin 'offscreen'"),
      application_(withoutScreen(argumentCount_), arguments_) {
  loadFonts();
}

}  // namespace normscope::app
