#pragma once

#include <QPalette>
#include <QString>

#include "ui/base/theme.h"

namespace normscope {

/// The style sheet of the window. Widgets say what they are by the property "role"; colours and sizes are
/// only here.
QString styleSheet(const Theme& theme);

/// The same colours for what the style sheet does not reach, such as dialogs.
QPalette paletteOf(const Theme& theme);

}  // namespace normscope
