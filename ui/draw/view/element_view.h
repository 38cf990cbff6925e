#pragma once

#include <QWidget>
#include <functional>
#include <optional>

#include "ui/base/theme.h"

namespace normscope {

/// A view of the elements of a tensor, in one or several panes: what a pointer and the focus do in it.
/// Hovering and clicking say which element is meant, dragging and the wheel move what is shown, a double
/// click puts it back. Subclasses draw the elements and say where they are.
class ElementView : public QWidget {
  Q_OBJECT

 public:
  /// How much larger a notch of the wheel and a key make what is shown.
  struct ZoomSteps {
    double perNotch;
    double perKey;
  };

  ElementView(const QString& accessibleName, const ZoomSteps& zoom, QWidget* parent);

  /// The element, as a position in memory, that is drawn at a point of the widget.
  virtual std::optional<std::int64_t> elementAt(const QPointF& point) const = 0;

  void setTheme(const Theme& theme);

  QSize sizeHint() const override { return {760, 620}; }
  QSize minimumSizeHint() const override { return {320, 280}; }

 signals:
  void elementHovered(qint64 offset);
  void elementClicked(qint64 offset);
  void previousSetRequested();
  void nextSetRequested();

 protected:
  virtual void hover(const QPointF& point);
  virtual void click(const QPointF& point);
  virtual void dragBy(const QPointF& distance) = 0;
  virtual void zoomBy(double factor, const QPointF& about) = 0;
  virtual void putBack() = 0;

  /// Does what a key means in this view alone; comes before what it means in all of them.
  virtual bool takeKey(int key, bool shift) = 0;
  virtual QPointF middle() const { return QRectF(rect()).center(); }  ///< that keys zoom about
  virtual std::optional<std::int64_t> selected() const = 0;           ///< nothing without elements

  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;

  const Theme& theme() const { return theme_; }

  /// The place of one of several panes in so many columns of a rectangle.
  static QRectF gridCell(const QRectF& whole, std::size_t pane, std::size_t panes, std::size_t columns);

  /// The number of columns, without empty places, in which what is drawn is largest; `sizeIn` tells how large
  /// it is in so many. `before` is kept where another number is hardly better.
  static std::size_t bestColumns(std::size_t panes, std::size_t before,
                                 const std::function<double(std::size_t)>& sizeIn);

  /// A ring around the view while keys go to it and nothing else shows that they do.
  void paintFocus(QPainter& painter) const;

 private:
  ZoomSteps zoom_;
  Theme theme_ = Theme::light();
  bool showFocus_ = false;
  bool pressed_ = false;
  bool dragged_ = false;
  QPointF pressedAt_;
  QPointF lastAt_;
};

}  // namespace normscope
