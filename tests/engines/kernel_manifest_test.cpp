// The list of kernels says what their files say; launches that do not fit the list do not compile.
#include <gtest/gtest.h>

#include <regex>

#include "core/engine/opencl/kernel_sources.h"
#include "core/engine/opencl/trial_computation.h"

namespace normscope {
namespace kernel_manifest_test {

/// "__global const Stored* restrict x" as "Reads x".
std::string asListed(const std::string& parameter) {
  const std::string kind = parameter.find("__global const ") != std::string::npos ? "Reads"
                           : parameter.find("__global ") != std::string::npos     ? "Writes"
                           : parameter.find("__local ") != std::string::npos      ? "Local"
                           : parameter.find("long ") != std::string::npos         ? "Long"
                           : parameter.find("int ") != std::string::npos          ? "Int"
                                                                                  : "?";
  return kind + " " + parameter.substr(parameter.rfind(' ') + 1);
}

/// The arguments of the kernel in its source, as kernels.def writes them.
std::string argumentsIn(const std::string& source, const std::string& kernel) {
  const std::string start = "__kernel void " + kernel + "(";
  const std::size_t from = source.find(start);
  if (from == std::string::npos) return "none";
  const std::size_t begin = from + start.size();
  const std::string text =
      std::regex_replace(source.substr(begin, source.find(')', begin) - begin), std::regex("\\s+"), " ");
  const std::regex comma(", ?");
  std::string arguments;
  for (std::sregex_token_iterator each(text.begin(), text.end(), comma, -1), end; each != end; ++each)
    arguments += (arguments.empty() ? "" : ", ") + asListed(*each);
  return arguments;
}

TEST(KernelManifest, SaysWhatTheFilesSay) {
  EXPECT_GE(listedKernels().size(), 28U);
  for (const KernelEntry& kernel : listedKernels()) {
    const std::string name(kernel.name);
    EXPECT_EQ(argumentsIn(kernelSource(name), name), kernel.arguments) << name;
  }
}

TEST(KernelManifest, EveryKernelIsTriedWithItsOwnFamily) {
  for (const std::string& name : kernelNames())
    EXPECT_EQ(trialComputationFor({name, DType::float32}).limits.family, familyOf(name)) << name;
}

TEST(KernelSources, HoldEachFileOnce) {
  const std::string source = kernelSource("teams_gradient_whole");
  EXPECT_EQ(source.find("#include"), std::string::npos);
  const std::string once = "INLINE Team teamOf(";
  EXPECT_NE(source.find(once), std::string::npos);
  EXPECT_EQ(source.find(once), source.rfind(once));
}

}  // namespace kernel_manifest_test
}  // namespace normscope
