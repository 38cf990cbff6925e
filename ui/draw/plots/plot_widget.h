#pragma once

#include <QWidget>
#include <memory>
#include <optional>

#include "core/view/plots/plot_document.h"
#include "ui/base/theme.h"

class QCustomPlot;

namespace normscope {

class PlotScene;

/// One plot in the window: title, note and a document drawn in the colours of a theme. On the statistics plot
/// sets can be pointed at, pressed, and reached with the keyboard.
class PlotWidget : public QWidget {
  Q_OBJECT

 public:
  explicit PlotWidget(QWidget* parent = nullptr);
  ~PlotWidget() override;

  void setDocument(const PlotDocument& document);
  void setTheme(const Theme& theme);

  /// Marks a set of the statistics plot, none for -1; cheap enough for every move of the mouse.
  void setSelectedSet(qint64 set);

  /// What is shown, with the selected set.
  const PlotDocument& document() const;

  /// Puts the plot's numbers (CSV) on the clipboard.
  void copyNumbers() const;

  /// Writes the plot as writePlot() does, in the widget's theme.
  void exportTo(const std::string& path, double widthMm) const;

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override;

 signals:
  void setClicked(qint64 set);  ///< pressed, or chosen with the keyboard
  void setHovered(qint64 set);  ///< pointed at; -1 when the mouse leaves

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  void customEvent(QEvent* event) override;

 private:
  /// What the picture lacks.
  enum class Outdated { nothing, selection, everything };

  void rebuild();
  void drawLater(Outdated what);
  void followScreen();
  void hover(std::optional<qint64> set);
  void updateAccessibility();

  Theme theme_;
  QCustomPlot* plot_;
  std::unique_ptr<PlotScene> scene_;
  std::optional<qint64> hovered_;
  bool showsFocus_ = false;
  Outdated outdated_ = Outdated::nothing;
};

}  // namespace normscope
