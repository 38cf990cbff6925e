#pragma once

#include <QObject>

#include "ui/workspace/comparison.h"
#include "ui/workspace/side_by_side.h"
#include "ui/workspace/view_state.h"

namespace normscope {

/// What is in the panes of a view: the norms side by side, in their order or flipped, and what tells the two
/// of a comparison apart.
class Panes : public QObject {
  Q_OBJECT

 public:
  Panes(Session& session, SideBySide& norms, Comparison& comparison, Look& look, QObject* parent);

 protected:
  std::size_t normOf(std::size_t pane) const;  ///< and the pane of a norm
  bool showsDifference() const;                ///< in a pane of its own, behind those of the norms

  /// "A:" or "B:" where two norms are compared, and else nothing.
  std::string letterOf(std::size_t norm) const;

  Session& session_;
  SideBySide& norms_;
  Comparison& comparison_;
  Look& look_;
};

}  // namespace normscope
