#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <qcustomplot.h>

#include <QComboBox>
#include <QDropEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenuBar>
#include <QMimeData>
#include <QPushButton>
#include <QSlider>
#include <QSpinBox>
#include <QTest>
#include <QToolButton>

#include "core/analysis/conventions.h"
#include "core/io/npy.h"
#include "core/norm/norm_spec.h"
#include "tests/core/temporary_folder.h"
#include "tests/ui/window_fixture.h"
#include "ui/base/form.h"
#include "ui/draw/cube/cube_view.h"
#include "ui/panels/plot_column.h"
#include "ui/window/exports.h"
#include "ui/workspace/inspection.h"

namespace normscope {
namespace window_test {

/// Counts how often a widget is painted.
class Paints : public QObject {
 public:
  explicit Paints(QWidget& widget) { widget.installEventFilter(this); }
  bool eventFilter(QObject*, QEvent* event) override {
    if (event->type() == QEvent::Paint) ++count;
    return false;
  }
  int count = 0;
};

TEST_F(Window, PressingAKindChangesPlanCubeAndNumbers) {
  press("kind-layer");
  EXPECT_EQ(toText(workspace.spec()), "layer");
  EXPECT_EQ(workspace.plan()->setCount(), 8);
  settle();
  EXPECT_EQ(workspace.currentComputation()->result.statistics.mean.size(), 8U);
  EXPECT_THAT(statusLine().engine().toStdString(), testing::HasSubstr("8 sets of 384"));
}

/// Where the reference computes, nothing else says whether it is right: only what rounding did is known.
TEST_F(Window, TheReferenceIsNotComparedWithItself) {
  const auto says = [&](const QString& begin, int waits = patience) {
    return QTest::qWaitFor(
        [&] {
          const auto labels = statusLine().findChildren<QLabel*>();
          return std::any_of(labels.begin(), labels.end(),
                             [&](const QLabel* label) { return label->text().startsWith(begin); });
        },
        waits);
  };
  workspace.setDevice(parseDeviceChoice("reference"));
  EXPECT_TRUE(
      says(QStringLiteral("y is that of the double-precision reference, rounded to float32 by at most ")));
  const TemporaryFolder folder;
  writeNpy(folder.file("wide.npy"),
           Tensor::of<double>(DType::float64, {2, 3}, std::vector<double>{1, 2, 3, 4, 5, 7}));
  workspace.open(folder.file("wide.npy"), std::nullopt);
  settle();
  EXPECT_TRUE(says(QStringLiteral("y is that of the double-precision reference")));
  EXPECT_FALSE(says(QStringLiteral("y is that of the double-precision reference, "), 0));
  workspace.setDevice(parseDeviceChoice("opencl:0"));
  EXPECT_TRUE(says(QStringLiteral("largest difference from the double-precision reference ")));
}

TEST_F(Window, TheCubeIsRepaintedBeforeAnyPlot) {
  QTest::qWait(50);  // the plots of the first result
  Paints cube(window.cube());
  Paints plot(*window.findChild<QCustomPlot*>());
  press("kind-layer");
  EXPECT_EQ(workspace.plan()->setCount(), 8);
  EXPECT_EQ(cube.count, 1) << "the control returned before the cube was painted";
  EXPECT_EQ(plot.count, 0);
  EXPECT_TRUE(QTest::qWaitFor([&] { return plot.count > 0; }, patience));
}

TEST_F(Window, NothingKeepsAnOlderResult) {
  workspace.results().setMostSpareBytes(0);
  const std::weak_ptr<const Computation> older = workspace.computation();
  press("kind-layer");
  settle();
  EXPECT_TRUE(QTest::qWaitFor([&] { return older.expired(); }, patience));
}

TEST_F(Window, TheGroupsSliderOffersOnlyDivisors) {
  auto* slider = child<QSlider>("groups");
  EXPECT_EQ(slider->maximum(), 3);
  std::vector<std::int64_t> groups;
  for (int i = 0; i <= 3; ++i) {
    slider->setValue(i);
    groups.push_back(workspace.spec().groups);
  }
  EXPECT_THAT(groups, testing::ElementsAre(1, 2, 3, 6));
}

TEST_F(Window, ControlsThatDoNotApplyAreHidden) {
  EXPECT_FALSE(child<QComboBox>("workers")->isVisible());
  EXPECT_FALSE(child<QComboBox>("mode")->isVisible());
  press("kind-batch");
  EXPECT_TRUE(child<QComboBox>("workers")->isVisible());
  EXPECT_TRUE(child<QComboBox>("mode")->isVisible());
  EXPECT_FALSE(child<QSlider>("groups")->isVisible());
  press("kind-rms");
  EXPECT_FALSE(child<QComboBox>("variance")->isVisible());
}

TEST_F(Window, EveryControlReachesTheSpec) {
  press("kind-batch");
  choose("workers", QStringLiteral("4"));
  choose("variance", QStringLiteral("unbiased (n − 1)"));
  choose("eps_at", QStringLiteral("after √"));
  choose("affine", QStringLiteral("none (γ = 1, β = 0)"));
  auto* eps = child<QLineEdit>("eps");
  eps->setText(QStringLiteral("0.001"));
  emit eps->editingFinished();
  EXPECT_EQ(toText(workspace.spec()),
            "batch:workers=4,eps=0.001,eps_at=outside,variance=unbiased,affine=none");
  choose("mode", QStringLiteral("running"));
  EXPECT_FALSE(workspace.plan()->statisticsFromX());
}

TEST_F(Window, ShowsWhatOnnxWouldStoreForTheChannelOfTheSelection) {
  auto* line = child<QLabel>("conventions");
  EXPECT_FALSE(line->isVisible());
  press("kind-batch");
  settle();
  const auto number = [&](std::size_t channel) {
    const auto computation = workspace.currentComputation();
    return QString::fromStdString(
               *onnxRunningVarianceText(*computation->request.running, *computation->result.running,
                                        computation->result.plan, static_cast<std::int64_t>(channel)))
        .replace(QStringLiteral("] "), QStringLiteral("]\n"));
  };
  EXPECT_TRUE(line->isVisible());
  EXPECT_EQ(line->text(), number(0));
  workspace.select(workspace.plan()->elementOf(2, 5), true);
  EXPECT_EQ(line->text(), number(2));
  EXPECT_TRUE(line->text().startsWith(QStringLiteral("this batch makes running_var[2]\n")));
  EXPECT_TRUE(line->toolTip().endsWith(QStringLiteral("511/512 of PyTorch's unbiased one")));
  choose("mode", QStringLiteral("running"));
  EXPECT_FALSE(line->isVisible());
}

TEST_F(Window, TellsWhatOtherFrameworksCallDifferently) {
  press("kind-batch");
  EXPECT_TRUE(textOf("shapes").endsWith(QStringLiteral(
      "\nMomentum 0.1 (PyTorch: weight of the new batch) = 0.9 (weight of the old value) in ONNX "
      "and TensorFlow/Keras\nEps 1e-5: the default of Keras is 0.001")));
  press("kind-group");
  EXPECT_TRUE(textOf("shapes").endsWith(QStringLiteral("γ, β have shape [C] = [6]")));
  choose("affine", QStringLiteral("per group"));
  EXPECT_TRUE(textOf("shapes").endsWith(QStringLiteral(
      "γ, β have shape [G] = [2]\nONNX GroupNormalization has one per group in opset 18, one per channel "
      "from opset 21 on")));
}

TEST_F(Window, CustomAxesAreToggledByTheirChips) {
  press("kind-custom");
  EXPECT_EQ(workspace.spec().over, "C+H+W");
  press("axis-C");
  press("axis-N");
  EXPECT_EQ(workspace.spec().over, "N+H+W");
  EXPECT_EQ(workspace.plan()->setCount(), 6);
}

TEST_F(Window, ABadEpsIsRefusedBesideItsFieldAndChangesNothing) {
  auto* eps = child<QLineEdit>("eps");
  const auto isSaid = [this](const char* line) {
    for (const auto* label : window.findChildren<ProblemLabel*>()) {
      if (label->isVisible() && label->text() == QString::fromUtf8(line)) return true;
    }
    return false;
  };
  const auto type = [&](const char* text) {
    eps->setText(QString::fromUtf8(text));
    emit eps->editingFinished();
  };
  type("-1");
  EXPECT_EQ(workspace.spec().eps, 1e-5);
  EXPECT_TRUE(isSaid("eps=-1 is out of range; give a number of 0 or more, such as 1e-5"));
  type("abc");
  const char* const noNumber = "eps=abc is no finite number; give a number of 0 or more, such as 1e-5";
  EXPECT_TRUE(isSaid(noNumber));
  eps->setText(QStringLiteral("1e-5"));
  EXPECT_FALSE(isSaid(noNumber)) << "what was typed is gone";
}

TEST_F(Window, TheInspectorDoesNotWaitForWhatIsNotComputed) {
  workspace.setSpec(parseNormSpec("group:groups=4"));
  const auto says = [&](const char* words) { return textOf("formula") == QString::fromUtf8(words); };
  EXPECT_TRUE(QTest::qWaitFor([&] { return says("no result: see the message on the left"); }, patience))
      << textOf("formula").toStdString();
}

TEST_F(Window, AnExtentThatIsNoneSaysWhyItIsNotTaken) {
  auto* extent = child<QSpinBox>("extent-N");
  const auto problems = [this] {
    QStringList lines;
    for (const auto* label : window.findChildren<ProblemLabel*>()) {
      if (!label->isHidden()) lines << label->text();
    }
    return lines.join('|').toStdString();
  };
  extent->setFocus();
  extent->selectAll();
  QTest::keyClicks(extent, "0");
  QTest::keyClick(extent, Qt::Key_Return);
  EXPECT_EQ(extent->value(), 8);
  EXPECT_EQ(problems(), "axis N of 0: a generated tensor needs elements; give a whole number of 1 or more");
  extent->selectAll();
  QTest::keyClicks(extent, "4");
  EXPECT_EQ(problems(), "");
  QTest::keyClick(extent, Qt::Key_Return);
  EXPECT_EQ(workspace.shape().extents()[0], 4);
}

TEST_F(Window, TheShapeOfAGeneratedTensorIsEditedByAxisName) {
  child<QSpinBox>("extent-N")->setValue(4);
  settle();
  EXPECT_EQ(workspace.source(), "normal:4,6,8,8");
  choose("layout", QStringLiteral("NHWC"));
  settle();
  EXPECT_EQ(workspace.shape().extents(), (Extents{4, 8, 8, 6}));
}

TEST_F(Window, LongAxesAreShownAsTheyAre) {
  workspace.open("normal:2,100000,2,2");
  settle();
  EXPECT_EQ(child<QSpinBox>("extent-C")->value(), 100000);
  child<QSpinBox>("extent-N")->setValue(3);
  EXPECT_EQ(workspace.source(), "normal:3,100000,2,2");
}

/// The box took it for an extent of the tensor of before, and wrote beyond the extents of the new one.
TEST_F(Window, WhatWasTypedIntoAnExtentIsForgottenWithItsShape) {
  auto* extent = child<QSpinBox>("extent-W");
  extent->setFocus();
  extent->selectAll();
  QTest::keyClicks(extent, QStringLiteral("17"));
  workspace.open("normal:4,6");
  EXPECT_EQ(workspace.source(), "normal:4,6");
  EXPECT_EQ(workspace.shape().extents(), (Extents{4, 6}));
  settle();
}

TEST_F(Window, HoveringMovesTheSelectionAndClickingPinsIt) {
  const QPoint there = pointOfAnotherSet();
  const auto element = window.cube().elementAt(there);
  QTest::mouseMove(&window.cube(), there);
  ASSERT_TRUE(QTest::qWaitFor([&] { return workspace.selection().element == *element; }, patience));
  EXPECT_FALSE(workspace.selection().pinned);
  QTest::mouseClick(&window.cube(), Qt::LeftButton, {}, there);
  EXPECT_TRUE(workspace.selection().pinned);
  const QString pinned = child<QLineEdit>("inspector-index")->text();
  QTest::mouseMove(&window.cube(), pointOfAnotherSet());
  EXPECT_EQ(child<QLineEdit>("inspector-index")->text(), pinned);
  QTest::keyClick(&window, Qt::Key_Escape);
  EXPECT_FALSE(workspace.selection().pinned);
}

TEST_F(Window, DraggingTurnsTheCubeAndSelectsNothing) {
  const CubeCamera before = window.cube().camera();
  const QPoint middle = window.cube().rect().center();
  QTest::mousePress(&window.cube(), Qt::LeftButton, {}, middle);
  QTest::mouseMove(&window.cube(), middle + QPoint(40, 10));
  QTest::mouseRelease(&window.cube(), Qt::LeftButton, {}, middle + QPoint(40, 10));
  EXPECT_FALSE(window.cube().camera() == before);
  EXPECT_FALSE(workspace.selection().pinned);
}

TEST_F(Window, ArrowKeysWalkThroughTheSets) {
  window.cube().setFocus();
  QTest::keyClick(&window.cube(), Qt::Key_Right);
  EXPECT_EQ(workspace.plan()->setOf(workspace.selection().element), 1);
  QTest::keyClick(&window.cube(), Qt::Key_Left);
  EXPECT_EQ(workspace.plan()->setOf(workspace.selection().element), 0);
}

TEST_F(Window, ATypedIndexSelectsItsElementAndAnotherTextSaysWhatIsOne) {
  auto* index = child<QLineEdit>("inspector-index");
  index->setFocus();
  index->selectAll();
  QTest::keyClicks(index, QStringLiteral("3,1 2, 0"));
  QTest::keyClick(index, Qt::Key_Return);
  EXPECT_EQ(workspace.selection(), (Selection{workspace.shape().offsetOf({3, 1, 2, 0}), true}));
  index->selectAll();
  QTest::keyClicks(index, QStringLiteral("8, 0, 0, 0"));
  QTest::keyClick(index, Qt::Key_Return);
  EXPECT_EQ(textOf("inspector-set"),
            "8, 0, 0, 0 is no index of this tensor; give N 0 to 7, C 0 to 5, H 0 to 7, W 0 to 7");
  EXPECT_EQ(workspace.selection().element, workspace.shape().offsetOf({3, 1, 2, 0}));
  index->selectAll();
  QTest::keyClicks(index, QStringLiteral("1, 1, 1, 1"));
  window.cube().setFocus();  // as by Tab
  EXPECT_EQ(workspace.selection().element, workspace.shape().offsetOf({1, 1, 1, 1}));
}

TEST_F(Window, TheInspectorShowsTheArithmeticOfTheSelectedElement) {
  workspace.select(workspace.shape().offsetOf({3, 1, 2, 0}), true);
  EXPECT_EQ(child<QLineEdit>("inspector-index")->text().toStdString(), "3, 1, 2, 0");
  const QString formula = textOf("formula");
  EXPECT_TRUE(formula.startsWith(QStringLiteral("y = ("))) << formula.toStdString();
  EXPECT_THAT(formula.toStdString(), testing::HasSubstr("+ 10⁻⁵) · 1 + 0 = "));
  EXPECT_TRUE(formula.endsWith(textOf("value-y"))) << formula.toStdString();
}

TEST(InspectorFormula, WeightAndBiasHaveTheDigitsAndSignsOfTheOthers) {
  Inspection numbers;
  numbers.x = 2, numbers.mean = -1, numbers.variance = numbers.squares = 4, numbers.y = 1.9004;
  numbers.weight = 1.33531, numbers.bias = -0.102579;
  EXPECT_EQ(formulaText(numbers, parseNormSpec("layer")).toStdString(),
            "y = (2.0000 − (−1.0000)) / √(4.0000 + 10⁻⁵) · 1.3353 + (−0.1026) = 1.9004");
}

TEST_F(Window, ADroppedFileIsOpened) {
  const TemporaryFolder folder;
  const std::string path = folder.file("x.npy");
  writeNpy(path, Tensor::of<double>(DType::float32, {2, 4, 3}, std::vector<double>(24, 1.5)));
  QMimeData data;
  data.setUrls({QUrl::fromLocalFile(QString::fromStdString(path))});
  // Qt delivers a drop to the widget that accepted the drag before it.
  QDragEnterEvent enter(QPoint(10, 10), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
  QCoreApplication::sendEvent(&window, &enter);
  EXPECT_TRUE(enter.isAccepted());
  QDropEvent drop(QPointF(10, 10), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
  QCoreApplication::sendEvent(&window, &drop);
  ASSERT_TRUE(QTest::qWaitFor([&] { return workspace.source() == path; }, patience));
  settle();
  EXPECT_EQ(workspace.shape().extents(), (Extents{2, 4, 3}));
  EXPECT_THAT(statusLine().message().toStdString(), testing::HasSubstr("4 of 4 sets have zero variance"));
}

TEST_F(Window, AMissingFileIsSaidBesideTheSourceAndNothingIsLost) {
  workspace.open("/nowhere/x.npy");
  ASSERT_TRUE(
      QTest::qWaitFor([&] { return !workspace.problem(Workspace::Place::source).empty(); }, patience));
  EXPECT_EQ(workspace.source(), "normal:8,6,8,8");
  EXPECT_NE(workspace.currentComputation(), nullptr);
}

TEST_F(Window, ExportsTheFigureThatTheCommandLineDraws) {
  const TemporaryFolder folder;
  workspace.select(workspace.shape().offsetOf({0, 4, 0, 0}), true);
  writeFigure(shownFigure(window), folder.file("window.svg"));
  FigureOptions same;
  same.shape = Shape(Layout::parse("NCHW"), {8, 6, 8, 8});
  same.norms = {parseNormSpec("group:groups=2")};
  same.select = {0, 4, 0, 0};
  writeFigure(same, folder.file("command.svg"));
  EXPECT_EQ(contentsOf(folder.file("window.svg")), contentsOf(folder.file("command.svg")));
  EXPECT_EQ(
      figureCommand(window).toStdString(),
      "normscope figure --shape 8,6,8,8 --layout NCHW --norm group:groups=2 --select 0,4,0,0 -o figure.svg");
}

TEST_F(Window, SaysWhetherSomethingWasWritten) {
  const TemporaryFolder folder;
  window.save(QString::fromStdString(folder.file("y.npy")),
              [computation = workspace.currentComputation()](const std::string& path) {
                writeNpy(path, computation->result.y);
              });
  ASSERT_TRUE(QTest::qWaitFor([&] { return statusLine().message().startsWith(QStringLiteral("written: ")); },
                              patience));
  EXPECT_EQ(readNpy(folder.file("y.npy")).extents(), (Extents{8, 6, 8, 8}));
  window.save(QStringLiteral("/nowhere/y.npy"),
              [computation = workspace.currentComputation()](const std::string& path) {
                writeNpy(path, computation->result.y);
              });
  ASSERT_TRUE(QTest::qWaitFor(
      [&] { return statusLine().message().startsWith(QStringLiteral("/nowhere/y.npy: ")); }, patience));
}

TEST_F(Window, WhatWasRefusedInAFieldIsNotSaidOfTheNextTensor) {
  auto* extent = child<QSpinBox>("extent-N");
  extent->setFocus();
  extent->selectAll();
  QTest::keyClicks(extent, QStringLiteral("0"));
  QTest::keyClick(extent, Qt::Key_Tab);
  const auto isSaid = [&] {
    for (const auto* label : window.findChildren<ProblemLabel*>()) {
      if (!label->isHidden() && label->text().contains(QStringLiteral("a generated tensor needs elements")))
        return true;
    }
    return false;
  };
  EXPECT_TRUE(isSaid());
  workspace.open("normal:2,4,3,3");
  EXPECT_FALSE(isSaid());
  settle();
}

TEST_F(Window, AMessageOfTheInspectorTakesNoRoomFromThePlots) {
  const int before = window.plots().width();
  auto* index = child<QLineEdit>("inspector-index");
  index->setFocus();
  index->selectAll();
  QTest::keyClicks(index, QStringLiteral("9, 9, 9, 9"));
  QTest::keyClick(index, Qt::Key_Return);
  QTest::qWait(50);
  EXPECT_TRUE(textOf("inspector-set").contains(QStringLiteral("is no index of this tensor")));
  EXPECT_EQ(window.plots().width(), before);
}

TEST_F(Window, NoTwoThingsAnswerToTheSameAltKey) {
  press("kind-batch");
  settle();
  QStringList texts;
  for (const QAction* action : window.menuBar()->actions()) texts << action->text();
  for (const QLabel* label : window.findChildren<QLabel*>()) {
    if (label->buddy() != nullptr) texts << label->text();
  }
  for (const QPushButton* button : window.findChildren<QPushButton*>()) texts << button->text();
  QString keys;
  for (const QString& text : texts) {
    const auto at = text.indexOf('&');
    if (at < 0) continue;
    const QChar key = text[at + 1].toLower();
    EXPECT_FALSE(keys.contains(key)) << text.toStdString();
    keys += key;
  }
  EXPECT_GT(keys.size(), 10);
}

TEST_F(Window, EveryControlHasANameForAssistiveTools) {
  for (const QWidget* widget : window.findChildren<QWidget*>()) {
    const bool control = qobject_cast<const QComboBox*>(widget) != nullptr ||
                         qobject_cast<const QSlider*>(widget) != nullptr ||
                         qobject_cast<const QToolButton*>(widget) != nullptr ||
                         qobject_cast<const QSpinBox*>(widget) != nullptr;
    if (!control || !widget->isVisible()) continue;
    EXPECT_FALSE(widget->accessibleName().isEmpty())
        << widget->metaObject()->className() << ' ' << widget->objectName().toStdString();
    EXPECT_NE(widget->focusPolicy(), Qt::NoFocus) << widget->objectName().toStdString();
  }
}

}  // namespace window_test
}  // namespace normscope
