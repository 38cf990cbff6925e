#include "ui/draw/figure/figure.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QStringList>
#include <algorithm>
#include <cmath>
#include <set>

#include "core/error.h"
#include "core/view/cube/cube_text.h"
#include "ui/base/fonts.h"
#include "ui/draw/cube/cube_header.h"
#include "ui/draw/cube/cube_legend.h"
#include "ui/draw/cube/cube_row.h"

namespace normscope {
namespace {

constexpr double lineHeight = 1.45;   // of the caption, in its font's size
constexpr double leastSize = 212;     // of any word: 6 points, in hundredths of a millimetre
constexpr double leastColumn = 2800;  // narrower cubes stand in more rows
constexpr double textShare = 0.97;    // of a column's width

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
    double baseline = rows_ * rowHeight_ + captionSize_ * 1.1;
    for (const QString& line : noteLines_) {
      drawCentred(painter, line, {width_ / 2, baseline}, captionFont(), options_.theme.textQuiet);
      baseline += captionSize_ * lineHeight;
    }
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
    const int most = std::clamp(static_cast<int>(width_ / leastColumn), 1, 5);
    rows_ = hasRows() ? count : (count + most - 1) / most;
    perRow_ = (count + rows_ - 1) / rows_;
    columnWidth_ = width_ / perRow_;
    titleSize_ = std::round(std::clamp(120 + 0.038 * columnWidth_, 240.0, 530.0));
    captionSize_ = std::round(std::max(titleSize_ * 0.76, leastSize));
    style_.labelSize = std::round(std::max(titleSize_ * 0.8, leastSize));
    style_.leastText = leastSize;
    style_.lineWidth = std::clamp(columnWidth_ / 400, 8.0, 20.0);
    style_.tagAxes = options_.view.axes;
    measureCubes();
    measureWords();
    rowHeight_ = std::round(titleHeight_ + cubeHeight_ + captionHeight_);
    bottom_ = std::round(captionSize_ * lineHeight * static_cast<double>(noteLines_.size()));
    if (!noteLines_.empty()) bottom_ += std::round(captionSize_ * 0.75);
    if (options_.show.show == CubeShow::values) {
      bottom_ += std::round(captionSize_ * (0.75 + lineHeight * static_cast<double>(legendLines().size())));
    }
  }

  /// Words are broken into lines rather than made smaller.
  void measureWords() {
    titleHeight_ = captionHeight_ = captionSize_ * 0.6;
    if (!options_.captions) return;
    qsizetype titles = 1;
    qsizetype captions = 2;
    for (const Panel& panel : panels_) {
      titles = std::max(titles, titleOf(panel).size());
      captions = std::max(captions, captionOf(panel).size());
    }
    titleHeight_ = titleSize_ * (1.25 + 1.25 * static_cast<double>(titles));
    captionHeight_ = captionSize_ * (1.1 + lineHeight * static_cast<double>(captions));
    if (!commonNote_.empty()) noteLines_ = brokenInto(commonNote_, captionFont(), width_ * textShare);
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
    const double labels = style_.labelSize * 0.6 + (style_.tagAxes ? 1.3 * leastSize : 0);
    if (panel.row.cubes.size() == 1) return cube + labels;
    std::set<double> lines;
    for (const CubePlacement& place : placeRow(panel.row, rowRect(), style_)) lines.insert(place.center.y());
    return static_cast<double>(lines.size()) * (cube + labels + 2 * style_.labelSize);
  }

  QRectF rowRect() const { return {0, 0, columnWidth_ * 0.9, columnWidth_ * (hasRows() ? 0.6 : 1.05)}; }

  QFont titleFont() const { return uiFont(titleSize_, QFont::DemiBold); }
  QFont captionFont() const { return uiFont(captionSize_); }

  QStringList titleOf(const Panel& panel) const {
    return brokenInto(normTitleInFull(panel.plan), titleFont(), columnWidth_ * textShare);
  }

  void paintPanel(QPainter& painter, const Panel& panel, const QPointF& corner) const {
    const Theme& theme = options_.theme;
    const double middle = corner.x() + columnWidth_ / 2;
    const QRectF area(corner.x(), corner.y() + titleHeight_, columnWidth_, cubeHeight_);
    if (options_.captions) paintTitle(painter, panel, {middle, area.top()});
    if (panel.row.empty()) {
      drawCentred(painter, QStringLiteral("no elements"), area.center(), captionFont(), theme.textQuiet);
    } else {
      auto places = placeRow(panel.row, area, style_);
      for (CubePlacement& place : places) place.scale = scale_;
      paintRow(painter, places, panel.plan, panel.row, panel.content, theme, style_);
    }
    if (options_.captions) paintCaption(painter, panel, {middle, area.bottom() + captionSize_ * 1.7});
  }

  /// Its last line stands over the cube.
  void paintTitle(QPainter& painter, const Panel& panel, const QPointF& bottom) const {
    const QStringList lines = titleOf(panel);
    double baseline = bottom.y() - titleSize_ * (0.9 + 1.25 * static_cast<double>(lines.size() - 1));
    for (const QString& line : lines) {
      drawCentred(painter, line, {bottom.x(), baseline}, titleFont(), options_.theme.text);
      baseline += titleSize_ * 1.25;
    }
  }

  void paintCaption(QPainter& painter, const Panel& panel, QPointF at) const {
    bool isFirst = true;
    for (const QString& line : captionOf(panel)) {
      const QFont font = uiFont(captionSize_, isFirst ? QFont::Medium : QFont::Normal);
      drawCentred(painter, line, at, font, isFirst ? options_.theme.text : options_.theme.textQuiet);
      at.ry() += captionSize_ * lineHeight;
      isFirst = false;
    }
  }

  QStringList captionOf(const Panel& panel) const {
    std::vector<std::string> sentences = {setsInShort(panel.plan), sharedPer(panel.plan)};
    if (options_.show.parameters) sentences.push_back(parametersOf(panel));
    for (const std::string& note : {panel.row.note, panel.cells, panel.alone}) {
      if (!note.empty()) sentences.push_back(note);
    }
    QStringList lines;
    for (const std::string& sentence : sentences)
      lines << brokenInto(sentence, uiFont(captionSize_, QFont::Medium), columnWidth_ * textShare);
    return lines;
  }

  /// How what shares weight and bias is marked, where there is anything to mark.
  static std::string parametersOf(const Panel& panel) {
    const std::string shared = sharedParameters(panel.plan);
    if (panel.plan.parameterCount() == 0) return shared;
    return (panel.content.show == CubeShow::set ? "striped: " : "framed: ") + shared;
  }

  /// The text in lines that fit, broken between words; a single word may be wider.
  static QStringList brokenInto(const std::string& text, const QFont& font, double room) {
    const QFontMetricsF metrics(font);
    QStringList lines;
    for (const QString& word : QString::fromStdString(text).split(QLatin1Char(' '))) {
      const QString longer = lines.isEmpty() ? word : lines.back() + QLatin1Char(' ') + word;
      if (lines.isEmpty()) {
        lines << word;
      } else if (metrics.horizontalAdvance(longer) <= room) {
        lines.back() = longer;
      } else {
        lines << word;
      }
    }
    return lines;
  }

  static void drawCentred(QPainter& painter, const QString& words, const QPointF& middle, const QFont& font,
                          const QColor& color) {
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

  /// The words of the bar of colours; where they don't fit beside it, what follows stands below.
  QStringList legendLines() const {
    const QString limits = colorBarText(panels_.front().content.limit, options_.theme);
    const QString means = panels_.front().row.empty() ? QString() : meanNote(panels_.front().row);
    const QString all = means.isEmpty() ? limits : limits + QStringLiteral(" · ") + means;
    const double room = width_ * textShare - barWidth() - captionSize_;
    if (means.isEmpty() || QFontMetricsF(captionFont()).horizontalAdvance(all) <= room) return {all};
    return QStringList{limits} + brokenInto(means.toStdString(), captionFont(), width_ * textShare);
  }

  double barWidth() const { return std::min(captionSize_ * 10, width_ * 0.25); }

  void paintValueLegend(QPainter& painter) const {
    const QStringList lines = legendLines();
    painter.setFont(captionFont());
    double baseline =
        size().height() - captionSize_ * (0.5 + lineHeight * static_cast<double>(lines.size() - 1));
    const double whole =
        barWidth() + captionSize_ * 0.6 + QFontMetricsF(captionFont()).horizontalAdvance(lines[0]);
    paintColorBar(painter,
                  {(width_ - whole) / 2, baseline - captionSize_ * 0.75, barWidth(), captionSize_ * 0.75},
                  lines[0], options_.theme);
    for (qsizetype i = 1; i < lines.size(); ++i) {
      baseline += captionSize_ * lineHeight;
      drawCentred(painter, lines[i], {width_ / 2, baseline}, captionFont(), options_.theme.textQuiet);
    }
  }

  std::vector<Panel> panels_;
  std::string commonNote_;
  QStringList noteLines_;
  CubeStyle style_;
  double width_ = 0;
  int rows_ = 1;
  int perRow_ = 1;
  double columnWidth_ = 0;
  double rowHeight_ = 0;
  double titleSize_ = 0;
  double captionSize_ = 0;
  double titleHeight_ = 0;
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
