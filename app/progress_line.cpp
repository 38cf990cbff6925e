#include "app/progress_line.h"

#include <unistd.h>

#include <chrono>
#include <iostream>

namespace normscope::app {

Progress progressLine(const std::string& what) {
  if (isatty(STDERR_FILENO) == 0) return {};
  return {{}, [what, start = std::chrono::steady_clock::now(), last = -1](double fraction) mutable {
            const int percent = static_cast<int>(fraction * 100);
            if (percent == last || std::chrono::steady_clock::now() - start < std::chrono::seconds(1)) return;
            last = percent;
            std::cerr << "\r" << what << ": " << percent << " %" << std::flush;
          }};
}

void clearProgressLine() {
  if (isatty(STDERR_FILENO) != 0) std::cerr << "\r\033[K";
}

}  // namespace normscope::app
