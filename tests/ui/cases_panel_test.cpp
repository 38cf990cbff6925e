#include "ui/tools/cases/cases_panel.h"

#include <QMenuBar>
#include <QPushButton>

#include "tests/ui/window_fixture.h"
#include "ui/window/scene_opener.h"

namespace normscope {
namespace cases_panel_test {

class CasesInTheWindow : public Window {
 protected:
  /// Opens a case as a user does, from the menu.
  CasesPanel& open(const QString& name) {
    const QString title = QString::fromStdString(findCase(name.toStdString()).title);
    for (QAction* menu : window.menuBar()->actions()) {
      if (!menu->menu()) continue;
      for (QAction* action : menu->menu()->actions()) {
        if (action->text().replace(QStringLiteral("&&"), QStringLiteral("&")) == title) action->trigger();
      }
    }
    auto* panel = window.findChild<CasesPanel*>();
    EXPECT_NE(panel, nullptr) << name.toStdString();
    EXPECT_TRUE(QTest::qWaitFor([&] { return !textOf("case-text").contains(QChar(0x2026)); }, patience));
    return *panel;
  }

  void next() { QTest::mouseClick(child<QPushButton>("case-next"), Qt::LeftButton); }
  void back() { QTest::mouseClick(child<QPushButton>("case-back"), Qt::LeftButton); }

  bool comesToSpec(const std::string& spec) {
    return QTest::qWaitFor([&] { return toText(workspace.spec()) == spec; }, patience);
  }
};

TEST_F(CasesInTheWindow, StandBesideTheCubeWithTheirNumbers) {
  open("1a");
  EXPECT_TRUE(window.findChild<CasesPanel*>()->isVisible());
  EXPECT_EQ(child<QComboBox>("case")->currentText(),
            "GroupNorm with one group against LayerNorm over the channels");
  EXPECT_TRUE(textOf("case-text").startsWith(QStringLiteral("Question. ")))
      << textOf("case-text").toStdString();
  EXPECT_EQ(textOf("case-count"), "step 1 of 4");
  next();
  EXPECT_TRUE(
      QTest::qWaitFor([&] { return textOf("case-text").contains("20 sets of 600 elements"); }, patience))
      << textOf("case-text").toStdString();
}

TEST_F(CasesInTheWindow, StepsSetTheTensorAndTheNorm) {
  open("1a");
  EXPECT_TRUE(QTest::qWaitFor([&] { return workspace.source() == "sample:normal"; }, patience));
  EXPECT_TRUE(comesToSpec("group:groups=1"));
  next();
  next();
  EXPECT_TRUE(comesToSpec("layer:over=C"));
  EXPECT_TRUE(workspace.selection().pinned);
  back();
  EXPECT_TRUE(comesToSpec("group:groups=1"));
  settle();
}

TEST_F(CasesInTheWindow, ControlsStayUsable) {
  open("1a");
  EXPECT_TRUE(comesToSpec("group:groups=1"));
  workspace.setSpec(parseNormSpec("instance"));
  EXPECT_EQ(toText(workspace.spec()), "instance");
  next();
  EXPECT_TRUE(comesToSpec("group:groups=1"));
  settle();
}

TEST_F(CasesInTheWindow, TwoNormsStandSideBySide) {
  open("1a");
  EXPECT_TRUE(comesToSpec("group:groups=1"));
  EXPECT_EQ(workspace.normCount(), 2U);
  ASSERT_EQ(workspace.normCount(), 2U);
  EXPECT_EQ(toText(workspace.norm(1).spec), "layer:over=C");
  open("4a");
  EXPECT_TRUE(QTest::qWaitFor([&] { return workspace.normCount() == 4U; }, patience));
  settle();
}

TEST_F(CasesInTheWindow, AStepMayHaveATensorOfItsOwn) {
  open("b9");
  EXPECT_TRUE(comesToSpec("batch"));
  next();
  next();
  EXPECT_TRUE(QTest::qWaitFor([&] { return workspace.shape().extents() == Extents{1, 6}; }, patience));
  back();
  EXPECT_TRUE(QTest::qWaitFor(
      [&] {
        return workspace.shape().extents() == (Extents{1, 6, 8, 8});
      },
      patience));
  settle();
}

TEST_F(CasesInTheWindow, EveryStepOfEveryCaseIsAccepted) {
  for (const Case& example : cases()) {
    CasesPanel& panel = open(QString::fromStdString(example.name));
    for (std::size_t i = 0; i < example.steps.size(); ++i) {
      panel.goTo(i);
      const auto& norm = example.steps[i].controls.norm;
      if (norm) {
        EXPECT_TRUE(comesToSpec(toText(example.computations.at(*norm).norm))) << example.name << " " << i;
      }
      for (const auto place : {Workspace::Place::norm, Workspace::Place::shape, Workspace::Place::source})
        EXPECT_EQ(workspace.problem(place), "") << example.name << " " << i;
    }
  }
  settle();
}

TEST_F(CasesInTheWindow, AStepMayLeadToTheLaboratoryAndTheNextOneBack) {
  open("4d");
  EXPECT_TRUE(comesToSpec("batch"));
  next();
  EXPECT_EQ(workspace.view().page, Page::laboratory);
  EXPECT_EQ(workspace.laboratory().experiment, Experiment::training);
  back();
  EXPECT_TRUE(QTest::qWaitFor([&] { return workspace.view().page == Page::cube; }, patience));
  open("b7").goTo(4);
  EXPECT_TRUE(QTest::qWaitFor([&] { return workspace.view().page == Page::laboratory; }, patience));
  EXPECT_EQ(workspace.laboratory().experiment, Experiment::running);
  open("b9").goTo(4);
  EXPECT_TRUE(
      QTest::qWaitFor([&] { return workspace.laboratory().experiment == Experiment::statistics; }, patience));
  settle();
}

TEST_F(CasesInTheWindow, CloseWhenAsked) {
  open("1a");
  QTest::mouseClick(child<QPushButton>("case-close"), Qt::LeftButton);
  EXPECT_FALSE(window.findChild<CasesPanel*>()->isVisible());
  EXPECT_EQ(workspace.source(), "normal:8,6,8,8") << "one's own tensor comes back";
  EXPECT_EQ(toText(workspace.spec()), "group:groups=2");
  EXPECT_EQ(workspace.normCount(), 1U);
  open("1b");
  EXPECT_TRUE(window.findChild<CasesPanel*>()->isVisible());
  settle();
}

TEST_F(CasesInTheWindow, EveryControlHasAName) {
  CasesPanel& panel = open("1a");
  for (const QPushButton* button : panel.findChildren<QPushButton*>())
    EXPECT_FALSE(button->accessibleName().isEmpty());
  EXPECT_EQ(child<QComboBox>("case")->accessibleName(), "Case");
  settle();
}

TEST_F(CasesInTheWindow, EndWhereSomethingOfOnesOwnIsOpened) {
  const CasesPanel& panel = open("1a");
  window.opener().open("normal:2,4,3,3");
  EXPECT_FALSE(panel.isVisible());
  EXPECT_EQ(workspace.source(), "normal:2,4,3,3");
  settle();
  open("1a");
  QTest::keyClick(&window, Qt::Key_N, Qt::ControlModifier);
  EXPECT_FALSE(panel.isVisible());
  EXPECT_EQ(workspace.source(), "normal:8,6,8,8");
  settle();
}

TEST_F(CasesInTheWindow, WhatIsOpenedWhileATensorOfTheCaseIsReadComesAndNothingElse) {
  const std::string file = NORMSCOPE_TEST_DATA "/npy/half.npy";
  for (const std::string& source : {file, std::string("no/such/file.npy")}) {
    workspace.open("normal:2,4,3,3");
    settle();
    window.openCase("b8");  // of sample:photo, which takes its time
    window.opener().open(source);
    EXPECT_TRUE(QTest::qWaitFor([&] { return workspace.source() == source || source != file; }, patience));
    QTest::qWait(200);
    EXPECT_NE(workspace.source(), "sample:photo");
    workspace.open("normal:2,4,3,3");
  }
}

}  // namespace cases_panel_test
}  // namespace normscope
