#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <memory>
#include <optional>

#include "core/lab/lab_json.h"
#include "core/lab/training.h"
#include "ui/base/latest_job.h"

namespace normscope {

/// Trains the networks of the laboratory in the background, whatever page is looked at: start, pause, cancel,
/// and what there is so far. Networks that are done go into a file as they are done, so that a run goes on
/// after a restart of the program.
class TrainingJob : public QObject {
  Q_OBJECT

 public:
  explicit TrainingJob(QObject* parent = nullptr);
  ~TrainingJob() override;

  /// Keeps what is done in this file from now on, and reads what was kept there, in the background.
  void keepIn(const std::string& path);

  /// Takes over what was trained elsewhere, of a figure or a file. Cancels what runs.
  void adopt(lab::Checkpoint checkpoint);

  /// Trains what is not known yet of these settings, or all `anew`. They must have passed checkTraining().
  void start(const lab::TrainingSettings& settings, bool anew = false);
  void setPaused(bool paused);
  void cancel();  ///< what is done stays

  bool isRunning() const { return job_.isRunning(); }
  bool isPaused() const { return isRunning() && pause_->isPaused(); }

  /// Whether it is these settings that are trained.
  bool trains(const lab::TrainingSettings& settings) const {
    return isRunning() && known_.settings == settings;
  }

  /// All there is of these settings, networks that are under way included.
  std::vector<lab::RunRecord> recordsOf(const lab::TrainingSettings& settings) const;

  std::optional<double> secondsLeft() const;  ///< nothing before it can be told

  const QString& problem() const { return problem_; }  ///< why it failed, or nothing can be kept

 signals:
  void changed();   ///< at most 20 times a second
  void finished();  ///< all networks are done

 private:
  struct Board;

  void take();

  LatestJob job_;
  LatestJob reading_;
  std::shared_ptr<Board> board_;
  std::shared_ptr<lab::PauseSwitch> pause_;
  lab::Checkpoint known_;  ///< what was trained last, and how far it is
  std::optional<std::string> path_;
  QString problem_;
  QElapsedTimer clock_;
  double secondsBefore_ = 0;  ///< of the run, up to the last pause
  double fractionBefore_ = 0;
};

}  // namespace normscope
