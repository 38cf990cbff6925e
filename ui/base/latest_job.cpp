#include "ui/base/latest_job.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <new>

namespace normscope {
namespace {

/// More than the window's own, of 19 at most: the window comes first, other programs do not stop the work.
constexpr int niceness = 5;

}  // namespace

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
    return {Fault::failed, outOfMemory};
  }
  return failure("computation", exception.what(), "report this as a defect");
}

/// Work takes every core, and the window must not wait for its turn. Only a hint: it may fail.
void LatestJob::yieldToWindow() {
  const int ofTheWindow = ::getpriority(PRIO_PROCESS, static_cast<id_t>(::getpid()));
  ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), std::min(19, ofTheWindow + niceness));
}

void LatestJob::setRunning(bool running) {
  if (running == running_) return;
  running_ = running;
  running ? ticker_.start() : ticker_.stop();
  emit runningChanged(running);
}

}  // namespace normscope
