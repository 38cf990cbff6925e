#include <deque>

#include "app/compute_input.h"
#include "app/compute_report.h"
#include "app/output.h"
#include "core/compute/choose.h"
#include "core/io/atomic_file.h"
#include "core/io/npy.h"
#include "core/io/npz.h"
#include "core/io/statistics.h"

namespace normscope::app {
namespace {

void addOptions(ArgumentParser& parser, ComputeArguments& arguments) {
  parser.positional("FILE", arguments.file, fileHelp());
  parser.required("--norm", "SPEC", arguments.spec, specHelp());
  parser.optional("--weight", "FILE", arguments.weight, "the scale γ; without it 1");
  parser.optional("--bias", "FILE", arguments.bias, "the shift β; without it 0");
  parser.optional("--running-mean", "FILE", arguments.runningMean,
                  "running mean (one value per channel): read with mode=eval, updated with mode=train");
  parser.optional("--running-var", "FILE", arguments.runningVar, "running variance, likewise");
  parser.optional("--num-batches-tracked", "K", arguments.batchesTracked,
                  "batches behind the running files (default 0), for momentum=none");
  parser.optional("-o,--output", "Y.npy", arguments.output, "write the normalized tensor");
  parser.optional(
      "--stats", "S.npz", arguments.statistics,
      "write mean, variance and rstd, the running statistics where there are any, and grad_weight "
      "and grad_bias with --grad-output");
  parser.optional(
      "--grad-output", "FILE", arguments.gradOutput,
      "the gradient of a loss with respect to y, of its shape and dtype (like FILE): computes the "
      "backward pass");
  parser.optional("--grad-input", "GX.npy", arguments.gradInput, "write the gradient with respect to x");
  parser.flag("--verify", arguments.verify,
              "recompute with the reference in double precision and compare, the gradients too");
  arguments.raw.addTo(parser);
  arguments.tensor.addTo(parser);
}

/// All files are written or none: none gets its name before each is complete.
void writeFiles(const ComputeArguments& arguments, const NormalizeResult& result) {
  std::deque<AtomicFile> files;
  const auto writeTensor = [&](const std::string& path, const Tensor& tensor) {
    AtomicFile& file = files.emplace_back(path);
    encodeNpy(tensor, [&](std::span<const std::byte> bytes) { file.write(bytes); });
  };
  if (arguments.output) writeTensor(*arguments.output, result.y);
  if (arguments.gradInput) writeTensor(*arguments.gradInput, result.gradients->input);
  if (arguments.statistics) {
    const std::string bytes = encodeNpz(*arguments.statistics, statisticsArrays(result));
    files.emplace_back(*arguments.statistics).write(std::as_bytes(std::span(bytes)));
  }
  for (AtomicFile& file : files) file.close();
  for (AtomicFile& file : files) file.commit();
}

/// What to know about the files that are written.
void noteFiles(const ComputeArguments& arguments, NormalizeResult& result) {
  for (const auto& path : {arguments.output, arguments.gradInput}) {
    if (path && result.y.dtype() == DType::bfloat16)
      result.notices.push_back(".npy has no bfloat16: '" + *path + "' holds float32");
  }
  if (result.gradients && !arguments.gradInput && !result.plan.parameterShape()) {
    result.notices.push_back("there are no γ and β: '" + *arguments.statistics +
                             "' holds nothing of the backward pass; --grad-input would");
  }
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
  const NormalizeRequest request = readRequest(arguments, notices);
  NormalizeResult result = normalizeOn(device, request, {});
  result.notices.insert(result.notices.begin(), notices.begin(), notices.end());
  noteFiles(arguments, result);
  std::optional<Verified> verified;
  if (arguments.verify) verified = {verify(request, result), verifyGradients(request, result)};
  writeFiles(arguments, result);
  if (arguments.tensor.json) return printJson(resultAsJson(request, result, verified));
  print(resultAsText(arguments, request, result, verified));
}

}  // namespace normscope::app
