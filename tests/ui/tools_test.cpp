
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScreen>
#include <QTableWidget>
#include <QTest>

#include "tests/ui/window_fixture.h"
#include "ui/tools/tool_registry.h"
#include "ui/window/tool_windows.h"
#include "ui/workspace/norm_names.h"
#include "ui/workspace/workspace.h"

namespace normscope {
namespace tools_test {

using testing::HasSubstr;

class Tools : public Window {
 protected:
  void open(const char* action) { child<QAction>(action)->trigger(); }

  /// Types a norm or a call and presses Return.
  void type(QLineEdit* line, const QString& text) {
    line->setText(text);
    QTest::keyClick(line, Qt::Key_Return);
  }

  std::string text(const char* label) { return textOf(label).toStdString(); }

  void compareWith(const QString& b) {
    type(child<QComboBox>("compare-b")->lineEdit(), b);
    EXPECT_TRUE(QTest::qWaitFor([&] { return workspace.compared() != nullptr; }, patience));
  }

  /// Every control says what it is.
  void expectNames(const char* dialog) {
    for (const QWidget* widget : child<QDialog>(dialog)->findChildren<QWidget*>()) {
      const bool inner = widget->objectName().startsWith(QStringLiteral("qt_"));
      if (widget->focusPolicy() == Qt::NoFocus || !widget->isVisible() || inner ||
          qobject_cast<const QLineEdit*>(widget) != nullptr)
        continue;
      const auto* button = qobject_cast<const QAbstractButton*>(widget);
      EXPECT_TRUE(!widget->accessibleName().isEmpty() || (button != nullptr && !button->text().isEmpty()))
          << widget->metaObject()->className() << widget->objectName().toStdString();
    }
  }
};

TEST_F(Tools, CompareShowsNumbersAndVerdict) {
  open("open-compare");
  compareWith("layer:over=C");
  EXPECT_THAT(text("compare-verdict"),
              HasSubstr("Different sets, 16 sets of 192 elements against 512 sets of 6"));
  EXPECT_EQ(text("compare-sets-a"), "16");
  EXPECT_EQ(text("compare-sets-b"), "512");
  EXPECT_EQ(text("compare-statistics-b"), "[N, H, W] = [8, 8, 8]");
  EXPECT_EQ(text("compare-parameters-a"), "[C] = [6]");
  EXPECT_THAT(text("compare-largest"), HasSubstr(" at ["));
  EXPECT_THAT(text("compare-ulp"), HasSubstr("steps of float32"));
  EXPECT_THAT(text("compare-relation"),
              HasSubstr("Group Norm, G = 2 and Layer Norm over C have different sets"));
  expectNames("compare-window");
}

TEST_F(Tools, CompareFollowsTheWindowAndSwaps) {
  open("open-compare");
  compareWith("layer:affine=channel");
  workspace.setSpec(parseNormSpec("group:groups=1"));
  ASSERT_TRUE(QTest::qWaitFor([&] { return workspace.compared() != nullptr; }, patience));
  EXPECT_THAT(text("compare-verdict"), HasSubstr("The same function for every shape: "));
  QTest::mouseClick(child<QPushButton>("compare-swap"), Qt::LeftButton);
  EXPECT_EQ(toText(workspace.spec()), "layer:affine=channel");
  EXPECT_EQ(child<QComboBox>("compare-b")->currentText(), "Group Norm, G = 1");
}

TEST_F(Tools, CompareOffersTitlesAndBothReadingsOfALayer) {
  open("open-compare");
  auto* b = child<QComboBox>("compare-b");
  choose("compare-b", QStringLiteral("Layer Norm · the frameworks' default: C"));
  EXPECT_EQ(toText(workspace.document().other()), "layer:over=C");
  choose("compare-b", QStringLiteral("Layer Norm · the paper's: C, H, W"));
  EXPECT_EQ(toText(workspace.document().other()), "layer");
  type(b->lineEdit(), "group:groups=4");
  EXPECT_EQ(b->currentText(), "Group Norm, G = 4") << "also one that does not fit";
  for (int i = 0; i < b->count(); ++i) {
    EXPECT_FALSE(b->itemText(i).contains('=') && !b->itemText(i).contains("G = "))
        << b->itemText(i).toStdString();
    for (int j = 0; j < i; ++j) EXPECT_NE(b->itemText(i), b->itemText(j));
  }
}

TEST(NamesOfNorms, AreDifferentWhereTheSpecsAre) {
  std::map<std::string, std::string> specs;
  for (const char* text : {"batch",
                           "batch:workers=2",
                           "batch:mode=eval",
                           "batch:workers=2,mode=eval",
                           "batch:momentum=0.01",
                           "batch:momentum=none",
                           "batch:eps=0.001",
                           "batch:eps_at=outside",
                           "batch:variance=unbiased",
                           "batch:affine=none",
                           "group:groups=2",
                           "group:groups=3",
                           "group:groups=2,affine=group",
                           "layer",
                           "layer:over=C",
                           "layer:affine=channel",
                           "custom:over=C",
                           "custom:over=C,center=false",
                           "l2",
                           "rms",
                           "instance",
                           "instance:mode=eval"}) {
    const std::string name = nameOfNorm(parseNormSpec(text)).toStdString();
    const auto [other, added] = specs.emplace(name, text);
    EXPECT_TRUE(added) << name << ": " << text << " and " << other->second;
  }
  EXPECT_EQ(nameOfNorm(parseNormSpec("batch:momentum=0.01,eps=0.001,affine=none")),
            QString::fromUtf8("Batch Norm, momentum 0.01, ε = 0.001, no γ and β"));
}

TEST_F(Tools, CompareSaysWhatItCannotRead) {
  open("open-compare");
  auto* line = child<QComboBox>("compare-b")->lineEdit();
  type(line, "grp");
  const auto problems = child<QDialog>("compare-window")->findChildren<QLabel*>();
  const bool said = std::any_of(problems.begin(), problems.end(), [](const QLabel* label) {
    return label->text().startsWith(QStringLiteral("norm 'grp': 'grp' is not a kind of norm"));
  });
  EXPECT_TRUE(said);
}

/// The offscreen screen is 800×800.
TEST_F(Tools, NoWindowIsLargerThanTheScreen) {
  for (const ToolInfo& info : toolRegistry()) {
    const QSize size = window.tools().open(info).window()->size();
    EXPECT_LE(size.width(), window.screen()->availableSize().width() - 16) << info.name;
    EXPECT_LE(size.height(), window.screen()->availableSize().height() - 40) << info.name;
  }
}

TEST_F(Tools, NothingIsComparedOnceItsWindowIsClosed) {
  open("open-compare");
  child<QDialog>("compare-window")->close();
  EXPECT_FALSE(workspace.isComparing());
  open("open-compare");
  EXPECT_TRUE(QTest::qWaitFor([&] { return workspace.compared() != nullptr; }, patience));
}

TEST_F(Tools, TheTableComparesAllKinds) {
  open("open-equivalence");
  auto* table = child<QTableWidget>("equivalence-table");
  const auto row = [&](const QString& spec) {
    for (int i = 0; i < table->rowCount(); ++i) {
      if (table->verticalHeaderItem(i)->text() == spec) return i;
    }
    ADD_FAILURE() << spec.toStdString();
    return 0;
  };
  EXPECT_EQ(table->rowCount(), 10);  // the norm on the screen, group:groups=2, is none of the usual ones
  EXPECT_EQ(table->item(row("Layer Norm"), row("Layer Norm"))->text(), "=");
  EXPECT_EQ(table->item(row("Layer Norm"), row("Group Norm, G = 1"))->text(), "~");
  EXPECT_EQ(table->item(row("Layer Norm over C"), row("RMS Norm"))->text(), "s");
  EXPECT_EQ(table->item(row("L2 Norm"), row("RMS Norm"))->text(), "s");
  EXPECT_EQ(table->item(row("Layer Norm"), row("Batch Norm"))->text(), "≠");
  EXPECT_EQ(table->item(row("Layer Norm"), row("Batch Norm"))->data(Qt::AccessibleTextRole).toString(),
            "Layer Norm and Batch Norm: different sets, the same only where N = 1 and C = 1");
  EXPECT_EQ(table->item(row("Group Norm, G = 6"), row("Instance Norm"))->text(), "~\nC = G = 6");
  const int wordsOfACell = QFontMetrics(table->font()).horizontalAdvance(QStringLiteral("C = G = 6"));
  child<QDialog>("equivalence-window")->resize(500, 400);
  EXPECT_GT(table->columnWidth(0), wordsOfACell) << "the table scrolls before it cuts words";
  table->setCurrentCell(1, 1);
  EXPECT_EQ(text("equivalence-sentence"), "Layer Norm on both sides");
  table->setCurrentCell(row("Group Norm, G = 6"), row("Instance Norm"));
  EXPECT_THAT(
      text("equivalence-sentence"),
      HasSubstr("Group Norm, G = 6 and Instance Norm normalize alike here, but only where C = G = 6"));
  expectNames("equivalence-window");
  workspace.open("normal:2,3");
  EXPECT_EQ(table->verticalHeaderItem(3)->text(), "Group Norm, G = 1");
}

TEST_F(Tools, RosettaShowsAndCopiesTheCode) {
  open("open-rosetta");
  auto* code = child<QPlainTextEdit>("rosetta-code");
  EXPECT_THAT(code->toPlainText().toStdString(), HasSubstr("norm = nn.GroupNorm(2, 6, eps=1e-5)"));
  press("framework-numpy");
  EXPECT_THAT(code->toPlainText().toStdString(), HasSubstr("import numpy as np"));
  workspace.setSpec(parseNormSpec("layer"));
  EXPECT_THAT(code->toPlainText().toStdString(), HasSubstr("x.mean(axis=(1, 2, 3), keepdims=True)"));
  QTest::mouseClick(child<QPushButton>("rosetta-copy"), Qt::LeftButton);
  EXPECT_EQ(QApplication::clipboard()->text(), code->toPlainText());
  workspace.setSpec(parseNormSpec("layer:variance=unbiased"));
  press("framework-onnx");
  EXPECT_THAT(code->toPlainText().toStdString(),
              HasSubstr("no operator normalizes with the unbiased variance"));
  EXPECT_FALSE(child<QPushButton>("rosetta-copy")->isEnabled());
  expectNames("rosetta-window");
}

TEST_F(Tools, APastedCallSetsTheNorm) {
  open("open-rosetta");
  auto* line = child<QLineEdit>("rosetta-call");
  EXPECT_EQ(child<QDialog>("rosetta-window")->focusWidget(), line) << "a call is pasted at once";
  type(line, "keras.layers.BatchNormalization(axis=1, momentum=0.99)");
  EXPECT_EQ(toText(workspace.spec()), "batch:momentum=0.01,eps=0.001");
  EXPECT_EQ(text("rosetta-reading"),
            "read as Batch Norm, momentum 0.01, ε = 0.001; momentum 0.99 of the old value is 0.01 of the new "
            "batch");
  EXPECT_THAT(child<QPlainTextEdit>("rosetta-code")->toPlainText().toStdString(),
              HasSubstr("keras.layers.BatchNormalization(axis=1, momentum=0.99, epsilon=0.001)"));
  type(line, "nn.GroupNorm(2, 8)");
  EXPECT_EQ(toText(workspace.spec()), "batch:momentum=0.01,eps=0.001")
      << "a call that does not fit changes nothing";
  EXPECT_EQ(text("rosetta-problem"),
            "call 'nn.GroupNorm(2, 8)': it is for 8 channels and the tensor has 6; change num_channels, or "
            "the layout of "
            "the tensor");
}

TEST_F(Tools, APrintedModelIsListed) {
  open("open-rosetta");
  const std::string before = toText(workspace.spec());
  type(child<QLineEdit>("rosetta-call"), "Net( (bn): BatchNorm2d(64) (head): StrangeNorm(3) )");
  EXPECT_EQ(toText(workspace.spec()), before);
  EXPECT_EQ(text("rosetta-reading"), "2 norms in the text; paste one of them to set it");
  EXPECT_THAT(child<QPlainTextEdit>("rosetta-code")->toPlainText().toStdString(),
              HasSubstr("\nhead: can't be read: call 'StrangeNorm(3)': "));
}

TEST_F(Tools, TheGroupsSayWhatTheyHaveBecome) {
  EXPECT_THAT(text("shapes"), testing::Not(HasSubstr("G = ")));
  workspace.setSpec(parseNormSpec("group:groups=1"));
  EXPECT_THAT(text("shapes"), HasSubstr("G = 1: the sets of Layer Norm"));
  EXPECT_EQ(text("channels-each"), "6 channels each: the sets of Layer Norm");
  workspace.setSpec(parseNormSpec("group:groups=6"));
  EXPECT_THAT(text("shapes"), HasSubstr("G = C: the sets of Instance Norm"));
  EXPECT_EQ(text("channels-each"), "1 channel each: the sets of Instance Norm");
  workspace.setSpec(parseNormSpec("group:groups=3"));
  EXPECT_EQ(text("channels-each"), "2 channels each");
}

}  // namespace tools_test
}  // namespace normscope
