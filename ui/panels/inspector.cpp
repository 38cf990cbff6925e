#include "ui/panels/inspector.h"

#include <QHBoxLayout>
#include <QVBoxLayout>
#include <cmath>

#include "core/analysis/explain.h"
#include "core/engine/scale.h"
#include "ui/base/number_text.h"

namespace normscope {
namespace {

const QString pending = QStringLiteral("…");

QString setText(const ReductionPlan& plan, std::int64_t element) {
  const QString elements = plan.elementsPerSet() == 1
                               ? Inspector::tr("1 element")
                               : Inspector::tr("%1 elements").arg(countText(plan.elementsPerSet()));
  return Inspector::tr("set %1 of %2 (%3)")
      .arg(countText(plan.setOf(element)), countText(plan.setCount()), elements);
}

QString rootText(const Inspection& n, const NormSpec& spec) {
  return QString::fromStdString(
      normscope::rootText(spec, valueText(n.squares).toStdString(), constantText(spec.eps).toStdString()));
}

}  // namespace

QString elementText(const ReductionPlan& plan, std::int64_t element) {
  const Extents index = plan.shape().indexOf(element);
  QStringList parts;
  for (int i = 0; i < plan.shape().rank(); ++i) {
    parts << QStringLiteral("%1 %2")
                 .arg(QChar::fromLatin1(plan.shape().axis(i).letter).toLower())
                 .arg(index[static_cast<std::size_t>(i)]);
  }
  return parts.join(QStringLiteral(" · "));
}

QString inspectionText(const Session& session) {
  const auto plan = session.plan();
  if (!plan || plan->shape().elementCount() == 0) return {};
  const std::int64_t element = session.selection().element;
  QStringList lines = {elementText(*plan, element), setText(*plan, element)};
  if (const auto computation = session.currentComputation()) {
    const Inspection n = inspect(*computation, element);
    lines << QStringLiteral("x = %1, μ = %2, σ² = %3, x̂ = %4, γ = %5, β = %6, y = %7")
                 .arg(valueText(n.x), valueText(n.mean), valueText(n.variance), valueText(n.normalized),
                      valueText(n.weight), valueText(n.bias), valueText(n.y))
          << formulaText(n, plan->spec());
  }
  return lines.join('\n');
}

Inspection inspect(const Computation& computation, std::int64_t element) {
  const NormalizeResult& result = computation.result;
  const ReductionPlan& plan = result.plan;
  const auto set = static_cast<std::size_t>(plan.setOf(element));
  const std::int64_t parameter = plan.parameterOf(element);
  Inspection numbers;
  numbers.complete = true;
  numbers.x = computation.request.x.at(element);
  numbers.mean = result.statistics.mean[set];
  numbers.variance = result.statistics.variance[set];
  const auto n = static_cast<double>(plan.elementsPerSet());
  numbers.squares = plan.spec().dividesBySum() ? numbers.variance * n : numbers.variance;
  const double rstd = rstdOf(numbers.variance, plan);
  numbers.normalized = numbers.x == numbers.mean ? 0 : (numbers.x - numbers.mean) * rstd;
  numbers.weight = computation.request.affine.weightAt(parameter);
  numbers.bias = computation.request.affine.biasAt(parameter);
  numbers.y = result.y.at(element);
  return numbers;
}

QString formulaText(const Inspection& n, const NormSpec& spec) {
  const QString centred = spec.subtractsMean()
                              ? QStringLiteral("(%1 − %2)").arg(valueText(n.x), operandText(n.mean))
                              : valueText(n.x);
  return QStringLiteral("y = %1 / %2 · %3 + %4 = %5")
      .arg(centred, rootText(n, spec), constantText(n.weight), constantText(n.bias), valueText(n.y));
}

Inspector::Inspector(Session& session, QWidget* parent)
    : QWidget(parent),
      session_(session),
      index_(new QLabel),
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
  index_->setProperty("role", "strong");
  set_->setProperty("role", "caption");
  hint_->setProperty("role", "faint");
  head->addWidget(title);
  head->addWidget(index_);
  head->addWidget(set_);
  head->addStretch(1);
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

  connect(&session, &Session::selectionChanged, this, &Inspector::refresh);
  connect(&session, &Session::computationChanged, this, &Inspector::refresh);
  connect(&session, &Session::planChanged, this, &Inspector::refresh);
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

void Inspector::refresh() {
  const auto plan = session_.plan();
  if (!plan || plan->shape().elementCount() == 0) {
    index_->setText(tr("nothing selected"));
    set_->setText(plan ? tr("the tensor has no elements") : QString());
    for (QLabel* value : values_) value->setText(pending);
    formula_->clear();
    return;
  }
  const Selection selection = session_.selection();
  index_->setText(elementText(*plan, selection.element));
  set_->setText(setText(*plan, selection.element));
  hint_->setText(selection.pinned ? tr("pinned · Esc lets go") : tr("click pins it"));
  meanName_->setText(plan->statisticsFromX() ? QStringLiteral("μ") : tr("running μ"));
  varianceName_->setText(!plan->spec().subtractsMean() ? tr("mean square")
                         : plan->statisticsFromX()     ? QStringLiteral("σ²")
                                                       : tr("running σ²"));
  if (const auto computation = session_.currentComputation()) {
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
  const auto tensor = session_.currentTensor();
  if (tensor && element < plan.shape().elementCount())
    values_.front()->setText(valueText(tensor->source.tensor.at(element)));
  formula_->setText(tr("computing…"));
}

}  // namespace normscope
