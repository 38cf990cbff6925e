#pragma once

#include <QWidget>
#include <cstdint>
#include <map>
#include <memory>

#include "ui/cube/cube_content.h"
#include "ui/cube/cube_painter.h"
#include "ui/theme.h"

namespace normscope {

/// The cube on the screen. Dragging turns it, the wheel zooms, a double click or Home gives the paper's view
/// back. Keys: Left and Right ask for the previous and next set, Up and Down for the previous and next
/// element of the set, Return clicks the selected element, + and - zoom, Shift with an arrow turns.
///
/// It holds no selection of its own: it says what was pointed at, and shows what it is told.
class CubeView : public QWidget {
  Q_OBJECT

 public:
  explicit CubeView(QWidget* parent = nullptr);

  /// Nothing: the view says how to get a tensor. The selection goes back to the first element where the new
  /// plan has no element there.
  void setPlan(std::shared_ptr<const ReductionPlan> plan);

  /// The element whose set is lit, as a position in memory.
  void setSelection(std::int64_t offset, bool pinned);

  /// `content.value` is asked once per cell until the next setContent() or setPlan().
  void setContent(const CubeContent& content);
  void setTheme(const Theme& theme);
  void setCamera(const CubeCamera& camera);

  /// Marks what is shown as older than what was asked for; the message appears as a tooltip.
  void setStale(bool stale, const QString& message = {});

  const CubeCamera& camera() const { return camera_; }
  const CubeContent& content() const { return content_; }
  std::int64_t selection() const { return selection_; }

  /// Where a point of the cube lies in the widget, and which element is there.
  std::optional<std::int64_t> elementAt(const QPointF& point) const;
  const CubeGeometry& geometry() const;
  CubePlacement placement() const;

  QSize sizeHint() const override { return {760, 620}; }
  QSize minimumSizeHint() const override { return {320, 280}; }

 signals:
  void elementHovered(qint64 offset);
  void hoverLeft();
  void elementClicked(qint64 offset);
  void previousSetRequested();
  void nextSetRequested();
  void previousElementRequested();
  void nextElementRequested();
  void cameraChanged();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;

 private:
  void changed();
  void hover(const QPointF& point);
  void leaveHover();
  bool turnByKey(int key);
  CubeContent cachedContent() const;
  void describe();
  void paintEmpty(QPainter& painter, const QString& text) const;

  std::shared_ptr<const ReductionPlan> plan_;
  CubeContent content_;
  Theme theme_ = Theme::light();
  CubeCamera camera_;
  std::int64_t selection_ = 0;
  bool pinned_ = false;
  bool stale_ = false;
  bool showFocus_ = false;

  std::optional<qint64> hovered_;
  QPointF pressedAt_;
  QPointF lastAt_;
  bool pressed_ = false;
  bool dragged_ = false;

  mutable CubeGeometry geometry_;
  mutable bool geometryValid_ = false;
  std::shared_ptr<std::map<std::array<std::int64_t, 6>, double>> values_;
};

}  // namespace normscope
