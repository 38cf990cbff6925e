#include "ui/figure/figure.h"

#include <QFontMetricsF>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "ui/cube/cube_painter.h"
#include "ui/cube/cube_text.h"
#include "ui/fonts.h"

namespace normscope {
namespace {

/// One cube with its words.
struct Panel {
  ReductionPlan plan;
  CubeGeometry geometry;
  std::string note;
};

/// Everything of a figure with its measures, in hundredths of a millimetre.
class FigureLayout {
 public:
  explicit FigureLayout(const FigureOptions& options) : options_(options) {
    loadFonts();
    if (options.norms.empty()) throw nonsense("figure", "it has no norm", "give one or more with --norm");
    addPanels();
    measure();
  }

  QSizeF size() const { return {width_, rows_ * rowHeight_ + bottom_}; }

  void paint(QPainter& painter) const {
    painter.fillRect(QRectF(QPointF(), size()), options_.theme.background);
    for (std::size_t i = 0; i < panels_.size(); ++i) {
      const int row = static_cast<int>(i) / perRow_;
      const int column = static_cast<int>(i) % perRow_;
      const int inRow = std::min(perRow_, static_cast<int>(panels_.size()) - row * perRow_);
      const double indent = (perRow_ - inRow) * columnWidth_ / 2;
      paintPanel(painter, panels_[i], {indent + column * columnWidth_, row * rowHeight_});
    }
    if (commonNote_.empty()) return;
    const double baseline = rows_ * rowHeight_ + captionSize_ * 0.6;
    drawCentred(painter, commonNote_, {width_ / 2, baseline}, captionSize_, QFont::Normal,
                options_.theme.textFaint, width_);
  }

 private:
  void addPanels() {
    const Extents zeros(static_cast<std::size_t>(options_.shape.rank()), 0);
    const bool isEmpty = options_.shape.elementCount() == 0 && options_.select.empty();
    const std::int64_t selected =
        isEmpty ? 0 : options_.shape.offsetOf(options_.select.empty() ? zeros : options_.select);
    for (const NormSpec& norm : options_.norms) {
      CubeOptions cube;
      cube.revealHidden = options_.show.show == CubeShow::set;
      const ReductionPlan plan = normscope::plan(options_.shape, norm);
      Panel panel{plan, cubeGeometry(plan, selected, options_.camera, cube), {}};
      if (!panel.geometry.empty()) panel.note = scaleNote(plan, panel.geometry);
      panels_.push_back(std::move(panel));
    }
    const bool same = std::all_of(panels_.begin(), panels_.end(),
                                  [&](const Panel& panel) { return panel.note == panels_.front().note; });
    if (!same || panels_.size() == 1) return;
    commonNote_ = panels_.front().note;
    for (Panel& panel : panels_) panel.note.clear();
  }

  void measure() {
    const int count = static_cast<int>(panels_.size());
    const double widthMm = options_.widthMm > 0 ? options_.widthMm : (count == 1 ? 80 : 180);
    width_ = std::round(widthMm * figureUnitsPerMm);
    rows_ = (count + 4) / 5;
    perRow_ = (count + rows_ - 1) / rows_;
    columnWidth_ = width_ / perRow_;
    titleSize_ = std::round(std::clamp(120 + 0.038 * columnWidth_, 200.0, 530.0));
    captionSize_ = std::round(titleSize_ * 0.76);
    style_.labelSize = std::round(titleSize_ * 0.8);
    style_.lineWidth = std::clamp(columnWidth_ / 400, 8.0, 20.0);
    measureCubes();
    const bool notes =
        std::any_of(panels_.begin(), panels_.end(), [](const Panel& panel) { return !panel.note.empty(); });
    captionHeight_ = captionSize_ * (notes ? 5.4 : 4.0);
    rowHeight_ = std::round(titleHeight() + cubeHeight_ + captionHeight_);
    bottom_ = commonNote_.empty() ? 0 : std::round(captionSize_ * 1.4);
  }

  /// One scale for all cubes, so that the same cells have the same size.
  void measureCubes() {
    const double wide = columnWidth_ * 0.94;
    const double high = columnWidth_ * 1.15;
    scale_ = 1e9;
    for (const Panel& panel : panels_) {
      if (panel.geometry.empty()) continue;
      scale_ = std::min(scale_, placeCube(panel.geometry, {0, 0, wide, high}, style_).scale);
    }
    cubeHeight_ = columnWidth_ * 0.3;
    for (const Panel& panel : panels_) {
      if (panel.geometry.empty()) continue;
      cubeHeight_ = std::max(cubeHeight_, 2 * panel.geometry.halfSize.y * scale_ + style_.labelSize * 0.6);
    }
  }

  double titleHeight() const { return titleSize_ * 2.5; }

  void paintPanel(QPainter& painter, const Panel& panel, const QPointF& corner) const {
    const Theme& theme = options_.theme;
    const double middle = corner.x() + columnWidth_ / 2;
    drawCentred(painter, normTitleInFull(panel.plan), {middle, corner.y() + titleSize_ * 1.6}, titleSize_,
                QFont::DemiBold, theme.text, columnWidth_);
    const QRectF area(corner.x(), corner.y() + titleHeight(), columnWidth_, cubeHeight_);
    if (panel.geometry.empty()) {
      drawCentred(painter, "no elements", area.center(), captionSize_, QFont::Normal, theme.textQuiet,
                  columnWidth_);
    } else {
      CubePlacement place = placeCube(panel.geometry, area, style_);
      place.scale = scale_;
      paintCube(painter, place, panel.plan, panel.geometry, options_.show, theme, style_);
    }
    double baseline = area.bottom() + captionSize_ * 1.7;
    drawCentred(painter, setsInShort(panel.plan), {middle, baseline}, captionSize_, QFont::Medium,
                theme.textQuiet, columnWidth_);
    baseline += captionSize_ * 1.45;
    drawCentred(painter, sharedPer(panel.plan), {middle, baseline}, captionSize_, QFont::Normal,
                theme.textFaint, columnWidth_);
    baseline += captionSize_ * 1.45;
    drawCentred(painter, panel.note, {middle, baseline}, captionSize_, QFont::Normal, theme.textFaint,
                columnWidth_);
  }

  /// Text that shrinks where it would not fit.
  static void drawCentred(QPainter& painter, const std::string& text, const QPointF& middle, double size,
                          QFont::Weight weight, const QColor& color, double room) {
    if (text.empty()) return;
    const QString words = QString::fromStdString(text);
    QFont font = uiFont(size, weight);
    const double natural = QFontMetricsF(font).horizontalAdvance(words);
    if (natural > room * 0.97) font = uiFont(std::floor(size * room * 0.97 / natural), weight);
    painter.setFont(font);
    painter.setPen(color);
    painter.drawText(middle - QPointF(QFontMetricsF(font).horizontalAdvance(words) / 2, 0), words);
  }

  const FigureOptions& options_;
  std::vector<Panel> panels_;
  std::string commonNote_;
  CubeStyle style_;
  double width_ = 0;
  int rows_ = 1;
  int perRow_ = 1;
  double columnWidth_ = 0;
  double rowHeight_ = 0;
  double titleSize_ = 0;
  double captionSize_ = 0;
  double captionHeight_ = 0;
  double cubeHeight_ = 0;
  double bottom_ = 0;
  double scale_ = 1;
};

}  // namespace

QSizeF figureSizeMm(const FigureOptions& options) {
  return FigureLayout(options).size() / figureUnitsPerMm;
}

void paintFigure(QPainter& painter, const QRectF& rect, const FigureOptions& options) {
  const FigureLayout layout(options);
  const QSizeF size = layout.size();
  const double scale = std::min(rect.width() / size.width(), rect.height() / size.height());
  painter.save();
  painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
  painter.translate(rect.topLeft());
  painter.scale(scale, scale);
  layout.paint(painter);
  painter.restore();
}

}  // namespace normscope
