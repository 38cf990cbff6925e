#include "ui/draw/export/outline_device.h"

#include <QPaintEngine>
#include <QPainter>
#include <QPainterPath>

namespace normscope {
namespace {

/// Replays what it is told on a painter. It leaves text to QPaintEngine, which draws it as paths.
class OutlineEngine : public QPaintEngine {
 public:
  explicit OutlineEngine(QPainter& painter) : QPaintEngine(AllFeatures), painter_(painter) {}

  bool begin(QPaintDevice*) override { return true; }
  bool end() override { return true; }
  Type type() const override { return User; }

  void updateState(const QPaintEngineState& now) override {
    const DirtyFlags dirty = now.state();
    if (dirty & DirtyTransform) painter_.setTransform(now.transform());
    if (dirty & DirtyPen) painter_.setPen(now.pen());
    if (dirty & DirtyBrush) painter_.setBrush(now.brush());
    if (dirty & DirtyBrushOrigin) painter_.setBrushOrigin(now.brushOrigin());
    if (dirty & DirtyHints) {
      painter_.setRenderHints(painter_.renderHints(), false);
      painter_.setRenderHints(now.renderHints());
    }
    if (dirty & DirtyOpacity) painter_.setOpacity(now.opacity());
    if (dirty & DirtyCompositionMode) painter_.setCompositionMode(now.compositionMode());
    if (dirty & DirtyClipPath) painter_.setClipPath(now.clipPath(), now.clipOperation());
    if (dirty & DirtyClipRegion) painter_.setClipRegion(now.clipRegion(), now.clipOperation());
    if (dirty & DirtyClipEnabled) painter_.setClipping(now.isClipEnabled());
  }

  void drawPath(const QPainterPath& path) override { painter_.drawPath(path); }

  void drawPolygon(const QPointF* points, int count, PolygonDrawMode mode) override {
    if (mode == PolylineMode) {
      painter_.drawPolyline(points, count);
    } else {
      painter_.drawPolygon(points, count, mode == WindingMode ? Qt::WindingFill : Qt::OddEvenFill);
    }
  }
  using QPaintEngine::drawPolygon;

  void drawPixmap(const QRectF& to, const QPixmap& pixmap, const QRectF& from) override {
    painter_.drawPixmap(to, pixmap, from);
  }
  void drawImage(const QRectF& to, const QImage& image, const QRectF& from,
                 Qt::ImageConversionFlags flags) override {
    painter_.drawImage(to, image, from, flags);
  }

 private:
  QPainter& painter_;
};

}  // namespace

OutlineDevice::OutlineDevice(QPaintDevice& target)
    : target_(target),
      painter_(std::make_unique<QPainter>(&target)),
      engine_(std::make_unique<OutlineEngine>(*painter_)) {}

OutlineDevice::~OutlineDevice() = default;

QPaintEngine* OutlineDevice::paintEngine() const {
  return engine_.get();
}

int OutlineDevice::metric(PaintDeviceMetric metric) const {
  switch (metric) {
    case PdmWidth:
      return target_.width();
    case PdmHeight:
      return target_.height();
    case PdmWidthMM:
      return target_.widthMM();
    case PdmHeightMM:
      return target_.heightMM();
    case PdmDpiX:
      return target_.logicalDpiX();
    case PdmDpiY:
      return target_.logicalDpiY();
    case PdmPhysicalDpiX:
      return target_.physicalDpiX();
    case PdmPhysicalDpiY:
      return target_.physicalDpiY();
    case PdmNumColors:
      return target_.colorCount();
    case PdmDepth:
      return target_.depth();
    case PdmDevicePixelRatio:
      return static_cast<int>(target_.devicePixelRatio());
    case PdmDevicePixelRatioScaled:
      return static_cast<int>(target_.devicePixelRatioF() * devicePixelRatioFScale());
  }
  return 0;
}

}  // namespace normscope
