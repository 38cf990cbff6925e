#include "core/engine/opencl/kernel_sources.h"

#include <map>
#include <string_view>
#include <vector>

namespace normscope {

namespace embedded {
extern const std::string_view stored_cl;
extern const std::string_view traversal_cl;
extern const std::string_view moments_cl;
extern const std::string_view scale_cl;
extern const std::string_view runs_cl;
extern const std::string_view lanes_cl;
extern const std::string_view runs_moments_cl;
extern const std::string_view runs_apply_cl;
extern const std::string_view runs_whole_cl;
extern const std::string_view lanes_moments_cl;
extern const std::string_view lanes_apply_cl;
extern const std::string_view lanes_whole_cl;
}  // namespace embedded

std::string kernelSource(const std::string& name) {
  using namespace embedded;
  static const std::map<std::string, std::string_view> kernels = {
      {"runs_moments", runs_moments_cl},   {"runs_apply", runs_apply_cl},   {"runs_whole", runs_whole_cl},
      {"lanes_moments", lanes_moments_cl}, {"lanes_apply", lanes_apply_cl}, {"lanes_whole", lanes_whole_cl}};
  std::string source;
  for (const std::string_view part : {stored_cl, traversal_cl, moments_cl, scale_cl,
                                      name.starts_with("runs") ? runs_cl : lanes_cl, kernels.at(name)})
    source += part;
  return source;
}

std::string kernelOptions(DType dtype) {
  const std::string bits = dtype == DType::float32 ? "32" : dtype == DType::float16 ? "16" : "8";
  return "-cl-std=CL1.2 -DSTORED_BITS=" + bits;
}

}  // namespace normscope
