#include <filesystem>

#include "app/tensor_options.h"
#include "core/error.h"
#include "core/io/tensor_ref.h"
#include "core/tensor/result_memory.h"
#include "ui/window/run_window.h"

namespace normscope::app {
namespace {

/// The same file for a program that runs in another folder.
std::string absoluteFile(const std::string& text) {
  const auto refuse = [](const std::string& reason) {
    return nonsense("--reuse", reason, "give a file, and set norm and layout in the window");
  };
  if (text.empty()) throw refuse("it names no file to open");
  if (!isFileText(text) || text == standardInputPath) throw refuse("'" + text + "' is no file");
  const FileText file = splitFileText(text);
  std::error_code ignored;
  if (!std::filesystem::exists(file.path, ignored))
    throw failure(file.path, "there is no such file", "give the path of a file that is there");
  return std::filesystem::absolute(file.path).lexically_normal().string() + file.rest;
}

}  // namespace

void runWindowCommand(const Arguments& given) {
  std::optional<std::string> file, norm, layout, device;
  ArgumentParser parser("", "Opens the window.", "normscope x.npy --layout NHWC --norm group:groups=2");
  parser.optional(
      "FILE", " ", file,
      "a path (.npy, .normscope, or a picture that Normscope exported), sample:NAME, or a generated "
      "tensor; without it what was open last");
  parser.optional("--norm", "SPEC", norm, specHelp());
  parser.optional("--layout", "LETTERS", layout, "axis letters in memory order, such as NHWC or BTF");
  parser.optional("--device", "DEVICE", device, "auto (default), reference or opencl:N");
  parser.words({"auto", "reference"});
  bool reuse = false;
  parser.flag("--reuse", reuse, "open FILE in the window that runs already, as if it were dropped there");
  if (!parser.parse(given)) return;

  WindowOptions options;
  options.source = reuse ? absoluteFile(file.value_or("")) : file.value_or("");
  options.reuse = reuse;
  if (reuse && (norm || layout || device)) {
    throw nonsense("--reuse", "a file is opened as if it were dropped, without other options",
                   "give a file, and set norm and layout in the window");
  }
  if (norm) options.spec = parseNormSpec(*norm);
  if (layout) options.layout = Layout::parse(*layout);
  if (device) options.device = parseDeviceChoice(*device);
  setWhileNotReady(WhileNotReady::answerAndPrepare);
  setResultMemory(0);
  runWindow(options);
}

}  // namespace normscope::app
