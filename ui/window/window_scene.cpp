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

std::string nameOf(const Theme& theme) {
  return theme.isDark ? "dark" : "light";
}

}  // namespace

SavedSession shownSession(const MainWindow& window) {
  SavedSession saved = savedOf(window.workspace().document(), nameOf(window.theme()));
  saved.scene.source = absoluteSource(saved.scene.source);
  return saved;
}

Scene shownScene(const MainWindow& window) {
  Scene scene = sceneOf(window.workspace().document(), nameOf(window.theme()));
  scene.source = absoluteSource(scene.source);
  return scene;
}

}  // namespace normscope
