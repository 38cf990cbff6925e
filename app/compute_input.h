#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/file_roles.h"
#include "app/raw_options.h"
#include "app/tensor_options.h"
#include "core/engine/normalize.h"

namespace normscope::app {

/// What `compute` is given, as typed.
struct ComputeArguments {
  std::string file;
  std::string spec;
  std::optional<std::string> weight, bias;
  std::optional<std::string> runningMean, runningVar;
  std::optional<std::string> batchesTracked;
  std::optional<std::string> gradOutput, gradInput;
  std::optional<std::string> output, normalized, statistics;
  bool verify = false;
  RawOptions raw;
  TensorOptions tensor;
};

/// The files that are read.
std::vector<FileRole> inputsOf(const ComputeArguments& arguments);

/// Reads the files and forms the request. Everything that can be refused before a file is read is refused
/// first. Lines that a user should see go to `notices`. `other` is the request of another norm on the same
/// tensor, which is not read again. Throws Error.
NormalizeRequest readRequest(const ComputeArguments& arguments, std::vector<std::string>& notices,
                             const NormalizeRequest* other = nullptr);

}  // namespace normscope::app
