#include "core/lab/training.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <thread>

#include "core/error.h"
#include "core/lab/digit_data.h"

namespace normscope::lab {
namespace {

/// The records of all networks, shared by the threads that train them.
class Records {
 public:
  Records(const TrainingSettings& settings, const std::vector<RunRecord>& before,
          const TrainingControl& control)
      : settings_(settings), control_(control) {
    for (const Run& run : runsOf(settings)) {
      const auto known = std::find_if(before.begin(), before.end(), [&](const RunRecord& record) {
        return record.run == run && record.isDone(settings);
      });
      records_.push_back(known != before.end() ? *known : RunRecord{run, {}, {}, 0});
    }
  }

  void work() {
    for (std::size_t i = next_++; i < records_.size(); i = next_++) {
      if (!records_[i].isDone(settings_)) trainOne(i);
    }
  }

  /// What one thread throws ends the work of the others.
  void workUnlessFailed() noexcept {
    try {
      work();
    } catch (...) {
      const std::lock_guard lock(mutex_);
      if (!failure_) failure_ = std::current_exception();
      next_ = records_.size();
      failed_ = true;
    }
  }

  std::vector<RunRecord> take() {
    if (failure_) std::rethrow_exception(failure_);
    return std::move(records_);
  }

 private:
  void trainOne(std::size_t i) {
    Training<float> training(settings_, records_[i].run);
    while (!training.record().isDone(settings_)) {
      training.epoch([this] { between(); });
      const std::lock_guard lock(mutex_);
      records_[i] = training.record();
      if (control_.changed) control_.changed(records_[i]);
    }
  }

  void between() const {
    if (control_.pause != nullptr) control_.pause->wait(control_.stop);
    if (control_.stop.stop_requested() || failed_) throw Cancelled();
  }

  const TrainingSettings& settings_;
  const TrainingControl& control_;
  std::vector<RunRecord> records_;
  std::atomic<std::size_t> next_ = 0;
  std::mutex mutex_;
  std::exception_ptr failure_;
  std::atomic<bool> failed_ = false;
};

}  // namespace

void PauseSwitch::set(bool paused) {
  {
    const std::lock_guard lock(mutex_);
    paused_ = paused;
  }
  changed_.notify_all();
}

void PauseSwitch::wait(const std::stop_token& stop) const {
  if (!paused_) return;
  std::unique_lock lock(mutex_);
  changed_.wait(lock, stop, [this] { return !paused_; });
}

std::vector<RunRecord> train(const TrainingSettings& settings, const std::vector<RunRecord>& before,
                             int threads, const TrainingControl& control) {
  checkTraining(settings);
  Records records(settings, before, control);
  {
    std::vector<std::jthread> others;
    for (int i = 1; i < threads; ++i) others.emplace_back([&records] { records.workUnlessFailed(); });
    records.workUnlessFailed();
  }
  return records.take();
}

std::vector<RunRecord> knownOf(const TrainingSettings& before, const std::vector<RunRecord>& records,
                               const TrainingSettings& now) {
  if (before.epochs != now.epochs || before.learningRate != now.learningRate ||
      before.lastSide != now.lastSide || before.order != now.order)
    return {};
  std::vector<RunRecord> known;
  for (RunRecord record : records) {
    const auto norm = std::find(now.norms.begin(), now.norms.end(), before.norms[record.run.norm]);
    const auto size =
        std::find(now.batchSizes.begin(), now.batchSizes.end(), before.batchSizes[record.run.batchSize]);
    if (norm == now.norms.end() || size == now.batchSizes.end() || record.run.seed >= now.seeds) continue;
    if (!record.isDone(before)) continue;
    record.run.norm = static_cast<std::size_t>(norm - now.norms.begin());
    record.run.batchSize = static_cast<std::size_t>(size - now.batchSizes.begin());
    known.push_back(std::move(record));
  }
  return known;
}

double workOf(const TrainingSettings& settings, const Run& run) {
  constexpr double samplesAStep = 4;  // a step takes as long as so many samples, whatever its size
  const int size = settings.batchSizes[run.batchSize];
  const int side = lastSideOf(settings, settings.norms[run.norm]);
  const int batches = trainingPictures / size;
  return batches * (size + samplesAStep) * settings.epochs * (side == 4 ? 4 : 1);
}

double fractionDone(const TrainingSettings& settings, const std::vector<RunRecord>& records) {
  double all = 0;
  double done = 0;
  for (const Run& run : runsOf(settings)) all += workOf(settings, run);
  for (const RunRecord& record : records) {
    done += workOf(settings, record.run) * static_cast<double>(record.errors.size()) /
            static_cast<double>(settings.epochs);
  }
  return all > 0 ? done / all : 1;
}

}  // namespace normscope::lab
