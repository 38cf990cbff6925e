#include "ui/window/save_report.h"

#include <memory>

#include "core/io/atomic_folder.h"
#include "core/io/tensor_writer.h"
#include "ui/base/ask_file.h"
#include "ui/base/latest_job.h"
#include "ui/base/translate.h"
#include "ui/draw/report/report_files.h"
#include "ui/window/main_window.h"
#include "ui/window/saved_inputs.h"

namespace normscope {
namespace {

/// A report that is being made, with all that it is made of.
struct ReportOfWindow {
  std::shared_ptr<const Computation> computation;
  Document document;
  std::string folder;
  std::vector<ReportFile> files = {};
};

std::string npyOf(const std::vector<double>& values) {
  const Extents extents = {static_cast<std::int64_t>(values.size())};
  std::string bytes;
  encodeTensor(Tensor::of<double>(DType::float64, extents, values), OutputFormat::npy, {},
               [&](std::span<const std::byte> piece) {
                 bytes.append(reinterpret_cast<const char*>(piece.data()), piece.size());
               });
  return bytes;
}

std::string deviceText(const ReportOfWindow& report) {
  const DeviceChoice& choice = report.document.device;
  if (report.computation->result.engine == "reference") return "reference";
  return choice.kind == DeviceChoice::Kind::opencl ? "opencl:" + std::to_string(choice.index) : "auto";
}

/// What the command line is to be given so that it computes the same.
std::vector<std::string> optionsOf(const ReportOfWindow& report) {
  const NormalizeRequest& request = report.computation->request;
  const LayerParameters& parameters = report.document.parameters;
  std::vector<std::string> words = {"--layout", request.shape.layout().letters()};
  const auto add = [&](const std::string& option, const std::string& value) {
    words.insert(words.end(), {option, value});
  };
  if (request.affine.weight && parameters.weight) add("--weight", parameters.weight->text);
  if (request.affine.bias && parameters.bias) add("--bias", parameters.bias->text);
  if (request.running) {
    add("--running-mean", report.folder + "/" + givenRunningMean);
    add("--running-var", report.folder + "/" + givenRunningVar);
    if (request.running->batchesTracked > 0)
      add("--num-batches-tracked", std::to_string(request.running->batchesTracked));
  }
  add("--device", deviceText(report));
  return words;
}

ReportSubject subjectOf(const ReportOfWindow& report) {
  const NormalizeResult& result = report.computation->result;
  const Shape& shape = report.computation->request.shape;
  ReportSubject subject{report.document.source,
                        toText(result.plan.spec()),
                        optionsOf(report),
                        {},
                        report.folder,
                        report.computation->request,
                        result,
                        report.document.selection.element};
  if (subject.element == 0 || shape.elementCount() == 0) return subject;
  std::string select;
  for (const std::int64_t at : shape.indexOf(subject.element))
    select += (select.empty() ? "" : ",") + std::to_string(at);
  subject.selection = {"--select", select};
  return subject;
}

void writeReport(const ReportOfWindow& report) {
  for (const std::string& name : reportNames())
    refuseReplacing(report.folder + "/" + name, inputsOf(report.document));
  AtomicFolder folder(report.folder, reportNames());
  for (const ReportFile& file : report.files) folder.write(file.name, file.bytes);
  folder.commit();
}

void draw(ReportOfWindow& report, const ReportNumbers& numbers) {
  report.files = reportFiles(subjectOf(report), numbers);
  const auto& running = report.computation->request.running;
  if (!running) return;
  report.files.push_back({givenRunningMean, npyOf(running->mean)});
  report.files.push_back({givenRunningVar, npyOf(running->variance)});
}

void make(MainWindow& window, const std::shared_ptr<ReportOfWindow>& report) {
  const QString path = QString::fromStdString(report->folder);
  window.say(tr("writing %1…").arg(path));
  auto* job = new LatestJob(&window);
  job->setObjectName(QStringLiteral("report-job"));
  job->start([report](const Progress& progress) { return reportNumbers(subjectOf(*report), progress); },
             [&window, job, report, path](const ReportNumbers& numbers) {
               job->deleteLater();
               try {
                 draw(*report, numbers);
               } catch (const Error& error) {
                 return window.warn(QString::fromStdString(error.what()));
               }
               window.save(path, [report](const std::string&) { writeReport(*report); });
             },
             [&window, job](const Error& error) {
               job->deleteLater();
               window.warn(QString::fromStdString(error.what()));
             });
}

}  // namespace

void saveReport(MainWindow& window) {
  const auto computation = window.workspace().currentComputation();
  if (!computation) return;
  const Document document = window.workspace().document();
  askForFolder(&window, tr("An empty folder for the report, or one of an earlier report"),
               [&window, computation, document](const QString& path) {
                 make(window, std::make_shared<ReportOfWindow>(
                                  ReportOfWindow{computation, document, path.toStdString()}));
               });
}

}  // namespace normscope
