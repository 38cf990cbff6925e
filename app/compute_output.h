#pragma once

#include <optional>

#include "app/compute_input.h"
#include "core/compute/choose.h"

namespace normscope::app {

/// The -o that means standard output.
inline constexpr const char* standardOutputPath = "-";

/// Whether y goes to standard output, so that what is said goes to standard error.
bool writesToStandardOutput(const ComputeArguments& arguments);

/// Refuses outputs that can't be: twice the same, an input, standard output beside --json or for anything but
/// y. Throws Error (nonsense).
void checkOutputs(const ComputeArguments& arguments);

/// x̂, before weight and bias, where it is asked for: y itself where there are none, else computed on its own.
/// Throws as normalizeOn().
std::optional<Tensor> normalizedFor(const ComputeArguments& arguments, const DeviceChoice& device,
                                    const NormalizeRequest& request, const NormalizeResult& result);

/// Adds to the notices what to know about the files that are written.
void noteFiles(const ComputeArguments& arguments, NormalizeResult& result);

/// All files are written or none: none gets its name before each is complete. Throws Error (failed).
void writeFiles(const ComputeArguments& arguments, const NormalizeResult& result,
                const std::optional<Tensor>& normalized);

}  // namespace normscope::app
