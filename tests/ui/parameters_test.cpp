// The layer's weight and bias in the window: typed, drawn, taken from files, undone, saved and found again.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <QComboBox>
#include <QLabel>
#include <QTest>

#include "core/document/changes.h"
#include "core/document/document_json.h"
#include "core/io/npy.h"
#include "tests/core/temporary_folder.h"
#include "ui/draw/scene/scene_file.h"
#include "ui/panels/plot_column.h"
#include "ui/window/main_window.h"
#include "ui/window/scene_opener.h"
#include "ui/window/window_scene.h"
#include "ui/workspace/inspection.h"
#include "ui/workspace/step_name.h"

namespace normscope {
namespace parameters_test {

constexpr int patience = 20000;  // ms; only reached when something is wrong

class Parameters : public ::testing::Test {
 protected:
  Parameters() {
    window.resize(1200, 900);
    window.show();
    workspace.open("normal:8,6,8,8");
    workspace.setSpec(parseNormSpec("batch"));
    EXPECT_TRUE(settled());
  }

  bool settled() {
    return QTest::qWaitFor([&] { return !workspace.isBusy() && workspace.currentComputation(); }, patience);
  }

  QLineEdit* edit(const char* name) { return window.findChild<QLineEdit*>(QString::fromLatin1(name)); }

  void type(const char* name, const QString& text) {
    edit(name)->setFocus();
    edit(name)->selectAll();
    QTest::keyClick(edit(name), Qt::Key_Delete);
    QTest::keyClicks(edit(name), text);
    QTest::keyClick(edit(name), Qt::Key_Return);
  }

  Inspection shown() { return inspect(*workspace.currentComputation(), workspace.selection().element); }

  Workspace workspace;
  MainWindow window{workspace};
};

TEST_F(Parameters, NumbersAreTypedAndUndone) {
  const double before = shown().y;
  type("weight-values", QStringLiteral("2"));
  ASSERT_TRUE(settled());
  EXPECT_EQ(shown().weight, 2);
  EXPECT_NEAR(shown().y, 2 * before, 1e-6);
  type("bias-values", QStringLiteral("1, 2, 3, 4, 5, 6"));
  ASSERT_TRUE(settled());
  EXPECT_EQ(shown().bias, 1);
  EXPECT_EQ(edit("bias-values")->text(), QStringLiteral("1, 2, 3, 4, 5, 6"));
  const auto step = workspace.store().history().undoStep();
  ASSERT_TRUE(step);
  EXPECT_EQ(nameOfStep(step->before, step->after), QStringLiteral("β 1, 2, 3, 4, 5, 6"));
  workspace.undo();
  workspace.undo();
  EXPECT_EQ(edit("weight-values")->text(), QString());
  EXPECT_EQ(edit("weight-values")->placeholderText(), QStringLiteral("1 everywhere"));
  EXPECT_EQ(shown().y, before);
}

TEST_F(Parameters, AnotherNumberOfNumbersIsRefusedBesideThem) {
  type("weight-values", QStringLiteral("1, 2"));
  EXPECT_EQ(workspace.problem(Workspace::Place::parameters),
            "weight: 2 numbers are given and its shape is [6]; give 6, or one for all");
  EXPECT_TRUE(workspace.document().parameters.isEmpty());
}

TEST_F(Parameters, OneThatFitsReplacesTwoThatNoLongerDo) {
  type("weight-values", QStringLiteral("1, 2, 3, 4, 5, 6"));
  type("bias-values", QStringLiteral("1, 2, 3, 4, 5, 6"));
  workspace.open("normal:8,4,8,8");
  EXPECT_NE(workspace.problem(Workspace::Place::norm), "");
  type("weight-values", QStringLiteral("2"));
  EXPECT_EQ(workspace.problem(Workspace::Place::parameters), "");
  EXPECT_EQ(workspace.problem(Workspace::Place::norm), "");
  ASSERT_TRUE(settled());
  EXPECT_EQ(shown().weight, 2);
  EXPECT_EQ(workspace.document().parameters.bias, std::nullopt);
}

TEST_F(Parameters, WhatWasRefusedGoesWithTheNextStep) {
  type("weight-values", QStringLiteral("2"));
  type("weight-values", QStringLiteral("1, 2"));
  EXPECT_NE(workspace.problem(Workspace::Place::parameters), "");
  workspace.undo();
  EXPECT_EQ(workspace.problem(Workspace::Place::parameters), "");
  EXPECT_EQ(edit("weight-values")->text(), QString());
}

TEST_F(Parameters, WhatAnotherFileHasNoUseForIsSaid) {
  const TemporaryFolder folder;
  for (const auto& [name, channels] : {std::pair{"four.npy", 4}, {"six.npy", 6}})
    writeNpy(folder.file(name), generate(parseGenerated("normal:2," + std::to_string(channels) + ",5,5")));
  type("weight-values", QStringLiteral("1, 2, 3, 4, 5, 6"));
  workspace.open(folder.file("six.npy"));
  ASSERT_TRUE(QTest::qWaitFor([&] { return workspace.shape().extent(0) == 2; }, patience));
  ASSERT_TRUE(settled());
  EXPECT_EQ(workspace.problem(Workspace::Place::parameters), "");
  ASSERT_FALSE(workspace.document().parameters.isEmpty());
  workspace.open(folder.file("four.npy"));
  ASSERT_TRUE(QTest::qWaitFor([&] { return workspace.shape().channelCount() == 4; }, patience));
  EXPECT_TRUE(workspace.document().parameters.isEmpty());
  EXPECT_EQ(
      workspace.problem(Workspace::Place::parameters),
      "weight: the shape [6] does not fit the norm on [2, 4, 5, 5], so that of a new layer is used; give "
      "another, or undo");
  workspace.undo();
  ASSERT_TRUE(QTest::qWaitFor([&] { return workspace.shape().channelCount() == 6; }, patience));
  EXPECT_EQ(workspace.problem(Workspace::Place::parameters), "");
  EXPECT_FALSE(workspace.document().parameters.isEmpty());
}

TEST_F(Parameters, TheirPlotIsThereWhereTheyAre) {
  const auto plotOfThem = [&] {
    for (const auto& [kind, plot] : window.plots().plots()) {
      if (kind == QStringLiteral("parameters")) return plot;
    }
    return static_cast<PlotWidget*>(nullptr);
  };
  EXPECT_FALSE(plotOfThem()->isVisible());
  workspace.drawParameters(true, true);
  ASSERT_TRUE(settled());
  ASSERT_TRUE(QTest::qWaitFor([&] { return plotOfThem()->document().curves() != nullptr; }, patience));
  EXPECT_TRUE(plotOfThem()->isVisible());
  EXPECT_EQ(plotOfThem()->document().curves()->curves.size(), 2U);
  const auto first = workspace.document().parameters;
  workspace.drawParameters(true, true);
  EXPECT_NE(workspace.document().parameters.weight, first.weight) << "another seed";
  EXPECT_NE(workspace.document().parameters.bias, first.bias);
  workspace.takeParameters({"", ""});
  EXPECT_FALSE(plotOfThem()->isVisible());
}

TEST_F(Parameters, ANormWithoutAnyByDefaultTakesGivenOnes) {
  workspace.setSpec(parseNormSpec("instance"));
  type("weight-values", QStringLiteral("3"));
  ASSERT_TRUE(settled());
  EXPECT_EQ(shown().weight, 3);
  auto* affine = window.findChild<QComboBox*>(QStringLiteral("affine"));
  EXPECT_EQ(affine->currentText(), QStringLiteral("per channel"));
  EXPECT_EQ(affine->findText(QStringLiteral("none"), Qt::MatchStartsWith), -1)
      << "given ones are taken away where they are given";
}

TEST_F(Parameters, ASessionBringsThemBack) {
  const TemporaryFolder folder;
  writeNpy(folder.file("w.npy"), Tensor::of<double>(DType::float32, {6}, std::vector<double>(6, 4)));
  workspace.takeParameters({folder.file("w.npy"), "constant:6:value=0.5"});
  ASSERT_TRUE(QTest::qWaitFor([&] { return !workspace.document().parameters.isEmpty(); }, patience));
  ASSERT_TRUE(settled());
  const LayerParameters parameters = workspace.document().parameters;
  const double y = shown().y;
  writeSession(shownSession(window), folder.file("s.normscope"));
  workspace.startAfresh();
  EXPECT_TRUE(workspace.document().parameters.isEmpty());
  window.opener().open(folder.file("s.normscope"));
  ASSERT_TRUE(QTest::qWaitFor([&] { return workspace.document().parameters == parameters; }, patience));
  ASSERT_TRUE(settled());
  EXPECT_EQ(shown().y, y);
}

}  // namespace parameters_test
}  // namespace normscope
