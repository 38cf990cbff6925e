#include "core/compute/preparation.h"

#include <system_error>
#include <thread>
#include <utility>

#include "core/compute/automatic_device.h"
#include "core/compute/opencl_engines.h"

namespace normscope {

Preparation& Preparation::instance() {
  static auto* const preparation = new Preparation;
  return *preparation;
}

void Preparation::ask(const NormalizeRequest& request) {
  const std::lock_guard lock(mutex_);
  asked_ = request;
  stop_.request_stop();
  try {
    if (!std::exchange(hasThread_, true)) std::thread([this] { run(); }).detach();
  } catch (const std::system_error&) {
    hasThread_ = false;
    hasFailed_ = true;  // The next request waits for the device.
    asked_.reset();
  }
  changed_.notify_all();
}

bool Preparation::hasFailed() {
  const std::lock_guard lock(mutex_);
  return hasFailed_;
}

bool Preparation::isUnderWay() {
  const std::lock_guard lock(mutex_);
  return asked_ || isWorking_;
}

void Preparation::await() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return !asked_ && !isWorking_; });
}

void Preparation::run() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [&] { return asked_.has_value(); });
    const NormalizeRequest request = *std::exchange(asked_, std::nullopt);
    stop_ = std::stop_source();
    isWorking_ = true;
    lock.unlock();
    const Outcome outcome = prepare(request, stop_.get_token());
    lock.lock();
    if (outcome != Outcome::overtaken) hasFailed_ = outcome == Outcome::failed;
    isWorking_ = false;
    changed_.notify_all();
  }
}

/// A driver may be fit for one kernel and not for another: whatever fails is told of by the next request,
/// which goes to the device.
Preparation::Outcome Preparation::prepare(const NormalizeRequest& request, const std::stop_token& stop) {
  try {
    const AutomaticDevice device = automaticDevice(stop);
    if (!device.index) return Outcome::failed;
    // To compute is to build all that it takes, and with some drivers a kernel is built when it first runs.
    OpenClEngines::instance().normalize(*device.index, request, {stop, {}});
    OpenClEngines::instance().buildForwardKernels(*device.index, request.x.dtype(), stop);
    return Outcome::done;
  } catch (const Cancelled&) {
    return Outcome::overtaken;
  } catch (const std::exception&) {
    return Outcome::failed;
  }
}

}  // namespace normscope
