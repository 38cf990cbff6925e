#include "ui/pages/model/model_job.h"

#include <filesystem>
#include <mutex>

#include "core/error.h"
#include "core/io/formats/open_tensor_file.h"
#include "core/model/against.h"

namespace normscope {

/// Where the thread that checks puts what it knows.
struct ModelJob::Board {
  std::mutex mutex;
  std::vector<LayerVerdict> fresh;
};

ModelJob::ModelJob(QObject* parent) : QObject(parent) {
  connect(&reading_, &LatestJob::progressed, this, &ModelJob::progressed);
  connect(&checking_, &LatestJob::progressed, this, [this](double fraction) {
    takeVerdicts();
    emit progressed(fraction);
  });
}

ModelJob::Opened ModelJob::openModel(const std::string& path, const Progress& progress) {
  TensorFile file = openTensorFile(path);
  if (!isRun(file)) return {{}, {}, std::make_shared<const Checkpoint>(readCheckpoint(path, progress))};
  Opened opened{std::make_shared<const RecordedRun>(runOf(std::move(file), path)), {}, {}};
  for (const RunRecord& record : opened.run->records)
    opened.declared.push_back(record.isDamaged() ? DeclaredNorm{} : declaredNorm(record));
  return opened;
}

void ModelJob::open(const std::string& path) {
  reading_.cancel();
  checking_.cancel();
  board_.reset();
  path_ = path;
  problem_.clear();
  run_.reset();
  checkpoint_.reset();
  declared_.clear();
  verdicts_.clear();
  parting_.clear();
  seconds_ = 0;
  if (!path.empty()) {
    reading_.start([path](const Progress& progress) { return openModel(path, progress); },
                   [this](Opened opened) { take(std::move(opened)); },
                   [this](const Error& error) { fail(error); });
  }
  emit opened();
}

void ModelJob::take(Opened opened) {
  run_ = std::move(opened.run);
  declared_ = std::move(opened.declared);
  checkpoint_ = std::move(opened.checkpoint);
  if (run_) check();
  emit this->opened();
}

void ModelJob::check() {
  board_ = std::make_shared<Board>();
  clock_.start();
  checking_.start(
      [run = run_, board = board_](const Progress& progress) {
        checkRun(*run, progress, [&](const LayerVerdict& verdict) {
          const std::lock_guard lock(board->mutex);
          board->fresh.push_back(verdict);
        });
        return true;
      },
      [this](bool) {
        takeVerdicts();
        emit checked();
      },
      [this](const Error& error) {
        problem_ = error.what();
        takeVerdicts();
        emit checked();
      });
}

void ModelJob::takeVerdicts() {
  if (!board_) return;
  std::vector<LayerVerdict> fresh;
  {
    const std::lock_guard lock(board_->mutex);
    fresh.swap(board_->fresh);
  }
  seconds_ = static_cast<double>(clock_.elapsed()) / 1000;
  if (fresh.empty()) return;
  for (LayerVerdict& verdict : fresh) verdicts_.push_back(std::move(verdict));
  emit checked();
}

void ModelJob::cancel() {
  reading_.cancel();
  checking_.cancel();
  takeVerdicts();
  emit opened();
}

void ModelJob::compareWith(const std::string& path) {
  parting_.clear();
  if (checkpoint_) compareCheckpoint(path);
  if (run_ && verdicts_.size() == run_->records.size()) compareRun(path);
  emit opened();
}

void ModelJob::fail(const Error& error) {
  problem_ = error.what();
  emit opened();
}

void ModelJob::compareCheckpoint(const std::string& path) {
  reading_.start(
      [path, own = checkpoint_](const Progress& progress) {
        Checkpoint compared = *own;
        for (CheckpointLayer& layer : compared.layers) layer.against.reset();
        compareCheckpoints(compared, readCheckpoint(path, progress));
        return std::make_shared<const Checkpoint>(std::move(compared));
      },
      [this](std::shared_ptr<const Checkpoint> compared) {
        checkpoint_ = std::move(compared);
        problem_.clear();
        emit opened();
      },
      [this](const Error& error) { fail(error); });
}

void ModelJob::compareRun(const std::string& path) {
  reading_.start(
      [path, own = CheckedRun{*run_, verdicts_}](const Progress& progress) {
        CheckedRun other{openRun(path), {}};
        other.layers = checkRun(other.run, progress.part(0, 0.8));
        const auto parting = firstParting(own, other, progress.part(0.8, 1));
        return parting ? parting->verdict : std::string("no layer parts from the other run");
      },
      [this, path](std::string parting) {
        parting_ = std::filesystem::path(path).filename().string() + ": " + std::move(parting);
        problem_.clear();
        emit opened();
      },
      [this](const Error& error) { fail(error); });
}

}  // namespace normscope
