// The child process in which tests try devices, as the program is its own.
#include "core/engine/opencl/device_trial.h"

int main(int argc, char** argv) {
  return normscope::runDeviceTrial({argv + 1, argv + argc});
}
