#include "ui/base/record_name.h"

#include "ui/base/translate.h"

namespace normscope {

QString nameOfRecord(const RunRecord& record) {
  const QString name = QString::fromStdString(record.layer);
  return record.call > 0 ? tr("%1, call %2").arg(name).arg(record.call) : name;
}

}  // namespace normscope
