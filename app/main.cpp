#include <csignal>
#include <cstdlib>
#include <iostream>

#include "app/command_line.h"
#include "core/compute/choose.h"
#include "core/engine/opencl/device_trial.h"
#include "core/engine/opencl/trials.h"
#include "core/tensor/result_memory.h"

namespace {

/// With this first argument the program is the child process in which a device is tried.
constexpr const char* trialArgument = "--device-trial";

/// A command that ends with its answer needs no more to be quick: what is larger goes straight to its file.
constexpr std::size_t resultMemoryOfCommands = std::size_t{128} << 20;

}  // namespace

int main(int argc, char** argv) {
  // Where files have a limit of size (ulimit -f), to write beyond it is an error like a full disk, and no
  // end.
  std::signal(SIGXFSZ, SIG_IGN);
  using namespace normscope;
  const std::vector<std::string> arguments(argv + (argc > 0 ? 1 : 0), argv + argc);
  if (!arguments.empty() && arguments.front() == trialArgument)
    return runDeviceTrial({arguments.begin() + 1, arguments.end()});
  setTrials({{"/proc/self/exe", trialArgument}});
  setWhileNotReady(WhileNotReady::answer);
  setResultMemory(resultMemoryOfCommands);
  const int status = app::runCommandLine(arguments);
  // A driver that builds kernels cannot be interrupted, nor be left alone while static objects go.
  if (deviceWorkIsUnderWay()) {
    std::cout.flush();
    std::_Exit(status);
  }
  return status;
}
