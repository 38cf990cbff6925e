#pragma once

#include <optional>
#include <string>

#include "app/argument_parser.h"
#include "core/view/plots/plot_document.h"
#include "ui/base/theme.h"
#include "ui/draw/export/picture_file.h"

namespace normscope::app {

/// How a plot becomes a file.
struct PlotStorage {
  Theme theme;
  double widthMm;
  bool captions;
  PictureOptions picture;

  /// Throws what writePlot() throws.
  void write(const PlotDocument& document, const std::string& path) const;
};

/// The options of everything that draws a plot.
struct PlotOptions {
  std::optional<std::string> theme, width, text, background, captions;

  void addTo(ArgumentParser& parser);

  /// What they say. Throws Error (nonsense) for unknown values and widths out of range.
  PlotStorage storage() const;
};

}  // namespace normscope::app
