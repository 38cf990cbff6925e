#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/tensor/dtype.h"
#include "core/tensor/shape.h"

namespace normscope {

/// What to do about a .npy file that is refused.
inline constexpr const char* saveAgain = "save it again with numpy.save";

/// The values in the dictionary of a .npy header.
struct NpyDictionary {
  DType dtype = DType::float32;
  bool isBigEndian = false;
  bool isFortranOrder = false;
  Extents extents;
  std::string foreignDescr;  ///< a descr that NumPy does not write itself, such as '<V2' of ml_dtypes
};

/// Reads the Python dictionary in bytes [begin, end) of `file`: the keys 'descr', 'fortran_order' and
/// 'shape', each once, in any order, and white space. Throws Error (failed, on `subject`) for anything else.
NpyDictionary parseNpyDictionary(std::string_view file, std::size_t begin, std::size_t end,
                                 const std::string& subject);

}  // namespace normscope
