#include "ui/draw/figure/figure.h"

#include <filesystem>

#include "app/file_roles.h"
#include "app/offscreen.h"
#include "app/output.h"
#include "app/picture_options.h"
#include "app/tensor_options.h"
#include "core/document/scene_json.h"
#include "core/error.h"
#include "core/io/generate.h"
#include "core/io/source.h"
#include "core/text/number.h"
#include "ui/draw/figure/scene_figure.h"
#include "ui/draw/scene/scene_file.h"

namespace normscope::app {
namespace {

struct FigureArguments {
  std::optional<std::string> scene, shape;
  std::vector<std::string> norms;
  std::string output;
  std::optional<std::string> select, show, theme, width, text, background;
  std::optional<std::string> captions;
  TensorOptions tensor;
};

void addOptions(ArgumentParser& parser, FigureArguments& arguments) {
  parser.optional("--shape", "I,J,...", arguments.shape,
                  "extents of the tensor, slowest axis first (required without --scene)");
  parser.several("--norm", "SPEC", arguments.norms,
                 "one cube each, side by side; repeat it for several (required without --scene)");
  parser.required("-o,--output", "F", arguments.output, "the figure: .svg, .pdf, .png or .tikz");
  parser.optional("--scene", "FILE", arguments.scene,
                  "draw it again: a figure that Normscope exported, a .normscope session or the JSON of a "
                  "scene; the other options change it");
  parser.optional("--select", "I,J,...", arguments.select,
                  "the element whose set is lit (default all zeros)");
  parser.optional(
      "--show", "WHAT", arguments.show,
      "set: the set of the element (default); sets: each in its colour; values: those of normal:SHAPE");
  parser.words({"set", "sets", "values"});
  parser.optional("--theme", "THEME", arguments.theme, "light (default) or dark");
  parser.words({"light", "dark"});
  parser.optional("--width", "MM", arguments.width, "millimetres (default 80 for one cube, 180 for several)");
  addCaptionsOption(parser, arguments.captions);
  addPictureOptions(parser, arguments.text, arguments.background);
  arguments.tensor.addTo(parser);
}

void requireShapeAndNorm(const FigureArguments& arguments) {
  const std::string advice = "see 'normscope figure --help'";
  if (arguments.scene) return;
  if (!arguments.shape) throw nonsense("--shape", "it is missing", advice);
  if (arguments.norms.empty()) throw nonsense("--norm", "it is missing", advice);
}

SceneShow showOf(const std::string& show) {
  if (show == "set") return SceneShow::set;
  if (show == "sets") return SceneShow::sets;
  if (show == "values") return SceneShow::x;
  throw nonsense("--show '" + show + "'", "it is unknown", "give set, sets or values");
}

std::string themeOf(const std::string& name) {
  if (name == "light" || name == "dark") return name;
  throw nonsense("--theme '" + name + "'", "it is unknown", "give light or dark");
}

double widthOf(const std::string& text) {
  const auto width = readDouble(text);
  if (width && *width >= 20 && *width <= 2000) return *width;
  throw nonsense("--width '" + text + "'", "it is not a number from 20 to 2000",
                 "give millimetres, such as 80");
}

Scene givenScene(const std::string& path) {
  auto scene = sceneIn(path);
  if (scene) return *scene;
  if (!std::filesystem::exists(path))
    throw failure(path, "there is no such file", "give a figure that Normscope exported, or a session");
  throw failure(path, "it is no scene of Normscope", "give a figure that Normscope exported, or a session");
}

/// The tensor is another one where a shape is given.
void changeShape(Scene& scene, const FigureArguments& arguments) {
  const std::optional<Layout> before =
      arguments.scene && !arguments.shape ? std::optional(scene.shape.layout()) : std::nullopt;
  const Extents extents = arguments.shape
                              ? parseExtents(*arguments.shape, "--shape '" + *arguments.shape + "'")
                              : scene.shape.extents();
  const Shape shape = arguments.tensor.shapeOf(extents, before);
  if (arguments.shape) {
    GeneratedTensor generated;
    generated.extents = extents;
    scene.source = toText(generated);
    scene.sha256.reset();
  }
  if (shape == scene.shape) return;
  scene.shape = shape;
  scene.unfold.reset();
  scene.selection = shape.elementCount() > 0 ? shape.indexOf(0) : Extents();
}

/// The scene of --scene, with what the other options say.
Scene sceneOf(const FigureArguments& arguments) {
  requireShapeAndNorm(arguments);
  Scene scene = arguments.scene ? givenScene(*arguments.scene) : Scene{};
  changeShape(scene, arguments);
  if (!arguments.norms.empty()) scene.norms.clear();
  for (const std::string& norm : arguments.norms) scene.norms.push_back(parseNormSpec(norm));
  for (const NormSpec& norm : scene.norms) plan(scene.shape, norm);
  if (arguments.select) {
    scene.selection = parseExtents(*arguments.select, "--select '" + *arguments.select + "'");
    scene.shape.offsetOf(scene.selection);
  }
  if (arguments.show) scene.show = showOf(*arguments.show);
  if (arguments.theme) scene.theme = themeOf(*arguments.theme);
  if (arguments.width) scene.widthMm = widthOf(*arguments.width);
  return scene;
}

/// The scene with its files where they are.
Scene found(Scene scene, const FigureArguments& arguments) {
  const std::string sceneFile = arguments.scene.value_or("");
  scene.source = findSource(scene.source, sceneFile).value_or(scene.source);
  return withFoundParameters(std::move(scene), sceneFile);
}

std::vector<FileRole> inputsOf(const FigureArguments& arguments, const Scene& scene) {
  const auto fileOf = [](const std::optional<SceneParameter>& parameter) {
    return parameter ? std::optional(parameter->source) : std::nullopt;
  };
  return {{"--scene", arguments.scene},
          {"the tensor of the scene", scene.source},
          {"the weight of the scene", fileOf(scene.weight)},
          {"the bias of the scene", fileOf(scene.bias)}};
}

/// The values to draw, where there are any.
SceneTensors tensorsOf(const Scene& scene) {
  SceneTensors tensors;
  if (showsValues(scene)) tensors.x = loadTensor(scene.source).tensor;
  if (!showsParameters(scene)) return tensors;
  if (scene.weight) tensors.affine.weight = loadTensor(scene.weight->source).tensor;
  if (scene.bias) tensors.affine.bias = loadTensor(scene.bias->source).tensor;
  return tensors;
}

void requireIntact(const SceneTensors& tensors) {
  for (const auto* tensor : {&tensors.x, &tensors.affine.weight, &tensors.affine.bias}) {
    if (*tensor) (*tensor)->requireIntact();
  }
}

Json asJson(const FigureOptions& options, const std::string& output) {
  const QSizeF size = figureSizeMm(options);
  Json norms = Json::array();
  for (const NormSpec& norm : options.norms) {
    const ReductionPlan made = plan(options.shape, norm);
    norms.push_back(
        {{"spec", toText(norm)}, {"sets", made.setCount()}, {"elements_per_set", made.elementsPerSet()}});
  }
  return {{"output", output},
          {"layout", options.shape.layout().letters()},
          {"shape", options.shape.extents()},
          {"norms", norms},
          {"width_mm", size.width()},
          {"height_mm", size.height()}};
}

}  // namespace

void runFigure(const Arguments& given) {
  FigureArguments arguments;
  ArgumentParser parser("figure", "Draws the cube: which elements share one mean and variance.",
                        "normscope figure --shape 6,6,6,6 --norm batch --norm group:groups=2 -o cubes.svg");
  addOptions(parser, arguments);
  if (!parser.parse(given)) return;

  const DeviceChoice device = arguments.tensor.deviceChoice();
  PictureOptions storage = pictureOptionsOf(arguments.text, arguments.background);
  const Offscreen qt;
  Scene scene = found(sceneOf(arguments), arguments);
  refuseReplacing({{"--output", arguments.output}}, inputsOf(arguments, scene));
  const SceneTensors tensors = tensorsOf(scene);
  FigureOptions options = figureOf(scene, tensors, device);
  storage.drawn = [&] { requireIntact(tensors); };
  options.transparent = storage.transparent;
  options.captions = captionsOf(arguments.captions);
  // A width that is usual anyway makes no other figure.
  FigureOptions usual = options;
  usual.widthMm = 0;
  if (figureSizeMm(usual) == figureSizeMm(options)) scene.widthMm.reset();
  storage.scene = toJson(forPicture(scene), false);
  writeFigure(options, arguments.output, storage);
  if (arguments.tensor.json) return printJson(asJson(options, arguments.output));
  const QSizeF size = figureSizeMm(options);
  print("written " + arguments.output + ": " + rounded(size.width(), 4) + " x " + rounded(size.height(), 4) +
        " mm\n");
}

}  // namespace normscope::app
