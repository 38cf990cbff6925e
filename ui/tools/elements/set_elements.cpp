#include "ui/tools/elements/set_elements.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QItemSelectionModel>
#include <QVBoxLayout>

#include "ui/base/number_text.h"
#include "ui/base/window_words.h"
#include "ui/workspace/inspection.h"

namespace normscope {
namespace {

constexpr int rowHeight = 26;

QPushButton* named(QPushButton* button, const char* name) {
  button->setObjectName(QString::fromLatin1(name));
  button->setAutoDefault(false);
  return button;
}

QLabel* named(QLabel* label, const char* name, const char* role) {
  label->setObjectName(QString::fromLatin1(name));
  label->setProperty("role", role);
  return label;
}

QHBoxLayout* rowIn(QWidget* widget) {
  auto* row = new QHBoxLayout(widget);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(8);
  return row;
}

}  // namespace

SetElements::SetElements(Workspace& workspace, QWidget* parent)
    : Tool(parent),
      workspace_(workspace),
      model_(new SetElementsModel(workspace, this)),
      table_(new QTableView),
      title_(named(new QLabel, "elements-title", "strong")),
      message_(named(new QLabel, "elements-message", "muted")),
      range_(named(new QLabel, "elements-range", "caption")),
      back_(named(new QPushButton(tr("Before")), "elements-before")),
      on_(named(new QPushButton(tr("After")), "elements-after")),
      copy_(named(new QPushButton(tr("Copy as CSV")), "elements-copy")) {
  setUpTable();
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(12);
  column->addWidget(makeHead());
  column->addWidget(table_, 1);
  column->addWidget(makeFoot());

  connect(copy_, &QPushButton::clicked, this, &SetElements::copy);
  connect(back_, &QPushButton::clicked, this, [this] { model_->setPage(model_->page() - 1); });
  connect(on_, &QPushButton::clicked, this, [this] { model_->setPage(model_->page() + 1); });
  connect(model_, &QAbstractItemModel::modelReset, this, &SetElements::showSet);
  connect(&workspace, &Workspace::selectionChanged, this, &SetElements::showSelection);
  connect(&workspace, &Workspace::computationChanged, this, &SetElements::showSet);
  connect(table_->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &SetElements::choose);
  showSelection();
}

void SetElements::setUpTable() {
  table_->setObjectName(QStringLiteral("elements-table"));
  table_->setAccessibleName(tr("Elements of the set"));
  table_->setModel(model_);
  table_->setSelectionBehavior(QAbstractItemView::SelectRows);
  table_->setShowGrid(false);
  table_->setWordWrap(false);
  table_->setTabKeyNavigation(false);
  table_->verticalHeader()->hide();
  table_->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
  table_->verticalHeader()->setDefaultSectionSize(rowHeight);
  QHeaderView* head = table_->horizontalHeader();
  head->setHighlightSections(false);
  head->setMinimumSectionSize(72);
  head->setSectionResizeMode(QHeaderView::Fixed);
  head->setSectionResizeMode(SetElementsModel::indexColumn, QHeaderView::Stretch);
  for (const int column :
       {SetElementsModel::xColumn, SetElementsModel::normalizedColumn, SetElementsModel::yColumn})
    head->resizeSection(column, 100);
  head->resizeSection(SetElementsModel::numberColumn, 88);

  auto* copyKey = new QAction(tr("Copy as CSV"), table_);
  copyKey->setShortcut(QKeySequence::Copy);
  copyKey->setShortcutContext(Qt::WidgetShortcut);
  table_->addAction(copyKey);
  table_->setContextMenuPolicy(Qt::ActionsContextMenu);
  connect(copyKey, &QAction::triggered, this, &SetElements::copy);
}

QWidget* SetElements::makeHead() {
  auto* head = new QWidget;
  auto* row = rowIn(head);
  back_->setAccessibleName(tr("Elements before these"));
  on_->setAccessibleName(tr("Elements after these"));
  row->addWidget(title_);
  row->addStretch(1);
  row->addWidget(range_);
  row->addWidget(back_);
  row->addWidget(on_);
  return head;
}

QWidget* SetElements::makeFoot() {
  auto* foot = new QWidget;
  auto* row = rowIn(foot);
  row->addWidget(message_, 1);
  row->addWidget(copy_);
  auto* close = named(new QPushButton(tr("Close")), "elements-close");
  connect(close, &QPushButton::clicked, this, [this] { window()->close(); });
  row->addWidget(close);
  return foot;
}

void SetElements::setTheme(const Theme& theme) {
  model_->setMarkColor(theme.notANumber);
}

void SetElements::showSet() {
  const std::int64_t count = model_->count();
  const bool paged = model_->pages() > 1;
  const std::int64_t first = model_->page() * SetElementsModel::pageSize;
  const auto plan = workspace_.plan();
  const QString title =
      count > 0 && plan ? setText(*plan, workspace_.selection().element) : tr("no elements");
  title_->setText(title.left(1).toUpper() + title.mid(1));
  range_->setVisible(paged);
  back_->setVisible(paged);
  on_->setVisible(paged);
  range_->setText(tr("%1 to %2").arg(countText(first), countText(first + model_->rowCount() - 1)));
  back_->setEnabled(model_->page() > 0);
  on_->setEnabled(model_->page() + 1 < model_->pages());
  copy_->setEnabled(count > 0 && workspace_.currentComputation() != nullptr);
  copy_->setToolTip(copy_->isEnabled() ? tr("The marked rows; all of the set where only one is marked")
                                       : tr("There are no results yet"));
}

void SetElements::showSelection() {
  following_ = true;
  model_->setPage(model_->pageOfSelection());
  const int row = model_->rowOfSelection();
  if (row >= 0 && row != table_->currentIndex().row()) {
    table_->selectRow(row);
    table_->scrollTo(model_->index(row, 0));
  }
  following_ = false;
  showSet();
}

void SetElements::choose(const QModelIndex& index) {
  if (following_ || !index.isValid()) return;
  workspace_.select(model_->elementAt(index.row()), true);
}

std::vector<std::int64_t> SetElements::markedNumbers() const {
  std::vector<std::int64_t> numbers;
  const auto rows = table_->selectionModel()->selectedRows();
  if (rows.size() < 2 || rows.size() == model_->count()) return numbers;
  for (const QModelIndex& row : rows)
    numbers.push_back(model_->page() * SetElementsModel::pageSize + row.row());
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

void SetElements::copy() {
  const auto computation = workspace_.currentComputation();
  if (!computation) return;
  std::vector<std::int64_t> numbers = markedNumbers();
  const std::int64_t count = numbers.empty() ? model_->count() : static_cast<std::int64_t>(numbers.size());
  if (count > mostCopied) {
    return message_->setText(
        tr("not copied: more than %1 elements; mark some of the rows").arg(countText(mostCopied)));
  }
  message_->setText(tr("copying…"));
  copying_.start(
      [computation, set = model_->set(), numbers = std::move(numbers)](const Progress& progress) {
        return elementsCsv(*computation, set, numbers, progress);
      },
      [this, count](const std::string& text) {
        QGuiApplication::clipboard()->setText(QString::fromStdString(text));
        message_->setText(
            count == 1 ? tr("copied: 1 element")
                       : tr("copied: %1 elements", nullptr, static_cast<int>(count)).arg(countText(count)));
      },
      [this](const Error& error) { message_->setText(inWindowWords(QString::fromUtf8(error.what()))); });
}

}  // namespace normscope
