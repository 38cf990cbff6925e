#include <gmock/gmock.h>
#include <qcustomplot.h>

#include <QAccessible>
#include <QClipboard>
#include <QDialog>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QPushButton>
#include <QSpinBox>
#include <QSplitter>
#include <set>

#include "tests/ui/window_fixture.h"
#include "ui/draw/maps/map_view.h"
#include "ui/draw/plots/plot_titles.h"
#include "ui/panels/plot_column.h"
#include "ui/tools/palette/command_palette.h"
#include "ui/window/shortcut_sheet.h"

namespace normscope {
namespace keyboard_test {

/// What a screen reader says of a widget.
QString spokenName(QWidget* widget) {
  const QAccessibleInterface* interface = QAccessible::queryAccessibleInterface(widget);
  return interface == nullptr ? QString() : interface->text(QAccessible::Name);
}

std::string describe(const QWidget* widget) {
  QString text = QString::fromLatin1(widget->metaObject()->className()) + ' ' + widget->objectName();
  for (const QWidget* up = widget->parentWidget(); up != nullptr; up = up->parentWidget())
    text += QStringLiteral(" in ") + QString::fromLatin1(up->metaObject()->className());
  return text.toStdString();
}

void expectNames(const QWidget& top) {
  for (QWidget* widget : top.findChildren<QWidget*>()) {
    if (!widget->isVisible() || widget->focusPolicy() == Qt::NoFocus) continue;
    if (widget->focusProxy() != nullptr) continue;  // its focus, and what is said, is another's
    EXPECT_FALSE(spokenName(widget).isEmpty()) << describe(widget);
  }
}

/// The widgets that Tab goes through, from the first one on.
QList<QWidget*> tabOrder(QWidget& window) {
  QList<QWidget*> order;
  for (QWidget* widget = window.nextInFocusChain(); widget != &window; widget = widget->nextInFocusChain()) {
    if (widget->isVisible() && widget->isEnabled() && (widget->focusPolicy() & Qt::TabFocus) != 0 &&
        widget->focusProxy() == nullptr && widget->window() == &window)
      order << widget;
  }
  return order;
}

class Keyboard : public Window {
 protected:
  QAction* action(const QString& title) {
    for (QAction* found : window.findChildren<QAction*>()) {
      if (plainText(found->text()) == title) return found;
    }
    ADD_FAILURE() << title.toStdString();
    return nullptr;
  }
};

TEST_F(Keyboard, WhatTakesTheFocusHasAName) {
  for (const char* kind : {"kind-group", "kind-batch", "kind-custom"}) {
    press(kind);
    settle();
    expectNames(window);
  }
}

TEST_F(Keyboard, SoInTheWindowsBesideIt) {
  for (const char* title : {"Elements of the set", "Shortcuts", "Commands", "Device log"}) {
    action(QString::fromLatin1(title))->trigger();
    QWidget* beside = nullptr;
    for (QWidget* top : QApplication::topLevelWidgets()) {
      if (top != &window && top->isVisible() && qobject_cast<QMenu*>(top) == nullptr) beside = top;
    }
    ASSERT_NE(beside, nullptr) << title;
    expectNames(*beside);
    beside->close();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
  }
}

TEST_F(Keyboard, TabGoesFromLeftToRight) {
  press("kind-batch");
  settle();
  const QList<QWidget*> order = tabOrder(window);
  ASSERT_GT(order.size(), 15);
  // The bar over everything, then the columns, then the line below.
  const auto part = [&](const QWidget* widget) {
    const QPoint at = widget->mapTo(&window, QPoint(0, 0));
    const QRect cube(window.cube().mapTo(&window, QPoint(0, 0)), window.cube().size());
    if (at.y() < child<QSplitter>("parts")->y()) return 0;
    return at.x() < cube.left() ? 1 : at.x() > cube.right() ? 3 : 2;
  };
  for (int i = 1; i < order.size(); ++i) {
    EXPECT_LE(part(order[i - 1]), part(order[i])) << describe(order[i - 1]) << " comes before\n"
                                                  << describe(order[i]);
    if (part(order[i - 1]) != part(order[i])) continue;
    const QPoint before = order[i - 1]->mapTo(&window, order[i - 1]->rect().center());
    const QPoint after = order[i]->mapTo(&window, order[i]->rect().center());
    const bool sameRow = std::abs(before.y() - after.y()) < 12;
    EXPECT_TRUE(sameRow ? before.x() <= after.x() : before.y() < after.y())
        << describe(order[i - 1]) << " comes before\n"
        << describe(order[i]);
  }
  std::set<QWidget*> reached(order.begin(), order.end());
  EXPECT_EQ(reached.count(&window.cube()), 1U);
}

TEST_F(Keyboard, TheFocusShows) {
  for (QWidget* widget : tabOrder(window)) {
    if (QWidget* now = QApplication::focusWidget()) now->clearFocus();
    QCoreApplication::processEvents();
    const QImage without = widget->grab().toImage();
    widget->setFocus(Qt::TabFocusReason);
    QCoreApplication::processEvents();
    if (!widget->hasFocus()) continue;
    EXPECT_NE(widget->grab().toImage(), without) << describe(widget);
  }
}

TEST_F(Keyboard, NoTwoActionsHaveOneShortcut) {
  std::set<std::string> keys;
  const std::function<void(const QList<QAction*>&)> check = [&](const QList<QAction*>& actions) {
    for (QAction* one : actions) {
      if (one->menu() != nullptr) check(one->menu()->actions());
      for (const QKeySequence& key : one->shortcuts())
        EXPECT_TRUE(keys.insert(key.toString().toStdString()).second) << one->text().toStdString();
    }
  };
  check(window.menuBar()->actions());
  EXPECT_GT(keys.size(), 20U);
}

TEST_F(Keyboard, TheSheetListsEveryShortcutOfTheMenus) {
  QTest::keyClick(&window, Qt::Key_F1);
  auto* sheet = window.findChild<ShortcutSheet*>();
  ASSERT_NE(sheet, nullptr);
  QStringList texts;
  for (const QLabel* label : sheet->findChildren<QLabel*>()) texts << label->text();
  for (const PaletteCommand& command : commandsOf(*window.menuBar())) {
    if (command.shortcut.isEmpty()) continue;
    const auto at = texts.indexOf(command.shortcut);
    EXPECT_GE(at, 0) << command.title.toStdString();
    const bool said = std::any_of(texts.begin(), texts.end(),
                                  [&](const QString& text) { return text.endsWith(command.name); });
    EXPECT_TRUE(said) << command.name.toStdString();
  }
  for (const char* view : {"CUBES", "FEATURE MAPS", "MEMORY RIBBON", "PLOTS", "STATISTICS PLOT", "INSPECTOR",
                           "EVERYWHERE", "FILE", "EDIT"})
    EXPECT_TRUE(texts.contains(QString::fromLatin1(view))) << view;
  QTest::keyClick(&window, Qt::Key_F1);
  EXPECT_EQ(window.findChildren<ShortcutSheet*>().size(), 1);
}

TEST_F(Keyboard, TheSheetSaysNamesAndNotWhatJustHappened) {
  press("kind-layer");
  ASSERT_EQ(child<QAction>("undo")->text(), QString::fromUtf8("&Undo Group Norm → Layer Norm"));
  QTest::keyClick(&window, Qt::Key_F1);
  QStringList texts;
  for (const QLabel* label : window.findChild<ShortcutSheet*>()->findChildren<QLabel*>())
    texts << label->text();
  EXPECT_TRUE(texts.contains("Undo"));
  EXPECT_TRUE(texts.contains("Export plot: Histogram of x"));
  for (const char* input : {"F8", "F9", "Shift+wheel", "double-click, 0", "type an index", "drop two files"})
    EXPECT_TRUE(texts.contains(QString::fromUtf8(input))) << input;
  for (const QString& text : texts) {
    EXPECT_FALSE(text.contains("histogram-")) << text.toStdString();
    EXPECT_FALSE(text.contains(QStringLiteral("Undo Group"))) << text.toStdString();
  }
}

/// In a text field Ctrl+E is the end of the line wherever the desktop has that key.
TEST_F(Keyboard, AKeyThatATextFieldUsesIsNoShortcutThere) {
  auto* eps = child<QLineEdit>("eps");
  auto* extent = child<QSpinBox>("extent-N");
  extent->setFocus();
  QTest::keyClick(extent, Qt::Key_E, Qt::ControlModifier);
  EXPECT_EQ(window.findChild<QDialog*>("elements-window"), nullptr);
  eps->setFocus();
  eps->setCursorPosition(0);
  QTest::keyClick(eps, Qt::Key_E, Qt::ControlModifier);
  EXPECT_EQ(window.findChild<QDialog*>("elements-window"), nullptr);
  EXPECT_EQ(eps->cursorPosition(), eps->text().size());
  window.cube().setFocus();
  QTest::keyClick(&window.cube(), Qt::Key_E, Qt::ControlModifier);
  EXPECT_NE(window.findChild<QDialog*>("elements-window"), nullptr);
}

TEST_F(Keyboard, EveryViewGoesToTheClipboard) {
  QClipboard& clipboard = *QGuiApplication::clipboard();
  const auto copied = [&](const char* title) {
    clipboard.clear();
    action(QString::fromUtf8(title))->trigger();
    return statusLine().message().toStdString();
  };
  EXPECT_EQ(copied("Copy picture of the cube"), "copied: picture of the cube");
  EXPECT_EQ(clipboard.image().size(), window.cube().size() * window.devicePixelRatioF());
  EXPECT_EQ(copied("Copy picture of the feature maps"),
            "nothing copied: the table of feature maps is not shown");
  window.findChild<QAction*>("page-maps")->trigger();
  window.findChild<QAction*>("overlay-memory")->trigger();
  EXPECT_EQ(copied("Copy picture of the feature maps"), "copied: picture of the table of feature maps");
  EXPECT_EQ(clipboard.image().size(), window.maps().size() * window.devicePixelRatioF());
  EXPECT_EQ(copied("Copy picture of the memory ribbon"), "copied: picture of the memory ribbon");
  EXPECT_FALSE(clipboard.image().isNull());
  press("kind-batch");
  window.workspace().drawParameters(true, true);
  settle();
  for (const auto& [kind, plot] : window.plots().plots()) {
    const QString name = "the " + titleInSentence(kind);
    EXPECT_EQ(copied(("Picture of " + name.toStdString()).c_str()),
              "copied: picture of " + name.toStdString());
    EXPECT_EQ(clipboard.image().size(), plot->size() * window.devicePixelRatioF());
    EXPECT_EQ(copied(("Numbers of " + name.toStdString()).c_str()),
              "copied: numbers of " + name.toStdString());
    EXPECT_EQ(clipboard.text().toStdString(), csvOf(plot->document()));
  }
  EXPECT_EQ(copied("Copy the inspector's text"), "copied: the inspector's text");
  EXPECT_TRUE(clipboard.text().endsWith(textOf("formula")));
  EXPECT_TRUE(clipboard.text().startsWith(QStringLiteral("n 0 · c 0 · h 0 · w 0")));
  press("kind-layer");
  settle();
  EXPECT_EQ(copied("Numbers of the running statistics"),
            "nothing copied: there are no numbers of the running statistics yet");
  EXPECT_TRUE(clipboard.text().isEmpty());
}

TEST_F(Keyboard, APictureDoesNotShowTheFocusAndKeepsIt) {
  window.cube().clearFocus();
  QCoreApplication::processEvents();
  action(QStringLiteral("Copy picture of the cube"))->trigger();
  const QImage without = QGuiApplication::clipboard()->image();
  window.cube().setFocus(Qt::TabFocusReason);
  action(QStringLiteral("Copy picture of the cube"))->trigger();
  EXPECT_EQ(QGuiApplication::clipboard()->image(), without);
  EXPECT_TRUE(window.cube().hasFocus());
}

}  // namespace keyboard_test
}  // namespace normscope
