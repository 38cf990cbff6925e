#pragma once

#include <deque>
#include <optional>

#include "app/compute_input.h"
#include "core/compute/choose.h"
#include "core/io/tensor_writer.h"

namespace normscope::app {

/// The -o that means standard output.
inline constexpr const char* standardOutputPath = "-";

/// Whether y goes to standard output, so that what is said goes to standard error.
bool writesToStandardOutput(const ComputeArguments& arguments);

/// Refuses outputs that can't be: twice the same, an input, standard output beside --json or for anything but
/// y. Throws Error (nonsense).
void checkOutputs(const ComputeArguments& arguments);

/// Adds to the notices what to know about the files that are written.
void noteFiles(const ComputeArguments& arguments, NormalizeResult& result);

/// The files that compute writes: all or none, none gets its name before each is complete. What is too large
/// for the memory for results is made in its file. Every function throws Error (failed).
class ComputeFiles {
 public:
  explicit ComputeFiles(const ComputeArguments& arguments) : arguments_(arguments) {}

  /// Says what is to be made of the request, and where. To be called before it is computed.
  void prepare(NormalizeRequest& request);

  /// Writes what was made of it, and x̂ where it is asked for: y itself where there are no weight and bias,
  /// else computed on its own. Throws also as normalizeOn().
  void write(const DeviceChoice& device, const NormalizeRequest& request, const NormalizeResult& result);

 private:
  TensorWriter& writerOf(const std::string& path, const char* option, const char* name);
  Destination destinationIn(TensorWriter& writer, const NormalizeRequest& request) const;
  void writeNormalized(const DeviceChoice& device, const NormalizeRequest& request,
                       const NormalizeResult& result);

  const ComputeArguments& arguments_;
  std::deque<TensorWriter> writers_;
  TensorWriter* y_ = nullptr;
  TensorWriter* normalized_ = nullptr;
  TensorWriter* gradInput_ = nullptr;
};

}  // namespace normscope::app
