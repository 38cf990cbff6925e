#include "core/document/document_json.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/document/changes.h"
#include "core/error.h"
#include "core/norm/reduction_plan.h"

namespace normscope {
namespace {

// The edges of scene and cube are in one order.
static_assert(static_cast<int>(SceneAxis::batch) == batchAxis &&
              static_cast<int>(SceneAxis::channel) == channelAxis &&
              static_cast<int>(SceneAxis::space) == spaceAxis);
static_assert(static_cast<int>(SceneReveal::opened) == static_cast<int>(CubeReveal::opened) &&
              static_cast<int>(SceneReveal::closed) == static_cast<int>(CubeReveal::closed));

bool isFinite(const RunningStatistics& running) {
  const auto finite = [](double value) { return std::isfinite(value); };
  return std::all_of(running.mean.begin(), running.mean.end(), finite) &&
         std::all_of(running.variance.begin(), running.variance.end(), finite);
}

/// A scene's difference is y − x, the window's that of two norms, which a scene holds as what the norms make.
SceneShow showOf(Shown shown) {
  constexpr std::array shows = {SceneShow::set,        SceneShow::sets, SceneShow::x,
                                SceneShow::normalized, SceneShow::y,    SceneShow::y};
  return shows[static_cast<std::size_t>(shown)];
}

std::optional<SceneParameter> savedOf(const std::optional<LayerParameter>& source) {
  if (!source) return std::nullopt;
  return SceneParameter{source->text, std::nullopt, source->extents};
}

std::optional<LayerParameter> sourceOf(const std::optional<SceneParameter>& saved) {
  if (!saved) return std::nullopt;
  return LayerParameter{saved->source, saved->extents};
}

Scene sceneWith(const Document& document, const std::vector<NormSpec>& norms, const std::string& theme) {
  Scene scene = sceneOf(document.source, document.shape, norms);
  if (document.shape.elementCount() > 0) scene.selection = document.shape.indexOf(document.selection.element);
  scene.pinned = document.selection.pinned;
  scene.weight = savedOf(document.parameters.weight);
  scene.bias = savedOf(document.parameters.bias);
  const View& view = document.view;
  scene.show = showOf(view.shown);
  scene.camera = {view.camera.yaw, view.camera.pitch, view.camera.zoom};
  scene.reveal = static_cast<SceneReveal>(view.cube.reveal);
  scene.openAlong = static_cast<SceneAxis>(view.cube.openAlong);
  scene.unfold = view.cube.unfold;
  scene.axes = view.cube.axes;
  scene.parameters = view.parameters;
  scene.memory = view.memory;
  scene.theme = theme;
  return scene;
}

View viewOf(const SavedSession& saved) {
  const Scene& scene = saved.scene;
  View view;
  view.page = saved.page;
  view.shown = shownOf(scene.show);
  if (saved.difference && scene.norms.size() == 2) view.shown = Shown::difference;
  view.cube.reveal = static_cast<CubeReveal>(scene.reveal);
  view.cube.openAlong = static_cast<CubeAxis>(scene.openAlong);
  view.cube.unfold = scene.unfold;
  view.cube.axes = scene.axes;
  view.camera = {scene.camera.yaw, scene.camera.pitch, scene.camera.zoom};
  view.parameters = scene.parameters;
  view.memory = scene.memory;
  return view;
}

bool hasPlan(const Shape& shape, const NormSpec& spec) {
  try {
    plan(shape, spec);
    return true;
  } catch (const Error&) {
    return false;
  }
}

}  // namespace

Shown shownOf(SceneShow show) {
  constexpr std::array shown = {Shown::set, Shown::sets, Shown::x, Shown::normalized, Shown::y, Shown::y};
  return shown[static_cast<std::size_t>(show)];
}

std::size_t normsInWindow(std::size_t count) {
  return count >= 4 ? 4 : std::min<std::size_t>(count, 2);
}

LayerParameters parametersOf(const Scene& scene) {
  return {sourceOf(scene.weight), sourceOf(scene.bias)};
}

Scene sceneOf(const Document& document, const std::string& theme) {
  std::vector<NormSpec> norms;
  for (const DocumentNorm& norm : document.norms) {
    if (hasPlan(document.shape, norm.spec)) norms.push_back(norm.spec);
  }
  return sceneWith(document, norms, theme);
}

SavedSession savedOf(const Document& document, const std::string& theme) {
  std::vector<NormSpec> norms;
  for (const DocumentNorm& norm : document.norms) norms.push_back(norm.spec);
  SavedSession saved;
  saved.scene = sceneWith(document, norms, theme);
  saved.norm = document.active;
  saved.device = document.device;
  if (document.running && isFinite(*document.running)) saved.running = *document.running;
  saved.page = document.view.page;
  saved.laboratory = document.laboratory;
  saved.model = document.model;
  saved.difference = document.view.shown == Shown::difference;
  return saved;
}

Document documentOf(const SavedSession& saved) {
  const Scene& scene = saved.scene;
  const std::size_t count = normsInWindow(scene.norms.size());
  const std::size_t active = std::min(saved.norm, count - 1);
  std::vector<NormSpec> norms(scene.norms.begin(), scene.norms.begin() + static_cast<std::ptrdiff_t>(count));
  norms[active] = scene.norms[saved.norm];
  Document document;
  document.source = scene.source;
  document.shape = scene.shape;
  document.view = viewOf(saved);
  document.parameters = parametersOf(scene);
  document = withNorms(std::move(document), norms, active);
  if (scene.shape.elementCount() > 0)
    document.selection = {scene.shape.offsetOf(scene.selection), scene.pinned};
  document.device = saved.device;
  document = withLaboratory(std::move(document), saved.laboratory);
  document.model = saved.model;
  if (saved.running) document.running = std::make_shared<const RunningStatistics>(*saved.running);
  return document;
}

}  // namespace normscope
