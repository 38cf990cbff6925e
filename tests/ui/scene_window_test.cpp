#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <QApplication>
#include <QClipboard>
#include <QDropEvent>
#include <QMimeData>
#include <QPushButton>

#include "core/document/changes.h"
#include "core/document/scene_json.h"
#include "core/io/npy.h"
#include "tests/core/temporary_folder.h"
#include "tests/ui/window_fixture.h"
#include "ui/draw/export/export_dialog.h"
#include "ui/draw/scene/scene_file.h"
#include "ui/window/exports.h"
#include "ui/window/scene_opener.h"
#include "ui/window/window_scene.h"

namespace normscope {
namespace scene_window_test {

using testing::HasSubstr;

class SceneWindow : public Window {
 protected:
  /// Something that is not as the window starts.
  void arrange() {
    workspace.setSpec(parseNormSpec("batch:workers=2"));
    workspace.select(workspace.shape().offsetOf({3, 2, 1, 4}), true);
    workspace.setNormCount(2);
    View view;
    view.camera = {-30, 10, 1.5};
    view.shown = Shown::sets;
    view.cube = {CubeReveal::opened, channelAxis, 'W', true};
    view.parameters = view.memory = true;
    workspace.setView(view);
    window.setTheme(Theme::dark());
    settle();
  }

  void disarrange() {
    window.setTheme(Theme::light());
    workspace.setView(View{});
    workspace.open("normal:2,4,3");
    EXPECT_TRUE(QTest::qWaitFor([&] { return workspace.source() == "normal:2,4,3"; }, patience));
    settle();
  }

  /// The scene without what a figure adds.
  static Scene plain(Scene scene) {
    scene.widthMm.reset();
    return scene;
  }

  void drop(const std::string& path) {
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(QString::fromStdString(path))});
    QDragEnterEvent enter(QPoint(10, 10), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&window, &enter);
    QDropEvent event(QPointF(10, 10), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&window, &event);
  }

  void expectRestored(const Scene& scene) {
    EXPECT_TRUE(QTest::qWaitFor([&] { return plain(shownScene(window)) == plain(scene); }, patience))
        << toJson(shownScene(window)) << toJson(scene);
    settle();
  }

  std::string notice() { return textOf("scene-notice-line").toStdString(); }

  std::string tensorFile(const std::string& name, const Extents& extents, double value = 1.5) {
    const auto count = static_cast<std::size_t>(elementCountOf(extents, name));
    writeNpy(folder.file(name),
             Tensor::of<double>(DType::float32, extents, std::vector<double>(count, value)));
    return folder.file(name);
  }

  std::string written(const std::string& name) {
    EXPECT_TRUE(QTest::qWaitFor([&] { return std::filesystem::exists(folder.file(name)); }, patience));
    EXPECT_TRUE(QTest::qWaitFor(
        [&] { return statusLine().message().startsWith(QStringLiteral("written: ")); }, patience));
    return folder.file(name);
  }

  TemporaryFolder folder;
};

TEST_F(SceneWindow, WhatTheDialogExportsRestoresTheWindowWhenDropped) {
  for (const char* format : {"svg", "pdf", "png"}) {
    arrange();
    const Scene scene = shownScene(window);
    ExportDialog* dialog = figureDialog(window);
    dialog->setFormat(QString::fromUtf8(format));
    dialog->exportTo(QString::fromStdString(folder.file("f")));
    delete dialog;
    const std::string path = written(std::string("f.") + format);
    EXPECT_EQ(plain(*sceneIn(path)), plain(scene)) << format;
    disarrange();
    drop(path);
    Scene light = scene;
    light.theme = "light";  // a picture's theme is the picture's
    expectRestored(light);
  }
}

TEST_F(SceneWindow, PlotsCarryTheSceneToo) {
  arrange();
  ExportDialog* dialog = plotDialog(window, 0);
  dialog->exportTo(QString::fromStdString(folder.file("p.pdf")));
  EXPECT_EQ(dialog->choice().format, "pdf");
  EXPECT_EQ(plain(*sceneIn(folder.file("p.pdf"))), plain(shownScene(window)));
  dialog->exportTo(QString::fromStdString(folder.file("p.csv")));
  EXPECT_THAT(contentsOf(folder.file("p.csv")), HasSubstr("mean"));
  delete dialog;
}

TEST_F(SceneWindow, ASessionBringsBackDeviceAndRunningStatistics) {
  arrange();
  workspace.setDevice(parseDeviceChoice("reference"));
  RunningStatistics running = RunningStatistics::fresh(6);
  running.mean[2] = 0.25;
  running.batchesTracked = 4;
  workspace.change(withRunning(workspace.document(), std::make_shared<const RunningStatistics>(running)));
  settle();
  const Scene scene = shownScene(window);
  writeSession(shownSession(window), folder.file("a.normscope"));
  disarrange();
  workspace.setDevice(parseDeviceChoice("auto"));
  window.opener().open(folder.file("a.normscope"));
  expectRestored(scene);
  EXPECT_EQ(workspace.active(), 0U);
  EXPECT_EQ(workspace.device(), parseDeviceChoice("reference"));
  EXPECT_EQ(*workspace.document().running, running);
}

TEST_F(SceneWindow, AFileOfASceneIsFoundBesideTheFigure) {
  workspace.open(tensorFile("x.npy", {2, 4, 3}));
  ASSERT_TRUE(QTest::qWaitFor([&] { return workspace.source() == folder.file("x.npy"); }, patience));
  settle();
  ExportDialog* dialog = figureDialog(window);
  dialog->exportTo(QString::fromStdString(folder.file("f.svg")));
  delete dialog;
  const Scene carried = *sceneIn(written("f.svg"));
  EXPECT_EQ(carried.source, "x.npy");
  EXPECT_EQ(carried.sha256, sha256Of(folder.file("x.npy")));
  disarrange();
  drop(folder.file("f.svg"));
  ASSERT_TRUE(QTest::qWaitFor([&] { return workspace.source() == folder.file("x.npy"); }, patience));
  settle();
  EXPECT_FALSE(child<QWidget>("scene-notice")->isVisible());
}

TEST_F(SceneWindow, AMissingFileIsAskedForAndASampleStandsInForIt) {
  Scene scene = sceneOf("gone.npy", Shape(Layout::parse("NCL"), {2, 4, 3}), {parseNormSpec("layer")});
  scene.sha256 = std::string(64, '0');
  scene.selection = {1, 2, 1};
  drop(folder.fileOf("f.json", toJson(scene)));
  ASSERT_TRUE(QTest::qWaitFor([&] { return workspace.source() == "normal:2,4,3"; }, patience));
  settle();
  EXPECT_EQ(toText(workspace.spec()), "layer");
  EXPECT_EQ(workspace.selection().element, scene.shape.offsetOf({1, 2, 1}));
  EXPECT_EQ(notice(),
            "gone.npy: the file of this scene is not here; choose it, or go on with generated values of its "
            "shape");
  EXPECT_TRUE(child<QPushButton>("scene-notice-find")->isVisible());
  window.opener().openMissing(tensorFile("other.npy", {2, 4, 3}));
  ASSERT_TRUE(QTest::qWaitFor([&] { return workspace.source() == folder.file("other.npy"); }, patience));
  settle();
  EXPECT_EQ(workspace.selection().element, scene.shape.offsetOf({1, 2, 1}));
  ASSERT_TRUE(QTest::qWaitFor([&] { return notice().starts_with("other.npy: "); }, patience));
  EXPECT_EQ(notice(),
            "other.npy: the file is not the one of this scene (its SHA-256 differs); its values are shown as "
            "they are now");
  EXPECT_FALSE(child<QPushButton>("scene-notice-find")->isVisible());
  QTest::mouseClick(child<QPushButton>("scene-notice-dismiss"), Qt::LeftButton);
  EXPECT_FALSE(child<QWidget>("scene-notice")->isVisible());
}

TEST_F(SceneWindow, ShowsTheFirstNormsOfAFigureWithMore) {
  Scene scene = sceneOf("normal:4,6", Shape(Layout::parse("NC"), {4, 6}),
                        {parseNormSpec("layer"), parseNormSpec("batch"), parseNormSpec("rms")});
  drop(folder.fileOf("f.json", toJson(scene)));
  ASSERT_TRUE(QTest::qWaitFor([&] { return workspace.normCount() == 2; }, patience));
  settle();
  EXPECT_EQ(toText(workspace.spec()), "layer");
  EXPECT_EQ(notice(), "3 norms are in the scene; the window shows 2 of them side by side");
}

TEST_F(SceneWindow, AFileOfAnotherShapeIsShownAsItIs) {
  tensorFile("x.npy", {2, 5});
  drop(folder.fileOf("f.json",
                     toJson(sceneOf("x.npy", Shape(Layout::parse("NC"), {2, 4}), {parseNormSpec("layer")}))));
  ASSERT_TRUE(QTest::qWaitFor([&] { return notice().starts_with("x.npy: "); }, patience));
  EXPECT_EQ(notice(), "x.npy: its shape [2, 5] is not that of the scene, [2, 4]; the file is shown as it is");
  EXPECT_EQ(workspace.shape().extents(), (Extents{2, 5}));
}

TEST_F(SceneWindow, WhatIsRefusedChangesNothing) {
  const auto refuses = [&](const std::string& name, const std::string& bytes, const std::string& reason) {
    const std::string path = folder.fileOf(name, bytes);
    drop(path);
    EXPECT_TRUE(QTest::qWaitFor([&] { return notice().starts_with(path); }, patience)) << name;
    EXPECT_EQ(notice(), path + ": " + reason);
    EXPECT_EQ(workspace.source(), "normal:8,6,8,8");
    EXPECT_EQ(toText(workspace.spec()), "group:groups=2");
  };
  refuses("a.normscope", "{}", "it is no session of Normscope; give one that Normscope saved");
  refuses("b.svg", "<svg/>",
          "this SVG carries no scene of Normscope; open a picture as Normscope exported it, or a tensor "
          "(.npy)");
  Scene huge = sceneOf("gone.npy", Shape(Layout::parse("NC"), {1 << 20, 1 << 20}), {parseNormSpec("batch")});
  refuses("c.json", toJson(huge),
          "its tensor would be generated with more than 2^30 elements; open such a tensor by its text, "
          "gone.npy");
}

TEST_F(SceneWindow, TheDialogLinksWidthAndHeightInMillimetresAndDots) {
  ExportDialog* dialog = figureDialog(window);
  dialog->show();
  const auto length = [&](const char* name) {
    return dialog->findChild<QDoubleSpinBox*>(QString::fromUtf8(name));
  };
  EXPECT_EQ(length("export-width")->value(), 80);
  const double height = length("export-height")->value();
  EXPECT_GT(height, 80);
  length("export-width")->setValue(160);
  EXPECT_GT(length("export-height")->value(), 1.5 * height);
  length("export-height")->setValue(height);
  EXPECT_NEAR(length("export-width")->value(), 80, 0.2);
  length("export-width")->setValue(127);
  QTest::mouseClick(dialog->findChild<QToolButton*>(QStringLiteral("export-png")), Qt::LeftButton);
  EXPECT_EQ(length("export-width")->value(), 1500);
  EXPECT_FALSE(dialog->findChild<QComboBox*>(QStringLiteral("export-text"))->isVisible());
  EXPECT_TRUE(length("export-width")->suffix().endsWith(QStringLiteral("px")));
  delete dialog;
}

TEST_F(SceneWindow, TheDialogsChoicesReachTheFileAndTheClipboard) {
  ExportDialog* dialog = figureDialog(window);
  dialog->show();
  dialog->findChild<QCheckBox*>(QStringLiteral("export-transparent"))->setChecked(true);
  QTest::mouseClick(dialog->findChild<QToolButton*>(QStringLiteral("export-dark")), Qt::LeftButton);
  QTest::mouseClick(dialog->findChild<QPushButton*>(QStringLiteral("export-copy")), Qt::LeftButton);
  const QMimeData* copied = QApplication::clipboard()->mimeData();
  EXPECT_TRUE(copied->hasImage());
  EXPECT_TRUE(copied->data(QStringLiteral("image/svg+xml")).startsWith("<?xml"));
  dialog->exportTo(QString::fromStdString(folder.file("f.svg")));
  const std::string svg = contentsOf(written("f.svg"));
  EXPECT_EQ(svg.find("<text"), std::string::npos) << "outlines are the default";
  EXPECT_EQ(svg.find("<rect x=\"0\" y=\"0\""), std::string::npos);
  EXPECT_EQ(sceneIn(folder.file("f.svg"))->theme, "dark");
}

TEST_F(SceneWindow, EveryControlOfTheDialogHasAName) {
  for (ExportDialog* dialog : {figureDialog(window), plotDialog(window, 0)}) {
    dialog->show();
    for (const QWidget* widget : dialog->findChildren<QWidget*>()) {
      const bool control = qobject_cast<const QComboBox*>(widget) ||
                           qobject_cast<const QToolButton*>(widget) ||
                           qobject_cast<const QAbstractSpinBox*>(widget) ||
                           qobject_cast<const QCheckBox*>(widget) || qobject_cast<const QPushButton*>(widget);
      if (!control || !widget->isVisible()) continue;
      EXPECT_FALSE(widget->accessibleName().isEmpty()) << widget->objectName().toStdString();
      EXPECT_NE(widget->focusPolicy(), Qt::NoFocus) << widget->objectName().toStdString();
    }
    delete dialog;
  }
}

}  // namespace scene_window_test
}  // namespace normscope
