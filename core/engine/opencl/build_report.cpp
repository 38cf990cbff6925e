#include "core/engine/opencl/build_report.h"

#include "core/engine/opencl/checked_call.h"
#include "core/engine/opencl/device_handles.h"
#include "core/engine/opencl/opencl_engine.h"
#include "core/engine/opencl/session.h"

namespace normscope {
namespace {

std::vector<KernelVariant> variantsFor(const OpenClSession& session) {
  std::vector<KernelVariant> variants;
  for (const std::string& name : kernelNames()) {
    if (familyOf(name) != session.family()) continue;
    for (const DType dtype : {DType::float32, DType::float64, DType::float16, DType::bfloat16}) {
      if (dtype == DType::float64 && !session.computesDouble()) continue;
      variants.push_back({name, dtype});
      if (session.family() == KernelFamily::vectors) variants.push_back({name, dtype, true});
    }
  }
  return variants;
}

/// Some drivers end a log with zeros, and all with line breaks.
std::string trimmedEnd(const std::string& log) {
  const auto end = log.find_last_not_of(std::string(" \t\r\n\0", 5));
  return end == std::string::npos ? "" : log.substr(0, end + 1);
}

KernelBuild buildOf(const KernelVariant& variant, const std::string& options, const cl::Context& context,
                    const cl::Device& device) {
  KernelBuild build{variant.name, options, "", ""};
  try {
    const cl::Program program(context, kernelSource(variant.name));
    buildProgram(program, device, options);
    build.log = trimmedEnd(program.getBuildInfo<CL_PROGRAM_BUILD_LOG>(device));
    cl::Kernel(program, variant.name.c_str());
  } catch (const cl::BuildError& error) {
    build.reason = openClReason(error);
    for (const auto& [ofDevice, log] : error.getBuildLog()) build.log += trimmedEnd(log);
  } catch (const cl::Error& error) {
    build.reason = openClReason(error);
  }
  return build;
}

}  // namespace

BuildReport buildReport(int index, const Progress& progress) {
  // A driver that ends the process at one kernel most likely does so at this one.
  requireTrial(index, std::nullopt, progress.stop);
  requireTrial(index, firstKernelOf(index), progress.stop);
  const OpenClSession session(index);
  const cl::Device device(usableOpenClHandle(index));
  const cl::Context context = checkedCall(session.subject(), [&] { return cl::Context(device); });
  const std::vector<KernelVariant> variants = variantsFor(session);
  BuildReport report{session.subject(), {}};
  for (const KernelVariant& variant : variants) {
    progress.step(static_cast<double>(report.builds.size()) / static_cast<double>(variants.size()));
    const std::string options =
        kernelOptions(variant.dtype, session.target(), {variant.streams, variant.writes});
    report.builds.push_back(buildOf(variant, options, context, device));
  }
  return report;
}

std::string toText(const BuildReport& report) {
  std::string text = report.device + "\n";
  for (const KernelBuild& build : report.builds) {
    text +=
        build.kernel + " " + build.options + ": " + (build.reason.empty() ? "built" : build.reason) + "\n";
    if (!build.log.empty()) text += build.log + "\n";
  }
  return text;
}

}  // namespace normscope
