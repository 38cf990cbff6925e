#pragma once

#include <QString>

namespace normscope {

/// "Batch N", "Channel C", "Height H": an axis letter with the word that the field uses for it.
QString axisTitle(char letter);

/// The word alone, for sentences: "sample" for the batch axis, "channel", "feature", "row", "column", ...
QString positionWord(char letter);

}  // namespace normscope
