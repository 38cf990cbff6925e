#pragma once

#include <QObject>

#include "core/view/cube/cube_view_options.h"

namespace normscope {

/// What the cells of the cubes stand for.
enum class Shown {
  set,         ///< the set of the selected element
  sets,        ///< every set in its own colour
  x,           ///< the values before
  normalized,  ///< x̂: before weight and bias
  y,           ///< the values after
  difference,  ///< of two norms: B − A, beside what each of them makes
};

enum class CentrePage { cubes, featureMaps };

/// How the tensor is looked at: a value, apart from what it is and which norm is asked for.
struct ViewState {
  CentrePage page = CentrePage::cubes;
  Shown shown = Shown::set;
  int norms = 1;            ///< 1, 2 or 4 cubes side by side
  CubeViewOptions cube;     ///< what is opened, unfolded and tagged
  bool parameters = false;  ///< what shares a weight and a bias is marked over the sets
  bool memory = false;      ///< where the selected set lies in memory

  bool operator==(const ViewState&) const = default;
};

/// The view state that controls change and views follow.
class Look : public QObject {
  Q_OBJECT

 public:
  using QObject::QObject;
  const ViewState& state() const { return state_; }

  /// Whether two norms have changed places for as long as a key is held.
  bool isFlipped() const { return flipped_; }

  void setFlipped(bool flipped) {
    if (flipped == flipped_) return;
    flipped_ = flipped;
    emit flippedChanged();
  }

  void set(const ViewState& state) {
    if (state == state_) return;
    state_ = state;
    emit changed();
  }

  /// Changes one member.
  template <typename Member, typename Value>
  void set(Member ViewState::*member, const Value& value) {
    ViewState next = state_;
    next.*member = value;
    set(next);
  }

 signals:
  void changed();
  void flippedChanged();

 private:
  ViewState state_;
  bool flipped_ = false;
};

}  // namespace normscope
