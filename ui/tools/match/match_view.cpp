#include "ui/tools/match/match_view.h"

#include <QDragEnterEvent>
#include <QDropEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QMimeData>
#include <QVBoxLayout>

#include "core/analysis/match/match_words.h"
#include "core/document/changes.h"
#include "core/io/source.h"
#include "ui/base/ask_file.h"
#include "ui/base/number_text.h"
#include "ui/base/window_words.h"
#include "ui/tools/match/match_table.h"
#include "ui/workspace/norm_names.h"

namespace normscope {
namespace {

QString startingLarge(const QString& text) {
  return text.left(1).toUpper() + text.mid(1);
}

/// The other way round: y is the tensor before the norm.
MatchRequest exchanged(MatchRequest request) {
  std::swap(request.x, request.y);
  return request;
}

/// Explained, or as good as a weight and a bias for every set can do.
bool isTold(const MatchResult& result) {
  return result.nothingTold || result.explained() ||
         (!result.matches.empty() && result.matches.front().provesNothing);
}

bool isFitted(const MatchResult& result) {
  return !result.matches.empty() && isTold(result) && result.matches.front().fittedAffine;
}

/// What the other order says where that explains more: y at all, or without a fit. (What a Batch Norm did,
/// another one with a fitted weight and bias undoes.) Where it can't be tried, it says nothing.
std::optional<MatchResult> otherWay(const MatchRequest& request, const MatchResult& found,
                                    const Progress& progress) {
  if (isTold(found) && !isFitted(found)) return std::nullopt;
  try {
    MatchResult result = findNorms(exchanged(request), progress);
    if (result.explained() && !(isFitted(found) && isFitted(result))) return result;
  } catch (const Error&) {
  }
  return std::nullopt;
}

/// "y is x under Group Norm, G = 2: the largest difference, 2.4e-7, is rounding"
QString sentenceOf(const MatchRequest& request, const MatchResult& result) {
  QString text = QString::fromStdString(matchSentence(request, result, normNames()));
  for (const Match& match : result.matches) {
    for (const Mistake mistake : match.candidate.differences)
      text.replace(QString::fromUtf8(nameOf(mistake).data()), mistakeText(mistake));
  }
  return withPowers(text);
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
      exchange_(new QPushButton(tr("Swap x and y"))),
      table_(new MatchTable),
      progress_(new QProgressBar) {
  setAcceptDrops(true);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(8);
  column->addWidget(makeFields());
  x_->setPlaceholderText(tr("the tensor before the norm: a .npy file, sample:NAME or a generated one"));
  y_->setPlaceholderText(tr("the tensor after it; both can be dropped here"));
  weight_->setPlaceholderText(tr("the weight applied, if known (.npy)"));
  bias_->setPlaceholderText(tr("the bias applied, if known (.npy)"));
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
  exchange_->setObjectName(QStringLiteral("match-exchange"));
  exchange_->setAutoDefault(false);
  exchange_->hide();
  connect(exchange_, &QPushButton::clicked, this, &MatchView::swap);
  column->addWidget(exchange_, 0, Qt::AlignLeft);
  column->addWidget(words_);
  column->addWidget(table_, 1);
  connect(table_, &QTreeWidget::currentItemChanged, this, &MatchView::showChosen);
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

/// x and y one over the other, with a button beside both that exchanges them; γ and β in one row.
QWidget* MatchView::makeFields() {
  auto* fields = new QWidget;
  auto* grid = new QGridLayout(fields);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setHorizontalSpacing(8);
  grid->setVerticalSpacing(8);
  x_ = addField(*grid, 0, 0, tr("&x"), "match-x");
  y_ = addField(*grid, 1, 0, tr("&y"), "match-y");
  weight_ = addField(*grid, 2, 0, tr("&γ"), "match-weight");
  bias_ = addField(*grid, 2, 3, tr("&β"), "match-bias");
  auto* swap = new QPushButton(tr("S&wap"));
  swap->setObjectName(QStringLiteral("match-swap"));
  swap->setAccessibleName(tr("Swap x and y"));
  swap->setToolTip(tr("x becomes y, and y becomes x"));
  swap->setAutoDefault(false);
  swap->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Expanding);
  connect(swap, &QPushButton::clicked, this, &MatchView::swap);
  grid->addWidget(swap, 0, 6, 2, 1);
  return fields;
}

/// A caption, a field and a button that chooses a file, from `column` of the grid on. x and y take the width.
QLineEdit* MatchView::addField(QGridLayout& grid, int row, int column, const QString& text,
                               const char* name) {
  const QString letter = QString(text).remove('&');
  auto* caption = new QLabel(text);
  auto* field = new QLineEdit;
  field->setObjectName(QString::fromLatin1(name));
  field->setAccessibleName(tr("Tensor %1").arg(letter));
  caption->setBuddy(field);
  caption->setFixedWidth(16);
  auto* choose = new QPushButton(tr("Choose…"));
  choose->setAutoDefault(false);  // Enter in the field is a search
  choose->setAccessibleName(tr("Choose a file for %1").arg(letter));
  const bool wide = row < 2;
  grid.addWidget(caption, row, column);
  grid.addWidget(field, row, column + 1, 1, wide ? 4 : 1);
  grid.addWidget(choose, row, wide ? 5 : column + 2);
  grid.setColumnStretch(column + 1, 1);
  connect(field, &QLineEdit::returnPressed, this, &MatchView::search);
  connect(choose, &QPushButton::clicked, this, [this, field, letter] {
    askToOpen(this, tr("Choose a tensor for %1").arg(letter),
              {tr("NumPy arrays (*.npy)"), tr("All files (*)")},
              [field](const QString& path) { field->setText(path); });
  });
  return field;
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
  use_->setToolTip(tr("opens x with this layout and sets this norm, with the weight and bias given here"));
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

void MatchView::swap() {
  const QString x = x_->text();
  setTensors(y_->text(), x);
}

void MatchView::search() {
  if (x_->text().isEmpty() || y_->text().isEmpty())
    return refuse(tr("Name two tensors, x and y, or drop two files here."));
  problem_->hide();
  exchange_->hide();
  found_.reset();
  table_->setResult(nullptr);
  words_->hide();
  use_->setEnabled(false);
  sentence_->setText(tr("searching…"));
  foundX_ = x_->text().toStdString();
  foundWeight_ = weight_->text().toStdString();
  foundBias_ = bias_->text().toStdString();
  std::optional<Layout> layout;
  if (foundX_ == workspace_.source()) layout = workspace_.shape().layout();
  std::optional<NormSpec> meant;
  if (meant_->isChecked()) meant = workspace_.spec();
  searching_.start(
      [x = foundX_, y = y_->text().toStdString(), weight = foundWeight_, bias = foundBias_, layout,
       meant](const Progress& progress) {
        const LoadedTensor before = loadTensor(x);
        const LoadedTensor after = loadTensor(y);
        const Layout own =
            before.layout.value_or(Layout::ofRank(static_cast<int>(before.tensor.extents().size())));
        MatchRequest request{
            before.tensor, after.tensor, Shape(layout.value_or(own), before.tensor.extents()), {}, meant};
        if (!weight.empty()) request.affine.weight = loadTensor(weight).tensor;
        if (!bias.empty()) request.affine.bias = loadTensor(bias).tensor;
        MatchResult result = findNorms(request, progress.part(0, 0.5));
        std::optional<MatchResult> other = otherWay(request, result, progress.part(0.5, 1));
        return Found{std::move(request), std::move(result), std::move(other)};
      },
      [this](Found found) { adopt(std::move(found)); },
      [this](const Error& error) { refuse(QString::fromUtf8(error.what())); });
}

void MatchView::refuse(const QString& line) {
  sentence_->setText(tr("Which norm turned x into y?"));
  problem_->setText(inWindowWords(line));
  problem_->show();
}

void MatchView::adopt(Found found) {
  found_ = std::move(found);
  sentence_->setText(sentence());
  exchange_->setVisible(found_->other.has_value());
  table_->setResult(&found_->result);
}

/// What was found, or that it would be so, or plainer, in the other order.
QString MatchView::sentence() const {
  const auto& [request, result, other] = *found_;
  const QString found = sentenceOf(request, result);
  if (!other) return isTold(result) ? found : startingLarge(found);
  QString exchangedText = sentenceOf(exchanged(request), *other);
  exchangedText.replace(0, 6, QStringLiteral("x is y"));
  if (!isTold(result))
    return tr("No norm explains y, but in the other order one does: %1.").arg(exchangedText);
  return tr("%1. In the other order nothing has to be fitted: %2.").arg(found, exchangedText);
}

void MatchView::showChosen() {
  const MatchCandidate* candidate = table_->chosen();
  use_->setEnabled(candidate != nullptr && !candidate->has(Mistake::identity));
  QStringList lines;
  const Match* match = table_->chosenMatch();
  if (candidate != nullptr && (match->explains || match->provesNothing)) {
    std::vector<std::string> words = differencesInWords(found_->request, *candidate, normNames(), match);
    if (candidate == &match->candidate) {
      const std::vector<std::string> more = findingsInWords(found_->request, *match, normNames());
      words.insert(words.end(), more.begin(), more.end());
    }
    for (const std::string& line : words)
      lines << QStringLiteral("• ") + withPowers(QString::fromStdString(line));
  }
  if (found_) {
    for (const std::string& notice : found_->result.notices) lines << QString::fromStdString(notice);
  }
  words_->setText(lines.join('\n'));
  words_->setVisible(!lines.isEmpty());
}

/// With the weight and the bias that were given, as far as they were applied.
LayerParameters MatchView::parametersInWindow(const Match& match) const {
  const bool swapped = match.candidate.has(Mistake::gammaBetaSwapped);
  const auto taken = [swapped](const ParameterFinding& finding, const std::string& text,
                               const std::optional<Tensor>& values) -> std::optional<LayerParameter> {
    if (finding.source != ParameterSource::given || !values) return std::nullopt;
    if (finding.relation == Relation::other && !swapped)
      return std::nullopt;  // no file holds what was applied
    return LayerParameter{text, values->extents()};
  };
  const AffineParameters& given = found_->request.affine;
  LayerParameters parameters = {taken(match.weight, foundWeight_, given.weight),
                                taken(match.bias, foundBias_, given.bias)};
  if (swapped) std::swap(parameters.weight, parameters.bias);
  return parameters;
}

void MatchView::useChosen() {
  const MatchCandidate* candidate = table_->chosen();
  if (candidate == nullptr || candidate->has(Mistake::identity)) return;
  workspace_.open(
      foundX_, candidate->layout,
      [spec = appliedSpec(*candidate), parameters = parametersInWindow(*table_->chosenMatch())](
          Document document) { return withParameters(withSpec(std::move(document), spec), parameters); });
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
