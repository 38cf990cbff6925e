#include "app/compute_output.h"

#include <deque>
#include <functional>

#include "app/output.h"
#include "core/error.h"
#include "core/io/atomic_file.h"
#include "core/io/npy.h"
#include "core/io/output_format.h"
#include "core/io/safetensors.h"
#include "core/io/statistics.h"
#include "core/io/statistics_file.h"

namespace normscope::app {
namespace {

/// The tensors that are written, with their options and what a .safetensors file calls them.
struct TensorOutput {
  const char* option;
  const std::optional<std::string>& path;
  const char* name;
};

std::vector<TensorOutput> tensorOutputs(const ComputeArguments& arguments) {
  return {{"--output", arguments.output, "y"},
          {"--x-hat", arguments.normalized, "x_hat"},
          {"--grad-input", arguments.gradInput, "grad_input"}};
}

std::vector<FileRole> outputsOf(const ComputeArguments& arguments) {
  std::vector<FileRole> outputs;
  for (const TensorOutput& output : tensorOutputs(arguments)) outputs.push_back({output.option, output.path});
  outputs.push_back({"--stats", arguments.statistics});
  return outputs;
}

/// As a path that can be compared with others.
FileRole placeOf(FileRole output) {
  if (output.path == standardOutputPath) output.path = "/dev/stdout";
  return output;
}

using ByteSink = std::function<void(std::span<const std::byte>)>;

void encode(const TensorOutput& output, const Tensor& tensor, const ByteSink& sink) {
  if (tensorFormatOf(*output.path, output.option) == OutputFormat::safetensors) {
    encodeSafetensors({{output.name, tensor}}, sink);
  } else {
    encodeNpy(tensor, sink);
  }
}

}  // namespace

bool writesToStandardOutput(const ComputeArguments& arguments) {
  return arguments.output == standardOutputPath;
}

void checkOutputs(const ComputeArguments& arguments) {
  std::vector<FileRole> outputs = outputsOf(arguments);
  for (const auto& [name, path] : outputs) {
    if (path == standardOutputPath && name != "--output")
      throw nonsense(name + " '-'", "only --output goes to standard output", "name a file");
  }
  if (writesToStandardOutput(arguments) && arguments.tensor.json) {
    throw nonsense("--json", "standard output holds y, by --output -",
                   "write y to a file or leave --json out");
  }
  for (FileRole& output : outputs) output = placeOf(output);
  refuseOneFileForTwo(outputs);
  refuseReplacing(outputs, inputsOf(arguments));
  for (const auto& [name, path] : outputs) {
    if (!path) continue;
    const std::string subject = name + " '" + *path + "'";
    name == "--stats" ? statisticsFormatOf(*path, subject) : tensorFormatOf(*path, subject);
  }
}

std::optional<Tensor> normalizedFor(const ComputeArguments& arguments, const DeviceChoice& device,
                                    const NormalizeRequest& request, const NormalizeResult& result) {
  if (!arguments.normalized) return std::nullopt;
  if (!request.affine.weight && !request.affine.bias) return result.y;
  NormalizeRequest plain = request;
  plain.affine = {};
  plain.gradOutput.reset();
  return normalizeOn(device, plain, {}).y;
}

void noteFiles(const ComputeArguments& arguments, NormalizeResult& result) {
  for (const TensorOutput& output : tensorOutputs(arguments)) {
    if (!output.path || result.y.dtype() != DType::bfloat16) continue;
    if (tensorFormatOf(*output.path, output.option) == OutputFormat::safetensors) continue;
    const std::string where =
        *output.path == standardOutputPath ? "standard output" : "'" + *output.path + "'";
    result.notices.push_back(".npy has no bfloat16: " + where + " holds float32");
  }
  if (result.gradients && !arguments.gradInput && !result.plan.parameterShape()) {
    result.notices.push_back("there are no γ and β: '" + *arguments.statistics +
                             "' holds nothing of the backward pass; --grad-input would");
  }
}

void writeFiles(const ComputeArguments& arguments, const NormalizeResult& result,
                const std::optional<Tensor>& normalized) {
  std::deque<AtomicFile> files;
  const auto writeTensor = [&](const TensorOutput& output, const Tensor& tensor) {
    AtomicFile& file = files.emplace_back(*output.path);
    encode(output, tensor, [&](std::span<const std::byte> bytes) { file.write(bytes); });
  };
  const std::vector<TensorOutput> outputs = tensorOutputs(arguments);
  if (outputs[0].path && !writesToStandardOutput(arguments)) writeTensor(outputs[0], result.y);
  if (normalized) writeTensor(outputs[1], *normalized);
  if (outputs[2].path) writeTensor(outputs[2], result.gradients->input);
  if (arguments.statistics) {
    const std::string& path = *arguments.statistics;
    const std::string bytes =
        encodeStatistics(statisticsFormatOf(path, path), path, statisticsArrays(result));
    files.emplace_back(path).write(std::as_bytes(std::span(bytes)));
  }
  for (AtomicFile& file : files) file.close();
  if (writesToStandardOutput(arguments)) encode(outputs[0], result.y, printBytes);
  for (AtomicFile& file : files) file.commit();
}

}  // namespace normscope::app
