#include "ui/pages/model_page.h"

#include <QAction>
#include <QClipboard>
#include <QFrame>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QItemSelectionModel>
#include <QVBoxLayout>
#include <algorithm>
#include <filesystem>

#include "core/error.h"
#include "core/io/atomic_file.h"
#include "core/text/number.h"
#include "ui/base/ask_file.h"
#include "ui/base/number_text.h"
#include "ui/base/window_words.h"

namespace normscope {
namespace {

constexpr int layerRowHeight = 29;
constexpr int leastWidthForWideColumns = 1240;

QPushButton* pageButton(const QString& text, const char* name) {
  auto* made = new QPushButton(text);
  made->setObjectName(QString::fromLatin1(name));
  return made;
}

QString fileTitle(const std::string& path) {
  return QString::fromStdString(std::filesystem::path(path).filename().string());
}

QString normsText(int count) {
  return count == 1 ? ModelPage::tr("1 norm")
                    : ModelPage::tr("%1 norms", nullptr, count).arg(countText(count));
}

/// Which layers a segment shows.
const std::array<std::vector<Standing>, 3>& segmentStandings() {
  static const std::array<std::vector<Standing>, 3> standings = {
      std::vector<Standing>{}, {Standing::wrong, Standing::unknown}, {Standing::note}};
  return standings;
}

}  // namespace

ModelPage::ModelPage(Workspace& workspace, QWidget* parent)
    : PageWidget(parent),
      workspace_(workspace),
      job_(new ModelJob(this)),
      table_(new ModelTable(this)),
      filtered_(new ModelFilter(this)),
      view_(new QTableView),
      layer_(new LayerPanel(workspace, *job_)) {
  setProperty("role", "canvas");
  setAttribute(Qt::WA_StyledBackground);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(makeHeader());
  filters_ = makeFilters();
  column->addWidget(filters_);
  setUpTable();
  auto* margins = new QHBoxLayout;
  margins->setContentsMargins(8, 0, 8, 0);
  margins->addWidget(view_);
  column->addLayout(margins, 1);
  column->addWidget(layer_);
  setFocusProxy(view_);
  connect(&workspace, &Workspace::modelChanged, this, &ModelPage::followDocument);
  connect(&workspace, &Workspace::viewChanged, this, &ModelPage::followDocument);
  connect(job_, &ModelJob::opened, this, &ModelPage::showModel);
  connect(job_, &ModelJob::checked, this, &ModelPage::showChecked);
  connect(job_, &ModelJob::progressed, this,
          [this](double fraction) { progress_->setValue(static_cast<int>(1000 * fraction)); });
  showModel();
}

QWidget* ModelPage::makeHeader() {
  auto* header = new QWidget;
  auto* column = new QVBoxLayout(header);
  column->setContentsMargins(20, 14, 16, 6);
  column->setSpacing(4);
  auto* row = new QHBoxLayout;
  row->setSpacing(8);
  column->addLayout(row);
  title_ = new QLabel;
  title_->setObjectName(QStringLiteral("model-title"));
  title_->setProperty("role", "value");
  row->addWidget(title_, 1);
  progress_ = new QProgressBar;
  progress_->setRange(0, 1000);
  progress_->setTextVisible(false);
  progress_->setFixedWidth(140);
  cancel_ = pageButton(tr("Cancel"), "model-cancel");
  cancel_->setToolTip(tr("What is checked stays"));
  again_ = pageButton(tr("Read again"), "model-again");
  compare_ = pageButton(tr("Compare with…"), "model-compare");
  compare_->setToolTip(tr("Hold the layers against those of another file of the same model"));
  tensors_ = pageButton(tr("All tensors…"), "model-tensors");
  save_ = pageButton(tr("Table as CSV…"), "model-save");
  open_ = pageButton(tr("Open a run or a checkpoint…"), "model-open");
  row->addWidget(progress_);
  for (QPushButton* each : {cancel_, again_, compare_, tensors_, save_, open_}) row->addWidget(each);
  subtitle_ = new QLabel;
  subtitle_->setObjectName(QStringLiteral("model-subtitle"));
  subtitle_->setProperty("role", "caption");
  subtitle_->setWordWrap(true);
  column->addWidget(subtitle_);
  problem_ = new ProblemLabel;
  problem_->setObjectName(QStringLiteral("model-problem"));
  column->addWidget(problem_);
  connect(cancel_, &QPushButton::clicked, job_, &ModelJob::cancel);
  connect(again_, &QPushButton::clicked, this, [this] { job_->open(workspace_.model()); });
  connect(compare_, &QPushButton::clicked, this, &ModelPage::compare);
  connect(tensors_, &QPushButton::clicked, this,
          [this] { emit tensorsRequested(QString::fromStdString(workspace_.model())); });
  connect(save_, &QPushButton::clicked, this, &ModelPage::saveTable);
  connect(open_, &QPushButton::clicked, this, &ModelPage::openRequested);
  return header;
}

QWidget* ModelPage::makeFilters() {
  auto* bar = new QWidget;
  auto* row = new QHBoxLayout(bar);
  row->setContentsMargins(20, 4, 16, 8);
  row->setSpacing(12);
  auto* segments = new QFrame;
  segments->setProperty("role", "segments");
  auto* buttons = new QHBoxLayout(segments);
  buttons->setContentsMargins(2, 2, 2, 2);
  buttons->setSpacing(2);
  standings_ = new QButtonGroup(this);
  const char* const names[] = {"model-all", "model-problems", "model-notes"};
  for (int i = 0; i < 3; ++i) {
    auto* button = new QToolButton;
    button->setObjectName(QString::fromLatin1(names[i]));
    button->setCheckable(true);
    button->setProperty("role", "small-segment");
    button->setFocusPolicy(Qt::StrongFocus);
    buttons->addWidget(button);
    standings_->addButton(button, i);
  }
  standings_->button(0)->setChecked(true);
  letters_ = new QLineEdit;
  letters_->setObjectName(QStringLiteral("model-filter"));
  letters_->setPlaceholderText(tr("Filter layers"));
  letters_->setAccessibleName(tr("Filter layers by letters of any column"));
  letters_->setClearButtonEnabled(true);
  letters_->setFixedWidth(220);
  problemsFirst_ = new QToolButton;
  problemsFirst_->setObjectName(QStringLiteral("model-problems-first"));
  problemsFirst_->setText(tr("Problems first"));
  problemsFirst_->setCheckable(true);
  problemsFirst_->setProperty("role", "switch");
  problemsFirst_->setFocusPolicy(Qt::StrongFocus);
  row->addWidget(segments);
  row->addWidget(letters_);
  row->addWidget(problemsFirst_);
  row->addStretch(1);
  connect(standings_, &QButtonGroup::idClicked, this,
          [this](int id) { filtered_->setStandings(segmentStandings()[static_cast<std::size_t>(id)]); });
  connect(letters_, &QLineEdit::textChanged, filtered_, &ModelFilter::setLetters);
  connect(letters_, &QLineEdit::returnPressed, view_, qOverload<>(&QWidget::setFocus));
  connect(problemsFirst_, &QToolButton::clicked, filtered_, &ModelFilter::setProblemsFirst);
  return bar;
}

void ModelPage::setUpTable() {
  filtered_->setSourceModel(table_);
  view_->setModel(filtered_);
  view_->setObjectName(QStringLiteral("model-table"));
  view_->setAccessibleName(tr("Norm layers"));
  view_->setSelectionBehavior(QAbstractItemView::SelectRows);
  view_->setSelectionMode(QAbstractItemView::SingleSelection);
  view_->setShowGrid(false);
  view_->setWordWrap(false);
  view_->setTabKeyNavigation(false);
  view_->setSortingEnabled(true);
  view_->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
  view_->verticalHeader()->hide();
  view_->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
  view_->verticalHeader()->setDefaultSectionSize(layerRowHeight);
  QHeaderView* head = view_->horizontalHeader();
  head->setHighlightSections(false);
  head->setStretchLastSection(true);
  head->setSortIndicator(-1, Qt::AscendingOrder);
  head->setSortIndicatorClearable(true);
  connect(view_->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &ModelPage::showLayer);
  connect(filtered_, &QAbstractItemModel::modelReset, this, &ModelPage::showLayer);
  connect(view_, &QTableView::clicked, this, [this] { layer_->showOnPages(std::nullopt); });
  connect(view_, &QTableView::activated, this, [this] { layer_->showOnPages(Page::cube); });
  auto* copy = new QAction(tr("Copy the table as CSV"), view_);
  copy->setShortcut(QKeySequence::Copy);
  copy->setShortcutContext(Qt::WidgetShortcut);
  view_->addAction(copy);
  view_->setContextMenuPolicy(Qt::ActionsContextMenu);
  connect(copy, &QAction::triggered, this,
          [this] { QGuiApplication::clipboard()->setText(csvOf(table_->columns(), table_->rows())); });
}

void ModelPage::setTheme(const Theme& theme) {
  table_->setTheme(theme);
  layer_->setTheme(theme);
}

/// Undo may have led to another model, or to none. What nobody looks at is not read, as that of a session.
void ModelPage::followDocument() {
  const bool isAsked = workspace_.view().page == Page::model || workspace_.model().empty();
  if (isAsked && workspace_.model() != job_->path()) job_->open(workspace_.model());
}

/// The number of the chosen layer in the model.
std::optional<std::size_t> ModelPage::chosen() const {
  const QModelIndex index = filtered_->mapToSource(view_->currentIndex());
  return index.isValid() ? std::optional(static_cast<std::size_t>(index.row())) : std::nullopt;
}

void ModelPage::showModel() {
  std::vector<ModelRow> rows;
  if (const auto run = job_->run()) {
    for (std::size_t i = 0; i < run->records.size(); ++i)
      rows.push_back(i < job_->verdicts().size() ? rowOf(run->records[i], job_->verdicts()[i])
                                                 : pendingRow(run->records[i], job_->declared()[i]));
  }
  if (const auto checkpoint = job_->checkpoint()) {
    for (const CheckpointLayer& layer : checkpoint->layers) rows.push_back(rowOf(layer));
  }
  table_->show(job_->checkpoint() ? checkpointColumns() : runColumns(), std::move(rows));
  arrangeColumns();
  showHeader();
  showLayer();
}

void ModelPage::showChecked() {
  const auto run = job_->run();
  if (!run) return;
  for (std::size_t i = 0; i < job_->verdicts().size(); ++i) {
    if (table_->rows()[i].standing == Standing::pending)
      table_->setRow(i, rowOf(run->records[i], job_->verdicts()[i]));
  }
  if (!job_->isChecking() && !isArrangedByHand()) arrangeColumns();
  showHeader();
  showLayer();
}

void ModelPage::resizeEvent(QResizeEvent* event) {
  PageWidget::resizeEvent(event);
  if ((width() < leastWidthForWideColumns) != isNarrow_) arrangeColumns();
}

/// Columns as wide as what they hold, within bounds; the last one gets what is left.
void ModelPage::arrangeColumns() {
  struct Bounds {
    int least, most, mostWhereWide;
  };
  static const std::vector<Bounds> ofRun = {
      {110, 190, 320}, {110, 170, 300}, {90, 130, 300}, {100, 100, 104}, {76, 76, 84}};
  static const std::vector<Bounds> ofCheckpoint = {{110, 190, 320}, {76, 92, 220}, {70, 76, 120},
                                                   {72, 72, 84},    {76, 76, 90},  {72, 72, 84},
                                                   {100, 100, 120}};
  constexpr int padding = 24;
  isNarrow_ = width() < leastWidthForWideColumns;
  widths_.clear();
  for (const auto& [least, most, mostWhereWide] : job_->checkpoint() ? ofCheckpoint : ofRun) {
    const int column = static_cast<int>(widths_.size());
    const int limit = isNarrow_ ? most : mostWhereWide;
    widths_.push_back(std::clamp(table_->widthOf(column) + padding, least, limit));
    view_->horizontalHeader()->resizeSection(column, widths_.back());
  }
}

bool ModelPage::isArrangedByHand() const {
  for (std::size_t i = 0; i < widths_.size(); ++i)
    if (view_->horizontalHeader()->sectionSize(static_cast<int>(i)) != widths_[i]) return true;
  return false;
}

void ModelPage::showHeader() {
  const auto run = job_->run();
  const auto checkpoint = job_->checkpoint();
  const bool isBusy = job_->isReading() || job_->isChecking();
  const bool isThere = run || checkpoint;
  const bool losesFocus = isThere && !isBusy && cancel_->hasFocus();
  progress_->setVisible(isBusy);
  cancel_->setVisible(isBusy);
  again_->setVisible(!workspace_.model().empty() && !isBusy);
  const bool isChecked = run && job_->verdicts().size() == run->records.size();
  compare_->setVisible((checkpoint || isChecked) && !isBusy);
  tensors_->setVisible(isThere && !isBusy);
  save_->setVisible(isThere);
  open_->setVisible(!isThere && !isBusy);
  filters_->setVisible(isThere);
  view_->setVisible(isThere);
  if (losesFocus) view_->setFocus(Qt::OtherFocusReason);
  problem_->setProblem(job_->problem());
  showCounts();
}

void ModelPage::showCounts() {
  const auto run = job_->run();
  const auto checkpoint = job_->checkpoint();
  const int all = table_->rowCount(), wrong = table_->count(Standing::wrong);
  const int unknown = table_->count(Standing::unknown), notes = table_->count(Standing::note);
  const int pending = table_->count(Standing::pending);
  standings_->button(0)->setText(tr("All %1").arg(all));
  standings_->button(1)->setText(tr("Problems %1").arg(wrong + unknown));
  standings_->button(2)->setText(tr("Notes %1").arg(notes));
  standings_->button(2)->setVisible(notes > 0 || standings_->button(2)->isChecked());
  const QString file = fileTitle(workspace_.model());
  if (job_->isReading() && !run && !checkpoint) {
    title_->setText(tr("Reading %1…").arg(file));
    return subtitle_->setText({});
  }
  if (!run && !checkpoint) {
    title_->setText(workspace_.model().empty() ? tr("No model is open") : file);
    return subtitle_->setText(
        tr("Open or drop a recorded run, whose norms are checked one by one, or a checkpoint "
           "(.safetensors, .pt, .gguf, .onnx), whose norms are listed with what is odd about "
           "them."));
  }
  if (checkpoint) {
    title_->setText(wrong == 0 ? tr("%1, nothing odd about them").arg(normsText(all))
                               : tr("%1, something odd about %2").arg(normsText(all)).arg(wrong));
    QStringList lines{tr("%1: %2 in %3")
                          .arg(file,
                               checkpoint->tensorCount == 1
                                   ? tr("1 tensor")
                                   : tr("%1 tensors", nullptr, static_cast<int>(checkpoint->tensorCount))
                                         .arg(countText(static_cast<std::int64_t>(checkpoint->tensorCount))),
                               QString::fromStdString(checkpoint->format))};
    for (const std::string& notice : checkpoint->notices)
      lines << inWindowWords(QString::fromStdString(notice));
    return subtitle_->setText(lines.join('\n'));
  }
  const int fine = all - wrong - unknown - pending;
  QStringList heads;
  if (pending > 0)
    heads << (job_->isChecking() ? tr("%1 of %2 checked").arg(all - pending).arg(normsText(all))
                                 : tr("%1 not checked").arg(pending));
  if (fine > 0 || pending == 0)
    heads << (fine == 1 ? tr("1 is what it says") : tr("%1 are what they say", nullptr, fine).arg(fine));
  if (wrong > 0) heads << (wrong == 1 ? tr("1 is not") : tr("%1 are not", nullptr, wrong).arg(wrong));
  if (unknown > 0) heads << tr("of %1 it can’t be told").arg(unknown);
  title_->setText(heads.join(QStringLiteral(" · ")));
  QStringList lines{file};
  const auto& rows = table_->rows();
  const auto first = std::find_if(rows.begin(), rows.end(),
                                  [](const ModelRow& row) { return row.standing == Standing::wrong; });
  if (first != rows.end())
    lines[0] += tr(" · the first in the order of the calls: %1").arg(first->cells.front().text);
  if (!job_->isChecking() && pending == 0)
    lines[0] += tr(" · checked in %1").arg(QString::fromStdString(durationText(job_->seconds())));
  if (!job_->parting().empty()) lines << inWindowWords(QString::fromStdString(job_->parting()));
  for (const std::string& notice : run->notices) lines << inWindowWords(QString::fromStdString(notice));
  subtitle_->setText(lines.join('\n'));
}

void ModelPage::showLayer() {
  const auto layer = chosen();
  layer_->show(layer && (job_->run() || job_->checkpoint()) ? layer : std::nullopt);
}

void ModelPage::saveTable() {
  const QString name = QString::fromStdString(std::filesystem::path(workspace_.model()).stem().string());
  askToSave(this, {tr("Save the table"), name + QStringLiteral(".csv"), tr("Tables (*.csv)"), {}},
            [this, csv = csvOf(table_->columns(), table_->rows()).toStdString()](const QString& path) {
              saving_.start(
                  [csv, file = path.toStdString()](const Progress&) {
                    writeFileAtomically(file, csv);
                    return file;
                  },
                  [this](const std::string&) { problem_->setProblem({}); },
                  [this](const Error& error) { problem_->setProblem(error.what()); });
            });
}

void ModelPage::compare() {
  askToOpen(this, tr("Open another run or checkpoint of the same model"),
            {tr("Runs and checkpoints (*.safetensors *.json *.pt *.pth *.bin *.gguf *.onnx *.npz)"),
             tr("All files (*)")},
            [this](const QString& path) { job_->compareWith(path.toStdString()); });
}

}  // namespace normscope
