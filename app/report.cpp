#include "app/report_page.h"

#include <sstream>

#include "app/compute_report.h"
#include "app/offscreen.h"
#include "core/analysis/summary.h"
#include "core/document/scene_json.h"
#include "core/io/atomic_folder.h"
#include "core/io/generate.h"
#include "core/text/number.h"
#include "core/text/shell_word.h"
#include "core/view/plots/plot_command.h"
#include "ui/draw/figure/scene_figure.h"
#include "ui/draw/plots/plot_export.h"
#include "ui/draw/scene/scene_file.h"

namespace normscope::app {
namespace {

struct ReportArguments {
  ComputeArguments compute;
  std::string output;
  std::optional<std::string> select;
};

/// Of the page's table of statistics; all sets are in the file beside it.
constexpr std::size_t mostRowsOfPage = 50;

/// A computed request, and the element whose set is lit and marked.
struct Reported {
  NormalizeRequest request;
  NormalizeResult result;
  std::int64_t element = 0;
};

/// A file of the report.
struct ReportFile {
  std::string name;
  std::string bytes;
};

void addOptions(ArgumentParser& parser, ReportArguments& arguments) {
  ComputeArguments& compute = arguments.compute;
  parser.positional("FILE", compute.file, fileHelp());
  parser.required("--norm", "SPEC", compute.spec, specHelp());
  parser.required("-o,--output", "DIR", arguments.output,
                  "the folder: it is made, or replaced where it holds nothing but a report");
  parser.optional("--select", "I,J,...", arguments.select,
                  "the element whose set is lit and marked (default all zeros)");
  parser.optional("--weight", "FILE", compute.weight, "the scale γ, as for compute");
  parser.optional("--bias", "FILE", compute.bias, "the shift β, likewise");
  parser.optional("--running-mean", "FILE", compute.runningMean, "running mean, as for compute");
  parser.optional("--running-var", "FILE", compute.runningVar, "running variance, likewise");
  parser.optional("--num-batches-tracked", "K", compute.batchesTracked,
                  "batches behind the running files (default 0), for momentum=none");
  compute.raw.addTo(parser);
  compute.tensor.addTo(parser);
}

/// All that a report may hold.
std::vector<std::string> reportNames() {
  std::vector<std::string> names = {"index.html", "figure.svg"};
  for (const std::string kind : {"statistics", "histogram-x", "histogram-y", "running"})
    names.insert(names.end(), {kind + ".svg", kind + ".csv"});
  return names;
}

void checkFolder(const ReportArguments& arguments) {
  std::vector<FileRole> outputs;
  for (const std::string& name : reportNames())
    outputs.push_back({"--output", arguments.output + "/" + name});
  refuseReplacing(outputs, inputsOf(arguments.compute));
}

std::int64_t selectedOf(const ReportArguments& arguments, const Shape& shape) {
  if (!arguments.select) return 0;
  return shape.offsetOf(parseExtents(*arguments.select, "--select '" + *arguments.select + "'"));
}

std::string commaList(const Extents& extents) {
  std::string text;
  for (const std::int64_t extent : extents) text += (text.empty() ? "" : ",") + std::to_string(extent);
  return text;
}

void addGiven(std::vector<std::string>& words, const std::string& option,
              const std::optional<std::string>& value) {
  if (value) words.insert(words.end(), {option, *value});
}

/// "normscope COMMAND FILE ..." with all that says what is computed.
std::vector<std::string> commandOn(const std::string& command, const ReportArguments& arguments,
                                   const Reported& reported) {
  const ComputeArguments& compute = arguments.compute;
  std::vector<std::string> words = {"normscope", command, compute.file, "--norm", compute.spec};
  addGiven(words, "--dtype", compute.raw.dtype);
  addGiven(words, "--shape", compute.raw.shape);
  addGiven(words, "--layout", compute.tensor.layout);
  addGiven(words, "--weight", compute.weight);
  addGiven(words, "--bias", compute.bias);
  addGiven(words, "--running-mean", compute.runningMean);
  addGiven(words, "--running-var", compute.runningVar);
  addGiven(words, "--num-batches-tracked", compute.batchesTracked);
  const bool isReference = reported.result.engine == "reference";
  addGiven(words, "--device", isReference ? std::optional<std::string>("reference") : compute.tensor.device);
  return words;
}

/// The element that is asked for; the first one needs no words.
void addSelection(std::vector<std::string>& words, const ReportArguments& arguments) {
  addGiven(words, "--select", arguments.select);
}

std::string bytesOfPicture(const Picture& picture, Scene scene, const std::string& name) {
  PictureOptions storage;
  storage.scene = toJson(forPicture(std::move(scene)), false);
  return pictureBytes(picture, storage, ".svg", name).toStdString();
}

/// As `figure --shape` draws it: the figure is of the shape, whatever the values.
ReportFile figureFile(const ReportArguments& arguments, const Reported& reported) {
  const Shape& shape = reported.request.shape;
  GeneratedTensor generated;
  generated.extents = shape.extents();
  Scene scene = normscope::sceneOf(toText(generated), shape, {parseNormSpec(arguments.compute.spec)});
  if (shape.elementCount() > 0) scene.selection = shape.indexOf(reported.element);
  return {"figure.svg", bytesOfPicture(figurePicture(figureOf(scene)), scene, "figure.svg")};
}

std::string figureCommand(const ReportArguments& arguments, const Shape& shape) {
  std::vector<std::string> words = {"normscope", "figure",
                                    "--shape",   commaList(shape.extents()),
                                    "--layout",  shape.layout().letters(),
                                    "--norm",    arguments.compute.spec};
  addSelection(words, arguments);
  words.insert(words.end(), {"-o", "figure.svg"});
  return shellLine(words);
}

std::string plotCommand(const ReportArguments& arguments, const Reported& reported, const std::string& kind,
                        const std::string& name) {
  std::vector<std::string> words = commandOn("plot", arguments, reported);
  words.insert(words.end(), {"--kind", kind});
  addSelection(words, arguments);
  words.insert(words.end(), {"-o", name});
  return shellLine(words);
}

/// Plot, numbers, and the commands that repeat them.
void addPlot(const std::string& kind, const ReportArguments& arguments, const Reported& reported,
             std::vector<ReportFile>& files, ReportPage& page) {
  const Shape& shape = reported.request.shape;
  const PlotDocument document = makePlot(reported.request, reported.result, kind, reported.element);
  Scene scene = normscope::sceneOf(arguments.compute.file, shape, {reported.result.plan.spec()});
  if (shape.elementCount() > 0) scene.selection = shape.indexOf(reported.element);
  const std::string svg = kind + ".svg", csv = kind + ".csv";
  files.push_back({svg, bytesOfPicture(plotPicture(document, Theme::light(), plotWidthMm), scene, svg)});
  page.pictures.push_back({document.title, files.back().bytes, {svg, csv}});
  files.push_back({csv, csvOf(document)});
  for (const std::string& name : {svg, csv})
    page.commands.push_back(plotCommand(arguments, reported, kind, name));
}

std::vector<std::string> valuesRow(const std::string& name, const Summary& summary) {
  std::vector<std::string> row = {name};
  for (const double value : {summary.min, summary.max, summary.mean, summary.standardDeviation})
    row.push_back(summary.finite() > 0 ? rounded(value, 6) : "");
  row.push_back(std::to_string(summary.nan));
  row.push_back(std::to_string(summary.infinite));
  return row;
}

/// The first lines of the numbers of one norm, in which no comma is part of a value.
void addStatistics(const std::string& csv, ReportPage& page) {
  std::istringstream lines(csv);
  std::size_t count = 0;
  for (std::string line; std::getline(lines, line); ++count) {
    if (count > mostRowsOfPage) continue;
    std::vector<std::string> cells;
    std::istringstream parts(line);
    for (std::string cell; std::getline(parts, cell, ',');) cells.push_back(cell);
    page.statistics.push_back(cells);
  }
  const std::size_t sets = count > 0 ? count - 1 : 0;
  page.statisticsNote = "All " + std::to_string(sets) + " sets; they are in statistics.csv, too.";
  if (sets == 1) page.statisticsNote = "The only set; it is in statistics.csv, too.";
  if (sets > mostRowsOfPage) {
    page.statisticsNote = "The first " + std::to_string(mostRowsOfPage) + " of " + std::to_string(sets) +
                          " sets; all are in statistics.csv.";
  }
}

/// All files; the page comes last.
std::vector<ReportFile> filesOf(const ReportArguments& arguments, const Reported& reported,
                                const Verified& verified) {
  ReportPage page;
  page.title = arguments.compute.spec + " on " + arguments.compute.file;
  page.numbers = resultAsText(arguments.compute, reported.request, reported.result, verified);
  page.values = {{"", "min", "max", "mean", "standard deviation", "NaN", "infinite"},
                 valuesRow("x", summarize(reported.request.x)),
                 valuesRow("y", summarize(reported.result.y))};
  std::vector<std::string> compute = commandOn("compute", arguments, reported);
  compute.push_back("--verify");
  page.commands.push_back(shellLine(compute));

  std::vector<ReportFile> files = {figureFile(arguments, reported)};
  page.pictures.push_back({"The sets of " + arguments.compute.spec, files.front().bytes, {"figure.svg"}});
  page.commands.push_back(figureCommand(arguments, reported.request.shape));
  std::vector<std::string> kinds = {"statistics", "histogram-x", "histogram-y"};
  if (reported.result.running) kinds.push_back("running");
  for (const std::string& kind : kinds) {
    addPlot(kind, arguments, reported, files, page);
    if (kind == "statistics") addStatistics(files.back().bytes, page);
  }
  std::vector<std::string> report = commandOn("report", arguments, reported);
  addSelection(report, arguments);
  report.insert(report.end(), {"-o", arguments.output});
  page.commands.push_back(shellLine(report));
  files.push_back({"index.html", htmlOf(page)});
  return files;
}

Json asJson(const ReportArguments& arguments, const Reported& reported, const Verified& verified,
            const std::vector<ReportFile>& files) {
  Json json = {{"output", arguments.output}, {"files", Json::array()}};
  for (const ReportFile& file : files) json["files"].push_back(file.name);
  json.update(resultAsJson(reported.request, reported.result, verified));
  return json;
}

}  // namespace

void runReport(const Arguments& given) {
  ReportArguments arguments;
  ArgumentParser parser("report",
                        "Writes one page with figure, plots, numbers and the commands that repeat them.",
                        "normscope report sample:normal --norm group:groups=2 -o report");
  addOptions(parser, arguments);
  if (!parser.parse(given)) return;

  const DeviceChoice device = arguments.compute.tensor.deviceChoice();
  checkFolder(arguments);
  std::vector<std::string> notices;
  const NormalizeRequest request = readRequest(arguments.compute, notices);
  const std::int64_t element = selectedOf(arguments, request.shape);
  AtomicFolder folder(arguments.output, reportNames());
  Reported reported{request, normalizeOn(device, request, {}), element};
  reported.result.notices.insert(reported.result.notices.begin(), notices.begin(), notices.end());
  const Verified verified = {verify(request, reported.result), std::nullopt};
  const Offscreen qt;
  const std::vector<ReportFile> files = filesOf(arguments, reported, verified);
  requireIntact(request);  // what the page says of the file is of the same one
  for (const ReportFile& file : files) folder.write(file.name, file.bytes);
  folder.commit();
  if (arguments.compute.tensor.json) return printJson(asJson(arguments, reported, verified, files));
  std::string names;
  for (const ReportFile& file : files) names += (names.empty() ? "" : ", ") + file.name;
  print("written " + arguments.output + ": " + names + "\n");
}

}  // namespace normscope::app
