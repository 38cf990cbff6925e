#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/model/check.h"
#include "core/model/checkpoint.h"
#include "ui/base/latest_job.h"

namespace normscope {

/// Opens a recorded run or a checkpoint in the background. The layers of a run are checked one after the
/// other; what is known of them so far can be read at any time.
class ModelJob : public QObject {
  Q_OBJECT

 public:
  explicit ModelJob(QObject* parent = nullptr);

  /// Opens what is at `path`, in place of what was open; an empty path closes that.
  void open(const std::string& path);

  /// What is checked stays, and so does the list of layers.
  void cancel();

  /// Holds the checkpoint that is open against another one, or the run, once it is checked, against another
  /// run of the same model.
  void compareWith(const std::string& path);

  const std::string& path() const { return path_; }
  bool isReading() const { return reading_.isRunning(); }
  bool isChecking() const { return checking_.isRunning(); }
  const std::string& problem() const { return problem_; }  ///< why there is nothing, or not all

  /// One of the two, or neither.
  std::shared_ptr<const RecordedRun> run() const { return run_; }
  std::shared_ptr<const Checkpoint> checkpoint() const { return checkpoint_; }

  /// One a record of the run.
  const std::vector<DeclaredNorm>& declared() const { return declared_; }

  /// Of the first records of the run.
  const std::vector<LayerVerdict>& verdicts() const { return verdicts_; }
  /// Where the run parts from the one that it was compared with, a sentence; empty where it was with none.
  const std::string& parting() const { return parting_; }
  double seconds() const { return seconds_; }  ///< that the check took, so far or in all

 signals:
  void opened();            ///< another model, or none, or why it can't be read
  void checked();           ///< more verdicts, or no more
  void progressed(double);  ///< of reading or checking, from 0 to 1

 private:
  struct Board;
  struct Opened {
    std::shared_ptr<const RecordedRun> run;
    std::vector<DeclaredNorm> declared;
    std::shared_ptr<const Checkpoint> checkpoint;
  };

  static Opened openModel(const std::string& path, const Progress& progress);
  void take(Opened opened);
  void check();
  void takeVerdicts();
  void compareCheckpoint(const std::string& path);
  void compareRun(const std::string& path);
  void fail(const Error& error);

  std::string path_;
  std::string problem_;
  std::shared_ptr<const RecordedRun> run_;
  std::vector<DeclaredNorm> declared_;
  std::shared_ptr<const Checkpoint> checkpoint_;
  std::vector<LayerVerdict> verdicts_;
  std::string parting_;
  std::shared_ptr<Board> board_;
  QElapsedTimer clock_;
  double seconds_ = 0;
  LatestJob reading_;
  LatestJob checking_;
};

}  // namespace normscope
