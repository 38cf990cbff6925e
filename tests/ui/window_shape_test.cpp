// The shape, the layout or the norms change while results of before are still on their way, or are on the
// screen: nothing breaks, and nothing is shown of what was there before.
#include <gmock/gmock.h>

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QElapsedTimer>
#include <QSpinBox>

#include "core/document/changes.h"
#include "core/io/npy.h"
#include "tests/core/temporary_folder.h"
#include "tests/ui/window_fixture.h"
#include "ui/draw/maps/map_view.h"
#include "ui/draw/scene/scene_file.h"
#include "ui/window/scene_opener.h"
#include "ui/window/window_scene.h"

namespace normscope {
namespace window_shape_test {

class WindowShape : public Window {
 protected:
  void trigger(const char* action) { child<QAction>(action)->trigger(); }

  /// All that is on the screen is there.
  void settleAll() {
    EXPECT_TRUE(QTest::qWaitFor(
        [&] {
          if (workspace.isBusy()) return false;
          for (std::size_t i = 0; i < workspace.normCount(); ++i) {
            if (!workspace.result(i)) return false;
          }
          return !workspace.isComparing() || workspace.compared() != nullptr;
        },
        patience));
    EXPECT_TRUE(
        QTest::qWaitFor([&] { return window.maps().isSettled() && !window.cube().isMoving(); }, patience));
    QTest::qWait(50);  // means of cells are read in the background
  }

  /// A view as a new window shows the same document, else where it differs.
  void expectAsInANewWindow(QWidget& (*viewOf)(MainWindow&)) {
    settleAll();
    const QImage here = viewOf(window).grab().toImage();
    Workspace fresh;
    MainWindow other(fresh);
    other.resize(window.size());
    other.show();
    EXPECT_TRUE(QTest::qWaitForWindowExposed(&other));
    fresh.restore(workspace.document());
    const auto isThere = [&] { return !other.cube().isMoving() && viewOf(other).grab().toImage() == here; };
    EXPECT_TRUE(QTest::qWaitFor(isThere, 5000)) << "what is shown is not what a new window shows";
  }

  static QWidget& cubesOf(MainWindow& of) { return of.cube(); }
  static QWidget& mapsOf(MainWindow& of) { return of.maps(); }

  /// Saves the session, starts afresh, opens it: the document is what it was.
  void expectOpensAsItWas() {
    const TemporaryFolder folder;
    const Document before = workspace.document();
    writeSession(shownSession(window), folder.file("s.normscope"));
    workspace.startAfresh();
    ASSERT_NE(workspace.document(), before);
    window.opener().open(folder.file("s.normscope"));
    EXPECT_TRUE(QTest::qWaitFor([&] { return workspace.document() == before; }, patience))
        << contentsOf(folder.file("s.normscope"));
    EXPECT_TRUE(textOf("scene-notice-line").isEmpty());
  }
};

TEST_F(WindowShape, FourNormsShowYWhileTheShapeChanges) {
  workspace.open("normal:32,64,14,14");
  settle();
  trigger("norms-four");
  trigger("shown-y");
  auto* batch = child<QSpinBox>("extent-N");
  for (int i = 0; i < 16; ++i) {
    batch->setValue(i % 2 == 0 ? 64 : 32);
    QTest::qWait(7 * i % 40);  // results of before arrive at any time
  }
  settleAll();
  for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(workspace.result(i)->result.y.extents()[0], 32) << i;
  expectAsInANewWindow(cubesOf);
}

TEST_F(WindowShape, DifferenceAfterYWasUndoneAndFourNormsCame) {
  trigger("norms-two");
  trigger("shown-y");
  settleAll();
  workspace.undo();
  trigger("norms-four");
  QTest::qWait(3);
  trigger("shown-difference");
  for (const int n : {4, 8, 4}) {
    workspace.open("normal:" + std::to_string(n) + ",6,8,8");
    QTest::qWait(n);
  }
  EXPECT_EQ(workspace.normCount(), 2U);
  expectAsInANewWindow(cubesOf);
}

TEST_F(WindowShape, TheOtherCubesShowValuesOfTheNewLayout) {
  workspace.open("normal:16,32,14,14");
  settle();
  trigger("norms-four");
  trigger("shown-y");
  QTest::qWait(150);
  workspace.setLayout("NHWC");
  expectAsInANewWindow(cubesOf);
}

TEST_F(WindowShape, ALayoutIsTakenBackWhileResultsAreOnTheirWay) {
  workspace.open("normal:16,32,14,14");
  settle();
  trigger("norms-four");
  trigger("shown-y");
  for (int i = 0; i < 8; ++i) {
    workspace.setLayout(i % 2 == 0 ? "CHWN" : "NHWC");
    QTest::qWait(5 * i);
    workspace.undo();
    QTest::qWait(3 * i);
  }
  expectAsInANewWindow(cubesOf);
}

/// The picture was kept by the address of its values and read with the table of the new layout.
TEST_F(WindowShape, FeatureMapsFollowALayout) {
  const TemporaryFolder folder;
  const std::string path = folder.file("x.npy");
  Tensor x = Tensor::allocate(DType::float32, {2, 3, 64, 64});
  auto values = x.edit<float>();
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<float>(i % 977) / 977;
  writeNpy(path, x);
  for (const std::string& source :
       {path, std::string("normal:2,3,64,64"), std::string("normal:8,64,14,14")}) {
    workspace.open(source, Layout::parse("NCHW"));
    ASSERT_TRUE(QTest::qWaitFor([&] { return workspace.source() == source; }, patience));
    trigger("page-maps");
    for (const char* layout : {"NHWC", "CHWN", "NCHW"}) {
      workspace.setLayout(layout);
      QTest::qWait(5);
    }
    workspace.setLayout("NHWC");
    settleAll();
    window.maps().fit();
    const QImage here = window.maps().grab().toImage();
    workspace.setLayout("NCHW");
    settleAll();
    workspace.setLayout("NHWC");
    settleAll();
    window.maps().fit();
    EXPECT_EQ(window.maps().grab().toImage(), here) << source;
  }
}

TEST_F(WindowShape, FeatureMapsShowWhatANewWindowShows) {
  trigger("page-maps");
  workspace.open("normal:2,3,40,40");
  settleAll();
  workspace.setLayout("NHWC");
  expectAsInANewWindow(mapsOf);
}

/// It took 16 bytes a channel in the thread of the window before the tensor was refused.
TEST_F(WindowShape, SoManyChannelsThatMemoryRunsOutAreRefused) {
  press("kind-batch");
  settle();
  auto* channels = child<QSpinBox>("extent-C");
  channels->setFocus();
  QTest::keyClick(channels, Qt::Key_A, Qt::ControlModifier);
  QElapsedTimer timer;
  timer.start();
  QTest::keyClicks(channels, QStringLiteral("400000000"));
  QTest::keyClick(channels, Qt::Key_Return);
  EXPECT_LT(timer.elapsed(), 2000);
  EXPECT_EQ(workspace.document().running, nullptr);
  workspace.cancel();
  workspace.undo();
  settle();
}

TEST_F(WindowShape, ASessionOfAStrangerWithTooManyChannelsIsRefusedAtOnce) {
  const TemporaryFolder folder;
  std::string text = toJson(shownSession(window));
  const auto replace = [&](const std::string& what, const std::string& with) {
    text.replace(text.find(what), what.size(), with);
  };
  replace("normal:8,6,8,8", "normal:1,2000000000");
  replace("NCHW", "NC");
  text.erase(text.find("\"shape\""), text.find("\"norms\"") - text.find("\"shape\""));
  replace("\"norms\"", "\"shape\": [1, 2000000000], \"norms\"");
  replace("group:groups=2", "batch");
  text.erase(text.find("\"selection\""), text.find("\"pinned\"") - text.find("\"selection\""));
  const std::string path = folder.fileOf("s.normscope", text);
  window.opener().open(path);
  ASSERT_TRUE(QTest::qWaitFor([&] { return !textOf("scene-notice-line").isEmpty(); }, patience));
  EXPECT_EQ(
      textOf("scene-notice-line").toStdString(),
      path +
          ": its tensor would be generated with more than 2^30 elements; open such a tensor by its text, "
          "normal:1,2000000000");
  EXPECT_EQ(workspace.source(), "normal:8,6,8,8");
}

/// The index of an element that is not there was a division by zero.
TEST_F(WindowShape, NothingBreaksOnATensorWithoutElements) {
  const TemporaryFolder folder;
  writeNpy(folder.file("x.npy"), Tensor::allocate(DType::float32, {0, 4, 4, 4}));
  window.opener().open(folder.file("x.npy"));
  ASSERT_TRUE(QTest::qWaitFor([&] { return workspace.source() == folder.file("x.npy"); }, patience));
  QApplication::clipboard()->setText(QStringLiteral("before"));
  QTest::keyClick(&window, Qt::Key_L, Qt::ControlModifier);
  EXPECT_NE(QApplication::clipboard()->text(), "before");
  for (const char* action :
       {"page-maps", "norms-four", "shown-y", "shown-difference", "page-cube", "overlay-memory"})
    trigger(action);
  EXPECT_TRUE(QTest::qWaitFor([&] { return !workspace.isBusy(); }, patience));
  for (const int key : {Qt::Key_Left, Qt::Key_Right, Qt::Key_Up, Qt::Key_Down, Qt::Key_PageDown, Qt::Key_End})
    QTest::keyClick(&window.cube(), static_cast<Qt::Key>(key));
  EXPECT_EQ(workspace.selection(), Selection{});
  expectOpensAsItWas();
}

TEST_F(WindowShape, AnAxisThatIsUnfoldedAndGoneDoesNotSpoilTheSession) {
  View view = workspace.view();
  view.cube.unfold = 'W';
  workspace.setView(view);
  workspace.open("normal:4,6,5");
  EXPECT_EQ(workspace.view().cube.unfold, std::nullopt);
  settle();
  expectOpensAsItWas();
}

TEST_F(WindowShape, AnAxisThatIsOpenedAndGoneDoesNotSpoilTheSession) {
  trigger("open-batch");
  workspace.setSpec(parseNormSpec("batch"));
  workspace.setLayout("C");
  EXPECT_EQ(workspace.shape().layout().letters(), "C");
  EXPECT_NE(workspace.problem(Workspace::Place::norm), "") << "it needs a batch axis";
  expectOpensAsItWas();
}

TEST_F(WindowShape, MapsDifferenceAndANormWithoutPlanComeBack) {
  trigger("page-maps");
  workspace.setOther(parseNormSpec("group:groups=5"));
  trigger("shown-difference");
  EXPECT_EQ(workspace.norm(1).plan, nullptr);
  workspace.select(77, true);
  expectOpensAsItWas();
  EXPECT_EQ(workspace.view().page, Page::maps);
  EXPECT_EQ(workspace.view().shown, Shown::difference);
  EXPECT_EQ(toText(workspace.norm(1).spec), "group:groups=5");
}

}  // namespace window_shape_test
}  // namespace normscope
