#pragma once

#include <QCoreApplication>
#include <QRegularExpression>
#include <QTranslator>
#include <memory>

#include "ui/base/language.h"

namespace normscope {

/// A language with a bracket round each piece of text, of which a window can be made whose texts show whether
/// they can be translated: "copied: %1" is "«copied: »%1", so that what is put in shows it by itself.
class BracketLanguage : public QTranslator {
 public:
  QString translate(const char* context, const char* source, const char*, int) const override {
    // Of Qt's own texts a translation has those of resources/languages/qt_texts.h.
    if (*context == 'Q') return {};
    static const QRegularExpression place(QStringLiteral("%[1-9]"));
    const QString text = QString::fromUtf8(source);
    QString made;
    qsizetype from = 0;
    for (auto each = place.globalMatch(text); each.hasNext();) {
      const auto found = each.next();
      made += bracketed(text.mid(from, found.capturedStart() - from)) + found.captured();
      from = found.capturedEnd();
    }
    return made + bracketed(text.mid(from));
  }

  bool isEmpty() const override { return false; }

 private:
  static QString bracketed(const QString& piece) {
    return piece.isEmpty() ? piece : QStringLiteral("«") + piece + QStringLiteral("»");
  }
};

/// The program speaks a language while this is there; a window that is to speak it is made after this.
class SpokenLanguage {
 public:
  explicit SpokenLanguage(std::unique_ptr<QTranslator> language) : language_(std::move(language)) {
    if (language_) QCoreApplication::installTranslator(language_.get());
  }
  ~SpokenLanguage() {
    if (language_) QCoreApplication::removeTranslator(language_.get());
  }
  SpokenLanguage(const SpokenLanguage&) = delete;
  SpokenLanguage& operator=(const SpokenLanguage&) = delete;

  bool isThere() const { return language_ != nullptr; }

 private:
  std::unique_ptr<QTranslator> language_;
};

}  // namespace normscope
