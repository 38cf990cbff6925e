#include "ui/panels/norm_panel.h"

#include <QHBoxLayout>
#include <QSignalBlocker>
#include <algorithm>

#include "core/analysis/conventions.h"
#include "core/analysis/equivalent_specs.h"
#include "core/norm/norm_registry.h"
#include "core/text/number.h"
#include "ui/base/core_words.h"

namespace normscope {
namespace {

/// What shares weight and bias, by what affine= says.
QString affineTitle(const std::string& affine) {
  if (affine == "none") return NormPanel::tr("none (γ = 1, β = 0)");
  if (affine == "channel") return NormPanel::tr("per channel");
  if (affine == "element") return NormPanel::tr("per element");
  if (affine == "group") return NormPanel::tr("per group");
  return NormPanel::tr("per position of %1")
      .arg(QString::fromStdString(affine).replace('+', QStringLiteral(", ")));
}

/// The spec with what affine= says.
NormSpec withAffineText(const NormSpec& spec, const std::string& affine) {
  for (const Affine named : infoOf(spec.kind).allowedAffine) {
    if (nameOf(named) == affine) return withSharing(spec, named);
  }
  return withSharing(spec, Affine::axes, affine);
}

/// A weight for each sample and channel, as AdaIN and FiLM have it; nothing where the layout lacks one of the
/// two.
std::string perSampleAndChannel(const Layout& layout) {
  const auto batch = layout.find(AxisRole::batch);
  const auto channel = layout.find(AxisRole::channel);
  if (!batch || !channel) return {};
  const std::string letters = layout.letters();
  return std::string(1, letters[static_cast<std::size_t>(*batch)]) + "+" +
         letters[static_cast<std::size_t>(*channel)];
}

QString momentumTitle(const std::optional<double>& momentum) {
  if (!momentum) return NormPanel::tr("none (cumulative average)");
  return QString::fromStdString(shortest(*momentum));
}

/// With a capital letter.
QString sentence(const std::string& words) {
  const QString text = fromCore(words);
  return text.left(1).toUpper() + text.mid(1);
}

QString shapeText(const std::string& axes, const Extents& extents) {
  return QString::fromStdString(axes) + QStringLiteral(" = ") + QString::fromStdString(toText(extents));
}

/// "norm 'batch:eps=x': eps=x is ..." of a norm that nobody typed.
std::string withoutNorm(const std::string& line) {
  const std::string behind = "': ";
  const auto at = line.find(behind);
  return at == line.npos ? line : line.substr(at + behind.size());
}

}  // namespace

NormPanel::NormPanel(Workspace& workspace, QWidget* parent)
    : QWidget(parent),
      workspace_(workspace),
      form_(new Form),
      statistics_(new QComboBox),
      workers_(new QComboBox),
      momentum_(new QComboBox),
      variance_(new QComboBox),
      eps_(new QLineEdit),
      epsAt_(new QComboBox),
      affine_(new QComboBox),
      center_(new QCheckBox(tr("subtract it"))),
      groups_(new QComboBox),
      interleaved_(new QCheckBox(tr("c mod G"))),
      zeroCentered_(new QCheckBox(tr("1 + γ"))),
      bias_(new QCheckBox(tr("β"))),
      weightValues_(new ParameterEdit(workspace, ParameterEdit::Which::weight)),
      biasValues_(new ParameterEdit(workspace, ParameterEdit::Which::bias)),
      axes_(new AxisChips(workspace)),
      reading_(new QComboBox),
      shapes_(mutedLabel()),
      problem_(new ProblemLabel),
      epsProblem_(new ProblemLabel),
      parametersProblem_(new ProblemLabel) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(4);
  column->addWidget(sectionTitle(tr("Normalization")));
  column->addSpacing(4);
  addControls();
  column->addWidget(form_);
  column->addWidget(problem_);
  column->addSpacing(4);
  shapes_->setObjectName(QStringLiteral("shapes"));
  column->addWidget(shapes_);
  connectControls();
  connect(&workspace, &Workspace::specChanged, this, &NormPanel::showSpec);
  connect(&workspace, &Workspace::sourceChanged, this, &NormPanel::showSpec);
  connect(&workspace, &Workspace::planChanged, this, &NormPanel::showShapes);
  connect(&workspace, &Workspace::normsChanged, this, &NormPanel::showShapes);
  connect(&workspace, &Workspace::problemsChanged, this, [this] {
    problem_->setProblem(workspace_.problem(Workspace::Place::norm));
    parametersProblem_->setProblem(workspace_.problem(Workspace::Place::parameters));
  });
  connect(&workspace, &Workspace::parametersChanged, this, &NormPanel::showAffine);
  showSpec();
}

void NormPanel::addControls() {
  reading_->setObjectName(QStringLiteral("reading"));
  reading_->setToolTip(tr("Papers and frameworks mean different axes by this norm"));
  readingRow_ = form_->addRow(tr("Axes &of"), reading_);
  statistics_->addItem(tr("this batch"), static_cast<int>(Mode::train));
  statistics_->addItem(tr("running"), static_cast<int>(Mode::eval));
  statistics_->setObjectName(QStringLiteral("mode"));
  statistics_->setToolTip(tr("Training computes the statistics from x; evaluation takes the running ones"));
  statisticsRow_ = form_->addRow(tr("S&tatistics"), statistics_);
  workers_->setObjectName(QStringLiteral("workers"));
  workers_->setToolTip(
      tr("Statistics are per worker, each with N/K samples; only divisors of N are possible"));
  workersRow_ = form_->addRow(tr("&Workers K"), workers_);
  momentum_->setObjectName(QStringLiteral("momentum"));
  momentum_->setToolTip(tr("Weight of the new batch in the running statistics, as in PyTorch"));
  momentumRow_ = form_->addRow(tr("&Momentum"), momentum_);
  variance_->addItem(tr("biased (n)"), static_cast<int>(VarianceEstimator::biased));
  variance_->addItem(tr("unbiased (n − 1)"), static_cast<int>(VarianceEstimator::unbiased));
  variance_->setObjectName(QStringLiteral("variance"));
  varianceRow_ = form_->addRow(tr("Var&iance"), variance_);

  auto* eps = new QWidget;
  auto* epsLayout = new QHBoxLayout(eps);
  epsLayout->setContentsMargins(0, 0, 0, 0);
  epsLayout->setSpacing(4);
  eps_->setObjectName(QStringLiteral("eps"));
  eps_->setAccessibleName(tr("eps"));
  epsAt_->addItem(tr("in √"), static_cast<int>(EpsAt::inside));
  epsAt_->addItem(tr("after √"), static_cast<int>(EpsAt::outside));
  epsAt_->addItem(tr("at least"), static_cast<int>(EpsAt::max));
  epsAt_->setObjectName(QStringLiteral("eps_at"));
  epsAt_->setAccessibleName(tr("place of eps"));
  epsLayout->addWidget(eps_, 1);
  epsLayout->addWidget(epsAt_, 1);
  eps->setFocusProxy(eps_);
  form_->addRow(tr("&ε"), eps);
  form_->addWide(epsProblem_);
  affine_->setObjectName(QStringLiteral("affine"));
  form_->addRow(tr("&Affine γ, β"), affine_);
  addParameters();
  groups_->setObjectName(QStringLiteral("channel-groups"));
  groups_->setToolTip(tr("Sets keep to one group of channels; only divisors of C are possible"));
  groupsRow_ = form_->addRow(tr("Groups G"), groups_);
  interleaved_->setObjectName(QStringLiteral("interleaved"));
  interleaved_->setToolTip(
      tr("Channel c belongs to group c mod G instead of adjacent channels to one group"));
  interleavedRow_ = form_->addRow(tr("Interleaved"), interleaved_);
  center_->setObjectName(QStringLiteral("center"));
  centerRow_ = form_->addRow(tr("Mean"), center_);
  form_->addRow(tr("Reduced"), axes_);
}

void NormPanel::addParameters() {
  auto* parameters = new QWidget;
  auto* parametersLayout = new QHBoxLayout(parameters);
  parametersLayout->setContentsMargins(0, 0, 0, 0);
  parametersLayout->setSpacing(12);
  zeroCentered_->setObjectName(QStringLiteral("zero-centered"));
  zeroCentered_->setToolTip(
      tr("What multiplies x̂ is 1 + weight, as in Gemma; a new layer's weight is 0 then"));
  bias_->setObjectName(QStringLiteral("bias"));
  bias_->setToolTip(tr("Whether there is a bias beside the weight"));
  parametersLayout->addWidget(zeroCentered_);
  parametersLayout->addWidget(bias_);
  parametersLayout->addStretch(1);
  parametersRow_ = form_->addRow(tr("Parameters"), parameters);
  weightRow_ = form_->addRow(tr("γ"), weightValues_);
  biasRow_ = form_->addRow(tr("β"), biasValues_);
  form_->addWide(parametersProblem_);
}

void NormPanel::change(const std::function<void(NormSpec&)>& edit) {
  NormSpec spec = workspace_.spec();
  edit(spec);
  if (!(spec == workspace_.spec())) workspace_.setSpec(spec);
}

void NormPanel::connectControls() {
  connect(statistics_, &QComboBox::activated, this, [this] {
    change([&](NormSpec& spec) { spec.mode = static_cast<Mode>(statistics_->currentData().toInt()); });
  });
  connect(reading_, &QComboBox::activated, this, [this] {
    change([&](NormSpec& spec) { spec.over = reading_->currentData().toString().toStdString(); });
  });
  connect(workers_, &QComboBox::activated, this,
          [this] { change([&](NormSpec& spec) { spec.workers = workers_->currentData().toLongLong(); }); });
  connect(momentum_, &QComboBox::activated, this, &NormPanel::applyMomentum);
  connect(variance_, &QComboBox::activated, this, [this] {
    change([&](NormSpec& spec) {
      spec.variance = static_cast<VarianceEstimator>(variance_->currentData().toInt());
    });
  });
  connect(eps_, &QLineEdit::editingFinished, this, &NormPanel::applyEps);
  connect(eps_, &QLineEdit::textChanged, this, [this] { epsProblem_->setProblem(""); });
  connect(epsAt_, &QComboBox::activated, this, [this] {
    change([&](NormSpec& spec) { spec.epsAt = static_cast<EpsAt>(epsAt_->currentData().toInt()); });
  });
  connect(affine_, &QComboBox::activated, this, [this] {
    change([&](NormSpec& spec) {
      spec = withAffineText(spec, affine_->currentData().toString().toStdString());
    });
  });
  connect(groups_, &QComboBox::activated, this,
          [this] { change([&](NormSpec& spec) { spec.groups = groups_->currentData().toLongLong(); }); });
  connect(interleaved_, &QCheckBox::clicked, this,
          [this](bool checked) { change([&](NormSpec& spec) { spec.interleaved = checked; }); });
  connect(zeroCentered_, &QCheckBox::clicked, this,
          [this](bool checked) { change([&](NormSpec& spec) { spec.zeroCentered = checked; }); });
  connect(bias_, &QCheckBox::clicked, this,
          [this](bool checked) { change([&](NormSpec& spec) { spec.bias = checked; }); });
  connect(center_, &QCheckBox::clicked, this, [this](bool checked) {
    change([&](NormSpec& spec) {
      spec.center = checked;
      if (!checked) spec.variance = VarianceEstimator::biased;
    });
  });
}

/// The words of a refusal are those of the spec's parser, so that window and command line agree.
void NormPanel::applyEps() {
  try {
    const double eps = parseNormSpec("batch:eps=" + eps_->text().trimmed().toStdString()).eps;
    epsProblem_->setProblem("");
    change([&](NormSpec& spec) { spec.eps = eps; });
  } catch (const Error& error) {
    epsProblem_->setProblem(withoutNorm(error.what()));
  }
}

void NormPanel::applyMomentum() {
  change([&](NormSpec& spec) {
    const QVariant value = momentum_->currentData();
    spec.momentum = value.isNull() ? std::nullopt : std::optional(value.toDouble());
  });
}

void NormPanel::showSpec() {
  const NormSpec& spec = workspace_.spec();
  epsAt_->setToolTip(spec.subtractsMean()
                         ? tr("√(σ² + ε), √σ² + ε, or the larger one of √σ² and ε")
                         : tr("With q the mean square: √(q + ε), √q + ε, or the larger one of √q and ε"));
  const QSignalBlocker blockers[] = {QSignalBlocker(statistics_), QSignalBlocker(variance_),
                                     QSignalBlocker(epsAt_), QSignalBlocker(momentum_)};
  const bool tracks = infoOf(spec.kind).hasKey("mode");
  statisticsRow_->setVisible(tracks);
  statistics_->setCurrentIndex(statistics_->findData(static_cast<int>(spec.mode)));
  momentumRow_->setVisible(infoOf(spec.kind).tracksByDefault && !spec.usesRunningStatistics());
  momentum_->clear();
  for (const std::optional<double> choice : {std::optional(0.1), std::optional(0.01), std::optional(0.5),
                                             std::optional(1.0), std::optional<double>()}) {
    momentum_->addItem(momentumTitle(choice), choice ? QVariant(*choice) : QVariant());
  }
  if (spec.momentum && momentum_->findText(momentumTitle(spec.momentum)) < 0)
    momentum_->addItem(momentumTitle(spec.momentum), *spec.momentum);
  momentum_->setCurrentIndex(momentum_->findText(momentumTitle(spec.momentum)));
  varianceRow_->setVisible(spec.subtractsMean() && !spec.usesRunningStatistics());
  variance_->setCurrentIndex(variance_->findData(static_cast<int>(spec.variance)));
  eps_->setText(QString::fromStdString(shortest(spec.eps)));
  epsProblem_->setProblem("");
  epsAt_->setCurrentIndex(epsAt_->findData(static_cast<int>(spec.epsAt)));
  centerRow_->setVisible(infoOf(spec.kind).hasKey("center"));
  center_->setChecked(spec.center);
  showReadings();
  showAffine();
  showWorkers();
  showGroups();
}

/// The usual readings by name; other axes are chosen below.
void NormPanel::showReadings() {
  const NormSpec& spec = workspace_.spec();
  const auto readings = readingsOf(spec.kind, workspace_.shape().layout());
  readingRow_->setVisible(!readings.empty());
  const QSignalBlocker blocker(reading_);
  reading_->clear();
  int current = -1;
  for (const NormReading& reading : readings) {
    NormSpec read = spec;
    read.over = reading.over;
    if (read == spec) current = reading_->count();
    reading_->addItem(fromCore(reading.words), QString::fromStdString(reading.over));
  }
  if (current < 0) {
    current = reading_->count();
    reading_->addItem(tr("other axes"), QString::fromStdString(spec.over));
  }
  reading_->setCurrentIndex(current);
}

void NormPanel::showAffine() {
  const NormSpec& spec = workspace_.spec();
  std::vector<std::string> choices;
  const NormInfo& info = infoOf(spec.kind);
  const bool noneByDefault = info.defaultAffine == Affine::none;
  for (const Affine affine : info.allowedAffine) {
    // Given ones are not declined by what is the default: they are taken away below.
    const bool given = noneByDefault && affine == Affine::none && !workspace_.document().parameters.isEmpty();
    if (!given) choices.emplace_back(nameOf(affine));
  }
  choices.push_back(perSampleAndChannel(workspace_.shape().layout()));
  choices.push_back(affineText(spec));
  const QSignalBlocker blocker(affine_);
  affine_->clear();
  for (const std::string& choice : choices) {
    const QString value = QString::fromStdString(choice);
    if (!choice.empty() && affine_->findData(value) < 0) affine_->addItem(affineTitle(choice), value);
  }
  affine_->setCurrentIndex(affine_->findData(QString::fromStdString(affineText(spec))));
  const bool hasSome = spec.affineSharing() != Affine::none;
  parametersRow_->setVisible(hasSome);
  weightRow_->setVisible(hasSome || noneByDefault);
  biasRow_->setVisible(hasSome ? spec.hasBias() : noneByDefault);
  zeroCentered_->setChecked(spec.zeroCentered);
  bias_->setChecked(spec.hasBias());
}

/// The number of groups, where a kind may have some but need not.
void NormPanel::showGroups() {
  const NormSpec& spec = workspace_.spec();
  const NormInfo& info = infoOf(spec.kind);
  const auto axis = workspace_.shape().layout().find(AxisRole::channel);
  groupsRow_->setVisible(info.hasKey("groups") && !info.isRequired("groups") && axis);
  interleavedRow_->setVisible(info.hasKey("interleaved"));
  interleaved_->setChecked(spec.interleaved);
  const QSignalBlocker blocker(groups_);
  groups_->clear();
  for (const std::int64_t divisor : divisorsOf(axis ? workspace_.shape().extent(*axis) : 1))
    groups_->addItem(divisor == 1 ? tr("none") : QString::number(divisor),
                     QVariant::fromValue<qlonglong>(divisor == 1 ? 0 : divisor));
  groups_->setCurrentIndex(
      groups_->findData(QVariant::fromValue<qlonglong>(spec.groups == 1 ? 0 : spec.groups)));
}

void NormPanel::showWorkers() {
  const NormSpec& spec = workspace_.spec();
  workersRow_->setVisible(infoOf(spec.kind).hasKey("workers") && !spec.usesRunningStatistics());
  const auto axis = workspace_.shape().layout().find(AxisRole::batch);
  const QSignalBlocker blocker(workers_);
  workers_->clear();
  for (const std::int64_t divisor : divisorsOf(axis ? workspace_.shape().extent(*axis) : 1)) {
    workers_->addItem(QString::number(divisor), QVariant::fromValue<qlonglong>(divisor));
  }
  workers_->setCurrentIndex(workers_->findData(QVariant::fromValue<qlonglong>(spec.workers)));
}

void NormPanel::showShapes() {
  axes_->showPlan();
  const auto plan = workspace_.plan();
  if (!plan || workspace_.isStale()) return shapes_->clear();  // why stands above
  QStringList lines;
  lines << (plan->statisticsShape().empty()
                ? tr("Statistics are one number each")
                : tr("Statistics have shape %1")
                      .arg(shapeText(plan->statisticsAxes(), plan->statisticsShape())));
  const auto parameters = plan->parameterShape();
  const QString text = plan->spec().hasBias() ? tr("γ, β have shape %1") : tr("γ has shape %1");
  lines << (parameters ? text.arg(shapeText(plan->parameterAxes(), *parameters)) : tr("No γ, β"));
  for (const std::string& line : groupsBecome(*plan)) lines << fromCore(line);
  if (const auto elsewhere = parameterConvention(*plan)) lines << fromCore(*elsewhere);
  const RunningConventions words = runningConventions(*plan);
  if (words.momentum && infoOf(plan->spec().kind).tracksByDefault) lines << sentence(*words.momentum);
  if (words.eps) lines << sentence(*words.eps);
  shapes_->setText(lines.join('\n'));
}

}  // namespace normscope
