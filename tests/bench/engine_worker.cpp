// Times the engine as against_torch.py says, with the word "cpu" by the time of the processor, one line on
// standard input at a time:
//     case NAME LAYOUT NORM N,C,H,W   prepares a case
//     forward K                       prints the seconds of K runs, of the processor their mean
//     backward K                      likewise, of dL/dx, grad_weight and grad_bias
//     copy I K                        prints the seconds of K copies of the same bytes by way I
#include <chrono>
#include <ctime>
#include <functional>
#include <iostream>
#include <memory>
#include <sstream>

#include "core/text/number.h"
#include "tests/bench/engine_case.h"

namespace normscope {
namespace {

Extents extentsOf(const std::string& text) {
  Extents extents;
  std::istringstream parts(text);
  for (std::string part; std::getline(parts, part, ',');) extents.push_back(std::stoll(part));
  return extents;
}

/// Of all threads of the process, or of the clock on the wall.
double secondsNow(bool ofProcessor) {
  if (ofProcessor) return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

void serve(bool ofProcessor) {
  const auto printSeconds = [ofProcessor](int runs, const std::function<void()>& work) {
    if (ofProcessor) {
      // What a thread on another core has used is known once that sleeps: of one short run too little or too
      // much.
      const double start = secondsNow(true);
      for (int run = 0; run < runs; ++run) work();
      std::cout << (secondsNow(true) - start) / runs << std::endl;
      return;
    }
    for (int run = 0; run < runs; ++run) {
      const double start = secondsNow(false);
      work();
      std::cout << (run > 0 ? " " : "") << secondsNow(false) - start;
    }
    std::cout << std::endl;
  };
  std::unique_ptr<PreparedCase> prepared;
  std::unique_ptr<Copies> copies;
  for (std::string line; std::getline(std::cin, line);) {
    std::istringstream words(line);
    std::string command;
    words >> command;
    if (command == "case") {
      EngineCase of;
      std::string extents;
      words >> of.name >> of.layout >> of.norm >> extents;
      of.nchw = extentsOf(extents);
      copies.reset();
      prepared.reset();
      prepared = std::make_unique<PreparedCase>(of);
      std::cout << "ready" << std::endl;
    } else if (command == "forward") {
      int runs = 0;
      words >> runs;
      printSeconds(runs, [&] { prepared->forward(); });
    } else if (command == "backward") {
      int runs = 0;
      words >> runs;
      printSeconds(runs, [&] { prepared->backward(); });
    } else if (command == "copy") {
      std::size_t way = 0;
      int runs = 0;
      words >> way >> runs;
      if (!copies) copies = std::make_unique<Copies>(prepared->x(), prepared->y());
      printSeconds(runs, [&] { copies->run(way); });
    }
  }
}

}  // namespace
}  // namespace normscope

int main(int count, char** words) {
  normscope::serve(count > 1 && std::string(words[1]) == "cpu");
  return 0;
}
