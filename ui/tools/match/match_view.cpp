#include "ui/tools/match/match_view.h"

#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QMimeData>
#include <QVBoxLayout>

#include "core/analysis/match/match_words.h"
#include "core/document/changes.h"
#include "core/io/source.h"
#include "ui/base/form.h"
#include "ui/base/number_text.h"

namespace normscope {
namespace {

constexpr int fewEquivalents = 10;    ///< so many are shown at once
constexpr int mostEquivalents = 200;  ///< rows below a class

QString specText(const MatchCandidate& candidate) {
  return QString::fromStdString(toText(candidate.spec));
}

QString remarksOf(const MatchCandidate& candidate) {
  QStringList remarks;
  for (const Mistake mistake : candidate.differences)
    remarks << QString::fromUtf8(nameOf(mistake).data()).replace('_', ' ');
  return remarks.join(QStringLiteral(", "));
}

QTreeWidgetItem* rowOf(const MatchCandidate& candidate) {
  auto* row = new QTreeWidgetItem;
  row->setText(0, specText(candidate));
  row->setText(1, QString::fromStdString(candidate.layout.letters()));
  row->setText(2, remarksOf(candidate));
  return row;
}

QLabel* label(const char* name, const char* role) {
  auto* made = new QLabel;
  made->setObjectName(QString::fromLatin1(name));
  made->setProperty("role", role);
  made->setWordWrap(true);
  made->setTextFormat(Qt::PlainText);
  made->setTextInteractionFlags(Qt::TextSelectableByMouse);
  return made;
}

}  // namespace

MatchView::MatchView(Workspace& workspace, QWidget* parent)
    : Tool(parent),
      workspace_(workspace),
      meant_(new QCheckBox(tr("y was &meant to come from the norm in the window"))),
      sentence_(label("match-sentence", "value")),
      words_(label("match-words", "body")),
      problem_(label("match-problem", "problem")),
      table_(new QTreeWidget),
      progress_(new QProgressBar) {
  setAcceptDrops(true);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(8);
  x_ = addField(column, tr("&x"), "match-x");
  y_ = addField(column, tr("&y"), "match-y");
  x_->setPlaceholderText(tr("the tensor before the norm: a .npy file, sample:NAME or a generated one"));
  y_->setPlaceholderText(tr("the tensor after it; both can be dropped here"));
  weight_ = addField(column, tr("&γ"), "match-weight");
  bias_ = addField(column, tr("&β"), "match-bias");
  weight_->setPlaceholderText(tr("the weight that was applied, where it is known (.npy)"));
  bias_->setPlaceholderText(tr("the bias that was applied, where it is known (.npy)"));
  x_->setText(QString::fromStdString(workspace.source()));
  meant_->setObjectName(QStringLiteral("match-meant"));
  column->addWidget(meant_);
  progress_->setObjectName(QStringLiteral("match-progress"));
  progress_->setRange(0, 1000);
  progress_->setTextVisible(false);
  progress_->setAccessibleName(tr("Progress"));
  progress_->hide();
  column->addWidget(progress_);
  column->addWidget(problem_);
  column->addWidget(sentence_);
  column->addWidget(words_);
  makeTable();
  column->addWidget(table_, 1);
  column->addWidget(makeButtons());
  problem_->hide();
  words_->hide();
  sentence_->setText(tr("Which norm turned x into y?"));
  connect(&searching_, &LatestJob::progressed, this,
          [this](double fraction) { progress_->setValue(static_cast<int>(fraction * 1000)); });
  connect(&searching_, &LatestJob::runningChanged, this, [this](bool running) {
    progress_->setVisible(running);
    cancel_->setEnabled(running);
  });
}

QLineEdit* MatchView::addField(QLayout* column, const QString& text, const char* name) {
  auto* row = new QWidget;
  auto* layout = new QHBoxLayout(row);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(8);
  auto* caption = new QLabel(text);
  auto* field = new QLineEdit;
  field->setObjectName(QString::fromLatin1(name));
  field->setAccessibleName(tr("Tensor %1").arg(QString(text).remove('&')));
  caption->setBuddy(field);
  caption->setFixedWidth(16);
  auto* choose = new QPushButton(tr("Choose…"));
  choose->setAutoDefault(false);  // Enter in the field is a search
  choose->setAccessibleName(tr("Choose a file for %1").arg(QString(text).remove('&')));
  layout->addWidget(caption);
  layout->addWidget(field, 1);
  layout->addWidget(choose);
  column->addWidget(row);
  connect(field, &QLineEdit::returnPressed, this, &MatchView::search);
  connect(choose, &QPushButton::clicked, this, [this, field] {
    const QString path = QFileDialog::getOpenFileName(this, tr("Choose a tensor"), {},
                                                      tr("NumPy arrays (*.npy);;All files (*)"));
    if (!path.isEmpty()) field->setText(path);
  });
  return field;
}

void MatchView::makeTable() {
  table_->setObjectName(QStringLiteral("match-table"));
  table_->setAccessibleName(tr("Norms that were found"));
  table_->setHeaderLabels(
      {tr("Norm"), tr("Layout"), tr("What else"), tr("Largest difference"), tr("Explains y")});
  table_->header()->setStretchLastSection(false);
  table_->header()->setSectionResizeMode(0, QHeaderView::Stretch);
  for (int column = 1; column < table_->columnCount(); ++column)
    table_->header()->setSectionResizeMode(column, QHeaderView::ResizeToContents);
  table_->setAlternatingRowColors(false);
  table_->setUniformRowHeights(true);
  connect(table_, &QTreeWidget::currentItemChanged, this, &MatchView::showChosen);
}

QWidget* MatchView::makeButtons() {
  auto* row = new QWidget;
  auto* layout = new QHBoxLayout(row);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(8);
  find_ = new QPushButton(tr("&Find the norm"));
  cancel_ = new QPushButton(tr("&Cancel"));
  use_ = new QPushButton(tr("&Set it in the window"));
  find_->setObjectName(QStringLiteral("match-find"));
  cancel_->setObjectName(QStringLiteral("match-cancel"));
  use_->setObjectName(QStringLiteral("match-use"));
  use_->setToolTip(tr("opens x with this layout and sets this norm"));
  cancel_->setEnabled(false);
  use_->setEnabled(false);
  layout->addWidget(find_);
  layout->addWidget(cancel_);
  layout->addStretch(1);
  layout->addWidget(use_);
  connect(find_, &QPushButton::clicked, this, &MatchView::search);
  connect(cancel_, &QPushButton::clicked, this, [this] {
    searching_.cancel();
    sentence_->setText(tr("The search was cancelled."));
  });
  connect(use_, &QPushButton::clicked, this, &MatchView::useChosen);
  return row;
}

void MatchView::setTensors(const QString& x, const QString& y) {
  x_->setText(x);
  y_->setText(y);
  if (!x.isEmpty() && !y.isEmpty()) search();
}

void MatchView::search() {
  if (x_->text().isEmpty() || y_->text().isEmpty())
    return refuse(tr("Name two tensors, x and y, or drop two files here."));
  problem_->hide();
  words_->hide();
  table_->clear();
  use_->setEnabled(false);
  found_.reset();
  sentence_->setText(tr("searching…"));
  foundX_ = x_->text().toStdString();
  std::optional<Layout> layout;
  if (foundX_ == workspace_.source()) layout = workspace_.shape().layout();
  std::optional<NormSpec> meant;
  if (meant_->isChecked()) meant = workspace_.spec();
  searching_.start(
      [x = foundX_, y = y_->text().toStdString(), affine = std::pair{weight_->text(), bias_->text()}, layout,
       meant](const Progress& progress) {
        const LoadedTensor before = loadTensor(x);
        const LoadedTensor after = loadTensor(y);
        const Layout own =
            before.layout.value_or(Layout::ofRank(static_cast<int>(before.tensor.extents().size())));
        MatchRequest request{
            before.tensor, after.tensor, Shape(layout.value_or(own), before.tensor.extents()), {}, meant};
        if (!affine.first.isEmpty()) request.affine.weight = loadTensor(affine.first.toStdString()).tensor;
        if (!affine.second.isEmpty()) request.affine.bias = loadTensor(affine.second.toStdString()).tensor;
        MatchResult result = findNorms(request, progress);
        return Found{std::move(request), std::move(result)};
      },
      [this](Found found) { adopt(std::move(found)); },
      [this](const Error& error) { refuse(QString::fromUtf8(error.what())); });
}

void MatchView::refuse(const QString& line) {
  sentence_->setText(tr("Which norm turned x into y?"));
  problem_->setText(line);
  problem_->show();
}

void MatchView::adopt(Found found) {
  found_ = std::move(found);
  sentence_->setText(QString::fromStdString(matchSentence(found_->request, found_->result)));
  showMatches();
}

void MatchView::showMatches() {
  for (const Match& match : found_->result.matches) {
    QTreeWidgetItem* row = rowOf(match.candidate);
    row->setText(3, valueText(match.maxAbs));
    row->setTextAlignment(3, Qt::AlignRight | Qt::AlignVCenter);
    row->setText(4, !match.explains ? tr("no") : match.fittedAffine ? tr("with fitted γ, β") : tr("yes"));
    for (const MatchCandidate& candidate : match.equivalents) {
      if (row->childCount() == mostEquivalents) break;
      row->addChild(rowOf(candidate));
    }
    table_->addTopLevelItem(row);
    row->setExpanded(table_->topLevelItemCount() == 1 && row->childCount() <= fewEquivalents);
  }
  if (table_->topLevelItemCount() > 0) table_->setCurrentItem(table_->topLevelItem(0));
}

const MatchCandidate* MatchView::chosen() const {
  const QTreeWidgetItem* item = table_->currentItem();
  if (item == nullptr || !found_) return nullptr;
  const QTreeWidgetItem* top = item->parent() != nullptr ? item->parent() : item;
  const auto& match =
      found_->result
          .matches[static_cast<std::size_t>(table_->indexOfTopLevelItem(const_cast<QTreeWidgetItem*>(top)))];
  if (top == item) return &match.candidate;
  return &match.equivalents[static_cast<std::size_t>(top->indexOfChild(const_cast<QTreeWidgetItem*>(item)))];
}

void MatchView::showChosen() {
  const MatchCandidate* candidate = chosen();
  use_->setEnabled(candidate != nullptr);
  QStringList lines;
  if (candidate != nullptr && found_->result.explained()) {
    for (const std::string& line : differencesInWords(found_->request, *candidate))
      lines << QStringLiteral("• ") + QString::fromStdString(line);
  }
  if (found_) {
    for (const std::string& notice : found_->result.notices) lines << QString::fromStdString(notice);
  }
  words_->setText(lines.join('\n'));
  words_->setVisible(!lines.isEmpty());
}

void MatchView::useChosen() {
  const MatchCandidate* candidate = chosen();
  if (candidate == nullptr) return;
  workspace_.open(foundX_, candidate->layout, [spec = candidate->spec](Document document) {
    return withSpec(std::move(document), spec);
  });
}

void MatchView::dragEnterEvent(QDragEnterEvent* event) {
  if (event->mimeData()->hasUrls()) event->acceptProposedAction();
}

/// Two files are x and y; one alone is y where x is named, else x.
void MatchView::dropEvent(QDropEvent* event) {
  QStringList paths;
  for (const QUrl& url : event->mimeData()->urls()) {
    if (url.isLocalFile()) paths << url.toLocalFile();
  }
  if (paths.isEmpty()) return;
  if (paths.size() > 1) return setTensors(paths[0], paths[1]);
  if (x_->text().isEmpty()) {
    setTensors(paths[0], y_->text());
  } else {
    setTensors(x_->text(), paths[0]);
  }
}

}  // namespace normscope
