#pragma once

#include <string>

#include "ui/plots/plot_document.h"
#include "ui/theme.h"

namespace normscope {

/// Width of an exported plot where none is asked for.
constexpr double plotWidthMm = 100;
constexpr double narrowestPlotMm = 40;
constexpr double widestPlotMm = 1000;

/// Throws Error (nonsense) where the extension of `path` is none of .svg, .pdf, .png and .csv.
void checkPlotPath(const std::string& path);

/// Writes a plot as .svg, .pdf, .png (300 dots per inch) or its numbers as .csv, by the extension of `path`.
/// The same document, theme and width give the same SVG, PNG and CSV bytes. The file appears complete or not
/// at all. Needs a QApplication and loadFonts(), but no screen. Throws Error (nonsense) for another extension
/// and a width outside 40 to 1000 mm, what AtomicFile throws where the file cannot be written.
void writePlot(const PlotDocument& document, const Theme& theme, const std::string& path,
               double widthMm = plotWidthMm);

}  // namespace normscope
