#include "tests/bench/gui_watch.h"

#include <QThread>
#include <QWidget>
#include <ctime>

namespace normscope {

double processorTime() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) * 1e-6;
}

WatchedApplication::Start WatchedApplication::begin() {
  ++depth_;
  Start start{{}, processorTime()};
  start.timer.start();
  return start;
}

void WatchedApplication::end(const Start& start, const std::string& event) {
  if (--depth_ > 0) return;
  if (painted_) shown_ = true;
  const double wall = static_cast<double>(start.timer.nsecsElapsed()) * 1e-6;
  if (wall > longest.wall) longest = {wall, processorTime() - start.processor, event, scenario};
}

bool WatchedApplication::notify(QObject* receiver, QEvent* event) {
  if (QThread::currentThread() != thread()) return QApplication::notify(receiver, event);
  // Neither need be there after the event.
  const char* receiverName = receiver->metaObject()->className();
  const int type = event->type();
  const Start start = begin();
  const bool handled = QApplication::notify(receiver, event);
  if (type == QEvent::Paint && receiver == watched_) painted_ = true;
  end(start, std::string(receiverName) + ", event " + std::to_string(type));
  return handled;
}

}  // namespace normscope
