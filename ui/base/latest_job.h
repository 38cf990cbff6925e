#pragma once

#include <QObject>
#include <QThreadPool>
#include <QTimer>
#include <atomic>
#include <memory>
#include <optional>
#include <stop_token>
#include <variant>

#include "core/engine/progress.h"
#include "ui/base/release.h"

namespace normscope {

/// One kind of background work of which only the newest request matters: starting it cancels the one before,
/// and a result that a newer request has overtaken is dropped. Work runs in a thread of its own on values it
/// was given; results arrive in the thread of this object (the GUI's). Its threads, and those that a driver
/// starts from them, yield the processor to the window's.
class LatestJob : public QObject {
  Q_OBJECT

 public:
  explicit LatestJob(QObject* parent = nullptr);
  ~LatestJob() override;  ///< cancels and waits for the thread

  /// Runs work(progress) in the background, then done(value) here; failed(error) if it threw. Neither is
  /// called when the work was cancelled or overtaken.
  template <typename Work, typename Done, typename Failed>
  void start(Work work, Done done, Failed failed);

  void cancel();
  bool isRunning() const { return running_; }

 signals:
  void runningChanged(bool running);
  void progressed(double fraction);  ///< at most some 20 times a second

 private:
  struct Overtaken {};
  template <typename Value>
  using Outcome = std::variant<Overtaken, Value, Error>;

  template <typename Value, typename Work>
  static Outcome<Value> attempt(Work& work, const Progress& progress);
  static Error asError(const std::exception& exception);
  static void yieldToWindow();
  void setRunning(bool running);

  QThreadPool pool_;
  QTimer ticker_;
  std::stop_source stop_;
  std::shared_ptr<std::atomic<double>> fraction_;
  quint64 newest_ = 0;
  bool running_ = false;
};

template <typename Value, typename Work>
LatestJob::Outcome<Value> LatestJob::attempt(Work& work, const Progress& progress) {
  try {
    progress.step(0);
    return work(progress);
  } catch (const Cancelled&) {
    return Overtaken{};
  } catch (const Error& error) {
    return error;
  } catch (const std::exception& exception) {
    return asError(exception);
  }
}

template <typename Work, typename Done, typename Failed>
void LatestJob::start(Work work, Done done, Failed failed) {
  using Value = std::invoke_result_t<Work, const Progress&>;
  stop_.request_stop();
  stop_ = std::stop_source();
  fraction_ = std::make_shared<std::atomic<double>>(0.0);
  const quint64 id = ++newest_;
  setRunning(true);
  pool_.start([this, id, work = std::move(work), done = std::move(done), failed = std::move(failed),
               fraction = fraction_, token = stop_.get_token()]() mutable {
    yieldToWindow();
    const Progress progress{token, [&](double value) { fraction->store(value, std::memory_order_relaxed); }};
    auto outcome = std::make_shared<Outcome<Value>>(attempt<Value>(work, progress));
    QMetaObject::invokeMethod(
        this,
        [this, id, outcome = std::move(outcome), done = std::move(done),
         failed = std::move(failed)]() mutable {
          if (id != newest_) return releaseInBackground(std::move(outcome));
          setRunning(false);
          if (Value* value = std::get_if<Value>(outcome.get())) done(std::move(*value));
          if (const Error* error = std::get_if<Error>(outcome.get())) failed(*error);
        },
        Qt::QueuedConnection);
  });
}

}  // namespace normscope
