#include "core/engine/opencl/trial_memory.h"

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string_view>

#include "core/text/one_line.h"

namespace normscope {
namespace {

/// Begins every line, and changes with their meaning.
constexpr std::string_view mark = "trial1\t";

/// Of a file that has grown with many drivers and versions, after which it begins anew.
constexpr std::uintmax_t mostBytes = std::uintmax_t{1} << 20;

/// Where the file is, or nothing for a user without a home.
std::optional<std::filesystem::path> memoryFile() {
  const auto folder = [](const char* name) -> std::filesystem::path {
    const char* value = std::getenv(name);
    return value != nullptr && *value == '/' ? value : "";
  };
  std::filesystem::path cache = folder("XDG_CACHE_HOME");
  if (cache.empty() && !folder("HOME").empty()) cache = folder("HOME") / ".cache";
  if (cache.empty()) return std::nullopt;
  return cache / "normscope" / "device-trials";
}

std::string lineStart(const std::string& key) {
  return std::string(mark) + oneLine(key) + "\t";
}

/// FNV-1a, in hexadecimal: a line that was cut off or damaged does not end with its own.
std::string checksum(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const char character : text) hash = (hash ^ static_cast<unsigned char>(character)) * 0x100000001b3U;
  std::string digits;
  for (int shift = 60; shift >= 0; shift -= 4) digits += "0123456789abcdef"[hash >> shift & 15U];
  return digits;
}

/// What follows `start` in a whole line, without the checksum.
std::optional<std::string> verdictIn(std::string_view line, const std::string& start) {
  const std::size_t tab = line.rfind('\t');
  if (!line.starts_with(start) || tab < start.size() || line.substr(tab + 1) != checksum(line.substr(0, tab)))
    return std::nullopt;
  return std::string(line.substr(start.size(), tab - start.size()));
}

}  // namespace

std::optional<std::string> rememberedTrial(const std::string& key) {
  const auto path = memoryFile();
  std::error_code ignored;
  if (!path || !std::filesystem::is_regular_file(*path, ignored)) return std::nullopt;
  std::ifstream file(*path, std::ios::binary);
  const std::string start = lineStart(key);
  std::optional<std::string> found;
  for (std::string line; std::getline(file, line);) {
    if (const auto verdict = verdictIn(line, start)) found = verdict;
  }
  return found;
}

void rememberTrial(const std::string& key, const std::string& verdict) {
  const auto path = memoryFile();
  if (!path) return;
  std::error_code ignored;
  std::filesystem::create_directories(path->parent_path(), ignored);
  const bool isNew = !std::filesystem::exists(*path, ignored);
  if (!isNew && !std::filesystem::is_regular_file(*path, ignored)) return;
  const bool tooLarge = !isNew && std::filesystem::file_size(*path, ignored) > mostBytes;
  std::ofstream file(*path, std::ios::binary | (tooLarge ? std::ios::trunc : std::ios::app));
  const std::string line = lineStart(key) + oneLine(verdict);
  // One write, after a line break that ends what another process may have been cut off in.
  file << "\n" + line + "\t" + checksum(line) + "\n" << std::flush;
}

}  // namespace normscope
