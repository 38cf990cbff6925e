#include "ui/draw/figure/figure.h"

#include <QFontMetricsF>
#include <QPainter>
#include <algorithm>
#include <cmath>
#include <set>

#include "core/error.h"
#include "core/view/cube/cube_text.h"
#include "ui/base/fonts.h"
#include "ui/draw/cube/cube_legend.h"
#include "ui/draw/cube/cube_row.h"

namespace normscope {
namespace {

constexpr double lineHeight = 1.45;  // of the caption, in its font's size

/// One cube with its words.
struct Panel {
  ReductionPlan plan;
  CubeRow row;
  CubeContent content;
  std::string cells;  ///< what a cell stands for, where the panels differ in that
  std::string alone;
};

/// Everything of a figure with its measures, in hundredths of a millimetre.
class FigureLayout {
 public:
  explicit FigureLayout(const FigureOptions& options) : options_(options) {
    loadFonts();
    if (options.norms.empty()) throw nonsense("figure", "it has no norm", "give one or more with --norm");
    addPanels();
    shareValueLimit();
    measure();
  }

  QSizeF size() const { return {width_, rows_ * rowHeight_ + bottom_}; }

  void paint(QPainter& painter) const {
    if (!options_.transparent) painter.fillRect(QRectF(QPointF(), size()), options_.theme.background);
    for (std::size_t i = 0; i < panels_.size(); ++i) {
      const int row = static_cast<int>(i) / perRow_;
      const int column = static_cast<int>(i) % perRow_;
      const int inRow = std::min(perRow_, static_cast<int>(panels_.size()) - row * perRow_);
      const double indent = (perRow_ - inRow) * columnWidth_ / 2;
      paintPanel(painter, panels_[i], {indent + column * columnWidth_, row * rowHeight_});
    }
    if (options_.show.show == CubeShow::values) paintValueLegend(painter);
    if (commonNote_.empty()) return;
    const double baseline = rows_ * rowHeight_ + captionSize_ * 1.1;
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
      const ReductionPlan plan = normscope::plan(options_.shape, norm);
      Panel panel{
          plan, cubeRow(plan, selected, options_.camera, rowOptions()), contentOf(panels_.size()), {}, {}};
      panel.cells = cellNote(plan, panel.row.cubes.front());
      panel.alone = aloneNote(plan, panel.row.cubes.front());
      panels_.push_back(std::move(panel));
    }
    const bool same = std::all_of(panels_.begin(), panels_.end(),
                                  [&](const Panel& panel) { return panel.cells == panels_.front().cells; });
    if (!same || panels_.size() == 1) return;
    commonNote_ = panels_.front().cells;
    for (Panel& panel : panels_) panel.cells.clear();
  }

  const CubeContent& contentOf(std::size_t index) const {
    return index < options_.shows.size() ? options_.shows[index] : options_.show;
  }

  CubeRowOptions rowOptions() const { return rowOptionsOf(options_.view, options_.show.show); }

  /// Panels whose cubes form rows lie one below the other.
  bool hasRows() const {
    return std::any_of(panels_.begin(), panels_.end(),
                       [](const Panel& panel) { return panel.row.cubes.size() > 1; });
  }

  void measure() {
    const int count = static_cast<int>(panels_.size());
    const bool isNarrow = count == 1 && !hasRows();
    const double widthMm = options_.widthMm > 0 ? options_.widthMm : (isNarrow ? 80 : 180);
    width_ = std::round(widthMm * figureUnitsPerMm);
    rows_ = hasRows() ? count : (count + 4) / 5;
    perRow_ = (count + rows_ - 1) / rows_;
    columnWidth_ = width_ / perRow_;
    titleSize_ = std::round(std::clamp(120 + 0.038 * columnWidth_, 200.0, 530.0));
    captionSize_ = std::round(titleSize_ * 0.76);
    style_.labelSize = std::round(titleSize_ * 0.8);
    style_.lineWidth = std::clamp(columnWidth_ / 400, 8.0, 20.0);
    style_.tagAxes = options_.view.axes;
    measureCubes();
    std::size_t lines = 2;
    for (const Panel& panel : panels_) lines = std::max(lines, captionOf(panel).size());
    captionHeight_ = captionSize_ * (1.1 + lineHeight * static_cast<double>(lines));
    rowHeight_ = std::round(titleHeight() + cubeHeight_ + captionHeight_);
    bottom_ = commonNote_.empty() ? 0 : std::round(captionSize_ * 2.2);
    if (options_.show.show == CubeShow::values) bottom_ += std::round(captionSize_ * 2.2);
  }

  /// One scale for all cubes, so that the same cells have the same size.
  void measureCubes() {
    scale_ = 1e9;
    for (const Panel& panel : panels_) {
      if (panel.row.empty()) continue;
      scale_ = std::min(scale_, placeRow(panel.row, rowRect(), style_).front().scale);
    }
    cubeHeight_ = columnWidth_ * 0.3;
    for (const Panel& panel : panels_) {
      if (panel.row.empty()) continue;
      cubeHeight_ = std::max(cubeHeight_, heightOf(panel));
    }
  }

  /// How high the cubes of a panel are with their labels.
  double heightOf(const Panel& panel) const {
    const double cube = 2 * panel.row.cubes.front().halfSize.y * scale_;
    const double labels = style_.labelSize * (style_.tagAxes ? 1.6 : 0.6);
    if (panel.row.cubes.size() == 1) return cube + labels;
    std::set<double> lines;
    for (const CubePlacement& place : placeRow(panel.row, rowRect(), style_)) lines.insert(place.center.y());
    return static_cast<double>(lines.size()) * (cube + labels + 2 * style_.labelSize);
  }

  QRectF rowRect() const { return {0, 0, columnWidth_ * 0.9, columnWidth_ * (hasRows() ? 0.6 : 1.05)}; }

  double titleHeight() const { return titleSize_ * 2.5; }

  void paintPanel(QPainter& painter, const Panel& panel, const QPointF& corner) const {
    const Theme& theme = options_.theme;
    const double middle = corner.x() + columnWidth_ / 2;
    drawCentred(painter, normTitleInFull(panel.plan), {middle, corner.y() + titleSize_ * 1.6}, titleSize_,
                QFont::DemiBold, theme.text, columnWidth_);
    const QRectF area(corner.x(), corner.y() + titleHeight(), columnWidth_, cubeHeight_);
    if (panel.row.empty()) {
      drawCentred(painter, "no elements", area.center(), captionSize_, QFont::Normal, theme.textQuiet,
                  columnWidth_);
    } else {
      auto places = placeRow(panel.row, area, style_);
      for (CubePlacement& place : places) place.scale = scale_;
      paintRow(painter, places, panel.plan, panel.row, panel.content, theme, style_);
    }
    double baseline = area.bottom() + captionSize_ * 1.7;
    QColor color = theme.textQuiet;
    for (const std::string& line : captionOf(panel)) {
      drawCentred(painter, line, {middle, baseline}, captionSize_,
                  color == theme.textQuiet ? QFont::Medium : QFont::Normal, color, columnWidth_);
      baseline += captionSize_ * lineHeight;
      color = theme.textFaint;
    }
  }

  std::vector<std::string> captionOf(const Panel& panel) const {
    std::vector<std::string> lines = {setsInShort(panel.plan), sharedPer(panel.plan)};
    if (options_.show.parameters) lines.push_back("striped: " + sharedParameters(panel.plan));
    for (const std::string& note : {panel.row.note, panel.cells, panel.alone}) {
      if (!note.empty()) lines.push_back(note);
    }
    return lines;
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
  /// One scale of colours for all cubes.
  void shareValueLimit() {
    if (options_.show.show != CubeShow::values || options_.show.limit > 0) return;
    double limit = 0;
    for (const Panel& panel : panels_) limit = std::max(limit, valueLimit(panel.row, panel.content));
    for (Panel& panel : panels_) panel.content.limit = limit;
  }

  void paintValueLegend(QPainter& painter) const {
    painter.setFont(uiFont(captionSize_));
    const double baseline = size().height() - captionSize_ * 1.1;
    const double barWidth = captionSize_ * 10;
    const double whole = barWidth + captionSize_ * 12;
    paintColorBar(painter,
                  {(width_ - whole) / 2, baseline - captionSize_ * 0.75, barWidth, captionSize_ * 0.75},
                  panels_.front().content.limit, options_.theme);
  }

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
