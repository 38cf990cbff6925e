#pragma once

#include <string>

#include "core/view/plots/plot_document.h"
#include "ui/base/theme.h"
#include "ui/draw/export/picture_file.h"

namespace normscope {

/// Width of an exported plot where none is asked for.
constexpr double plotWidthMm = 100;
constexpr double narrowestPlotMm = 40;
constexpr double widestPlotMm = 1000;

/// Throws Error (nonsense) where the extension of `path` is none of .svg, .pdf, .png, .tikz and .csv.
void checkPlotPath(const std::string& path);

/// Width and height of an exported plot in millimetres.
QSizeF plotSizeMm(const PlotDocument& document, double widthMm);

/// The plot as something to store, the part of it that its view shows: with nothing behind it where
/// `transparent`, with title and note where `captions`. Throws Error (nonsense) for a width outside 40 to
/// 1000 mm.
Picture plotPicture(const PlotDocument& document, const Theme& theme, double widthMm,
                    bool transparent = false, bool captions = true);

/// Writes a plot as .svg, .pdf, .png (300 dots per inch) or its numbers as .csv, by the extension of `path`.
/// The same document, theme, width and storage give the same SVG, PNG and CSV bytes. The file appears
/// complete or not at all. Needs a QApplication and loadFonts(), but no screen. Throws Error (nonsense) for
/// another extension and a width outside 40 to 1000 mm, what AtomicFile throws where the file cannot be
/// written.
void writePlot(const PlotDocument& document, const Theme& theme, const std::string& path,
               double widthMm = plotWidthMm, const PictureOptions& storage = {}, bool captions = true);

}  // namespace normscope
