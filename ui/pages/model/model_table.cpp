#include "ui/pages/model/model_table.h"

#include <QFont>
#include <QPainter>
#include <QPixmap>
#include <algorithm>

#include "ui/base/translate.h"

namespace normscope {
namespace {

constexpr int dotSize = 8;

QPixmap dot(const QColor& color) {
  QPixmap pixmap(dotSize + 2, dotSize + 2);
  pixmap.fill(Qt::transparent);
  QPainter painter(&pixmap);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(Qt::NoPen);
  painter.setBrush(color);
  painter.drawEllipse(1, 1, dotSize, dotSize);
  return pixmap;
}

/// What a dot's colour says, for who can't see it.
QString standingText(Standing standing) {
  const QString texts[] = {tr("not as declared, or odd"), tr("can’t be told"), tr("worth knowing"),
                           tr("not checked yet"), tr("nothing wrong")};
  return texts[static_cast<std::size_t>(standing)];
}

}  // namespace

void ModelTable::show(std::vector<ModelColumn> columns, std::vector<ModelRow> rows) {
  beginResetModel();
  columns_ = std::move(columns);
  rows_ = std::move(rows);
  endResetModel();
}

void ModelTable::setRow(std::size_t row, ModelRow now) {
  rows_[row] = std::move(now);
  const int at = static_cast<int>(row);
  emit dataChanged(index(at, 0), index(at, columnCount() - 1));
}

void ModelTable::setTheme(const Theme& theme) {
  theme_ = theme;
  if (!rows_.empty()) emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

int ModelTable::widthOf(int column) const {
  QFont font;
  if (column == 0) font.setWeight(QFont::DemiBold);
  const QFontMetrics metrics(font);
  int widest = metrics.horizontalAdvance(columns_[static_cast<std::size_t>(column)].title);
  for (const ModelRow& row : rows_)
    widest = std::max(widest, metrics.horizontalAdvance(row.cells[static_cast<std::size_t>(column)].text));
  return widest;
}

int ModelTable::count(Standing standing) const {
  return static_cast<int>(std::count_if(rows_.begin(), rows_.end(),
                                        [&](const ModelRow& row) { return row.standing == standing; }));
}

int ModelTable::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int ModelTable::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(columns_.size());
}

QColor ModelTable::colorOf(Standing standing) const {
  switch (standing) {
    case Standing::wrong:
      return theme_.error;
    case Standing::unknown:
    case Standing::note:
      return theme_.warning;
    case Standing::pending:
      return theme_.border;
    case Standing::fine:
      break;
  }
  return theme_.good;
}

QVariant ModelTable::data(const QModelIndex& index, int role) const {
  const ModelRow& row = rows_[static_cast<std::size_t>(index.row())];
  const ModelCell& cell = row.cells[static_cast<std::size_t>(index.column())];
  const bool isFirst = index.column() == 0, isLast = index.column() + 1 == columnCount();
  const bool isBad = row.standing == Standing::wrong;
  switch (role) {
    case Qt::DisplayRole:
      return cell.text;
    case Qt::ToolTipRole:
      return cell.whole().size() > 12 ? cell.whole() : QVariant();
    case Qt::AccessibleDescriptionRole:
      return isLast ? standingText(row.standing) : QVariant();
    case Qt::DecorationRole:
      return isLast ? dot(colorOf(row.standing)) : QVariant();
    case Qt::TextAlignmentRole:
      return QVariant::fromValue(columns_[static_cast<std::size_t>(index.column())].isNumber
                                     ? Qt::AlignRight | Qt::AlignVCenter
                                     : Qt::AlignLeft | Qt::AlignVCenter);
    case Qt::ForegroundRole:
      return isFirst || (isBad && index.column() > 1) ? theme_.text : theme_.textQuiet;
    case Qt::FontRole: {
      QFont font;
      font.setWeight(isFirst || (isBad && isLast) ? QFont::DemiBold : QFont::Normal);
      return font;
    }
    case keyRole:
      return cell.key.isValid() ? cell.key : QVariant(cell.text);
    case standingRole:
      return static_cast<int>(row.standing);
    default:
      return {};
  }
}

QVariant ModelTable::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) return {};
  const ModelColumn& column = columns_[static_cast<std::size_t>(section)];
  if (role == Qt::DisplayRole) return column.title;
  if (role == Qt::ToolTipRole && !column.tip.isEmpty()) return column.tip;
  if (role == Qt::TextAlignmentRole)
    return QVariant::fromValue((column.isNumber ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
  return {};
}

void ModelFilter::setLetters(const QString& letters) {
  letters_ = letters.trimmed();
  invalidateFilter();
}

void ModelFilter::setStandings(std::vector<Standing> standings) {
  standings_ = std::move(standings);
  invalidateFilter();
}

void ModelFilter::setProblemsFirst(bool first) {
  problemsFirst_ = first;
  invalidate();
}

void ModelFilter::sort(int column, Qt::SortOrder order) {
  byFile_ = column < 0;
  QSortFilterProxyModel::sort(std::max(column, 0), byFile_ ? Qt::AscendingOrder : order);
}

bool ModelFilter::filterAcceptsRow(int row, const QModelIndex& parent) const {
  const auto* table = static_cast<const ModelTable*>(sourceModel());
  const ModelRow& layer = table->rows()[static_cast<std::size_t>(row)];
  if (!standings_.empty() &&
      std::find(standings_.begin(), standings_.end(), layer.standing) == standings_.end())
    return false;
  return parent.isValid() || letters_.isEmpty() ||
         std::any_of(layer.cells.begin(), layer.cells.end(), [this](const ModelCell& cell) {
           return cell.whole().contains(letters_, Qt::CaseInsensitive);
         });
}

/// Rows that are equal keep the order of the file. A number that is missing comes first.
bool ModelFilter::lessThan(const QModelIndex& left, const QModelIndex& right) const {
  const bool down = sortOrder() == Qt::DescendingOrder;
  const auto* table = static_cast<const ModelTable*>(sourceModel());
  const Standing a = table->rows()[static_cast<std::size_t>(left.row())].standing;
  const Standing b = table->rows()[static_cast<std::size_t>(right.row())].standing;
  if (problemsFirst_ && a != b) return down ? b < a : a < b;
  if (byFile_) return left.row() < right.row();
  const QVariant key = left.data(ModelTable::keyRole), other = right.data(ModelTable::keyRole);
  if (key.typeId() == QMetaType::Double && other.typeId() == QMetaType::Double)
    return key.toDouble() < other.toDouble();
  return key.typeId() == other.typeId() ? key.toString() < other.toString()
                                        : key.typeId() != QMetaType::Double;
}

}  // namespace normscope
