#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>

#include "core/tensor/tensor.h"

namespace normscope {

/// Reads a .npy file (versions 1.0, 2.0, 3.0; float16, float32, float64, integers, bool; any rank up to 32).
/// Data that lies in the file as in memory is mapped, not read; big-endian, Fortran-order and unaligned data
/// is copied. Anything malformed is refused before memory is taken for it: Error (failed), which names the
/// path, the place and the reason. A bool other than 0 and 1 is refused too.
Tensor readNpy(const std::string& path);

/// The same for a file that is already in memory; errors are on `subject`. The tensor may share `file`.
Tensor decodeNpy(std::shared_ptr<const Buffer> file, const std::string& subject);

/// Writes version 1.0, C order, little endian, data aligned to 64 bytes; bfloat16, which NumPy lacks, as
/// float32. The file appears complete or not at all (AtomicFile). Throws Error (failed) that names the path.
void writeNpy(const std::string& path, const Tensor& tensor);

/// Hands the bytes that writeNpy writes to `sink`, piece by piece.
void encodeNpy(const Tensor& tensor, const std::function<void(std::span<const std::byte>)>& sink);

}  // namespace normscope
