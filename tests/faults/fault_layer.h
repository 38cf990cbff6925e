#pragma once

#include <cstddef>

namespace normscope::faults {

/// Which OpenCL call fails, and how. Calls are counted that can fail: all but those that release something.
struct FaultPlan {
  long long first = 0;         ///< 1: the next call; 0: none
  int status = 0;              ///< what it returns, such as CL_OUT_OF_RESOURCES
  bool stays = false;          ///< all calls after it fail too, as on a device that is lost
  const char* only = nullptr;  ///< only calls of this name are counted and fail; null: all
  bool asGpu = false;          ///< every device says that it is a GPU
  bool crashes = false;        ///< instead of returning, the call ends the process by SIGABRT
  bool exits = false;          ///< ... or by exit(8), with words on standard error
  bool hangs = false;          ///< ... or never returns
  bool idles = false;          ///< kernels are enqueued, and do nothing
};

}  // namespace normscope::faults

// What the layer offers to the process that it is loaded into. Without that, the variable NORMSCOPE_FAULT
// holds a plan: "first=12,status=-5,stays,only=clBuildProgram,gpu,crashes,exits,hangs,idles", each part but
// `first` may be left out.
extern "C" {
void normscopeFaultsArm(const normscope::faults::FaultPlan* plan);
long long normscopeFaultsCalls();     ///< counted since the plan was made
const char* normscopeFaultsFailed();  ///< name of the first call that was made to fail since then, or ""

/// Commands that were enqueued since clFinish last succeeded: they may still read and write memory of the
/// host. None on a device that is lost.
long long normscopeFaultsUnfinished();

/// Writes what is created or retained and not released, mapped and not unmapped: "2 buffers, 1 kernel", or
/// "" where there is nothing. Also what was released too often.
void normscopeFaultsAlive(char* text, std::size_t size);
}
