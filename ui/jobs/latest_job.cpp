#include "ui/jobs/latest_job.h"

#include <new>

namespace normscope {

LatestJob::LatestJob(QObject* parent)
    : QObject(parent), fraction_(std::make_shared<std::atomic<double>>(0.0)) {
  pool_.setMaxThreadCount(1);
  ticker_.setInterval(50);
  connect(&ticker_, &QTimer::timeout, this,
          [this] { emit progressed(fraction_->load(std::memory_order_relaxed)); });
}

LatestJob::~LatestJob() {
  stop_.request_stop();
  pool_.waitForDone();
}

void LatestJob::cancel() {
  stop_.request_stop();
  ++newest_;
  setRunning(false);
}

Error LatestJob::asError(const std::exception& exception) {
  if (dynamic_cast<const std::bad_alloc*>(&exception) != nullptr) {
    return failure("memory", "there is not enough", "use a smaller tensor or close other programs");
  }
  return failure("computation", exception.what(), "report this as a defect");
}

void LatestJob::setRunning(bool running) {
  if (running == running_) return;
  running_ = running;
  running ? ticker_.start() : ticker_.stop();
  emit runningChanged(running);
}

}  // namespace normscope
