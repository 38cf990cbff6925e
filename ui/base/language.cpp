#include "ui/base/language.h"

#include <QCoreApplication>
#include <QLocale>

namespace normscope {

std::unique_ptr<QTranslator> translationInto(const QString& language) {
  for (const auto& [name, bytes] : embedded::languages()) {
    if (language != QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()))) continue;
    auto translation = std::make_unique<QTranslator>();
    const auto* data = reinterpret_cast<const uchar*>(bytes.data());
    if (translation->load(data, static_cast<int>(bytes.size()))) return translation;
  }
  return nullptr;
}

QString languageFor(const QStringList& wanted) {
  for (const QString& each : wanted) {
    const QString language = QString(each).replace('_', '-').section('-', 0, 0);
    if (language == QStringLiteral("en") || language == QStringLiteral("C")) break;
    if (translationInto(language)) return language;
  }
  return QStringLiteral("en");
}

void speakLanguageOfDesktop() {
  auto translation = translationInto(languageFor(QLocale::system().uiLanguages()));
  if (!translation) return;
  translation->setParent(QCoreApplication::instance());
  QCoreApplication::installTranslator(translation.release());
}

}  // namespace normscope
