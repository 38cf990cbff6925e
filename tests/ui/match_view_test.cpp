#include "ui/tools/match/match_view.h"

#include <gmock/gmock.h>

#include <QDropEvent>
#include <QMimeData>
#include <QTreeWidget>
#include <QTreeWidgetItemIterator>

#include "core/engine/reference/reference_engine.h"
#include "core/io/generate.h"
#include "core/io/npy.h"
#include "tests/core/temporary_folder.h"
#include "tests/ui/window_fixture.h"

namespace normscope {
namespace match_view_test {

class MatchInTheWindow : public Window {
 protected:
  MatchInTheWindow() {
    for (QAction* action : window.findChildren<QAction*>(QStringLiteral("open-match"))) action->trigger();
    view = window.findChild<MatchView*>();
    EXPECT_NE(view, nullptr);
  }

  QString write(const std::string& name, const std::string& spec) {
    const Tensor x = generate(parseGenerated("normal:8,6,8,8"));
    ReferenceEngine engine;
    const Shape shape(Layout::parse("NCHW"), x.extents());
    writeNpy(folder.file(name), normalize({x, shape, parseNormSpec(spec), {}, {}}, engine).y);
    return QString::fromStdString(folder.file(name));
  }

  bool finds() {
    return QTest::qWaitFor([&] { return child<QTreeWidget>("match-table")->topLevelItemCount() > 0; },
                           patience);
  }

  const TemporaryFolder folder;
  MatchView* view;
};

TEST_F(MatchInTheWindow, SaysWhichNormItWasAndWhatDiffers) {
  view->setTensors("normal:8,6,8,8", write("y.npy", "group:groups=3,variance=unbiased"));
  ASSERT_TRUE(finds());
  EXPECT_TRUE(textOf("match-sentence")
                  .startsWith(QString::fromUtf8("y is x under Group Norm, G = 3, unbiased σ²: ")));
  EXPECT_EQ(textOf("match-words"),
            QString::fromUtf8(
                "• you normalized with the unbiased variance, which divides by n − 1; layers normalize with "
                "the biased one"));
  EXPECT_EQ(child<QTreeWidget>("match-table")->topLevelItem(0)->text(4), "yes");
}

TEST_F(MatchInTheWindow, WhatWasFoundGoesWithTheNextSearch) {
  view->setTensors("normal:8,6,8,8", write("y.npy", "group:groups=3,variance=unbiased"));
  ASSERT_TRUE(finds());
  view->setTensors("normal:8,6,8,8", QString::fromStdString(folder.file("missing.npy")));
  ASSERT_TRUE(QTest::qWaitFor([&] { return child<QLabel>("match-problem")->isVisible(); }, patience));
  EXPECT_FALSE(child<QLabel>("match-words")->isVisible());
  EXPECT_FALSE(child<QTreeWidget>("match-table")->isVisible());
}

TEST_F(MatchInTheWindow, WhatWasFoundIsSetInTheWindow) {
  view->setTensors("normal:8,6,8,8", write("y.npy", "instance:eps=0.001"));
  ASSERT_TRUE(finds());
  QTest::mouseClick(child<QPushButton>("match-use"), Qt::LeftButton);
  EXPECT_TRUE(QTest::qWaitFor([&] { return workspace.spec().eps == 0.001; }, patience));
  settle();
}

TEST_F(MatchInTheWindow, DroppedFilesAreSearchedAtOnce) {
  QMimeData files;
  files.setUrls({QUrl::fromLocalFile(write("y.npy", "batch"))});
  // Qt delivers a drop to the widget that accepted the drag before it.
  QDragEnterEvent enter(QPoint(20, 20), Qt::CopyAction, &files, Qt::LeftButton, Qt::NoModifier);
  QCoreApplication::sendEvent(view, &enter);
  QDropEvent drop(QPointF(20, 20), Qt::CopyAction, &files, Qt::LeftButton, Qt::NoModifier);
  EXPECT_EQ(child<QLineEdit>("match-x")->text(), "normal:8,6,8,8");
  QCoreApplication::sendEvent(view, &drop);
  ASSERT_TRUE(finds());
  EXPECT_TRUE(textOf("match-sentence").startsWith("y is x under Batch Norm: "));
}

TEST_F(MatchInTheWindow, TheOtherOrderIsTriedAndSwapped) {
  const QString y = write("y.npy", "group:groups=3");
  view->setTensors(y, "normal:8,6,8,8");
  ASSERT_TRUE(finds());
  EXPECT_TRUE(
      textOf("match-sentence")
          .startsWith(
              "No norm explains y, but in the other order one does: x is y under Group Norm, G = 3: "))
      << textOf("match-sentence").toStdString();
  auto* exchange = child<QPushButton>("match-exchange");
  ASSERT_TRUE(exchange->isVisible());
  QTest::mouseClick(exchange, Qt::LeftButton);
  EXPECT_EQ(child<QLineEdit>("match-y")->text(), y);
  ASSERT_TRUE(finds());
  EXPECT_TRUE(textOf("match-sentence").startsWith("y is x under Group Norm, G = 3: "));
  EXPECT_FALSE(exchange->isVisible());
}

/// The inverse of a Batch Norm is another one with a weight and a bias.
TEST_F(MatchInTheWindow, AnOrderThatNeedsNoFitIsSaidBesideOneThatDoes) {
  view->setTensors(write("y.npy", "batch"), "normal:8,6,8,8");
  ASSERT_TRUE(finds());
  const std::string sentence = textOf("match-sentence").toStdString();
  EXPECT_THAT(sentence,
              testing::StartsWith("y is x with a scale and a shift of its own for every channel, as "
                                  "Batch Norm may give it, and others: which norm it was can't be "
                                  "told without the weight and the bias. "));
  EXPECT_THAT(sentence,
              testing::HasSubstr("In the other order nothing has to be fitted: x is y under Batch Norm: "));
  EXPECT_TRUE(child<QPushButton>("match-exchange")->isVisible());
}

TEST_F(MatchInTheWindow, WhereNoOrderExplainsNoSwapIsOffered) {
  view->setTensors("normal:2,3:seed=1", "normal:2,3:seed=2");
  ASSERT_TRUE(finds());
  EXPECT_TRUE(textOf("match-sentence").startsWith("No norm explains y, of "));
  EXPECT_FALSE(child<QPushButton>("match-exchange")->isVisible());
}

TEST_F(MatchInTheWindow, TheFieldsCanBeSwapped) {
  child<QLineEdit>("match-x")->setText("normal:2,3");
  QTest::mouseClick(child<QPushButton>("match-swap"), Qt::LeftButton);
  EXPECT_EQ(child<QLineEdit>("match-x")->text(), "");
  EXPECT_EQ(child<QLineEdit>("match-y")->text(), "normal:2,3");
}

TEST_F(MatchInTheWindow, TwoFilesDroppedOnTheWindowInEitherOrderComeHere) {
  const QString x = QString::fromStdString(folder.file("x.npy"));
  writeNpy(x.toStdString(), generate(parseGenerated("normal:8,6,8,8")));
  const QString y = write("y.npy", "group:groups=3");
  for (const auto& [first, second] : {std::pair{x, y}, std::pair{y, x}}) {
    QMimeData files;
    files.setUrls({QUrl::fromLocalFile(first), QUrl::fromLocalFile(second)});
    QDragEnterEvent enter(QPoint(20, 20), Qt::CopyAction, &files, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&window, &enter);
    QDropEvent drop(QPointF(20, 20), Qt::CopyAction, &files, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&window, &drop);
    ASSERT_TRUE(finds());
    EXPECT_TRUE(textOf("match-sentence").contains("under Group Norm, G = 3: "));
    EXPECT_EQ(child<QPushButton>("match-exchange")->isVisible(), first == y);
  }
}

/// A long name is read in the tool tip where the column does not have the room.
TEST_F(MatchInTheWindow, TheTableSaysTitlesAndHasRoomForThem) {
  view->setTensors("normal:8,6,8,8", write("y.npy", "group:groups=3,variance=unbiased"));
  ASSERT_TRUE(finds());
  auto* table = child<QTreeWidget>("match-table");
  EXPECT_EQ(table->topLevelItem(0)->text(0), QString::fromUtf8("Group Norm, G = 3, unbiased σ²"));
  EXPECT_EQ(table->topLevelItem(0)->toolTip(0), table->topLevelItem(0)->text(0));
  EXPECT_GE(table->columnWidth(0), 240);
  EXPECT_GE(table->columnWidth(0),
            table->fontMetrics().horizontalAdvance(table->topLevelItem(0)->text(0)) + table->indentation());
  for (QTreeWidgetItemIterator row(table); *row != nullptr; ++row)
    EXPECT_FALSE((*row)->text(0).contains(':')) << (*row)->text(0).toStdString();
}

TEST_F(MatchInTheWindow, TellsDifferencesFromTheNormOfTheWindow) {
  child<QCheckBox>("match-meant")->setChecked(true);
  view->setTensors("normal:8,6,8,8", write("y.npy", "group:groups=3"));
  ASSERT_TRUE(finds());
  EXPECT_EQ(textOf("match-words"),
            QString::fromUtf8("• y comes from Group Norm, G = 3, not from Group Norm, G = 2"));
}

TEST_F(MatchInTheWindow, RefusalsStandBesideTheTensors) {
  QTest::mouseClick(child<QPushButton>("match-find"), Qt::LeftButton);
  EXPECT_EQ(textOf("match-problem"), "Name two tensors, x and y, or drop two files here.");
  view->setTensors("normal:2,3", "normal:2,4");
  EXPECT_TRUE(QTest::qWaitFor([&] { return textOf("match-problem").startsWith("x and y: "); }, patience));
  EXPECT_EQ(
      textOf("match-problem"),
      "x and y: their shapes [2, 3] and [2, 4] differ; give the tensor before the norm and the one after it");
}

TEST_F(MatchInTheWindow, CanBeCancelled) {
  view->setTensors("normal:64,64,40,40:seed=1", "normal:64,64,40,40:seed=2");
  EXPECT_TRUE(child<QPushButton>("match-cancel")->isEnabled());
  QTest::mouseClick(child<QPushButton>("match-cancel"), Qt::LeftButton);
  EXPECT_EQ(textOf("match-sentence"), "The search was cancelled.");
  EXPECT_FALSE(child<QPushButton>("match-cancel")->isEnabled());
}

TEST_F(MatchInTheWindow, EveryControlHasAName) {
  for (const QPushButton* button : view->findChildren<QPushButton*>())
    EXPECT_FALSE(button->text().isEmpty() && button->accessibleName().isEmpty());
  EXPECT_EQ(child<QLineEdit>("match-x")->accessibleName(), "Tensor x");
  EXPECT_EQ(child<QTreeWidget>("match-table")->accessibleName(), "Norms that were found");
}

}  // namespace match_view_test
}  // namespace normscope
