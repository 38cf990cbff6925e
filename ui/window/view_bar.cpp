#include "ui/window/view_bar.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QMenu>

#include "ui/base/translate.h"
#include "ui/pages/page.h"

namespace normscope {
namespace {

constexpr std::size_t normCounts[] = {1, 2, 4};

}  // namespace

ViewBar::ViewBar(Workspace& workspace, QWidget* parent) : QWidget(parent), workspace_(workspace) {
  setProperty("role", "viewbar");
  setAttribute(Qt::WA_StyledBackground);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(16, 6, 12, 6);
  row->setSpacing(7);
  QList<std::pair<QString, QString>> pages;
  for (const PageInfo& page : pageRegistry())
    pages << std::pair(normscope::tr(page.caption), normscope::tr(page.tip));
  pages_ = addChoices(pages, QStringLiteral("page"));
  shown_ = addChoices({{tr("Set"), tr("The set of the selected element")},
                       {tr("Sets"), tr("Every set in its own colour")},
                       {QStringLiteral("x"), tr("The values before")},
                       {QStringLiteral("x̂"), tr("The values normalized, before weight and bias")},
                       {QStringLiteral("y"), tr("The values after")},
                       {QStringLiteral("B−A"), tr("Two norms and their difference")}},
                      QStringLiteral("shown"));
  counts_ = addChoices({{QStringLiteral("1"), tr("One norm")},
                        {QStringLiteral("2"), tr("Two norms side by side")},
                        {QStringLiteral("4"), tr("The paper's four norms side by side")}},
                       QStringLiteral("norms"));
  row->addStretch(1);
  parameters_ = addSwitch(QStringLiteral("γ β"), tr("Mark the elements that share one weight and bias"),
                          QStringLiteral("show-parameters"));
  axes_ = addSwitch(tr("Axes"), tr("Say on the edges which axes are reduced and which are kept"),
                    QStringLiteral("show-axes"));
  memory_ =
      addSwitch(tr("Memory"), tr("Show where the set lies in linear memory"), QStringLiteral("show-memory"));

  addMore();

  connect(pages_, &QButtonGroup::idClicked, this,
          [this](int id) { workspace_.setView(&View::page, static_cast<Page>(id)); });
  connect(shown_, &QButtonGroup::idClicked, this,
          [this](int id) { workspace_.setView(&View::shown, static_cast<Shown>(id)); });
  connect(counts_, &QButtonGroup::idClicked, this,
          [this](int id) { workspace_.setNormCount(normCounts[id]); });
  connect(parameters_, &QToolButton::clicked, this,
          [this](bool on) { workspace_.setView(&View::parameters, on); });
  connect(memory_, &QToolButton::clicked, this, [this](bool on) { workspace_.setView(&View::memory, on); });
  connect(axes_, &QToolButton::clicked, this, [this](bool on) {
    View view = workspace_.view();
    view.cube.axes = on;
    workspace_.setView(view);
  });
  connect(&workspace, &Workspace::viewChanged, this, &ViewBar::showState);
  connect(&workspace, &Workspace::normsChanged, this, &ViewBar::showState);
  showState();
}

QButtonGroup* ViewBar::addChoices(const QList<std::pair<QString, QString>>& textsAndTips,
                                  const QString& name) {
  auto* group = new QButtonGroup(this);
  auto* segments = new QFrame;
  segments->setProperty("role", "segments");
  auto* row = new QHBoxLayout(segments);
  row->setContentsMargins(2, 2, 2, 2);
  row->setSpacing(2);
  for (const auto& [text, tip] : textsAndTips) {
    auto* button = new QToolButton;
    button->setText(text);
    button->setToolTip(tip);
    button->setAccessibleName(tip);
    button->setCheckable(true);
    button->setProperty("role", "small-segment");
    button->setFocusPolicy(Qt::StrongFocus);
    button->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    const int id = static_cast<int>(group->buttons().size());
    button->setObjectName(QStringLiteral("%1-%2").arg(name).arg(id));
    group->addButton(button, id);
    row->addWidget(button);
  }
  static_cast<QHBoxLayout*>(layout())->addWidget(segments);
  return group;
}

QToolButton* ViewBar::addSwitch(const QString& text, const QString& tip, const QString& name) {
  auto* button = new QToolButton;
  button->setText(text);
  button->setToolTip(tip);
  button->setAccessibleName(tip);
  button->setCheckable(true);
  button->setObjectName(name);
  button->setProperty("role", "switch");
  button->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
  button->setFocusPolicy(Qt::StrongFocus);
  layout()->addWidget(button);
  return button;
}

void ViewBar::addMore() {
  more_ = addSwitch(tr("More"), tr("What is drawn over the cubes"), QStringLiteral("show-more"));
  more_->setCheckable(false);
  more_->setPopupMode(QToolButton::InstantPopup);
  auto* menu = new QMenu(more_);
  for (QToolButton* button : {parameters_, axes_, memory_}) {
    QAction* action = menu->addAction(button->toolTip());
    action->setCheckable(true);
    connect(action, &QAction::triggered, button, &QToolButton::click);
    connect(button, &QToolButton::toggled, action, &QAction::setChecked);
  }
  more_->setMenu(menu);
}

/// Of all parts, none of them folded away.
int ViewBar::wholeWidth() const {
  const QMargins margins = layout()->contentsMargins();
  int width = margins.left() + margins.right();
  for (const QButtonGroup* group : {pages_, shown_, counts_})
    width += group->button(0)->parentWidget()->sizeHint().width() + layout()->spacing();
  for (const QToolButton* button : {parameters_, axes_, memory_})
    width += button->sizeHint().width() + layout()->spacing();
  return width;
}

void ViewBar::fold() {
  const bool ofTensor = shownPage(workspace_).ofTensor;
  const bool fits = wholeWidth() <= width();
  for (QToolButton* button : {parameters_, axes_, memory_}) button->setVisible(ofTensor && fits);
  more_->setVisible(ofTensor && !fits);
}

void ViewBar::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  fold();
}

void ViewBar::showState() {
  const View& state = workspace_.view();
  pages_->button(static_cast<int>(state.page))->setChecked(true);
  shown_->button(static_cast<int>(state.shown))->setChecked(true);
  for (int i = 0; i < 3; ++i) counts_->button(i)->setChecked(normCounts[i] == workspace_.normCount());
  for (const QButtonGroup* group : {pages_, shown_, counts_}) {
    // Tab goes to the chosen one; arrow keys go on from there.
    for (QAbstractButton* button : group->buttons())
      button->setFocusPolicy(button->isChecked() ? Qt::StrongFocus : Qt::ClickFocus);
  }
  // What a page without the tensor has no use for.
  const bool ofTensor = shownPage(workspace_).ofTensor;
  for (const QButtonGroup* group : {shown_, counts_}) group->button(0)->parentWidget()->setVisible(ofTensor);
  fold();
  parameters_->setChecked(state.parameters);
  axes_->setChecked(state.cube.axes);
  memory_->setChecked(state.memory);
}

}  // namespace normscope
