#include "ui/window/window_scene.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>

#include "ui/draw/cube/cube_view.h"
#include "ui/draw/figure/scene_figure.h"
#include "ui/window/main_window.h"

namespace normscope {
namespace {

/// A session may be opened from another folder.
std::string absoluteSource(const std::string& source) {
  std::error_code error;
  if (!isFileSource(source)) return source;
  const auto path = std::filesystem::absolute(source, error);
  return error ? source : path.string();
}

bool canBeSaved(const RunningStatistics& running) {
  const auto finite = [](double value) { return std::isfinite(value); };
  return std::all_of(running.mean.begin(), running.mean.end(), finite) &&
         std::all_of(running.variance.begin(), running.variance.end(), finite);
}

/// A scene's difference is y − x, the window's that of two norms, which is saved as what the norms make.
SceneShow showOf(Shown shown) {
  return std::array{SceneShow::set,        SceneShow::sets, SceneShow::x,
                    SceneShow::normalized, SceneShow::y,    SceneShow::y}[static_cast<std::size_t>(shown)];
}

/// Differences, which the window does not draw, are shown as y.
Shown shownOf(SceneShow show) {
  return std::array{
      Shown::set, Shown::sets, Shown::x, Shown::normalized, Shown::y, Shown::y}[static_cast<std::size_t>(
      show)];
}

/// The norms that have a plan, and which of them the controls change.
struct ShownNorms {
  std::vector<NormSpec> specs;
  std::size_t active = 0;
};

ShownNorms shownNorms(MainWindow& window) {
  ShownNorms shown;
  for (std::size_t i = 0; i < window.norms().count(); ++i) {
    const SideNorm& norm = window.norms().at(i);
    if (i == window.norms().active()) shown.active = shown.specs.size();
    if (i == window.norms().active()) {
      shown.specs.push_back(window.session().plan()->spec());
    } else if (norm.plan) {
      shown.specs.push_back(norm.spec);
    }
  }
  return shown;
}

void readView(const ViewState& state, Scene& scene) {
  scene.show = showOf(state.shown);
  scene.reveal = static_cast<SceneReveal>(state.cube.reveal);
  scene.openAlong = static_cast<SceneAxis>(state.cube.openAlong);
  scene.unfold = state.cube.unfold;
  scene.axes = state.cube.axes;
  scene.parameters = state.parameters;
  scene.memory = state.memory;
}

ViewState viewStateOf(const Scene& scene, ViewState state) {
  state.page = CentrePage::cubes;
  state.shown = shownOf(scene.show);
  state.norms = static_cast<int>(normsInWindow(scene));
  state.cube = figureOf(scene).view;
  state.parameters = scene.parameters;
  state.memory = scene.memory;
  return state;
}

}  // namespace

std::size_t normsInWindow(const Scene& scene) {
  const std::size_t count = scene.norms.size();
  return count >= 4 ? 4 : std::min<std::size_t>(count, 2);
}

Scene shownScene(MainWindow& window) {
  const Session& session = window.session();
  const ReductionPlan& plan = *session.plan();
  Scene scene = sceneOf(absoluteSource(session.source()), plan.shape(), shownNorms(window).specs);
  if (plan.shape().elementCount() > 0) scene.selection = plan.shape().indexOf(session.selection().element);
  scene.pinned = session.selection().pinned;
  readView(window.look().state(), scene);
  const CubeCamera& camera = window.cube().camera();
  scene.camera = {camera.yaw, camera.pitch, camera.zoom};
  scene.theme = window.theme().isDark ? "dark" : "light";
  return scene;
}

SavedSession shownSession(MainWindow& window) {
  SavedSession saved{shownScene(window), shownNorms(window).active, window.session().device(), std::nullopt};
  const RunningStatistics& running = window.session().running();
  const std::int64_t channels = saved.scene.shape.channelCount();
  if (!(running == RunningStatistics::fresh(channels)) && canBeSaved(running)) saved.running = running;
  return saved;
}

void applyScene(MainWindow& window, const SavedSession& saved) {
  const Scene& scene = saved.scene;
  Session& session = window.session();
  // The norm that the controls change is always among those that are shown.
  const std::size_t active = std::min(saved.norm, normsInWindow(scene) - 1);
  std::vector<NormSpec> norms(scene.norms.begin(), scene.norms.begin() + normsInWindow(scene));
  norms[active] = scene.norms[saved.norm];
  window.look().set(viewStateOf(scene, window.look().state()));
  window.norms().setSpecs(norms, active);
  if (saved.running) session.setRunningStatistics(*saved.running);
  if (scene.shape.elementCount() > 0) session.select(scene.shape.offsetOf(scene.selection), scene.pinned);
  window.cube().setCamera({scene.camera.yaw, scene.camera.pitch, scene.camera.zoom});
  if (window.theme().isDark != themeOf(scene).isDark) window.setTheme(themeOf(scene));
}

}  // namespace normscope
