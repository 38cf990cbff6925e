#pragma once

#include <cstddef>
#include <string>

namespace normscope {

/// The bytes that one tensor of a file may take in private memory, where it can't be mapped: three quarters
/// of the machine's memory, or what the environment variable NORMSCOPE_MEMORY_LIMIT says ("500M", "8G").
std::size_t memoryLimit();

/// A count of bytes as an environment variable says it ("500M", "8G"); `otherwise` where it is not set.
/// Throws Error (nonsense) that names the variable where it says something else.
std::size_t bytesOfVariable(const char* variable, std::size_t otherwise);

/// The bytes of the machine's memory.
std::size_t machineMemory();

/// Throws Error (failed, on `subject`) where `bytes` are more than that. To be asked before memory is taken
/// for what a file declares.
void requireWithinMemoryLimit(std::size_t bytes, const std::string& subject);

}  // namespace normscope
