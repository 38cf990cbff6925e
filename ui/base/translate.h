#pragma once

#include <QCoreApplication>
#include <QString>

namespace normscope {

/// The text in the language of the window, for functions that belong to no QObject. With a `count`, in the
/// form that the language has for so many; `text` is the English one for other than 1.
inline QString tr(const char* text, const char* meaning = nullptr, int count = -1) {
  return QCoreApplication::translate("normscope", text, meaning, count);
}

}  // namespace normscope
