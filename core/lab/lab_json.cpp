#include "core/lab/lab_json.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <limits>

#include "core/error.h"
#include "core/tensor/buffer.h"

namespace normscope::lab {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr std::size_t mostBytesOfCheckpoint = std::size_t{64} << 20;
constexpr std::size_t longestNorms = 4096;
constexpr std::size_t mostBatchSizes = 64;
const std::vector<std::string> orderNames = {"shuffled", "one-class"};
const std::vector<std::string> conventionNames = {"pytorch", "keras", "cumulative"};
constexpr std::size_t longestSource = 4096;

ordered_json withNulls(const std::vector<double>& numbers) {
  ordered_json list = ordered_json::array();
  for (const double number : numbers)
    list.push_back(std::isfinite(number) ? ordered_json(number) : ordered_json());
  return list;
}

std::vector<double> numbersOrNull(const StrictObject& object, const std::string& key, int count) {
  const json& list = object.member(key);
  if (!list.is_array() || list.size() != static_cast<std::size_t>(count))
    object.refuse(key, "is not a list of a number an epoch");
  std::vector<double> numbers;
  for (const json& item : list) {
    if (!item.is_number() && !item.is_null()) object.refuse(key, "is not a list of a number an epoch");
    numbers.push_back(item.is_null() ? std::nan("") : item.get<double>());
  }
  return numbers;
}

Run readRun(const StrictObject& object, const TrainingSettings& settings) {
  const std::string norm = object.text("norm", longestNorms);
  const auto found = std::find_if(settings.norms.begin(), settings.norms.end(),
                                  [&](const LabNorm& one) { return nameOf(one) == norm; });
  if (found == settings.norms.end()) object.refuse("norm", "is none of the settings");
  const auto size = static_cast<int>(object.integer("batch_size", 1, trainingPictures));
  const auto at = std::find(settings.batchSizes.begin(), settings.batchSizes.end(), size);
  if (at == settings.batchSizes.end()) object.refuse("batch_size", "is none of the settings");
  return {static_cast<std::size_t>(found - settings.norms.begin()),
          static_cast<std::size_t>(at - settings.batchSizes.begin()),
          static_cast<int>(object.integer("seed", 0, settings.seeds - 1))};
}

RunRecord readRecord(const json& value, const TrainingSettings& settings, const std::string& subject) {
  if (!value.is_object())
    throw failure(subject, "\"runs\" holds what is no object", "train anew, with another file");
  const StrictObject object(value, subject, "runs.",
                            {"norm", "batch_size", "seed", "seconds", "losses", "errors"});
  RunRecord record;
  record.run = readRun(object, settings);
  record.seconds = object.number("seconds", 0, 1e12);
  record.losses = numbersOrNull(object, "losses", settings.epochs);
  record.errors = numbersOrNull(object, "errors", settings.epochs);
  for (const double error : record.errors) {
    if (!(error >= 0 && error <= 1)) object.refuse("errors", "holds what is no fraction");
  }
  return record;
}

std::vector<LabNorm> normsIn(const StrictObject& object) {
  const std::string norms = object.text("norms", longestNorms);
  return inFile(object.subject(), [&] { return parseLabNorms(norms, "\"norms\""); });
}

/// What is larger than can be is read as `most`.
std::vector<int> sizesIn(const StrictObject& object, std::int64_t most) {
  std::vector<int> sizes;
  for (const std::int64_t size : object.integers("batch_sizes", mostBatchSizes))
    sizes.push_back(static_cast<int>(std::clamp<std::int64_t>(size, INT32_MIN, most)));
  if (sizes.empty()) object.refuse("batch_sizes", "is empty");
  return sizes;
}

/// A figure also names the tensor.
std::vector<std::string> withSource(std::vector<std::string> keys) {
  keys.insert(keys.end(), {"source", "layout"});
  return keys;
}

std::string withSource(const char* experiment, const ordered_json& settings, const std::string& source,
                       const Layout& layout) {
  ordered_json own = {{"source", source}, {"layout", layout.letters()}};
  own.update(settings);
  const ordered_json members = {{"normscope", "laboratory"}, {"version", 1}, {experiment, own}};
  return members.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

std::vector<std::string> keysOf(const json& object) {
  std::vector<std::string> keys;
  for (const auto& [key, value] : object.items()) keys.push_back(key);
  return keys;
}

/// The object of a text that says that it is the laboratory's.
json laboratoryIn(std::string_view text, const std::string& subject) {
  json value = parseStrictly(text, subject, mostBytesOfCheckpoint);
  if (!value.is_object() || !value.contains("normscope") || value["normscope"] != "laboratory")
    throw failure(subject, "it is no checkpoint of the laboratory", "name another file");
  return value;
}

}  // namespace

ordered_json membersOf(const TrainingSettings& settings) {
  return {{"norms", toText(settings.norms)},
          {"batch_sizes", settings.batchSizes},
          {"seeds", settings.seeds},
          {"epochs", settings.epochs},
          {"learning_rate", settings.learningRate},
          {"last_stage", settings.lastSide},
          {"batches", nameOf(settings.order)}};
}

ordered_json membersOf(const StatisticsSettings& settings) {
  return {{"norms", toText(settings.norms)}, {"batch_sizes", settings.batchSizes}, {"seeds", settings.seeds}};
}

ordered_json membersOf(const TimelineSettings& settings) {
  ordered_json members = {{"convention", nameOf(settings.convention)},
                          {"momentum", settings.momentum},
                          {"start_mean", settings.startMean},
                          {"start_variance", settings.startVariance},
                          {"batch_size", settings.batchSize},
                          {"batches", settings.batches},
                          {"seed", settings.seed},
                          {"use_running", settings.useRunning}};
  if (settings.frozenFrom) members["frozen_from"] = *settings.frozenFrom;
  return members;
}

TrainingSettings trainingSettingsIn(const StrictObject& parent, const std::string& key) {
  const StrictObject object = parent.object(
      key, {"norms", "batch_sizes", "seeds", "epochs", "learning_rate", "last_stage", "batches"});
  TrainingSettings settings;
  settings.norms = normsIn(object);
  settings.batchSizes = sizesIn(object, trainingPictures + 1);
  settings.seeds = static_cast<int>(object.integer("seeds", 1, mostSeeds));
  settings.epochs = static_cast<int>(object.integer("epochs", 1, mostEpochs));
  settings.learningRate = object.number("learning_rate", 0, mostLearningRate);
  settings.lastSide = static_cast<int>(object.integer("last_stage", 1, 4));
  settings.order = object.oneOf("batches", orderNames) == 1 ? BatchOrder::oneClass : BatchOrder::shuffled;
  return settings;
}

StatisticsSettings statisticsSettingsIn(const StrictObject& parent, const std::string& key) {
  const StrictObject object = parent.object(key, withSource({"norms", "batch_sizes", "seeds"}));
  StatisticsSettings settings;
  settings.norms = normsIn(object);
  settings.batchSizes = sizesIn(object, INT32_MAX);
  settings.seeds = static_cast<int>(object.integer("seeds", 1, mostDraws));
  return settings;
}

TimelineSettings timelineSettingsIn(const StrictObject& parent, const std::string& key) {
  const StrictObject object =
      parent.object(key, withSource({"convention", "momentum", "start_mean", "start_variance", "batch_size",
                                     "batches", "seed", "use_running", "frozen_from"}));
  constexpr double most = std::numeric_limits<double>::max();
  TimelineSettings settings;
  settings.convention = static_cast<Convention>(object.oneOf("convention", conventionNames));
  settings.momentum = object.number("momentum", 0, 1);
  settings.startMean = object.number("start_mean", -most, most);
  settings.startVariance = object.number("start_variance", 0, most);
  settings.batchSize = static_cast<int>(object.integer("batch_size", 1, INT32_MAX));
  settings.batches = static_cast<int>(object.integer("batches", 1, mostTimelineBatches));
  settings.seed = static_cast<int>(object.integer("seed", 0, INT32_MAX));
  settings.useRunning = object.truth("use_running");
  if (object.has("frozen_from"))
    settings.frozenFrom = static_cast<int>(object.integer("frozen_from", 0, mostTimelineBatches));
  return settings;
}

TrainingSettings readTrainingSettings(const StrictObject& parent, const std::string& key) {
  TrainingSettings settings = trainingSettingsIn(parent, key);
  inFile(parent.subject(), [&] { checkTraining(settings); });
  return settings;
}

std::string toJson(const StatisticsSettings& settings, const std::string& source, const Layout& layout) {
  return withSource("statistics", membersOf(settings), source, layout);
}

std::string toJson(const TimelineSettings& settings, const std::string& source, const Layout& layout) {
  return withSource("running", membersOf(settings), source, layout);
}

std::string toJson(const Checkpoint& checkpoint) {
  ordered_json members = {{"normscope", "laboratory"}, {"version", 1}};
  members["training"] = membersOf(checkpoint.settings);
  members["runs"] = ordered_json::array();
  for (const RunRecord& record : checkpoint.done) {
    members["runs"].push_back({{"norm", nameOf(checkpoint.settings.norms[record.run.norm])},
                               {"batch_size", checkpoint.settings.batchSizes[record.run.batchSize]},
                               {"seed", record.run.seed},
                               {"seconds", record.seconds},
                               {"losses", withNulls(record.losses)},
                               {"errors", withNulls(record.errors)}});
  }
  return members.dump();
}

Checkpoint readCheckpoint(std::string_view text, const std::string& subject) {
  const json value = laboratoryIn(text, subject);
  const StrictObject object(value, subject, "", {"normscope", "version", "training", "runs"});
  object.integer("version", 1, 1);
  Checkpoint checkpoint;
  checkpoint.settings = readTrainingSettings(object, "training");
  const json& runs = object.member("runs");
  if (!runs.is_array()) object.refuse("runs", "is not a list");
  for (const json& run : runs) {
    RunRecord record = readRecord(run, checkpoint.settings, subject);
    for (const RunRecord& other : checkpoint.done) {
      if (other.run == record.run) object.refuse("runs", "holds a network twice");
    }
    checkpoint.done.push_back(std::move(record));
  }
  return checkpoint;
}

bool isOfLaboratory(std::string_view text) {
  const json value = json::parse(text, nullptr, false);
  return value.is_object() && value.contains("normscope") && value["normscope"] == "laboratory";
}

SavedExperiment readExperiment(std::string_view text, const std::string& subject) {
  const json value = laboratoryIn(text, subject);
  SavedExperiment saved;
  if (value.contains("training")) {
    saved.training = readCheckpoint(text, subject);
    return saved;
  }
  const StrictObject object(value, subject, "", {"normscope", "version", "statistics", "running"});
  object.integer("version", 1, 1);
  const std::string key = object.has("statistics") ? "statistics" : "running";
  if (key == "statistics") {
    saved.statistics = statisticsSettingsIn(object, key);
  } else {
    saved.timeline = timelineSettingsIn(object, key);
  }
  const json& own = object.member(key);
  const StrictObject from(own, subject, key + ".", keysOf(own));
  saved.source = from.text("source", longestSource);
  saved.layout = from.text("layout", Layout::maxRank);
  inFile(subject, [&] { return Layout::parse(saved.layout); });
  return saved;
}

std::vector<RunRecord> loadCheckpoint(const std::string& path, const TrainingSettings& settings) {
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) return {};
  const auto file = Buffer::mapFile(path);
  Checkpoint found = readIntact(*file, [&] {
    return readCheckpoint({reinterpret_cast<const char*>(file->data()), file->size()}, path);
  });
  if (found.settings != settings)
    throw nonsense(path, "it is the checkpoint of other settings",
                   "give those settings, or name another file");
  return std::move(found.done);
}

}  // namespace normscope::lab
