#include "ui/window/shortcut_sheet.h"

#include <QDialogButtonBox>
#include <QGridLayout>
#include <QLabel>
#include <QScrollArea>
#include <QVBoxLayout>

#include "ui/base/form.h"
#include "ui/base/translate.h"

namespace normscope {
namespace {

QWidget* makeGroup(const GestureGroup& group) {
  auto* widget = new QWidget;
  auto* grid = new QGridLayout(widget);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setHorizontalSpacing(16);
  grid->setVerticalSpacing(4);
  grid->setColumnStretch(1, 1);
  grid->addWidget(sectionTitle(group.title), 0, 0, 1, 2);
  int row = 1;
  for (const auto& [input, does] : group.gestures) {
    auto* key = new QLabel(input);
    key->setProperty("role", "strong");
    key->setMinimumWidth(136);
    auto* text = new QLabel(does);
    text->setWordWrap(true);
    grid->addWidget(key, row, 0, Qt::AlignTop);
    grid->addWidget(text, row++, 1, Qt::AlignTop);
  }
  return widget;
}

/// What stands in a menu within a menu needs that one's name: "Export plot: Histogram of x".
QString nameOnSheet(const PaletteCommand& command) {
  const QString menu = command.place.section(QStringLiteral(" › "), 1);
  return menu.isEmpty() ? command.name : menu + QStringLiteral(": ") + command.name;
}

/// How much of a column a group takes.
qsizetype linesOf(const GestureGroup& group) {
  return group.gestures.size() + 2;
}

}  // namespace

QList<GestureGroup> viewGestures() {
  return {
      {tr("Cubes"),
       {{tr("hover"), tr("light the set of an element")},
        {tr("click"), tr("pin the element; another click lets go")},
        {tr("Esc"), tr("let go of the pinned element")},
        {tr("drag"), tr("turn")},
        {tr("wheel, + −"), tr("zoom")},
        {tr("double-click, Home"), tr("back to the paper's view")},
        {QStringLiteral("← →"), tr("previous and next set")},
        {QStringLiteral("↑ ↓"), tr("previous and next element of the set")},
        {tr("Shift+← → ↑ ↓"), tr("turn")},
        {tr("Enter"), tr("pin the element, or let go")},
        {tr("hold B"), tr("flip two norms")}}},
      {tr("Feature maps"),
       {{tr("hover, click"), tr("light and pin, as on the cubes")},
        {QStringLiteral("← →"), tr("previous and next set")},
        {tr("drag, ↑ ↓, Shift+← →"), tr("pan")},
        {tr("wheel, + −"), tr("zoom")},
        {tr("double-click, F"), tr("the whole table")},
        {tr("Home"), tr("the first sample and channel")}}},
      {tr("Memory ribbon"), {{tr("hover, click"), tr("light and pin, as on the cubes")}}},
      {tr("Plots"),
       {{tr("wheel, + −"), tr("zoom")},
        {tr("Shift+wheel"), tr("zoom the upright axis")},
        {tr("drag"), tr("move")},
        {tr("double-click, 0"), tr("show all")},
        {tr("hover"), tr("read off what is at the pointer")}}},
      {tr("Statistics plot"),
       {{tr("hover"), tr("light a set")},
        {tr("click"), tr("select a set")},
        {QStringLiteral("← →"), tr("previous and next set")},
        {tr("Page ↑, Page ↓"), tr("a tenth of the sets on")},
        {tr("Home, End"), tr("first and last set")}}},
      {tr("Inspector"), {{tr("type an index"), tr("select that element: 1, 2, 3, 4")}}},
      {tr("Elements of the set"),
       {{tr("click, ↑ ↓"), tr("select an element")},
        {tr("Shift or Ctrl+click"), tr("mark rows to copy")},
        {tr("Ctrl+C"), tr("copy the marked rows")}}},
      {tr("Everywhere"),
       {{tr("drop a file"), tr("open it")},
        {tr("drop two files"), tr("which norm turned one into the other?")},
        {tr("F8, F9"), tr("fold the panels at the left and right, or unfold them")},
        {tr("right click"), tr("what can be done with a view")},
        {tr("Tab, Shift+Tab"), tr("next and previous control")},
        {tr("Alt and a letter"), tr("the menu or field with that letter")}}},
  };
}

QList<GestureGroup> shortcutGroups(const QList<PaletteCommand>& commands) {
  QList<GestureGroup> groups;
  for (const PaletteCommand& command : commands) {
    if (command.shortcut.isEmpty()) continue;
    const QString menu = command.place.section(QStringLiteral(" › "), 0, 0);
    if (groups.isEmpty() || groups.last().title != menu) groups << GestureGroup{menu, {}};
    groups.last().gestures << Gesture{command.shortcut, nameOnSheet(command)};
  }
  return groups;
}

ShortcutSheet::ShortcutSheet(const QList<GestureGroup>& groups, QWidget* parent) : QDialog(parent) {
  setAttribute(Qt::WA_DeleteOnClose);
  setObjectName(QStringLiteral("shortcut-sheet"));
  setWindowTitle(tr("Shortcuts"));
  auto* page = new QWidget;
  auto* columns = new QHBoxLayout(page);
  columns->setContentsMargins(16, 12, 16, 12);
  columns->setSpacing(40);
  qsizetype all = 0;
  for (const GestureGroup& group : groups) all += linesOf(group);
  QVBoxLayout* column = nullptr;
  qsizetype lines = 0;
  for (const GestureGroup& group : groups) {
    if (column == nullptr || (lines + linesOf(group) / 2 > all / 2 && columns->count() < 2)) {
      column = new QVBoxLayout;
      column->setSpacing(16);
      columns->addLayout(column, 1);
    }
    column->addWidget(makeGroup(group));
    lines += linesOf(group);
  }
  for (int i = 0; i < columns->count(); ++i)
    static_cast<QVBoxLayout*>(columns->itemAt(i)->layout())->addStretch(1);
  auto* area = new QScrollArea;
  area->setAccessibleName(tr("Shortcuts"));
  area->setWidgetResizable(true);
  area->setWidget(page);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  auto* body = new QVBoxLayout(this);
  body->setContentsMargins(12, 12, 12, 12);
  body->addWidget(area, 1);
  body->addWidget(buttons);
  resize(QSize(880, 820).boundedTo(parent == nullptr ? QSize(880, 820) : parent->size() - QSize(40, 40)));
}

}  // namespace normscope
