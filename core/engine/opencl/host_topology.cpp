#include "core/engine/opencl/host_topology.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <mutex>
#include <string>

namespace normscope {
namespace {

/// hwloc's synthetic description of one memory node: "node:1(memory=BYTES) core:N pu:1".
std::string syntheticHost() {
  const long long bytes =
      std::max(1LL, static_cast<long long>(sysconf(_SC_PHYS_PAGES))) * sysconf(_SC_PAGESIZE);
  const long cores = std::max(1L, sysconf(_SC_NPROCESSORS_ONLN));
  return "node:1(memory=" + std::to_string(bytes) + ") core:" + std::to_string(cores) + " pu:1";
}

}  // namespace

void describeHostToOpenCl() {
  static std::once_flag once;
  std::call_once(once, [] {
    if (access("/sys/devices/system/cpu", F_OK) == 0 || std::getenv("HWLOC_XMLFILE") != nullptr) return;
    setenv("HWLOC_SYNTHETIC", syntheticHost().c_str(), 0);
  });
}

}  // namespace normscope
