#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "ui/base/latest_job.h"
#include "ui/draw/maps/map_painter.h"
#include "ui/draw/view/element_view.h"

namespace normscope {

/// One table of feature maps in the view.
struct MapPane {
  QString title;
  std::shared_ptr<const ReductionPlan> plan;
  std::optional<Tensor> tensor;  ///< nothing: `problem` says why, or the sets are shown in their colours
  bool sets = false;             ///< every set in its own colour instead of values
  double limit = 1;              ///< the value with the full colour
  bool beyond = false;           ///< there are larger ones
  bool notFinite = false;        ///< there are NaN or infinite ones
  QString problem;
};

/// Feature maps: the tensor as a table of pictures, a row per sample and a column per channel, one table for
/// each pane, all panned and zoomed together. Drag pans, the wheel zooms, hovering and clicking say which
/// element is meant.
class MapView : public ElementView {
  Q_OBJECT

 public:
  explicit MapView(QWidget* parent = nullptr);
  ~MapView() override;

  /// All of one shape; what is of another one than the first plan, as a result that came before a change, is
  /// not drawn. The view stays where it is unless the shape is another one.
  void setPanes(std::vector<MapPane> panes);
  void setSelection(std::int64_t offset, bool pinned);

  void fit();    ///< all of the table
  void start();  ///< from the first sample and channel on, large enough to see the maps
  void zoomBy(double factor, const QPointF& about) override;  ///< `about` in the view
  void panBy(const QPointF& distance);

  const MapPlacement& placement() const { return placement_; }  ///< within each pane's own rectangle
  std::optional<std::int64_t> elementAt(const QPointF& point) const override;
  QRectF mapsOf(std::size_t pane) const { return mapsIn(areaOf(pane)); }  ///< where its maps are drawn
  QString colorText(
      std::size_t pane) const;  ///< "each colour is the mean of 2 × 2 positions"; empty for sets
  bool isSettled() const;       ///< coarse steps of all tensors are there

 signals:
  void viewChanged();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void dragBy(const QPointF& distance) override { panBy(distance); }
  void putBack() override { fit(); }
  bool takeKey(int key, bool shift) override;
  QPointF middle() const override { return mapsOf(0).center(); }
  std::optional<std::int64_t> selected() const override;

 private:
  /// A pane with the coarse steps of its tensor, which are those of its values and of a table.
  struct Pane {
    MapPane given;
    MapTable table;
    std::shared_ptr<const MapPyramid> pyramid;
    std::unique_ptr<LatestJob> building;

    bool hasSteps(const Tensor& tensor, const MapTable& of) const {
      return given.tensor && given.tensor->bytes() == tensor.bytes() && table == of;
    }
  };

  /// What one colour stands for: nothing, one element; "2 × 2" positions, of which it is the mean or any one.
  struct Block {
    QString text;
    bool isMean = false;
  };

  bool isEmpty() const;
  QString shortColorText(std::size_t pane) const;
  std::optional<Block> blockOf(std::size_t pane) const;
  void takeShape(const std::vector<MapPane>& panes);
  void place(const MapPlacement& placement);
  void buildPyramid(std::size_t pane);
  static QRectF mapsIn(const QRectF& area);
  QRectF areaOf(std::size_t pane) const;
  QSizeF mapsSize() const { return mapsOf(0).size(); }
  double fitScale() const;
  MapPicture pictureOf(const Pane& pane) const;
  void paintPane(QPainter& painter, std::size_t pane) const;
  void paintHeading(QPainter& painter, std::size_t pane) const;
  template <typename Draw>
  void forEachLabel(const MapAxis& axis, const QString& letter, double origin, double length, double room,
                    Draw&& draw) const;
  void paintIndices(QPainter& painter, const QRectF& maps) const;
  void paintFoot(QPainter& painter, const QRectF& maps, const Pane& pane) const;

  std::vector<Pane> panes_;
  MapTable table_;
  Shape shape_;
  MapPlacement placement_;
  std::int64_t selection_ = 0;
  bool pinned_ = false;
  bool placed_ = false;  ///< somebody panned or zoomed, or the start was placed in a view of real size
};

}  // namespace normscope
