#include "ui/tools/tensors/tensor_list.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QItemSelectionModel>
#include <QKeyEvent>
#include <QVBoxLayout>
#include <algorithm>
#include <filesystem>

#include "core/analysis/summary.h"
#include "core/document/changes.h"
#include "core/document/scene.h"
#include "core/error.h"
#include "core/io/formats/open_tensor_file.h"
#include "core/io/tensor_ref.h"
#include "core/model/run_file.h"
#include "core/text/list.h"
#include "ui/base/number_text.h"
#include "ui/base/record_name.h"
#include "ui/base/window_words.h"

namespace normscope {
namespace {

/// Of so few everything is unfolded.
constexpr std::size_t mostUnfolded = 200;

/// The range of a larger tensor is read when it is opened.
constexpr std::int64_t mostRanged = std::int64_t{1} << 26;

/// What of a layer there is to take: "γ, β and running statistics".
QString partsOf(const NormTensors& layer) {
  std::vector<std::string> parts;
  if (layer.weight) parts.emplace_back("γ");
  if (layer.bias) parts.emplace_back("β");
  if (layer.runningMean && layer.runningVariance)
    parts.push_back(TensorList::tr("running statistics").toStdString());
  return QString::fromStdString(joinAnd(parts));
}

QString rangeText(const Summary& summary) {
  if (summary.count == 0) return TensorList::tr("empty");
  QString text = summary.finite() > 0
                     ? TensorList::tr("%1 to %2").arg(valueText(summary.min), valueText(summary.max))
                     : TensorList::tr("no finite value");
  if (summary.nan > 0) text += TensorList::tr(", %1 NaN").arg(countText(summary.nan));
  if (summary.infinite > 0) text += TensorList::tr(", %1 infinite").arg(countText(summary.infinite));
  return text;
}

/// Of a recorded run, whose tensors are named by the numbers of its records; none where it is damaged, which
/// the page Model says.
std::vector<RunRecord> recordsOf(const TensorFile& file, const std::string& path) {
  try {
    return isRun(file) ? runOf(file, path).records : std::vector<RunRecord>();
  } catch (const Error&) {
    return {};
  }
}

std::vector<double> valuesOf(const TensorEntry& entry, const Progress& progress) {
  const Tensor tensor = entry.read(progress);
  std::vector<double> values;
  for (std::int64_t i = 0; i < tensor.elementCount(); ++i) values.push_back(tensor.at(i));
  tensor.requireIntact();
  return values;
}

}  // namespace

struct TensorList::Listed {
  std::shared_ptr<const TensorFile> file;
  std::vector<NormTensors> layers;
  std::vector<RunRecord> records;
};

TensorList::TensorList(Workspace& workspace, QWidget* parent)
    : Tool(parent),
      workspace_(workspace),
      tree_(new TensorTree(this)),
      filtered_(new QSortFilterProxyModel(this)),
      view_(new QTreeView),
      title_(new QLabel),
      filter_(new QLineEdit),
      message_(new QLabel),
      open_(new QPushButton(tr("Open as x"))),
      layer_(new QPushButton(tr("Take as γ"))),
      running_(new QPushButton(tr("Take as running statistics"))) {
  title_->setObjectName(QStringLiteral("tensors-title"));
  title_->setProperty("role", "strong");
  filter_->setObjectName(QStringLiteral("tensors-filter"));
  filter_->setPlaceholderText(tr("Filter by letters of the name"));
  filter_->setAccessibleName(tr("Filter by letters of the name"));
  filter_->setClearButtonEnabled(true);
  setUpView();
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(12);
  column->addWidget(title_);
  column->addWidget(filter_);
  column->addWidget(view_, 1);
  column->addWidget(makeFoot());
  connect(filter_, &QLineEdit::textChanged, this, [this](const QString& letters) {
    filtered_->setFilterFixedString(letters.trimmed());
    if (!letters.trimmed().isEmpty()) view_->expandAll();
  });
  filter_->installEventFilter(this);
  connect(filter_, &QLineEdit::returnPressed, view_, qOverload<>(&QWidget::setFocus));
  showMarked();
}

void TensorList::setUpView() {
  filtered_->setSourceModel(tree_);
  filtered_->setFilterRole(TensorTree::filterRole);
  filtered_->setFilterCaseSensitivity(Qt::CaseInsensitive);
  filtered_->setRecursiveFilteringEnabled(true);
  view_->setModel(filtered_);
  view_->setObjectName(QStringLiteral("tensors-view"));
  view_->setAccessibleName(tr("Tensors in the file"));
  view_->setUniformRowHeights(true);
  view_->setAlternatingRowColors(false);
  connect(view_->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &TensorList::showMarked);
  connect(view_, &QTreeView::activated, this, &TensorList::open);
}

QWidget* TensorList::makeFoot() {
  auto* foot = new QWidget;
  auto* row = new QHBoxLayout(foot);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(8);
  message_->setObjectName(QStringLiteral("tensors-message"));
  message_->setProperty("role", "muted");
  message_->setWordWrap(true);
  open_->setObjectName(QStringLiteral("tensors-open"));
  open_->setDefault(true);
  running_->setObjectName(QStringLiteral("tensors-running"));
  running_->setAutoDefault(false);
  auto* close = new QPushButton(tr("Close"));
  close->setObjectName(QStringLiteral("tensors-close"));
  close->setAutoDefault(false);
  row->addWidget(message_, 1);
  layer_->setObjectName(QStringLiteral("tensors-layer"));
  layer_->setAutoDefault(false);
  row->addWidget(layer_);
  row->addWidget(running_);
  row->addWidget(open_);
  row->addWidget(close);
  connect(open_, &QPushButton::clicked, this, &TensorList::open);
  connect(layer_, &QPushButton::clicked, this, &TensorList::takeLayer);
  connect(running_, &QPushButton::clicked, this, &TensorList::takeRunning);
  connect(&workspace_, &Workspace::problemsChanged, this, [this] {
    const std::string& why = workspace_.problem(Workspace::Place::parameters);
    if (!why.empty()) message_->setText(tr("not taken: %1").arg(inWindowWords(QString::fromStdString(why))));
  });
  connect(&workspace_, &Workspace::parametersChanged, this, &TensorList::sayTaken);
  connect(close, &QPushButton::clicked, this, [this] { window()->close(); });
  return foot;
}

/// The file that is open, where none was given yet.
/// Down goes from the letters into the list.
bool TensorList::eventFilter(QObject* watched, QEvent* event) {
  const bool isDown = watched == filter_ && event->type() == QEvent::KeyPress &&
                      static_cast<QKeyEvent*>(event)->key() == Qt::Key_Down;
  if (!isDown) return Tool::eventFilter(watched, event);
  view_->setFocus(Qt::OtherFocusReason);
  return true;
}

void TensorList::asked() {
  if (file_ || !path_.empty()) return;
  if (isFileSource(workspace_.source())) return showFile(splitFileText(workspace_.source()).path);
  if (!workspace_.document().model.empty()) return showFile(workspace_.document().model);
  title_->setText(tr("No file is open"));
  message_->setText(
      tr("Open a file that holds several tensors, such as .safetensors, .npz, .pt, .gguf or .onnx"));
}

void TensorList::showFile(const std::string& path) {
  path_ = path;
  file_.reset();
  layers_.clear();
  records_.clear();
  tree_->clear();
  title_->setText(QString::fromStdString(std::filesystem::path(path).filename().string()));
  message_->setText(tr("reading the list…"));
  showMarked();
  listing_.start(
      [path](const Progress&) {
        const auto file = std::make_shared<const TensorFile>(openTensorFile(path));
        return Listed{file, findNormLayers(*file), recordsOf(*file, path)};
      },
      [this](const Listed& listed) { showList(listed); },
      [this](const Error& error) { message_->setText(inWindowWords(QString::fromUtf8(error.what()))); });
}

void TensorList::showList(Listed listed) {
  file_ = std::move(listed.file);
  layers_ = std::move(listed.layers);
  for (const RunRecord& record : listed.records) records_ << nameOfRecord(record);
  tree_->show(*file_, records_);
  const auto count = static_cast<std::int64_t>(file_->entries.size());
  title_->setText(tr("%1: %2 in %3")
                      .arg(QString::fromStdString(std::filesystem::path(path_).filename().string()),
                           count == 1
                               ? tr("1 tensor")
                               : tr("%1 tensors", nullptr, static_cast<int>(count)).arg(countText(count)),
                           QString::fromStdString(file_->format)));
  QStringList notices;
  for (const std::string& notice : file_->notices) notices << inWindowWords(QString::fromStdString(notice));
  message_->setText(notices.join('\n'));
  QHeaderView* head = view_->header();
  head->setStretchLastSection(true);
  head->setSectionResizeMode(TensorTree::nameColumn, QHeaderView::Interactive);
  head->resizeSection(TensorTree::nameColumn, 300);
  if (file_->entries.size() <= mostUnfolded) view_->expandAll();
  // The first row that can be opened.
  if (!file_->entries.empty()) view_->setCurrentIndex(filtered_->mapFromSource(tree_->indexOf(0)));
  filter_->setFocus();
}

std::optional<std::size_t> TensorList::marked() const {
  if (!file_) return std::nullopt;
  return tree_->entryOf(filtered_->mapToSource(view_->currentIndex()));
}

/// The norm layer that a tensor belongs to; another one may be a weight all the same.
NormTensors TensorList::layerOf(std::size_t entry) const {
  for (const NormTensors& layer : layers_) {
    for (const auto& part :
         {layer.weight, layer.bias, layer.runningMean, layer.runningVariance, layer.batches}) {
      if (part == entry) return layer;
    }
  }
  NormTensors alone;
  alone.weight = entry;
  return alone;
}

std::optional<TensorList::Pair> TensorList::runningBeside(std::size_t entry) const {
  const NormTensors layer = layerOf(entry);
  if (!layer.runningMean || !layer.runningVariance) return std::nullopt;
  return Pair{*layer.runningMean, *layer.runningVariance};
}

void TensorList::showMarked() {
  const auto entry = marked();
  open_->setEnabled(entry.has_value());
  const auto pair = entry ? runningBeside(*entry) : std::nullopt;
  running_->setEnabled(pair.has_value());
  running_->setToolTip(
      pair ? tr("%1 and %2 become the layer's own").arg(nameOf(pair->mean), nameOf(pair->variance))
           : tr("There is no running mean with a running variance beside the marked tensor"));
  layer_->setEnabled(entry.has_value());
  if (!entry) return;
  const NormTensors layer = layerOf(*entry);
  const QString parts = partsOf(layer);
  layer_->setText(parts.isEmpty() ? tr("Take as γ") : tr("Take as %1").arg(parts));
  layer_->setToolTip(layer.name.empty() ? tr("%1 becomes the layer's weight").arg(nameOf(*entry))
                                        : tr("What the file holds of the layer %1").arg(nameOf(layer)));
  readRange(*entry);
}

/// "layer1.0.bn1 · x" in a recorded run.
QString TensorList::nameOf(std::size_t entry) const {
  const std::string& name = file_->entries[entry].name;
  const auto record = TensorTree::recordOf(name, records_);
  if (!record) return QString::fromStdString(name);
  return records_[*record] + QStringLiteral(" · ") + QString::fromStdString(name.substr(name.find('.') + 1));
}

QString TensorList::nameOf(const NormTensors& layer) const {
  const auto record = TensorTree::recordOf(layer.name, records_);
  return record ? records_[*record] : QString::fromStdString(layer.name);
}

/// FILE of the command line.
std::string TensorList::textOf(std::size_t entry) const {
  TensorRef ref;
  ref.path = path_;
  if (file_->entries.size() > 1 || !file_->entries[entry].name.empty()) ref.name = file_->entries[entry].name;
  return toText(ref);
}

/// All that there is of the layer, in one step; what it has not is as a new layer has it.
void TensorList::takeLayer() {
  const auto entry = marked();
  if (!entry) return;
  const NormTensors layer = layerOf(*entry);
  const auto fileOf = [this](const std::optional<std::size_t>& part) {
    return part ? textOf(*part) : std::string();
  };
  const Workspace::ParameterTexts texts{fileOf(layer.weight), fileOf(layer.bias)};
  message_->setText(tr("reading…"));
  if (!layer.runningMean || !layer.runningVariance) return workspace_.takeParameters(texts);
  readPair({*layer.runningMean, *layer.runningVariance},
           [this, texts](const std::shared_ptr<const RunningStatistics>& running) {
             workspace_.takeParameters(
                 texts, [running](Document document) { return withRunning(std::move(document), running); });
           });
}

void TensorList::sayTaken() {
  const LayerParameters& now = workspace_.document().parameters;
  if (!file_ || now.isEmpty() || !isVisible()) return;
  QStringList lines;
  if (now.weight) lines << tr("γ is %1").arg(QString::fromStdString(now.weight->text));
  if (now.bias) lines << tr("β is %1").arg(QString::fromStdString(now.bias->text));
  message_->setText(lines.join('\n'));
}

void TensorList::readRange(std::size_t entry) {
  std::int64_t elements = 1;
  for (const std::int64_t extent : file_->entries[entry].extents) elements *= extent;
  if (elements > mostRanged) return tree_->setRange(entry, tr("large: seen once it is open"));
  ranging_.start([file = file_,
                  entry](const Progress& progress) { return summarize(file->entries[entry].read(progress)); },
                 [this, file = file_, entry](const Summary& summary) {
                   if (file == file_) tree_->setRange(entry, rangeText(summary));
                 },
                 [this, file = file_, entry](const Error& error) {
                   const QString why = inWindowWords(QString::fromUtf8(error.what()));
                   if (file == file_) tree_->setRange(entry, tr("can't be read"), why);
                   if (file == file_ && marked() == entry) message_->setText(why);
                 });
}

void TensorList::open() {
  const auto entry = marked();
  if (!entry) return;
  workspace_.open(textOf(*entry));
  message_->setText(tr("x is %1").arg(nameOf(*entry)));
}

void TensorList::takeRunning() {
  const auto entry = marked();
  const auto pair = entry ? runningBeside(*entry) : std::nullopt;
  if (!pair) return;
  message_->setText(tr("reading…"));
  readPair(*pair, [this](const std::shared_ptr<const RunningStatistics>& running) {
    workspace_.change(withRunning(workspace_.document(), running));
    message_->setText(tr("taken as the layer's running statistics; choose Statistics, running, to use them"));
  });
}

/// Refused where it has not one value a channel: nothing that can't be computed comes into the document.
void TensorList::readPair(const Pair& pair,
                          const std::function<void(std::shared_ptr<const RunningStatistics>)>& take) {
  taking_.start(
      [file = file_, pair](const Progress& progress) {
        return RunningStatistics{valuesOf(file->entries[pair.mean], progress),
                                 valuesOf(file->entries[pair.variance], progress), 0};
      },
      [this, take](const RunningStatistics& running) {
        const auto channels = static_cast<std::size_t>(workspace_.shape().channelCount());
        if (running.mean.size() != channels || running.variance.size() != channels) {
          return message_->setText(tr("not taken: they have %1 values and x has %2 channels")
                                       .arg(countText(static_cast<std::int64_t>(running.mean.size())),
                                            countText(static_cast<std::int64_t>(channels))));
        }
        if (std::any_of(running.variance.begin(), running.variance.end(), [](double v) { return v < 0; }))
          return message_->setText(tr("not taken: a variance is negative"));
        take(std::make_shared<const RunningStatistics>(running));
      },
      [this](const Error& error) { message_->setText(inWindowWords(QString::fromUtf8(error.what()))); });
}

}  // namespace normscope
