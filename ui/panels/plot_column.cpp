#include "ui/panels/plot_column.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

#include "core/analysis/conventions.h"
#include "core/norm/norm_registry.h"
#include "ui/base/form.h"

namespace normscope {
namespace {

/// Whether the window keeps running statistics for this norm.
bool tracks(const ReductionPlan& plan) {
  return infoOf(plan.spec().kind).tracksByDefault || plan.spec().usesRunningStatistics();
}

/// The channel of an element.
std::int64_t channelOf(const Shape& shape, std::int64_t element) {
  const auto axis = shape.layout().find(AxisRole::channel);
  return axis ? shape.indexOf(element)[static_cast<std::size_t>(*axis)] : 0;
}

}  // namespace

PlotColumn::PlotColumn(Session& session, QWidget* parent)
    : QWidget(parent), session_(session), conventions_(mutedLabel()), runningFooter_(new QWidget) {
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

  auto* footer = new QVBoxLayout(runningFooter_);
  footer->setContentsMargins(0, 0, 0, 0);
  footer->setSpacing(4);
  conventions_->setObjectName(QStringLiteral("conventions"));
  conventions_->setWordWrap(false);
  conventions_->setContentsMargins(4, 0, 0, 0);  // below the titles of the plots
  conventions_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
  footer->addWidget(conventions_);
  auto* buttons = new QHBoxLayout;
  footer->addLayout(buttons);
  auto* update = new QPushButton(tr("&Update with this batch"));
  update->setToolTip(tr("Takes the running statistics after this batch as the layer's own"));
  auto* reset = new QPushButton(tr("&Reset"));
  reset->setToolTip(tr("Back to mean 0 and variance 1"));
  buttons->addWidget(update);
  buttons->addWidget(reset);
  buttons->addStretch(1);
  column->addWidget(runningFooter_);
  runningFooter_->hide();
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

void PlotColumn::setDifference(std::shared_ptr<const Compared> compared) {
  if (compared == difference_) return;
  difference_ = std::move(compared);
  showHistograms();
}

void PlotColumn::showHistograms() {
  const auto tensor = session_.currentTensor();
  const auto computation = session_.currentComputation();
  const auto set = session_.setValues();
  const std::optional<std::int64_t> number = set ? std::optional(set->set) : std::nullopt;
  const bool setFits = set && computation && session_.setValuesFit();
  if (tensor) {
    histogramX_->setDocument(histogramDocument("x", tensor->summary, tensor->histogram,
                                               setFits ? &set->x : nullptr, setFits ? number : std::nullopt));
  }
  if (difference_) {
    histogramY_->setDocument(histogramDocument("B − A", difference_->differenceSummary,
                                               difference_->differenceHistogram, nullptr, std::nullopt));
  } else if (computation) {
    histogramY_->setDocument(histogramDocument("y", computation->summary, computation->histogram,
                                               setFits ? &set->y : nullptr, setFits ? number : std::nullopt));
  }
}

void PlotColumn::showRunning() {
  const auto computation = session_.currentComputation();
  const auto plan = session_.plan();
  if (!plan) return;
  runningFooter_->setVisible(tracks(*plan) && plan->statisticsFromX());
  showConventions();
  if (!tracks(*plan)) {
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
  showConventions();
}

/// What ONNX would store for the channel of the selection; the reason is in the tool tip.
void PlotColumn::showConventions() {
  QString text;
  const auto computation = session_.currentComputation();
  if (computation && computation->result.plan.shape().elementCount() > 0) {
    const NormalizeResult& result = computation->result;
    const std::int64_t channel = channelOf(result.plan.shape(), session_.selection().element);
    const auto& before = computation->request.running;
    if (before && result.running) {
      const auto onnx = onnxRunningVarianceText(*before, *result.running, result.plan, channel);
      text = QString::fromStdString(onnx.value_or(""));
    }
    const std::string reason = runningConventions(result.plan).variance.value_or("");
    conventions_->setToolTip(text + QStringLiteral("\n") + QString::fromStdString(reason));
  }
  conventions_->setText(text);
}

}  // namespace normscope
