#include "ui/panels/plot_column.h"

#include <QHBoxLayout>
#include <QVBoxLayout>
#include <utility>

#include "core/analysis/conventions.h"
#include "core/view/cube/cube_text.h"
#include "ui/base/core_words.h"
#include "ui/base/form.h"

namespace normscope {
namespace {

constexpr int sentenceHeight = 72;

/// "Group, G = 2": a legend has little room.
std::string shortTitleOf(const ReductionPlan& plan) {
  std::string title = normTitleInFull(plan);
  if (const auto word = title.find(" Norm"); word != std::string::npos) title.erase(word, 5);
  return title;
}

/// The channel of an element.
std::int64_t channelOf(const Shape& shape, std::int64_t element) {
  const auto axis = shape.layout().find(AxisRole::channel);
  return axis ? shape.indexOf(element)[static_cast<std::size_t>(*axis)] : 0;
}

}  // namespace

PlotColumn::PlotColumn(Workspace& workspace, QWidget* parent)
    : QWidget(parent), workspace_(workspace), conventions_(mutedLabel()), runningFooter_(new QWidget) {
  setProperty("role", "panel");
  setAttribute(Qt::WA_StyledBackground);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(20, 12, 20, 12);
  column->setSpacing(12);
  statistics_ = add(QStringLiteral("statistics"));
  histogramX_ = add(QStringLiteral("histogram-x"));
  histogramY_ = add(QStringLiteral("histogram-y"));
  running_ = add(QStringLiteral("running"));
  parameters_ = add(QStringLiteral("parameters"));
  parameters_->hide();
  for (const auto& [kind, plot] : plots_)
    column->addWidget(plot, plot == running_ || plot == parameters_ ? 3 : 4);

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
  connect(update, &QPushButton::clicked, &workspace, &Workspace::updateRunningStatistics);
  connect(reset, &QPushButton::clicked, &workspace, &Workspace::resetRunningStatistics);

  connect(statistics_, &PlotWidget::setClicked, this, [this](qint64 set, int norm) {
    if (const auto element = elementOf(set, norm)) workspace_.select(*element, true);
  });
  connect(statistics_, &PlotWidget::setHovered, this, [this](qint64 set, int norm) {
    if (const auto element = elementOf(set, norm)) workspace_.hover(*element);
  });
  turn_.setSingleShot(true);
  connect(&turn_, &QTimer::timeout, this, &PlotColumn::showNow);
  const auto follow = [&](auto signal, unsigned parts) {
    connect(&workspace, signal, this, [this, parts] { showLater(parts); });
  };
  follow(&Workspace::computationChanged, statisticsPart | histogramsPart | runningPart);
  follow(&Workspace::resultsChanged, statisticsPart | histogramsPart);
  follow(&Workspace::normsChanged, statisticsPart | histogramsPart);
  follow(&Workspace::viewChanged, histogramsPart);
  follow(&Workspace::tensorChanged, histogramsPart);
  follow(&Workspace::setValuesChanged, histogramsPart);
  // What was not made in the end is no longer awaited.
  connect(&workspace, &Workspace::busyChanged, this, [this] {
    const bool isOfBefore = workspace_.shown() && workspace_.currentComputation() != workspace_.computation();
    if (isOfBefore) showLater(statisticsPart | histogramsPart | runningPart);
  });
  connect(&workspace, &Workspace::planChanged, this, &PlotColumn::showRunning);
  connect(&workspace, &Workspace::parametersChanged, this, &PlotColumn::showParameters);
  connect(&workspace, &Workspace::selectionChanged, this, &PlotColumn::showSelection);
}

void PlotColumn::showLater(unsigned parts) {
  outdated_ |= parts;
  if (!turn_.isActive()) turn_.start(0);
}

void PlotColumn::showNow() {
  const unsigned parts = std::exchange(outdated_, noPart);
  if ((parts & statisticsPart) != 0) showStatistics();
  if ((parts & histogramsPart) != 0) showHistograms();
  if ((parts & runningPart) != 0) {
    showRunning();
    showParameters();
  }
}

/// The first element of a set of the plot.
std::optional<std::int64_t> PlotColumn::elementOf(qint64 set, int norm) const {
  const auto plan = showsSeveral() ? workspace_.norm(static_cast<std::size_t>(norm)).plan : workspace_.plan();
  if (!plan || set < 0 || set >= plan->setCount() || plan->elementsPerSet() == 0) return std::nullopt;
  return plan->elementOf(set, 0);
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

/// A plot of what was there before stays until the new one is there, and says so: an empty plot in between
/// would flicker.
void PlotColumn::show(PlotWidget& plot, PlotDocument document, bool isCurrent) {
  if (!isCurrent) {
    document.note = workspace_.isBusy() ? "of before · computing…" : "of before";
    document.shortNote.clear();
  }
  plot.setDocument(document);
}

/// The norms side by side, where all of their results are there.
bool PlotColumn::showsSeveral() const {
  for (std::size_t i = 0; i < workspace_.normCount(); ++i) {
    if (!workspace_.result(i)) return false;
  }
  return workspace_.normCount() > 1;
}

void PlotColumn::showStatistics() {
  if (showsSeveral()) return showStatisticsOfSeveral();
  const auto shown = workspace_.shown();
  if (!shown) return;
  PlotDocument document = shown->statistics;
  const bool isCurrent = workspace_.currentComputation() == shown->computation;
  const ReductionPlan& plan = shown->computation->result.plan;
  if (isCurrent && plan.shape().elementCount() > 0)
    document.selectedSet = plan.setOf(workspace_.selection().element);
  show(*statistics_, std::move(document), isCurrent);
}

void PlotColumn::showStatisticsOfSeveral() {
  std::vector<NormPlot> norms;
  for (std::size_t i = 0; i < workspace_.normCount(); ++i) {
    const auto made = workspace_.computed(i);
    const ReductionPlan& plan = made->computation->result.plan;
    NormPlot norm{shortTitleOf(plan), made->statistics};
    if (plan.shape().elementCount() > 0) norm.alone.selectedSet = plan.setOf(workspace_.selection().element);
    norms.push_back(std::move(norm));
  }
  show(*statistics_, statisticsDocument(norms), true);
}

void PlotColumn::showHistograms() {
  const auto tensor = workspace_.tensor();
  const auto set = workspace_.setValues();
  const std::optional<std::int64_t> number = set ? std::optional(set->set) : std::nullopt;
  if (tensor) {
    show(*histogramX_,
         histogramDocument("x", tensor->summary, tensor->histogram, set ? &set->x : nullptr, number),
         workspace_.currentTensor() != nullptr);
  }
  showHistogramOfY();
}

void PlotColumn::showHistogramOfY() {
  const auto computation = workspace_.computation();
  const auto set = workspace_.setValues();
  const auto compared = workspace_.view().shown == Shown::difference ? workspace_.compared() : nullptr;
  if (compared) {
    show(*histogramY_,
         histogramDocument("B − A", compared->differenceSummary, compared->differenceHistogram, nullptr,
                           std::nullopt),
         true);
  } else if (showsSeveral()) {
    std::vector<NormValues> norms;
    for (std::size_t i = 0; i < workspace_.normCount(); ++i) {
      const auto made = workspace_.result(i);
      norms.push_back({shortTitleOf(made->result.plan), made->summary, made->histogram});
    }
    show(*histogramY_, histogramDocument("y", norms), true);
  } else if (computation) {
    show(*histogramY_,
         histogramDocument("y", computation->summary, computation->histogram, set ? &set->y : nullptr,
                           set ? std::optional(set->set) : std::nullopt),
         computation == workspace_.currentComputation());
  }
}

void PlotColumn::showRunning() {
  const auto shown = workspace_.shown();
  const auto plan = workspace_.plan();
  if (!plan) return;
  runningFooter_->setVisible(keepsRunning(plan->spec()) && plan->statisticsFromX());
  // A sentence needs less room than a plot.
  running_->setMaximumHeight(keepsRunning(plan->spec()) ? QWIDGETSIZE_MAX : sentenceHeight);
  showConventions();
  if (!keepsRunning(plan->spec())) {
    running_->setDocument(runningDocument(std::nullopt, std::nullopt, *plan));
  } else if (shown && keepsRunning(shown->computation->result.plan.spec())) {
    show(*running_, shown->running, workspace_.currentComputation() == shown->computation);
  }
}

/// Where there are any.
void PlotColumn::showParameters() {
  const auto shown = workspace_.shown();
  const auto plan = workspace_.plan();
  parameters_->setVisible(plan && !takenBy(plan->spec(), workspace_.document().parameters).isEmpty());
  if (shown) show(*parameters_, shown->parameters, workspace_.currentComputation() == shown->computation);
}

void PlotColumn::showSelection() {
  const auto plan = workspace_.plan();
  if (!plan || plan->shape().elementCount() == 0) return;
  if ((outdated_ & statisticsPart) != 0)
    return showConventions();  // the plot is of what was before, and is made anew
  if (showsSeveral()) {
    for (std::size_t i = 0; i < workspace_.normCount(); ++i)
      statistics_->setSelectedSet(workspace_.result(i)->result.plan.setOf(workspace_.selection().element),
                                  static_cast<int>(i));
  } else if (const auto computation = workspace_.currentComputation()) {
    statistics_->setSelectedSet(computation->result.plan.setOf(workspace_.selection().element));
  }
  showConventions();
}

/// What ONNX would store for the channel of the selection; the reason is in the tool tip.
void PlotColumn::showConventions() {
  QString text;
  const auto computation = workspace_.currentComputation();
  if (computation && computation->result.plan.shape().elementCount() > 0) {
    const NormalizeResult& result = computation->result;
    const std::int64_t channel = channelOf(result.plan.shape(), workspace_.selection().element);
    const auto& before = computation->request.running;
    if (before && result.running) {
      const auto onnx = onnxRunningVarianceText(*before, *result.running, result.plan, channel);
      text = fromCore(onnx.value_or(""));
    }
    const std::string reason = runningConventions(result.plan).variance.value_or("");
    conventions_->setToolTip(text + QStringLiteral("\n") + fromCore(reason));
  }
  // In two lines, whose height is known before the width.
  conventions_->setText(text.replace(QStringLiteral("] "), QStringLiteral("]\n")));
}

}  // namespace normscope
