#include "app/command_line.h"

int main(int argc, char** argv) {
  return normscope::app::runCommandLine({argv + (argc > 0 ? 1 : 0), argv + argc});
}
