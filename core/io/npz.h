#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/tensor/tensor.h"

namespace normscope {

/// The bytes that writeNpz writes; errors are on `subject`.
std::string encodeNpz(const std::string& subject, const std::vector<std::pair<std::string, Tensor>>& arrays);

/// Writes named arrays as numpy.savez does: an uncompressed zip with one NAME.npy each, in the order given,
/// at least one. The same arrays give the same bytes. The archive is built in memory: it is meant for
/// statistics, not for large tensors. The file appears complete or not at all (AtomicFile). Throws Error
/// (failed) that names the path, also for a name given twice.
void writeNpz(const std::string& path, const std::vector<std::pair<std::string, Tensor>>& arrays);

}  // namespace normscope
