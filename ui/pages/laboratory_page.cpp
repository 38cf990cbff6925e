#include "ui/pages/laboratory_page.h"

#include <QGridLayout>
#include <QResizeEvent>
#include <QSignalBlocker>
#include <QTimer>
#include <QToolButton>
#include <algorithm>
#include <cmath>

#include "core/text/number.h"

namespace normscope {
namespace {

constexpr int leastWidthForWordsBeside = 1240;  // controls, plots that can be read, and words
constexpr int wordsWidth = 300;

QPushButton* button(const QString& text, const char* name) {
  auto* made = new QPushButton(text);
  made->setObjectName(QString::fromLatin1(name));
  return made;
}

}  // namespace

LaboratoryPage::LaboratoryPage(Workspace& workspace, QWidget* parent)
    : PageWidget(parent),
      workspace_(workspace),
      results_(new LabResults(workspace, this)),
      controls_(new LabControls(workspace)),
      controlsArea_(new QScrollArea),
      problem_(new ProblemLabel) {
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(0);
  controlsArea_->setProperty("role", "panel");
  controlsArea_->setWidgetResizable(true);
  controlsArea_->setFocusPolicy(Qt::NoFocus);
  controlsArea_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  controlsArea_->setWidget(controls_);
  connect(controls_, &LabControls::unreadChanged, this, &LaboratoryPage::showHeader);
  controlsArea_->setFixedWidth(264);
  row->addWidget(controlsArea_);
  auto* area = new QScrollArea;
  area->setWidgetResizable(true);
  area->setFocusPolicy(Qt::NoFocus);
  area->setProperty("role", "panel");
  auto* content = new QWidget;
  content->setProperty("role", "canvas");
  content->setAttribute(Qt::WA_StyledBackground);
  area->setWidget(content);
  auto* right = new QVBoxLayout;
  right->setContentsMargins(0, 0, 0, 0);
  right->setSpacing(0);
  row->addLayout(right, 1);
  right->addWidget(makeHeader());
  right->addWidget(area, 1);
  body_ = new QBoxLayout(QBoxLayout::LeftToRight, content);
  body_->setContentsMargins(0, 0, 0, 0);
  body_->setSpacing(0);
  body_->addWidget(makePlots(), 1);
  wordsColumn_ = makeWords();
  body_->addWidget(wordsColumn_);
  connect(results_, &LabResults::changed, this, &LaboratoryPage::showLater);
  arrange();
  showNow();
}

QWidget* LaboratoryPage::makeHeader() {
  auto* header = new QWidget;
  header->setProperty("role", "bar");
  header->setAttribute(Qt::WA_StyledBackground);
  auto* column = new QVBoxLayout(header);
  column->setContentsMargins(20, 6, 16, 6);
  column->setSpacing(4);
  auto* row = new QHBoxLayout;
  row->setSpacing(8);
  column->addLayout(row);
  title_ = new QLabel;
  title_->setObjectName(QStringLiteral("lab-title"));
  title_->setProperty("role", "strong");
  row->addWidget(title_);
  progress_ = new QLabel;
  progress_->setObjectName(QStringLiteral("lab-progress"));
  progress_->setProperty("role", "caption");
  row->addWidget(progress_, 1, Qt::AlignRight);
  pause_ = button(tr("Pause"), "lab-pause");
  cancel_ = button(tr("Cancel"), "lab-cancel");
  cancel_->setToolTip(tr("Networks that are done stay; Go on trains the others"));
  start_ = button(tr("Start"), "lab-start");
  start_->setDefault(true);
  for (QPushButton* each : {pause_, cancel_, start_}) row->addWidget(each);
  problem_->setObjectName(QStringLiteral("lab-problem"));
  column->addWidget(problem_);
  connect(start_, &QPushButton::clicked, this, &LaboratoryPage::startOrGoOn);
  connect(pause_, &QPushButton::clicked, this,
          [this] { results_->training().setPaused(!results_->training().isPaused()); });
  connect(cancel_, &QPushButton::clicked, this, [this] { results_->training().cancel(); });
  return header;
}

QWidget* LaboratoryPage::makePlots() {
  auto* holder = new QWidget;
  auto* column = new QVBoxLayout(holder);
  column->setContentsMargins(16, 8, 16, 12);
  column->setSpacing(8);
  for (std::size_t i = 0; i < plots_.size(); ++i) {
    plots_[i] = new PlotWidget;
    plots_[i]->setObjectName(QStringLiteral("plot-laboratory-%1").arg(i));
    plots_[i]->setGround(PlotGround::canvas);
    plots_[i]->setMinimumHeight(i == 0 ? 250 : 190);
  }
  column->addWidget(plots_[0], 5);
  timelineRow_ = new QWidget;
  auto* line = new QHBoxLayout(timelineRow_);
  line->setContentsMargins(56, 0, 8, 0);
  line->setSpacing(8);
  timeline_ = new QSlider(Qt::Horizontal);
  timeline_->setObjectName(QStringLiteral("lab-timeline"));
  timeline_->setAccessibleName(tr("Batches fed"));
  timeline_->setToolTip(tr("Back and forth through the batches"));
  timelineText_ = new QLabel;
  timelineText_->setObjectName(QStringLiteral("lab-timeline-text"));
  timelineText_->setProperty("role", "caption");
  timelineText_->setMinimumWidth(148);
  line->addWidget(timeline_, 1);
  line->addWidget(timelineText_);
  column->addWidget(timelineRow_);
  connect(timeline_, &QSlider::valueChanged, this, [this](int batch) {
    Laboratory next = workspace_.laboratory();
    next.batch = batch;
    workspace_.setLaboratory(next);
  });
  auto* row = new QHBoxLayout;
  row->setSpacing(8);
  row->addWidget(plots_[1], 1);
  row->addWidget(plots_[2], 1);
  column->addLayout(row, 3);
  return holder;
}

QWidget* LaboratoryPage::makeWords() {
  auto* column = new QWidget;
  column->setProperty("role", "panel");
  column->setAttribute(Qt::WA_StyledBackground);
  auto* rows = new QVBoxLayout(column);
  rows->setContentsMargins(16, 16, 16, 16);
  rows->setSpacing(8);
  rows->addWidget(sectionTitle(tr("What it shows")));
  words_ = new QLabel;
  words_->setObjectName(QStringLiteral("lab-words"));
  words_->setWordWrap(true);
  words_->setTextFormat(Qt::PlainText);
  words_->setTextInteractionFlags(Qt::TextSelectableByMouse);
  words_->setAlignment(Qt::AlignTop | Qt::AlignLeft);
  rows->addWidget(words_);
  runs_ = new QWidget;
  runRows_ = new QVBoxLayout(runs_);
  runRows_->setContentsMargins(0, 12, 0, 0);
  runRows_->setSpacing(6);
  runRows_->addWidget(sectionTitle(tr("Networks")));
  rows->addWidget(runs_);
  auto* buttons = new QHBoxLayout;
  buttons->setContentsMargins(0, 12, 0, 0);
  buttons->setSpacing(8);
  QPushButton* exporting = button(tr("Export the figure…"), "lab-export");
  QPushButton* copying = button(tr("Copy numbers"), "lab-copy");
  buttons->addWidget(exporting);
  buttons->addWidget(copying);
  buttons->addStretch(1);
  rows->addLayout(buttons);
  rows->addStretch(1);
  connect(exporting, &QPushButton::clicked, this, [this] { emit exportRequested(0); });
  connect(copying, &QPushButton::clicked, this, [this] { emit copyRequested(0); });
  return column;
}

void LaboratoryPage::setTheme(const Theme& theme) {
  controls_->setTheme(theme);
  for (PlotWidget* plot : plots_) plot->setTheme(theme);
}

void LaboratoryPage::resizeEvent(QResizeEvent* event) {
  PageWidget::resizeEvent(event);
  arrange();
}

/// Words stand beside the plots, or below them where there is no room.
void LaboratoryPage::arrange() {
  const bool beside = width() >= leastWidthForWordsBeside;
  body_->setDirection(beside ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
  wordsColumn_->setFixedWidth(beside ? wordsWidth : QWIDGETSIZE_MAX);
  if (!beside) wordsColumn_->setMinimumWidth(0);
}

void LaboratoryPage::startOrGoOn() {
  const lab::TrainingSettings& settings = workspace_.laboratory().training;
  const auto records = results_->training().recordsOf(settings);
  const bool all = records.size() == runsOf(settings).size();
  results_->training().start(settings, all);
}

void LaboratoryPage::open(const lab::SavedExperiment& saved) {
  Laboratory next = workspace_.laboratory();
  if (saved.training) {
    next.experiment = Experiment::training;
    next.training = saved.training->settings;
    results_->training().adopt(*saved.training);
  } else {
    next.experiment = saved.statistics ? Experiment::statistics : Experiment::running;
    next.samples = saved.source == "sample:digits"           ? LabSamples::digits
                   : saved.source == "sample:digit-features" ? LabSamples::digitFeatures
                                                             : LabSamples::openTensor;
    if (saved.statistics) next.statistics = *saved.statistics;
    if (saved.timeline) next.timeline = *saved.timeline;
  }
  Document document = workspace_.document();
  document.view.page = Page::laboratory;
  document.laboratory = next;
  workspace_.change(document);
}

/// Once for all that changes in one turn.
void LaboratoryPage::showLater() {
  if (outdated_) return;
  outdated_ = true;
  QTimer::singleShot(0, this, [this] {
    outdated_ = false;
    showNow();
  });
}

void LaboratoryPage::showNow() {
  showHeader();
  if (workspace_.view().page != Page::laboratory) return;
  showTimeline();
  const LabResults::Plots plots = results_->plots();
  for (std::size_t i = 0; i < plots.size(); ++i) plots_[i]->setDocument(plots[i]);
  QStringList paragraphs;
  for (const std::string& words : results_->words()) paragraphs << QString::fromStdString(words);
  const QString text = paragraphs.join(QStringLiteral("\n\n"));
  if (text != words_->text()) words_->setText(text);
  showRuns();
}

void LaboratoryPage::showHeader() {
  const Laboratory& now = workspace_.laboratory();
  const TrainingJob& job = results_->training();
  const bool isTraining = now.experiment == Experiment::training;
  const std::string problem = results_->problem();
  title_->setText(results_->sourceTitle());
  problem_->setProblem(problem);
  if (problem.empty() && isTraining && !job.problem().isEmpty())
    problem_->setProblem(job.problem().toStdString());
  const std::size_t all = runsOf(now.training).size();
  std::size_t done = 0;
  for (const lab::RunRecord& record : job.recordsOf(now.training))
    done += record.isDone(now.training) ? 1 : 0;
  const bool focused = pause_->hasFocus() || cancel_->hasFocus() || start_->hasFocus();
  for (QPushButton* each : {pause_, cancel_}) each->setVisible(isTraining && job.isRunning());
  pause_->setText(job.isPaused() ? tr("Go on") : tr("Pause"));
  start_->setVisible(isTraining && !job.isRunning());
  // Who pressed one goes on with the other, and not with whatever comes next on the page.
  if (focused) (job.isRunning() ? pause_ : start_)->setFocus(Qt::OtherFocusReason);
  start_->setEnabled(problem.empty() && !controls_->hasUnread());
  start_->setToolTip(problem.empty() ? QString() : problem_->text());
  start_->setText(done == 0 ? tr("Start") : done < all ? tr("Go on") : tr("Train again"));
  controls_->setTrainingLocked(job.isRunning());
  QString text;
  if (isTraining && job.isRunning()) {
    const auto left = job.secondsLeft();
    text = tr("%1 of %2 networks").arg(done).arg(all);
    if (job.isPaused()) {
      text += tr(" · paused");
    } else if (left) {
      text += tr(" · %1 left").arg(QString::fromStdString(durationText(std::max(1.0, std::ceil(*left)))));
    }
  } else if (isTraining && problem.empty()) {
    text = done == 0    ? tr("%1 networks to train", nullptr, static_cast<int>(all)).arg(all)
           : done < all ? tr("%1 of %2 networks are done").arg(done).arg(all)
                        : tr("all %1 networks are done", nullptr, static_cast<int>(all)).arg(all);
  } else if (results_->isBusy()) {
    text = now.experiment == Experiment::statistics ? tr("drawing…") : tr("feeding…");
  }
  progress_->setText(text);
}

void LaboratoryPage::showTimeline() {
  const Laboratory& now = workspace_.laboratory();
  timelineRow_->setVisible(now.experiment == Experiment::running);
  const QSignalBlocker quiet(timeline_);
  timeline_->setRange(0, now.timeline.batches);
  timeline_->setPageStep(std::max(1, now.timeline.batches / 20));
  timeline_->setValue(now.batch);
  timelineText_->setText(tr("%1 of %2 batches fed").arg(now.batch).arg(now.timeline.batches));
}

/// A bar a norm: how far its networks are.
void LaboratoryPage::showRuns() {
  const Laboratory& now = workspace_.laboratory();
  runs_->setVisible(now.experiment == Experiment::training && results_->problem().empty());
  const lab::TrainingSettings& settings = now.training;
  while (rows_.size() < settings.norms.size()) {
    RunRow made{new QWidget, new QLabel, new QProgressBar, new QLabel};
    auto* line = new QHBoxLayout(made.row);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(8);
    made.name->setFixedWidth(124);
    made.bar->setTextVisible(false);
    made.bar->setRange(0, 1000);
    made.state->setProperty("role", "caption");
    made.state->setFixedWidth(56);
    made.state->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    line->addWidget(made.name);
    line->addWidget(made.bar, 1);
    line->addWidget(made.state);
    runRows_->addWidget(made.row);
    rows_.push_back(made);
  }
  const std::vector<lab::RunRecord> records = results_->training().recordsOf(settings);
  const std::size_t each = settings.batchSizes.size() * static_cast<std::size_t>(settings.seeds);
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    rows_[i].row->setVisible(i < settings.norms.size());
    if (i >= settings.norms.size()) continue;
    double all = 0;
    double done = 0;
    std::size_t networks = 0;
    for (const lab::Run& run : runsOf(settings)) all += run.norm == i ? workOf(settings, run) : 0;
    for (const lab::RunRecord& record : records) {
      if (record.run.norm != i) continue;
      done += workOf(settings, record.run) * static_cast<double>(record.errors.size()) / settings.epochs;
      networks += record.isDone(settings) ? 1 : 0;
    }
    rows_[i].name->setText(labelOf(settings.norms[i]));
    rows_[i].bar->setValue(static_cast<int>(1000 * done / std::max(all, 1e-9)));
    rows_[i].state->setText(networks == each ? tr("done") : tr("%1 of %2").arg(networks).arg(each));
  }
}

}  // namespace normscope
