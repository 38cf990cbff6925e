#include "ui/base/fonts.h"

#include <QFontDatabase>
#include <QFontMetricsF>
#include <QPainter>
#include <algorithm>

// Resources of a static library are dropped by the linker unless something asks for them by name, outside
// any namespace.
static void initResources() {
  Q_INIT_RESOURCE(normscope);
}

namespace normscope {
namespace {

double digitWidth(const QFontMetricsF& metrics) {
  double widest = 0;
  for (const char digit : {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9'}) {
    widest = std::max(widest, metrics.horizontalAdvance(QLatin1Char(digit)));
  }
  return widest;
}

/// Calls visit(character, left edge, natural width) and returns the whole width.
template <typename Visit>
double layOut(const QString& text, const QFont& font, Visit&& visit) {
  const QFontMetricsF metrics(font);
  const double digit = digitWidth(metrics);
  double x = 0;
  for (const QChar character : text) {
    const double natural = metrics.horizontalAdvance(character);
    const double slot = character.isDigit() ? digit : natural;
    visit(character, x + (slot - natural) / 2);
    x += slot;
  }
  return x;
}

}  // namespace

void loadFonts() {
  static const bool loaded = [] {
    initResources();
    for (const char* face : {"Regular", "Medium", "SemiBold", "Italic"}) {
      QFontDatabase::addApplicationFont(QStringLiteral(":/fonts/Inter-%1.otf").arg(QLatin1String(face)));
    }
    return true;
  }();
  Q_UNUSED(loaded);
}

QFont uiFont(double pixels, QFont::Weight weight, bool italic) {
  QFont font;
  font.setFamilies({QStringLiteral("Inter"), QStringLiteral("DejaVu Sans"), QStringLiteral("sans-serif")});
  font.setPixelSize(std::max(1, qRound(pixels)));
  font.setWeight(weight);
  font.setItalic(italic);
  return font;
}

double tabularWidth(const QString& text, const QFont& font) {
  return layOut(text, font, [](QChar, double) {});
}

void drawTabular(QPainter& painter, const QPointF& left, const QString& text, const QFont& font) {
  painter.setFont(font);
  layOut(text, font, [&](QChar character, double x) { painter.drawText(left + QPointF(x, 0), character); });
}

}  // namespace normscope
