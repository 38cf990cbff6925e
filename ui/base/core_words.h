#pragma once

#include <QString>
#include <string>

namespace normscope {

/// A label that core made, in the language of the window: titles and axes of plots, captions of cubes, names
/// of norms. Core knows no languages; the phrases that it puts such labels together from stand in
/// core_phrases.cpp. What is none of them stays as it is, as do the sentences that core says: verdicts,
/// notices and refusals. For the window's thread.
QString fromCore(const std::string& text);
QString fromCore(const QString& text);

}  // namespace normscope
