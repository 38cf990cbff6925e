#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/io/output_format.h"
#include "core/tensor/tensor.h"

namespace normscope {

/// The bytes of a file of small arrays:
///
/// - npz: as numpy.savez writes it
/// - safetensors: float64 and int64 as they are
/// - json: one object, {"mean": [[...], ...], ...}, nested as the shapes are; what is not finite is null
/// - csv: array,index,value, a line for each number; blanks stand between the parts of an index
///
/// The same arrays give the same bytes. Throws Error (failed, on `subject`) where they can't be put into an
/// archive.
std::string encodeStatistics(OutputFormat format, const std::string& subject,
                             const std::vector<std::pair<std::string, Tensor>>& arrays);

}  // namespace normscope
