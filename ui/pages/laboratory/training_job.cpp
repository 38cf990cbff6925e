#include "ui/pages/laboratory/training_job.h"

#include <QThread>
#include <algorithm>
#include <filesystem>
#include <mutex>

#include "core/io/atomic_file.h"
#include "core/tensor/buffer.h"

namespace normscope {
namespace {

void put(std::vector<lab::RunRecord>& records, const lab::RunRecord& record) {
  const auto found = std::find_if(records.begin(), records.end(),
                                  [&](const lab::RunRecord& one) { return one.run == record.run; });
  if (found != records.end()) {
    *found = record;
  } else {
    records.push_back(record);
  }
}

std::vector<lab::RunRecord> doneOf(const lab::TrainingSettings& settings,
                                   std::vector<lab::RunRecord> records) {
  std::erase_if(records, [&](const lab::RunRecord& record) { return !record.isDone(settings); });
  return records;
}

std::optional<lab::Checkpoint> checkpointIn(const std::string& path) {
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) return std::nullopt;
  const auto file = Buffer::mapFile(path);
  return readIntact(*file, [&] {
    return lab::readCheckpoint({reinterpret_cast<const char*>(file->data()), file->size()}, path);
  });
}

}  // namespace

/// What the threads that train and that of the window share.
struct TrainingJob::Board {
  std::mutex mutex;
  std::vector<lab::RunRecord> records;
  bool isNew = false;
  std::string unkept;  ///< why the file can't be written
};

TrainingJob::TrainingJob(QObject* parent) : QObject(parent), pause_(std::make_shared<lab::PauseSwitch>()) {
  connect(&job_, &LatestJob::progressed, this, &TrainingJob::take);
}

TrainingJob::~TrainingJob() = default;

void TrainingJob::keepIn(const std::string& path) {
  path_ = path;
  reading_.start([path](const Progress&) { return checkpointIn(path); },
                 [this](std::optional<lab::Checkpoint> found) {
                   if (found && !isRunning() && known_.done.empty()) known_ = std::move(*found);
                   emit changed();
                 },
                 [this](const Error& error) {
                   problem_ = tr("what was trained before can't be read: %1; the next start replaces it")
                                  .arg(QString::fromStdString(error.what()));
                   emit changed();
                 });
}

void TrainingJob::adopt(lab::Checkpoint checkpoint) {
  cancel();
  known_ = std::move(checkpoint);
  problem_.clear();
  emit changed();
}

void TrainingJob::start(const lab::TrainingSettings& settings, bool anew) {
  std::vector<lab::RunRecord> done =
      anew ? std::vector<lab::RunRecord>() : knownOf(known_.settings, known_.done, settings);
  reading_.cancel();
  problem_.clear();
  known_ = {settings, done};
  board_ = std::make_shared<Board>();
  board_->records = done;
  pause_ = std::make_shared<lab::PauseSwitch>();
  secondsBefore_ = 0;
  fractionBefore_ = fractionDone(settings, done);
  clock_.start();
  const auto store = [settings, path = path_](Board& board) {
    if (!path) return;
    try {
      std::error_code ignored;  // what fails here fails again below, and says why
      std::filesystem::create_directories(std::filesystem::path(*path).parent_path(), ignored);
      writeFileAtomically(*path, toJson(lab::Checkpoint{settings, doneOf(settings, board.records)}));
    } catch (const Error& error) {
      board.unkept = error.what();
    }
  };
  job_.start(
      [settings, done, board = board_, pause = pause_, store](const Progress& progress) {
        lab::TrainingControl control;
        control.stop = progress.stop;
        control.pause = pause.get();
        control.changed = [&](const lab::RunRecord& record) {
          const std::lock_guard lock(board->mutex);
          put(board->records, record);
          board->isNew = true;
          if (record.isDone(settings)) store(*board);
        };
        return lab::train(settings, done, std::max(1, QThread::idealThreadCount()), control);
      },
      [this](std::vector<lab::RunRecord> records) {
        take();
        known_.done = std::move(records);
        emit changed();
        emit finished();
      },
      [this](const Error& error) {
        problem_ = QString::fromStdString(error.what());
        known_.done = doneOf(known_.settings, std::move(known_.done));
        emit changed();
      });
  emit changed();
}

/// What has come since the last time.
void TrainingJob::take() {
  if (!board_) return;
  {
    const std::lock_guard lock(board_->mutex);
    if (!board_->isNew) return;
    board_->isNew = false;
    known_.done = board_->records;
    if (!board_->unkept.empty())
      problem_ = tr("it can't go on after a restart: %1").arg(QString::fromStdString(board_->unkept));
  }
  emit changed();
}

/// The clock stands still in a pause.
void TrainingJob::setPaused(bool paused) {
  if (!isRunning() || paused == isPaused()) return;
  if (paused) {
    secondsBefore_ += static_cast<double>(clock_.elapsed()) / 1000;
  } else {
    clock_.start();
  }
  pause_->set(paused);
  emit changed();
}

void TrainingJob::cancel() {
  if (!isRunning()) return;
  take();
  job_.cancel();
  known_.done = doneOf(known_.settings, std::move(known_.done));
  emit changed();
}

std::vector<lab::RunRecord> TrainingJob::recordsOf(const lab::TrainingSettings& settings) const {
  return known_.settings == settings ? known_.done : knownOf(known_.settings, known_.done, settings);
}

std::optional<double> TrainingJob::secondsLeft() const {
  const double fraction = fractionDone(known_.settings, known_.done);
  if (!isRunning() || fraction < fractionBefore_ + 0.01) return std::nullopt;
  const double seconds = secondsBefore_ + (isPaused() ? 0 : static_cast<double>(clock_.elapsed()) / 1000);
  return seconds / (fraction - fractionBefore_) * (1 - fraction);
}

}  // namespace normscope
