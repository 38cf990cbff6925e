#include "ui/tools/compare/compare_panel.h"

#include <QHBoxLayout>
#include <QHideEvent>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QTimer>
#include <QVBoxLayout>
#include <algorithm>

#include "core/analysis/equivalence.h"
#include "core/analysis/equivalent_specs.h"
#include "core/norm/norm_registry.h"
#include "ui/base/core_words.h"
#include "ui/base/number_text.h"
#include "ui/workspace/norm_names.h"

namespace normscope {
namespace {

/// What a norm is called where one chooses: where people mean different axes by its kind, whose reading it
/// is.
QString entryOf(const NormSpec& spec, const Layout& layout) {
  for (const NormReading& reading : readingsOf(spec.kind, layout)) {
    NormSpec read = specOf(spec.kind);
    read.over = reading.over;
    if (toText(read) != toText(spec)) continue;
    read.over.clear();
    return nameOfNorm(read) + QStringLiteral(" · ") + fromCore(reading.words);
  }
  return nameOfNorm(spec);
}

QString shapeText(const std::string& axes, const Extents& extents) {
  return QString::fromStdString(axes + " = " + toText(extents));
}

QString parametersText(const ReductionPlan& plan) {
  const auto shape = plan.parameterShape();
  return shape ? shapeText(plan.parameterAxes(), *shape) : ComparePanel::tr("none");
}

/// Exactly 0 is not a rounded 0.0000.
QString distanceText(double value) {
  return value == 0 ? QStringLiteral("0") : valueText(value);
}

QString ulpText(const Distance& distance, DType dtype) {
  if (!distance.finite()) return ComparePanel::tr("no number");
  if (distance.maxUlp == 0) return QStringLiteral("0");
  const auto steps = static_cast<std::int64_t>(std::min<std::uint64_t>(distance.maxUlp, INT64_MAX));
  return ComparePanel::tr("at most %1 steps of %2")
      .arg(countText(steps), QString::fromUtf8(nameOf(dtype).data()));
}

QLabel* valueLabel(const QString& name, const QString& title) {
  auto* label = new QLabel;
  label->setObjectName(name);
  label->setAccessibleName(title);
  label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  return label;
}

}  // namespace

ComparePanel::ComparePanel(Workspace& workspace, QWidget* parent)
    : Tool(parent),
      workspace_(workspace),
      specA_(new QLabel),
      specB_(new QComboBox),
      swap_(new QPushButton(tr("S&wap"))),
      problem_(new ProblemLabel),
      progress_(new QProgressBar),
      verdict_(new QLabel),
      relation_(mutedLabel()) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(12);
  column->addWidget(makeChoice());
  column->addWidget(problem_);
  verdict_->setProperty("role", "value");
  verdict_->setObjectName(QStringLiteral("compare-verdict"));
  verdict_->setAccessibleName(tr("Verdict"));
  verdict_->setWordWrap(true);
  verdict_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  column->addWidget(verdict_);
  progress_->setRange(0, 1000);
  progress_->setTextVisible(false);
  progress_->setAccessibleName(tr("Progress of the comparison"));
  QSizePolicy kept = progress_->sizePolicy();
  kept.setRetainSizeWhenHidden(true);  // nothing jumps when it comes and goes
  progress_->setSizePolicy(kept);
  progress_->hide();
  column->addWidget(progress_);
  column->addWidget(makeTable());
  relation_->setObjectName(QStringLiteral("compare-relation"));
  relation_->setAccessibleName(tr("How the two plans are related"));
  column->addWidget(relation_);
  column->addStretch(1);
  connect(&workspace, &Workspace::normsChanged, this, [this] {
    fillChoices();
    showPlans();
    showNumbers();
  });
  connect(&workspace, &Workspace::resultsChanged, this, &ComparePanel::showNumbers);
  connect(&workspace, &Workspace::busyChanged, this, &ComparePanel::showBusy);
  connect(&workspace, &Workspace::progressed, this,
          [this](double fraction) { progress_->setValue(static_cast<int>(fraction * 1000)); });
  fillChoices();
  showPlans();
  showNumbers();
}

QWidget* ComparePanel::makeChoice() {
  auto* row = new QWidget;
  auto* layout = new QHBoxLayout(row);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(8);
  const auto letter = [](const QString& text) {
    auto* label = new QLabel(text);
    label->setProperty("role", "field");
    return label;
  };
  specA_->setProperty("role", "strong");
  specA_->setAccessibleName(tr("Norm A"));
  specA_->setToolTip(tr("The norm of the window: change it there"));
  specB_->setObjectName(QStringLiteral("compare-b"));
  specB_->setAccessibleName(tr("Norm B"));
  specB_->setEditable(true);
  specB_->setInsertPolicy(QComboBox::NoInsert);
  specB_->setCompleter(nullptr);  // what is typed is a spec, not the beginning of a title
  specB_->setToolTip(tr("Choose a norm, or type one such as layer:over=C"));
  swap_->setObjectName(QStringLiteral("compare-swap"));
  swap_->setAutoDefault(false);  // Return in the field of B means the field
  swap_->setToolTip(tr("B becomes the norm of the window, and A becomes B"));
  layout->addWidget(letter(QStringLiteral("A")));
  layout->addWidget(specA_);
  layout->addSpacing(16);
  layout->addWidget(letter(QStringLiteral("B")));
  layout->addWidget(specB_, 1);
  layout->addWidget(swap_);
  connect(specB_, &QComboBox::activated, this, &ComparePanel::applyTyped);
  connect(specB_->lineEdit(), &QLineEdit::editingFinished, this, &ComparePanel::applyTyped);
  connect(swap_, &QPushButton::clicked, &workspace_, &Workspace::swapNorms);
  return row;
}

void ComparePanel::addLine(QGridLayout* grid, const QString& title, const char* name) {
  const int row = grid->rowCount();
  auto* label = new QLabel(title);
  label->setProperty("role", "field");
  grid->addWidget(label, row, 0);
  const QString object = QStringLiteral("compare-") + QString::fromUtf8(name);
  values_[name] = valueLabel(object, title);
  grid->addWidget(values_[name], row, 1, 1, 2);
}

QWidget* ComparePanel::makeTable() {
  auto* table = new QWidget;
  auto* grid = new QGridLayout(table);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setHorizontalSpacing(24);
  grid->setVerticalSpacing(4);
  grid->setColumnStretch(2, 1);
  addLine(grid, tr("‖B − A‖₂"), "l2");
  addLine(grid, tr("largest |B − A|"), "largest");
  addLine(grid, tr("mean |B − A|"), "mean");
  addLine(grid, tr("ULP"), "ulp");
  addLine(grid, tr("rounding"), "rounding");
  const std::vector<std::pair<QString, const char*>> rows = {{tr("sets"), "sets"},
                                                             {tr("elements per set"), "elements"},
                                                             {tr("statistics"), "statistics"},
                                                             {tr("parameters"), "parameters"}};
  const int heading = grid->rowCount();
  grid->setRowMinimumHeight(heading, 28);
  for (int side = 0; side < 2; ++side) {
    auto* title = new QLabel(side == 0 ? QStringLiteral("A") : QStringLiteral("B"));
    title->setProperty("role", "strong");
    grid->addWidget(title, heading, 1 + side, Qt::AlignBottom);
  }
  for (const auto& [title, name] : rows) {
    const int row = grid->rowCount();
    auto* label = new QLabel(title);
    label->setProperty("role", "field");
    grid->addWidget(label, row, 0);
    for (const char* side : {"a", "b"}) {
      const QString object =
          QStringLiteral("compare-%1-%2").arg(QString::fromUtf8(name), QString::fromUtf8(side));
      QLabel* value = valueLabel(object, tr("%1 of %2").arg(title, QString::fromUtf8(side).toUpper()));
      values_[std::string(name) + "-" + side] = value;
      grid->addWidget(value, row, *side == 'a' ? 1 : 2);
    }
  }
  return table;
}

void ComparePanel::set(const std::string& name, const QString& text) {
  values_.at(name)->setText(text);
}

/// What is compared are two norms side by side; with another number of them a second one is added.
void ComparePanel::showEvent(QShowEvent* event) {
  Tool::showEvent(event);
  if (workspace_.normCount() != 2) {
    const bool wasAlone = workspace_.normCount() == 1;
    workspace_.setNormCount(2);
    if (wasAlone) added_ = workspace_.document().other();
  }
  workspace_.setComparing(true);
}

void ComparePanel::hideEvent(QHideEvent* event) {
  Tool::hideEvent(event);
  workspace_.setComparing(false);
  // Once the window is hidden, and not where it is hidden since the program ends.
  if (!event->spontaneous() && added_) QTimer::singleShot(0, this, &ComparePanel::takeBack);
}

/// A second norm that nobody touched goes as it came.
void ComparePanel::takeBack() {
  if (isVisible() || !added_) return;
  const bool untouched = workspace_.normCount() == 2 && workspace_.document().other() == *added_ &&
                         workspace_.view().shown != Shown::difference;
  if (untouched) workspace_.setNormCount(1);
  added_.reset();
}

std::shared_ptr<const ReductionPlan> ComparePanel::planOfB() const {
  return workspace_.normCount() == 2 ? workspace_.norm(1 - workspace_.active()).plan : nullptr;
}

void ComparePanel::showBusy() {
  progress_->setVisible(workspace_.isBusy() && workspace_.isComparing() && !workspace_.compared());
}

void ComparePanel::fillChoices() {
  const QSignalBlocker blocker(specB_);
  const bool two = workspace_.normCount() == 2;
  const NormSpec other = two ? workspace_.document().other() : NormSpec{};
  const Layout& layout = workspace_.shape().layout();
  choices_ = kindsFor(workspace_.shape(), other);
  // One that does not fit the shape is chosen all the same, and its problem said.
  if (two && std::find(choices_.begin(), choices_.end(), other) == choices_.end()) choices_.push_back(other);
  specB_->clear();
  for (const NormSpec& spec : choices_) specB_->addItem(entryOf(spec, layout));
  specB_->setCurrentText(two ? entryOf(other, layout) : QString());
}

/// One of the choices by its title, or else a spec. Throws Error.
NormSpec ComparePanel::typed() const {
  const int chosen = specB_->findText(specB_->currentText().trimmed(), Qt::MatchFixedString);
  if (chosen >= 0) return choices_[static_cast<std::size_t>(chosen)];
  return parseNormSpec(specB_->currentText().trimmed().toStdString());
}

void ComparePanel::applyTyped() {
  if (specB_->currentText().trimmed().isEmpty() || !isVisible()) return;
  try {
    const NormSpec spec = typed();
    if (workspace_.normCount() != 2 || !(workspace_.document().other() == spec)) workspace_.setOther(spec);
    fillChoices();
    showPlans();
  } catch (const Error& error) {
    problem_->setProblem(error.what());
  }
}

void ComparePanel::showPlans() {
  const auto a = workspace_.plan();
  const auto b = planOfB();
  specA_->setText(nameOfNorm(workspace_.spec()));
  problem_->setProblem(workspace_.normCount() == 2 ? workspace_.problemOf(1 - workspace_.active()) : "");
  swap_->setEnabled(b != nullptr);
  const auto show = [&](const std::shared_ptr<const ReductionPlan>& plan, const std::string& side) {
    const auto put = [&](const std::string& name, const QString& text) { set(name + "-" + side, text); };
    put("sets", plan ? countText(plan->setCount()) : QString());
    put("elements", plan ? countText(plan->elementsPerSet()) : QString());
    put("statistics", plan ? shapeText(plan->statisticsAxes(), plan->statisticsShape()) : QString());
    put("parameters", plan ? parametersText(*plan) : QString());
  };
  show(a, "a");
  show(b, "b");
  const auto found = workspace_.equivalence();
  const bool related = a && b && found && a->spec() == workspace_.spec();
  relation_->setText(
      related ? withPowers(QString::fromStdString(equivalenceText(*a, *b, *found, normNames()))) : QString());
}

void ComparePanel::showNumbers() {
  const auto compared = workspace_.compared();
  showBusy();
  if (!compared) {
    verdict_->setText(planOfB() ? tr("comparing…") : tr("Choose a norm B"));
    for (const char* name : {"l2", "largest", "mean", "ulp", "rounding"}) set(name, QString());
    return;
  }
  const Distance& distance = compared->distance;
  const Tensor& y = compared->a->result.y;
  const QString verdict = withPowers(QString::fromStdString(compared->verdict));
  verdict_->setText(verdict.left(1).toUpper() + verdict.mid(1));
  set("l2", distanceText(distance.l2));
  QString largest = distanceText(distance.maxAbs);
  if (distance.at) {
    const Extents index = compared->b->result.plan.shape().indexOf(*distance.at);
    largest += tr(" at %1: A %2, B %3")
                   .arg(QString::fromStdString(toText(index)), valueText(y.at(*distance.at)),
                        valueText(compared->b->result.y.at(*distance.at)));
  }
  set("largest", largest);
  set("mean", distanceText(distance.meanAbs));
  set("ulp", ulpText(distance, y.dtype()));
  set("rounding", tr("may be up to %1").arg(valueText(compared->bound)));
}

}  // namespace normscope
