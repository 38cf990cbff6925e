#pragma once

#include <memory>
#include <string>

#include "core/io/formats/tensor_file.h"

namespace normscope {

/// Reads a .npy file (versions 1.0, 2.0, 3.0; float16, bfloat16 as ml_dtypes writes it, float32, float64,
/// integers, bool; any rank up to 32). Data that lies in the file as in memory is mapped, not read;
/// big-endian, Fortran-order and unaligned data is copied. Anything malformed is refused before memory is
/// taken for it: Error (failed), which names the path, the place and the reason. A bool other than 0 and 1 is
/// refused too.
Tensor readNpy(const std::string& path);

/// The same for a file that is already in memory; errors are on `subject`. The tensor may share `file`.
Tensor decodeNpy(std::shared_ptr<const Buffer> file, const std::string& subject);

/// The same for one that is a part of another file.
Tensor decodeNpy(std::shared_ptr<const Buffer> file, std::size_t begin, std::size_t size,
                 const std::string& subject);

/// A .npy file as one of tensors: one entry without a name, whose header is read and held to the file now.
TensorFile openNpy(const std::shared_ptr<const Buffer>& file, const std::string& subject);

}  // namespace normscope
