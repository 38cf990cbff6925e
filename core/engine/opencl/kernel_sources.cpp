#include "core/engine/opencl/kernel_sources.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "core/engine/opencl/traversal.h"

namespace normscope {

namespace embedded {
/// The files of kernels/ by name, without ".cl".
std::vector<std::pair<std::string_view, std::string_view>> kernelFiles();
}  // namespace embedded

namespace {

std::string_view kernelFile(std::string_view name) {
  static const auto files = embedded::kernelFiles();
  return std::find_if(files.begin(), files.end(), [&](const auto& file) { return file.first == name; })
      ->second;
}

/// Adds the file to `source` with what it includes in the place of its #include lines, unless it is in
/// `included`.
void addFile(std::string_view name, std::set<std::string_view>& included, std::string& source) {
  constexpr std::string_view include = "#include \"";
  if (!included.insert(name).second) return;
  std::string_view text = kernelFile(name);
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n') + 1);
    text.remove_prefix(line.size());
    if (line.starts_with(include)) {
      addFile(line.substr(include.size(), line.find(".cl\"") - include.size()), included, source);
    } else if (!line.starts_with("#pragma once")) {
      source += line;
    }
  }
}

}  // namespace

std::vector<KernelEntry> listedKernels() {
#define KERNEL(name, ...) {#name, #__VA_ARGS__},
  return {
#include "core/engine/opencl/kernels.def"
  };
#undef KERNEL
}

std::vector<std::string> kernelNames() {
  std::vector<std::string> names;
  for (const KernelEntry& kernel : listedKernels()) names.emplace_back(kernel.name);
  return names;
}

std::string kernelSource(const std::string& name) {
  std::set<std::string_view> included;
  std::string source;
  addFile(name, included, source);
  return source;
}

KernelFamily familyOf(std::string_view kernel) {
  return kernel.starts_with("teams_") ? KernelFamily::teams : KernelFamily::vectors;
}

KernelFamily familyFor(bool isCpu, std::string_view platform) {
  return isCpu && isPocl(platform) ? KernelFamily::vectors : KernelFamily::teams;
}

bool isPocl(std::string_view platform) {
  return platform.starts_with("Portable Computing Language");
}

std::string kernelOptions(DType dtype, KernelTarget target, const KernelWriting& writing) {
  static const std::map<DType, std::string> bits = {
      {DType::float64, "64"}, {DType::float32, "32"}, {DType::float16, "16"}, {DType::bfloat16, "8"}};
  // -w: PoCL counts warnings on standard error, which is the program's own, such as one for each loop that it
  // does not unroll.
  return "-cl-std=CL1.2 -w -DMOST_LANES=" + std::to_string(mostUnitLanes) +
         " -DSTORED_BITS=" + bits.at(dtype) + (target == KernelTarget::poclCpu ? " -DCPU" : "") +
         (writing.streams ? " -DSTREAM" : "") + (writing.writes ? "" : " -DUNWRITTEN");
}

}  // namespace normscope
