#include "ui/panels/tensor_panel.h"

#include <QFileInfo>
#include <QSignalBlocker>
#include <utility>

#include "core/io/samples.h"
#include "core/text/list.h"
#include "ui/base/core_words.h"
#include "ui/base/number_text.h"
#include "ui/panels/axis_names.h"
#include "ui/panels/extent_box.h"

namespace normscope {
namespace {

const QString openFileEntry = QStringLiteral("open-file");

QString kindName(GeneratedTensor::Kind kind) {
  switch (kind) {
    case GeneratedTensor::Kind::normal:
      return QStringLiteral("normal");
    case GeneratedTensor::Kind::uniform:
      return QStringLiteral("uniform");
    case GeneratedTensor::Kind::ramp:
      return QStringLiteral("ramp");
    case GeneratedTensor::Kind::values:
      return QStringLiteral("values");
    case GeneratedTensor::Kind::constant:
      break;
  }
  return QStringLiteral("constant");
}

bool hasSeed(const GeneratedTensor& generated) {
  return generated.kind == GeneratedTensor::Kind::normal || generated.kind == GeneratedTensor::Kind::uniform;
}

QString summaryText(const OpenedTensor& opened) {
  const Summary& s = opened.summary;
  const QString dtype = QString::fromUtf8(nameOf(opened.source.tensor.dtype()).data());
  QString text =
      TensorPanel::tr("%1 values · %2", nullptr, static_cast<int>(s.count)).arg(countText(s.count), dtype);
  if (s.finite() > 0) {
    text += '\n' +
            TensorPanel::tr("mean %1 · std %2\nmin %3 · max %4")
                .arg(valueText(s.mean), valueText(s.standardDeviation), valueText(s.min), valueText(s.max));
  }
  return text;
}

QString noticeText(const OpenedTensor& opened) {
  QStringList lines;
  for (const std::string& notice : opened.source.notices) lines << QString::fromStdString(notice);
  const Summary& s = opened.summary;
  if (s.nan > 0) lines << QStringLiteral("%1 NaN").arg(countText(s.nan));
  if (s.infinite > 0) lines << TensorPanel::tr("%1 infinite").arg(countText(s.infinite));
  return lines.join('\n');
}

}  // namespace

TensorPanel::TensorPanel(Workspace& workspace, QWidget* parent)
    : QWidget(parent),
      workspace_(workspace),
      source_(new QComboBox),
      layout_(new QComboBox),
      seed_(new QSpinBox),
      axes_(new Form),
      guess_(mutedLabel()),
      summary_(mutedLabel()),
      notices_(new QLabel),
      sourceProblem_(new ProblemLabel),
      shapeProblem_(new ProblemLabel) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(4);
  auto* head = new Form;
  auto* tail = new Form;
  column->addWidget(sectionTitle(tr("Tensor")));
  column->addSpacing(4);
  column->addWidget(head);
  column->addWidget(sourceProblem_);
  column->addWidget(axes_);
  column->addWidget(tail);
  column->addWidget(shapeProblem_);
  column->addWidget(guess_);
  column->addSpacing(4);
  column->addWidget(summary_);
  column->addWidget(notices_);

  fields_ = [this, head, tail] { return head->fields() + axes_->fields() + tail->fields(); };
  source_->setObjectName(QStringLiteral("source"));
  head->addRow(tr("&Source"), source_);
  layout_->setObjectName(QStringLiteral("layout"));
  layout_->setEditable(true);
  layout_->setInsertPolicy(QComboBox::NoInsert);
  layout_->setToolTip(
      tr("Axis letters in memory order: N or B is batch, C or F channel, every other letter spatial"));
  tail->addRow(tr("&Layout"), layout_);
  guess_->setObjectName(QStringLiteral("layout-guess"));
  guess_->setTextFormat(Qt::RichText);
  guess_->setTextInteractionFlags(Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
  guess_->hide();
  connect(guess_, &QLabel::linkActivated, this,
          [this](const QString& letters) { workspace_.setLayout(letters.toStdString()); });
  seed_->setObjectName(QStringLiteral("seed"));
  seed_->setRange(0, 1'000'000'000);
  seed_->setKeyboardTracking(false);
  seedRow_ = tail->addRow(tr("See&d"), seed_);
  notices_->setProperty("role", "warning");
  notices_->setWordWrap(true);

  fillSources();
  source_->setPlaceholderText(tr("choose a tensor"));
  source_->setCurrentIndex(-1);
  seedRow_->hide();
  connect(source_, &QComboBox::activated, this, &TensorPanel::chooseSource);
  connect(layout_, &QComboBox::activated, this, &TensorPanel::chooseLayout);
  connect(layout_->lineEdit(), &QLineEdit::editingFinished, this, &TensorPanel::chooseLayout);
  connect(seed_, &QSpinBox::valueChanged, this, &TensorPanel::applyExtents);
  connect(&workspace, &Workspace::sourceChanged, this, [this] {
    showSource();
    showShape();
    showGuess();
  });
  connect(&workspace, &Workspace::tensorChanged, this, [this] {
    showSource();
    showGuess();
    showSummary();
  });
  connect(&workspace, &Workspace::problemsChanged, this, &TensorPanel::showProblems);
  // What was refused in a field is no longer said of the next tensor.
  connect(&workspace, &Workspace::sourceChanged, this, &TensorPanel::showProblems);
  showSummary();
}

void TensorPanel::fillSources() {
  for (const char* kind : {"normal", "uniform", "ramp", "constant"}) {
    source_->addItem(QString::fromLatin1(kind), QString::fromLatin1(kind) + ':');
    source_->setItemData(source_->count() - 1, tr("generated, in any shape"), Qt::ToolTipRole);
  }
  source_->insertSeparator(source_->count());
  for (const Sample& sample : samples()) {
    const QString name = QString::fromStdString(sample.name);
    source_->addItem(tr("sample %1").arg(name), QStringLiteral("sample:") + name);
    source_->setItemData(source_->count() - 1, fromCore(sample.goodFor), Qt::ToolTipRole);
  }
  source_->insertSeparator(source_->count());
  source_->addItem(tr("Open file…"), openFileEntry);
}

void TensorPanel::chooseSource(int index) {
  const QString chosen = source_->itemData(index).toString();
  if (chosen == openFileEntry) {
    showSource();
    emit openRequested();
  } else if (chosen.endsWith(':')) {
    GeneratedTensor generated = parseGenerated((chosen + QStringLiteral("1")).toStdString());
    generated.extents = workspace_.shape().rank() > 0 ? workspace_.shape().extents() : Extents{8, 6, 8, 8};
    const Layout layout = workspace_.shape().rank() > 0 ? workspace_.shape().layout() : Layout::ofRank(4);
    workspace_.generate(generated, layout);
  } else {
    workspace_.open(chosen.toStdString());
  }
}

void TensorPanel::chooseLayout() {
  const std::string letters = layout_->currentText().trimmed().toUpper().toStdString();
  if (letters == workspace_.shape().layout().letters() && workspace_.problem(Workspace::Place::shape).empty())
    return;
  workspace_.setLayout(letters);
}

void TensorPanel::applyExtents() {
  if (!workspace_.generated()) return;
  GeneratedTensor generated = *workspace_.generated();
  for (std::size_t i = 0; i < extents_.size(); ++i) generated.extents[i] = extents_[i]->value();
  generated.seed = static_cast<std::uint64_t>(seed_->value());
  workspace_.generate(generated, workspace_.shape().layout());
}

void TensorPanel::showSource() {
  const QSignalBlocker blocker(source_);
  const QString text = QString::fromStdString(workspace_.source());
  const QString wanted = workspace_.generated() ? kindName(workspace_.generated()->kind) + ':' : text;
  int index = source_->findData(wanted);
  if (index < 0 && !text.isEmpty()) {
    const int files = source_->findData(openFileEntry);
    if (source_->itemData(files - 1).isNull()) {
      source_->insertItem(files, QFileInfo(text).fileName(), text);
      index = files;
    } else {
      index = files - 1;
      source_->setItemText(index, QFileInfo(text).fileName());
      source_->setItemData(index, text);
    }
    source_->setItemData(index, text, Qt::ToolTipRole);
  }
  source_->setCurrentIndex(index);
}

void TensorPanel::showShape() {
  const Shape& shape = workspace_.shape();
  const bool editable = workspace_.generated().has_value();
  if (shape.layout().letters() != shownLetters_ || editable != shownEditable_) {
    // A box that goes takes what was typed in it for its value: of the shape before.
    for (QSpinBox* extent : extents_) extent->disconnect(this);
    extents_.clear();
    axes_->clear();
    for (int i = 0; i < shape.rank(); ++i) {
      auto* extent = new ExtentBox;
      extent->setObjectName(QStringLiteral("extent-%1").arg(QChar::fromLatin1(shape.axis(i).letter)));
      extent->setRange(editable ? 1 : 0, std::numeric_limits<int>::max());
      extent->setKeyboardTracking(false);
      extent->setReadOnly(!editable);
      if (!editable) extent->setButtonSymbols(QAbstractSpinBox::NoButtons);
      extent->setToolTip(editable ? QString() : tr("The shape of a tensor from a file or sample is fixed"));
      connect(extent, &QSpinBox::valueChanged, this, &TensorPanel::applyExtents);
      connect(extent, &ExtentBox::edited, this, &TensorPanel::showProblems);
      connect(extent, &ExtentBox::refused, this, [this, letter = shape.axis(i).letter](const QString& text) {
        shapeProblem_->setProblem("axis " + std::string(1, letter) + " of " + text.toStdString() +
                                  ": a generated tensor needs elements; give a whole number of 1 or more");
      });
      axes_->addRow(axisTitle(shape.axis(i).letter), extent);
      extents_.push_back(extent);
    }
    QWidget* before = source_;
    for (QSpinBox* extent : extents_) setTabOrder(std::exchange(before, extent), extent);
    shownLetters_ = shape.layout().letters();
    shownEditable_ = editable;
  }
  for (std::size_t i = 0; i < extents_.size(); ++i) {
    const QSignalBlocker blocker(extents_[i]);
    extents_[i]->setValue(
        static_cast<int>(std::min<std::int64_t>(shape.extents()[i], std::numeric_limits<int>::max())));
  }
  const QSignalBlocker seedBlocker(seed_);
  seedRow_->setVisible(editable && hasSeed(*workspace_.generated()));
  if (editable) seed_->setValue(static_cast<int>(workspace_.generated()->seed));

  const QSignalBlocker layoutBlocker(layout_);
  layout_->clear();
  for (const char* letters :
       {"C", "NC", "NCL", "NLC", "BTF", "NCHW", "NHWC", "CHWN", "NCDHW", "NDHWC", "NCTDHW"}) {
    const QString text = QString::fromLatin1(letters);
    if (editable || text.size() == shape.rank()) layout_->addItem(text);
  }
  layout_->setCurrentText(QString::fromStdString(shape.layout().letters()));
}

/// Never in silence: why the axes are taken for these, and what they may be instead, by one click.
void TensorPanel::showGuess() {
  const auto guess = workspace_.layoutGuess();
  guess_->setVisible(guess.has_value());
  if (!guess) return;
  guess_->setText(tr("%1 is a guess: %2. <a href=\"%3\">%3 instead</a>")
                      .arg(QString::fromStdString(guess->layout.letters()),
                           fromCore(guess->reason).toHtmlEscaped(),
                           QString::fromStdString(guess->instead.letters())));
}

void TensorPanel::showSummary() {
  const auto tensor = workspace_.tensor();
  summary_->setText(tensor ? summaryText(*tensor)
                           : tr("Open a file with tensors, drop one here or choose a sample."));
  notices_->setText(tensor ? noticeText(*tensor) : QString());
  notices_->setVisible(!notices_->text().isEmpty());
}

void TensorPanel::showProblems() {
  sourceProblem_->setProblem(workspace_.problem(Workspace::Place::source));
  shapeProblem_->setProblem(workspace_.problem(Workspace::Place::shape));
}

}  // namespace normscope
