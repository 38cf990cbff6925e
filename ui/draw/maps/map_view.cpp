#include "ui/draw/maps/map_view.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

#include "ui/base/fonts.h"
#include "ui/draw/cube/cube_legend.h"

namespace normscope {
namespace {

constexpr double headingHeight = 34;
constexpr double indexHeight = 18;
constexpr double indexWidth = 34;
constexpr double mapsMargin = 12;
constexpr double readableTile = 20;  // pixels; smaller pictures say little at the start
constexpr double mostScale = 80;     // pixels per position
constexpr ElementView::ZoomSteps mapZoomSteps = {1.2, 1.25};

/// "n 3": every index that finds room.
std::int64_t labelStep(double tilePixels, double room) {
  std::int64_t step = 1;
  while (static_cast<double>(step) * tilePixels < room) step *= step == 1 ? 5 : 2;
  return step;
}

}  // namespace

MapView::MapView(QWidget* parent) : ElementView(tr("Feature maps"), mapZoomSteps, parent) {}

MapView::~MapView() = default;

bool MapView::isEmpty() const {
  return panes_.empty() || shape_.elementCount() == 0;
}

/// The shape of the panes, and where it is a new one, its table and a fresh start.
void MapView::takeShape(const std::vector<MapPane>& panes) {
  const auto known = std::find_if(panes.begin(), panes.end(), [](const MapPane& pane) { return pane.plan; });
  const Shape shape = known == panes.end() ? Shape() : known->plan->shape();
  if (shape == shape_) return;
  shape_ = shape;
  table_ = shape.elementCount() > 0 ? MapTable(shape) : MapTable();
  if (selection_ >= shape.elementCount()) selection_ = 0;
  placed_ = false;
}

void MapView::setPanes(std::vector<MapPane> panes) {
  takeShape(panes);
  std::vector<Pane> before = std::move(panes_);
  panes_.clear();
  for (MapPane& pane : panes) {
    if (pane.plan && !(pane.plan->shape() == shape_)) pane.plan.reset();
    if (pane.tensor && pane.tensor->extents() != shape_.extents()) pane.tensor.reset();
    Pane next{std::move(pane), table_, nullptr, nullptr};
    // What is there of the same values, read in the same way, is kept.
    for (Pane& old : before) {
      if (!next.given.tensor || !old.building || !old.hasSteps(*next.given.tensor, table_)) continue;
      next.pyramid = std::move(old.pyramid);
      next.building = std::move(old.building);
    }
    panes_.push_back(std::move(next));
  }
  for (std::size_t i = 0; i < panes_.size(); ++i) buildPyramid(i);
  if (!placed_) start();
  update();
}

void MapView::buildPyramid(std::size_t index) {
  Pane& pane = panes_[index];
  if (!pane.given.tensor || pane.building || isEmpty()) return;
  pane.building = std::make_unique<LatestJob>();
  const Tensor tensor = *pane.given.tensor;
  pane.building->start([tensor, table = table_](
                           const Progress& progress) { return MapPyramid::build(tensor, table, progress); },
                       [this, tensor](const std::shared_ptr<const MapPyramid>& pyramid) {
                         for (Pane& each : panes_) {
                           if (each.hasSteps(tensor, pyramid->table())) each.pyramid = pyramid;
                         }
                         update();
                       },
                       [](const Error&) {});  // out of memory: pixels go on showing single positions
}

bool MapView::isSettled() const {
  return std::all_of(panes_.begin(), panes_.end(),
                     [](const Pane& pane) { return !pane.given.tensor || pane.pyramid; });
}

void MapView::setSelection(std::int64_t offset, bool pinned) {
  if (offset < 0 || offset >= shape_.elementCount()) return;
  selection_ = offset;
  pinned_ = pinned;
  update();
}

/// As the tables are largest.
QRectF MapView::areaOf(std::size_t pane) const {
  const std::size_t count = std::max<std::size_t>(panes_.size(), 1);
  const std::size_t columns = isEmpty() ? 1 : bestColumns(count, 0, [&](std::size_t each) {
    const QSizeF room = mapsIn(gridCell(rect(), 0, count, each)).size();
    return std::max(1e-9, std::min(room.width() / table_.size().x, room.height() / table_.size().y));
  });
  return gridCell(rect(), pane, count, columns);
}

/// On whole pixels, so that each is one pixel of the image.
QRectF MapView::mapsIn(const QRectF& area) {
  const QRectF maps = area.adjusted(mapsMargin + indexWidth, headingHeight + indexHeight, -mapsMargin, -24);
  return QRectF(maps.toAlignedRect());
}

double MapView::fitScale() const {
  const auto size = table_.size();
  return std::min(mapsSize().width() / std::max(size.x, 1e-9), mapsSize().height() / std::max(size.y, 1e-9));
}

void MapView::place(const MapPlacement& placement) {
  if (isEmpty()) return;
  MapPlacement next = placement;
  next.scale = std::clamp(next.scale, std::min(fitScale() * 0.8, mostScale), mostScale);
  // Something of the table stays in view.
  const auto size = table_.size();
  const QSizeF room = mapsSize();
  const auto keep = [](double at, double length, double space) {
    if (length <= space) return std::clamp(at, 0.0, space - length);
    const double slack = 0.25 * space;
    return std::clamp(at, space - length - slack, slack);
  };
  next.origin = {keep(next.origin.x(), size.x * next.scale, room.width()),
                 keep(next.origin.y(), size.y * next.scale, room.height())};
  if (next == placement_) return;
  placement_ = next;
  update();
  emit viewChanged();
}

void MapView::fit() {
  const double scale = std::min(fitScale(), mostScale);
  placed_ = true;
  place({QPointF(0, 0), scale});
}

void MapView::start() {
  if (isEmpty() || width() < 100) return;
  const double tile = static_cast<double>(std::max(table_.rows.positions(), table_.columns.positions()));
  const double scale = std::clamp(std::max(fitScale(), readableTile / tile), 0.0, 32.0);
  place({QPointF(0, 0), scale});
}

void MapView::zoomBy(double factor, const QPointF& about) {
  if (isEmpty()) return;
  placed_ = true;
  const double scale =
      std::clamp(placement_.scale * factor, std::min(fitScale() * 0.8, mostScale), mostScale);
  // The place under the pointer stays under it, whichever pane it is in.
  QPointF within = about - mapsOf(0).topLeft();
  for (std::size_t i = 0; i < panes_.size(); ++i) {
    if (areaOf(i).contains(about)) within = about - mapsOf(i).topLeft();
  }
  place({within - (within - placement_.origin) * (scale / placement_.scale), scale});
}

void MapView::panBy(const QPointF& distance) {
  placed_ = true;
  place({placement_.origin + distance, placement_.scale});
}

std::optional<std::int64_t> MapView::elementAt(const QPointF& point) const {
  if (isEmpty()) return std::nullopt;
  for (std::size_t i = 0; i < panes_.size(); ++i) {
    const QRectF maps = mapsOf(i);
    if (!maps.contains(point)) continue;
    const QPointF at = (point - maps.topLeft() - placement_.origin) / placement_.scale;
    const auto row = table_.rows.at(at.y());
    const auto column = table_.columns.at(at.x());
    if (row.tile < 0 || column.tile < 0) return std::nullopt;
    return table_.rows.offsetOf(row.tile, row.position) +
           table_.columns.offsetOf(column.tile, column.position);
  }
  return std::nullopt;
}

MapPicture MapView::pictureOf(const Pane& pane) const {
  const Tensor* tensor = pane.given.tensor && !pane.given.sets ? &*pane.given.tensor : nullptr;
  return {tensor, pane.pyramid.get(), table_, *pane.given.plan, selection_, pane.given.limit};
}

void MapView::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(rect(), theme().background);
  if (isEmpty()) {
    painter.setFont(uiFont(13));
    painter.setPen(theme().textQuiet);
    painter.drawText(rect(), Qt::AlignCenter, tr("Open a tensor with elements to see its feature maps"));
  } else {
    for (std::size_t i = 0; i < panes_.size(); ++i) paintPane(painter, i);
  }
  paintFocus(painter);
}

void MapView::paintPane(QPainter& painter, std::size_t index) const {
  const Pane& pane = panes_[index];
  const QRectF maps = mapsOf(index);
  paintHeading(painter, index);
  if (!pane.given.plan || (!pane.given.tensor && !pane.given.sets)) {
    painter.setFont(uiFont(13));
    painter.setPen(theme().textQuiet);
    const QString text = pane.given.problem.isEmpty() ? tr("computing…") : pane.given.problem;
    painter.drawText(maps, Qt::AlignCenter | Qt::TextWordWrap, text);
    return;
  }
  const MapPicture picture = pictureOf(pane);
  painter.drawImage(maps.topLeft(),
                    renderMaps(picture, placement_, maps.size().toSize(), devicePixelRatioF(), theme()));
  painter.save();
  painter.setClipRect(maps);
  painter.translate(maps.topLeft());
  outlineMaps(painter, picture, placement_, maps.size(), theme());
  painter.restore();
  paintIndices(painter, maps);
  paintFoot(painter, maps, pane);
}

/// The title, and to the right what a colour stands for, which is never left out.
void MapView::paintHeading(QPainter& painter, std::size_t index) const {
  const QRectF area = areaOf(index);
  const QFont small = uiFont(11);
  const QFont font = uiFont(14, QFont::DemiBold);
  const double room = area.width() - 2 * mapsMargin - indexWidth;
  const double title = QFontMetricsF(font).horizontalAdvance(panes_[index].given.title);
  const auto takenBy = [&](const QString& text) {
    return text.isEmpty() ? 0 : QFontMetricsF(small).horizontalAdvance(text) + 12;
  };
  QString colors = colorText(index);
  if (takenBy(colors) + title > room) colors = shortColorText(index);
  const double taken = takenBy(colors);
  painter.setFont(small);
  painter.setPen(theme().textQuiet);
  painter.drawText(area.topRight() + QPointF(-mapsMargin - taken + 12, 24), colors);
  painter.setFont(font);
  painter.setPen(theme().text);
  painter.drawText(area.topLeft() + QPointF(mapsMargin + indexWidth, 24),
                   QFontMetricsF(font).elidedText(panes_[index].given.title, Qt::ElideRight, room - taken));
}

/// Calls draw(text, middle) for the tiles along an axis whose middle can be seen, so far apart as a label
/// needs room: "c 5"; where there are more tiles behind the edge, the last one behind dots: "… 63".
template <typename Draw>
void MapView::forEachLabel(const MapAxis& axis, const QString& letter, double origin, double length,
                           double room, Draw&& draw) const {
  const auto middleOf = [&](std::int64_t i) {
    return origin + placement_.scale * (axis.startOf(i) + static_cast<double>(axis.positions()) / 2);
  };
  const bool hasMore = axis.tiles() > 0 && middleOf(axis.tiles() - 1) > length;
  const double last = hasMore ? length - 1.5 * room : length;
  const std::int64_t step = labelStep((axis.startOf(1) - axis.startOf(0)) * placement_.scale, room);
  const std::int64_t first = std::max<std::int64_t>(0, axis.tileNear(-origin / placement_.scale));
  for (std::int64_t i = first / step * step; i < axis.tiles() && middleOf(i) <= last; i += step) {
    if (middleOf(i) >= 0) draw(letter + QLatin1Char(' ') + QString::number(i), middleOf(i));
  }
  if (hasMore) draw(QStringLiteral("… %1").arg(axis.tiles() - 1), length - room / 2);
}

/// The numbers of samples and channels at the edges.
void MapView::paintIndices(QPainter& painter, const QRectF& maps) const {
  const QFont font = uiFont(11);
  const QFontMetricsF metrics(font);
  painter.setFont(font);
  painter.setPen(theme().textFaint);
  const QString channel = shape_.layout().find('F') ? QStringLiteral("f") : QStringLiteral("c");
  const auto above = [&](const QString& text, double middle) {
    painter.drawText(maps.topLeft() + QPointF(middle - metrics.horizontalAdvance(text) / 2, -5), text);
  };
  const auto beside = [&](const QString& text, double middle) {
    const QPointF start(-6 - metrics.horizontalAdvance(text), middle + metrics.capHeight() / 2);
    painter.drawText(maps.topLeft() + start, text);
  };
  forEachLabel(table_.columns, channel, placement_.origin.x(), maps.width(), 34, above);
  forEachLabel(table_.rows, QStringLiteral("n"), placement_.origin.y(), maps.height(), 14, beside);
}

/// What a colour stands for: one element, or the mean of a block, or of those that a pixel covers one while
/// the means are not there yet.
QString MapView::colorText(std::size_t index) const {
  const std::optional<Block> block = blockOf(index);
  if (!block) return {};
  if (block->isMean) return tr("each colour is the mean of %1 positions").arg(block->text);
  if (!block->text.isEmpty()) return tr("each pixel is one of about %1 positions").arg(block->text);
  return tr("each colour is one element");
}

/// The same where there is little room.
QString MapView::shortColorText(std::size_t index) const {
  const std::optional<Block> block = blockOf(index);
  if (!block) return {};
  if (block->isMean) return tr("means of %1").arg(block->text);
  return block->text.isEmpty() ? tr("elements") : tr("one of %1").arg(block->text);
}

std::optional<MapView::Block> MapView::blockOf(std::size_t index) const {
  const Pane& pane = panes_[index];
  if (isEmpty() || !pane.given.plan) return std::nullopt;
  if (pane.given.sets || !pane.given.tensor) return std::nullopt;
  const std::int64_t side = blockSide(pictureOf(pane), placement_, devicePixelRatioF());
  const auto across = static_cast<std::int64_t>(std::lround(1 / placement_.scale));
  const std::int64_t positions = side > 1 ? side : across;
  if (positions <= 1) return Block{};
  return Block{QStringLiteral("%1 × %2")
                   .arg(std::min(positions, table_.rows.positions()))
                   .arg(std::min(positions, table_.columns.positions())),
               side > 1};
}

void MapView::paintFoot(QPainter& painter, const QRectF& maps, const Pane& pane) const {
  const QFont font = uiFont(11);
  painter.setFont(font);
  double used = 0;
  const QString notFinite = tr("NaN, Inf");
  const double marks = pane.given.notFinite ? 30 + QFontMetricsF(font).horizontalAdvance(notFinite) : 0;
  if (pane.given.tensor && !pane.given.sets) {
    used = paintColorBar(
        painter, {maps.left(), maps.bottom() + 8, 84, 8},
        colorBarTextWithin(maps.width() - marks, 84, font, pane.given.limit, theme(), pane.given.beyond),
        theme());
  }
  if (pane.given.notFinite && !pane.given.sets) {
    painter.fillRect(QRectF(maps.left() + used + 16, maps.bottom() + 8, 8, 8), theme().notANumber);
    painter.drawText(QPointF(maps.left() + used + 30, maps.bottom() + 16), notFinite);
  }
}

}  // namespace normscope
