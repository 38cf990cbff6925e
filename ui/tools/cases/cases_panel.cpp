#include "ui/tools/cases/cases_panel.h"

#include <QHBoxLayout>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include "core/document/changes.h"
#include "core/document/document_json.h"
#include "ui/base/window_words.h"

namespace normscope {
namespace {

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

/// A norm of the scene is shown beside the others where there are two or four; any other stands alone.
Document withNormOfCase(Document document, const Case& example, const std::string& name) {
  const std::vector<NormSpec>& specs = example.scene.norms;
  const auto index = static_cast<std::size_t>(name[0] - 'a');
  const bool ofScene = name.size() == 1 && index < specs.size();
  if (ofScene && (specs.size() == 2 || specs.size() == 4))
    return withNorms(std::move(document), specs, index);
  return withNorms(std::move(document), {example.computations.at(name).norm}, 0);
}

/// The document with what a step sets; the rest stays as the user left it.
Document documentOfStep(Document document, const Case& example, const CaseStep& step) {
  const CaseControls& controls = step.controls;
  View view = document.view;
  if (&step == &example.steps.front()) {
    view.parameters = example.scene.parameters;
    view.shown = shownOf(example.scene.show);
  }
  if (controls.show) view.shown = shownOf(*controls.show);
  if (controls.parameters) view.parameters = *controls.parameters;
  if (controls.laboratory) {
    view.page = Page::laboratory;
    document.laboratory.experiment = *controls.laboratory;
  } else if (view.page == Page::laboratory || view.page == Page::model) {
    view.page = Page::cube;  // a step is about the tensor, unless it says otherwise
  }
  document = withView(std::move(document), view);
  if (controls.norm) document = withNormOfCase(std::move(document), example, *controls.norm);
  const CaseComputation& computation = example.computations.at(controls.norm.value_or("a"));
  if (controls.selection && document.shape.extents() == computation.shape.extents())
    document = withSelection(std::move(document), {document.shape.offsetOf(*controls.selection), true});
  return document;
}

}  // namespace

CasesPanel::CasesPanel(Workspace& workspace, QWidget* parent)
    : QWidget(parent),
      workspace_(workspace),
      list_(new QComboBox),
      text_(paragraph("case-text", "body")),
      problem_(paragraph("case-problem", "problem")),
      count_(new QLabel) {
  setProperty("role", "panel");
  setAttribute(Qt::WA_StyledBackground);
  list_->setObjectName(QStringLiteral("case"));
  list_->setAccessibleName(tr("Case"));
  list_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  list_->setMinimumContentsLength(32);
  for (const Case& example : cases())
    list_->addItem(QString::fromStdString(example.title), QString::fromStdString(example.name));
  list_->setCurrentIndex(-1);
  connect(list_, &QComboBox::activated, this,
          [this] { open(list_->currentData().toString().toStdString()); });
  text_->setAccessibleName(tr("Text of the step"));
  problem_->hide();
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(16, 8, 12, 8);
  column->setSpacing(4);
  column->addWidget(makeButtons());
  column->addWidget(makeText());
}

/// Long texts scroll, so that most of the window is left to what they speak of.
QWidget* CasesPanel::makeText() {
  auto* body = new QWidget;
  body->setProperty("role", "panel");
  auto* column = new QVBoxLayout(body);
  column->setContentsMargins(0, 0, 8, 0);
  column->setSpacing(4);
  column->addWidget(text_);
  column->addWidget(problem_);
  column->addStretch(1);
  auto* area = new QScrollArea;
  area->setProperty("role", "panel");
  area->setWidgetResizable(true);
  area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  area->setFocusPolicy(Qt::NoFocus);
  area->setWidget(body);
  area->setFixedHeight(3 * fontMetrics().lineSpacing() + 4);
  return area;
}

QWidget* CasesPanel::makeButtons() {
  auto* bar = new QWidget;
  auto* row = new QHBoxLayout(bar);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(8);
  const auto button = [&](const QString& text, const QString& meaning, const char* name) {
    auto* made = new QPushButton(text);
    made->setObjectName(QString::fromLatin1(name));
    made->setAccessibleName(meaning);
    made->setToolTip(meaning);
    row->addWidget(made);
    return made;
  };
  row->addWidget(list_, 1);
  count_->setObjectName(QStringLiteral("case-count"));
  count_->setProperty("role", "caption");
  row->addWidget(count_);
  back_ = button(tr("Back"), tr("Step before"), "case-back");
  next_ = button(tr("Next"), tr("Next step"), "case-next");
  QPushButton* leave =
      button(tr("Close"), tr("Close the case: what was there before it comes back"), "case-close");
  back_->setEnabled(false);
  next_->setEnabled(false);
  connect(back_, &QPushButton::clicked, this, [this] { goTo(step_ - 1); });
  connect(next_, &QPushButton::clicked, this, [this] { goTo(step_ + 1); });
  connect(leave, &QPushButton::clicked, this, &CasesPanel::close);
  return bar;
}

void CasesPanel::open(const std::string& name) {
  if (!before_) before_ = workspace_.document();
  case_ = &findCase(name);
  values_.clear();
  const QSignalBlocker quiet(list_);
  list_->setCurrentIndex(list_->findData(QString::fromStdString(name)));
  problem_->hide();
  compute();
  goTo(0);
}

void CasesPanel::close() {
  if (before_) workspace_.restore(*before_);
  end();
}

void CasesPanel::end() {
  if (case_ == nullptr) return;
  computing_.cancel();
  case_ = nullptr;
  before_.reset();
  emit closed();
}

void CasesPanel::compute() {
  computing_.start([example = case_](const Progress& progress) { return valuesOf(*example, progress); },
                   [this](std::map<std::string, CaseValue> values) {
                     values_ = std::move(values);
                     showStep();
                   },
                   [this](const Error& error) {
                     problem_->setText(inWindowWords(QString::fromUtf8(error.what())));
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
  const std::string words = values_.empty() ? withoutValues(step.text) : filled(step.text, values_);
  text_->setText(QString::fromStdString(step.title + ". " + words));
  count_->setText(tr("step %1 of %2").arg(step_ + 1).arg(case_->steps.size()));
  back_->setEnabled(step_ > 0);
  next_->setEnabled(step_ + 1 < case_->steps.size());
}

/// What the step sets, as one change. The tensor may arrive when this case is closed already.
void CasesPanel::apply() {
  const CaseStep& step = case_->steps[step_];
  const auto change = [&example = *case_, &step](Document document) {
    return documentOfStep(std::move(document), example, step);
  };
  if (!step.controls.norm) return workspace_.change(change(workspace_.document()));
  const CaseComputation& computation = case_->computations.at(*step.controls.norm);
  workspace_.open(computation.source, computation.shape.layout(), change);
}

}  // namespace normscope
