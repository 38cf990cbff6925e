#include "ui/tools/rosetta/rosetta_panel.h"
#include "ui/workspace/norm_names.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QToolButton>
#include <QVBoxLayout>

#include "core/analysis/rosetta/read_calls.h"
#include "core/error.h"

namespace normscope {

RosettaPanel::RosettaPanel(Workspace& workspace, QWidget* parent)
    : Tool(parent),
      workspace_(workspace),
      frameworks_(new QButtonGroup(this)),
      code_(new QPlainTextEdit),
      copy_(new QPushButton(tr("&Copy"))),
      pasted_(new QLineEdit),
      reading_(mutedLabel()),
      problem_(new ProblemLabel) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(12);
  column->addWidget(makeFrameworks());
  code_->setObjectName(QStringLiteral("rosetta-code"));
  code_->setAccessibleName(tr("Code"));
  code_->setReadOnly(true);
  code_->setLineWrapMode(QPlainTextEdit::NoWrap);
  column->addWidget(code_, 1);
  column->addWidget(makePaste());
  reading_->setObjectName(QStringLiteral("rosetta-reading"));
  reading_->hide();
  column->addWidget(reading_);
  problem_->setObjectName(QStringLiteral("rosetta-problem"));
  column->addWidget(problem_);
  connect(frameworks_, &QButtonGroup::idClicked, this, &RosettaPanel::showCode);
  connect(&workspace, &Workspace::planChanged, this, &RosettaPanel::showCode);
  connect(copy_, &QPushButton::clicked, this, &RosettaPanel::copyCode);
  connect(pasted_, &QLineEdit::returnPressed, this, &RosettaPanel::readPasted);
  setFocusProxy(pasted_);  // the code is there to be read; a call is pasted at once
  showCode();
}

QWidget* RosettaPanel::makeFrameworks() {
  auto* row = new QWidget;
  auto* layout = new QHBoxLayout(row);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(12);
  auto* segments = new QFrame;
  segments->setProperty("role", "segments");
  auto* buttons = new QHBoxLayout(segments);
  buttons->setContentsMargins(2, 2, 2, 2);
  buttons->setSpacing(2);
  for (const Framework framework : frameworks) {
    auto* button = new QToolButton;
    button->setText(QString::fromUtf8(titleOf(framework).data()));
    button->setAccessibleName(button->text());
    button->setObjectName(QStringLiteral("framework-") + QString::fromUtf8(nameOf(framework).data()));
    button->setCheckable(true);
    button->setProperty("role", "segment");
    button->setFocusPolicy(Qt::StrongFocus);
    frameworks_->addButton(button, static_cast<int>(framework));
    buttons->addWidget(button);
  }
  frameworks_->button(0)->setChecked(true);
  layout->addWidget(segments);
  layout->addStretch(1);
  copy_->setObjectName(QStringLiteral("rosetta-copy"));
  copy_->setAccessibleName(tr("Copy the code"));
  layout->addWidget(copy_);
  return row;
}

QWidget* RosettaPanel::makePaste() {
  auto* row = new QWidget;
  auto* layout = new QHBoxLayout(row);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(8);
  auto* label = new QLabel(tr("&Paste a call"));
  label->setProperty("role", "field");
  label->setBuddy(pasted_);
  pasted_->setObjectName(QStringLiteral("rosetta-call"));
  pasted_->setAccessibleName(tr("Paste a call"));
  pasted_->setPlaceholderText(QStringLiteral("nn.GroupNorm(2, 6)"));
  pasted_->setToolTip(
      tr("A layer of PyTorch, Keras or Flax, a function of F, or a node of ONNX: it becomes the norm of the "
         "window. The norms of a printed model are listed"));
  auto* set = new QPushButton(tr("&Set"));
  set->setObjectName(QStringLiteral("rosetta-set"));
  set->setAccessibleName(tr("Set the norm to the call"));
  set->setAutoDefault(false);
  copy_->setAutoDefault(false);
  connect(set, &QPushButton::clicked, this, &RosettaPanel::readPasted);
  layout->addWidget(label);
  layout->addWidget(pasted_, 1);
  layout->addWidget(set);
  return row;
}

void RosettaPanel::showCode() {
  const auto plan = workspace_.plan();
  if (!plan) {
    code_->setPlainText({});
    copy_->setEnabled(false);
    return;
  }
  const auto framework = static_cast<Framework>(frameworks_->checkedId());
  const FrameworkCode written = codeFor(framework, *plan);
  code_->setPlainText(QString::fromStdString(written.code
                                                 ? *written.code
                                                 : "# " + nameOfNorm(plan->spec()).toStdString() +
                                                       " has no code here:\n# " + written.reason + "\n"));
  copy_->setEnabled(written.code.has_value());
  copy_->setToolTip(written.code ? QString() : QString::fromStdString(written.reason));
}

void RosettaPanel::copyCode() {
  QApplication::clipboard()->setText(code_->toPlainText());
  problem_->setProblem("");
  reading_->setText(tr("copied"));
  reading_->show();
}

void RosettaPanel::showList(const std::vector<NamedReading>& calls) {
  QStringList lines;
  for (const NamedReading& named : calls) {
    lines << QString::fromStdString(named.name) + QStringLiteral(": ") +
                 (named.reading ? nameOfNorm(named.reading->spec)
                                : tr("can't be read: %1").arg(QString::fromStdString(named.reason)));
  }
  code_->setPlainText(lines.join(QLatin1Char('\n')));
  copy_->setEnabled(true);
  reading_->setText(tr("%1 norms in the text; paste one of them to set it").arg(calls.size()));
  reading_->show();
}

void RosettaPanel::readPasted() {
  reading_->hide();
  problem_->setProblem("");
  try {
    const std::vector<NamedReading> found = readCalls(pasted_->text().toStdString(), workspace_.shape());
    if (found.size() > 1) return showList(found);
    const CallReading reading = readCall(pasted_->text().toStdString(), workspace_.shape());
    QStringList lines = {tr("read as %1").arg(nameOfNorm(reading.spec))};
    for (const std::string& note : reading.notes) lines << QString::fromStdString(note);
    reading_->setText(lines.join(QStringLiteral("; ")));
    reading_->show();
    workspace_.setSpec(reading.spec);
    frameworks_->button(static_cast<int>(reading.framework))->setChecked(true);
    showCode();
  } catch (const Error& error) {
    problem_->setProblem(error.what());
  }
}

}  // namespace normscope
