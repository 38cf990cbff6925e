#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "core/document/document.h"

namespace normscope {

/// The document as it is now, with what it was before and what was undone. A plain value without a clock:
/// whoever changes it says which changes belong together.
class History {
 public:
  static constexpr std::size_t mostSteps = 200;

  /// A step from one value to another.
  struct Step {
    const Document& before;
    const Document& after;
  };

  explicit History(Document first);

  const Document& now() const { return values_[at_]; }

  /// A step to `next`; what was undone is forgotten. Where it belongs to the step before, the two become one,
  /// and none where it leads back to where that began. Nothing happens where nothing changes.
  void change(Document next, bool belongsToTheStepBefore);

  /// Changes the present value without a step, and forgets nothing: for what a person does not take back.
  void amend(Document next);

  /// The present value is where all begins.
  void forget();

  std::size_t steps() const { return values_.size() - 1; }  ///< undone ones, too
  std::size_t position() const { return at_; }              ///< steps behind the present value

  std::optional<Step> undoStep() const;  ///< that undo takes back
  std::optional<Step> redoStep() const;  ///< that redo does again
  void undo() { go(at_ - 1); }           ///< there must be a step
  void redo() { go(at_ + 1); }           ///< there must be a step

  /// The value with so many steps behind it, 0 to steps().
  const Document& at(std::size_t position) const { return values_[position]; }
  void go(std::size_t position);  ///< makes it the present value

  /// Another number whenever the present value is no longer the one that positions were counted from: after
  /// every step, and after every way through the steps, but not when it is amended.
  std::size_t moves() const { return moves_; }

 private:
  std::vector<Document> values_;
  std::size_t at_ = 0;
  std::size_t moves_ = 0;
};

/// What a step turns, where a control is turned on and on, so that its turns can become one step: "groups",
/// "N", "seed", "camera", "selection", of the laboratory "timeline", "epochs" and the like; empty for other
/// steps.
std::string dialOf(const Document& before, const Document& after);

}  // namespace normscope
