#include <gmock/gmock.h>

#include <QComboBox>
#include <QLineEdit>
#include <QListView>
#include <QMenuBar>

#include "core/document/changes.h"
#include "core/norm/norm_registry.h"
#include "tests/ui/window_fixture.h"
#include "ui/tools/palette/command_palette.h"
#include "ui/tools/palette/fuzzy.h"
#include "ui/window/side_panels.h"

namespace normscope {
namespace palette_test {

TEST(Fuzzy, LettersInTheirOrderBlanksAndCaseAside) {
  EXPECT_TRUE(fuzzyMatch("grnm", "Group Norm"));
  EXPECT_TRUE(fuzzyMatch("NORM g", "Norm Group"));
  EXPECT_TRUE(fuzzyMatch("", "anything"));
  EXPECT_FALSE(fuzzyMatch("gx", "Group Norm"));
  EXPECT_FALSE(fuzzyMatch("mron", "Norm"));
  EXPECT_FALSE(fuzzyMatch("a", ""));
}

TEST(Fuzzy, WordsBeginningsAndNeighboursCountMore) {
  const auto score = [](const char* typed, const char* text) {
    return fuzzyMatch(QString::fromLatin1(typed), QString::fromLatin1(text))->score;
  };
  EXPECT_GT(score("cn", "Copy numbers"), score("cn", "Cancel the thing"));
  EXPECT_GT(score("dark", "Dark"), score("dark", "Do all round kites"));
  EXPECT_GT(score("open", "Open"), score("open", "Open sample"));
  EXPECT_EQ(fuzzyMatch("cn", "Copy numbers")->positions, (QList<int>{0, 5}));
  EXPECT_EQ(fuzzyMatch("num", "Copy numbers")->positions, (QList<int>{5, 6, 7}));
}

TEST(PaletteText, LosesTheMarksOfItsKeys) {
  EXPECT_EQ(plainText("Save s&tatistics as .npz…"), "Save statistics as .npz");
  EXPECT_EQ(plainText("a && b"), "a & b");
  EXPECT_EQ(plainText("odd &"), "odd ");
}

class Palette : public Window {
 protected:
  Palette() { open(); }

  void open() {
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);  // of one before
    window.activateWindow();
    EXPECT_TRUE(QTest::qWaitForWindowActive(&window));
    QTest::keyClick(&window, Qt::Key_K, Qt::ControlModifier);
    ASSERT_NE(palette(), nullptr);
  }

  CommandPalette* palette() { return window.findChild<CommandPalette*>(); }
  QLineEdit* typed() { return window.findChild<QLineEdit*>("palette-typed"); }
  QListView* list() { return window.findChild<QListView*>("palette-list"); }
  QString top() { return list()->model()->index(0, 0).data().toString(); }
  QModelIndex find(const QString& title) {
    for (int row = 0; row < list()->model()->rowCount(); ++row) {
      const QModelIndex index = list()->model()->index(row, 0);
      if (index.data().toString() == title) return index;
    }
    return {};
  }
  void type(const char* text) { QTest::keyClicks(typed(), QString::fromUtf8(text)); }
  void enter() {
    QTest::keyClick(typed(), Qt::Key_Return);
    QCoreApplication::processEvents();
  }
};

TEST_F(Palette, ReachesEveryActionOfTheMenuBarWithItsMenuAndKey) {
  int actions = 0;
  const std::function<void(const QList<QAction*>&)> count = [&](const QList<QAction*>& in) {
    for (QAction* action : in) {
      if (action->menu() != nullptr) {
        count(action->menu()->actions());
      } else if (!action->isSeparator()) {
        ++actions;
        EXPECT_TRUE(find(plainText(action->text())).isValid()) << action->text().toStdString();
      }
    }
  };
  count(window.menuBar()->actions());
  EXPECT_GT(actions, 40);
  int fields = 0;
  for (int row = 0; row < list()->model()->rowCount(); ++row)
    fields += list()->model()->index(row, 0).data(CommandList::placeRole) == QStringLiteral("Field") ? 1 : 0;
  EXPECT_EQ(list()->model()->rowCount(), actions + fields);
  const QModelIndex dark = find(QStringLiteral("Dark"));
  EXPECT_EQ(dark.data(CommandList::placeRole), QStringLiteral("View › Theme"));
  EXPECT_EQ(find(QStringLiteral("New")).data(CommandList::shortcutRole), QStringLiteral("Ctrl+N"));
}

TEST_F(Palette, TypingAndEnterChooseASampleOrANorm) {
  type("rms");
  EXPECT_EQ(top(), "RMS Norm");
  enter();
  EXPECT_TRUE(palette() == nullptr || !palette()->isVisible());
  EXPECT_EQ(toText(workspace.spec()), "rms");
  open();
  type("sample photo");
  EXPECT_EQ(top(), "photo");
  enter();
  ASSERT_TRUE(QTest::qWaitFor([&] { return workspace.source() == "sample:photo"; }, patience));
  settle();
}

TEST_F(Palette, FindsWhatIsCalledOtherwiseByTheWordOfTheCommandLine) {
  type("match");
  EXPECT_EQ(top(), "Which norm turned x into y");
  typed()->clear();
  type("train");
  EXPECT_EQ(top(), "Laboratory");
}

TEST_F(Palette, FindsFieldsOfTheControlsAndGoesThere) {
  EXPECT_FALSE(find(QStringLiteral("Momentum")).isValid()) << "Group Norm has none";
  workspace.setView(&View::page, Page::laboratory);
  window.sides().setWanted(false, true);
  type("eps");
  EXPECT_EQ(top(), "ε, eps");
  enter();
  EXPECT_EQ(workspace.view().page, Page::cube);
  EXPECT_EQ(window.focusWidget(), child<QLineEdit>("eps"));
  open();
  type("layout");
  enter();
  EXPECT_EQ(window.focusWidget(), child<QComboBox>("layout"));
}

TEST_F(Palette, ArrowKeysMoveAndEscapeCloses) {
  EXPECT_EQ(list()->currentIndex().row(), 0);
  QTest::keyClick(typed(), Qt::Key_Down);
  EXPECT_EQ(list()->currentIndex().row(), 1);
  QTest::keyClick(typed(), Qt::Key_Up);
  QTest::keyClick(typed(), Qt::Key_Up);
  EXPECT_EQ(list()->currentIndex().row(), list()->model()->rowCount() - 1);
  QTest::keyClick(typed(), Qt::Key_PageUp);
  EXPECT_LT(list()->currentIndex().row(), list()->model()->rowCount() - 2);
  QTest::keyClick(typed(), Qt::Key_Escape);
  EXPECT_TRUE(palette() == nullptr || !palette()->isVisible());
}

TEST_F(Palette, WhatCannotBeDoneSaysWhyAndStays) {
  const QModelIndex undo = find(QStringLiteral("Undo"));
  EXPECT_EQ(undo.data(CommandList::whyNotRole), QStringLiteral("Nothing has been changed yet"));
  EXPECT_EQ(undo.data(Qt::AccessibleTextRole),
            QStringLiteral("Undo, Edit, Ctrl+Z, Nothing has been changed yet"));
  type("undo");
  EXPECT_EQ(top(), "Undo");
  enter();
  EXPECT_TRUE(palette()->isVisible());
}

TEST_F(Palette, SaysWhenNothingAnswers) {
  type("qqqq");
  EXPECT_EQ(list()->model()->rowCount(), 0);
  bool said = false;
  for (const QLabel* label : palette()->findChildren<QLabel*>())
    said = said || (label->isVisible() && label->text() == "No command has these letters in this order.");
  EXPECT_TRUE(said);
  enter();
  EXPECT_TRUE(palette()->isVisible());
}

}  // namespace palette_test
}  // namespace normscope
