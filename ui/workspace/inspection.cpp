#include "ui/workspace/inspection.h"

#include <QRegularExpression>
#include <QStringList>
#include <cmath>

#include "core/analysis/explain.h"
#include "core/engine/scale.h"
#include "ui/base/core_words.h"
#include "ui/base/number_text.h"
#include "ui/base/translate.h"

namespace normscope {
namespace {

QString rootText(const Inspection& n, const NormSpec& spec) {
  return QString::fromStdString(
      normscope::rootText(spec, valueText(n.squares).toStdString(), constantText(spec.eps).toStdString()));
}

/// "1", "0", as where nothing is given; else with the digits of the other numbers.
QString parameterText(double value) {
  if (value == 0 || value == 1) return constantText(value);
  return operandText(value);
}

}  // namespace

QString setText(const ReductionPlan& plan, std::int64_t element) {
  const std::int64_t sets = plan.setCount();
  const QString number = countText(plan.setOf(element));
  const QString which = sets == 1 ? tr("set %1, the only one").arg(number)
                                  : tr("set %1 (of 0 to %2)").arg(number, countText(sets - 1));
  const std::int64_t elements = plan.elementsPerSet();
  return elements == 1
             ? tr("%1, 1 element").arg(which)
             : tr("%1, %2 elements", nullptr, static_cast<int>(elements)).arg(which, countText(elements));
}

QString indexText(const Shape& shape, std::int64_t element) {
  QStringList parts;
  for (const std::int64_t at : shape.indexOf(element)) parts << QString::number(at);
  return parts.join(QStringLiteral(", "));
}

std::optional<std::int64_t> elementOf(const Shape& shape, const QString& typed) {
  static const QRegularExpression separators(QStringLiteral("[^0-9-]+"));
  static const QRegularExpression allowed(QStringLiteral("^[\\[(]?[A-Za-z0-9,;·\\s-]*[\\])]?$"));
  const QStringList numbers = typed.split(separators, Qt::SkipEmptyParts);
  if (!allowed.match(typed).hasMatch() || numbers.size() != shape.rank()) return std::nullopt;
  Extents index;
  for (const QString& number : numbers) {
    bool isNumber = false;
    index.push_back(number.toLongLong(&isNumber));
    const std::int64_t extent = shape.extent(static_cast<int>(index.size()) - 1);
    if (!isNumber || index.back() < 0 || index.back() >= extent) return std::nullopt;
  }
  return shape.offsetOf(index);
}

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

QString inspectionText(const Workspace& workspace) {
  const auto plan = workspace.plan();
  if (!plan || plan->shape().elementCount() == 0) return {};
  const std::int64_t element = workspace.selection().element;
  QStringList lines = {elementText(*plan, element), setText(*plan, element)};
  if (const auto computation = workspace.currentComputation()) {
    const Inspection n = inspect(*computation, element);
    const QString statistics =
        plan->spec().subtractsMean()
            ? QStringLiteral("μ = %1, σ² = %2").arg(valueText(n.mean), valueText(n.variance))
            : QStringLiteral("%1 = %2").arg(fromCore(std::string("mean square")), valueText(n.variance));
    lines << QStringLiteral("x = %1, %2, x̂ = %3, γ = %4, β = %5, y = %6")
                 .arg(valueText(n.x), statistics, valueText(n.normalized), valueText(n.weight),
                      valueText(n.bias), valueText(n.y))
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
  const AffineParameters& given = computation.request.affine;
  numbers.weight = given.weightAt(parameter) + (given.weight && plan.spec().zeroCentered ? 1 : 0);
  numbers.bias = computation.request.affine.biasAt(parameter);
  numbers.y = result.y.at(element);
  return numbers;
}

QString formulaText(const Inspection& n, const NormSpec& spec) {
  const QString centred = spec.subtractsMean()
                              ? QStringLiteral("(%1 − %2)").arg(valueText(n.x), operandText(n.mean))
                              : valueText(n.x);
  return QStringLiteral("y = %1 / %2 · %3 + %4 = %5")
      .arg(centred, rootText(n, spec), parameterText(n.weight), parameterText(n.bias), valueText(n.y));
}

}  // namespace normscope
