#pragma once

#include <QPainter>
#include <QRectF>

#include "ui/base/theme.h"

namespace normscope {

/// "−1.25": three significant digits, with the true minus sign.
QString legendNumber(double value);

/// The diverging map as a bar of small fields, with its limits in words to its right, in the
/// painter's font. Returns the width taken. `beyond`: larger values have the colour of the limits.
double paintColorBar(QPainter& painter, const QRectF& bar, double limit, const Theme& theme,
                     bool beyond = false);

}  // namespace normscope
