#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <stop_token>
#include <vector>

#include "core/lab/training_run.h"

namespace normscope::lab {

/// Makes work wait, and go on. Any thread may call anything.
class PauseSwitch {
 public:
  void set(bool paused);
  bool isPaused() const { return paused_; }

  /// Returns at once, or when the pause is over or a stop is asked for.
  void wait(const std::stop_token& stop) const;

 private:
  mutable std::mutex mutex_;
  mutable std::condition_variable_any changed_;
  std::atomic<bool> paused_ = false;  ///< so that whoever asks often need not lock
};

/// How training is watched and stopped.
struct TrainingControl {
  std::stop_token stop = {};
  const PauseSwitch* pause = nullptr;
  /// Called after every epoch of every network, by one thread at a time.
  std::function<void(const RunRecord&)> changed = {};
};

/// Trains all networks of the settings that are not done in `before`, with so many threads: each network by
/// one, so that its numbers do not depend on how many there are. Answers the records of all, in the order of
/// runsOf(). Throws what checkTraining() throws, Cancelled where `stop` says so.
std::vector<RunRecord> train(const TrainingSettings& settings, const std::vector<RunRecord>& before,
                             int threads, const TrainingControl& control = {});

/// The networks that are done of `before` which are networks of `now` as well, as `now` counts them: a
/// network depends on its own norm, batch size and seed, and on what all share. None where the epochs, the
/// learning rate, the last stage or the order of the batches differ.
std::vector<RunRecord> knownOf(const TrainingSettings& before, const std::vector<RunRecord>& records,
                               const TrainingSettings& now);

/// How long a network takes beside others of the settings, in units of its own: small batches take longer.
double workOf(const TrainingSettings& settings, const Run& run);

/// The part of all work that is done.
double fractionDone(const TrainingSettings& settings, const std::vector<RunRecord>& records);

}  // namespace normscope::lab
