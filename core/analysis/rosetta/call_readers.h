#pragma once

#include "core/analysis/rosetta/call_arguments.h"
#include "core/analysis/rosetta/read_call.h"

namespace normscope::rosetta {

/// Each reads the calls of a framework by the call's name; nothing where it has none of that name.
std::optional<CallReading> readPyTorchLayer(const PythonCall& call, const Shape& shape);
std::optional<CallReading> readPyTorchFunction(const PythonCall& call, const Shape& shape);
std::optional<CallReading> readKeras(const PythonCall& call, const Shape& shape);
std::optional<CallReading> readFlax(const PythonCall& call, const Shape& shape);
std::optional<CallReading> readOnnx(const PythonCall& call, const Shape& shape);

/// Layers of other libraries by their prefix (timm, mlx, equinox), and layers that several libraries have
/// under a name of their own (LayerNorm2d, FrozenBatchNorm2d, LlamaRMSNorm).
std::optional<CallReading> readLibrary(const PythonCall& call, const Shape& shape);

/// Whether the call's prefix is of a library that has a reader of its own.
bool hasOwnReader(const PythonCall& call);

/// A part of the call's prefix that no library known here has; empty where all are known.
std::string unknownPrefix(const PythonCall& call);

/// A reading that goes on from the kind and eps of a call.
CallReading readingOf(Framework framework, NormKind kind, double eps);

/// "C+H+W"
std::string overText(const Shape& shape, const std::vector<int>& axes);

/// Refuses a count of channels that is not the tensor's.
void requireChannels(const CallArguments& arguments, const std::string& name, const Shape& shape);

/// Refuses an axis that is not the one that the layout calls the channel.
void requireChannelAxis(const CallArguments& arguments, const std::string& name, const Shape& shape,
                        const std::vector<int>& axes);

/// The last axes, which must have these extents.
std::vector<int> trailingAxes(const CallArguments& arguments, const std::string& name, const Shape& shape);

/// Where the layout is not in the order that the call wants, batch, channel, then the others, says so.
/// `sample`: it takes one sample without a batch, too.
void noteChannelSecond(CallReading& reading, const PythonCall& call, const Shape& shape, bool sample = false);

/// Refuses a layout that does not begin with the batch.
void requireBatchFirst(const PythonCall& call, const Shape& shape, const std::string& whose);

/// Refuses a layout that does not end with the channels.
void requireChannelLast(const PythonCall& call, const Shape& shape, const std::string& whose);

/// The weight of the new batch, from that of the old value; the difference is noted.
void setOldMomentum(CallReading& reading, double momentum);

/// `sharing` where there are weight and bias, none where there is neither; one without the other is said by
/// bias=, or noted.
void setAffine(CallReading& reading, bool weight, bool bias, Affine sharing);

}  // namespace normscope::rosetta
