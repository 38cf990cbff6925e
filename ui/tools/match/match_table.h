#pragma once

#include <QTreeWidget>

#include "core/analysis/match/match.h"

namespace normscope {

/// What a mistake is called: "nhwc reshape".
QString mistakeText(Mistake mistake);

/// The norms that were found: a row for each class of norms that the data can't tell apart, below it the
/// others of its class. Hidden while there is nothing to show.
class MatchTable : public QTreeWidget {
  Q_OBJECT

 public:
  explicit MatchTable(QWidget* parent = nullptr);

  /// Shows what was found, or nothing where it is null. It has to stay until the next call.
  void setResult(const MatchResult* result);

  /// The class that the current row belongs to, and the norm in the row; null where there is none.
  const Match* chosenMatch() const;
  const MatchCandidate* chosen() const;

 private:
  const MatchResult* result_ = nullptr;
};

}  // namespace normscope
