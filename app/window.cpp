#include "app/tensor_options.h"
#include "ui/window/run_window.h"

namespace normscope::app {

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
  if (!parser.parse(given)) return;

  WindowOptions options;
  options.source = file.value_or("");
  if (norm) options.spec = parseNormSpec(*norm);
  if (layout) options.layout = Layout::parse(*layout);
  if (device) options.device = parseDeviceChoice(*device);
  setWhileNotReady(WhileNotReady::answerAndPrepare);
  runWindow(options);
}

}  // namespace normscope::app
