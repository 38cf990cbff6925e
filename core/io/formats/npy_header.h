#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/tensor/dtype.h"
#include "core/tensor/shape.h"

namespace normscope {

/// What the header of a .npy file says about the data behind it.
struct NpyHeader {
  DType dtype = DType::float32;
  bool isBigEndian = false;
  bool isFortranOrder = false;
  Extents extents;
  std::size_t dataOffset = 0;  ///< from the start of the file
  std::size_t dataBytes = 0;   ///< exactly what follows the header
  std::string foreignDescr;    ///< a dtype that NumPy itself lacks, as it is written there
};

/// Reads the header (NumPy's "NPY format", versions 1.0, 2.0 and 3.0) of `file`, the bytes of the whole file,
/// and holds it to the number of bytes there. Nothing in it is evaluated and nothing of the size it declares
/// is allocated. Throws Error (failed, on `subject`) that says at which byte of the file, and why.
NpyHeader parseNpyHeader(std::string_view file, const std::string& subject);

/// The same where only the start of the file is at hand, of longestNpyPreamble bytes or all there are.
NpyHeader parseNpyHeader(std::string_view start, std::size_t fileSize, const std::string& subject);

/// Magic bytes, version, length and the longest header that is read.
inline constexpr std::size_t longestNpyPreamble = 12 + 65536;

/// What to say of a dtype that NumPy itself lacks.
std::string foreignDescrNotice(const std::string& descr);

/// Everything in front of the data of a C-order array in this machine's (little-endian) byte order: version
/// 1.0, padded so that the data starts at a multiple of 64 bytes. bfloat16, which NumPy lacks, is refused by
/// an assertion.
std::string formatNpyHeader(DType dtype, const Extents& extents);

}  // namespace normscope
