#pragma once

#include <cstddef>

#include "core/tensor/tensor.h"

namespace normscope {

/// The private memory that results, which are as large as the tensors that they come from, may take together:
/// a quarter of the machine's, or what the environment variable NORMSCOPE_RESULT_MEMORY says ("64M").
std::size_t resultMemory();

/// Another default for the whole process; 0 is that quarter.
void setResultMemory(std::size_t bytes);

/// Whether a result of so many bytes is too much for it, beside those that there are.
bool exceedsResultMemory(std::size_t bytes);

/// A tensor for what is computed, zeroed. Where it is too much for the memory for results, it lies in a file
/// without a name in the folder TMPDIR, else in /var/tmp, and is written through to it. Throws as
/// Tensor::allocate(), and Error (failed) where that folder has no room.
Tensor allocateResult(DType dtype, const Extents& extents);

/// The bytes of such a tensor.
std::shared_ptr<Buffer> allocateResultBuffer(std::size_t bytes);

}  // namespace normscope
