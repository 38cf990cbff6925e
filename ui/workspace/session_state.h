#pragma once

#include <QString>
#include <string>

#include "core/norm/norm_spec.h"
#include "core/tensor/shape.h"

namespace normscope {

class Session;

/// What undo goes back to: the tensor by its text (which holds the shape of a generated one), the names of
/// its axes, and the norm.
struct SessionState {
  std::string source;
  Layout layout;
  NormSpec spec;

  bool operator==(const SessionState&) const = default;
};

SessionState stateOf(const Session& session);

/// A step from one state to another.
struct StepName {
  QString text;      ///< as in the menu after "Undo": "groups 2 → 4"
  std::string dial;  ///< the number that a slider or a spin box changes: "groups", "N"; empty for other steps
};

/// Names what differs. A tensor that changes the norm too, since it has to fit, is named after the tensor.
StepName nameOfStep(const SessionState& before, const SessionState& after);

}  // namespace normscope
