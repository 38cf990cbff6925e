#include "ui/panels/inspector.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

#include "ui/base/number_text.h"

namespace normscope {
namespace {

const QString pending = QStringLiteral("…");

}  // namespace

Inspector::Inspector(Workspace& workspace, QWidget* parent)
    : QWidget(parent),
      workspace_(workspace),
      index_(new QLineEdit),
      set_(new QLabel),
      hint_(new QLabel),
      elements_(new QPushButton(tr("Elements…"))),
      formula_(new QLabel) {
  setProperty("role", "inspector");
  setAttribute(Qt::WA_StyledBackground);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(24, 12, 24, 12);
  column->setSpacing(8);

  auto* head = new QHBoxLayout;
  head->setSpacing(16);
  auto* title = new QLabel(tr("INSPECTOR"));
  title->setProperty("role", "section");
  index_->setObjectName(QStringLiteral("inspector-index"));
  index_->setAccessibleName(tr("Index of the element"));
  index_->setToolTip(tr("The index in the order of the layout: type another one, such as 1, 2, 3, 4"));
  index_->setFixedWidth(156);
  connect(index_, &QLineEdit::editingFinished, this, &Inspector::selectTyped);
  connect(index_, &QLineEdit::editingFinished, this, [this] {
    if (!index_->hasFocus()) refresh();  // left without Enter: the index of the element comes back
  });
  set_->setObjectName(QStringLiteral("inspector-set"));
  set_->setProperty("role", "caption");
  hint_->setProperty("role", "faint");
  head->addWidget(title);
  head->addWidget(index_);
  // A long message takes two lines, not room from the plots.
  set_->setWordWrap(true);
  set_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  head->addWidget(set_, 1);
  head->addWidget(hint_);
  elements_->setObjectName(QStringLiteral("elements"));
  elements_->setAccessibleName(tr("Elements of the set"));
  elements_->setToolTip(tr("Lists every element of the set with its numbers"));
  elements_->setFlat(true);
  connect(elements_, &QPushButton::clicked, this, &Inspector::elementsRequested);
  head->addWidget(elements_);
  column->addLayout(head);

  auto* numbers = new QHBoxLayout;
  numbers->setSpacing(8);
  addValue(numbers, QStringLiteral("x"), tr("the element's value"));
  meanName_ = addValue(numbers, QStringLiteral("μ"), tr("mean of its set"));
  varianceName_ = addValue(numbers, QStringLiteral("σ²"), tr("variance of its set"));
  addValue(numbers, QStringLiteral("x̂"), tr("normalized, before weight and bias"));
  addValue(numbers, QStringLiteral("γ"), tr("affine weight"));
  addValue(numbers, QStringLiteral("β"), tr("affine bias"));
  addValue(numbers, QStringLiteral("y"), tr("the result"));
  values_.back()->setProperty("role", "result");
  column->addLayout(numbers);
  formula_->setObjectName(QStringLiteral("formula"));
  formula_->setTextInteractionFlags(Qt::TextSelectableByMouse);
  column->addWidget(formula_);

  connect(&workspace, &Workspace::selectionChanged, this, &Inspector::refresh);
  connect(&workspace, &Workspace::computationChanged, this, &Inspector::refresh);
  connect(&workspace, &Workspace::planChanged, this, &Inspector::refresh);
  connect(&workspace, &Workspace::busyChanged, this, &Inspector::refresh);
}

QLabel* Inspector::addValue(QLayout* row, const QString& name, const QString& meaning) {
  auto* cell = new QVBoxLayout;
  cell->setSpacing(2);
  auto* nameLabel = new QLabel(name);
  nameLabel->setProperty("role", "caption");
  nameLabel->setToolTip(meaning);
  auto* value = new QLabel(pending);
  value->setProperty("role", "value");
  value->setToolTip(meaning);
  value->setAccessibleName(meaning);
  value->setObjectName(QStringLiteral("value-") + name);
  value->setMinimumWidth(72);
  value->setTextInteractionFlags(Qt::TextSelectableByMouse);
  cell->addWidget(nameLabel);
  cell->addWidget(value);
  static_cast<QHBoxLayout*>(row)->addLayout(cell, 1);
  values_.push_back(value);
  return nameLabel;
}

/// What is no index of this shape says which are.
void Inspector::selectTyped() {
  if (!index_->isModified()) return;
  const Shape& shape = workspace_.shape();
  const auto element = elementOf(shape, index_->text());
  if (element) {
    index_->setModified(false);
    workspace_.select(*element, true);
    return refresh();
  }
  QStringList extents;
  for (int i = 0; i < shape.rank(); ++i)
    extents << tr("%1 0 to %2").arg(QLatin1Char(shape.axis(i).letter)).arg(shape.extent(i) - 1);
  set_->setText(
      tr("%1 is no index of this tensor; give %2").arg(index_->text(), extents.join(QStringLiteral(", "))));
  index_->setModified(false);
}

void Inspector::refresh() {
  const auto plan = workspace_.plan();
  if (!plan || plan->shape().elementCount() == 0) {
    index_->clear();
    index_->setPlaceholderText(tr("nothing selected"));
    set_->setText(plan ? tr("the tensor has no elements") : QString());
    for (QLabel* value : values_) value->setText(pending);
    formula_->clear();
    return;
  }
  const Selection selection = workspace_.selection();
  if (!index_->hasFocus() || !index_->isModified())
    index_->setText(indexText(plan->shape(), selection.element));
  index_->setToolTip(elementText(*plan, selection.element) + QLatin1Char('\n') +
                     tr("The index in the order of the layout: type another one, such as 1, 2, 3, 4"));
  set_->setText(setText(*plan, selection.element));
  hint_->setText(selection.pinned ? tr("pinned · Esc lets go") : tr("click pins it"));
  meanName_->setText(plan->statisticsFromX() ? QStringLiteral("μ") : tr("running μ"));
  varianceName_->setText(!plan->spec().subtractsMean() ? tr("mean square")
                         : plan->statisticsFromX()     ? QStringLiteral("σ²")
                                                       : tr("running σ²"));
  if (const auto computation = workspace_.currentComputation()) {
    showNumbers(inspect(*computation, selection.element), plan->spec());
  } else {
    showPending(*plan, selection.element);
  }
}

void Inspector::showNumbers(const Inspection& n, const NormSpec& spec) {
  const double numbers[] = {n.x, n.mean, n.variance, n.normalized, n.weight, n.bias, n.y};
  for (std::size_t i = 0; i < values_.size(); ++i) values_[i]->setText(valueText(numbers[i]));
  if (!spec.subtractsMean()) values_[1]->setText(tr("not used"));
  formula_->setText(formulaText(n, spec));
}

void Inspector::showPending(const ReductionPlan& plan, std::int64_t element) {
  for (QLabel* value : values_) value->setText(pending);
  const auto tensor = workspace_.currentTensor();
  if (tensor && element < plan.shape().elementCount())
    values_.front()->setText(valueText(tensor->source.tensor.at(element)));
  formula_->setText(workspace_.isStale() && !workspace_.isBusy()
                        ? tr("no result: see the message on the left")
                        : tr("computing…"));
}

}  // namespace normscope
