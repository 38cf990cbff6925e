#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/json/strict_json.h"
#include "core/lab/batch_statistics.h"
#include "core/lab/running_timeline.h"
#include "core/lab/training_run.h"

namespace normscope::lab {

/// {"norms": "batch,group:groups=4", "batch_sizes": [32, 2], "seeds": 1, "epochs": 15, "learning_rate": 0.1,
///  "last_stage": 1, "batches": "shuffled"}
nlohmann::ordered_json membersOf(const TrainingSettings& settings);

nlohmann::ordered_json membersOf(const StatisticsSettings& settings);  ///< norms, batch_sizes, seeds
nlohmann::ordered_json membersOf(const TimelineSettings& settings);    ///< as laboratory_json.h shows them

/// Read the same from a member of an object, also what is refused before the start. Throw Error (failed) as
/// StrictObject does, and for norms that do not read.
TrainingSettings trainingSettingsIn(const StrictObject& parent, const std::string& key);
StatisticsSettings statisticsSettingsIn(const StrictObject& parent, const std::string& key);
TimelineSettings timelineSettingsIn(const StrictObject& parent, const std::string& key);

/// trainingSettingsIn(), without what checkTraining() refuses: throws Error (failed).
TrainingSettings readTrainingSettings(const StrictObject& object, const std::string& key);

/// What a figure of the statistics laboratory carries: {"normscope": "laboratory", "version": 1,
/// "statistics": {"source": "sample:digits", "layout": "NCHW", "norms": "batch", "batch_sizes": [32, 1],
/// "seeds": 50}}
std::string toJson(const StatisticsSettings& settings, const std::string& source, const Layout& layout);

/// The same of running statistics, "running" with the source and layout.
std::string toJson(const TimelineSettings& settings, const std::string& source, const Layout& layout);

/// What a long training keeps on the disk, to go on after a restart: the settings and the networks that are
/// done. The same text goes into exported figures.
struct Checkpoint {
  TrainingSettings settings;
  std::vector<RunRecord> done;
};

/// {"normscope": "laboratory", "version": 1, "training": {settings},
///  "runs": [{"norm": "batch", "batch_size": 32, "seed": 0, "seconds": 0.3, "losses": [...], "errors":
///  [...]}]}
/// Numbers that are not finite are null.
std::string toJson(const Checkpoint& checkpoint);

/// Reads it. `subject` is what errors are about. Throws Error (failed), one line, for what is no such text:
/// damaged, of a later version, with networks that the settings do not have, twice, or not done.
Checkpoint readCheckpoint(std::string_view json, const std::string& subject);

/// What a figure of the laboratory carries: one of the three, and where the samples came from.
struct SavedExperiment {
  std::optional<Checkpoint> training;
  std::optional<StatisticsSettings> statistics;
  std::optional<TimelineSettings> timeline;
  std::string source;  ///< FILE, of the latter two
  std::string layout;  ///< and its axes
};

/// Whether a text is JSON of the laboratory, whatever else is wrong with it.
bool isOfLaboratory(std::string_view json);

/// Reads what toJson() writes. Throws Error (failed), one line.
SavedExperiment readExperiment(std::string_view json, const std::string& subject);

/// The file, where there is one: the networks that are done. Throws Error (failed) where it can't be read or
/// is no checkpoint, (nonsense) where it is of other settings.
std::vector<RunRecord> loadCheckpoint(const std::string& path, const TrainingSettings& settings);

}  // namespace normscope::lab
