#include "core/document/session_json.h"

#include "core/document/laboratory_json.h"
#include "core/document/scene_members.h"
#include "core/error.h"
#include "core/norm/reduction_plan.h"

namespace normscope {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr std::size_t mostBytesOfSession = std::size_t{16} << 20;
constexpr std::size_t longestDevice = 32;
const std::vector<std::string> pageNames = {"cube", "maps", "model", "laboratory"};

std::string textOf(const DeviceChoice& device) {
  switch (device.kind) {
    case DeviceChoice::Kind::reference:
      return "reference";
    case DeviceChoice::Kind::opencl:
      return "opencl:" + std::to_string(device.index);
    case DeviceChoice::Kind::automatic:
      break;
  }
  return "auto";
}

DeviceChoice readDevice(const StrictObject& object) {
  const auto device = readDeviceChoice(object.text("device", longestDevice));
  if (!device) object.refuse("device", "is not auto, reference or opencl:N");
  return *device;
}

RunningStatistics readRunning(const StrictObject& object, const Shape& shape) {
  const StrictObject running = object.object("running", {"mean", "variance", "batches"});
  const auto channels = static_cast<std::size_t>(shape.channelCount());
  RunningStatistics statistics;
  statistics.mean = running.numbers("mean", channels);
  statistics.variance = running.numbers("variance", channels);
  statistics.batchesTracked = running.integer("batches", 0, INT64_MAX);
  if (statistics.mean.size() != channels) running.refuse("mean", "has not one number per channel");
  if (statistics.variance.size() != channels) running.refuse("variance", "has not one number per channel");
  for (const double variance : statistics.variance) {
    if (variance < 0) running.refuse("variance", "holds a number below 0");
  }
  return statistics;
}

bool allHavePlans(const Scene& scene) {
  try {
    for (const NormSpec& norm : scene.norms) plan(scene.shape, norm);
    return true;
  } catch (const Error&) {
    return false;
  }
}

}  // namespace

SavedSession readSession(std::string_view text, const std::string& subject) {
  const json value = parseStrictly(text, subject, mostBytesOfSession);
  SavedSession session;
  if (value.is_object() && value.contains("normscope") && value["normscope"] == "scene") {
    session.scene = sceneIn(value, subject, "");
    session.isPicture = true;
    return session;
  }
  const int version = requireVersion(value, "session", newestVersion, subject, "");
  std::vector<std::string> keys = {"normscope", "version", "scene", "norm", "device", "running"};
  if (version > 1) keys.insert(keys.end(), {"page", "difference", "laboratory", "model"});
  const StrictObject object(value, subject, "", keys);
  session.scene = sceneIn(object.member("scene"), subject, "scene.",
                          version > 1 ? NormsOfScene::any : NormsOfScene::withPlan);
  const auto norms = static_cast<std::int64_t>(session.scene.norms.size());
  if (object.has("norm")) session.norm = static_cast<std::size_t>(object.integer("norm", 0, norms - 1));
  if (object.has("device")) session.device = readDevice(object);
  if (object.has("running")) session.running = readRunning(object, session.scene.shape);
  if (object.has("page")) session.page = static_cast<Page>(object.oneOf("page", pageNames));
  if (object.has("difference")) session.difference = object.truth("difference");
  if (object.has("laboratory")) session.laboratory = readLaboratory(object, "laboratory");
  if (object.has("model")) session.model = object.text("model", longestPath);
  return session;
}

std::string toJson(const SavedSession& session) {
  const bool usesLaboratory = !(session.laboratory == Laboratory{});
  const bool isNew = session.page != Page::cube || session.difference || usesLaboratory ||
                     !session.model.empty() || !allHavePlans(session.scene);
  ordered_json members = {{"normscope", "session"},
                          {"version", isNew ? newestVersion : versionOf(session.scene)}};
  members["scene"] = membersOf(session.scene);
  members["norm"] = session.norm;
  members["device"] = textOf(session.device);
  if (session.running) {
    members["running"] = {{"mean", session.running->mean},
                          {"variance", session.running->variance},
                          {"batches", session.running->batchesTracked}};
  }
  if (session.page != Page::cube) members["page"] = pageNames[static_cast<std::size_t>(session.page)];
  if (session.difference) members["difference"] = true;
  if (usesLaboratory) members["laboratory"] = membersOf(session.laboratory);
  if (!session.model.empty()) members["model"] = session.model;
  std::string text = members.dump(2) + "\n";
  if (text.size() > mostBytesOfSession) {
    const std::size_t channels = session.running ? session.running->mean.size() : 0;
    throw failure(
        "session",
        "the running statistics of " + std::to_string(channels) + " channels make it larger than 16 MB",
        "reset them before it is saved");
  }
  return text;
}

}  // namespace normscope
