#include "ui/tools/cases/cases_panel.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QVBoxLayout>

namespace normscope {
namespace {

Shown shownOf(SceneShow show) {
  switch (show) {
    case SceneShow::sets:
      return Shown::sets;
    case SceneShow::x:
      return Shown::x;
    case SceneShow::normalized:
      return Shown::normalized;
    case SceneShow::y:
      return Shown::y;
    case SceneShow::set:
    case SceneShow::difference:  // cases do not ask for it
      break;
  }
  return Shown::set;
}

QLabel* paragraph(const char* name, const char* role) {
  auto* label = new QLabel;
  label->setObjectName(QString::fromLatin1(name));
  label->setProperty("role", role);
  label->setWordWrap(true);
  label->setTextFormat(Qt::PlainText);
  label->setTextInteractionFlags(Qt::TextSelectableByMouse);
  return label;
}

/// The text while its numbers are being computed.
std::string withoutValues(const std::string& text) {
  std::map<std::string, CaseValue> dots;
  for (const std::string& value : valuesIn(text, "case")) dots[value] = std::string("…");
  return filled(text, dots);
}

}  // namespace

CasesPanel::CasesPanel(Session& session, SideBySide& norms, Look& look, QWidget* parent)
    : QWidget(parent),
      session_(session),
      norms_(norms),
      look_(look),
      list_(new QComboBox),
      title_(paragraph("case-title", "value")),
      heading_(paragraph("case-heading", "strong")),
      text_(paragraph("case-text", "body")),
      problem_(paragraph("case-problem", "problem")),
      count_(new QLabel),
      arrival_(session) {
  setProperty("role", "panel");
  setAttribute(Qt::WA_StyledBackground);
  list_->setObjectName(QStringLiteral("case"));
  list_->setAccessibleName(tr("Case"));
  list_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  list_->setPlaceholderText(tr("choose a case"));
  for (const Case& example : cases()) {
    const QString name = QString::fromStdString(example.name);
    list_->addItem(name + QStringLiteral("  ") + QString::fromStdString(example.title), name);
  }
  list_->setCurrentIndex(-1);
  connect(list_, &QComboBox::activated, this,
          [this] { open(list_->currentData().toString().toStdString()); });
  text_->setAccessibleName(tr("Text of the step"));
  problem_->hide();

  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(16, 12, 16, 12);
  row->setSpacing(24);
  row->addWidget(makeHead());
  row->addWidget(makeText(), 1);
  row->addWidget(makeButtons());
  setFixedHeight(6 * fontMetrics().lineSpacing() + 28);
  title_->setText(tr("Choose a case"));
  text_->setText(tr("Each is a question, with what to look at in the cube and the answer in numbers."));
}

QWidget* CasesPanel::makeHead() {
  auto* head = new QWidget;
  auto* column = new QVBoxLayout(head);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(8);
  column->addWidget(list_);
  column->addWidget(title_);
  column->addStretch(1);
  head->setFixedWidth(300);
  return head;
}

/// Long texts scroll, so that the cube keeps its place from step to step.
QWidget* CasesPanel::makeText() {
  auto* body = new QWidget;
  body->setProperty("role", "panel");
  auto* column = new QVBoxLayout(body);
  column->setContentsMargins(0, 0, 8, 0);
  column->setSpacing(4);
  column->addWidget(heading_);
  column->addWidget(text_);
  column->addWidget(problem_);
  column->addStretch(1);
  auto* area = new QScrollArea;
  area->setProperty("role", "panel");
  area->setWidgetResizable(true);
  area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  area->setFocusPolicy(Qt::NoFocus);
  area->setWidget(body);
  return area;
}

QWidget* CasesPanel::makeButtons() {
  auto* side = new QWidget;
  auto* grid = new QGridLayout(side);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setSpacing(8);
  back_ = new QPushButton(tr("Back"));
  next_ = new QPushButton(tr("Next"));
  auto* close = new QPushButton(tr("Close"));
  back_->setObjectName(QStringLiteral("case-back"));
  next_->setObjectName(QStringLiteral("case-next"));
  close->setObjectName(QStringLiteral("case-close"));
  back_->setAccessibleName(tr("Step before"));
  next_->setAccessibleName(tr("Next step"));
  close->setAccessibleName(tr("Close the case"));
  count_->setObjectName(QStringLiteral("case-count"));
  count_->setProperty("role", "caption");
  grid->addWidget(count_, 0, 0, 1, 2, Qt::AlignVCenter);
  grid->addWidget(close, 0, 2);
  grid->setRowStretch(1, 1);
  grid->addWidget(back_, 2, 1);
  grid->addWidget(next_, 2, 2);
  back_->setEnabled(false);
  next_->setEnabled(false);
  connect(back_, &QPushButton::clicked, this, [this] { goTo(step_ - 1); });
  connect(next_, &QPushButton::clicked, this, [this] { goTo(step_ + 1); });
  connect(close, &QPushButton::clicked, this, &CasesPanel::closed);
  return side;
}

void CasesPanel::open(const std::string& name) {
  case_ = &findCase(name);
  values_.clear();
  const QSignalBlocker quiet(list_);
  list_->setCurrentIndex(list_->findData(QString::fromStdString(name)));
  title_->setText(QString::fromStdString(case_->title));
  problem_->hide();
  look_.set(&ViewState::parameters, case_->scene.parameters);
  look_.set(&ViewState::shown, shownOf(case_->scene.show));
  compute();
  goTo(0);
}

void CasesPanel::compute() {
  computing_.start([example = case_](const Progress& progress) { return valuesOf(*example, progress); },
                   [this](std::map<std::string, CaseValue> values) {
                     values_ = std::move(values);
                     showStep();
                   },
                   [this](const Error& error) {
                     problem_->setText(QString::fromUtf8(error.what()));
                     problem_->show();
                   });
}

void CasesPanel::goTo(std::size_t step) {
  if (case_ == nullptr || step >= case_->steps.size()) return;
  step_ = step;
  showStep();
  apply();
}

void CasesPanel::showStep() {
  const CaseStep& step = case_->steps[step_];
  heading_->setText(QString::fromStdString(step.title));
  text_->setText(
      QString::fromStdString(values_.empty() ? withoutValues(step.text) : filled(step.text, values_)));
  count_->setText(tr("%1 of %2").arg(step_ + 1).arg(case_->steps.size()));
  back_->setEnabled(step_ > 0);
  next_->setEnabled(step_ + 1 < case_->steps.size());
}

/// What the step sets; the rest stays as the user left it.
void CasesPanel::apply() {
  const CaseControls& controls = case_->steps[step_].controls;
  const CaseComputation& computation = case_->computations.at(controls.norm.value_or("a"));
  if (!controls.norm) return applyControls(controls, computation);
  arrival_.at(computation.source, computation.shape.layout(),
              [this, &controls, &computation] { applyControls(controls, computation); });
}

void CasesPanel::applyControls(const CaseControls& controls, const CaseComputation& computation) {
  if (controls.norm) applyNorm(controls, computation);
  if (controls.selection && session_.shape().extents() == computation.shape.extents())
    session_.select(session_.shape().offsetOf(*controls.selection), true);
  if (controls.show) look_.set(&ViewState::shown, shownOf(*controls.show));
  if (controls.parameters) look_.set(&ViewState::parameters, *controls.parameters);
}

/// A norm of the scene is shown beside the others where there are two or four; any other stands alone.
void CasesPanel::applyNorm(const CaseControls& controls, const CaseComputation& computation) {
  const std::vector<NormSpec>& specs = case_->scene.norms;
  const auto index = static_cast<std::size_t>((*controls.norm)[0] - 'a');
  const bool ofScene = controls.norm->size() == 1 && index < specs.size();
  const bool several = ofScene && (specs.size() == 2 || specs.size() == 4);
  look_.set(&ViewState::norms, several ? static_cast<int>(specs.size()) : 1);
  if (several) {
    norms_.setSpecs(specs, index);
  } else {
    session_.setSpec(computation.norm);
  }
}

}  // namespace normscope
