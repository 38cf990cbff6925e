#include "ui/pages/laboratory/lab_results.h"

#include <algorithm>
#include <filesystem>
#include <mutex>

#include "core/document/scene.h"
#include "core/error.h"
#include "core/io/source.h"
#include "core/lab/lab_words.h"
#include "ui/base/number_text.h"

namespace normscope {
namespace {

const char* const digitsSource = "sample:digits";
const char* const featuresSource = "sample:digit-features";

Shape digitsShape(std::int64_t channels) {
  return {Layout::parse("NCHW"), {lab::trainingPictures + lab::validationPictures, channels, 8, 8}};
}

Tensor tensorOf(const std::shared_ptr<const OpenedTensor>& opened, const std::string& source) {
  return opened ? opened->source.tensor : loadTensor(source).tensor;
}

PlotDocument emptyPlot(const char* title, const std::string& message) {
  PlotDocument document;
  document.kind = PlotKind::curves;
  document.title = title;
  document.message = message;
  return document;
}

/// With a capital letter and a full stop.
std::string sentence(std::string words) {
  if (!words.empty() && words[0] >= 'a' && words[0] <= 'z')
    words[0] = static_cast<char>(words[0] - 'a' + 'A');
  return words + ".";
}

template <typename Check>
std::string refusalOf(Check check) {
  try {
    check();
    return {};
  } catch (const Error& error) {
    return error.what();
  }
}

}  // namespace

struct LabResults::DrawBoard {
  std::mutex mutex;
  std::vector<lab::BatchErrors> records;
  bool isNew = false;
};

LabResults::LabResults(Workspace& workspace, QObject* parent) : QObject(parent), workspace_(workspace) {
  for (const auto signal : {&Workspace::laboratoryChanged, &Workspace::viewChanged, &Workspace::tensorChanged,
                            &Workspace::sourceChanged})
    connect(&workspace, signal, this, &LabResults::follow);
  problem_ = findProblem();
  connect(&training_, &TrainingJob::changed, this, &LabResults::changed);
  connect(&drawing_, &LatestJob::progressed, this, &LabResults::takeDraws);
}

Shape LabResults::shape() const {
  if (lab().samples == LabSamples::openTensor) return workspace_.shape();
  return digitsShape(lab().samples == LabSamples::digitFeatures ? 6 : 1);
}

std::optional<LabResults::Data> LabResults::data() const {
  if (lab().samples != LabSamples::openTensor) return Data{nullptr, sourceText(), shape()};
  const auto opened = workspace_.currentTensor();
  if (!opened) return std::nullopt;
  return Data{opened, {}, workspace_.shape()};
}

/// "digits", "x.npy": as people say it.
std::string LabResults::sourceName() const {
  const std::string source = sourceText();
  return source.starts_with("sample:") ? source.substr(7) : source;
}

std::string LabResults::sourceText() const {
  if (lab().samples == LabSamples::digits) return digitsSource;
  if (lab().samples == LabSamples::digitFeatures) return featuresSource;
  const std::string& source = workspace_.source();
  return isFileSource(source) ? std::filesystem::path(source).filename().string() : source;
}

QString LabResults::sourceTitle() const {
  const bool trains = lab().experiment == Experiment::training;
  const LabSamples samples = trains ? LabSamples::digits : lab().samples;
  const QString titles[] = {tr("Digits"), tr("Feature maps of the digits"),
                            QString::fromStdString(sourceName())};
  return titles[static_cast<std::size_t>(samples)] + QLatin1Char(' ') +
         extentsText((trains ? digitsShape(1) : shape()).extents());
}

std::string LabResults::findProblem() const {
  switch (lab().experiment) {
    case Experiment::training:
      return refusalOf([&] { checkTraining(lab().training); });
    case Experiment::statistics:
      return refusalOf([&] { checkStatistics(lab().statistics, shape()); });
    case Experiment::running:
      break;
  }
  return refusalOf([&] { checkTimeline(lab().timeline, shape()); });
}

/// What nobody looks at is not computed; a run of training goes on.
void LabResults::follow() {
  problem_ = findProblem();
  if (workspace_.view().page == Page::laboratory) {
    if (lab().experiment == Experiment::statistics) draw();
    if (lab().experiment == Experiment::running) feed();
  }
  emit changed();
}

bool LabResults::hasDraws() const {
  const auto now = data();
  return now && draws_ && draws_->data == *now && draws_->settings == lab().statistics;
}

void LabResults::draw() {
  const auto now = data();
  if (hasDraws() || !now) return;
  drawing_.cancel();
  draws_.reset();
  if (!problem().empty()) return;
  draws_ = Draws{*now, lab().statistics, {}};
  board_ = std::make_shared<DrawBoard>();
  drawing_.start(
      [data = *now, settings = lab().statistics, board = board_](const Progress& progress) {
        return measureBatches(tensorOf(data.opened, data.source), data.shape, settings, progress,
                              [&](const std::vector<lab::BatchErrors>& records) {
                                const std::lock_guard lock(board->mutex);
                                board->records = records;
                                board->isNew = true;
                              });
      },
      [this](std::vector<lab::BatchErrors> records) {
        draws_->records = std::move(records);
        emit changed();
      },
      [this](const Error&) { emit changed(); });
}

void LabResults::takeDraws() {
  if (!draws_ || !board_) return;
  {
    const std::lock_guard lock(board_->mutex);
    if (!board_->isNew) return;
    board_->isNew = false;
    draws_->records = board_->records;
  }
  emit changed();
}

bool LabResults::hasTimes() const {
  const auto now = data();
  return now && times_ && times_->data == *now && times_->settings == lab().timeline;
}

/// The timeline of before stays on the screen until the new one is there.
void LabResults::feed() {
  const auto now = data();
  if (!now) return;
  if (hasTimes()) return compareOutputs();
  if (!problem().empty()) {
    timing_.cancel();
    timed_.reset();
    times_.reset();
    return;
  }
  const std::pair wanted(*now, lab().timeline);
  if (timing_.isRunning() && timed_ == wanted) return;
  timed_ = wanted;
  timing_.start(
      [data = *now, settings = lab().timeline](const Progress& progress) {
        return std::make_shared<const lab::Timeline>(
            timelineOf(tensorOf(data.opened, data.source), data.shape, settings, progress));
      },
      [this, wanted](const std::shared_ptr<const lab::Timeline>& timeline) {
        times_ = Times{wanted.first, wanted.second, timeline};
        compareOutputs();
        emit changed();
      },
      [this](const Error&) { emit changed(); });
}

/// The batch that comes next, or the last one.
void LabResults::compareOutputs() {
  const auto& timeline = times_->timeline;
  const int batch = std::min(lab().batch, static_cast<int>(timeline->batches.size()) - 1);
  if (shownOutputs_ && shownOutputs_->timeline == timeline && shownOutputs_->batch == batch) return;
  outputs_.start(
      [data = times_->data, settings = times_->settings, timeline, batch](const Progress&) {
        const lab::BothOutputs outputs =
            outputsOf(tensorOf(data.opened, data.source), data.shape, settings, *timeline, batch);
        return Outputs{timeline, batch, outputsDocument(outputs, batch)};
      },
      [this](Outputs outputs) {
        shownOutputs_ = std::move(outputs);
        emit changed();
      },
      [](const Error&) {});
}

/// The batch size that was asked for; while nobody asks, the one that is trained now.
std::size_t LabResults::sizeOfCurves(const std::vector<lab::RunRecord>& records) const {
  if (lab().curvesOf || !training_.isRunning()) return shownBatchSize(lab());
  std::size_t latest = shownBatchSize(lab());
  for (const lab::RunRecord& record : records) {
    if (!record.errors.empty() && !record.isDone(lab().training)) latest = record.run.batchSize;
  }
  return latest;
}

LabResults::Plots LabResults::plots() const {
  const Laboratory& now = lab();
  const std::string refused = problem().empty() ? "" : "Refused: see above.";
  if (now.experiment == Experiment::training) {
    const std::vector<lab::RunRecord> records = training_.recordsOf(now.training);
    if (!refused.empty()) {
      return {emptyPlot("Validation error against batch size", refused), emptyPlot("Training loss", refused),
              emptyPlot("Validation error", refused)};
    }
    const std::size_t size = sizeOfCurves(records);
    Plots made = {trainingErrorDocument(now.training, records, now.published),
                  epochDocument(now.training, records, size, EpochQuantity::loss),
                  epochDocument(now.training, records, size, EpochQuantity::error)};
    if (records.empty() && !training_.isRunning()) made[0].message = "Nothing is trained yet: press Start.";
    return made;
  }
  if (now.experiment == Experiment::statistics) {
    const auto of = [&](lab::BatchQuantity quantity) {
      PlotDocument made = batchStatisticsDocument(
          now.statistics, draws_ ? draws_->records : decltype(draws_->records){}, quantity, sourceName());
      if (!made.message.empty()) made.message = refused.empty() ? "drawing…" : refused;
      return made;
    };
    return {of(lab::BatchQuantity::mean), of(lab::BatchQuantity::variance), of(lab::BatchQuantity::y)};
  }
  const std::string waits = refused.empty() ? "feeding batches…" : refused;
  if (!times_) {
    return {emptyPlot("Running mean", waits), emptyPlot("Running variance", waits),
            emptyPlot("y of one batch, training against evaluation", waits)};
  }
  const auto channels = times_->timeline->population.mean.size();
  const auto channel = std::min(static_cast<std::size_t>(now.channel), channels - 1);
  const int fed = std::min(now.batch, static_cast<int>(times_->timeline->batches.size()));
  const auto of = [&](RunningQuantity quantity) {
    return timelineDocument(times_->settings, *times_->timeline, channel, fed, quantity, sourceName());
  };
  return {of(RunningQuantity::mean), of(RunningQuantity::variance),
          shownOutputs_ ? shownOutputs_->document
                        : emptyPlot("y of one batch, training against evaluation", waits)};
}

std::vector<std::string> LabResults::words() const {
  const Laboratory& now = lab();
  if (!problem().empty()) return {};
  if (now.experiment == Experiment::training) {
    std::vector<std::string> words = wordsOf(now.training, training_.recordsOf(now.training));
    for (const std::string& notice : noticesOf(now.training)) words.push_back(sentence(notice));
    return words;
  }
  if (now.experiment == Experiment::statistics)
    return draws_ ? wordsOf(now.statistics, draws_->records) : std::vector<std::string>();
  if (!times_) return {};
  const auto channels = times_->timeline->population.mean.size();
  return wordsOf(times_->settings, *times_->timeline,
                 std::min(static_cast<std::size_t>(now.channel), channels - 1),
                 std::min(now.batch, static_cast<int>(times_->timeline->batches.size())));
}

std::string LabResults::settingsText() const {
  const Laboratory& now = lab();
  if (now.experiment == Experiment::statistics) return toJson(now.statistics, sourceText(), shape().layout());
  if (now.experiment == Experiment::running) return toJson(now.timeline, sourceText(), shape().layout());
  std::vector<lab::RunRecord> done = training_.recordsOf(now.training);
  std::erase_if(done, [&](const lab::RunRecord& record) { return !record.isDone(now.training); });
  return toJson(lab::Checkpoint{now.training, std::move(done)});
}

}  // namespace normscope
