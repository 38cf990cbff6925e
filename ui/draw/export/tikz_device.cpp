#include "ui/draw/export/tikz_device.h"

#include <QFontMetricsF>
#include <QHash>
#include <QPaintEngine>
#include <QPainterPath>
#include <QTransform>
#include <cmath>
#include <vector>

#include "ui/draw/export/tikz_text.h"

namespace normscope {
namespace {

constexpr double tikzMmPerInch = 25.4;
constexpr double texPointsPerMm = 72.27 / tikzMmPerInch;

/// Three digits of a millimetre are finer than any printer; no "-0".
QString number(double value) {
  QString text = QString::number(value, 'f', 3);
  while (text.contains('.') && (text.endsWith('0') || text.endsWith('.'))) text.chop(1);
  return text == QStringLiteral("-0") ? QStringLiteral("0") : text;
}

QString capOf(Qt::PenCapStyle cap) {
  return cap == Qt::FlatCap    ? QString()
         : cap == Qt::RoundCap ? QStringLiteral("line cap=round")
                               : QStringLiteral("line cap=rect");
}

QString joinOf(Qt::PenJoinStyle join) {
  return join == Qt::RoundJoin   ? QStringLiteral("line join=round")
         : join == Qt::BevelJoin ? QStringLiteral("line join=bevel")
                                 : QString();
}

}  // namespace

class TikzDevice::Engine : public QPaintEngine {
 public:
  explicit Engine(double unitsPerMm) : QPaintEngine(AllFeatures), unitsPerMm_(unitsPerMm) {}

  bool begin(QPaintDevice*) override { return true; }
  bool end() override {
    leaveClip();
    return true;
  }
  Type type() const override { return User; }

  void updateState(const QPaintEngineState& now) override {
    const DirtyFlags dirty = now.state();
    if (dirty & DirtyTransform) transform_ = now.transform();
    if (dirty & DirtyPen) pen_ = now.pen();
    if (dirty & DirtyBrush) brush_ = now.brush();
    if (dirty & DirtyOpacity) opacity_ = now.opacity();
    if (dirty & DirtyClipEnabled) clips_ = now.isClipEnabled();
    if (dirty & DirtyClipPath) clipBy(now.clipPath(), now.clipOperation());
    if (dirty & DirtyClipRegion) {
      QPainterPath region;
      region.addRegion(now.clipRegion());
      clipBy(region, now.clipOperation());
    }
    if (dirty & (DirtyClipPath | DirtyClipRegion | DirtyClipEnabled)) leaveClip();
  }

  void drawPath(const QPainterPath& path) override {
    const QStringList fill = filling(path.fillRule() == Qt::OddEvenFill);
    const QStringList line = lining();
    const QStringList style = fill + line;
    if (style.isEmpty() || path.isEmpty()) return;
    enterClip();
    write(QStringLiteral("\\path[%1] %2;").arg(style.join(','), coordinates(transform_.map(path))));
  }

  void drawPolygon(const QPointF* points, int count, PolygonDrawMode mode) override {
    if (count == 0) return;
    QPainterPath path(points[0]);
    for (int i = 1; i < count; ++i) path.lineTo(points[i]);
    if (mode != PolylineMode) path.closeSubpath();
    path.setFillRule(mode == WindingMode ? Qt::WindingFill : Qt::OddEvenFill);
    const QBrush brush = brush_;
    if (mode == PolylineMode) brush_ = Qt::NoBrush;
    drawPath(path);
    brush_ = brush;
  }
  using QPaintEngine::drawPolygon;

  void drawTextItem(const QPointF& at, const QTextItem& item) override {
    const QFont font = item.font();
    const double unit = scale() / unitsPerMm_;
    const double pixels = QFontInfo(font).pixelSize();
    const double points = pixels * unit * texPointsPerMm;
    const QPointF middle =
        transform_.map(QPointF(at.x() + QFontMetricsF(font).horizontalAdvance(item.text()) / 2, at.y()));
    const double angle = -std::atan2(transform_.m12(), transform_.m11()) * 180 / M_PI;
    QString face =
        QStringLiteral("\\fontsize{%1}{%2}\\selectfont\\sffamily").arg(number(points), number(1.2 * points));
    if (font.weight() >= QFont::DemiBold) face += QStringLiteral("\\bfseries");
    if (font.italic()) face += QStringLiteral("\\itshape");
    QStringList style = {QStringLiteral("anchor=base"), QStringLiteral("inner sep=0"),
                         QStringLiteral("text=") + nameOf(pen_.color()), QStringLiteral("font=") + face};
    if (std::abs(angle) > 0.01) style << QStringLiteral("rotate=") + number(angle);
    if (alphaOf(pen_.color()) < 1) style << QStringLiteral("opacity=") + number(alphaOf(pen_.color()));
    enterClip();
    write(
        QStringLiteral("\\node[%1] at %2 {%3};").arg(style.join(','), point(middle), tikzText(item.text())));
  }

  void drawPixmap(const QRectF&, const QPixmap&, const QRectF&) override {}
  void drawImage(const QRectF&, const QImage&, const QRectF&, Qt::ImageConversionFlags) override {}

  const QStringList& lines() const { return lines_; }

 private:
  double scale() const { return std::sqrt(std::abs(transform_.determinant())); }
  double alphaOf(const QColor& color) const { return color.alphaF() * opacity_; }

  QString point(const QPointF& at) const {
    return QStringLiteral("(%1,%2)").arg(number(at.x() / unitsPerMm_), number(at.y() / unitsPerMm_));
  }

  /// Of a path in units of the sheet.
  QString coordinates(const QPainterPath& path) const {
    QString text;
    QPointF start;
    for (int i = 0; i < path.elementCount(); ++i) {
      const QPainterPath::Element element = path.elementAt(i);
      if (element.isMoveTo()) {
        start = element;
        text += (text.isEmpty() ? QString() : QStringLiteral(" ")) + point(element);
      } else if (element.isCurveTo()) {
        text += QStringLiteral(" .. controls %1 and %2 .. %3")
                    .arg(point(element), point(path.elementAt(i + 1)), point(path.elementAt(i + 2)));
        i += 2;
      } else {
        text += QStringLiteral(" -- ") + point(element);
      }
      const bool isLast = i + 1 == path.elementCount() || path.elementAt(i + 1).isMoveTo();
      if (isLast && !element.isMoveTo() && QPointF(path.elementAt(i)) == start)
        text += QStringLiteral(" -- cycle");
    }
    return text;
  }

  QStringList filling(bool evenOdd) {
    if (brush_.style() == Qt::NoBrush || alphaOf(brush_.color()) == 0) return {};
    QStringList style = {QStringLiteral("fill=") + nameOf(brush_.color())};
    if (alphaOf(brush_.color()) < 1)
      style << QStringLiteral("fill opacity=") + number(alphaOf(brush_.color()));
    if (evenOdd) style << QStringLiteral("even odd rule");
    return style;
  }

  /// A pen of width 0 is a hairline of the screen: here a fifth of a point.
  QStringList lining() {
    if (pen_.style() == Qt::NoPen || alphaOf(pen_.color()) == 0) return {};
    const double width = pen_.widthF() * (pen_.isCosmetic() ? 1 : scale()) / unitsPerMm_;
    QStringList style = {QStringLiteral("draw=") + nameOf(pen_.color()),
                         QStringLiteral("line width=%1mm").arg(number(width > 0 ? width : 0.07))};
    if (alphaOf(pen_.color()) < 1) style << QStringLiteral("draw opacity=") + number(alphaOf(pen_.color()));
    style << capOf(pen_.capStyle()) << joinOf(pen_.joinStyle());
    const QList<qreal> dashes = pen_.dashPattern();
    if (pen_.style() != Qt::SolidLine && dashes.size() >= 2) {
      QString pattern;
      for (qsizetype i = 0; i + 1 < dashes.size(); i += 2)
        pattern +=
            QStringLiteral(" on %1mm off %2mm").arg(number(dashes[i] * width), number(dashes[i + 1] * width));
      style << QStringLiteral("dash pattern=") + pattern.trimmed();
    }
    style.removeAll(QString());
    return style;
  }

  /// The name of a colour, which is defined where it comes first.
  QString nameOf(const QColor& color) {
    const QString digits = color.name().mid(1).toUpper();
    QString& name = colors_[digits];
    if (name.isEmpty()) {
      name = QStringLiteral("normscope%1").arg(colors_.size());
      definitions_ << QStringLiteral("\\definecolor{%1}{HTML}{%2}").arg(name, digits);
    }
    return name;
  }

  void clipBy(const QPainterPath& path, Qt::ClipOperation operation) {
    if (operation != Qt::IntersectClip) clipPaths_.clear();
    if (operation != Qt::NoClip) clipPaths_.push_back(transform_.map(path));
    clips_ = operation != Qt::NoClip;
  }

  /// A scope holds all that is drawn in one clip.
  void enterClip() {
    if (inScope_ || !clips_ || clipPaths_.empty()) return;
    write(QStringLiteral("\\begin{scope}"));
    for (const QPainterPath& path : clipPaths_) write(QStringLiteral("\\clip %1;").arg(coordinates(path)));
    inScope_ = true;
  }

  void leaveClip() {
    if (inScope_) write(QStringLiteral("\\end{scope}"));
    inScope_ = false;
  }

  void write(const QString& line) { lines_ << line; }

 public:
  const QStringList& definitions() const { return definitions_; }

 private:
  double unitsPerMm_;
  QTransform transform_;
  QPen pen_;
  QBrush brush_;
  double opacity_ = 1;
  bool clips_ = false;
  bool inScope_ = false;
  std::vector<QPainterPath> clipPaths_;  ///< in units of the sheet; what is drawn lies in all of them
  QHash<QString, QString> colors_;       ///< names by their digits
  QStringList definitions_;
  QStringList lines_;
};

TikzDevice::TikzDevice(const QSizeF& size, double unitsPerMm)
    : size_(size), unitsPerMm_(unitsPerMm), engine_(std::make_unique<Engine>(unitsPerMm)) {}

TikzDevice::~TikzDevice() = default;

QPaintEngine* TikzDevice::paintEngine() const {
  return engine_.get();
}

QByteArray TikzDevice::picture() const {
  const QSizeF sheet = size_ / unitsPerMm_;
  QStringList all = {QStringLiteral("\\begin{tikzpicture}[x=1mm,y=-1mm]"),
                     QStringLiteral("\\path[use as bounding box] (0,0) rectangle (%1,%2);")
                         .arg(number(sheet.width()), number(sheet.height()))};
  all << engine_->definitions() << engine_->lines() << QStringLiteral("\\end{tikzpicture}%") << QString();
  return all.join('\n').toUtf8();
}

int TikzDevice::metric(PaintDeviceMetric metric) const {
  const int dotsPerInch = static_cast<int>(std::lround(unitsPerMm_ * tikzMmPerInch));
  switch (metric) {
    case PdmWidth:
      return static_cast<int>(std::lround(size_.width()));
    case PdmHeight:
      return static_cast<int>(std::lround(size_.height()));
    case PdmWidthMM:
      return static_cast<int>(std::lround(size_.width() / unitsPerMm_));
    case PdmHeightMM:
      return static_cast<int>(std::lround(size_.height() / unitsPerMm_));
    case PdmDpiX:
    case PdmDpiY:
    case PdmPhysicalDpiX:
    case PdmPhysicalDpiY:
      return dotsPerInch;
    case PdmNumColors:
      return 1 << 24;
    case PdmDepth:
      return 24;
    case PdmDevicePixelRatio:
      return 1;
    case PdmDevicePixelRatioScaled:
      return static_cast<int>(devicePixelRatioFScale());
  }
  return 0;
}

}  // namespace normscope
