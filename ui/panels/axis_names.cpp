#include "ui/panels/axis_names.h"

#include "ui/base/translate.h"

namespace normscope {

QString axisTitle(char letter) {
  const QChar named = QChar::fromLatin1(letter);
  switch (letter) {
    case 'N':
    case 'B':
      return tr("Batch %1").arg(named);
    case 'C':
      return tr("Channel %1").arg(named);
    case 'F':
      return tr("Feature %1").arg(named);
    case 'H':
      return tr("Height %1").arg(named);
    case 'W':
      return tr("Width %1").arg(named);
    case 'D':
      return tr("Depth %1").arg(named);
    case 'L':
      return tr("Length %1").arg(named);
    case 'T':
      return tr("Time %1").arg(named);
    default:
      return tr("Axis %1").arg(named);
  }
}

}  // namespace normscope
