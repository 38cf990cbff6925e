#include "ui/window/save_results.h"

#include "core/compute/x_hat.h"
#include "core/io/statistics.h"
#include "core/io/statistics_file.h"
#include "core/io/tensor_writer.h"
#include "ui/base/ask_file.h"
#include "ui/base/translate.h"
#include "ui/window/main_window.h"
#include "ui/window/saved_inputs.h"
#include "ui/workspace/norm_names.h"

namespace normscope {
namespace {

/// Which norm it is of, where there are several: " of Batch Norm".
QString ofWhom(const Workspace& workspace) {
  return workspace.normCount() < 2 ? QString() : tr(" of %1").arg(nameOfNorm(workspace.spec()));
}

SaveQuestion tensorQuestion(const QString& title, const QString& name) {
  return {title,
          name + QStringLiteral(".npy"),
          tr("Tensors (*.npy *.safetensors)"),
          {QStringLiteral("npy"), QStringLiteral("safetensors")}};
}

/// What to say of a file that is written, beside its name.
QString noteOn(const QString& path, DType dtype) {
  const bool isConverted =
      dtype == DType::bfloat16 && tensorFormatOf(path.toStdString(), {}) == OutputFormat::npy;
  return isConverted ? tr("written: %1, as float32, since .npy has no bfloat16").arg(path) : QString();
}

/// Asks where, and writes what `make` gives there.
void saveTensor(MainWindow& window, const SaveQuestion& question, const std::string& name,
                const std::function<Tensor()>& make) {
  const auto inputs = inputsOf(window.workspace().document());
  const DType dtype = window.workspace().currentComputation()->result.y.dtype();
  askToSave(&window, question, [&window, inputs, name, make, dtype](const QString& path) {
    const auto write = [inputs, name, make](const std::string& file) {
      refuseReplacing(file, inputs);
      writeTensor(file, tensorFormatOf(file, file), name, make());
    };
    window.save(path, write, [&window, note = noteOn(path, dtype)](const QString& problem) {
      if (problem.isEmpty() && !note.isEmpty()) window.say(note);
    });
  });
}

}  // namespace

void saveY(MainWindow& window) {
  const auto computation = window.workspace().currentComputation();
  if (!computation) return;
  saveTensor(window, tensorQuestion(tr("Save y") + ofWhom(window.workspace()), QStringLiteral("y")), "y",
             [computation] { return computation->result.y; });
}

void saveXHat(MainWindow& window) {
  const auto computation = window.workspace().currentComputation();
  if (!computation) return;
  saveTensor(window, tensorQuestion(tr("Save x̂") + ofWhom(window.workspace()), QStringLiteral("x_hat")),
             "x_hat", [computation, device = window.workspace().device()] {
               return xHatOf(device, computation->request, computation->result.y);
             });
}

void saveStatistics(MainWindow& window) {
  const auto computation = window.workspace().currentComputation();
  if (!computation) return;
  const SaveQuestion question{
      tr("Save the statistics") + ofWhom(window.workspace()),
      QStringLiteral("statistics.npz"),
      tr("Statistics (*.npz *.safetensors *.json *.csv)"),
      {QStringLiteral("npz"), QStringLiteral("safetensors"), QStringLiteral("json"), QStringLiteral("csv")}};
  const auto inputs = inputsOf(window.workspace().document());
  askToSave(&window, question, [&window, inputs, computation](const QString& path) {
    window.save(path, [inputs, computation](const std::string& file) {
      refuseReplacing(file, inputs);
      writeStatistics(file, statisticsArrays(computation->result));
    });
  });
}

}  // namespace normscope
