#include "ui/pages/laboratory/lab_controls.h"

#include <QRadioButton>
#include <QRegularExpression>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <algorithm>

#include "core/text/number.h"

namespace normscope {
namespace {

using lab::Convention;

QString sizesText(const std::vector<int>& sizes) {
  QStringList texts;
  for (const int size : sizes) texts << QString::number(size);
  return texts.join(QLatin1Char(' '));
}

/// "32 16, 8"
std::optional<std::vector<int>> readSizes(const QString& text) {
  static const QRegularExpression between(QStringLiteral("[\\s,;]+"));
  std::vector<int> sizes;
  for (const QString& part : text.split(between, Qt::SkipEmptyParts)) {
    const auto size = readInteger(part.toStdString());
    if (!size || *size < 0 || *size > INT32_MAX) return std::nullopt;
    sizes.push_back(static_cast<int>(*size));
  }
  if (sizes.empty() || sizes.size() > 64) return std::nullopt;
  return sizes;
}

/// Shows a number unless it is being typed.
template <typename Box, typename Value>
void showNumber(Box& box, Value value) {
  const QSignalBlocker quiet(box);
  if (box.value() != value) box.setValue(value);
}

void showText(QLineEdit& field, const QString& text) {
  if (!field.isModified() && field.text() != text) field.setText(text);
}

QDoubleSpinBox* decimals(const QString& name, double least, double most, int digits, double step) {
  auto* box = new QDoubleSpinBox;
  box->setObjectName(name);
  box->setLocale(QLocale::c());
  box->setDecimals(digits);
  box->setRange(least, most);
  box->setSingleStep(step);
  box->setKeyboardTracking(false);
  box->setStepType(QAbstractSpinBox::DefaultStepType);
  return box;
}

QVBoxLayout* columnIn(QWidget& widget, int spacing) {
  auto* column = new QVBoxLayout(&widget);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(spacing);
  return column;
}

}  // namespace

LabControls::LabControls(Workspace& workspace, QWidget* parent)
    : QWidget(parent), workspace_(workspace), pages_(new QStackedWidget), unread_(new ProblemLabel) {
  setProperty("role", "panel");
  setAttribute(Qt::WA_StyledBackground);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(16, 16, 16, 16);
  column->setSpacing(6);
  column->addWidget(sectionTitle(tr("Experiment")));
  const QString titles[] = {tr("Statistics of a batch"), tr("Running statistics"), tr("Train a network")};
  for (std::size_t i = 0; i < experiments_.size(); ++i) {
    auto* button = new QRadioButton(titles[i]);
    button->setObjectName(QStringLiteral("experiment-%1").arg(i));
    experiments_[i] = button;
    column->addWidget(button);
    connect(button, &QRadioButton::clicked, this,
            [this, i] { change([i](Laboratory& lab) { lab.experiment = static_cast<Experiment>(i); }); });
  }
  unread_->setObjectName(QStringLiteral("lab-unread"));
  QSizePolicy kept = unread_->sizePolicy();
  kept.setRetainSizeWhenHidden(true);  // the fields below stay where they are
  unread_->setSizePolicy(kept);
  unread_->setMinimumHeight(2 * unread_->fontMetrics().lineSpacing());
  column->addWidget(unread_);
  for (QWidget* page : {makeStatistics(), makeRunning(), makeTraining()}) pages_->addWidget(page);
  column->addWidget(pages_);
  column->addStretch(1);
  connect(&workspace, &Workspace::laboratoryChanged, this, &LabControls::showState);
  connect(&workspace, &Workspace::sourceChanged, this, &LabControls::showState);
  showState();
}

template <typename Set>
void LabControls::change(Set set) {
  Laboratory next = workspace_.laboratory();
  set(next);
  if (unreadFields_.empty()) unread_->setProblem({});
  workspace_.setLaboratory(next);
}

bool LabControls::hasUnread() const {
  return std::any_of(unreadFields_.begin(), unreadFields_.end(),
                     [this](const QLineEdit* field) { return field->isVisibleTo(this); });
}

/// What is set is not what the field says, until it is read.
void LabControls::refuse(QLineEdit* field, const std::string& problem) {
  unreadFields_.insert(field);
  unread_->setProblem(problem);
  emit unreadChanged();
}

void LabControls::accept(QLineEdit* field) {
  field->setModified(false);
  if (unreadFields_.erase(field) > 0) emit unreadChanged();
}

void LabControls::setTheme(const Theme& theme) {
  theme_ = theme;
  showState();
}

void LabControls::setTrainingLocked(bool locked) {
  if (locked == locked_) return;
  locked_ = locked;
  trainingSettings_->setEnabled(!locked);
  trainingSettings_->setToolTip(locked ? tr("Cancel the training to change its settings") : QString());
}

QComboBox* LabControls::makeSources(const QString& name) {
  auto* box = new QComboBox;
  box->setObjectName(name);
  box->addItems({tr("Digits"), tr("Feature maps of the digits"), tr("The open tensor")});
  box->setItemData(0, tr("1797 handwritten digits of 8×8 pixels, one channel"), Qt::ToolTipRole);
  box->setItemData(1, tr("The same digits with blur and edges, six channels"), Qt::ToolTipRole);
  box->setItemData(2, tr("What the cube shows: its samples are drawn"), Qt::ToolTipRole);
  connect(box, &QComboBox::activated, this, [this](int index) {
    change([index](Laboratory& lab) { lab.samples = static_cast<LabSamples>(index); });
  });
  return box;
}

QSpinBox* LabControls::makeNumber(const QString& name, int least, int most) {
  auto* box = new QSpinBox;
  box->setObjectName(name);
  box->setRange(least, most);
  box->setKeyboardTracking(false);
  return box;
}

QLineEdit* LabControls::makeSizes(const QString& name, std::vector<int>& (*sizes)(Laboratory&)) {
  auto* field = new QLineEdit;
  field->setObjectName(name);
  connect(field, &QLineEdit::editingFinished, this, [this, field, sizes] {
    if (!field->isModified()) return;
    const auto read = readSizes(field->text());
    if (!read) {
      return refuse(field, "batch sizes: '" + field->text().toStdString() +
                               "' is no list of numbers; write such as 32 16 8 4 2");
    }
    accept(field);
    change([&](Laboratory& lab) { sizes(lab) = *read; });
    showState();
  });
  return field;
}

QWidget* LabControls::makeStatistics() {
  auto* page = new QWidget;
  auto* column = columnIn(*page, 6);
  column->addWidget(sectionTitle(tr("Norms")));
  drawnNorms_ = new NormChecks(QStringLiteral("draw"));
  column->addWidget(drawnNorms_);
  connect(drawnNorms_, &NormChecks::chosenBy, this, [this](const std::vector<lab::LabNorm>& norms) {
    change([&](Laboratory& lab) { lab.statistics.norms = norms; });
  });
  column->addSpacing(12);
  column->addWidget(sectionTitle(tr("Settings")));
  auto* form = new Form;
  column->addWidget(form);
  sources_[0] = makeSources(QStringLiteral("draw-source"));
  form->addRow(tr("Samples of"), sources_[0]);
  drawnSizes_ = makeSizes(QStringLiteral("draw-sizes"),
                          [](Laboratory& lab) -> std::vector<int>& { return lab.statistics.batchSizes; });
  form->addRow(tr("Batch sizes"), drawnSizes_);
  draws_ = makeNumber(QStringLiteral("draws"), 1, lab::mostDraws);
  draws_->setToolTip(tr("So many batches of each size are drawn"));
  form->addRow(tr("Draws"), draws_);
  connect(draws_, &QSpinBox::valueChanged, this,
          [this](int value) { change([value](Laboratory& lab) { lab.statistics.seeds = value; }); });
  column->addSpacing(8);
  column->addWidget(
      mutedLabel(tr("Batches are drawn as soon as something changes. All norms meet the same ones. "
                    "Digits: UCI, CC BY 4.0.")));
  column->addStretch(1);
  return page;
}

QWidget* LabControls::makeRunning() {
  auto* page = new QWidget;
  auto* column = columnIn(*page, 6);
  column->addWidget(sectionTitle(tr("Batch Norm’s running statistics")));
  auto* form = new Form;
  column->addWidget(form);
  convention_ = new QComboBox;
  convention_->setObjectName(QStringLiteral("convention"));
  convention_->addItems({tr("PyTorch"), tr("Keras"), tr("Cumulative average")});
  form->addRow(tr("Convention"), convention_);
  connect(convention_, &QComboBox::activated, this, [this](int index) {
    change([index](Laboratory& lab) {
      const lab::TimelineSettings preset = presetOf(static_cast<Convention>(index));
      lab.timeline.convention = preset.convention;
      lab.timeline.momentum = preset.momentum;
    });
  });
  momentum_ = decimals(QStringLiteral("lab-momentum"), 0, 1, 4, 0.01);
  momentumRow_ = form->addRow(tr("Momentum"), momentum_);
  connect(momentum_, &QDoubleSpinBox::valueChanged, this,
          [this](double value) { change([value](Laboratory& lab) { lab.timeline.momentum = value; }); });
  startMean_ = decimals(QStringLiteral("start-mean"), -1e6, 1e6, 2, 1);
  form->addRow(tr("Start: mean"), startMean_);
  connect(startMean_, &QDoubleSpinBox::valueChanged, this,
          [this](double value) { change([value](Laboratory& lab) { lab.timeline.startMean = value; }); });
  startVariance_ = decimals(QStringLiteral("start-variance"), 0, 1e6, 2, 1);
  form->addRow(tr("Variance"), startVariance_);
  connect(startVariance_, &QDoubleSpinBox::valueChanged, this,
          [this](double value) { change([value](Laboratory& lab) { lab.timeline.startVariance = value; }); });
  useRunning_ = new QCheckBox(tr("Use running statistics"));
  useRunning_->setObjectName(QStringLiteral("use-running"));
  useRunning_->setToolTip(tr("The layer normalizes by the running statistics, not by the batch"));
  connect(useRunning_, &QCheckBox::clicked, this,
          [this](bool on) { change([on](Laboratory& lab) { lab.timeline.useRunning = on; }); });
  updateRunning_ = new QCheckBox(tr("Update running statistics"));
  updateRunning_->setObjectName(QStringLiteral("update-running"));
  updateRunning_->setToolTip(tr("Off: from the batch that is looked at, they stay as they are"));
  connect(updateRunning_, &QCheckBox::clicked, this, [this](bool on) {
    change([on](Laboratory& lab) { lab.timeline.frozenFrom = on ? std::nullopt : std::optional(lab.batch); });
  });
  column->addWidget(useRunning_);
  column->addWidget(updateRunning_);
  mistake_ = new QPushButton(tr("Momentum the wrong way round"));
  mistake_->setObjectName(QStringLiteral("mistake"));
  mistake_->setToolTip(
      tr("Momentum the wrong way round, and a start at 0: what was counts a 10 000th, the batch the rest"));
  connect(mistake_, &QPushButton::clicked, this, [this] {
    change([](Laboratory& lab) {
      const lab::TimelineSettings wrong = lab::startsAtZero();
      lab.timeline.convention = wrong.convention;
      lab.timeline.momentum = wrong.momentum;
      lab.timeline.startMean = wrong.startMean;
      lab.timeline.startVariance = wrong.startVariance;
      lab.timeline.frozenFrom.reset();
      lab.timeline.useRunning = true;
      lab.batch = 1;
    });
  });
  column->addWidget(mistake_);
  column->addSpacing(12);
  column->addWidget(sectionTitle(tr("Batches")));
  auto* batches = new Form;
  column->addWidget(batches);
  sources_[1] = makeSources(QStringLiteral("running-source"));
  batches->addRow(tr("Samples of"), sources_[1]);
  batchSize_ = makeNumber(QStringLiteral("batch-size"), 1, INT32_MAX);
  batches->addRow(tr("Batch size"), batchSize_);
  connect(batchSize_, &QSpinBox::valueChanged, this,
          [this](int value) { change([value](Laboratory& lab) { lab.timeline.batchSize = value; }); });
  batches_ = makeNumber(QStringLiteral("batches"), 1, lab::mostTimelineBatches);
  batches->addRow(tr("Batches"), batches_);
  connect(batches_, &QSpinBox::valueChanged, this,
          [this](int value) { change([value](Laboratory& lab) { lab.timeline.batches = value; }); });
  channel_ = makeNumber(QStringLiteral("lab-channel"), 0, 0);
  channelRow_ = batches->addRow(tr("Channel"), channel_);
  connect(channel_, &QSpinBox::valueChanged, this,
          [this](int value) { change([value](Laboratory& lab) { lab.channel = value; }); });
  column->addStretch(1);
  return page;
}

QWidget* LabControls::makeTraining() {
  auto* page = new QWidget;
  auto* outer = columnIn(*page, 6);
  trainingSettings_ = new QWidget;
  outer->addWidget(trainingSettings_);
  auto* column = columnIn(*trainingSettings_, 6);
  column->addWidget(sectionTitle(tr("Norms")));
  trainedNorms_ = new NormChecks(QStringLiteral("train"));
  column->addWidget(trainedNorms_);
  connect(trainedNorms_, &NormChecks::chosenBy, this, [this](const std::vector<lab::LabNorm>& norms) {
    change([&](Laboratory& lab) { lab.training.norms = norms; });
  });
  column->addSpacing(12);
  column->addWidget(sectionTitle(tr("Settings")));
  auto* form = new Form;
  column->addWidget(form);
  trainedSizes_ = makeSizes(QStringLiteral("train-sizes"),
                            [](Laboratory& lab) -> std::vector<int>& { return lab.training.batchSizes; });
  form->addRow(tr("Batch sizes"), trainedSizes_);
  epochs_ = makeNumber(QStringLiteral("epochs"), 1, lab::mostEpochs);
  form->addRow(tr("Epochs"), epochs_);
  connect(epochs_, &QSpinBox::valueChanged, this,
          [this](int value) { change([value](Laboratory& lab) { lab.training.epochs = value; }); });
  seeds_ = makeNumber(QStringLiteral("seeds"), 1, lab::mostSeeds);
  seeds_->setToolTip(
      tr("So many networks of each norm and batch size; the same seeds give the same numbers"));
  form->addRow(tr("Seeds"), seeds_);
  connect(seeds_, &QSpinBox::valueChanged, this,
          [this](int value) { change([value](Laboratory& lab) { lab.training.seeds = value; }); });
  learningRate_ = new QLineEdit;
  learningRate_->setObjectName(QStringLiteral("learning-rate"));
  learningRate_->setToolTip(tr("Of 32 samples a batch; scaled with the batch: times N/32"));
  form->addRow(tr("Rate at 32"), learningRate_);
  connect(learningRate_, &QLineEdit::editingFinished, this, [this] {
    if (!learningRate_->isModified()) return;
    const auto rate = readDouble(learningRate_->text().trimmed().toStdString());
    if (!rate || !(*rate > 0 && *rate <= lab::mostLearningRate)) {
      return refuse(learningRate_, "learning rate: '" + learningRate_->text().toStdString() +
                                       "' is no number above 0 and up to 100; write such as 0.1");
    }
    accept(learningRate_);
    change([&](Laboratory& lab) { lab.training.learningRate = *rate; });
    showState();
  });
  lastStage_ = new QComboBox;
  lastStage_->setObjectName(QStringLiteral("last-stage"));
  for (const int side : lab::lastSides) lastStage_->addItem(tr("%1×%1 positions").arg(side), side);
  lastStage_->setToolTip(
      tr("Positions behind the last convolution: each μ of Batch Norm has N times as many values"));
  form->addRow(tr("Last stage"), lastStage_);
  connect(lastStage_, &QComboBox::activated, this, [this](int index) {
    change([side = lab::lastSides[index]](Laboratory& lab) { lab.training.lastSide = side; });
  });
  order_ = new QComboBox;
  order_->setObjectName(QStringLiteral("batch-order"));
  order_->addItems({tr("Shuffled"), tr("One digit each")});
  form->addRow(tr("Batches"), order_);
  connect(order_, &QComboBox::activated, this, [this](int index) {
    change([index](Laboratory& lab) { lab.training.order = static_cast<lab::BatchOrder>(index); });
  });
  outer->addSpacing(12);
  outer->addWidget(sectionTitle(tr("Plots")));
  auto* shown = new Form;
  outer->addWidget(shown);
  curvesOf_ = new QComboBox;
  curvesOf_->setObjectName(QStringLiteral("curves-of"));
  shown->addRow(tr("Epochs at"), curvesOf_);
  connect(curvesOf_, &QComboBox::activated, this, [this](int index) {
    const int size = curvesOf_->itemData(index).toInt();
    change([=](Laboratory& lab) { lab.curvesOf = index == 0 ? std::nullopt : std::optional(size); });
  });
  published_ = new QCheckBox(tr("Lay the paper’s Figure 1 over it"));
  published_->setObjectName(QStringLiteral("published"));
  published_->setToolTip(tr("ResNet-50 on ImageNet: top-1 error by the samples a worker"));
  connect(published_, &QCheckBox::clicked, this,
          [this](bool on) { change([on](Laboratory& lab) { lab.published = on; }); });
  outer->addWidget(published_);
  outer->addSpacing(8);
  outer->addWidget(
      mutedLabel(tr("Three convolutions with a norm and ReLU each, one linear layer; 1297 digits to "
                    "train, 500 to validate. The same seeds give the same numbers. Digits: UCI, CC BY "
                    "4.0.")));
  outer->addStretch(1);
  return page;
}

std::int64_t LabControls::channels() const {
  const LabSamples samples = workspace_.laboratory().samples;
  if (samples == LabSamples::openTensor) return workspace_.shape().channelCount();
  return samples == LabSamples::digitFeatures ? 6 : 1;
}

void LabControls::showState() {
  const Laboratory& now = workspace_.laboratory();
  const auto at = static_cast<std::size_t>(now.experiment);
  experiments_[at]->setChecked(true);
  pages_->setCurrentIndex(static_cast<int>(at));
  // The height of the page that is shown, not of the highest one.
  for (int i = 0; i < pages_->count(); ++i) {
    const auto vertical = i == static_cast<int>(at) ? QSizePolicy::Preferred : QSizePolicy::Ignored;
    pages_->widget(i)->setSizePolicy(QSizePolicy::Preferred, vertical);
  }
  pages_->updateGeometry();
  for (QComboBox* box : sources_) box->setCurrentIndex(static_cast<int>(now.samples));
  showStatistics(now);
  showRunning(now);
  showTraining(now);
}

void LabControls::showStatistics(const Laboratory& now) {
  const char* group = channels() % 2 == 0 ? "group:groups=2" : "group:groups=1";
  std::vector<lab::LabNorm> offered;
  for (const char* norm : {"batch", "batch:workers=2", group, "layer", "instance"})
    offered.push_back(lab::parseLabNorm(norm));
  drawnNorms_->show(offered, now.statistics.norms, theme_);
  showText(*drawnSizes_, sizesText(now.statistics.batchSizes));
  showNumber(*draws_, now.statistics.seeds);
}

void LabControls::showRunning(const Laboratory& now) {
  const lab::TimelineSettings& timeline = now.timeline;
  convention_->setCurrentIndex(static_cast<int>(timeline.convention));
  momentumRow_->setVisible(timeline.convention != Convention::cumulative);
  showNumber(*momentum_, timeline.momentum);
  showNumber(*startMean_, timeline.startMean);
  showNumber(*startVariance_, timeline.startVariance);
  showNumber(*batchSize_, timeline.batchSize);
  showNumber(*batches_, timeline.batches);
  useRunning_->setChecked(timeline.useRunning);
  updateRunning_->setChecked(!timeline.frozenFrom);
  channelRow_->setVisible(channels() > 1);
  const QSignalBlocker quiet(channel_);
  channel_->setMaximum(static_cast<int>(std::max<std::int64_t>(1, channels()) - 1));
  channel_->setValue(now.channel);
}

void LabControls::showTraining(const Laboratory& now) {
  const lab::TrainingSettings& training = now.training;
  static const std::vector<lab::LabNorm> offered =
      lab::parseLabNorms("batch,group:groups=4,layer,instance,none", "norms");
  trainedNorms_->show(offered, training.norms, theme_);
  showText(*trainedSizes_, sizesText(training.batchSizes));
  showNumber(*epochs_, training.epochs);
  showNumber(*seeds_, training.seeds);
  showText(*learningRate_, QString::fromStdString(shortest(training.learningRate)));
  lastStage_->setCurrentIndex(lastStage_->findData(training.lastSide));
  order_->setCurrentIndex(static_cast<int>(training.order));
  published_->setChecked(now.published);
  const QSignalBlocker quiet(curvesOf_);
  curvesOf_->clear();
  curvesOf_->addItem(tr("Automatic"));
  curvesOf_->setItemData(0, tr("The batch size that is trained, and then the smallest"), Qt::ToolTipRole);
  for (const int size : training.batchSizes) curvesOf_->addItem(tr("N = %1").arg(size), size);
  curvesOf_->setCurrentIndex(now.curvesOf ? std::max(0, curvesOf_->findData(*now.curvesOf)) : 0);
}

}  // namespace normscope
