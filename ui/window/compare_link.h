#pragma once

#include <QObject>

#include "ui/workspace/comparison.h"
#include "ui/workspace/side_by_side.h"
#include "ui/workspace/view_state.h"

namespace normscope {

/// Keeps the second norm of a comparison and the second of two norms side by side the same: whichever
/// changes, the other follows, and B is computed once for both. B − A is shown only of two norms.
class CompareLink : public QObject {
  Q_OBJECT

 public:
  CompareLink(Session& session, Comparison& comparison, SideBySide& norms, Look& look,
              QObject* parent = nullptr);

 private:
  void followComparison();
  void followNorms();
  void followLook();
  void lend();
  const NormSpec& second() const { return norms_.at(1 - norms_.active()).spec; }

  Session& session_;
  Comparison& comparison_;
  SideBySide& norms_;
  Look& look_;
};

}  // namespace normscope
