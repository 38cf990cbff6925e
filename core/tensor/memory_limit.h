#pragma once

#include <cstddef>
#include <string>

namespace normscope {

/// The bytes that one tensor of a file may take in private memory, where it can't be mapped: three quarters
/// of the machine's memory, or what the environment variable NORMSCOPE_MEMORY_LIMIT says ("500M", "8G").
std::size_t memoryLimit();

/// Throws Error (failed, on `subject`) where `bytes` are more than that. To be asked before memory is taken
/// for what a file declares.
void requireWithinMemoryLimit(std::size_t bytes, const std::string& subject);

}  // namespace normscope
