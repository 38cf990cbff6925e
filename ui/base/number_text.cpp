#include "ui/base/number_text.h"

#include <QLocale>
#include <QRegularExpression>
#include <cmath>

#include "core/text/number.h"

namespace normscope {
namespace {

const QChar minus(0x2212);

QString powerOfTen(double value, int decimals) {
  const QString text = QString::number(std::abs(value), 'e', decimals);
  const auto e = text.indexOf('e');
  const int exponent = text.mid(e + 1).toInt();
  const QString sign = value < 0 ? QString(minus) : QString();
  return sign + QString::fromStdString(timesPowerOfTen(text.left(e).toStdString(), exponent));
}

QString special(double value) {
  if (std::isnan(value)) return QStringLiteral("NaN");
  return value > 0 ? QStringLiteral("∞") : QString(minus) + QStringLiteral("∞");
}

}  // namespace

QString valueText(double value) {
  if (!std::isfinite(value)) return special(value);
  const double size = std::abs(value);
  if (size != 0 && (size < 1e-3 || size >= 1e9)) return powerOfTen(value, 3);
  const int whole = size < 10 ? 0 : static_cast<int>(std::log10(size));
  const QString text = QString::number(size, 'f', whole < 7 ? 4 : 1);
  return value < 0 ? minus + text : text;
}

QString operandText(double value) {
  const QString text = valueText(value);
  return value < 0 ? QStringLiteral("(%1)").arg(text) : text;
}

QString constantText(double value) {
  if (!std::isfinite(value)) return special(value);
  const double size = std::abs(value);
  QString shortText = QString::number(value, 'g', 6).replace('-', minus);
  if (size == 0 || (size >= 1e-3 && size < 1e6)) return shortText;
  for (int decimals = 0; decimals < 6; ++decimals) {
    if (QString::number(value, 'e', decimals).toDouble() == value) return powerOfTen(value, decimals);
  }
  return powerOfTen(value, 6);
}

QString withPowers(const QString& sentence) {
  static const QRegularExpression number(
      QStringLiteral("(?<![\\w.='-])(\\d+(?:\\.\\d+)?)e([-+]?\\d+)(?!\\w|\\.\\d|')"));
  QString text = sentence;
  for (auto found = number.match(text); found.hasMatch();
       found = number.match(text, found.capturedStart() + 1)) {
    const std::string power = timesPowerOfTen(found.captured(1).toStdString(), found.captured(2).toInt());
    text.replace(found.capturedStart(), found.capturedLength(), QString::fromStdString(power));
  }
  return text;
}

QString countText(std::int64_t count) {
  return QString::fromStdString(groupedDigits(count));
}

QString extentsText(const Extents& extents) {
  QStringList parts;
  for (const std::int64_t extent : extents) parts << QString::number(extent);
  return parts.join(QStringLiteral("×"));
}

}  // namespace normscope
