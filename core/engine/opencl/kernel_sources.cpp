#include "core/engine/opencl/kernel_sources.h"

#include <map>
#include <string_view>

#include "core/engine/opencl/traversal.h"

namespace normscope {

namespace embedded {
extern const std::string_view stored_cl;
extern const std::string_view traversal_cl;
extern const std::string_view moments_cl;
extern const std::string_view horizontal_cl;
extern const std::string_view scale_cl;
extern const std::string_view merge_cl;
extern const std::string_view gradient_cl;
extern const std::string_view parameter_sums_cl;
extern const std::string_view runs_cl;
extern const std::string_view runs_write_cl;
extern const std::string_view runs_gradient_cl;
extern const std::string_view lanes_cl;
extern const std::string_view lanes_write_cl;
extern const std::string_view lanes_gradient_cl;
extern const std::string_view sets_merge_cl;
extern const std::string_view runs_moments_cl;
extern const std::string_view runs_apply_cl;
extern const std::string_view runs_whole_cl;
extern const std::string_view lanes_moments_cl;
extern const std::string_view lanes_apply_cl;
extern const std::string_view lanes_whole_cl;
extern const std::string_view sets_gradient_cl;
extern const std::string_view runs_gradient_sums_cl;
extern const std::string_view runs_backward_cl;
extern const std::string_view runs_parameters_cl;
extern const std::string_view lanes_gradient_sums_cl;
extern const std::string_view lanes_backward_cl;
extern const std::string_view lanes_parameters_cl;
extern const std::string_view runs_gradient_whole_cl;
extern const std::string_view lanes_gradient_whole_cl;
extern const std::string_view runs_gradient_known_cl;
extern const std::string_view lanes_gradient_known_cl;
extern const std::string_view sets_records_cl;
}  // namespace embedded

namespace {

using Parts = std::vector<std::string_view>;

/// What each kernel is made of, after what all of them begin with.
const std::map<std::string, Parts>& kernels() {
  using namespace embedded;
  static const std::map<std::string, Parts> all = {
      {"sets_merge", {merge_cl, sets_merge_cl}},
      {"runs_moments", {runs_cl, runs_moments_cl}},
      {"runs_apply", {runs_cl, runs_write_cl, runs_apply_cl}},
      {"runs_whole", {merge_cl, runs_cl, runs_write_cl, runs_whole_cl}},
      {"lanes_moments", {lanes_cl, lanes_moments_cl}},
      {"lanes_apply", {lanes_cl, lanes_write_cl, lanes_apply_cl}},
      {"lanes_whole", {merge_cl, lanes_cl, lanes_write_cl, lanes_whole_cl}},
      {"runs_gradient_known",
       {gradient_cl, parameter_sums_cl, runs_cl, runs_gradient_cl, runs_gradient_known_cl}},
      {"lanes_gradient_known",
       {gradient_cl, parameter_sums_cl, lanes_cl, lanes_gradient_cl, lanes_gradient_known_cl}},
      {"sets_records", {gradient_cl, sets_records_cl}},
      {"sets_gradient", {gradient_cl, sets_gradient_cl}},
      {"runs_gradient_sums",
       {gradient_cl, parameter_sums_cl, runs_cl, runs_gradient_cl, runs_gradient_sums_cl}},
      {"runs_backward", {gradient_cl, parameter_sums_cl, runs_cl, runs_gradient_cl, runs_backward_cl}},
      {"runs_parameters", {gradient_cl, parameter_sums_cl, runs_cl, runs_gradient_cl, runs_parameters_cl}},
      {"runs_gradient_whole",
       {gradient_cl, parameter_sums_cl, runs_cl, runs_gradient_cl, runs_gradient_whole_cl}},
      {"lanes_gradient_whole",
       {gradient_cl, parameter_sums_cl, lanes_cl, lanes_gradient_cl, lanes_gradient_whole_cl}},
      {"lanes_gradient_sums",
       {gradient_cl, parameter_sums_cl, lanes_cl, lanes_gradient_cl, lanes_gradient_sums_cl}},
      {"lanes_backward", {gradient_cl, parameter_sums_cl, lanes_cl, lanes_gradient_cl, lanes_backward_cl}},
      {"lanes_parameters",
       {gradient_cl, parameter_sums_cl, lanes_cl, lanes_gradient_cl, lanes_parameters_cl}}};
  return all;
}

}  // namespace

std::vector<std::string> kernelNames() {
  std::vector<std::string> names;
  for (const auto& [name, parts] : kernels()) names.push_back(name);
  return names;
}

std::string kernelSource(const std::string& name) {
  using namespace embedded;
  static const Parts beginning = {stored_cl, traversal_cl, moments_cl, horizontal_cl, scale_cl};
  std::string source;
  for (const std::string_view part : beginning) source += part;
  for (const std::string_view part : kernels().at(name)) source += part;
  return source;
}

std::string kernelOptions(DType dtype, KernelTarget target, bool streams) {
  static const std::map<DType, std::string> bits = {
      {DType::float64, "64"}, {DType::float32, "32"}, {DType::float16, "16"}, {DType::bfloat16, "8"}};
  static const std::map<KernelTarget, std::string> targets = {{KernelTarget::accelerator, ""},
                                                              {KernelTarget::cpu, " -DCPU -DPLAIN"},
                                                              {KernelTarget::poclCpu, " -DCPU"}};
  // -w: PoCL counts warnings on standard error, which is the program's own, such as one for each loop that it
  // does not unroll.
  return "-cl-std=CL1.2 -w -DMOST_LANES=" + std::to_string(mostUnitLanes) +
         " -DSTORED_BITS=" + bits.at(dtype) + targets.at(target) + (streams ? " -DSTREAM" : "");
}

}  // namespace normscope
