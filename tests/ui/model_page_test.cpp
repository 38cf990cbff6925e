#include "ui/pages/model_page.h"

#include <gmock/gmock.h>

#include <QAbstractButton>
#include <QClipboard>
#include <QGuiApplication>
#include <QLineEdit>
#include <QTableView>

#include "core/document/changes.h"
#include "tests/core/checkpoint_file.h"
#include "tests/core/recorded_run.h"
#include "tests/ui/window_fixture.h"
#include "ui/pages/model/model_rows.h"
#include "ui/window/scene_opener.h"

namespace normscope {
namespace model_page_test {

class Model : public Window {
 protected:
  std::string checkpoint() {
    return checkpointOf(folder_, "model.safetensors",
                        {{"layers.0.bn.weight", vectorOf({0.9, 1.1, 1.2})},
                         {"layers.0.bn.bias", vectorOf({0.1, 0.1, 0.2})},
                         {"layers.0.bn.running_mean", vectorOf({0.5, 1, 2})},
                         {"layers.0.bn.running_var", vectorOf({0.5, 0, 2})},
                         {"layers.1.norm.weight", vectorOf({0.9, 1.1, 1.2})},
                         {"head.weight", vectorOf({1, 2})}});
  }

  std::string run() { return folder_.fileOf("run.safetensors", threeLayerRunBytes()); }

  void open(const std::string& path) {
    window.opener().open(path);
    ASSERT_TRUE(QTest::qWaitFor(
        [&] {
          return workspace.view().page == Page::model && !page().job().isReading() &&
                 !page().job().isChecking() && page().table().rowCount() > 0;
        },
        patience));
  }

  ModelPage& page() { return window.model(); }
  QTableView* view() { return child<QTableView>("model-table"); }
  QString cell(int row, int column) { return view()->model()->index(row, column).data().toString(); }
  void click(int row) {
    QTest::mouseClick(view()->viewport(), Qt::LeftButton, {},
                      view()->visualRect(view()->model()->index(row, 0)).center());
  }

  TemporaryFolder folder_;
};

TEST_F(Model, IsEmptyAndSaysWhatToOpen) {
  workspace.setView(&View::page, Page::model);
  EXPECT_EQ(textOf("model-title"), "No model is open");
  EXPECT_TRUE(child<QPushButton>("model-open")->isVisible());
  EXPECT_FALSE(view()->isVisible());
}

TEST_F(Model, WhatCannotBeOpenedIsSaidOnItsPage) {
  open(checkpoint());
  window.opener().open(folder_.fileOf("bad.npy", "\x93NUMPY and no more"));
  ASSERT_TRUE(QTest::qWaitFor([&] { return child<QFrame>("scene-notice")->isVisible(); }, patience));
  EXPECT_THAT(textOf("scene-notice-line").toStdString(), testing::HasSubstr("bad.npy: "));
  workspace.setView(&View::page, Page::cube);
  workspace.open("sample:normal");
  ASSERT_TRUE(QTest::qWaitFor([&] { return !child<QFrame>("scene-notice")->isVisible(); }, patience));
}

TEST_F(Model, OfACheckpointIsAListOfItsNorms) {
  open(checkpoint());
  EXPECT_EQ(textOf("model-title"), "2 norms, something odd about 1");
  EXPECT_EQ(textOf("model-subtitle"), "model.safetensors: 6 tensors in safetensors");
  EXPECT_EQ(cell(0, 0), "layers.0.bn");
  EXPECT_EQ(cell(0, 1), "batch");
  EXPECT_EQ(cell(0, 2), "3");
  EXPECT_EQ(cell(0, 3), "0.9000");
  EXPECT_EQ(cell(0, 7),
            "the running variance is 0 in 1 of 3 channels (1): x − mean is divided by √ε alone there");
  EXPECT_EQ(cell(1, 7), "nothing");
  click(0);
  EXPECT_EQ(textOf("layer-title"), "layers.0.bn");
  EXPECT_THAT(textOf("layer-words").toStdString(),
              testing::HasSubstr("The weight is γ itself, it seems: its mean is 1.07 and none is negative."));
  EXPECT_EQ(workspace.source(), "normal:8,6,8,8") << "a checkpoint has no x";
}

TEST_F(Model, IsFilteredAndSorted) {
  open(checkpoint());
  child<QLineEdit>("model-filter")->setText("NORM");
  ASSERT_EQ(view()->model()->rowCount(), 1);
  EXPECT_EQ(cell(0, 0), "layers.1.norm");
  child<QLineEdit>("model-filter")->clear();
  press("model-problems");
  ASSERT_EQ(view()->model()->rowCount(), 1);
  EXPECT_EQ(cell(0, 0), "layers.0.bn");
  press("model-all");
  view()->sortByColumn(0, Qt::DescendingOrder);
  EXPECT_EQ(cell(0, 0), "layers.1.norm");
  press("model-problems-first");
  EXPECT_EQ(cell(0, 0), "layers.0.bn");
  view()->sortByColumn(-1, Qt::AscendingOrder);
  press("model-problems-first");
  EXPECT_EQ(cell(0, 0), "layers.0.bn");
}

TEST_F(Model, IsAStepThatUndoTakesBack) {
  open(checkpoint());
  workspace.undo();
  EXPECT_EQ(workspace.view().page, Page::cube);
  EXPECT_EQ(workspace.model(), "");
  EXPECT_EQ(page().table().rowCount(), 0);
  workspace.redo();
  EXPECT_TRUE(QTest::qWaitFor([&] { return page().table().rowCount() == 2; }, patience));
}

TEST_F(Model, ThatCannotBeReadSaysWhy) {
  workspace.change(withModel(workspace.document(), folder_.file("none.safetensors")));
  ASSERT_TRUE(QTest::qWaitFor([&] { return !page().job().isReading(); }, patience));
  EXPECT_EQ(textOf("model-title"), "none.safetensors");
  EXPECT_THAT(textOf("model-problem").toStdString(), testing::HasSubstr("there is no such file"));
}

TEST_F(Model, OfARunIsChecked) {
  open(run());
  EXPECT_EQ(textOf("model-title"), "1 is what it says · 1 is not · of 1 it can’t be told");
  EXPECT_THAT(
      textOf("model-subtitle").toStdString(),
      testing::StartsWith("run.safetensors · the first in the order of the calls: b.gn · checked in "));
  EXPECT_EQ(cell(0, 5), "as declared");
  EXPECT_EQ(cell(1, 0), "b.gn");
  EXPECT_THAT(cell(1, 2).toStdString(), testing::HasSubstr("unbiased"));
  EXPECT_THAT(cell(1, 5).toStdString(), testing::HasSubstr("unbiased variance"));
  EXPECT_THAT(cell(2, 5).toStdString(), testing::StartsWith("its tensor '2.y' is missing; "))
      << "the file and the record stand beside it";
}

TEST(ModelRows, LeaveOutWhatIsUsualAndSayWhatIsOdd) {
  RunRecord record;
  record.type = "torch.nn.BatchNorm2d";
  record.className = "BatchNorm2d";
  record.layer = "bn1";
  record.repr = "BatchNorm2d(64, eps=1e-05, momentum=0.01, affine=True, bias=True, track_running_stats=True)";
  LayerVerdict verdict;
  verdict.ok = true;
  verdict.notes = {"γ is near 0 in 1 of 64 channels (2): dead, since y is β there", "another"};
  const ModelRow row = rowOf(record, verdict);
  EXPECT_EQ(row.standing, Standing::note);
  EXPECT_EQ(row.cells[1].text, "BatchNorm2d(64, momentum=0.01)");
  EXPECT_EQ(row.cells[1].whole().toStdString(), record.repr);
  EXPECT_EQ(row.cells[5].text, "as declared · γ is near 0 in 1 of 64 channels (2) · 1 more");
  EXPECT_THAT(csvOf(runColumns(), {row}).toStdString(), testing::HasSubstr('"' + record.repr + '"'));
  verdict.declared.isByName = true;
  EXPECT_EQ(rowOf(record, verdict).cells[5].text,
            "as its name says · γ is near 0 in 1 of 64 channels (2) · 1 more");
  record.className = "Own";
  EXPECT_EQ(rowOf(record, verdict).cells[1].text.toStdString(), record.repr) << "its defaults are not known";
}

TEST_F(Model, HasColumnsAsWideAsTheirTexts) {
  open(run());
  EXPECT_GE(view()->columnWidth(0), page().table().widthOf(0));
  view()->setColumnWidth(0, 77);
  QTest::mouseClick(child<QAbstractButton>("model-again"), Qt::LeftButton);
  ASSERT_TRUE(
      QTest::qWaitFor([&] { return !page().job().isReading() && !page().job().isChecking(); }, patience));
  EXPECT_GE(view()->columnWidth(0), page().table().widthOf(0));
}

TEST_F(Model, ALayerThatIsClickedIsWhatTheOtherPagesShow) {
  const std::string path = run();
  open(path);
  click(1);
  ASSERT_TRUE(QTest::qWaitFor([&] { return workspace.source() == path + "::1.x"; }, patience));
  EXPECT_EQ(workspace.view().page, Page::model);
  ASSERT_EQ(workspace.normCount(), 2);
  EXPECT_EQ(workspace.norm(0).spec, parseNormSpec("group:groups=2,affine=none"));
  EXPECT_EQ(workspace.norm(1).spec, parseNormSpec("group:groups=2,variance=unbiased,affine=none"));
  EXPECT_EQ(workspace.view().shown, Shown::difference);
  EXPECT_TRUE(workspace.selection().pinned);
  ASSERT_TRUE(QTest::qWaitFor([&] { return workspace.currentTensor() != nullptr; }, patience));
  EXPECT_FALSE(workspace.layoutGuess()) << "the record says it";
  EXPECT_THAT(
      textOf("layer-words").toStdString(),
      testing::AllOf(testing::StartsWith("It is not Group Norm, G = 2, no γ and β: you normalized with"),
                     testing::HasSubstr("\ny is x under Group Norm, G = 2, unbiased σ², no γ and β: ")));
  QTest::mouseClick(child<QPushButton>("layer-cube"), Qt::LeftButton);
  ASSERT_TRUE(QTest::qWaitFor([&] { return workspace.view().page == Page::cube; }, patience));
  EXPECT_EQ(workspace.model(), path);
}

TEST_F(Model, IsCopiedAsCsv) {
  open(run());
  view()->setFocus();
  QTest::keyClick(view(), Qt::Key_C, Qt::ControlModifier);
  const QStringList lines = QGuiApplication::clipboard()->text().split('\n');
  ASSERT_EQ(lines.size(), 5);
  EXPECT_EQ(lines[0], "Layer,Declared,Found,Largest error,Bound,Verdict");
  EXPECT_TRUE(lines[1].startsWith("a.gn,\"GroupNorm(2, 4, affine=False)\",the same,"))
      << lines[1].toStdString();
}

TEST_F(Model, IsComparedWithAnother) {
  ModelJob job;
  job.open(checkpoint());
  ASSERT_TRUE(QTest::qWaitFor([&] { return job.checkpoint() != nullptr; }, patience));
  job.compareWith(
      checkpointOf(folder_, "other.safetensors", {{"layers.1.norm.weight", vectorOf({1.8, 2.2, 2.4})}}));
  ASSERT_TRUE(QTest::qWaitFor([&] { return !job.isReading(); }, patience));
  ASSERT_TRUE(job.checkpoint()->layers[1].against);
  EXPECT_EQ(job.checkpoint()->layers[1].against->relation, TensorRelation::scaled);
  job.open(run());
  ASSERT_TRUE(QTest::qWaitFor([&] { return job.verdicts().size() == 3; }, patience));
  job.compareWith(folder_.file("run.safetensors"));
  ASSERT_TRUE(QTest::qWaitFor([&] { return !job.isReading(); }, patience));
  EXPECT_THAT(job.parting(), testing::EndsWith(".safetensors: no layer parts from the other run"));
}

TEST_F(Model, ThatIsCancelledKeepsWhatIsThere) {
  ModelJob job;
  job.open(run());
  ASSERT_TRUE(QTest::qWaitFor([&] { return job.run() != nullptr; }, patience));
  job.cancel();
  EXPECT_FALSE(job.isChecking());
  EXPECT_EQ(job.run()->records.size(), 3);
}

}  // namespace model_page_test
}  // namespace normscope
