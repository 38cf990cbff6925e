#include "ui/pages/laboratory_page.h"

#include <gmock/gmock.h>

#include <QFile>
#include <QLineEdit>
#include <QRadioButton>
#include <QSlider>
#include <QSpinBox>
#include <fstream>

#include "core/document/document_json.h"
#include "tests/core/temporary_folder.h"
#include "tests/ui/window_fixture.h"
#include "ui/draw/export/export_dialog.h"
#include "ui/draw/plots/plot_export.h"
#include "ui/draw/scene/scene_file.h"
#include "ui/panels/inspector.h"
#include "ui/panels/norm_bar.h"
#include "ui/panels/plot_column.h"
#include "ui/window/exports.h"
#include "ui/window/scene_opener.h"
#include "ui/window/side_panels.h"

namespace normscope {
namespace laboratory_test {

using testing::HasSubstr;

class LaboratoryInWindow : public Window {
 protected:
  LaboratoryInWindow() { press("page-3"); }

  void set(const std::function<void(Laboratory&)>& change) {
    Laboratory next = workspace.laboratory();
    change(next);
    workspace.setLaboratory(next);
  }

  /// Two norms, two batch sizes and few epochs: some tenths of a second.
  void makeQuick(int epochs = 2) {
    set([epochs](Laboratory& lab) {
      lab.training.norms = lab::parseLabNorms("batch,none", "norms");
      lab.training.batchSizes = {32, 8};
      lab.training.epochs = epochs;
    });
  }

  void click(const char* button) { QTest::mouseClick(child<QPushButton>(button), Qt::LeftButton); }
  bool waitFor(const std::function<bool()>& condition) { return QTest::qWaitFor(condition, patience); }
  bool isRunning() { return job().isRunning(); }
  std::size_t done() {
    std::size_t count = 0;
    for (const auto& record : job().recordsOf(workspace.laboratory().training))
      count += record.isDone(workspace.laboratory().training) ? 1 : 0;
    return count;
  }
  TrainingJob& job() { return window.laboratory().results().training(); }
  const PlotDocument& plot(std::size_t i) { return window.laboratory().plots()[i]->document(); }
  void trainAll() {
    click("lab-start");
    ASSERT_TRUE(waitFor([&] { return !isRunning() && done() == 4; }));
    ASSERT_TRUE(waitFor([&] { return !plot(0).isEmpty(); }));
  }
};

TEST_F(LaboratoryInWindow, StandsAloneWhatIsAboutTheTensorIsAway) {
  EXPECT_EQ(workspace.view().page, Page::laboratory);
  EXPECT_TRUE(window.laboratory().isVisible());
  EXPECT_FALSE(window.findChild<NormBar*>()->isVisible());
  EXPECT_FALSE(window.inspector().isVisible());
  EXPECT_FALSE(window.plots().isVisible());
  EXPECT_FALSE(child<QToolButton>("shown-0")->isVisible());
  EXPECT_FALSE(child<QToolButton>("show-memory")->isVisible());
  EXPECT_FALSE(window.sides().plotsAction()->isEnabled());
  EXPECT_FALSE(child<QAction>("shown-sets")->isEnabled());
  press("page-0");
  EXPECT_TRUE(window.findChild<NormBar*>()->isVisible());
  EXPECT_TRUE(window.inspector().isVisible());
  EXPECT_TRUE(window.plots().isVisible());
  EXPECT_TRUE(child<QAction>("shown-sets")->isEnabled());
}

TEST_F(LaboratoryInWindow, ARunIsStartedFinishedAndDrawn) {
  makeQuick();
  EXPECT_TRUE(waitFor([&] { return textOf("lab-progress") == "4 networks to train"; }));
  EXPECT_THAT(plot(0).message, HasSubstr("press Start"));
  trainAll();
  EXPECT_TRUE(waitFor([&] { return textOf("lab-progress") == "all 4 networks are done"; }));
  EXPECT_EQ(plot(0).curves()->curves.size(), 2U);
  EXPECT_EQ(plot(0).curves()->curves[0].points.size(), 2U);
  EXPECT_EQ(plot(1).title, "Training loss, N = 8");
  EXPECT_EQ(plot(1).curves()->curves[0].points.size(), 2U);
  EXPECT_THAT(
      textOf("lab-words").toStdString(),
      HasSubstr("From 32 samples a batch to 8, the error (median of the last 2 epochs) goes: of Batch Norm"));
  EXPECT_EQ(child<QPushButton>("lab-start")->text(), "Train again");
}

TEST_F(LaboratoryInWindow, ARunPausesGoesOnAndIsCancelled) {
  makeQuick(400);
  click("lab-start");
  ASSERT_TRUE(waitFor([&] { return !plot(1).isEmpty(); }));
  EXPECT_FALSE(child<QSpinBox>("epochs")->isEnabled());
  click("lab-pause");
  EXPECT_TRUE(job().isPaused());
  EXPECT_TRUE(waitFor([&] { return child<QPushButton>("lab-pause")->text() == "Go on"; }));
  QTest::qWait(300);  // an epoch that was under way ends
  const auto before = job().recordsOf(workspace.laboratory().training);
  QTest::qWait(300);
  EXPECT_EQ(job().recordsOf(workspace.laboratory().training), before);
  EXPECT_THAT(textOf("lab-progress").toStdString(), HasSubstr("paused"));
  press("page-1");  // a run goes on while other pages are used
  press("page-3");
  EXPECT_TRUE(job().isPaused());
  click("lab-pause");
  EXPECT_TRUE(waitFor([&] { return job().recordsOf(workspace.laboratory().training) != before; }));
  press("page-0");
  const auto there = job().recordsOf(workspace.laboratory().training);
  EXPECT_TRUE(waitFor([&] { return job().recordsOf(workspace.laboratory().training) != there; }));
  press("page-3");
  click("lab-cancel");
  EXPECT_FALSE(isRunning());
  EXPECT_TRUE(waitFor([&] { return child<QPushButton>("lab-start")->isVisible(); }));
  EXPECT_TRUE(child<QSpinBox>("epochs")->isEnabled());
}

TEST_F(LaboratoryInWindow, WhatIsKnownIsNotTrainedAgainWhenSettingsChange) {
  makeQuick();
  trainAll();
  const auto before = job().recordsOf(workspace.laboratory().training);
  set([](Laboratory& lab) { lab.training.norms = lab::parseLabNorms("batch,layer,none", "norms"); });
  EXPECT_EQ(done(), 4U);
  EXPECT_TRUE(waitFor([&] { return textOf("lab-progress") == "4 of 6 networks are done"; }));
  set([](Laboratory& lab) { lab.training.epochs = 3; });
  EXPECT_EQ(done(), 0U);
  workspace.undo();
  workspace.undo();
  EXPECT_EQ(job().recordsOf(workspace.laboratory().training), before);
}

TEST_F(LaboratoryInWindow, GoesOnAfterARestart) {
  const TemporaryFolder folder;
  const std::string path = folder.file("laboratory.json");
  window.laboratory().keepIn(path);
  makeQuick();
  trainAll();
  Workspace other;
  MainWindow later(other);
  other.open("normal:2,2,2,2");
  later.laboratory().keepIn(path);
  Laboratory more = workspace.laboratory();
  more.training.seeds = 2;
  other.setLaboratory(more);
  const auto known = [&] { return later.laboratory().results().training().recordsOf(more.training).size(); };
  EXPECT_TRUE(waitFor([&] { return known() == 4; })) << known();
}

TEST_F(LaboratoryInWindow, ADamagedFileIsSaidAndReplacedByTheNextStart) {
  const TemporaryFolder folder;
  const std::string path = folder.file("laboratory.json");
  std::ofstream(path) << "{\"normscope\": \"laboratory\"";
  window.laboratory().keepIn(path);
  ASSERT_TRUE(waitFor([&] { return child<QLabel>("lab-problem")->isVisible(); }));
  EXPECT_THAT(textOf("lab-problem").toStdString(),
              HasSubstr("what was trained before can't be read: " + path));
  EXPECT_THAT(textOf("lab-problem").toStdString(), HasSubstr("; the next start replaces it"));
  makeQuick();
  trainAll();
  EXPECT_TRUE(experimentIn(path)->training);
}

TEST_F(LaboratoryInWindow, WhatCannotBeTrainedIsRefusedBeforeTheStart) {
  auto* sizes = child<QLineEdit>("train-sizes");
  const auto type = [&](const char* text) {
    sizes->selectAll();
    QTest::keyClicks(sizes, QString::fromUtf8(text));
    QTest::keyClick(sizes, Qt::Key_Return);
  };
  type("5000");
  EXPECT_TRUE(waitFor([&] { return child<QLabel>("lab-problem")->isVisible(); }));
  EXPECT_EQ(textOf("lab-problem"),
            "batch size 5000: there are only 1297 pictures to train on; give up to 1297");
  EXPECT_FALSE(child<QPushButton>("lab-start")->isEnabled());
  const int height = sizes->mapTo(&window, QPoint()).y();
  type("32 -2");
  EXPECT_TRUE(waitFor([&] { return child<QLabel>("lab-unread")->isVisible(); }));
  QTest::qWait(50);
  EXPECT_EQ(sizes->mapTo(&window, QPoint()).y(), height) << "nothing moves";
  EXPECT_EQ(textOf("lab-unread"), "batch sizes: '32 -2' is no list of numbers; write such as 32 16 8 4 2");
  type("32 2x");
  EXPECT_EQ(textOf("lab-unread"), "batch sizes: '32 2x' is no list of numbers; write such as 32 16 8 4 2");
  // What is changed beside it does not make it what is set.
  child<QSpinBox>("epochs")->setValue(3);
  EXPECT_EQ(textOf("lab-unread"), "batch sizes: '32 2x' is no list of numbers; write such as 32 16 8 4 2");
  EXPECT_FALSE(child<QPushButton>("lab-start")->isEnabled());
  type("8, 2");
  EXPECT_EQ(workspace.laboratory().training.batchSizes, (std::vector<int>{8, 2}));
  EXPECT_TRUE(waitFor([&] { return child<QPushButton>("lab-start")->isEnabled(); }));
  EXPECT_FALSE(child<QLabel>("lab-unread")->isVisible());
}

TEST_F(LaboratoryInWindow, TheLastNormStays) {
  set([](Laboratory& lab) { lab.training.norms = lab::parseLabNorms("batch,none", "norms"); });
  auto* batch = child<QCheckBox>("train-batch");
  child<QCheckBox>("train-none")->click();
  EXPECT_EQ(toText(workspace.laboratory().training.norms), "batch");
  EXPECT_FALSE(batch->isEnabled());
  EXPECT_EQ(batch->toolTip(), "One norm must stay");
  child<QCheckBox>("train-layer")->click();
  EXPECT_EQ(toText(workspace.laboratory().training.norms), "batch,layer");
}

TEST_F(LaboratoryInWindow, BatchesAreDrawnAtOnce) {
  set([](Laboratory& lab) { lab.statistics.seeds = 5; });
  child<QRadioButton>("experiment-0")->click();
  ASSERT_TRUE(waitFor([&] { return !window.laboratory().results().isBusy() && !plot(0).isEmpty(); }));
  EXPECT_THAT(plot(0).title, HasSubstr("the mean of a batch"));
  EXPECT_THAT(plot(1).title, HasSubstr("the variance of a batch"));
  EXPECT_THAT(plot(2).title, HasSubstr("y of a batch"));
  EXPECT_THAT(textOf("lab-words").toStdString(), HasSubstr("lie within a sample"));
  choose("draw-source", "The open tensor");
  EXPECT_TRUE(waitFor([&] { return textOf("lab-problem").contains("the tensor has only 8 samples"); }));
  set([](Laboratory& lab) { lab.statistics.batchSizes = {8, 2}; });
  EXPECT_TRUE(waitFor([&] { return !window.laboratory().results().isBusy() && !plot(0).isEmpty(); }));
  EXPECT_EQ(textOf("lab-title"), "normal:8,6,8,8 8×6×8×8");
}

TEST_F(LaboratoryInWindow, TheTimelineIsScrubbedBackAndForth) {
  child<QRadioButton>("experiment-1")->click();
  ASSERT_TRUE(waitFor([&] { return !window.laboratory().results().isBusy() && !plot(2).isEmpty(); }));
  auto* slider = child<QSlider>("lab-timeline");
  EXPECT_TRUE(slider->isVisible());
  slider->setValue(40);
  EXPECT_EQ(workspace.laboratory().batch, 40);
  EXPECT_TRUE(waitFor([&] { return textOf("lab-words").startsWith("After 40 batches: running mean"); }));
  EXPECT_TRUE(waitFor([&] { return plot(2).note == "batch 40, counted from 0"; }));
  slider->setValue(0);
  EXPECT_TRUE(waitFor(
      [&] { return textOf("lab-words").startsWith("After 0 batches: running mean 0, variance 1;"); }));
  workspace.undo();
  EXPECT_EQ(workspace.laboratory().batch, 0) << "one drag is one step";
}

TEST_F(LaboratoryInWindow, TheSwitchesFreezeALayer) {
  child<QRadioButton>("experiment-1")->click();
  set([](Laboratory& lab) { lab.batch = 10; });
  child<QCheckBox>("update-running")->click();
  EXPECT_EQ(workspace.laboratory().timeline.frozenFrom, 10);
  child<QCheckBox>("use-running")->click();
  EXPECT_TRUE(waitFor([&] { return textOf("lab-words").contains("This layer is frozen"); }));
  const auto& running = plot(0).curves()->curves[2].points;
  EXPECT_EQ(running[10].y, running[200].y);
  EXPECT_NE(running[9].y, running[10].y);
}

TEST_F(LaboratoryInWindow, TheMistakeIsAPreset) {
  child<QRadioButton>("experiment-1")->click();
  click("mistake");
  const lab::TimelineSettings& timeline = workspace.laboratory().timeline;
  EXPECT_EQ(timeline.momentum, 1 - 1e-4);
  EXPECT_EQ(timeline.startVariance, 0);
  EXPECT_TRUE(timeline.useRunning);
  EXPECT_TRUE(waitFor([&] { return textOf("lab-words").startsWith("After 1 batch: running mean"); }));
  EXPECT_TRUE(waitFor([&] { return !plot(0).isEmpty(); }));
  const auto& curves = plot(0).curves()->curves;
  EXPECT_NEAR(curves[2].points[1].y, 0.9999 * curves[0].points[0].y, 1e-12);
  workspace.undo();
  EXPECT_EQ(workspace.laboratory().timeline, lab::TimelineSettings());
}

TEST_F(LaboratoryInWindow, PlotsAreExportedWithTheirSettingsAndOpenedAgain) {
  makeQuick();
  trainAll();
  set([](Laboratory& lab) { lab.published = true; });
  ExportDialog* dialog = laboratoryDialog(window, 0);
  ASSERT_NE(dialog, nullptr);
  delete dialog;
  const TemporaryFolder folder;
  const auto before = job().recordsOf(workspace.laboratory().training);
  const lab::TrainingSettings settings = workspace.laboratory().training;
  for (const char* name : {"lab.svg", "lab.pdf", "lab.png"}) {
    const std::string path = folder.file(name);
    writePlot(plot(0), window.theme(), path, 100, {{}, false, window.laboratory().settingsText()});
    const auto saved = experimentIn(path);
    ASSERT_TRUE(saved && saved->training) << name;
    EXPECT_EQ(saved->training->settings, settings);
    EXPECT_EQ(saved->training->done.size(), 4U);
    press("page-0");
    set([](Laboratory& lab) { lab.training = {}; });
    window.opener().open(path);
    ASSERT_TRUE(waitFor([&] { return workspace.view().page == Page::laboratory; })) << name;
    EXPECT_EQ(workspace.laboratory().training, settings);
    EXPECT_EQ(job().recordsOf(settings), before);
  }
  writePlot(plot(0), window.theme(), folder.file("lab.csv"));
  std::ifstream csv(folder.file("lab.csv"));
  std::string header;
  std::getline(csv, header);
  EXPECT_EQ(header, "norm,batch_size,seed,error,values_behind_mean,last_stage");
}

TEST_F(LaboratoryInWindow, StatisticsOfATensorAreOpenedAgainWithIt) {
  set([](Laboratory& lab) {
    lab.experiment = Experiment::statistics;
    lab.samples = LabSamples::openTensor;
    lab.statistics.batchSizes = {4, 1};
    lab.statistics.seeds = 3;
  });
  ASSERT_TRUE(waitFor([&] { return !window.laboratory().results().isBusy() && !plot(0).isEmpty(); }));
  const TemporaryFolder folder;
  const std::string path = folder.file("lab.svg");
  writePlot(plot(0), window.theme(), path, 100, {{}, false, window.laboratory().settingsText()});
  workspace.startAfresh();
  workspace.open("normal:2,2,3,3");
  settle();
  EXPECT_EQ(workspace.laboratory().samples, LabSamples::digits);
  window.opener().open(path);
  ASSERT_TRUE(waitFor([&] { return workspace.laboratory().samples == LabSamples::openTensor; }));
  EXPECT_EQ(workspace.source(), "normal:8,6,8,8");
  EXPECT_EQ(workspace.laboratory().statistics.batchSizes, (std::vector<int>{4, 1}));
}

TEST_F(LaboratoryInWindow, ASessionHoldsItAndOnlyWhereItIsUsed) {
  press("page-0");
  EXPECT_THAT(toJson(savedOf(workspace.document(), "light")), HasSubstr("\"version\": 1"));
  set([](Laboratory& lab) {
    lab.experiment = Experiment::running;
    lab.timeline = lab::startsAtZero();
    lab.timeline.frozenFrom = 7;
    lab.batch = 9;
    lab.training.batchSizes = {4};
    lab.curvesOf = 4;
    lab.published = true;
  });
  press("page-3");
  const std::string text = toJson(savedOf(workspace.document(), "light"));
  EXPECT_THAT(text, HasSubstr("\"version\": 2"));
  EXPECT_EQ(documentOf(readSession(text, "session")), workspace.document());
}

TEST_F(LaboratoryInWindow, StepsHaveNames) {
  const auto undoText = [&] { return child<QAction>("undo")->text().toStdString(); };
  EXPECT_EQ(undoText(), "&Undo laboratory");
  child<QRadioButton>("experiment-1")->click();
  EXPECT_EQ(undoText(), "&Undo running statistics");
  choose("convention", "Keras");
  EXPECT_EQ(undoText(), "&Undo convention of momentum");
  click("mistake");
  EXPECT_EQ(undoText(), "&Undo convention of momentum");
  child<QRadioButton>("experiment-2")->click();
  child<QSpinBox>("epochs")->setValue(20);
  EXPECT_EQ(undoText(), "&Undo epochs 15 → 20");
  child<QCheckBox>("published")->click();
  EXPECT_EQ(undoText(), "&Undo show the paper's Figure 1");
}

}  // namespace laboratory_test
}  // namespace normscope
