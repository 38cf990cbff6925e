#include "tests/faults/fault_control.h"

#include <dlfcn.h>

#include <array>
#include <cstdlib>
#include <stdexcept>

namespace normscope::faults {
namespace {

/// A function of the layer, which the ICD loader has loaded or is going to.
template <typename Function>
Function* inLayer(const char* name) {
  void* const library = ::dlopen(NORMSCOPE_FAULT_LAYER, RTLD_NOW);
  if (library == nullptr) throw std::runtime_error(::dlerror());
  void* const symbol = ::dlsym(library, name);
  if (symbol == nullptr) throw std::runtime_error(name);
  return reinterpret_cast<Function*>(symbol);
}

/// Before main(), since the ICD loader looks for layers at the first OpenCL call.
[[maybe_unused]] const int inPlace = ::setenv("OPENCL_LAYERS", NORMSCOPE_FAULT_LAYER, 1);

}  // namespace

void arm(const FaultPlan& plan) {
  static auto* const call = inLayer<decltype(normscopeFaultsArm)>("normscopeFaultsArm");
  call(&plan);
}

void disarm(bool asGpu) {
  arm({.asGpu = asGpu});
}

long long calls() {
  static auto* const call = inLayer<decltype(normscopeFaultsCalls)>("normscopeFaultsCalls");
  return call();
}

std::string failed() {
  static auto* const call = inLayer<decltype(normscopeFaultsFailed)>("normscopeFaultsFailed");
  return call();
}

long long unfinished() {
  static auto* const call = inLayer<decltype(normscopeFaultsUnfinished)>("normscopeFaultsUnfinished");
  return call();
}

std::string alive() {
  static auto* const call = inLayer<decltype(normscopeFaultsAlive)>("normscopeFaultsAlive");
  std::array<char, 500> text{};
  call(text.data(), text.size());
  return text.data();
}

}  // namespace normscope::faults
