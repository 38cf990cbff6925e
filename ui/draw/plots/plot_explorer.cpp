#include "ui/draw/plots/plot_explorer.h"

#include <QGuiApplication>
#include <QStyleHints>
#include <cmath>

#include "ui/draw/plots/plot_scene.h"

namespace normscope {
namespace {

constexpr double zoomOfStep = 0.8;
constexpr double moveOfKey = 0.1;        // of what is seen
constexpr double leastUpright = 0.0005;  // of the whole upright axis

double middle(const PlotRange& range) {
  return range.low + range.size() / 2;
}

PlotRange xOf(const PlotView& view, const PlotDocument& document) {
  return view.x.value_or(wholeX(document));
}

PlotRange yOf(const PlotView& view, const PlotDocument& document) {
  return view.y.value_or(wholeY(document));
}

}  // namespace

/// The two axes of running statistics always show all.
bool PlotExplorer::hasOneUprightAxis() const {
  return scene_.document().running() == nullptr;
}

std::optional<PlotView> PlotExplorer::ifOther(const PlotView& view) const {
  return view == scene_.document().view ? std::nullopt : std::optional(view);
}

PlotView PlotExplorer::zoomedX(double at, double factor) const {
  const PlotDocument& document = scene_.document();
  PlotView view = document.view;
  view.x = zoomed(shownX(document), at, factor, wholeX(document), leastX(document));
  return view;
}

PlotView PlotExplorer::zoomedY(double at, double factor) const {
  const PlotDocument& document = scene_.document();
  PlotView view = document.view;
  if (!hasOneUprightAxis()) return view;
  const PlotRange whole = wholeY(document);
  view.y = zoomed(shownY(document), at, factor, whole, leastUpright * whole.size());
  return view;
}

PlotView PlotExplorer::movedBy(const PlotView& from, double x, double y) const {
  const PlotDocument& document = scene_.document();
  PlotView view = from;
  if (from.x) view.x = moved(xOf(from, document), x, wholeX(document));
  if (from.y) view.y = moved(yOf(from, document), y, wholeY(document));
  return view;
}

std::optional<PlotView> PlotExplorer::wheel(const QPointF& position, double steps, bool upright) const {
  if (scene_.document().isEmpty() || steps == 0) return std::nullopt;
  const double factor = std::pow(zoomOfStep, steps);
  if (upright || scene_.partAt(position) == PlotPart::uprightAxis)
    return ifOther(zoomedY(scene_.yAt(position), factor));
  return ifOther(zoomedX(scene_.xAt(position), factor));
}

std::optional<PlotView> PlotExplorer::tilt(double steps) const {
  const PlotDocument& document = scene_.document();
  if (document.isEmpty() || steps == 0) return std::nullopt;
  return ifOther(movedBy(document.view, -steps * moveOfKey * shownX(document).size(), 0));
}

std::optional<PlotView> PlotExplorer::key(int key, bool shift) const {
  const PlotDocument& document = scene_.document();
  if (document.isEmpty()) return std::nullopt;
  const PlotRange x = shownX(document);
  const PlotRange y = shownY(document);
  const auto move = [&](double right, double up) {
    return ifOther(movedBy(document.view, right * moveOfKey * x.size(), up * moveOfKey * y.size()));
  };
  switch (key) {
    case Qt::Key_Plus:
    case Qt::Key_Equal:
      return ifOther(zoomedX(middle(x), zoomOfStep));
    case Qt::Key_Minus:
    case Qt::Key_Underscore:
      return ifOther(zoomedX(middle(x), 1 / zoomOfStep));
    case Qt::Key_0:
      return ifOther({});
    case Qt::Key_Left:
      return move(-1, 0);
    case Qt::Key_Right:
      return move(1, 0);
    case Qt::Key_Up:
      return shift ? ifOther(zoomedY(y.low, zoomOfStep)) : move(0, 1);
    case Qt::Key_Down:
      return shift ? ifOther(zoomedY(y.low, 1 / zoomOfStep)) : move(0, -1);
    default:
      return std::nullopt;
  }
}

void PlotExplorer::press(const QPointF& position) {
  pressed_ = position;
  viewBefore_ = scene_.document().view;
  dragging_ = false;
}

std::optional<PlotView> PlotExplorer::drag(const QPointF& position) {
  if (!pressed_) return std::nullopt;
  const QPointF by = position - *pressed_;
  if (by.manhattanLength() >= QGuiApplication::styleHints()->startDragDistance()) dragging_ = true;
  if (!dragging_) return std::nullopt;
  const QRectF frame = scene_.frameAt(*pressed_);
  const PlotDocument& document = scene_.document();
  const double x = xOf(viewBefore_, document).size() / std::max(1.0, frame.width());
  const double y = yOf(viewBefore_, document).size() / std::max(1.0, frame.height());
  return ifOther(movedBy(viewBefore_, -by.x() * x, by.y() * y));
}

bool PlotExplorer::release() {
  const bool click = pressed_ && !dragging_;
  pressed_.reset();
  dragging_ = false;
  return click;
}

}  // namespace normscope
