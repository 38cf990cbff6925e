#include "ui/base/core_words.h"

#include <QCoreApplication>
#include <QHash>
#include <QRegularExpression>
#include <optional>
#include <vector>

#include "ui/base/core_phrases.h"

namespace normscope {
namespace {

constexpr qsizetype mostKnown = 4096;
constexpr int many = 2;  // for a count that is no number, such as "8 + 2"

QString translatedPhrase(const char* phrase, int count = -1) {
  return QCoreApplication::translate("core", phrase, nullptr, count);
}

/// A phrase with parts that differ.
struct Pattern {
  QRegularExpression form;
  CorePhrase phrase;
};

QRegularExpression formOf(const CorePhrase& phrase) {
  static const QRegularExpression first(QStringLiteral("\\\\%1"));
  static const QRegularExpression place(QStringLiteral("\\\\%[1-9]"));
  QString form = QRegularExpression::escape(QString::fromUtf8(phrase.text));
  // Digits of large counts stand in groups, and counts may be added: "25 088", "8 + 2".
  if (phrase.kind == PhraseKind::numbered || phrase.kind == PhraseKind::counted)
    form.replace(first, QStringLiteral("([0-9][0-9 +\\x{2009}\\x{202f}]*)"));
  form.replace(
      place, phrase.kind == PhraseKind::whole ? QStringLiteral("(.+?)") : QStringLiteral("((?:(?!, ).)+?)"));
  return QRegularExpression(QRegularExpression::anchoredPattern(form));
}

const std::vector<Pattern>& patterns() {
  static const std::vector<Pattern> all = [] {
    std::vector<Pattern> made;
    for (const CorePhrase& phrase : corePhrases()) {
      if (QString::fromUtf8(phrase.text).contains(QStringLiteral("%1")))
        made.push_back({formOf(phrase), phrase});
    }
    return made;
  }();
  return all;
}

/// The phrases that are always the same.
const QHash<QString, const char*>& fixedPhrases() {
  static const QHash<QString, const char*> all = [] {
    QHash<QString, const char*> made;
    for (const CorePhrase& phrase : corePhrases()) made.insert(QString::fromUtf8(phrase.text), phrase.text);
    return made;
  }();
  return all;
}

int countIn(QString digits) {
  bool isNumber = false;
  const int count = digits.remove(QChar(0x2009)).remove(QChar(0x202f)).toInt(&isNumber);
  return isNumber ? count : many;
}

/// Puts the parts into their places at once: a part may hold a per cent sign itself.
QString filled(const QString& phrase, const QStringList& parts) {
  QString text;
  for (qsizetype i = 0; i < phrase.size(); ++i) {
    const int place = phrase[i] == '%' && i + 1 < phrase.size() ? phrase[i + 1].digitValue() : -1;
    const bool isPlace = place >= 1 && place <= parts.size();
    text += isPlace ? parts[place - 1] : QString(phrase[i]);
    if (isPlace) ++i;
  }
  return text;
}

QString inLanguage(const QString& text);

std::optional<QString> byPattern(const QString& text) {
  for (const auto& [form, phrase] : patterns()) {
    const auto found = form.match(text);
    if (!found.hasMatch()) continue;
    const QString made =
        translatedPhrase(phrase.text, phrase.kind == PhraseKind::counted ? countIn(found.captured(1)) : -1);
    QStringList parts;
    for (int i = 1; i <= found.lastCapturedIndex(); ++i) parts << inLanguage(found.captured(i));
    return filled(made, parts);
  }
  return std::nullopt;
}

/// The parts of a list, each by itself.
std::optional<QString> byParts(const QString& text, const QString& between) {
  if (!text.contains(between)) return std::nullopt;
  QStringList parts = text.split(between);
  for (QString& part : parts) part = inLanguage(part);
  return parts.join(between);
}

QString inLanguage(const QString& text) {
  if (const auto fixed = fixedPhrases().constFind(text); fixed != fixedPhrases().constEnd())
    return translatedPhrase(*fixed);
  if (const auto parts = byParts(text, QStringLiteral(" · "))) return *parts;
  if (const auto made = byPattern(text)) return *made;
  for (const QString& between : {QStringLiteral(", "), QStringLiteral(": ")}) {
    if (const auto parts = byParts(text, between)) return *parts;
  }
  return text;
}

}  // namespace

QString fromCore(const QString& text) {
  static QHash<QString, QString> known;
  static QString languageOfKnown;
  const QString language = translatedPhrase("channel");
  if (language == QStringLiteral("channel")) return text;  // English, as core speaks
  if (language != languageOfKnown || known.size() > mostKnown) known.clear();
  languageOfKnown = language;
  if (const auto found = known.constFind(text); found != known.constEnd()) return *found;
  return *known.insert(text, inLanguage(text));
}

QString fromCore(const std::string& text) {
  return fromCore(QString::fromStdString(text));
}

}  // namespace normscope
