#include "ui/draw/export/tikz_text.h"

#include <QHash>

namespace normscope {
namespace {

constexpr char16_t combiningHat = 0x0302;

/// What TeX writes for a character, or nothing where that is the character itself.
QString texOf(QChar character) {
  static const QHash<QChar, const char*> known = {
      {u'\\', "\\textbackslash{}"},
      {u'{', "\\{"},
      {u'}', "\\}"},
      {u'$', "\\$"},
      {u'&', "\\&"},
      {u'#', "\\#"},
      {u'%', "\\%"},
      {u'_', "\\_"},
      {u'^', "\\textasciicircum{}"},
      {u'~', "\\textasciitilde{}"},
      {u'<', "$<$"},
      {u'>', "$>$"},
      {u'|', "$|$"},
      {u'"', "''"},
      {u'α', "$\\alpha$"},
      {u'β', "$\\beta$"},
      {u'γ', "$\\gamma$"},
      {u'ε', "$\\varepsilon$"},
      {u'μ', "$\\mu$"},
      {u'µ', "$\\mu$"},
      {u'σ', "$\\sigma$"},
      {u'−', "$-$"},
      {u'±', "$\\pm$"},
      {u'×', "$\\times$"},
      {u'·', "$\\cdot$"},
      {u'√', "$\\surd$"},
      {u'∞', "$\\infty$"},
      {u'≤', "$\\le$"},
      {u'≥', "$\\ge$"},
      {u'≈', "$\\approx$"},
      {u'→', "$\\rightarrow$"},
      {u'‖', "$\\Vert$"},
      {u'…', "\\dots{}"},
      {u'–', "--"},
      {u'’', "'"},
      {u'⁻', "$^-$"},
  };
  const auto found = known.find(character);
  return found == known.end() ? QString() : QString::fromLatin1(*found);
}

/// The digit that is raised or lowered, else -1.
int raisedDigit(QChar character) {
  static const QString digits = QStringLiteral("⁰¹²³⁴⁵⁶⁷⁸⁹");
  return static_cast<int>(digits.indexOf(character));
}

int loweredDigit(QChar character) {
  static const QString digits = QStringLiteral("₀₁₂₃₄₅₆₇₈₉");
  return static_cast<int>(digits.indexOf(character));
}

}  // namespace

QString tikzText(const QString& text) {
  QString tex;
  for (qsizetype i = 0; i < text.size(); ++i) {
    const QChar character = text[i];
    const QString own = texOf(character);
    if (i + 1 < text.size() && text[i + 1] == combiningHat) {
      tex += QStringLiteral("$\\hat{\\mathrm{%1}}$").arg(character);
      ++i;
    } else if (!own.isEmpty()) {
      tex += own;
    } else if (raisedDigit(character) >= 0) {
      tex += QStringLiteral("$^%1$").arg(raisedDigit(character));
    } else if (loweredDigit(character) >= 0) {
      tex += QStringLiteral("$_%1$").arg(loweredDigit(character));
    } else {
      tex += character;
    }
  }
  return tex;
}

}  // namespace normscope
