#include "app/compute_input.h"
#include "app/compute_output.h"
#include "app/compute_report.h"
#include "app/output.h"
#include "core/compute/choose.h"

namespace normscope::app {
namespace {

void addOptions(ArgumentParser& parser, ComputeArguments& arguments) {
  parser.positional("FILE", arguments.file, fileHelp());
  parser.required("--norm", "SPEC", arguments.spec, specHelp());
  parser.optional("--weight", "FILE", arguments.weight, "the scale γ; without it 1");
  parser.optional("--bias", "FILE", arguments.bias, "the shift β; without it 0");
  parser.optional(
      "--running-mean", "FILE", arguments.runningMean,
      "running mean (one value per channel): taken with mode=eval; with mode=train what it becomes goes "
      "to --stats, the file stays as it is");
  parser.optional("--running-var", "FILE", arguments.runningVar, "running variance, likewise");
  parser.optional("--num-batches-tracked", "K", arguments.batchesTracked,
                  "batches behind the running files (default 0), for momentum=none");
  parser.optional("-o,--output", "Y", arguments.output,
                  "write the normalized tensor, as .npy or .safetensors; - is standard output");
  parser.optional("--x-hat", "F", arguments.normalized, "write it as it is before weight and bias, likewise");
  parser.optional("--stats", "S", arguments.statistics,
                  "write, as .npz, .safetensors, .json or .csv, mean, variance and rstd, the running "
                  "statistics where there are any, and grad_weight "
                  "and grad_bias with --grad-output");
  parser.optional(
      "--grad-output", "FILE", arguments.gradOutput,
      "the gradient of a loss with respect to y, of its shape and dtype (like FILE): computes the "
      "backward pass");
  parser.optional("--grad-input", "GX", arguments.gradInput,
                  "write the gradient with respect to x, as .npy or .safetensors");
  parser.flag("--verify", arguments.verify,
              "recompute with the reference in double precision and compare, the gradients too");
  arguments.raw.addTo(parser);
  arguments.tensor.addTo(parser);
}

}  // namespace

void runCompute(const Arguments& given) {
  ComputeArguments arguments;
  ArgumentParser parser(
      "compute", "Normalizes a tensor.",
      "normscope compute sample:normal --norm group:groups=2 --verify -o y.npy --stats s.npz\n"
      "  normscope compute x.npy --norm layer --grad-output gy.npy --grad-input gx.npy --stats s.npz");
  addOptions(parser, arguments);
  if (!parser.parse(given)) return;

  const DeviceChoice device = arguments.tensor.deviceChoice();
  std::vector<std::string> notices;
  NormalizeRequest request = readRequest(arguments, notices);
  ComputeFiles files(arguments);
  files.prepare(request);
  NormalizeResult result = normalizeOn(device, request, {});
  result.notices.insert(result.notices.begin(), notices.begin(), notices.end());
  noteFiles(arguments, result);
  std::optional<Verified> verified;
  if (arguments.verify) verified = {verify(request, result), verifyGradients(request, result)};
  files.write(device, request, result);
  if (arguments.tensor.json) return printJson(resultAsJson(request, result, verified));
  const std::string text = resultAsText(arguments, request, result, verified);
  writesToStandardOutput(arguments) ? printAside(text) : print(text);
}

}  // namespace normscope::app
