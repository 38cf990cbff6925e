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

/// The weight of the new batch, from that of the old value; the difference is noted.
void setOldMomentum(CallReading& reading, double momentum);

/// `sharing` where there are weight and bias, none where there is neither; one without the other is noted.
void setAffine(CallReading& reading, bool weight, bool bias, Affine sharing);

}  // namespace normscope::rosetta
