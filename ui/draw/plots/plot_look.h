#pragma once

#include <QColor>
#include <QString>
#include <string>

#include "ui/base/theme.h"

namespace normscope {

/// How a document is drawn.
struct PlotLook {
  Theme theme;
  QColor surround;       ///< the ground around the frames
  bool captions = true;  ///< title and note; a warning and the names of norms are never left out
  /// What is written for a text of the document: the text itself, as in files, or fromCore() in the window.
  QString (*words)(const std::string&) = &QString::fromStdString;
};

}  // namespace normscope
