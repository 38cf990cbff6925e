#include <memory>

#include "app/compute_input.h"
#include "app/offscreen.h"
#include "app/output.h"
#include "app/plot_options.h"
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
  std::vector<std::string> norms;
  std::optional<std::string> select;
  PlotOptions look;
};

/// A norm of the plot, computed.
struct Computed {
  NormalizeRequest request;
  std::shared_ptr<const NormalizeResult> result;
};

/// As many as there are colours of norms.
constexpr std::size_t mostNorms = 4;

void addOptions(ArgumentParser& parser, PlotArguments& arguments) {
  ComputeArguments& compute = arguments.compute;
  parser.positional("FILE", compute.file, fileHelp());
  parser.repeated("--norm", "SPEC", arguments.norms,
                  specHelp() + "; repeat it for several in one plot of statistics or histogram-y");
  parser.required("--kind", "KIND", arguments.kind,
                  "statistics, histogram-x, histogram-y, running or parameters");
  parser.words({"statistics", "histogram-x", "histogram-y", "running", "parameters"});
  parser.required("-o,--output", "F", arguments.output,
                  "the plot: .svg, .pdf, .png or .tikz; its numbers: .csv");
  parser.optional("--select", "I,J,...", arguments.select,
                  "the element whose set is marked (default all zeros)");
  arguments.look.addTo(parser);
  parser.optional("--running-mean", "FILE", compute.runningMean, "running mean, as for compute");
  parser.optional("--running-var", "FILE", compute.runningVar, "running variance, likewise");
  parser.optional("--num-batches-tracked", "K", compute.batchesTracked,
                  "batches behind the running files (default 0), for momentum=none");
  parser.optional("--weight", "FILE", compute.weight, "the scale γ, as for compute");
  parser.optional("--bias", "FILE", compute.bias, "the shift β, likewise");
  compute.raw.addTo(parser);
  compute.tensor.addTo(parser);
}

std::int64_t selectedElement(const PlotArguments& arguments, const Shape& shape) {
  if (!arguments.select) return 0;
  return shape.offsetOf(parseExtents(*arguments.select, "--select '" + *arguments.select + "'"));
}

/// What the picture carries.
Scene sceneOf(const PlotArguments& arguments, const std::vector<Computed>& norms, std::int64_t element) {
  std::vector<NormSpec> specs;
  for (const Computed& norm : norms) specs.push_back(norm.result->plan.spec());
  const Shape& shape = norms[0].request.shape;
  Scene scene = normscope::sceneOf(arguments.compute.file, shape, specs);
  if (shape.elementCount() > 0) scene.selection = shape.indexOf(element);
  scene.theme = arguments.look.theme.value_or("light");
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

/// Refused before anything is read.
void checkNorms(const PlotArguments& arguments) {
  const PlotKind kind = plotKindOf(arguments.kind);
  const std::size_t count = arguments.norms.size();
  if (count > 1 && kind != PlotKind::statistics && kind != PlotKind::histogramY) {
    throw nonsense("plot '" + arguments.kind + "'", "it is of one norm, and --norm is given more than once",
                   "give one, or plot statistics or histogram-y");
  }
  if (count > mostNorms) {
    throw nonsense("--norm", "it is given " + std::to_string(count) + " times",
                   "give up to " + std::to_string(mostNorms));
  }
}

/// Also finds the selected element. With several norms, files of running statistics are for those that may
/// keep some.
std::vector<Computed> compute(const PlotArguments& arguments, const DeviceChoice& device,
                              std::int64_t& element, std::vector<std::string>& notices) {
  std::vector<Computed> norms;
  for (const std::string& spec : arguments.norms) {
    ComputeArguments one = arguments.compute;
    one.spec = spec;
    if (arguments.norms.size() > 1 && !infoOf(parseNormSpec(spec).kind).mayTrack)
      one.runningMean = one.runningVar = std::nullopt;
    NormalizeRequest request = readRequest(one, notices, norms.empty() ? nullptr : &norms[0].request);
    element = selectedElement(arguments, request.shape);
    request.y.isWanted = arguments.kind == "histogram-y";
    auto result = std::make_shared<const NormalizeResult>(normalizeOn(device, request, {}));
    notices.insert(notices.end(), result->notices.begin(), result->notices.end());
    norms.push_back({std::move(request), std::move(result)});
  }
  return norms;
}

std::optional<std::int64_t> setOf(const Computed& norm, std::int64_t element) {
  if (norm.request.shape.elementCount() == 0) return std::nullopt;
  return norm.result->plan.setOf(element);
}

PlotDocument documentOf(const PlotArguments& arguments, const std::vector<Computed>& norms,
                        std::int64_t element) {
  if (norms.size() == 1) return makePlot(norms[0].request, *norms[0].result, arguments.kind, element);
  std::vector<NormPlot> plots;
  std::vector<NormValues> values;
  for (const Computed& norm : norms) {
    const std::string title = toText(norm.result->plan.spec());
    if (plotKindOf(arguments.kind) == PlotKind::statistics) {
      plots.push_back({title, statisticsDocument(norm.result, setOf(norm, element))});
    } else {
      const Summary summary = summarize(norm.result->y);
      values.push_back({title, summary, fill(histogramFor(summary, histogramBins), norm.result->y)});
    }
  }
  return values.empty() ? statisticsDocument(plots) : histogramDocument("y", values);
}

Json asJson(const Computed& norm, std::int64_t element) {
  const auto set = setOf(norm, element);
  return {{"spec", toText(norm.result->plan.spec())},
          {"engine", norm.result->engine},
          {"device", norm.result->device},
          {"sets", norm.result->plan.setCount()},
          {"selected_set", set ? Json(*set) : Json(nullptr)}};
}

Json asJson(const PlotArguments& arguments, const PlotDocument& document, const std::vector<Computed>& norms,
            std::int64_t element, const std::vector<std::string>& notices) {
  const Shape& shape = norms[0].request.shape;
  Json json = {{"output", arguments.output}, {"kind", arguments.kind}};
  Json one = asJson(norms[0], element);
  one["selected_set"] = document.selectedSet ? Json(*document.selectedSet) : Json(nullptr);
  if (norms.size() == 1) json["spec"] = one["spec"];
  json["layout"] = shape.layout().letters();
  json["shape"] = shape.extents();
  if (norms.size() == 1) {
    for (const char* key : {"engine", "device", "sets", "selected_set"}) json[key] = one[key];
  } else {
    json["norms"] = Json::array();
    for (const Computed& norm : norms) json["norms"].push_back(asJson(norm, element));
  }
  json["title"] = document.title;
  json["message"] = document.isEmpty() ? Json(document.message) : Json(nullptr);
  json["notices"] = notices;
  return json;
}

}  // namespace

void runPlot(const Arguments& given) {
  PlotArguments arguments;
  ArgumentParser parser("plot", "Draws what a norm computes, or writes the plot's numbers.",
                        "normscope plot sample:normal --norm group:groups=2 --kind statistics -o sets.svg");
  addOptions(parser, arguments);
  if (!parser.parse(given)) return;

  const DeviceChoice device = arguments.compute.tensor.deviceChoice();
  checkNorms(arguments);
  PlotStorage storage = arguments.look.storage();
  checkPlotPath(arguments.output);
  refuseReplacing({{"--output", arguments.output}}, inputsOf(arguments.compute));
  std::vector<std::string> notices;
  std::int64_t element = 0;
  const std::vector<Computed> norms = compute(arguments, device, element, notices);
  if (plotKindOf(arguments.kind) == PlotKind::running) requireRunning(*norms[0].result);
  const PlotDocument document = documentOf(arguments, norms, element);
  const Offscreen qt;
  if (extensionOf(arguments.output) != ".csv")
    storage.picture.scene = toJson(forPicture(sceneOf(arguments, norms, element)), false);
  for (const Computed& norm : norms)
    requireIntact(norm.request);  // what the picture says of the file is of the same one
  storage.write(document, arguments.output);
  if (arguments.compute.tensor.json) return printJson(asJson(arguments, document, norms, element, notices));
  print("written " + arguments.output + ": " + document.title + "\n" +
        (document.isEmpty() ? document.message + "\n" : ""));
}

}  // namespace normscope::app
