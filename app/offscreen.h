#pragma once

#include <QApplication>

#include "ui/base/start_guard.h"

namespace normscope::app {

/// Qt without a screen, with the program's fonts: what drawing into a file needs. Make one before anything of
/// Qt and keep it until the end. A display that happens to be there is not used, so that files do not depend
/// on it.
class Offscreen {
 public:
  Offscreen();

 private:
  int argumentCount_ = 1;
  char name_[10] = "normscope";
  char* arguments_[2] = {name_, nullptr};
  StartGuard guard_;          // what Qt has to say later is no error of the command either
  QApplication application_;  // plots are drawn by a widget that is never shown
};

}  // namespace normscope::app
