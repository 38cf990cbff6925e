#include "ui/workspace/step_name.h"

#include <gmock/gmock.h>

#include <QLineEdit>
#include <QMenuBar>
#include <QSlider>
#include <QSpinBox>

#include "core/document/changes.h"
#include "core/io/generate.h"
#include "core/io/npy.h"
#include "tests/core/temporary_folder.h"
#include "tests/ui/window_fixture.h"

namespace normscope {
namespace undo_test {

Document state(const char* source, const char* layout, const char* spec) {
  const Extents extents = isGenerated(source) ? parseGenerated(source).extents : Extents{8, 6, 8, 8};
  return withSpec(withTensor(emptyDocument(), source, Shape(Layout::parse(layout), extents)),
                  parseNormSpec(spec));
}

std::string name(const Document& from, const Document& to) {
  return nameOfStep(from, to).toStdString();
}

std::string named(const char* from, const char* to) {
  return name(state("normal:8,6,8,8", "NCHW", from), state("normal:8,6,8,8", "NCHW", to));
}

TEST(StepName, SaysWhatOfTheNormDiffers) {
  EXPECT_EQ(named("group:groups=2", "group:groups=4"), "groups 2 → 4");
  EXPECT_EQ(named("group:groups=2", "layer"), "Group Norm → Layer Norm");
  EXPECT_EQ(named("batch", "batch:workers=4"), "workers 1 → 4");
  EXPECT_EQ(named("batch", "batch:mode=eval"), "statistics this batch → running");
  EXPECT_EQ(named("batch", "batch:momentum=none"), "momentum 0.1 → none");
  EXPECT_EQ(named("batch", "batch:eps=0.001"), "ε 10⁻⁵ → 0.001");
  EXPECT_EQ(named("batch:eps_at=outside", "batch"), "place of ε after √ → in √");
  EXPECT_EQ(named("batch", "batch:variance=unbiased"), "variance biased → unbiased");
  EXPECT_EQ(named("batch", "batch:affine=none"), "γ, β channel → none");
  EXPECT_EQ(named("layer", "layer:over=C"), "reduced axes default → C");
  EXPECT_EQ(named("custom:over=H+W", "custom:over=H+W,center=false"), "mean subtracted → kept");
  EXPECT_EQ(named("batch", "batch:workers=2,eps=0.1"), "workers 1 → 2, ε 10⁻⁵ → 0.1");
}

TEST(StepName, SaysWhatOfTheTensorDiffers) {
  const Document start = state("normal:8,6,8,8", "NCHW", "batch");
  EXPECT_EQ(name(start, state("normal:4,6,8,8", "NCHW", "batch")), "N 8 → 4");
  EXPECT_EQ(name(start, state("normal:8,6,8,8:seed=7", "NCHW", "batch")), "seed 0 → 7");
  EXPECT_EQ(name(start, state("normal:1,2,3,4", "NCHW", "batch")), "shape 8×6×8×8 → 1×2×3×4");
  EXPECT_EQ(name(start, state("normal:8,8,8,6", "NHWC", "batch")), "layout NCHW → NHWC");
  EXPECT_EQ(name(start, state("uniform:8,6,8,8", "NCHW", "batch")), "open uniform 8×6×8×8");
  EXPECT_EQ(name(start, state("sample:photo", "NCHW", "batch")), "open sample photo");
  EXPECT_EQ(name(start, state("/data/x.npy", "NCHW", "layer")), "open x.npy");
  EXPECT_EQ(name(state("/data/x.npy", "NCHW", "batch"), state("/data/x.npy", "NHWC", "batch")),
            "layout NCHW → NHWC");
}

TEST(StepName, SaysWhatOfTheViewDiffers) {
  const Document start = state("normal:8,6,8,8", "NCHW", "batch");
  const auto viewed = [&](auto set) {
    View view = start.view;
    set(view);
    return name(start, withView(start, view));
  };
  EXPECT_EQ(viewed([](View& view) { view.page = Page::maps; }), "feature maps");
  EXPECT_EQ(viewed([](View& view) { view.shown = Shown::y; }), "show y");
  EXPECT_EQ(viewed([](View& view) { view.parameters = true; }), "show what shares γ and β");
  EXPECT_EQ(viewed([](View& view) { view.memory = true; }), "show the memory ribbon");
  EXPECT_EQ(viewed([](View& view) { view.cube.unfold = 'W'; }), "unfold W");
  EXPECT_EQ(viewed([](View& view) { view.cube.reveal = CubeReveal::closed; }), "inside of the box");
  EXPECT_EQ(viewed([](View& view) { view.camera.yaw = 3; }), "turn the cube");
  EXPECT_EQ(name(start, withNormCount(start, 4)), "the paper's four norms");
  EXPECT_EQ(name(start, withSelection(start, {5, true})), "select an element");
  EXPECT_EQ(name(start, withDevice(start, parseDeviceChoice("reference"))), "device");
}

class Undo : public Window {
 protected:
  std::size_t count() { return store.history().steps(); }
  std::string undoText() { return window.findChild<QAction*>(QStringLiteral("undo"))->text().toStdString(); }
  void pressUndo() { QTest::keyClick(&window, Qt::Key_Z, Qt::ControlModifier); }
  void pressRedo() { QTest::keyClick(&window, Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier); }

  Store& store = workspace.store();
};

TEST_F(Undo, TheFirstTensorIsNoStep) {
  EXPECT_EQ(count(), 0U);
  EXPECT_EQ(undoText(), "&Undo");
  const auto* undo = window.findChild<QAction*>(QStringLiteral("undo"));
  EXPECT_FALSE(undo->isEnabled());
  EXPECT_EQ(undo->toolTip(), "Nothing has been changed yet");
}

TEST_F(Undo, KeysGoBackAndForwardThroughNamedSteps) {
  press("kind-layer");
  press("kind-batch");
  EXPECT_EQ(undoText(), "&Undo Layer Norm → Batch Norm");
  pressUndo();
  EXPECT_EQ(toText(workspace.spec()), "layer");
  EXPECT_EQ(undoText(), "&Undo Group Norm → Layer Norm");
  pressUndo();
  EXPECT_EQ(toText(workspace.spec()), "group:groups=2");
  EXPECT_EQ(workspace.plan()->setCount(), 16);
  pressRedo();
  pressRedo();
  EXPECT_EQ(toText(workspace.spec()), "batch");
  EXPECT_FALSE(store.history().redoStep().has_value());
  settle();
  EXPECT_EQ(workspace.currentComputation()->result.plan.setCount(), 6);
}

TEST_F(Undo, ANewStepForgetsWhatWasUndone) {
  press("kind-layer");
  pressUndo();
  press("kind-rms");
  EXPECT_EQ(count(), 1U);
  EXPECT_EQ(undoText(), "&Undo Group Norm → RMS Norm");
}

TEST_F(Undo, OneDragOfASliderIsOneStep) {
  store.setPatience(0);
  auto* slider = child<QSlider>("groups");
  QTest::mousePress(slider, Qt::LeftButton, {}, slider->rect().center());
  const std::size_t steps = count();
  slider->setValue(0);
  slider->setValue(1);
  slider->setValue(2);
  slider->setValue(3);
  QTest::mouseRelease(slider, Qt::LeftButton);
  EXPECT_LE(count(), 1U) << steps;
  EXPECT_EQ(undoText(), "&Undo groups 2 → 6");
  QTest::qWait(2);
  slider->setValue(0);
  EXPECT_EQ(count(), 2U) << "another drag is another step";
}

TEST_F(Undo, TurnsInQuickSuccessionAreOneStepAndASlowOneIsItsOwn) {
  store.setPatience(100000);
  auto* extent = child<QSpinBox>("extent-N");
  extent->stepUp();
  extent->stepUp();
  EXPECT_EQ(count(), 1U);
  EXPECT_EQ(undoText(), "&Undo N 8 → 10");
  child<QSpinBox>("extent-C")->stepUp();
  EXPECT_EQ(count(), 2U) << "another dial";
  store.setPatience(0);
  QTest::qWait(2);
  child<QSpinBox>("extent-C")->stepUp();
  EXPECT_EQ(count(), 3U);
}

TEST_F(Undo, ADialThatIsTurnedBackLeavesNoStep) {
  auto* slider = child<QSlider>("groups");
  slider->setValue(3);
  slider->setValue(1);
  EXPECT_EQ(count(), 0U);
}

TEST_F(Undo, AFieldWithNothingTypedLeavesTheKeysToTheWindow) {
  auto* extent = child<QSpinBox>("extent-N");
  extent->setFocus();
  extent->stepUp();
  QTest::keyClick(extent, Qt::Key_Z, Qt::ControlModifier);
  EXPECT_EQ(workspace.source(), "normal:8,6,8,8");
}

TEST_F(Undo, OpeningAFileIsAStepToo) {
  const TemporaryFolder folder;
  const std::string path = folder.file("x.npy");
  writeNpy(path, Tensor::of<double>(DType::float32, {2, 4, 3}, std::vector<double>(24, 1.5)));
  workspace.open(path);
  ASSERT_TRUE(QTest::qWaitFor([&] { return workspace.source() == path; }, patience));
  press("kind-layer");
  EXPECT_EQ(count(), 2U);
  pressUndo();
  EXPECT_EQ(undoText(), "&Undo open x.npy");
  pressUndo();
  EXPECT_EQ(workspace.source(), "normal:8,6,8,8");
  EXPECT_EQ(workspace.shape().layout().letters(), "NCHW");
  pressRedo();
  ASSERT_TRUE(QTest::qWaitFor([&] { return workspace.source() == path; }, patience));
  EXPECT_EQ(count(), 2U);
  EXPECT_EQ(store.history().position(), 1U);
  pressRedo();
  EXPECT_EQ(toText(workspace.spec()), "layer");
  settle();
}

TEST_F(Undo, SeveralPressesGoBackAsManyStepsThoughAFileIsReadOnTheWay) {
  const TemporaryFolder folder;
  const std::string path = folder.file("x.npy");
  writeNpy(path, Tensor::of<double>(DType::float32, {2, 4, 3}, std::vector<double>(24, 1.5)));
  workspace.open(path);
  ASSERT_TRUE(QTest::qWaitFor([&] { return workspace.source() == path; }, patience));
  press("kind-layer");
  workspace.open("normal:4,4,4");
  press("kind-batch");
  ASSERT_EQ(count(), 4U);
  settle();
  for (int i = 0; i < 3; ++i) pressUndo();  // to the file, which must be read
  EXPECT_EQ(workspace.source(), "normal:4,4,4");
  ASSERT_TRUE(QTest::qWaitFor([&] { return workspace.source() == path; }, patience));
  EXPECT_EQ(store.history().position(), 1U);
  EXPECT_EQ(toText(workspace.spec()), "group:groups=2");
  for (int i = 0; i < 3; ++i) pressRedo();
  EXPECT_EQ(store.history().position(), 4U);
  EXPECT_EQ(toText(workspace.spec()), "batch");
  settle();
}

TEST_F(Undo, AFileThatIsGoneIsSaidAndLosesNothing) {
  const TemporaryFolder folder;
  const std::string path = folder.file("x.npy");
  writeNpy(path, Tensor::of<double>(DType::float32, {2, 4}, std::vector<double>(8, 1.5)));
  workspace.open(path);
  ASSERT_TRUE(QTest::qWaitFor([&] { return workspace.source() == path; }, patience));
  settle();
  workspace.open("normal:4,4");
  settle();
  std::filesystem::remove(path);
  pressUndo();
  ASSERT_TRUE(
      QTest::qWaitFor([&] { return !workspace.problem(Workspace::Place::source).empty(); }, patience));
  EXPECT_EQ(workspace.source(), "normal:4,4");
  pressRedo();
  EXPECT_EQ(workspace.source(), "normal:4,4");
  press("kind-layer");
  EXPECT_EQ(undoText(), "&Undo Group Norm → Layer Norm");
}

TEST_F(Undo, TheLayoutAndTheNormThatHadToFitComeBackTogether) {
  workspace.open("normal:4,12,3,3");
  workspace.setSpec(parseNormSpec("group:groups=12"));
  workspace.open("normal:4,5,3,3");
  EXPECT_EQ(workspace.spec().groups, 5);
  workspace.undo();
  EXPECT_EQ(workspace.source(), "normal:4,12,3,3");
  EXPECT_EQ(workspace.spec().groups, 12);
  choose("layout", QStringLiteral("NHWC"));
  EXPECT_EQ(undoText(), "&Undo layout NCHW → NHWC");
  workspace.undo();
  EXPECT_EQ(workspace.shape().layout().letters(), "NCHW");
  settle();
}

TEST_F(Undo, NewGoesBackToTheBuiltInStart) {
  workspace.open("normal:2,3");
  press("kind-layer");
  QTest::keyClick(&window, Qt::Key_N, Qt::ControlModifier);
  EXPECT_EQ(workspace.source(), "normal:8,6,8,8");
  EXPECT_EQ(toText(workspace.spec()), "group:groups=2");
  pressUndo();
  EXPECT_EQ(workspace.source(), "normal:2,3");
  EXPECT_EQ(toText(workspace.spec()), "layer");
  settle();
}

TEST_F(Undo, WhatIsLookedAtIsUndoneToo) {
  press("page-1");
  press("norms-2");
  press("shown-4");
  press("show-memory");
  pressUndo();
  EXPECT_FALSE(window.memory().isVisible());
  pressUndo();
  EXPECT_EQ(workspace.view().shown, Shown::set);
  pressUndo();
  EXPECT_EQ(workspace.normCount(), 1U);
  EXPECT_EQ(undoText(), "&Undo feature maps");
  pressUndo();
  EXPECT_TRUE(window.cube().isVisible());
  EXPECT_EQ(count(), 4U);
  settle();
}

TEST_F(Undo, TurnsOfTheCubeAreOneStepAndSoAreSelections) {
  store.setPatience(0);
  QTest::keyClick(&window.cube(), Qt::Key_Right, Qt::ShiftModifier);
  QTest::qWait(2);
  QTest::keyClick(&window.cube(), Qt::Key_Up, Qt::ShiftModifier);
  EXPECT_EQ(count(), 1U);
  EXPECT_EQ(undoText(), "&Undo turn the cube");
  QTest::keyClick(&window.cube(), Qt::Key_Right);
  QTest::qWait(2);
  QTest::keyClick(&window.cube(), Qt::Key_Right);
  EXPECT_EQ(count(), 2U);
  pressUndo();
  EXPECT_EQ(workspace.selection().element, 0);
  pressUndo();
  EXPECT_EQ(window.cube().camera(), CubeCamera::paper());
  settle();
}

TEST_F(Undo, HoveringForgetsNothing) {
  press("kind-layer");
  pressUndo();
  QTest::mouseMove(&window.cube(), pointOfAnotherSet());
  EXPECT_NE(workspace.selection().element, 0);
  pressRedo();
  EXPECT_EQ(toText(workspace.spec()), "layer");
  settle();
}

}  // namespace undo_test
}  // namespace normscope
