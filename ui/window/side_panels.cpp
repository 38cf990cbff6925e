#include "ui/window/side_panels.h"

#include <QResizeEvent>

namespace normscope {
namespace {

/// With both panels and a centre that can be used.
constexpr int leastWidthForBoth = 1180;

}  // namespace

SidePanels::SidePanels(QWidget* controls, QWidget* centre, QWidget* plots, QWidget* parent)
    : QSplitter(parent),
      controls_(controls),
      plots_(plots),
      controlsAction_(new QAction(tr("C&ontrols at the left"), this)),
      plotsAction_(new QAction(tr("P&lots at the right"), this)) {
  setHandleWidth(1);
  setChildrenCollapsible(false);
  addWidget(controls);
  addWidget(centre);
  addWidget(plots);
  setStretchFactor(1, 1);
  setSizes({272, 862, 306});
  controlsAction_->setObjectName(QStringLiteral("show-controls"));
  controlsAction_->setShortcut(QKeySequence(QStringLiteral("F8")));
  controlsAction_->setToolTip(tr("Tensor and norm at the left: show or fold away"));
  plotsAction_->setObjectName(QStringLiteral("show-plots"));
  plotsAction_->setShortcut(QKeySequence(QStringLiteral("F9")));
  plotsAction_->setToolTip(tr("Plots at the right: show or fold away"));
  for (QAction* action : {controlsAction_, plotsAction_}) action->setCheckable(true);
  connect(controlsAction_, &QAction::triggered, this, [this](bool on) { toggle(wantsControls_, on, true); });
  connect(plotsAction_, &QAction::triggered, this, [this](bool on) { toggle(wantsPlots_, on, false); });
  arrange();
}

void SidePanels::setWanted(bool controls, bool plots) {
  wantsControls_ = controls;
  wantsPlots_ = plots;
  arrange();
}

void SidePanels::setAway(bool away) {
  away_ = away;
  arrange();
}

/// Until it is shown its width means nothing.
void SidePanels::showEvent(QShowEvent* event) {
  QSplitter::showEvent(event);
  arrange();
}

void SidePanels::resizeEvent(QResizeEvent* event) {
  QSplitter::resizeEvent(event);
  arrange();
}

void SidePanels::toggle(bool& wanted, bool on, bool controlsLast) {
  wanted = on;
  // Whoever folds one away has room for the other again.
  controlsLast_ = on == controlsLast;
  arrange();
}

void SidePanels::arrange() {
  const bool both = !isVisible() || width() >= leastWidthForBoth || !wantsControls_ || !wantsPlots_;
  const bool controls = !away_ && wantsControls_ && (both || controlsLast_);
  const bool plots = !away_ && wantsPlots_ && (both || !controlsLast_);
  controls_->setVisible(controls);
  plots_->setVisible(plots);
  controlsAction_->setChecked(controls);
  plotsAction_->setChecked(plots);
  for (QAction* action : {controlsAction_, plotsAction_}) action->setEnabled(!away_);
}

}  // namespace normscope
