#pragma once

#include <functional>
#include <stop_token>

#include "core/error.h"

namespace normscope {

/// How a long computation is watched and stopped. A default one is never stopped and tells nobody.
struct Progress {
  std::stop_token stop;
  std::function<void(double fraction)> report;

  /// Tells how far the work is (0 to 1); throws Cancelled when it is no longer wanted. Cheap enough to call
  /// per piece of work.
  void step(double fraction) const {
    if (stop.stop_requested()) throw Cancelled();
    if (report) report(fraction);
  }

  /// The same for a part of the work, which goes from one fraction of the whole to another.
  Progress part(double from, double to) const {
    if (!report) return {stop, {}};
    return {stop, [whole = report, from, to](double fraction) { whole(from + fraction * (to - from)); }};
  }
};

}  // namespace normscope
