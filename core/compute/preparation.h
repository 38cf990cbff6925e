#pragma once

#include <condition_variable>
#include <mutex>
#include <optional>
#include <stop_token>

#include "core/engine/normalize.h"

namespace normscope {

/// Makes the device of auto ready in a thread of its own: it tries and builds the kernels of a request, then
/// those of all norms on such tensors. The thread lives as long as the process; see deviceWorkIsUnderWay().
class Preparation {
 public:
  static Preparation& instance();

  /// The newest request comes first: what is under way for another one is given up after the kernel that it
  /// is at.
  void ask(const NormalizeRequest& request);

  /// Whether the last request could not be computed on a device.
  bool hasFailed();

  bool isUnderWay();

  /// Waits until there is nothing to do.
  void await();

 private:
  enum class Outcome { done, overtaken, failed };

  void run();
  static Outcome prepare(const NormalizeRequest& request, const std::stop_token& stop);

  std::mutex mutex_;
  std::condition_variable changed_;
  std::optional<NormalizeRequest> asked_;
  std::stop_source stop_;  ///< of what is under way
  bool isWorking_ = false;
  bool hasThread_ = false;
  bool hasFailed_ = false;
};

}  // namespace normscope
