#pragma once

#include <QWidget>
#include <memory>
#include <optional>

#include "core/view/plots/plot_document.h"
#include "core/view/plots/plot_view.h"
#include "ui/base/theme.h"

class QAction;
class QCustomPlot;
class QMouseEvent;
class QWheelEvent;

namespace normscope {

class PlotExplorer;
class PlotScene;
class ReadoutBox;

/// What a plot stands on: panels at the sides, or the centre.
enum class PlotGround { panel, canvas };

/// One plot in the window: title, note and a document drawn in the colours of a theme. It is explored with
/// the wheel (zooms the level axis; with Shift or over its numbers the upright one), by dragging (moves),
/// with a double click (all again) and with keys (plus, minus, arrows, 0); what is pointed at is read out. On
/// the statistics plot sets can be pointed at, clicked, and reached with the keyboard. A right click and the
/// menu key offer the widget's actions, after "Show all", its own.
class PlotWidget : public QWidget {
  Q_OBJECT

 public:
  explicit PlotWidget(QWidget* parent = nullptr);
  ~PlotWidget() override;

  /// Shows a document, in its own view where it has one. An axis keeps the part that is looked at for as long
  /// as the whole of that axis stays the same.
  void setDocument(const PlotDocument& document);
  void setTheme(const Theme& theme);
  void setGround(PlotGround ground);

  /// Marks a set of the statistics plot, none for -1; cheap enough for every move of the mouse. With several
  /// norms, of the norm `norm`, counted from 0.
  void setSelectedSet(qint64 set, int norm = 0);

  /// The part of the plot that is looked at; a default PlotView shows all.
  void setView(const PlotView& view);

  /// What is shown, with the selected set and the view.
  const PlotDocument& document() const;

  /// Puts the plot's numbers (CSV) on the clipboard.
  void copyNumbers() const;

  /// Writes the plot as writePlot() does, in the widget's theme.
  void exportTo(const std::string& path, double widthMm) const;

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override;

 signals:
  void setClicked(qint64 set, int norm);  ///< clicked, or chosen with the keyboard
  void setHovered(qint64 set, int norm);  ///< pointed at; -1 when the mouse leaves

 protected:
  bool event(QEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  void customEvent(QEvent* event) override;

 private:
  /// What the picture lacks.
  enum class Outdated { nothing, selection, everything };

  void showDocument(const PlotDocument& document);
  void drawLater(Outdated what);
  void followScreen();
  void mouseMoved(const QMouseEvent& event);
  void mousePressed(const QMouseEvent& event);
  void mouseReleased(const QMouseEvent& event);
  void wheelTurned(const QWheelEvent& event);
  void pointAt(std::optional<QPointF> position);
  void hover(std::optional<SetOfNorm> set);
  bool walk(int key);
  void keepInView(std::int64_t set);
  void updateAccessibility();

  Theme theme_;
  PlotGround ground_ = PlotGround::panel;
  QCustomPlot* plot_;
  std::unique_ptr<PlotScene> scene_;
  std::unique_ptr<PlotExplorer> explorer_;
  ReadoutBox* readout_;
  QAction* showAll_;
  std::optional<SetOfNorm> hovered_;
  std::optional<QPointF> pointer_;
  bool showsFocus_ = false;
  Outdated outdated_ = Outdated::nothing;
};

}  // namespace normscope
