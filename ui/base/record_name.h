#pragma once

#include <QString>

#include "core/model/run_file.h"

namespace normscope {

/// "layer1.0.bn1", and behind it which of its calls where that is not the first.
QString nameOfRecord(const RunRecord& record);

}  // namespace normscope
