#pragma once

#include <string>
#include <utility>

#include "core/engine/opencl/opencl_headers.h"
#include "core/error.h"

namespace normscope {

/// "CL_OUT_OF_RESOURCES", or "status -1001" for one without a name in OpenCL 1.2.
std::string statusName(cl_int status);

/// "clFlush failed (CL_OUT_OF_RESOURCES)". Where a program did not build, with the compiler's first
/// complaint.
std::string openClReason(const cl::Error& error);

/// "opencl:0 (pthread-...): clFlush failed (CL_OUT_OF_RESOURCES); use --device reference". Where a program
/// did not build, it also says how to see the compiler's whole log. `subject` begins with the device's
/// "opencl:N".
Error openClFailure(const std::string& subject, const cl::Error& error);

/// The device has no memory left for a buffer.
class LacksMemory : public Error {
 public:
  explicit LacksMemory(const Error& error) : Error(error) {}
};

/// Throws openClFailure(), as LacksMemory where it is that.
[[noreturn]] void throwFailure(const std::string& subject, const cl::Error& error);

/// Builds the program for the device. Throws cl::BuildError, with the compiler's log where the driver has
/// one. Unlike cl::Program::build it tells of the build even when the driver refuses to show a log.
void buildProgram(const cl::Program& program, const cl::Device& device, const std::string& options);

/// Runs `call`, in which every call of the OpenCL library stands; what fails there is thrown as an Error
/// (failed) about `subject`.
template <typename Call>
decltype(auto) checkedCall(const std::string& subject, Call&& call) {
  try {
    return std::forward<Call>(call)();
  } catch (const cl::Error& error) {
    throwFailure(subject, error);
  }
}

}  // namespace normscope
