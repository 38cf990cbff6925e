#include "core/engine/opencl/checked_call.h"

#include <algorithm>
#include <array>

namespace normscope {
namespace {

/// The first line of a compiler's log that speaks of an error, else its first line, trimmed.
std::string firstComplaint(const std::string& log) {
  constexpr std::size_t longest = 200;
  std::string chosen;
  for (std::size_t start = 0; start < log.size();) {
    const std::size_t end = std::min(log.find('\n', start), log.size());
    const std::string line = log.substr(start, end - start);
    start = end + 1;
    const std::size_t first = line.find_first_not_of(" \t\r");
    if (first == std::string::npos) continue;
    const bool isError = line.find("error") != std::string::npos;
    if (chosen.empty() || isError) chosen = line.substr(first, line.find_last_not_of(" \t\r") + 1 - first);
    if (isError) break;
  }
  return chosen.size() > longest ? chosen.substr(0, longest) + "..." : chosen;
}

}  // namespace

std::string statusName(cl_int status) {
  static constexpr std::array named = {
      std::pair{CL_DEVICE_NOT_FOUND, "CL_DEVICE_NOT_FOUND"},
      std::pair{CL_DEVICE_NOT_AVAILABLE, "CL_DEVICE_NOT_AVAILABLE"},
      std::pair{CL_COMPILER_NOT_AVAILABLE, "CL_COMPILER_NOT_AVAILABLE"},
      std::pair{CL_MEM_OBJECT_ALLOCATION_FAILURE, "CL_MEM_OBJECT_ALLOCATION_FAILURE"},
      std::pair{CL_OUT_OF_RESOURCES, "CL_OUT_OF_RESOURCES"},
      std::pair{CL_OUT_OF_HOST_MEMORY, "CL_OUT_OF_HOST_MEMORY"},
      std::pair{CL_MEM_COPY_OVERLAP, "CL_MEM_COPY_OVERLAP"},
      std::pair{CL_BUILD_PROGRAM_FAILURE, "CL_BUILD_PROGRAM_FAILURE"},
      std::pair{CL_MAP_FAILURE, "CL_MAP_FAILURE"},
      std::pair{CL_MISALIGNED_SUB_BUFFER_OFFSET, "CL_MISALIGNED_SUB_BUFFER_OFFSET"},
      std::pair{CL_EXEC_STATUS_ERROR_FOR_EVENTS_IN_WAIT_LIST, "CL_EXEC_STATUS_ERROR_FOR_EVENTS_IN_WAIT_LIST"},
      std::pair{CL_COMPILE_PROGRAM_FAILURE, "CL_COMPILE_PROGRAM_FAILURE"},
      std::pair{CL_LINKER_NOT_AVAILABLE, "CL_LINKER_NOT_AVAILABLE"},
      std::pair{CL_LINK_PROGRAM_FAILURE, "CL_LINK_PROGRAM_FAILURE"},
      std::pair{CL_INVALID_VALUE, "CL_INVALID_VALUE"},
      std::pair{CL_INVALID_DEVICE_TYPE, "CL_INVALID_DEVICE_TYPE"},
      std::pair{CL_INVALID_PLATFORM, "CL_INVALID_PLATFORM"},
      std::pair{CL_INVALID_DEVICE, "CL_INVALID_DEVICE"},
      std::pair{CL_INVALID_CONTEXT, "CL_INVALID_CONTEXT"},
      std::pair{CL_INVALID_QUEUE_PROPERTIES, "CL_INVALID_QUEUE_PROPERTIES"},
      std::pair{CL_INVALID_COMMAND_QUEUE, "CL_INVALID_COMMAND_QUEUE"},
      std::pair{CL_INVALID_HOST_PTR, "CL_INVALID_HOST_PTR"},
      std::pair{CL_INVALID_MEM_OBJECT, "CL_INVALID_MEM_OBJECT"},
      std::pair{CL_INVALID_BINARY, "CL_INVALID_BINARY"},
      std::pair{CL_INVALID_BUILD_OPTIONS, "CL_INVALID_BUILD_OPTIONS"},
      std::pair{CL_INVALID_PROGRAM, "CL_INVALID_PROGRAM"},
      std::pair{CL_INVALID_PROGRAM_EXECUTABLE, "CL_INVALID_PROGRAM_EXECUTABLE"},
      std::pair{CL_INVALID_KERNEL_NAME, "CL_INVALID_KERNEL_NAME"},
      std::pair{CL_INVALID_KERNEL_DEFINITION, "CL_INVALID_KERNEL_DEFINITION"},
      std::pair{CL_INVALID_KERNEL, "CL_INVALID_KERNEL"},
      std::pair{CL_INVALID_ARG_INDEX, "CL_INVALID_ARG_INDEX"},
      std::pair{CL_INVALID_ARG_VALUE, "CL_INVALID_ARG_VALUE"},
      std::pair{CL_INVALID_ARG_SIZE, "CL_INVALID_ARG_SIZE"},
      std::pair{CL_INVALID_KERNEL_ARGS, "CL_INVALID_KERNEL_ARGS"},
      std::pair{CL_INVALID_WORK_DIMENSION, "CL_INVALID_WORK_DIMENSION"},
      std::pair{CL_INVALID_WORK_GROUP_SIZE, "CL_INVALID_WORK_GROUP_SIZE"},
      std::pair{CL_INVALID_WORK_ITEM_SIZE, "CL_INVALID_WORK_ITEM_SIZE"},
      std::pair{CL_INVALID_GLOBAL_OFFSET, "CL_INVALID_GLOBAL_OFFSET"},
      std::pair{CL_INVALID_EVENT_WAIT_LIST, "CL_INVALID_EVENT_WAIT_LIST"},
      std::pair{CL_INVALID_EVENT, "CL_INVALID_EVENT"},
      std::pair{CL_INVALID_OPERATION, "CL_INVALID_OPERATION"},
      std::pair{CL_INVALID_BUFFER_SIZE, "CL_INVALID_BUFFER_SIZE"},
      std::pair{CL_INVALID_GLOBAL_WORK_SIZE, "CL_INVALID_GLOBAL_WORK_SIZE"},
      std::pair{CL_INVALID_PROPERTY, "CL_INVALID_PROPERTY"},
  };
  const auto found =
      std::find_if(named.begin(), named.end(), [&](const auto& entry) { return entry.first == status; });
  return found == named.end() ? "status " + std::to_string(status) : found->second;
}

std::string openClReason(const cl::Error& error) {
  const std::string reason = std::string(error.what()) + " failed (" + statusName(error.err()) + ")";
  const auto* build = dynamic_cast<const cl::BuildError*>(&error);
  if (build == nullptr) return reason;
  for (const auto& [device, log] : build->getBuildLog()) {
    const std::string complaint = firstComplaint(log);
    if (!complaint.empty()) return reason + ", " + complaint;
  }
  return reason;
}

void buildProgram(const cl::Program& program, const cl::Device& device, const std::string& options) {
  const cl_int status = ::clBuildProgram(program(), 1, &device(), options.c_str(), nullptr, nullptr);
  if (status == CL_SUCCESS) return;
  cl::BuildLogType log;
  try {
    log.emplace_back(device, program.getBuildInfo<CL_PROGRAM_BUILD_LOG>(device));
  } catch (const cl::Error&) {
    log.clear();  // The build is what to tell of.
  }
  throw cl::BuildError(status, "clBuildProgram", log);
}

void throwFailure(const std::string& subject, const cl::Error& error) {
  if (error.err() == CL_MEM_OBJECT_ALLOCATION_FAILURE) throw LacksMemory(openClFailure(subject, error));
  throw openClFailure(subject, error);
}

Error openClFailure(const std::string& subject, const cl::Error& error) {
  std::string advice = "use --device reference";
  if (error.err() == CL_BUILD_PROGRAM_FAILURE)
    advice += ", or see all that the compiler says with 'normscope devices --log " +
              subject.substr(0, subject.find(' ')) + "'";
  return failure(subject, openClReason(error), advice);
}

}  // namespace normscope
