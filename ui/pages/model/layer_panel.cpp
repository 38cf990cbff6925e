#include "ui/pages/model/layer_panel.h"

#include <QHBoxLayout>
#include <QRegularExpression>
#include <QScrollArea>
#include <QVBoxLayout>

#include "core/analysis/summary.h"
#include "core/document/changes.h"
#include "core/error.h"
#include "core/io/tensor_ref.h"
#include "core/text/list.h"
#include "ui/base/ask_file.h"
#include "ui/base/number_text.h"
#include "ui/base/record_name.h"
#include "ui/base/window_words.h"
#include "ui/pages/model/model_rows.h"

namespace normscope {
namespace {

constexpr int panelHeight = 216;
constexpr int plotWidth = 380;

/// Few records are larger; their histogram would hold up the next one.
constexpr std::int64_t mostElementsSeen = std::int64_t{1} << 26;

QPushButton* panelButton(const QString& text, const char* name) {
  auto* made = new QPushButton(text);
  made->setObjectName(QString::fromLatin1(name));
  return made;
}

/// x, y, γ and β keep their letters.
QString asSentence(QString text) {
  const bool isWord = text.size() > 1 && text[0].unicode() < 128 && text[1].isLetter();
  if (isWord) text[0] = text[0].toUpper();
  return text.isEmpty() || text.endsWith('.') ? text : text + '.';
}

/// "x, y: float32 4×256×14×14, of 32×256×14×14; γ, β given"
QString factsOf(const RunRecord& record) {
  QString text =
      LayerPanel::tr("x of %1 %2")
          .arg(QString::fromStdString(record.shape.layout().letters()), extentsText(record.shape.extents()));
  if (!record.isWhole()) text += LayerPanel::tr(", recorded of %1").arg(extentsText(record.whole.extents()));
  QStringList given;
  if (record.weight) given << QStringLiteral("γ");
  if (record.bias) given << QStringLiteral("β");
  if (record.runningMean && record.runningVar) given << LayerPanel::tr("running statistics");
  if (!given.isEmpty()) text += QStringLiteral(" · ") + given.join(QStringLiteral(", "));
  if (!record.className.empty() &&
      !QString::fromStdString(record.type).endsWith(QString::fromStdString(record.className)))
    text += QStringLiteral(" · ") + QString::fromStdString(record.className);
  return text;
}

/// Weight and bias of a record, where they are in the file.
LayerParameters parametersOf(const RecordedRun& run, const RunRecord& record) {
  const auto parameter = [&](const std::optional<TensorRef>& ref) -> std::optional<LayerParameter> {
    if (!ref) return std::nullopt;
    return LayerParameter{toText(*ref), run.file.entries[entryOf(*ref, run.file)].extents};
  };
  return {parameter(record.weight), parameter(record.bias)};
}

PlotDocument histogramOf(const std::string& values, const Tensor& tensor, const Progress& progress) {
  const Summary summary = summarize(tensor, progress);
  return histogramDocument(values, summary, fill(histogramFor(summary, histogramBins), tensor, progress),
                           nullptr, std::nullopt);
}

/// "layer1.0.bn1.report"; what a file's name can't hold is left out.
QString fileNameOf(const RunRecord& record) {
  QString name = QString::fromStdString(record.layer);
  name.replace(QRegularExpression(QStringLiteral("[^A-Za-z0-9._-]+")), QStringLiteral("_"));
  if (record.call > 0) name += QStringLiteral("-call%1").arg(record.call);
  return name.left(100) + QStringLiteral(".report");
}

}  // namespace

LayerPanel::LayerPanel(Workspace& workspace, const ModelJob& job, QWidget* parent)
    : QWidget(parent),
      workspace_(workspace),
      job_(job),
      title_(new QLabel),
      facts_(new QLabel),
      words_(new QLabel),
      problem_(new ProblemLabel),
      buttons_(new QWidget),
      plot_(new PlotWidget) {
  setProperty("role", "inspector");
  setAttribute(Qt::WA_StyledBackground);
  setFixedHeight(panelHeight);
  title_->setObjectName(QStringLiteral("layer-title"));
  title_->setProperty("role", "value");
  title_->setTextInteractionFlags(Qt::TextSelectableByMouse);
  facts_->setObjectName(QStringLiteral("layer-facts"));
  facts_->setProperty("role", "caption");
  words_->setObjectName(QStringLiteral("layer-words"));
  words_->setWordWrap(true);
  words_->setTextFormat(Qt::PlainText);
  words_->setTextInteractionFlags(Qt::TextSelectableByMouse);
  words_->setAlignment(Qt::AlignTop | Qt::AlignLeft);
  auto* cube = panelButton(tr("Show on the cube"), "layer-cube");
  cube->setDefault(true);
  auto* maps = panelButton(tr("Show as maps"), "layer-maps");
  auto* report = panelButton(tr("Report…"), "layer-report");
  report->setToolTip(
      tr("A page for an issue tracker, with the values that show the fault and a script that needs "
         "NumPy alone"));
  auto* row = new QHBoxLayout(buttons_);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(8);
  for (QPushButton* each : {cube, maps, report}) row->addWidget(each);
  row->addStretch(1);
  auto* scroll = new QScrollArea;
  scroll->setProperty("role", "panel");
  scroll->setWidgetResizable(true);
  scroll->setFocusPolicy(Qt::NoFocus);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll->setWidget(words_);
  auto* left = new QVBoxLayout;
  left->setSpacing(6);
  for (QWidget* each : {static_cast<QWidget*>(title_), static_cast<QWidget*>(facts_)}) left->addWidget(each);
  left->addWidget(scroll, 1);
  left->addWidget(problem_);
  left->addWidget(buttons_);
  auto* columns = new QHBoxLayout(this);
  columns->setContentsMargins(20, 12, 16, 12);
  columns->setSpacing(16);
  columns->addLayout(left, 1);
  columns->addWidget(plot_);
  plot_->setObjectName(QStringLiteral("plot-layer"));
  plot_->setFixedWidth(plotWidth);
  connect(cube, &QPushButton::clicked, this, [this] { showOnPages(Page::cube); });
  connect(maps, &QPushButton::clicked, this, [this] { showOnPages(Page::maps); });
  connect(report, &QPushButton::clicked, this, &LayerPanel::writeReport);
  hide();
}

const LayerVerdict* LayerPanel::verdictOf(std::size_t layer) const {
  return layer < job_.verdicts().size() ? &job_.verdicts()[layer] : nullptr;
}

void LayerPanel::show(std::optional<std::size_t> layer) {
  const bool isOther = layer != layer_;
  layer_ = layer;
  setVisible(layer.has_value());
  if (!layer) {
    looking_.cancel();
    looked_.reset();
    seen_.reset();
    return;
  }
  if (isOther) {
    problem_->setProblem({});
    wanted_.reset();
    seen_.reset();
  }
  if (job_.run()) {
    showRecord(*layer);
    if (looked_ != layer) lookAt(*layer);
  } else if (job_.checkpoint()) {
    showCheckpointLayer(job_.checkpoint()->layers[*layer]);
  }
}

void LayerPanel::showRecord(std::size_t layer) {
  const RunRecord& record = job_.run()->records[layer];
  title_->setText(nameOfRecord(record));
  buttons_->setVisible(!record.isDamaged());
  facts_->setText(record.isDamaged() ? QString() : factsOf(record));
  QStringList lines;
  if (record.isDamaged())
    lines << asSentence(inWindowWords(withoutPlace(QString::fromStdString(record.problem))));
  const LayerVerdict* verdict = verdictOf(layer);
  if (verdict == nullptr && !record.isDamaged()) lines << tr("Not checked yet.");
  if (verdict != nullptr) {
    lines << asSentence(inNames(verdict->verdict, *verdict));
    for (const std::string& line : verdict->words) lines << asSentence(inNames(line, *verdict));
    for (const std::string& note : verdict->notes) lines << asSentence(inNames(note, *verdict));
    if (!verdict->declared.reason.empty()) lines << asSentence(inNames(verdict->declared.reason, *verdict));
  }
  lines.removeDuplicates();
  words_->setText(lines.join('\n'));
}

void LayerPanel::showCheckpointLayer(const CheckpointLayer& layer) {
  title_->setText(layer.name.empty() ? tr("(no name)") : QString::fromStdString(layer.name));
  buttons_->hide();
  QStringList names;
  for (const std::string& tensor : layer.tensors()) names << QString::fromStdString(tensor);
  facts_->setText(names.join(QStringLiteral(", ")));
  QStringList lines;
  for (const std::string& problem : layer.problems) lines << asSentence(QString::fromStdString(problem));
  if (layer.against) {
    lines << tr("Against %1 in the other file: %2.")
                 .arg(layer.against->otherName.empty() ? tr("the layer")
                                                       : QString::fromStdString(layer.against->otherName),
                      QString::fromStdString(layer.against->words));
  }
  const QString reason = QString::fromStdString(layer.convention.reason);
  switch (layer.convention.convention) {
    case GammaConvention::plain:
      lines << tr("The weight is γ itself, it seems: %1.").arg(reason);
      break;
    case GammaConvention::zeroCentered:
      lines << tr("The weight is γ − 1, it seems: %1.").arg(reason);
      break;
    case GammaConvention::unknown:
      if (layer.values.weight) lines << tr("Whether the weight is γ or γ − 1 can’t be told: %1.").arg(reason);
  }
  words_->setText(lines.join('\n'));
  PlotDocument plot;
  if (layer.values.weight && !layer.values.weight->values.empty()) {
    const std::vector<double>& values = layer.values.weight->values;
    plot = histogramOf("the weight",
                       Tensor::of<double>(DType::float64, {static_cast<std::int64_t>(values.size())}, values),
                       {});
  }
  plot_->setVisible(!plot.isEmpty());
  plot_->setDocument(plot);
}

/// As it was understood once it was checked.
const DeclaredNorm& LayerPanel::declaredOf(std::size_t layer) const {
  const LayerVerdict* verdict = verdictOf(layer);
  return verdict != nullptr && verdict->declared.spec ? verdict->declared : job_.declared()[layer];
}

/// The declared norm, and beside it the one that was found where that is another.
std::vector<NormSpec> LayerPanel::normsOf(std::size_t layer) const {
  const RunRecord& record = job_.run()->records[layer];
  const LayerVerdict* verdict = verdictOf(layer);
  const DeclaredNorm& declared = declaredOf(layer);
  std::vector<NormSpec> norms;
  if (declared.onKept) norms.push_back(*declared.onKept);
  const bool isOther = verdict != nullptr && verdict->found && verdict->ok != true;
  if (isOther) norms.push_back(ofKept(record, *verdict->found));
  if (norms.size() == 2 && norms[0] == norms[1]) norms.pop_back();
  return norms;
}

void LayerPanel::lookAt(std::size_t layer) {
  const RunRecord& record = job_.run()->records[layer];
  looked_ = layer;
  plot_->hide();
  if (record.isDamaged() || record.shape.elementCount() > mostElementsSeen) return;
  const std::optional<NormSpec> declared = declaredOf(layer).onKept;
  looking_.start(
      [run = job_.run(), layer, declared](const Progress& progress) {
        const RunRecord& own = run->records[layer];
        const RecordTensors tensors = readRecord(*run, own, progress.part(0, 0.3));
        Seen seen{layer, tensors.running, {}};
        Tensor shown = tensors.y;
        if (declared) {
          const LayerDifference made =
              differenceFromNorm(tensors, own.shape, *declared, progress.part(0.3, 0.9));
          seen.worst = made.at;
          shown = made.difference;
        }
        seen.plot = histogramOf(declared ? "y − what is declared" : "y", shown, progress.part(0.9, 1));
        return seen;
      },
      [this](Seen seen) {
        if (seen.layer != layer_) return;
        plot_->setVisible(!seen.plot.isEmpty());
        plot_->setDocument(seen.plot);
        seen_ = std::move(seen);
        if (wanted_) showOnPages(*wanted_);
      },
      [this](const Error& error) {
        wanted_.reset();
        problem_->setProblem(error.what());
      });
}

void LayerPanel::showOnPages(std::optional<Page> page) {
  if (!layer_ || !job_.run() || job_.run()->records[*layer_].isDamaged()) return;
  const RunRecord& record = job_.run()->records[*layer_];
  if (!seen_ && looking_.isRunning()) {
    wanted_ = page;
    return;
  }
  wanted_.reset();
  std::shared_ptr<const RunningStatistics> running;
  if (seen_ && seen_->running) running = std::make_shared<const RunningStatistics>(*seen_->running);
  // Of a layer that is right the largest difference is anywhere.
  const LayerVerdict* verdict = verdictOf(*layer_);
  const bool isWrong = verdict != nullptr && verdict->ok == false;
  const std::optional<std::int64_t> worst = seen_ && isWrong ? seen_->worst : std::nullopt;
  const auto show = [norms = normsOf(*layer_), parameters = parametersOf(*job_.run(), record), running, page,
                     worst](Document document) {
    if (!norms.empty()) document = withNorms(std::move(document), norms, 0);
    document = withRunning(withParameters(std::move(document), parameters), running);
    View view = document.view;
    if (norms.size() == 2) view.shown = Shown::difference;
    if (norms.size() == 1 && view.shown == Shown::difference) view.shown = Shown::y;
    if (page) view.page = *page;
    document = withView(std::move(document), view);
    return worst ? withSelection(std::move(document), {*worst, true}) : document;
  };
  workspace_.open(toText(record.x), record.shape.layout(), show);
}

void LayerPanel::writeReport() {
  if (!layer_ || verdictOf(*layer_) == nullptr)
    return problem_->setProblem("report: the layer is not checked yet; wait until it is");
  const SaveQuestion question{tr("Report of the layer: a new folder"),
                              fileNameOf(job_.run()->records[*layer_]),
                              tr("Folders of reports (*.report)"),
                              {QStringLiteral("report")}};
  askToSave(this, question, [this, layer = *layer_](const QString& path) {
    reporting_.start(
        [run = job_.run(), layer, verdict = *verdictOf(layer),
         path = path.toStdString()](const Progress& progress) {
          writeIssueReport(path, issueReport(*run, run->records[layer], verdict, progress));
          return path;
        },
        [this](const std::string& written) {
          problem_->setProblem({});
          facts_->setText(tr("written: %1").arg(QString::fromStdString(written)));
        },
        [this](const Error& error) { problem_->setProblem(error.what()); });
  });
}

}  // namespace normscope
