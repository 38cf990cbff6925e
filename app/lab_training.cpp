#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <iostream>

#include "app/file_roles.h"
#include "app/lab_options.h"
#include "app/offscreen.h"
#include "app/output.h"
#include "core/error.h"
#include "core/io/atomic_file.h"
#include "core/lab/lab_json.h"
#include "core/lab/lab_summary.h"
#include "core/lab/training.h"
#include "core/text/list.h"
#include "core/text/number.h"
#include "core/view/plots/lab_document.h"
#include "ui/draw/plots/plot_export.h"

namespace normscope::app {
namespace {

using lab::TrainingSettings;
using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

/// What is known of all networks while they are trained: for the checkpoint, and for whoever waits at a
/// terminal.
class TrainingWatch {
 public:
  TrainingWatch(const TrainingSettings& settings, std::optional<std::string> checkpoint,
                std::vector<lab::RunRecord> known)
      : settings_(settings),
        checkpoint_(std::move(checkpoint)),
        records_(std::move(known)),
        fractionBefore_(fractionDone(settings, records_)) {}

  ~TrainingWatch() {
    if (terminal_ && shown_) std::cerr << "\r\033[K";
  }
  TrainingWatch(const TrainingWatch&) = delete;
  TrainingWatch& operator=(const TrainingWatch&) = delete;

  void changed(const lab::RunRecord& record) {
    const auto found = std::find_if(records_.begin(), records_.end(),
                                    [&](const lab::RunRecord& one) { return one.run == record.run; });
    if (found != records_.end()) {
      *found = record;
    } else {
      records_.push_back(record);
    }
    if (record.isDone(settings_)) store();
    if (terminal_) show();
  }

 private:
  std::vector<lab::RunRecord> done() const {
    std::vector<lab::RunRecord> done;
    for (const lab::RunRecord& record : records_) {
      if (record.isDone(settings_)) done.push_back(record);
    }
    return done;
  }

  void store() const {
    if (checkpoint_) writeFileAtomically(*checkpoint_, toJson(lab::Checkpoint{settings_, done()}));
  }

  void show() {
    if (shown_ && secondsSince(*shown_) < 0.1) return;
    shown_ = Clock::now();
    const double fraction = fractionDone(settings_, records_);
    std::cerr << "\r\033[Ktraining: " << done().size() << " of " << runsOf(settings_).size() << " networks";
    if (fraction > fractionBefore_ + 0.01) {
      const double left = secondsSince(start_) / (fraction - fractionBefore_) * (1 - fraction);
      std::cerr << ", " << durationText(std::max(1.0, left)) << " left";
    }
    std::cerr << std::flush;
  }

  const TrainingSettings& settings_;
  std::optional<std::string> checkpoint_;
  std::vector<lab::RunRecord> records_;
  double fractionBefore_;
  bool terminal_ = isatty(STDERR_FILENO) != 0;
  Clock::time_point start_ = Clock::now();
  std::optional<Clock::time_point> shown_;
};

Json asJson(const TrainingSettings& settings, const std::vector<lab::RunRecord>& records,
            const std::vector<std::string>& notices) {
  Json list = Json::array();
  for (const lab::RunRecord& record : records) {
    const lab::LabNorm& norm = settings.norms[record.run.norm];
    const int size = settings.batchSizes[record.run.batchSize];
    list.push_back(
        {{"norm", nameOf(norm)},
         {"batch_size", size},
         {"seed", record.run.seed},
         {"error", record.error()},
         {"seconds", record.seconds},
         {"loss", record.losses.back()},
         {"last_stage", lastSideOf(settings, norm)},
         {"values_behind_mean", norm.spec ? Json(valuesBehindMean(settings, norm, size)) : Json(nullptr)}});
  }
  return {{"records", list}, {"notices", notices}};
}

std::string percentText(double fraction) {
  const auto tenths = std::llround(fraction * 1000);
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10);
}

/// "1.4" or "1.4 (1.0-1.8)"
std::string cellText(const lab::Spread& spread) {
  std::string text = percentText(spread.mean);
  if (spread.count > 1) text += " (" + percentText(spread.low) + "-" + percentText(spread.high) + ")";
  return text;
}

std::string rightAligned(const std::string& text, std::size_t width) {
  return std::string(width > text.size() ? width - text.size() : 0, ' ') + text;
}

std::string asText(const TrainingSettings& settings, const std::vector<lab::RunRecord>& records,
                   const std::vector<std::string>& notices, double seconds) {
  Report report;
  std::string sizes;
  const std::size_t width = settings.seeds > 1 ? 18 : 7;
  for (const int size : settings.batchSizes) sizes += rightAligned(std::to_string(size), width);
  report.row("samples a batch", sizes);
  for (std::size_t norm = 0; norm < settings.norms.size(); ++norm) {
    std::string cells;
    for (std::size_t size = 0; size < settings.batchSizes.size(); ++size)
      cells += rightAligned(cellText(*errorsOf(settings, records, norm, size)), width);
    report.row(nameOf(settings.norms[norm]), cells);
  }
  report.row("", std::string("validation errors in %: the median of the last five epochs") +
                     (settings.seeds > 1 ? ", mean of the seeds (and range)" : ""));
  report.row("trained", counted(static_cast<long long>(records.size()), "network") + " of " +
                            counted(settings.epochs, "epoch") + " in " + durationText(seconds));
  for (const std::string& notice : notices) report.row("notice", notice);
  return report.text();
}

/// Also where a loss is no number: such a network has learned nothing.
std::vector<std::string> noticesOf(const TrainingSettings& settings,
                                   const std::vector<lab::RunRecord>& records) {
  std::vector<std::string> notices = lab::noticesOf(settings);
  const auto lost = std::count_if(records.begin(), records.end(), [](const lab::RunRecord& record) {
    return !std::isfinite(record.losses.back());
  });
  if (lost > 0) {
    notices.push_back("the loss of " + counted(lost, "network") +
                      " is not finite at the end: what it reads is counted as wrong");
  }
  return notices;
}

/// Before minutes are spent: the folder is there, and may be written to.
void requireWritable(const std::optional<std::string>& path) {
  if (path) const AtomicFile trial(*path);
}

std::vector<lab::RunRecord> trained(const LabArguments& arguments, const TrainingSettings& settings) {
  std::vector<lab::RunRecord> known;
  if (arguments.checkpoint) known = lab::loadCheckpoint(*arguments.checkpoint, settings);
  requireWritable(arguments.checkpoint);
  requireWritable(arguments.output);
  TrainingWatch watch(settings, arguments.checkpoint, known);
  lab::TrainingControl control;
  control.changed = [&](const lab::RunRecord& record) { watch.changed(record); };
  return lab::train(settings, known, threadsOf(arguments), control);
}

}  // namespace

void runTraining(const LabArguments& arguments) {
  const TrainingSettings settings = trainingSettingsOf(arguments);
  PlotStorage storage = arguments.look.storage();
  checkTraining(settings);
  threadsOf(arguments);
  refuseOneFileForTwo({{"--output", arguments.output}, {"--checkpoint", arguments.checkpoint}});
  const auto start = Clock::now();
  const std::vector<lab::RunRecord> records = trained(arguments, settings);
  const double seconds = secondsSince(start);
  if (arguments.output) {
    const Offscreen qt;
    storage.picture.scene = toJson(lab::Checkpoint{settings, records});
    storage.write(trainingErrorDocument(settings, records, arguments.paper), *arguments.output);
  }
  const std::vector<std::string> notices = noticesOf(settings, records);
  if (arguments.json) return printJson(asJson(settings, records, notices));
  print(asText(settings, records, notices, seconds));
}

}  // namespace normscope::app
