#pragma once

#include <QPainter>
#include <QRectF>

#include "ui/base/theme.h"

namespace normscope {

/// "−1.25": three significant digits, with the true minus sign.
QString legendNumber(double value);

/// The limits of the diverging map in words: "−1.25 to 1.25, white at 0". `beyond`: larger values have the
/// colour of the limits. `note`, where there is one, says what a colour stands for.
QString colorBarText(double limit, const Theme& theme, bool beyond = false, const QString& note = {});

/// As much of colorBarText() as has room beside a bar of that width in this font: the note goes first, then
/// what is at 0.
QString colorBarTextWithin(double room, double bar, const QFont& font, double limit, const Theme& theme,
                           bool beyond = false, const QString& note = {});

/// The diverging map as a bar of small fields, with its words to its right, in the painter's font. Returns
/// the width taken.
double paintColorBar(QPainter& painter, const QRectF& bar, const QString& words, const Theme& theme);

}  // namespace normscope
