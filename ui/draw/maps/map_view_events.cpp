#include "ui/draw/maps/map_view.h"

namespace normscope {
namespace {

constexpr double panPerKey = 48;  // pixels

}  // namespace

std::optional<std::int64_t> MapView::selected() const {
  return isEmpty() ? std::nullopt : std::optional(selection_);
}

bool MapView::takeKey(int key, bool shift) {
  switch (key) {
    case Qt::Key_Left:
      if (shift) panBy({panPerKey, 0});
      return shift;
    case Qt::Key_Right:
      if (shift) panBy({-panPerKey, 0});
      return shift;
    case Qt::Key_Up:
      panBy({0, panPerKey});
      return true;
    case Qt::Key_Down:
      panBy({0, -panPerKey});
      return true;
    case Qt::Key_Home:
      placed_ = false;
      start();
      return true;
    case Qt::Key_F:
      fit();
      return true;
    default:
      return false;
  }
}

void MapView::resizeEvent(QResizeEvent*) {
  if (!placed_) start();
}

}  // namespace normscope
