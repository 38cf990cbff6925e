#include <csignal>

#include "app/command_line.h"

int main(int argc, char** argv) {
  // Where files have a limit of size (ulimit -f), to write beyond it is an error like a full disk, and no
  // end.
  std::signal(SIGXFSZ, SIG_IGN);
  return normscope::app::runCommandLine({argv + (argc > 0 ? 1 : 0), argv + argc});
}
