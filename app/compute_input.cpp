#include "app/compute_input.h"
#include "app/running_files.h"

#include "app/compute_output.h"
#include "core/error.h"
#include "core/io/layout_guess.h"
#include "core/io/source.h"
#include "core/norm/norm_registry.h"
#include "core/text/number.h"

namespace normscope::app {
namespace {

void refusePartialRunning(const ComputeArguments& arguments) {
  if (arguments.runningMean && !arguments.runningVar) {
    throw nonsense("--running-mean", "it is given without --running-var", "give both files or neither");
  }
  if (arguments.runningVar && !arguments.runningMean) {
    throw nonsense("--running-var", "it is given without --running-mean", "give both files or neither");
  }
  if (arguments.batchesTracked && !arguments.runningMean) {
    throw nonsense("--num-batches-tracked",
                   "it counts the batches behind --running-mean and --running-var, which are not given",
                   "give both files or leave it out");
  }
}

std::int64_t batchesTracked(const ComputeArguments& arguments) {
  const auto count = readInteger(arguments.batchesTracked.value_or("0"));
  if (count && *count >= 0) return *count;
  throw nonsense("--num-batches-tracked", "'" + *arguments.batchesTracked + "' is not a count of batches",
                 "give a whole number of 0 or more");
}

void refusePartialBackward(const ComputeArguments& arguments) {
  if (arguments.gradInput && !arguments.gradOutput) {
    throw nonsense("--grad-input", "it is given without --grad-output, the gradient that it comes from",
                   "give both or neither");
  }
  if (arguments.gradOutput && !arguments.gradInput && !arguments.statistics) {
    throw nonsense("--grad-output", "nothing of the backward pass would be written",
                   "give --grad-input, --stats or both");
  }
}

Tensor readFile(const std::string& text, std::vector<std::string>& notices,
                const std::optional<RawForm>& raw = std::nullopt) {
  const LoadedTensor loaded = loadTensor(text, raw);
  notices.insert(notices.end(), loaded.notices.begin(), loaded.notices.end());
  return loaded.tensor;
}

std::optional<RunningStatistics> readRunning(const ComputeArguments& arguments,
                                             const NormalizeRequest& request,
                                             std::vector<std::string>& notices) {
  if (!arguments.runningMean) return std::nullopt;
  const NormInfo& info = infoOf(request.spec.kind);
  if (!info.mayTrack) {
    throw nonsense("--running-mean", std::string(info.title) + " keeps no running statistics",
                   "leave --running-mean and --running-var out, or use batch or instance");
  }
  const auto channel = request.shape.layout().find(AxisRole::channel);
  const std::int64_t channels = channel ? request.shape.extent(*channel) : 0;
  return RunningStatistics{readPerChannel("--running-mean", *arguments.runningMean, channels, notices),
                           readPerChannel("--running-var", *arguments.runningVar, channels, notices),
                           batchesTracked(arguments)};
}

std::optional<Tensor> readParameter(const std::optional<std::string>& path,
                                    std::vector<std::string>& notices) {
  return path ? std::optional(readFile(*path, notices)) : std::nullopt;
}

/// The tensor and its shape.
void readX(const ComputeArguments& arguments, NormalizeRequest& request, std::vector<std::string>& notices) {
  const LoadedTensor loaded = loadTensor(arguments.file, arguments.raw.form());
  notices.insert(notices.end(), loaded.notices.begin(), loaded.notices.end());
  request.x = loaded.tensor;
  request.shape = arguments.tensor.shapeOf(loaded.tensor.extents(), loaded.layout);
  if (!loaded.ref || loaded.layout || arguments.tensor.layout) return;
  // Whose axes are [batch, tokens, features] gets numbers that look right and are not.
  const auto guess = guessLayout(loaded.text, request.shape.extents(), loaded.ref->slice);
  if (request.shape.rank() == 3 && !(guess && guess->isOfPart)) {
    notices.emplace_back(
        "its axes are taken as NCL: batch, channel, position; say --layout BTF where they are batch, time, "
        "features");
  } else if (guess && !(guess->layout == request.shape.layout())) {
    notices.push_back("its axes are taken as " + request.shape.layout().letters() + ", but " + guess->reason +
                      "; say --layout " + guess->layout.letters() + " where that is what they are");
  }
}

}  // namespace

std::vector<FileRole> inputsOf(const ComputeArguments& arguments) {
  return {{"FILE", arguments.file},
          {"--weight", arguments.weight},
          {"--bias", arguments.bias},
          {"--running-mean", arguments.runningMean},
          {"--running-var", arguments.runningVar},
          {"--grad-output", arguments.gradOutput}};
}

NormalizeRequest readRequest(const ComputeArguments& arguments, std::vector<std::string>& notices,
                             const NormalizeRequest* other) {
  NormalizeRequest request;
  request.spec = parseNormSpec(arguments.spec);
  refusePartialRunning(arguments);
  batchesTracked(arguments);
  refusePartialBackward(arguments);
  checkOutputs(arguments);

  if (other != nullptr) {
    request.x = other->x;
    request.shape = other->shape;
  } else {
    readX(arguments, request, notices);
  }
  plan(request.shape,
       request.spec);  // a norm that does not fit the tensor is refused before more files are read
  request.affine = {readParameter(arguments.weight, notices), readParameter(arguments.bias, notices)};
  request.running = readRunning(arguments, request, notices);
  if (arguments.gradOutput) request.gradOutput = readFile(*arguments.gradOutput, notices);
  return request;
}

}  // namespace normscope::app
