#pragma once

#include <QCoreApplication>
#include <QString>

namespace normscope {

/// The text in the language of the window, for functions that belong to no QObject.
inline QString tr(const char* text) {
  return QCoreApplication::translate("normscope", text);
}

}  // namespace normscope
