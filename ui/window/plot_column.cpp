#include "ui/window/plot_column.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

#include "core/norm/norm_registry.h"

namespace normscope {

PlotColumn::PlotColumn(Session& session, QWidget* parent)
    : QWidget(parent), session_(session), runningButtons_(new QWidget) {
  setProperty("role", "panel");
  setAttribute(Qt::WA_StyledBackground);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(20, 12, 20, 12);
  column->setSpacing(12);
  statistics_ = add(QStringLiteral("statistics"));
  histogramX_ = add(QStringLiteral("histogram-x"));
  histogramY_ = add(QStringLiteral("histogram-y"));
  running_ = add(QStringLiteral("running"));
  for (const auto& [kind, plot] : plots_) column->addWidget(plot, plot == running_ ? 3 : 4);

  auto* buttons = new QHBoxLayout(runningButtons_);
  buttons->setContentsMargins(0, 0, 0, 0);
  auto* update = new QPushButton(tr("&Update with this batch"));
  update->setToolTip(tr("Takes the running statistics after this batch as the layer's own"));
  auto* reset = new QPushButton(tr("&Reset"));
  reset->setToolTip(tr("Back to mean 0 and variance 1"));
  buttons->addWidget(update);
  buttons->addWidget(reset);
  buttons->addStretch(1);
  column->addWidget(runningButtons_);
  runningButtons_->hide();
  connect(update, &QPushButton::clicked, &session, &Session::updateRunningStatistics);
  connect(reset, &QPushButton::clicked, &session, &Session::resetRunningStatistics);

  connect(statistics_, &PlotWidget::setClicked, this, [this](qint64 set) {
    if (const auto plan = session_.plan(); plan && set < plan->setCount() && plan->elementsPerSet() > 0) {
      session_.select(plan->elementOf(set, 0), true);
    }
  });
  connect(statistics_, &PlotWidget::setHovered, this, [this](qint64 set) {
    const auto plan = session_.plan();
    if (plan && set >= 0 && set < plan->setCount() && plan->elementsPerSet() > 0) {
      session_.hover(plan->elementOf(set, 0));
    }
  });
  connect(&session, &Session::computationChanged, this, [this] {
    showStatistics();
    showHistograms();
    showRunning();
  });
  connect(&session, &Session::tensorChanged, this, &PlotColumn::showHistograms);
  connect(&session, &Session::setValuesChanged, this, &PlotColumn::showHistograms);
  connect(&session, &Session::selectionChanged, this, &PlotColumn::showSelection);
  connect(&session, &Session::planChanged, this, &PlotColumn::showRunning);
}

PlotWidget* PlotColumn::add(const QString& kind) {
  auto* plot = new PlotWidget(this);
  plot->setObjectName(QStringLiteral("plot-") + kind);
  plots_.emplace_back(kind, plot);
  return plot;
}

void PlotColumn::setTheme(const Theme& theme) {
  for (const auto& [kind, plot] : plots_) plot->setTheme(theme);
}

/// A plot of an older computation stays until the new one is there: an empty plot in between would flicker.
void PlotColumn::showStatistics() {
  if (const auto computation = session_.currentComputation()) {
    PlotDocument document = session_.statisticsPlot();
    const ReductionPlan& plan = computation->result.plan;
    if (plan.shape().elementCount() > 0) document.selectedSet = plan.setOf(session_.selection().element);
    statistics_->setDocument(document);
  }
}

void PlotColumn::showHistograms() {
  const auto tensor = session_.currentTensor();
  const auto computation = session_.currentComputation();
  const auto set = session_.setValues();
  const std::optional<std::int64_t> number = set ? std::optional(set->set) : std::nullopt;
  const bool setFits = set && computation && session_.setValuesFit();
  if (tensor) {
    histogramX_->setDocument(histogramDocument('x', tensor->summary, tensor->histogram,
                                               setFits ? &set->x : nullptr, setFits ? number : std::nullopt));
  }
  if (computation) {
    histogramY_->setDocument(histogramDocument('y', computation->summary, computation->histogram,
                                               setFits ? &set->y : nullptr, setFits ? number : std::nullopt));
  }
}

void PlotColumn::showRunning() {
  const auto computation = session_.currentComputation();
  const auto plan = session_.plan();
  if (!plan) return;
  const bool tracks = infoOf(plan->spec().kind).tracksByDefault || plan->spec().usesRunningStatistics();
  runningButtons_->setVisible(tracks && plan->statisticsFromX());
  if (!tracks) {
    running_->setDocument(runningDocument(std::nullopt, std::nullopt, *plan));
  } else if (computation) {
    running_->setDocument(session_.runningPlot());
  }
}

void PlotColumn::showSelection() {
  const auto plan = session_.plan();
  if (!plan || plan->shape().elementCount() == 0) return;
  if (const auto computation = session_.currentComputation()) {
    statistics_->setSelectedSet(computation->result.plan.setOf(session_.selection().element));
  }
}

}  // namespace normscope
