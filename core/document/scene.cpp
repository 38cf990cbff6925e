#include "core/document/scene.h"

#include <array>

#include "core/io/tensor_ref.h"

namespace normscope {
namespace {

std::vector<std::string> textsOf(const std::vector<NormSpec>& norms) {
  std::vector<std::string> texts;
  for (const NormSpec& norm : norms) texts.push_back(toText(norm));
  return texts;
}

}  // namespace

bool Scene::operator==(const Scene& other) const {
  return source == other.source && sha256 == other.sha256 && shape == other.shape &&
         textsOf(norms) == textsOf(other.norms) && weight == other.weight && bias == other.bias &&
         selection == other.selection && pinned == other.pinned && show == other.show &&
         camera == other.camera && reveal == other.reveal && openAlong == other.openAlong &&
         unfold == other.unfold && parameters == other.parameters && axes == other.axes &&
         memory == other.memory && theme == other.theme && widthMm == other.widthMm;
}

std::string_view nameOf(SceneShow show) {
  constexpr std::array<std::string_view, 6> names = {"set", "sets", "x", "x_hat", "y", "difference"};
  return names[static_cast<std::size_t>(show)];
}

std::string_view nameOf(SceneReveal reveal) {
  constexpr std::array<std::string_view, 3> names = {"glass", "opened", "closed"};
  return names[static_cast<std::size_t>(reveal)];
}

std::string_view nameOf(SceneAxis axis) {
  constexpr std::array<std::string_view, 3> names = {"batch", "channel", "space"};
  return names[static_cast<std::size_t>(axis)];
}

Scene sceneOf(const std::string& source, const Shape& shape, const std::vector<NormSpec>& norms) {
  Scene scene;
  scene.source = source;
  scene.shape = shape;
  scene.norms = norms;
  if (shape.elementCount() > 0) scene.selection = shape.indexOf(0);
  return scene;
}

bool isFileSource(const std::string& source) {
  return isFileText(source);
}

}  // namespace normscope
