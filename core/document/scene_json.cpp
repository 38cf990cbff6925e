#include "core/document/scene_json.h"

#include <algorithm>
#include <array>

#include "core/document/scene_members.h"
#include "core/error.h"
#include "core/io/generate.h"
#include "core/io/samples.h"
#include "core/norm/reduction_plan.h"

namespace normscope {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr std::size_t mostBytesOfScene = std::size_t{1} << 20;
constexpr std::size_t longestSpec = 1024;
constexpr std::size_t longestParameter = 8192;  // numbers that were typed, too

const std::vector<std::string> sceneKeys = {
    "normscope", "version", "source", "sha256",     "layout", "shape",    "norms", "selection", "pinned",
    "show",      "camera",  "reveal", "open_along", "unfold", "overlays", "theme", "width_mm"};
/// Of version 2 and later.
const std::vector<std::string> parameterKeys = {"weight", "bias"};
const std::vector<std::string> themeNames = {"light", "dark"};
const std::vector<std::string> overlayNames = {"parameters", "axes", "memory"};
constexpr std::array everyShow = {SceneShow::set,        SceneShow::sets, SceneShow::x,
                                  SceneShow::normalized, SceneShow::y,    SceneShow::difference};
constexpr std::array everyReveal = {SceneReveal::glass, SceneReveal::opened, SceneReveal::closed};
constexpr std::array everyEdge = {SceneAxis::batch, SceneAxis::channel, SceneAxis::space};

std::optional<std::string> readSha256(const StrictObject& object, const std::string& source) {
  if (!object.has("sha256")) return std::nullopt;
  const std::string digits = object.text("sha256", 64);
  if (digits.size() != 64 || digits.find_first_not_of("0123456789abcdef") != std::string::npos)
    object.refuse("sha256", "is not 64 small hexadecimal digits");
  if (!isFileSource(source)) object.refuse("sha256", "is only for files");
  return digits;
}

Shape readShape(const StrictObject& object) {
  const std::string letters = object.text("layout", Layout::maxRank);
  const Extents extents = object.integers("shape", Layout::maxRank);
  return inFile(object.subject(), [&] { return Shape(Layout::parse(letters), extents); });
}

/// What a generated tensor or a sample is made of is known without making it.
void requireShapeOfSource(const StrictObject& object, const Scene& scene) {
  const Extents extents = inFile(object.subject(), [&] {
    if (isGenerated(scene.source)) return parseGenerated(scene.source).extents;
    if (isFileSource(scene.source)) return scene.shape.extents();
    return findSample(scene.source.substr(scene.source.find(':') + 1)).extents;
  });
  if (extents != scene.shape.extents()) object.refuse("shape", "is not that of \"source\"");
}

/// What a generated tensor is made of is known without making it; a sample's shape is said when it is read.
SceneParameter readParameter(const StrictObject& object, const std::string& key) {
  const StrictObject given = object.object(key, {"source", "sha256", "shape"});
  SceneParameter parameter{given.text("source", longestParameter), std::nullopt,
                           given.integers("shape", Layout::maxRank)};
  parameter.sha256 = readSha256(given, parameter.source);
  if (isGenerated(parameter.source)) {
    const Extents extents =
        inFile(object.subject(), [&] { return parseGenerated(parameter.source).extents; });
    if (extents != parameter.extents) given.refuse("shape", "is not that of \"source\"");
  }
  return parameter;
}

std::vector<NormSpec> readNorms(const StrictObject& object, const Shape& shape, NormsOfScene which) {
  std::vector<NormSpec> norms;
  for (const std::string& text : object.texts("norms", mostNormsOfScene, longestSpec)) {
    norms.push_back(which == NormsOfScene::withPlan
                        ? normIn(text, shape, object.subject())
                        : inFile(object.subject(), [&] { return parseNormSpec(text); }));
  }
  if (norms.empty()) object.refuse("norms", "is empty");
  return norms;
}

Extents readSelection(const StrictObject& object, const Shape& shape) {
  const Extents index = object.integers("selection", Layout::maxRank);
  if (shape.elementCount() == 0 && index.empty()) return index;
  inFile(object.subject(), [&] { return shape.offsetOf(index); });
  return index;
}

SceneCamera readCamera(const StrictObject& object) {
  const StrictObject camera = object.object("camera", {"yaw", "pitch", "zoom"});
  return {camera.number("yaw", -180, 180), camera.number("pitch", -90, 90), camera.number("zoom", 0.3, 8)};
}

std::optional<char> readUnfold(const StrictObject& object, const Shape& shape) {
  if (object.isNull("unfold")) return std::nullopt;
  const std::string letter = object.text("unfold", longestSpec);
  const bool isAxis = letter.size() == 1 && shape.layout().find(letter[0]);
  if (!isAxis || roleOf(letter[0]) != AxisRole::spatial)
    object.refuse("unfold", "is not a spatial axis of the layout");
  return letter[0];
}

void readOverlays(const StrictObject& object, Scene& scene) {
  const std::array<bool*, 3> flags = {&scene.parameters, &scene.axes, &scene.memory};
  for (const std::string& name : object.texts("overlays", overlayNames.size(), longestSpec)) {
    const auto found = std::find(overlayNames.begin(), overlayNames.end(), name);
    if (found == overlayNames.end())
      object.refuse("overlays", "holds what is not parameters, axes or memory");
    bool& flag = *flags[static_cast<std::size_t>(found - overlayNames.begin())];
    if (flag) object.refuse("overlays", "holds " + name + " twice");
    flag = true;
  }
}

/// What may be left out.
void readView(const StrictObject& object, Scene& scene) {
  if (object.has("selection")) scene.selection = readSelection(object, scene.shape);
  if (object.has("pinned")) scene.pinned = object.truth("pinned");
  if (object.has("show")) scene.show = readName(object, "show", everyShow);
  if (object.has("camera")) scene.camera = readCamera(object);
  if (object.has("reveal")) scene.reveal = readName(object, "reveal", everyReveal);
  if (object.has("open_along")) scene.openAlong = readName(object, "open_along", everyEdge);
  if (object.has("unfold")) scene.unfold = readUnfold(object, scene.shape);
  if (object.has("overlays")) readOverlays(object, scene);
  if (object.has("theme")) scene.theme = themeNames[object.oneOf("theme", themeNames)];
  if (object.has("width_mm")) scene.widthMm = object.number("width_mm", 20, 2000);
}

/// UTF-8 without control characters, as readers demand.
std::string plainText(const std::string& text) {
  std::string plain = json::parse(json(text).dump(-1, ' ', true, json::error_handler_t::replace));
  for (std::size_t at = 0; at < plain.size(); ++at) {
    if (static_cast<unsigned char>(plain[at]) < 0x20 || plain[at] == 0x7f)
      plain.replace(at, 1, "\xef\xbf\xbd");
  }
  return plain;
}

}  // namespace

NormSpec normIn(const std::string& text, const Shape& shape, const std::string& subject) {
  return inFile(subject, [&] {
    const NormSpec norm = parseNormSpec(text);
    plan(shape, norm);
    return norm;
  });
}

int requireVersion(const json& value, const std::string& kind, int newest, const std::string& subject,
                   const std::string& path) {
  if (!value.is_object() || !value.contains("normscope") || value["normscope"] != kind) {
    throw failure(subject,
                  (path.empty() ? "it" : '"' + path.substr(0, path.size() - 1) + '"') + " is no " + kind +
                      " of Normscope",
                  "give one that Normscope saved");
  }
  const auto version = value.find("version");
  if (version == value.end() || !version->is_number_unsigned() || *version == 0U)
    throw failure(subject, "\"" + path + "version\" is not the version of a " + kind, "write 1");
  if (*version > static_cast<unsigned>(newest))
    throw failure(subject,
                  "it is a " + kind + " of version " + version->dump() + ", and " +
                      (newest == 1 ? "version 1 is" : "versions up to " + std::to_string(newest) + " are") +
                      " read",
                  "open it with a newer Normscope");
  return version->get<int>();
}

int versionOf(const Scene& scene) {
  int version = scene.weight || scene.bias ? 2 : 1;
  for (const NormSpec& norm : scene.norms) version = std::max(version, formatVersionOf(norm));
  return version;
}

Scene sceneIn(const json& value, const std::string& subject, const std::string& path, NormsOfScene norms) {
  const int version = requireVersion(value, "scene", newestVersion, subject, path);
  std::vector<std::string> keys = sceneKeys;
  if (version > 1) keys.insert(keys.end(), parameterKeys.begin(), parameterKeys.end());
  const StrictObject object(value, subject, path, keys);
  const std::string source = object.text("source", longestPath);
  const Shape shape = readShape(object);
  Scene scene = sceneOf(source, shape, readNorms(object, shape, norms));
  scene.sha256 = readSha256(object, source);
  requireShapeOfSource(object, scene);
  if (object.has("weight")) scene.weight = readParameter(object, "weight");
  if (object.has("bias")) scene.bias = readParameter(object, "bias");
  readView(object, scene);
  return scene;
}

Scene readScene(std::string_view text, const std::string& subject) {
  return sceneIn(parseStrictly(text, subject, mostBytesOfScene), subject, "");
}

namespace {

ordered_json membersOf(const SceneParameter& parameter) {
  ordered_json members = {{"source", plainText(parameter.source)}};
  if (parameter.sha256) members["sha256"] = *parameter.sha256;
  members["shape"] = parameter.extents;
  return members;
}

}  // namespace

ordered_json membersOf(const Scene& scene) {
  ordered_json members = {
      {"normscope", "scene"}, {"version", versionOf(scene)}, {"source", plainText(scene.source)}};
  if (scene.sha256) members["sha256"] = *scene.sha256;
  members["layout"] = scene.shape.layout().letters();
  members["shape"] = scene.shape.extents();
  members["norms"] = ordered_json::array();
  for (const NormSpec& norm : scene.norms) members["norms"].push_back(toText(norm));
  if (scene.weight) members["weight"] = membersOf(*scene.weight);
  if (scene.bias) members["bias"] = membersOf(*scene.bias);
  members["selection"] = scene.selection;
  members["pinned"] = scene.pinned;
  members["show"] = nameOf(scene.show);
  members["camera"] = {{"yaw", scene.camera.yaw}, {"pitch", scene.camera.pitch}, {"zoom", scene.camera.zoom}};
  members["reveal"] = nameOf(scene.reveal);
  members["open_along"] = nameOf(scene.openAlong);
  members["unfold"] = scene.unfold ? ordered_json(std::string(1, *scene.unfold)) : ordered_json(nullptr);
  members["overlays"] = ordered_json::array();
  const std::array<bool, 3> shown = {scene.parameters, scene.axes, scene.memory};
  for (std::size_t i = 0; i < shown.size(); ++i) {
    if (shown[i]) members["overlays"].push_back(overlayNames[i]);
  }
  members["theme"] = scene.theme;
  if (scene.widthMm) members["width_mm"] = *scene.widthMm;
  return members;
}

std::string toJson(const Scene& scene, bool indented) {
  return indented ? membersOf(scene).dump(2) + "\n" : membersOf(scene).dump(-1, ' ', true);
}

}  // namespace normscope
