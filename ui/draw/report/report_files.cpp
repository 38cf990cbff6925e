#include "ui/draw/report/report_files.h"

#include <sstream>

#include "core/document/scene_json.h"
#include "core/io/generate.h"
#include "core/text/number.h"
#include "core/text/shell_word.h"
#include "core/view/plots/plot_command.h"
#include "ui/draw/figure/scene_figure.h"
#include "ui/draw/plots/plot_export.h"
#include "ui/draw/report/report_page.h"
#include "ui/draw/scene/scene_file.h"

namespace normscope {
namespace {

/// Of the page's table of statistics; all sets are in the file beside it.
constexpr std::size_t mostRowsOfPage = 50;

std::string commaList(const Extents& extents) {
  std::string text;
  for (const std::int64_t extent : extents) text += (text.empty() ? "" : ",") + std::to_string(extent);
  return text;
}

void append(std::vector<std::string>& words, const std::vector<std::string>& more) {
  words.insert(words.end(), more.begin(), more.end());
}

/// "normscope COMMAND FILE ..." with all that says what is computed.
std::vector<std::string> commandOn(const std::string& command, const ReportSubject& subject) {
  std::vector<std::string> words = {"normscope", command, subject.file, "--norm", subject.norm};
  append(words, subject.given);
  return words;
}

std::string bytesOfPicture(const Picture& picture, Scene scene, const std::string& name) {
  PictureOptions storage;
  storage.scene = toJson(forPicture(std::move(scene)), false);
  return pictureBytes(picture, storage, ".svg", name).toStdString();
}

/// As `figure --shape` draws it: the figure is of the shape, whatever the values.
ReportFile figureFile(const ReportSubject& subject) {
  const Shape& shape = subject.request.shape;
  GeneratedTensor generated;
  generated.extents = shape.extents();
  Scene scene = sceneOf(toText(generated), shape, {parseNormSpec(subject.norm)});
  if (shape.elementCount() > 0) scene.selection = shape.indexOf(subject.element);
  return {"figure.svg", bytesOfPicture(figurePicture(figureOf(scene)), scene, "figure.svg")};
}

std::string commandOfFigure(const ReportSubject& subject) {
  const Shape& shape = subject.request.shape;
  std::vector<std::string> words = {
      "normscope", "figure",    "--shape", commaList(shape.extents()), "--layout", shape.layout().letters(),
      "--norm",    subject.norm};
  append(words, subject.selection);
  append(words, {"-o", "figure.svg"});
  return shellLine(words);
}

std::string commandOfPlot(const ReportSubject& subject, const std::string& kind, const std::string& name) {
  std::vector<std::string> words = commandOn("plot", subject);
  append(words, {"--kind", kind});
  append(words, subject.selection);
  append(words, {"-o", name});
  return shellLine(words);
}

/// Plot, numbers, and the commands that repeat them.
void addPlot(const std::string& kind, const PlotDocument& document, const ReportSubject& subject,
             std::vector<ReportFile>& files, ReportPage& page) {
  const Shape& shape = subject.request.shape;
  Scene scene = sceneOf(subject.file, shape, {subject.result.plan.spec()});
  if (shape.elementCount() > 0) scene.selection = shape.indexOf(subject.element);
  const std::string svg = kind + ".svg", csv = kind + ".csv";
  files.push_back({svg, bytesOfPicture(plotPicture(document, Theme::light(), plotWidthMm), scene, svg)});
  page.pictures.push_back({document.title, files.back().bytes, {svg, csv}});
  files.push_back({csv, csvOf(document)});
  for (const std::string& name : {svg, csv}) page.commands.push_back(commandOfPlot(subject, kind, name));
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

}  // namespace

std::vector<std::string> reportNames() {
  std::vector<std::string> names = {"index.html", "figure.svg", givenRunningMean, givenRunningVar};
  for (const std::string kind : {"statistics", "histogram-x", "histogram-y", "running"})
    append(names, {kind + ".svg", kind + ".csv"});
  return names;
}

ReportNumbers reportNumbers(const ReportSubject& subject, const Progress& progress) {
  const NormalizeRequest& request = subject.request;
  ReportNumbers numbers{{verify(request, subject.result, progress), std::nullopt},
                        summarize(request.x),
                        summarize(subject.result.y),
                        {}};
  std::vector<std::string> kinds = {"statistics", "histogram-x", "histogram-y"};
  if (subject.result.running) kinds.push_back("running");
  for (const std::string& kind : kinds)
    numbers.plots.emplace_back(kind, makePlot(request, subject.result, kind, subject.element));
  requireIntact(request);  // what the page says of the file is of the same one
  return numbers;
}

std::vector<ReportFile> reportFiles(const ReportSubject& subject, const ReportNumbers& numbers) {
  ReportPage page;
  page.title = subject.norm + " on " + subject.file;
  page.numbers = resultText({subject.file, {}}, subject.request, subject.result, numbers.verified);
  page.values = {{"", "min", "max", "mean", "standard deviation", "NaN", "infinite"},
                 valuesRow("x", numbers.x),
                 valuesRow("y", numbers.y)};
  std::vector<std::string> compute = commandOn("compute", subject);
  compute.push_back("--verify");
  page.commands.push_back(shellLine(compute));

  std::vector<ReportFile> files = {figureFile(subject)};
  page.pictures.push_back({"The sets of " + subject.norm, files.front().bytes, {"figure.svg"}});
  page.commands.push_back(commandOfFigure(subject));
  for (const auto& [kind, document] : numbers.plots) {
    addPlot(kind, document, subject, files, page);
    if (kind == "statistics") addStatistics(files.back().bytes, page);
  }
  std::vector<std::string> report = commandOn("report", subject);
  append(report, subject.selection);
  append(report, {"-o", subject.folder});
  page.commands.push_back(shellLine(report));
  files.push_back({"index.html", htmlOf(page)});
  return files;
}

}  // namespace normscope
