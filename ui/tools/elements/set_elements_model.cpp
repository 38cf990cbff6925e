#include "ui/tools/elements/set_elements_model.h"

#include <QBrush>
#include <cmath>

#include "core/text/number.h"
#include "ui/base/number_text.h"
#include "ui/workspace/inspection.h"

namespace normscope {
namespace {

std::string numberText(double value) {
  if (std::isnan(value)) return "nan";
  if (std::isinf(value)) return value < 0 ? "-inf" : "inf";
  return shortest(value);
}

std::string csvHead(const Shape& shape) {
  std::string text = "element";
  for (const char letter : shape.layout().letters())
    text += std::string(",") + static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
  return text + ",x,x_hat,y\n";
}

std::string csvRow(const Computation& computation, std::int64_t set, std::int64_t number) {
  const ReductionPlan& plan = computation.result.plan;
  const std::int64_t element = plan.elementOf(set, number);
  const Inspection n = inspect(computation, element);
  std::string text = std::to_string(number);
  for (const std::int64_t at : plan.shape().indexOf(element)) text += "," + std::to_string(at);
  return text + "," + numberText(n.x) + "," + numberText(n.normalized) + "," + numberText(n.y) + "\n";
}

}  // namespace

std::string elementsCsv(const Computation& computation, std::int64_t set,
                        const std::vector<std::int64_t>& numbers, const Progress& progress) {
  std::string text = csvHead(computation.result.plan.shape());
  const auto count =
      numbers.empty() ? computation.result.plan.elementsPerSet() : static_cast<std::int64_t>(numbers.size());
  for (std::int64_t i = 0; i < count; ++i) {
    if (i % 4096 == 0) progress.step(static_cast<double>(i) / static_cast<double>(count));
    text += csvRow(computation, set, numbers.empty() ? i : numbers[static_cast<std::size_t>(i)]);
  }
  return text;
}

SetElementsModel::SetElementsModel(Workspace& workspace, QObject* parent)
    : QAbstractTableModel(parent), workspace_(workspace), mark_(Qt::red) {
  connect(&workspace, &Workspace::planChanged, this, &SetElementsModel::followPlan);
  connect(&workspace, &Workspace::selectionChanged, this, &SetElementsModel::followSelection);
  connect(&workspace, &Workspace::computationChanged, this, &SetElementsModel::valuesChanged);
  connect(&workspace, &Workspace::tensorChanged, this, &SetElementsModel::valuesChanged);
  followPlan();
}

std::int64_t SetElementsModel::count() const {
  return plan_ && plan_->setCount() > 0 ? plan_->elementsPerSet() : 0;
}

int SetElementsModel::rowCount(const QModelIndex& parent) const {
  if (parent.isValid()) return 0;
  return static_cast<int>(std::min(count() - page_ * pageSize, pageSize));
}

void SetElementsModel::followPlan() {
  beginResetModel();
  plan_ = workspace_.plan();
  set_ = count() > 0 ? plan_->setOf(workspace_.selection().element) : 0;
  page_ = pageOfSelection();
  endResetModel();
}

/// All sets of a plan have as many elements, so the rows stay and only what is in them changes.
void SetElementsModel::followSelection() {
  if (plan_ != workspace_.plan() || count() == 0) return;
  const std::int64_t set = plan_->setOf(workspace_.selection().element);
  if (set == set_) return;
  set_ = set;
  valuesChanged();
}

void SetElementsModel::valuesChanged() {
  if (rowCount() > 0) emit dataChanged(index(0, 0), index(rowCount() - 1, columns - 1));
}

void SetElementsModel::setPage(std::int64_t page) {
  if (page == page_ || page < 0 || page >= pages()) return;
  beginResetModel();
  page_ = page;
  endResetModel();
}

void SetElementsModel::setMarkColor(const QColor& color) {
  mark_ = color;
  valuesChanged();
}

std::int64_t SetElementsModel::elementAt(int row) const {
  return plan_->elementOf(set_, page_ * pageSize + row);
}

std::int64_t SetElementsModel::pageOfSelection() const {
  return count() == 0 ? 0 : plan_->numberInSet(workspace_.selection().element) / pageSize;
}

int SetElementsModel::rowOfSelection() const {
  if (count() == 0 || pageOfSelection() != page_) return -1;
  return static_cast<int>(plan_->numberInSet(workspace_.selection().element) % pageSize);
}

std::optional<double> SetElementsModel::valueAt(std::int64_t element, int column) const {
  const auto tensor = workspace_.currentTensor();
  if (column == xColumn && tensor) return tensor->source.tensor.at(element);
  const auto computation = workspace_.currentComputation();
  if (!computation) return std::nullopt;
  const Inspection n = inspect(*computation, element);
  return column == xColumn ? n.x : column == normalizedColumn ? n.normalized : n.y;
}

QVariant SetElementsModel::data(const QModelIndex& at, int role) const {
  if (!at.isValid() || at.row() >= rowCount()) return {};
  const bool isValue = at.column() >= xColumn;
  if (role == Qt::TextAlignmentRole) {
    const auto side = at.column() == indexColumn ? Qt::AlignLeft : Qt::AlignRight;
    return QVariant::fromValue(Qt::Alignment(side | Qt::AlignVCenter));
  }
  if (role != Qt::DisplayRole && !(role == Qt::ForegroundRole && isValue)) return {};
  const std::int64_t element = elementAt(at.row());
  if (at.column() == numberColumn) return countText(page_ * pageSize + at.row());
  if (at.column() == indexColumn) return elementText(*plan_, element);
  const auto value = valueAt(element, at.column());
  if (role == Qt::ForegroundRole)
    return value && !std::isfinite(*value) ? QVariant(QBrush(mark_)) : QVariant();
  return value ? valueText(*value) : QStringLiteral("…");
}

QVariant SetElementsModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) return {};
  if (role == Qt::TextAlignmentRole) {
    const auto side = section == indexColumn ? Qt::AlignLeft : Qt::AlignRight;
    return QVariant::fromValue(Qt::Alignment(side | Qt::AlignVCenter));
  }
  if (role != Qt::DisplayRole) return {};
  const QString titles[] = {tr("#"), tr("index"), QStringLiteral("x"), QStringLiteral("x̂"),
                            QStringLiteral("y")};
  return titles[section];
}

}  // namespace normscope
