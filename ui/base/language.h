#pragma once

#include <QStringList>
#include <QTranslator>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

namespace normscope {

namespace embedded {

/// The translations that the program carries, each under the name of its language ("de"), as Qt reads them.
std::vector<std::pair<std::string_view, std::string_view>> languages();

}  // namespace embedded

/// The translation into a language ("de"), or nothing where the program carries none; English needs none.
std::unique_ptr<QTranslator> translationInto(const QString& language);

/// The first of the languages wanted, such as "de-AT" or "C", that the window can speak; English at the last.
QString languageFor(const QStringList& wanted);

/// From now on the window speaks the language of the desktop, or what LANGUAGE and LANG name, where the
/// program knows it. Numbers stay as they are. For a program that has its QCoreApplication.
void speakLanguageOfDesktop();

}  // namespace normscope
