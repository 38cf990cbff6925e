#include "core/engine/opencl/kernel_sources.h"

#include <map>
#include <string_view>

namespace normscope {

namespace embedded {
extern const std::string_view stored_cl;
extern const std::string_view traversal_cl;
extern const std::string_view moments_cl;
extern const std::string_view scale_cl;
extern const std::string_view merge_cl;
extern const std::string_view sets_merge_cl;
extern const std::string_view runs_cl;
extern const std::string_view lanes_cl;
extern const std::string_view runs_moments_cl;
extern const std::string_view runs_apply_cl;
extern const std::string_view runs_whole_cl;
extern const std::string_view lanes_moments_cl;
extern const std::string_view lanes_apply_cl;
extern const std::string_view lanes_whole_cl;
}  // namespace embedded

namespace {

const std::map<std::string, std::string_view>& kernels() {
  using namespace embedded;
  static const std::map<std::string, std::string_view> all = {
      {"runs_moments", runs_moments_cl},   {"runs_apply", runs_apply_cl},   {"runs_whole", runs_whole_cl},
      {"lanes_moments", lanes_moments_cl}, {"lanes_apply", lanes_apply_cl}, {"lanes_whole", lanes_whole_cl},
      {"sets_merge", sets_merge_cl}};
  return all;
}

}  // namespace

std::vector<std::string> kernelNames() {
  std::vector<std::string> names;
  for (const auto& [name, source] : kernels()) names.push_back(name);
  return names;
}

std::string kernelSource(const std::string& name) {
  using namespace embedded;
  std::string source;
  for (const std::string_view part : {stored_cl, traversal_cl, moments_cl, scale_cl, merge_cl})
    source += part;
  if (name.starts_with("runs")) source += runs_cl;
  if (name.starts_with("lanes")) source += lanes_cl;
  source += kernels().at(name);
  return source;
}

std::string kernelOptions(DType dtype, bool streams) {
  const std::map<DType, std::string> bits = {
      {DType::float64, "64"}, {DType::float32, "32"}, {DType::float16, "16"}, {DType::bfloat16, "8"}};
  return "-cl-std=CL1.2 -DCPU -DSTORED_BITS=" + bits.at(dtype) + (streams ? " -DSTREAM" : "");
}

}  // namespace normscope
