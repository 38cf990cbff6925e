#include "ui/draw/figure/scene_figure.h"

#include <array>

#include "core/document/document_json.h"
#include "core/error.h"
#include "core/view/cube/cell_mean.h"

namespace normscope {
namespace {

/// The means of the cells of a tensor, less those of another where there is one.
CubeContent contentOf(const std::string& name, const Tensor& values, const std::optional<Tensor>& less) {
  CubeContent content = CubeShow::values;
  content.valueName = name;
  content.value = [values, less](const CubeGeometry& geometry, const CubeCell& cell) {
    const double mean = meanOfCell(values, geometry.frame, cell);
    return less ? mean - meanOfCell(*less, geometry.frame, cell) : mean;
  };
  return content;
}

/// The scene's weight and bias, as far as the norm takes them.
AffineParameters takenBy(const NormSpec& norm, const Scene& scene, const AffineParameters& affine) {
  const LayerParameters taken = takenBy(norm, parametersOf(scene));
  return {taken.weight ? affine.weight : std::nullopt, taken.bias ? affine.bias : std::nullopt};
}

/// What the scene shows of one norm.
CubeContent valuesOf(const Scene& scene, NormSpec norm, const SceneTensors& tensors,
                     const DeviceChoice& device) {
  const Tensor& x = *tensors.x;
  if (scene.show == SceneShow::x) return contentOf("x", x, std::nullopt);
  const bool before = scene.show == SceneShow::normalized;
  if (before) norm = withoutParameters(norm);
  NormalizeRequest request{x, scene.shape, norm, {}, std::nullopt};
  if (!before) request.affine = takenBy(norm, scene, tensors.affine);
  if (norm.usesRunningStatistics()) request.running = RunningStatistics::fresh(scene.shape.channelCount());
  const NormalizeResult result = normalizeOn(device, request);
  if (scene.show == SceneShow::difference) return contentOf("y − x", result.y, x);
  return contentOf(scene.show == SceneShow::y ? "y" : "x̂", result.y, std::nullopt);
}

void requireShape(const std::string& source, const Tensor& tensor, const Extents& extents) {
  if (tensor.extents() == extents) return;
  throw nonsense(source,
                 "its shape " + toText(tensor.extents()) + " is not that of the scene, " + toText(extents),
                 "put the tensor of the scene there, or draw it with --show set");
}

/// What is opened, unfolded and tagged; the edges of scene and cube are in one order.
CubeViewOptions viewOf(const Scene& scene) {
  CubeViewOptions view;
  view.reveal = std::array{CubeReveal::glass, CubeReveal::opened,
                           CubeReveal::closed}[static_cast<std::size_t>(scene.reveal)];
  view.openAlong = static_cast<CubeAxis>(scene.openAlong);
  view.unfold = scene.unfold;
  view.axes = scene.axes;
  return view;
}

}  // namespace

bool showsValues(const Scene& scene) {
  return scene.show != SceneShow::set && scene.show != SceneShow::sets;
}

bool showsParameters(const Scene& scene) {
  return scene.show == SceneShow::y || scene.show == SceneShow::difference;
}

Theme themeOf(const Scene& scene) {
  return scene.theme == "dark" ? Theme::dark() : Theme::light();
}

FigureOptions figureOf(const Scene& scene, const SceneTensors& tensors, const DeviceChoice& device) {
  FigureOptions options;
  options.shape = scene.shape;
  options.norms = scene.norms;
  options.select = scene.selection;
  options.theme = themeOf(scene);
  options.camera = {scene.camera.yaw, scene.camera.pitch, 1};
  options.widthMm = scene.widthMm.value_or(0);
  if (scene.show == SceneShow::sets) options.show = CubeShow::sets;
  options.view = viewOf(scene);
  options.show.parameters = scene.parameters;
  if (!showsValues(scene) || !tensors.x) return options;
  requireShape(scene.source, *tensors.x, scene.shape.extents());
  if (tensors.affine.weight)
    requireShape(scene.weight->source, *tensors.affine.weight, scene.weight->extents);
  if (tensors.affine.bias) requireShape(scene.bias->source, *tensors.affine.bias, scene.bias->extents);
  for (const NormSpec& norm : scene.norms) options.shows.push_back(valuesOf(scene, norm, tensors, device));
  for (CubeContent& content : options.shows) content.parameters = scene.parameters;
  options.show = options.shows.front();
  return options;
}

}  // namespace normscope
