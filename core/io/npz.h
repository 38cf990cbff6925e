#pragma once

#include <functional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/tensor/tensor.h"

namespace normscope {

/// Hands the bytes of an archive as numpy.savez writes it to `sink`, piece by piece: an uncompressed zip with
/// one NAME.npy for each array, in the order given, at least one. The same arrays give the same bytes. The
/// archive is built in memory, once: it is meant for statistics, not for large tensors. Throws Error (failed,
/// on `subject`), also for a name given twice.
void encodeNpz(const std::string& subject, const std::vector<std::pair<std::string, Tensor>>& arrays,
               const std::function<void(std::span<const std::byte>)>& sink);

/// The same as a file, which appears complete or not at all (AtomicFile). Throws Error (failed) that names
/// the path.
void writeNpz(const std::string& path, const std::vector<std::pair<std::string, Tensor>>& arrays);

}  // namespace normscope
