#include "core/tensor/memory_limit.h"

#include <unistd.h>

#include <charconv>
#include <cstdlib>
#include <cstring>
#include <string_view>

#include "core/error.h"

namespace normscope {
namespace {

constexpr const char* limitVariable = "NORMSCOPE_MEMORY_LIMIT";

std::size_t readBytes(const char* variable, std::string_view text) {
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const std::string_view unit(end, static_cast<std::size_t>(text.data() + text.size() - end));
  const int shift = unit.empty() ? 0 : unit == "K" ? 10 : unit == "M" ? 20 : unit == "G" ? 30 : -1;
  const bool fits = error == std::errc{} && shift >= 0 && number <= (SIZE_MAX >> shift);
  if (fits) return number << shift;
  throw nonsense(std::string(variable) + " '" + std::string(text) + "'", "it is no count of bytes",
                 "give a whole number, with K, M or G behind it");
}

}  // namespace

std::size_t bytesOfVariable(const char* variable, std::size_t otherwise) {
  const char* given = std::getenv(variable);
  return given == nullptr ? otherwise : readBytes(variable, given);
}

std::size_t machineMemory() {
  const long pages = ::sysconf(_SC_PHYS_PAGES);
  const long size = ::sysconf(_SC_PAGE_SIZE);
  return static_cast<std::size_t>(pages) * static_cast<std::size_t>(size);
}

std::size_t memoryLimit() {
  return bytesOfVariable(limitVariable, machineMemory() / 4 * 3);
}

void requireWithinMemoryLimit(std::size_t bytes, const std::string& subject) {
  const std::size_t limit = memoryLimit();
  if (bytes <= limit) return;
  throw failure(
      subject,
      "it takes " + std::to_string(bytes) + " bytes of memory and the limit is " + std::to_string(limit),
      std::string("use a smaller tensor, or set ") + limitVariable + " to more");
}

}  // namespace normscope
