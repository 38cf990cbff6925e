#include "app/compute_output.h"

#include "app/output.h"
#include "core/compute/x_hat.h"
#include "core/error.h"
#include "core/io/atomic_file.h"
#include "core/io/output_format.h"
#include "core/io/statistics.h"
#include "core/io/statistics_file.h"
#include "core/tensor/result_memory.h"

namespace normscope::app {
namespace {

/// The tensors that are written.
std::vector<FileRole> tensorOutputs(const ComputeArguments& arguments) {
  return {{"--output", arguments.output},
          {"--x-hat", arguments.normalized},
          {"--grad-input", arguments.gradInput}};
}

std::vector<FileRole> outputsOf(const ComputeArguments& arguments) {
  std::vector<FileRole> outputs = tensorOutputs(arguments);
  outputs.push_back({"--stats", arguments.statistics});
  return outputs;
}

/// As a path that can be compared with others.
FileRole placeOf(FileRole output) {
  if (output.path == standardOutputPath) output.path = "/dev/stdout";
  return output;
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

void noteFiles(const ComputeArguments& arguments, NormalizeResult& result) {
  for (const auto& [option, path] : tensorOutputs(arguments)) {
    if (!path || result.y.dtype() != DType::bfloat16) continue;
    if (tensorFormatOf(*path, option) == OutputFormat::safetensors) continue;
    const std::string where = *path == standardOutputPath ? "standard output" : "'" + *path + "'";
    result.notices.push_back(".npy has no bfloat16: " + where + " holds float32");
  }
  if (result.gradients && !arguments.gradInput && !result.plan.parameterShape()) {
    result.notices.push_back("there are no γ and β: '" + *arguments.statistics +
                             "' holds nothing of the backward pass; --grad-input would");
  }
}

TensorWriter& ComputeFiles::writerOf(const std::string& path, const char* option, const char* name) {
  return writers_.emplace_back(path, tensorFormatOf(path, option), name);
}

Destination ComputeFiles::destinationIn(TensorWriter& writer, const NormalizeRequest& request) const {
  const DType dtype = resultDType(request.x.dtype());
  const Extents& extents = request.shape.extents();
  if (!exceedsResultMemory(Tensor::byteCountOf(dtype, extents))) return {};
  return {true, writer.tensorInFile(dtype, extents)};
}

void ComputeFiles::prepare(NormalizeRequest& request) {
  const bool isWritten = arguments_.output.has_value();
  if (isWritten && !writesToStandardOutput(arguments_)) y_ = &writerOf(*arguments_.output, "--output", "y");
  if (arguments_.normalized) normalized_ = &writerOf(*arguments_.normalized, "--x-hat", "x_hat");
  if (arguments_.gradInput) gradInput_ = &writerOf(*arguments_.gradInput, "--grad-input", "grad_input");
  TensorWriter* const holder = y_ == nullptr && !isWritten && yIsXHat(request) ? normalized_ : y_;
  request.y.isWanted = isWritten || holder != nullptr || arguments_.verify;
  if (holder != nullptr) request.y = destinationIn(*holder, request);
  request.gradInput.isWanted = gradInput_ != nullptr || arguments_.verify;
  if (gradInput_ != nullptr) request.gradInput = destinationIn(*gradInput_, request);
}

void ComputeFiles::writeNormalized(const DeviceChoice& device, const NormalizeRequest& request,
                                   const NormalizeResult& result) {
  const Destination to = yIsXHat(request) ? Destination{} : destinationIn(*normalized_, request);
  normalized_->write(xHatOf(device, request, result.y, to));
}

void ComputeFiles::write(const DeviceChoice& device, const NormalizeRequest& request,
                         const NormalizeResult& result) {
  if (y_ != nullptr) y_->write(result.y);
  if (normalized_ != nullptr) writeNormalized(device, request, result);
  if (gradInput_ != nullptr) gradInput_->write(result.gradients->input);
  std::optional<AtomicFile> statistics;
  if (arguments_.statistics) {
    const std::string& path = *arguments_.statistics;
    AtomicFile& file = statistics.emplace(path);
    encodeStatistics(statisticsFormatOf(path, path), path, statisticsArrays(result),
                     [&](std::span<const std::byte> bytes) { file.write(bytes); });
    file.close();
  }
  for (TensorWriter& writer : writers_) writer.close();
  if (writesToStandardOutput(arguments_))
    encodeTensor(result.y, tensorFormatOf(*arguments_.output, "--output"), "y", printBytes);
  for (TensorWriter& writer : writers_) writer.commit();
  if (statistics) statistics->commit();
}

}  // namespace normscope::app
