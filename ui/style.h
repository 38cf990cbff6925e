#pragma once

#include <QString>

#include "ui/theme.h"

namespace normscope {

/// The style sheet of the window. Widgets say what they are by the property "role"; colours and sizes are
/// only here.
QString styleSheet(const Theme& theme);

}  // namespace normscope
