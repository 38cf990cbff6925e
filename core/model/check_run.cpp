#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>

#include "core/model/check.h"

namespace normscope {
namespace {

/// Workers that take one record after the other, and who waits for them in order.
class Checkers {
 public:
  explicit Checkers(const RecordedRun& run) : run_(run), verdicts_(run.records.size()) {
    const std::size_t count =
        std::min<std::size_t>(std::max(std::thread::hardware_concurrency(), 1u), run.records.size());
    for (std::size_t i = 0; i < count; ++i) workers_.emplace_back([this](const std::stop_token&) { work(); });
  }

  ~Checkers() { stop_.request_stop(); }

  /// Waits for the verdict of one record, and asks meanwhile whether anybody wants it. Throws Cancelled, and
  /// what a worker has thrown.
  LayerVerdict waitFor(std::size_t record, const Progress& progress) {
    const double fraction = static_cast<double>(record) / static_cast<double>(verdicts_.size());
    while (!isKnown(record)) progress.step(fraction);
    progress.step(fraction);
    const std::lock_guard lock(mutex_);
    return *verdicts_[record];
  }

 private:
  /// Waits a moment for it.
  bool isKnown(std::size_t record) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, std::chrono::milliseconds(50), [&] { return failure_ || verdicts_[record]; });
    if (failure_) std::rethrow_exception(failure_);
    return verdicts_[record].has_value();
  }

  void work() {
    try {
      for (std::size_t i = next_++; i < verdicts_.size(); i = next_++) {
        LayerVerdict verdict = checkRecord(run_, run_.records[i], {stop_.get_token(), {}});
        const std::lock_guard lock(mutex_);
        verdicts_[i] = std::move(verdict);
        changed_.notify_all();
      }
    } catch (...) {
      const std::lock_guard lock(mutex_);
      failure_ = std::current_exception();
      changed_.notify_all();
    }
  }

  const RecordedRun& run_;
  std::atomic<std::size_t> next_ = 0;
  std::stop_source stop_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::optional<LayerVerdict>> verdicts_;
  std::exception_ptr failure_;
  std::vector<std::jthread> workers_;  ///< last: they are joined first
};

}  // namespace

std::vector<LayerVerdict> checkRun(const RecordedRun& run, const Progress& progress,
                                   const std::function<void(const LayerVerdict&)>& told) {
  std::vector<LayerVerdict> verdicts;
  Checkers checkers(run);
  for (std::size_t i = 0; i < run.records.size(); ++i) {
    verdicts.push_back(checkers.waitFor(i, progress));
    if (told) told(verdicts.back());
  }
  progress.step(1);
  return verdicts;
}

}  // namespace normscope
