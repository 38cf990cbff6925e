#include "app/compute_input.h"
#include "app/offscreen.h"
#include "app/output.h"
#include "app/picture_options.h"
#include "core/compute/choose.h"
#include "core/document/scene_json.h"
#include "core/error.h"
#include "core/norm/norm_registry.h"
#include "core/text/number.h"
#include "core/view/plots/plot_command.h"
#include "ui/draw/plots/plot_export.h"
#include "ui/draw/scene/scene_file.h"

namespace normscope::app {
namespace {

struct PlotArguments {
  ComputeArguments compute;  ///< the tensor, the norm and the running files
  std::string kind;
  std::string output;
  std::optional<std::string> select, theme, width, text, background;
};

void addOptions(ArgumentParser& parser, PlotArguments& arguments) {
  ComputeArguments& compute = arguments.compute;
  parser.positional(
      "FILE", compute.file,
      "a path (.npy), sample:NAME, or a generated tensor: normal, uniform, ramp or constant:SHAPE[:...]");
  parser.required("--norm", "SPEC", compute.spec, specHelp());
  parser.required("--kind", "KIND", arguments.kind, "statistics, histogram-x, histogram-y or running");
  parser.required("-o,--output", "F", arguments.output, "the plot: .svg, .pdf or .png; its numbers: .csv");
  parser.optional("--select", "I,J,...", arguments.select,
                  "the element whose set is marked (default all zeros)");
  parser.optional("--theme", "THEME", arguments.theme, "light (default) or dark");
  parser.optional("--width", "MM", arguments.width, "millimetres (default 100)");
  addPictureOptions(parser, arguments.text, arguments.background);
  parser.optional("--running-mean", "FILE", compute.runningMean, "running mean (.npy), as for compute");
  parser.optional("--running-var", "FILE", compute.runningVar, "running variance (.npy), likewise");
  compute.tensor.addTo(parser);
}

Theme themeOf(const std::string& name) {
  if (name == "light") return Theme::light();
  if (name == "dark") return Theme::dark();
  throw nonsense("--theme '" + name + "'", "it is unknown", "give light or dark");
}

double widthOf(const std::optional<std::string>& text) {
  if (!text) return plotWidthMm;
  const auto width = readDouble(*text);
  if (width && *width >= narrowestPlotMm && *width <= widestPlotMm) return *width;
  throw nonsense("--width '" + *text + "'", "it is not a number from 40 to 1000",
                 "give millimetres, such as 100");
}

std::int64_t selectedElement(const PlotArguments& arguments, const Shape& shape) {
  if (!arguments.select) return 0;
  return shape.offsetOf(parseExtents(*arguments.select, "--select '" + *arguments.select + "'"));
}

/// What the picture carries.
Scene sceneOf(const PlotArguments& arguments, const ReductionPlan& plan, std::int64_t element) {
  Scene scene = normscope::sceneOf(arguments.compute.file, plan.shape(), {plan.spec()});
  if (plan.shape().elementCount() > 0) scene.selection = plan.shape().indexOf(element);
  scene.theme = arguments.theme.value_or("light");
  return scene;
}

/// An empty picture would look like an answer.
void requireRunning(const NormalizeResult& result) {
  if (result.running) return;
  const NormInfo& info = infoOf(result.plan.spec().kind);
  throw nonsense("plot 'running'", std::string(info.title) + " keeps no running statistics",
                 info.mayTrack ? "give it --running-mean and --running-var, or plot another kind"
                               : "use a norm that does, such as batch, or plot another kind");
}

Json asJson(const PlotArguments& arguments, const PlotDocument& document, const NormalizeResult& result) {
  const ReductionPlan& plan = result.plan;
  return {{"output", arguments.output},
          {"kind", arguments.kind},
          {"spec", toText(plan.spec())},
          {"layout", plan.shape().layout().letters()},
          {"shape", plan.shape().extents()},
          {"engine", result.engine},
          {"device", result.device},
          {"sets", plan.setCount()},
          {"selected_set", document.selectedSet ? Json(*document.selectedSet) : Json(nullptr)},
          {"title", document.title},
          {"message", document.isEmpty() ? Json(document.message) : Json(nullptr)},
          {"notices", result.notices}};
}

}  // namespace

void runPlot(const Arguments& given) {
  PlotArguments arguments;
  ArgumentParser parser("plot", "Draws what a norm computes, or writes the plot's numbers.",
                        "normscope plot sample:normal --norm group:groups=2 --kind statistics -o sets.svg");
  addOptions(parser, arguments);
  if (!parser.parse(given)) return;

  const DeviceChoice device = arguments.compute.tensor.deviceChoice();
  plotKindOf(arguments.kind);  // refused before anything is read
  const Theme theme = themeOf(arguments.theme.value_or("light"));
  const double width = widthOf(arguments.width);
  PictureOptions storage = pictureOptionsOf(arguments.text, arguments.background);
  checkPlotPath(arguments.output);
  std::vector<std::string> notices;
  const NormalizeRequest request = readRequest(arguments.compute, notices);
  const std::int64_t element = selectedElement(arguments, request.shape);
  NormalizeResult result = normalizeOn(device, request, {});
  if (plotKindOf(arguments.kind) == PlotKind::running) requireRunning(result);
  result.notices.insert(result.notices.begin(), notices.begin(), notices.end());
  const PlotDocument document = makePlot(request, result, arguments.kind, element);
  const Offscreen qt;
  if (extensionOf(arguments.output) != ".csv")
    storage.scene = toJson(forPicture(sceneOf(arguments, result.plan, element)), false);
  writePlot(document, theme, arguments.output, width, storage);
  if (arguments.compute.tensor.json) return printJson(asJson(arguments, document, result));
  print("written " + arguments.output + ": " + document.title + "\n" +
        (document.isEmpty() ? document.message + "\n" : ""));
}

}  // namespace normscope::app
