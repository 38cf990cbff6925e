#include "ui/figure/figure.h"

#include "app/offscreen.h"
#include "app/output.h"
#include "app/tensor_options.h"
#include "core/error.h"
#include "core/io/generate.h"
#include "core/text/number.h"
#include "ui/cube/cell_mean.h"

namespace normscope::app {
namespace {

struct FigureArguments {
  std::string shape;
  std::vector<std::string> norms;
  std::string output;
  std::optional<std::string> select, show, theme, width;
  TensorOptions tensor;
};

void addOptions(ArgumentParser& parser, FigureArguments& arguments) {
  parser.required("--shape", "I,J,...", arguments.shape, "extents of the tensor, slowest axis first");
  parser.repeated("--norm", "SPEC", arguments.norms, "one cube each, side by side; repeat it for several");
  parser.required("-o,--output", "F", arguments.output, "the figure: .svg, .pdf or .png");
  parser.optional("--select", "I,J,...", arguments.select,
                  "the element whose set is lit (default all zeros)");
  parser.optional(
      "--show", "WHAT", arguments.show,
      "set: the set of the element (default); sets: each in its colour; values: those of normal:SHAPE");
  parser.optional("--theme", "THEME", arguments.theme, "light (default) or dark");
  parser.optional("--width", "MM", arguments.width, "millimetres (default 80 for one cube, 180 for several)");
  arguments.tensor.addTo(parser);
}

CubeContent contentOf(const std::string& show, const Shape& shape) {
  if (show == "set") return CubeShow::set;
  if (show == "sets") return CubeShow::sets;
  if (show != "values") throw nonsense("--show '" + show + "'", "it is unknown", "give set, sets or values");
  CubeContent content = CubeShow::values;
  GeneratedTensor generated;
  generated.extents = shape.extents();
  content.value = [x = generate(generated)](const CubeGeometry& geometry, const CubeCell& cell) {
    return meanOfCell(x, geometry.frame, cell);
  };
  return content;
}

Theme themeOf(const std::string& name) {
  if (name == "light") return Theme::light();
  if (name == "dark") return Theme::dark();
  throw nonsense("--theme '" + name + "'", "it is unknown", "give light or dark");
}

double widthOf(const std::optional<std::string>& text) {
  if (!text) return 0;
  const auto width = readDouble(*text);
  if (width && *width >= 20 && *width <= 2000) return *width;
  throw nonsense("--width '" + *text + "'", "it is not a number from 20 to 2000",
                 "give millimetres, such as 80");
}

FigureOptions optionsOf(const FigureArguments& arguments) {
  FigureOptions options;
  options.shape =
      arguments.tensor.shapeOf(parseExtents(arguments.shape, "--shape '" + arguments.shape + "'"));
  for (const std::string& norm : arguments.norms) options.norms.push_back(parseNormSpec(norm));
  for (const NormSpec& norm : options.norms) plan(options.shape, norm);
  if (arguments.select) {
    options.select = parseExtents(*arguments.select, "--select '" + *arguments.select + "'");
    options.shape.offsetOf(options.select);
  }
  options.show = contentOf(arguments.show.value_or("set"), options.shape);
  options.theme = themeOf(arguments.theme.value_or("light"));
  options.widthMm = widthOf(arguments.width);
  return options;
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

  arguments.tensor
      .deviceChoice();  // nothing is computed here, but a device that cannot be meant is still refused
  const FigureOptions options = optionsOf(arguments);
  const Offscreen qt;
  writeFigure(options, arguments.output);
  if (arguments.tensor.json) return printJson(asJson(options, arguments.output));
  const QSizeF size = figureSizeMm(options);
  print("written " + arguments.output + ": " + rounded(size.width(), 4) + " x " + rounded(size.height(), 4) +
        " mm\n");
}

}  // namespace normscope::app
