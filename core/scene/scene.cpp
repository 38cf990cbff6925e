#include "core/scene/scene.h"

#include "core/io/generate.h"

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
         textsOf(norms) == textsOf(other.norms) && selection == other.selection && pinned == other.pinned &&
         show == other.show && camera == other.camera && unfold == other.unfold &&
         parameters == other.parameters && axes == other.axes && memory == other.memory &&
         theme == other.theme && widthMm == other.widthMm;
}

std::string_view nameOf(SceneShow show) {
  switch (show) {
    case SceneShow::sets:
      return "sets";
    case SceneShow::x:
      return "x";
    case SceneShow::normalized:
      return "x_hat";
    case SceneShow::y:
      return "y";
    case SceneShow::difference:
      return "difference";
    case SceneShow::set:
      break;
  }
  return "set";
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
  return !source.starts_with("sample:") && !isGenerated(source);
}

}  // namespace normscope
