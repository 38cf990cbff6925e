#include "ui/panels/axis_names.h"

namespace normscope {

QString axisTitle(char letter) {
  const auto titled = [&](const char* word) {
    return QStringLiteral("%1 %2").arg(QString::fromLatin1(word), QChar::fromLatin1(letter));
  };
  switch (letter) {
    case 'N':
    case 'B':
      return titled("Batch");
    case 'C':
      return titled("Channel");
    case 'F':
      return titled("Feature");
    case 'H':
      return titled("Height");
    case 'W':
      return titled("Width");
    case 'D':
      return titled("Depth");
    case 'L':
      return titled("Length");
    case 'T':
      return titled("Time");
    default:
      return titled("Axis");
  }
}

}  // namespace normscope
