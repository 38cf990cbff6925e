#include "ui/window/window_scene.h"

#include <filesystem>

#include "ui/window/main_window.h"

namespace normscope {
namespace {

std::string absoluteSource(const std::string& source) {
  std::error_code error;
  if (!isFileSource(source)) return source;
  const auto path = std::filesystem::absolute(source, error);
  return error ? source : path.string();
}

/// A session may be saved elsewhere than where the program was started.
void makeAbsolute(Scene& scene) {
  scene.source = absoluteSource(scene.source);
  if (scene.weight) scene.weight->source = absoluteSource(scene.weight->source);
  if (scene.bias) scene.bias->source = absoluteSource(scene.bias->source);
}

std::string nameOf(const Theme& theme) {
  return theme.isDark ? "dark" : "light";
}

}  // namespace

SavedSession shownSession(const MainWindow& window) {
  SavedSession saved = savedOf(window.workspace().document(), nameOf(window.theme()));
  makeAbsolute(saved.scene);
  return saved;
}

Scene shownScene(const MainWindow& window) {
  Scene scene = sceneOf(window.workspace().document(), nameOf(window.theme()));
  makeAbsolute(scene);
  return scene;
}

}  // namespace normscope
