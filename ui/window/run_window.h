#pragma once

#include <optional>
#include <string>

#include "core/compute/choose.h"
#include "core/norm/norm_spec.h"
#include "core/tensor/shape.h"

namespace normscope {

/// What the window opens on.
struct WindowOptions {
  std::string source;            ///< what SceneOpener opens; empty: what was open last
  std::optional<Layout> layout;  ///< instead of what the source says, or its rank
  std::optional<NormSpec> spec;
  DeviceChoice device;
  bool reuse = false;  ///< the window that runs opens the file of `source`; where none runs, one is opened
};

/// Opens the window, as the last one was left, and runs until it is closed; with `reuse` only where no window
/// runs already. Throws Error (failed) where there is no display to open it on, and as openInRunningWindow().
void runWindow(const WindowOptions& options);

}  // namespace normscope
