#include "core/document/laboratory_json.h"

#include "core/lab/lab_json.h"

namespace normscope {
namespace {

const std::vector<std::string> experimentNames = {"statistics", "running", "training"};
const std::vector<std::string> samplesNames = {"digits", "digit-features", "tensor"};

}  // namespace

nlohmann::ordered_json membersOf(const Laboratory& laboratory) {
  nlohmann::ordered_json members = {{"experiment", nameOf(laboratory.experiment)},
                                    {"samples", nameOf(laboratory.samples)},
                                    {"statistics", membersOf(laboratory.statistics)},
                                    {"running", membersOf(laboratory.timeline)},
                                    {"batch", laboratory.batch},
                                    {"channel", laboratory.channel},
                                    {"training", membersOf(laboratory.training)},
                                    {"paper", laboratory.published}};
  if (laboratory.curvesOf) members["curves_of"] = *laboratory.curvesOf;
  return members;
}

Laboratory readLaboratory(const StrictObject& parent, const std::string& key) {
  const StrictObject object = parent.object(key, {"experiment", "samples", "statistics", "running", "batch",
                                                  "channel", "training", "paper", "curves_of"});
  Laboratory laboratory;
  laboratory.experiment = static_cast<Experiment>(object.oneOf("experiment", experimentNames));
  laboratory.samples = static_cast<LabSamples>(object.oneOf("samples", samplesNames));
  laboratory.statistics = lab::statisticsSettingsIn(object, "statistics");
  laboratory.timeline = lab::timelineSettingsIn(object, "running");
  laboratory.batch = static_cast<int>(object.integer("batch", 0, lab::mostTimelineBatches));
  laboratory.channel = static_cast<int>(object.integer("channel", 0, INT32_MAX));
  laboratory.training = lab::trainingSettingsIn(object, "training");
  laboratory.published = object.truth("paper");
  if (object.has("curves_of"))
    laboratory.curvesOf = static_cast<int>(object.integer("curves_of", 1, INT32_MAX));
  return laboratory;
}

}  // namespace normscope
