#pragma once

#include <QString>

namespace normscope {

/// "Batch N", "Channel C", "Height H": an axis letter with the word that the field uses for it.
QString axisTitle(char letter);

}  // namespace normscope
