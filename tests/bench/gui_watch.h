#pragma once

#include <QApplication>
#include <QElapsedTimer>
#include <string>

namespace normscope {

/// How long one event held the GUI thread, and what it was.
struct HeldTime {
  double wall = 0;       ///< milliseconds
  double processor = 0;  ///< of this thread: what remains of it on a busy machine
  std::string event;     ///< "LatestJob, event 43"
  std::string scenario;
};

/// Milliseconds of processor time of the calling thread.
double processorTime();

/// An application that times every event from its delivery to its end, events inside events as part of the
/// outer one: for so long nothing else, such as a mouse click, is handled.
class WatchedApplication : public QApplication {
 public:
  using QApplication::QApplication;
  bool notify(QObject* receiver, QEvent* event) override;

  /// Calls work() as if it were an event.
  template <typename Work>
  void hold(const std::string& name, Work work) {
    const Start start = begin();
    work();
    end(start, name);
  }

  /// The repaint to wait for: the clock stops when the outermost event in which `widget` was painted ends.
  void watchPaint(const QWidget* widget) {
    watched_ = widget;
    painted_ = shown_ = false;
  }
  bool wasShown() const { return shown_; }

  std::string scenario;  ///< what is being tried
  HeldTime longest;      ///< since it was last reset

 private:
  struct Start {
    QElapsedTimer timer;
    double processor;
  };
  Start begin();
  void end(const Start& start, const std::string& event);

  int depth_ = 0;
  const QWidget* watched_ = nullptr;
  bool painted_ = false;
  bool shown_ = false;
};

}  // namespace normscope
