#pragma once

#include <optional>
#include <string>

#include "app/argument_parser.h"
#include "core/io/formats/raw_file.h"

namespace normscope::app {

/// The options that say what a FILE without a header holds: --dtype and --shape.
struct RawOptions {
  std::optional<std::string> dtype;
  std::optional<std::string> shape;

  void addTo(ArgumentParser& parser);

  /// What they say, nothing where neither is given. Throws Error (nonsense) for one without the other, an
  /// unknown dtype and what is no shape.
  std::optional<RawForm> form() const;
};

/// What the help says about FILE.
std::string fileHelp();

}  // namespace normscope::app
