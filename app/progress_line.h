#pragma once

#include <string>

#include "core/engine/progress.h"

namespace normscope::app {

/// Tells a person at a terminal how far long work is, on standard error: "searching: 40 %", from one second
/// on. Says nothing where standard error is no terminal.
Progress progressLine(const std::string& what);

/// Removes the line.
void clearProgressLine();

/// The result of work(progress), with the line while it runs.
template <typename Work>
auto withProgress(const std::string& what, Work&& work) {
  auto result = work(progressLine(what));
  clearProgressLine();
  return result;
}

}  // namespace normscope::app
