#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/plot_options.h"
#include "core/lab/batch_statistics.h"
#include "core/lab/training_settings.h"

namespace normscope::app {

/// What `lab` is given, as typed.
struct LabArguments {
  std::optional<std::string> norms, batchSizes, seeds;
  std::optional<std::string> statistics, layout, show;  ///< with --statistics
  std::optional<std::string> epochs, learningRate, lastStage, batches, threads, checkpoint;  ///< without
  bool paper = false;                                                                        ///< without
  std::optional<std::string> output;
  PlotOptions look;
  bool json = false;

  void addTo(ArgumentParser& parser);

  /// Throws Error (nonsense) for an option of the other laboratory.
  void refuseStrangers() const;
};

/// --statistics may stand alone: it means the digits then. For the parser they are named.
Arguments withDigits(Arguments arguments);

/// What they say, before anything is checked against data. Throw Error (nonsense) for what is no number or
/// norm.
lab::TrainingSettings trainingSettingsOf(const LabArguments& arguments);
lab::StatisticsSettings statisticsSettingsOf(const LabArguments& arguments);
int threadsOf(const LabArguments& arguments);

/// The two laboratories; both throw Error.
void runTraining(const LabArguments& arguments);
void runStatistics(const LabArguments& arguments);

}  // namespace normscope::app
