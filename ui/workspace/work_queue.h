#pragma once

#include <QObject>
#include <array>
#include <functional>
#include <optional>
#include <vector>

#include "ui/base/latest_job.h"
#include "ui/workspace/results.h"

namespace normscope {

/// One piece of work. `run` works in another thread, on values that it owns, and returns what is then to be
/// done with the result in the thread of the window.
struct Work {
  WorkKey key;
  std::function<std::function<void()>(const Progress&)> run;
};

/// The one queue of the window's work. It is told what is wanted now, the most wanted first, and does that:
/// what is under way and no longer wanted is cancelled, what is under way and wanted goes on, unless
/// something is wanted more. Reading, computing and counting have a thread each, so that a slow file does not
/// hold up what is on the screen.
class WorkQueue : public QObject {
  Q_OBJECT

 public:
  explicit WorkQueue(QObject* parent = nullptr);

  /// Replaces what is wanted.
  void want(const std::vector<Work>& wanted);

  /// Whether anything is under way that a person waits for.
  bool isBusy() const;

  /// Whether this is under way.
  bool isDoing(const WorkKey& key) const;

 signals:
  void busyChanged();
  void progressed(double fraction);
  void finished();  ///< something is done: others may be wanted now
  void failed(const normscope::WorkKey& key, const normscope::Error& error);

 private:
  struct Lane {
    LatestJob job;
    std::optional<WorkKey> doing;
  };
  static constexpr std::size_t lanes = 3;

  static std::size_t laneOf(const WorkKey& key);
  void start(Lane& lane, const Work& work);

  std::array<Lane, lanes> lanes_;
};

}  // namespace normscope
