#pragma once

#include <optional>
#include <string>

#include "app/argument_parser.h"
#include "core/compute/choose.h"
#include "core/tensor/shape.h"

namespace normscope::app {

/// The options that go wherever a tensor or a shape is given.
struct TensorOptions {
  std::optional<std::string> layout;
  std::optional<std::string> device;
  bool json = false;

  void addTo(ArgumentParser& parser);

  /// The axes by name: --layout, else `own` (what the source of the tensor says), else the default of the
  /// rank.
  Shape shapeOf(const Extents& extents, const std::optional<Layout>& own = std::nullopt) const;

  /// --device, or auto. Throws Error (nonsense) for what is no device.
  DeviceChoice deviceChoice() const;
};

/// What the help says about --norm.
std::string specHelp();

}  // namespace normscope::app
