#pragma once

#include <QThreadPool>
#include <memory>

namespace normscope {

/// Lets go of a value in a thread of its own: to hand the memory of a large one back to the system takes
/// longer than the thread of the window may be held.
inline void releaseInBackground(std::shared_ptr<const void> value) {
  if (value) QThreadPool::globalInstance()->start([value = std::move(value)]() mutable { value.reset(); });
}

/// A value that is let go of in a thread of its own, whoever holds it last.
template <typename Value>
std::shared_ptr<const Value> releasedInBackground(Value value) {
  return {new const Value(std::move(value)),
          [](const Value* last) { QThreadPool::globalInstance()->start([last] { delete last; }); }};
}

}  // namespace normscope
