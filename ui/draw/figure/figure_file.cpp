#include <QPainter>

#include "core/error.h"
#include "ui/draw/export/picture_file.h"
#include "ui/draw/figure/figure.h"

namespace normscope {

Picture figurePicture(const FigureOptions& options) {
  if (options.widthMm != 0 && !(options.widthMm >= 20 && options.widthMm <= 2000)) {
    throw nonsense("figure", "its width is not between 20 and 2000 mm", "give a width such as 80");
  }
  return {QStringLiteral("Normscope"), figureSizeMm(options) * figureUnitsPerMm, figureUnitsPerMm,
          options.theme.background, [options](QPaintDevice& device, const QRectF& target, bool) {
            QPainter painter(&device);
            paintFigure(painter, target, options);
          }};
}

void writeFigure(const FigureOptions& options, const std::string& path, PictureOptions storage) {
  const std::string extension = extensionOf(path);
  if (extension != ".svg" && extension != ".pdf" && extension != ".png" && extension != ".tikz") {
    throw nonsense(
        path, extension.empty() ? "the name has no extension" : "figures are not written as " + extension,
        "use .svg, .pdf, .png or .tikz");
  }
  storage.transparent = options.transparent;
  writePicture(figurePicture(options), path, storage);
}

}  // namespace normscope
