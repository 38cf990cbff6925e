#include "app/plot_options.h"

#include "app/picture_options.h"
#include "core/error.h"
#include "core/text/number.h"
#include "ui/draw/plots/plot_export.h"

namespace normscope::app {
namespace {

Theme plotThemeOf(const std::string& name) {
  if (name == "light") return Theme::light();
  if (name == "dark") return Theme::dark();
  throw nonsense("--theme '" + name + "'", "it is unknown", "give light or dark");
}

double plotWidthOf(const std::optional<std::string>& text) {
  if (!text) return plotWidthMm;
  const auto width = readDouble(*text);
  if (width && *width >= narrowestPlotMm && *width <= widestPlotMm) return *width;
  throw nonsense("--width '" + *text + "'", "it is not a number from 40 to 1000",
                 "give millimetres, such as 100");
}

}  // namespace

void PlotStorage::write(const PlotDocument& document, const std::string& path) const {
  writePlot(document, theme, path, widthMm, picture, captions);
}

void PlotOptions::addTo(ArgumentParser& parser) {
  parser.optional("--theme", "THEME", theme, "light (default) or dark");
  parser.words({"light", "dark"});
  parser.optional("--width", "MM", width, "millimetres (default 100)");
  addPictureOptions(parser, text, background);
  addCaptionsOption(parser, captions);
}

PlotStorage PlotOptions::storage() const {
  return {plotThemeOf(theme.value_or("light")), plotWidthOf(width), captionsOf(captions),
          pictureOptionsOf(text, background)};
}

}  // namespace normscope::app
