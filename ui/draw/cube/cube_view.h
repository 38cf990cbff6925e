#pragma once

#include <QPixmap>
#include <QVariantAnimation>
#include <memory>
#include <optional>
#include <vector>

#include "core/view/cube/cube_view_options.h"
#include "ui/draw/cube/cube_row.h"
#include "ui/draw/view/element_view.h"

namespace normscope {

/// One norm's cube in the view.
struct CubePane {
  std::shared_ptr<const ReductionPlan> plan;  ///< nothing: `problem` says why
  QString problem;
  CubeContent content;
};

/// One or several norms on one tensor as cubes side by side, with one camera and one selection. Drag turns
/// them, the wheel zooms, hovering and clicking say which element is meant; arrow keys step from set to set.
/// Panes are arranged as their cubes are largest. From one norm to the next the highlight moves.
class CubeView : public ElementView {
  Q_OBJECT

 public:
  explicit CubeView(QWidget* parent = nullptr);

  /// Up to four, all of one shape; the active one is what the rest of the window is about. The selection goes
  /// back to the first element where the new shape has no element there.
  void setPanes(std::vector<CubePane> panes, std::size_t active);

  /// A single pane. Without a plan the view says how to get a tensor.
  void setPlan(std::shared_ptr<const ReductionPlan> plan);

  /// The element whose set is lit, as a position in memory.
  void setSelection(std::int64_t offset, bool pinned);

  void setContent(const CubeContent& content);  ///< of every pane
  void setCamera(const CubeCamera& camera);
  void turnTo(const CubeCamera& camera);  ///< smoothly, where the desktop wants motion
  void setOptions(const CubeViewOptions& options);

  /// Whether the highlight and the camera may move smoothly; the style's own wish counts, too.
  void setMotion(bool motion);

  /// Marks what is shown as older than what was asked for; the message appears as a tooltip.
  void setStale(bool stale, const QString& message = {});

  const CubeCamera& camera() const { return camera_; }
  const CubeContent& content(std::size_t pane = 0) const { return panes_[pane].content; }
  const CubeViewOptions& options() const { return options_; }
  std::int64_t selection() const { return selection_; }
  std::size_t paneCount() const { return panes_.size(); }
  std::size_t activePane() const { return active_; }
  bool isMoving() const { return !before_.isNull(); }  ///< the highlight is on its way to where it belongs
  std::size_t columns() const;                         ///< of panes

  /// Where a point of a cube lies in the widget, and which element is there.
  std::optional<std::int64_t> elementAt(const QPointF& point) const override;
  std::optional<std::size_t> paneAt(const QPointF& point) const;
  const CubeRow& row(std::size_t pane = 0) const;
  const CubeGeometry& geometry(std::size_t pane = 0) const { return row(pane).cubes.front(); }
  CubePlacement placement(std::size_t pane = 0) const { return placements(pane).front(); }

 signals:
  void hoverLeft();
  void paneClicked(int pane);
  void previousElementRequested();
  void nextElementRequested();
  void cameraChanged();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void hover(const QPointF& point) override;
  void click(const QPointF& point) override;
  void dragBy(const QPointF& distance) override;
  void zoomBy(double factor, const QPointF& about) override;
  void putBack() override;
  bool takeKey(int key, bool shift) override;
  std::optional<std::int64_t> selected() const override;

 private:
  struct Pane {
    CubePane given;
    CubeContent content;
    mutable std::optional<CubeRow> row;
  };

  /// Words and a scale below several panes.
  struct Foot {
    QString scale;
    QString cells;
    int lines = 0;
  };
  enum class Move { none, starts, goesOn };

  void changed();
  Move moveTo(const std::vector<CubePane>& panes) const;
  void endMove();
  bool wantsMotion() const;
  void forgetGeometry();
  void leaveHover();
  bool turnByKey(int key);
  void describe();
  bool isEmpty() const;
  const ReductionPlan* plan(std::size_t pane) const { return panes_[pane].given.plan.get(); }
  QRectF areaIn(std::size_t pane, std::size_t columns) const;
  QRectF areaOf(std::size_t pane) const;
  QRectF roomIn(std::size_t pane, std::size_t columns) const;
  QRectF roomOf(std::size_t pane) const;
  std::vector<CubePlacement> placements(std::size_t pane) const;
  double sharedLimit() const;
  void paintPane(QPainter& painter, std::size_t pane, double limit) const;
  bool sharesCells() const;
  const Foot& foot() const;
  Foot measuredFoot() const;
  double footHeight() const;
  void paintFoot(QPainter& painter) const;
  void paintAll(QPainter& painter) const;
  void paintBefore(QPainter& painter) const;
  QPixmap picture() const;
  void paintEmpty(QPainter& painter, const QRectF& area, const QString& text) const;

  std::vector<Pane> panes_;
  std::size_t active_ = 0;
  CubeViewOptions options_;
  CubeCamera camera_;
  QVariantAnimation turning_;
  QVariantAnimation moving_;
  QPixmap before_;  ///< what was shown before the highlight began to move; null while it rests
  bool motion_ = true;
  mutable std::size_t columns_ = 2;  ///< the last ones, which are kept where others are hardly better
  mutable std::optional<Foot> footNow_;
  mutable std::optional<std::size_t> columnsNow_;  ///< nothing after a change
  std::int64_t selection_ = 0;
  bool pinned_ = false;
  bool stale_ = false;

  std::optional<qint64> hovered_;
};

}  // namespace normscope
