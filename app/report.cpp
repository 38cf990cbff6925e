#include "app/compute_report.h"
#include "app/offscreen.h"
#include "core/io/atomic_folder.h"
#include "core/text/extension.h"
#include "ui/draw/report/report_files.h"

namespace normscope::app {
namespace {

struct ReportArguments {
  ComputeArguments compute;
  std::string output;
  std::optional<std::string> select;
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

void checkFolder(const ReportArguments& arguments) {
  const std::string ending = extensionOf(arguments.output);
  if (ending == ".html" || ending == ".htm" || ending == ".pdf")
    throw nonsense("--output '" + arguments.output + "'", "a report is a folder with index.html in it",
                   "give a name without " + ending);
  std::vector<FileRole> outputs;
  for (const std::string& name : reportNames())
    outputs.push_back({"--output", arguments.output + "/" + name});
  refuseReplacing(outputs, inputsOf(arguments.compute));
}

std::int64_t selectedOf(const ReportArguments& arguments, const Shape& shape) {
  if (!arguments.select) return 0;
  return shape.offsetOf(parseExtents(*arguments.select, "--select '" + *arguments.select + "'"));
}

void addGiven(std::vector<std::string>& words, const std::string& option,
              const std::optional<std::string>& value) {
  if (value) words.insert(words.end(), {option, *value});
}

/// All that says what is computed, beside the tensor and its norm.
std::vector<std::string> givenOptions(const ComputeArguments& compute, const NormalizeResult& result) {
  std::vector<std::string> words;
  addGiven(words, "--dtype", compute.raw.dtype);
  addGiven(words, "--shape", compute.raw.shape);
  addGiven(words, "--layout", compute.tensor.layout);
  addGiven(words, "--weight", compute.weight);
  addGiven(words, "--bias", compute.bias);
  addGiven(words, "--running-mean", compute.runningMean);
  addGiven(words, "--running-var", compute.runningVar);
  addGiven(words, "--num-batches-tracked", compute.batchesTracked);
  const bool isReference = result.engine == "reference";
  addGiven(words, "--device", isReference ? std::optional<std::string>("reference") : compute.tensor.device);
  return words;
}

Json asJson(const ReportSubject& subject, const Verified& verified, const std::vector<ReportFile>& files) {
  Json json = {{"output", subject.folder}, {"files", Json::array()}};
  for (const ReportFile& file : files) json["files"].push_back(file.name);
  json.update(resultAsJson(subject.request, subject.result, verified));
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
  NormalizeResult result = normalizeOn(device, request, {});
  result.notices.insert(result.notices.begin(), notices.begin(), notices.end());
  ReportSubject subject{arguments.compute.file,
                        arguments.compute.spec,
                        givenOptions(arguments.compute, result),
                        {},
                        arguments.output,
                        request,
                        result,
                        element};
  addGiven(subject.selection, "--select", arguments.select);
  const ReportNumbers numbers = reportNumbers(subject);
  const Offscreen qt;
  const std::vector<ReportFile> files = reportFiles(subject, numbers);
  for (const ReportFile& file : files) folder.write(file.name, file.bytes);
  folder.commit();
  if (arguments.compute.tensor.json) return printJson(asJson(subject, numbers.verified, files));
  std::string names;
  for (const ReportFile& file : files) names += (names.empty() ? "" : ", ") + file.name;
  print("written " + arguments.output + ": " + names + "\n");
}

}  // namespace normscope::app
