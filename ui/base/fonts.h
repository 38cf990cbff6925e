#pragma once

#include <QFont>
#include <QRectF>
#include <QString>

class QPainter;

namespace normscope {

/// Registers the Inter fonts that the program carries. Call it once a QGuiApplication exists; again does
/// nothing.
void loadFonts();

/// Inter at a size in pixels.
QFont uiFont(double pixels, QFont::Weight weight = QFont::Normal, bool italic = false);

/// The width of text drawn by drawTabular().
double tabularWidth(const QString& text, const QFont& font);

/// Text from `left` on with all digits of one width, as columns of numbers need: Qt 6.4 cannot switch on
/// Inter's tabular figures.
void drawTabular(QPainter& painter, const QPointF& left, const QString& text, const QFont& font);

}  // namespace normscope
