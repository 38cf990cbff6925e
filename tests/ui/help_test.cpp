#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <QAction>
#include <QDialog>
#include <QLineEdit>
#include <QListWidget>
#include <QMenuBar>
#include <QTest>
#include <QTextBrowser>
#include <QTextTable>

#include "core/help/help_topics.h"
#include "tests/ui/window_fixture.h"
#include "ui/tools/help/help_document.h"
#include "ui/tools/help/help_panel.h"
#include "ui/tools/palette/commands.h"

namespace normscope {
namespace help_window_test {

using testing::HasSubstr;
using testing::Not;

class Help : public Window {
 protected:
  Help() { child<QAction>("open-help")->trigger(); }

  QListWidget* topics() { return child<QListWidget>("help-topics"); }
  QTextBrowser* page() { return child<QTextBrowser>("help-text"); }
  std::string text() { return page()->toPlainText().toStdString(); }
  void type(const char* words) { child<QLineEdit>("help-search")->setText(QString::fromUtf8(words)); }

  QStringList listed() {
    QStringList names;
    for (int row = 0; row < topics()->count(); ++row) {
      if (!topics()->item(row)->isHidden()) names << topics()->item(row)->text();
    }
    return names;
  }
};

TEST_F(Help, ListsEveryPageAndShowsTheOneOfTheWindowFirst) {
  EXPECT_EQ(listed().size(), static_cast<qsizetype>(helpTopics().size()));
  EXPECT_THAT(text(), testing::StartsWith("The window\n"));
}

TEST_F(Help, EveryPageHasItsTextWithoutMarks) {
  for (int row = 0; row < topics()->count(); ++row) {
    topics()->setCurrentRow(row);
    EXPECT_EQ(page()->document()->begin().text(), topics()->item(row)->text());
    EXPECT_THAT(text(), Not(HasSubstr("](")));
    EXPECT_THAT(text(), Not(HasSubstr("|---")));
  }
}

TEST_F(Help, WordsLeaveThePagesThatHaveThemAndAreMarked) {
  type("Momentum onnx");
  EXPECT_TRUE(listed().contains(QStringLiteral("Norms and their options")));
  EXPECT_FALSE(listed().contains(QStringLiteral("The window")));
  EXPECT_EQ(topics()->currentItem()->isHidden(), false);
  EXPECT_FALSE(page()->extraSelections().isEmpty());
  for (const auto& mark : page()->extraSelections())
    EXPECT_THAT(mark.cursor.selectedText().toLower().toStdString(), testing::AnyOf("momentum", "onnx"));
}

TEST_F(Help, ReturnGoesFromPlaceToPlaceAndRoundAgain) {
  type("reference");
  const auto marks = page()->extraSelections();
  ASSERT_GT(marks.size(), 1);
  EXPECT_EQ(page()->textCursor(), marks[0].cursor);
  QTest::keyClick(child<QLineEdit>("help-search"), Qt::Key_Return);
  EXPECT_EQ(page()->textCursor(), marks[1].cursor);
  for (qsizetype i = 1; i < marks.size(); ++i)
    QTest::keyClick(child<QLineEdit>("help-search"), Qt::Key_Return);
  EXPECT_EQ(page()->textCursor(), marks[0].cursor);
}

TEST_F(Help, WhatNoPageHasIsSaid) {
  EXPECT_FALSE(child<QLabel>("help-nothing")->isVisible());
  type("nosuchword");
  EXPECT_TRUE(listed().isEmpty());
  EXPECT_TRUE(child<QLabel>("help-nothing")->isVisible());
  EXPECT_TRUE(page()->extraSelections().isEmpty());
  type("");
  EXPECT_EQ(listed().size(), static_cast<qsizetype>(helpTopics().size()));
}

TEST_F(Help, LinksOpenTheirPage) {
  emit page()->anchorClicked(QUrl(QStringLiteral("files.md")));
  EXPECT_EQ(topics()->currentItem()->text(), "Files and other tensors");
  emit page()->anchorClicked(QUrl(QStringLiteral("nothing.md")));
  EXPECT_EQ(topics()->currentItem()->text(), "Files and other tensors");
}

TEST_F(Help, ThePaletteFindsEveryPage) {
  for (const HelpTopic& topic : helpTopics()) {
    const QString title = QString::fromUtf8(topic.title.data(), static_cast<qsizetype>(topic.title.size()));
    const QList<PaletteCommand> commands = commandsOf(*window.menuBar());
    const auto found = std::find_if(commands.begin(), commands.end(), [&](const PaletteCommand& command) {
      return command.place == QStringLiteral("Help › Topics") && command.title == title;
    });
    ASSERT_NE(found, commands.end()) << topic.name;
    found->run();
    EXPECT_EQ(topics()->currentItem()->text(), title);
  }
}

TEST_F(Help, ColoursFollowTheTheme) {
  const auto border = [&] { return page()->textCursor().document()->rootFrame()->childFrames(); };
  window.setTheme(Theme::dark());
  ASSERT_FALSE(border().isEmpty());
  EXPECT_EQ(border().first()->frameFormat().borderBrush().color(), Theme::dark().border);
}

}  // namespace help_window_test
}  // namespace normscope
