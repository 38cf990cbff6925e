#include "ui/tools/equivalence/equivalence_panel.h"

#include <QEvent>
#include <QHeaderView>
#include <QPainter>
#include <QShowEvent>
#include <QStyledItemDelegate>
#include <QVBoxLayout>
#include <algorithm>

#include "core/analysis/equivalent_specs.h"
#include "ui/base/core_words.h"
#include "ui/base/form.h"
#include "ui/base/number_text.h"
#include "ui/workspace/norm_names.h"

namespace normscope {
namespace {

/// What a cell shows: a mark, and how strongly it is lit.
struct Mark {
  QString text;
  QString meaning;
  int strength;                ///< alpha of the highlight
  const ShapeCondition* when;  ///< for which shapes
};

Mark markOf(const Equivalence& found) {
  if (found.sameFunction)
    return {QStringLiteral("="), EquivalencePanel::tr("the same function"), 255, &found.functionFor};
  if (found.sameNormalization)
    return {QStringLiteral("~"), EquivalencePanel::tr("the same but for γ and β"), 110,
            &found.normalizationFor};
  if (found.sameSets)
    return {QStringLiteral("s"), EquivalencePanel::tr("the same sets, another arithmetic"), 40,
            &found.setsFor};
  return {QStringLiteral("≠"), EquivalencePanel::tr("different sets, the same"), 0, &found.setsFor};
}

/// With "N = 1" below where it does not hold for every shape.
QString cellText(const Mark& mark) {
  const QString where = QString::fromStdString(mark.when->where());
  return mark.strength == 0 || where.isEmpty() ? mark.text : mark.text + QLatin1Char('\n') + where;
}

/// In lines, so that a column need not be wide: "Group / Norm / G = 2".
QString broken(QString name) {
  for (const QString& word : {QStringLiteral("Norm"), fromCore(std::string(" over ")).trimmed()})
    name.replace(QLatin1Char(' ') + word, QLatin1Char('\n') + word);
  return name.replace(QStringLiteral(", "), QStringLiteral("\n"));
}

/// Under a style sheet items have no background of their own.
class LitCells : public QStyledItemDelegate {
 public:
  using QStyledItemDelegate::QStyledItemDelegate;

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    painter->fillRect(option.rect, index.data(Qt::BackgroundRole).value<QBrush>());
    QStyledItemDelegate::paint(painter, option, index);
  }
};

}  // namespace

EquivalencePanel::EquivalencePanel(Workspace& workspace, QWidget* parent)
    : Tool(parent),
      workspace_(workspace),
      title_(sectionTitle({})),
      table_(new QTableWidget),
      sentence_(new QLabel) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(12);
  column->addWidget(title_);
  table_->setObjectName(QStringLiteral("equivalence-table"));
  table_->setAccessibleName(tr("Kinds of norm against kinds of norm"));
  table_->setItemDelegate(new LitCells(table_));
  table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
  table_->setSelectionMode(QAbstractItemView::SingleSelection);
  table_->setTabKeyNavigation(false);
  table_->setFrameShape(QFrame::NoFrame);
  table_->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
  table_->setCornerButtonEnabled(false);
  table_->horizontalHeader()->setSectionsClickable(false);
  table_->verticalHeader()->setSectionsClickable(false);
  table_->verticalHeader()->setDefaultSectionSize(38);
  table_->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
  table_->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
  column->addWidget(table_, 1);
  column->addWidget(
      mutedLabel(tr("= the same function    ~ the same but for γ and β    s the same sets, another "
                    "arithmetic    ≠ different sets")));
  sentence_->setObjectName(QStringLiteral("equivalence-sentence"));
  sentence_->setAccessibleName(tr("How the two are related"));
  sentence_->setWordWrap(true);
  sentence_->setAlignment(Qt::AlignTop | Qt::AlignLeft);
  sentence_->setMinimumHeight(64);  // three lines, so that the table keeps its place
  sentence_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  column->addWidget(sentence_);
  connect(table_, &QTableWidget::currentCellChanged, this,
          [this](int row, int cell) { explainCell(row, cell); });
  connect(&workspace, &Workspace::planChanged, this, &EquivalencePanel::fill);
}

void EquivalencePanel::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::PaletteChange) fill();
}

void EquivalencePanel::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  fill();
}

void EquivalencePanel::fill() {
  if (!isVisible()) return;
  plans_.clear();
  sentence_->setText(tr("Choose a cell: it says how the two are related, and for which shapes"));
  const Shape& shape = workspace_.shape();
  title_->setText(tr("For %1 %2")
                      .arg(QString::fromStdString(shape.layout().letters()),
                           QString::fromStdString(toText(shape.extents())))
                      .toUpper());
  QStringList names;
  for (const NormSpec& spec : kindsFor(shape, workspace_.spec())) {
    plans_.push_back(plan(shape, spec));
    names << nameOfNorm(spec);
  }
  const auto count = static_cast<int>(plans_.size());
  table_->clear();
  table_->setRowCount(count);
  table_->setColumnCount(count);
  table_->setVerticalHeaderLabels(names);
  for (QString& name : names) name = broken(name);
  table_->setHorizontalHeaderLabels(names);
  for (int row = 0; row < count; ++row) {
    for (int cell = 0; cell < count; ++cell) fillCell(row, cell);
  }
  table_->horizontalHeader()->setMinimumSectionSize(widestColumn());
}

/// All columns are as wide, and no word is cut; where they do not fit the table scrolls.
int EquivalencePanel::widestColumn() const {
  constexpr int margin = 12;
  const QFontMetrics metrics(table_->font());
  int widest = 0;
  for (int column = 0; column < table_->columnCount(); ++column) {
    widest = std::max(widest, table_->horizontalHeader()->sectionSizeHint(column));
    for (int row = 0; row < table_->rowCount(); ++row)
      widest = std::max(widest, metrics.size(0, table_->item(row, column)->text()).width() + margin);
  }
  return widest;
}

void EquivalencePanel::fillCell(int row, int column) {
  const ReductionPlan& a = plans_[static_cast<std::size_t>(row)];
  const ReductionPlan& b = plans_[static_cast<std::size_t>(column)];
  const Equivalence found = equivalenceOf(a, b);
  const Mark mark = markOf(found);
  const QString meaning = mark.meaning + QLatin1Char(' ') + fromCore(mark.when->text());
  auto* item = new QTableWidgetItem(cellText(mark));
  item->setTextAlignment(Qt::AlignCenter);
  QColor lit = palette().color(QPalette::Highlight);
  lit.setAlpha(mark.strength);
  item->setBackground(lit);
  if (mark.strength == 255) item->setForeground(palette().color(QPalette::HighlightedText));
  if (mark.strength == 0) item->setForeground(palette().color(QPalette::PlaceholderText));
  item->setData(Qt::AccessibleTextRole,
                tr("%1 and %2: %3").arg(nameOfNorm(a.spec()), nameOfNorm(b.spec()), meaning));
  item->setToolTip(meaning);
  table_->setItem(row, column, item);
}

void EquivalencePanel::explainCell(int row, int column) {
  const auto count = static_cast<int>(plans_.size());
  if (row < 0 || column < 0 || row >= count || column >= count) return;
  const ReductionPlan& a = plans_[static_cast<std::size_t>(row)];
  const ReductionPlan& b = plans_[static_cast<std::size_t>(column)];
  if (row == column) return sentence_->setText(tr("%1 on both sides").arg(nameOfNorm(a.spec())));
  sentence_->setText(
      withPowers(QString::fromStdString(equivalenceText(a, b, equivalenceOf(a, b), normNames()))));
}

}  // namespace normscope
