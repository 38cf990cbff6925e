#pragma once

#include <QList>
#include <QString>
#include <optional>

namespace normscope {

/// How a text answers to what was typed.
struct FuzzyMatch {
  int score = 0;         ///< higher is better
  QList<int> positions;  ///< of the letters that were typed
};

/// The letters of `typed` occur in `text` in that order, blanks and case aside; words' beginnings and letters
/// that follow each other count more, and so does a short text. Nothing where they don't.
std::optional<FuzzyMatch> fuzzyMatch(const QString& typed, const QString& text);

}  // namespace normscope
