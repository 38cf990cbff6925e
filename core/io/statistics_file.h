#pragma once

#include <functional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/io/output_format.h"
#include "core/tensor/tensor.h"

namespace normscope {

/// Hands the bytes of a file of arrays to `sink`, piece by piece:
///
/// - npz: as numpy.savez writes it
/// - safetensors: float64 and int64 as they are
/// - json: one object, {"mean": [[...], ...], ...}, nested as the shapes are; what is not finite is null
/// - csv: array,index,value, a line for each number; blanks stand between the parts of an index
///
/// The same arrays give the same bytes. Throws Error (failed, on `subject`) where they can't be put into an
/// archive.
void encodeStatistics(OutputFormat format, const std::string& subject,
                      const std::vector<std::pair<std::string, Tensor>>& arrays,
                      const std::function<void(std::span<const std::byte>)>& sink);

/// The same as a file, which appears complete or not at all (AtomicFile), of the format that its ending says.
/// Throws Error (failed) that names the path, Error (usage) for another ending.
void writeStatistics(const std::string& path, const std::vector<std::pair<std::string, Tensor>>& arrays);

}  // namespace normscope
