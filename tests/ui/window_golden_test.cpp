// The window looks as the pictures in tests/golden do, at the scale that the desktop has (QT_SCALE_FACTOR).
// Where it does not, what was drawn is left in the build folder's golden/; tests/golden/accept takes it over,
// once somebody has looked at it.
#include <QAction>
#include <QApplication>
#include <QCursor>
#include <QDialog>
#include <QDir>
#include <QStyleFactory>
#include <QTableView>
#include <QTreeWidget>
#include <filesystem>

#include "core/document/changes.h"
#include "core/engine/reference/reference_engine.h"
#include "core/io/generate.h"
#include "core/io/npy.h"
#include "tests/core/recorded_run.h"
#include "tests/golden/pixels.h"
#include "tests/ui/window_fixture.h"
#include "ui/base/quiet_style.h"
#include "ui/pages/model_page.h"
#include "ui/tools/match/match_view.h"
#include "ui/window/scene_opener.h"

namespace normscope {
namespace window_golden_test {

namespace fs = std::filesystem;

constexpr double allowed = 0.0004;  ///< a word is more

class WindowGolden : public Window {
 protected:
  WindowGolden() {
    QApplication::setStyle(new QuietStyle);
    window.setTheme(Theme::light());
    window.resize(1000, 640);
    folder_ = fs::path(QCoreApplication::applicationDirPath().toStdString()) / "golden";
    fs::create_directories(folder_);
  }
  ~WindowGolden() override { QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion"))); }

  /// All of the window but the status line, which says how long things took, or of one of its tools.
  void expectAsBefore(const std::string& name, const char* tool = nullptr) {
    for (const bool dark : {false, true}) {
      window.setTheme(dark ? Theme::dark() : Theme::light());
      const QImage image = settled(tool);
      const std::string scale = qFuzzyCompare(window.devicePixelRatio(), 1.0)
                                    ? std::string()
                                    : "-scale-" + std::to_string(qRound(window.devicePixelRatio()));
      const fs::path file = folder_ / (name + scale + (dark ? "-dark.png" : "-light.png"));
      ASSERT_TRUE(image.save(QString::fromStdString(file.string())));
      expectGolden(file, NORMSCOPE_SOURCE, allowed);
    }
  }

 private:
  QImage image(const char* tool) {
    if (tool != nullptr) return child<QDialog>(tool)->grab().toImage().convertToFormat(QImage::Format_RGB888);
    const QWidget& parts = *window.centralWidget();
    const QRect seen(0, 0, parts.width(), statusLine().mapTo(&parts, QPoint(0, 0)).y());
    return window.centralWidget()->grab(seen).toImage().convertToFormat(QImage::Format_RGB888);
  }

  /// What is computed, gathered and moved in the background is there once the picture stays as it is.
  QImage settled(const char* tool) {
    QImage last = image(tool);
    int same = 0;
    EXPECT_TRUE(QTest::qWaitFor(
        [&] {
          QTest::qWait(30);
          const QImage now = image(tool);
          same = isAllThere() && now == last ? same + 1 : 0;
          last = now;
          return same == 3;
        },
        patience));
    return last;
  }

  bool isAllThere() {
    for (std::size_t i = 0; i < workspace.normCount(); ++i) {
      if (!workspace.result(i)) return false;
    }
    return !workspace.isBusy();
  }

  fs::path folder_;
};

TEST_F(WindowGolden, Cube) {
  expectAsBefore("window-cube");
}

TEST_F(WindowGolden, FourNormsOnTheirValues) {
  workspace.setNormCount(4);
  workspace.setView(&View::shown, Shown::y);
  expectAsBefore("window-four");
}

TEST_F(WindowGolden, Maps) {
  workspace.setView(&View::page, Page::maps);
  expectAsBefore("window-maps");
}

TEST_F(WindowGolden, Laboratory) {
  workspace.setView(&View::page, Page::laboratory);
  expectAsBefore("window-laboratory");
}

TEST_F(WindowGolden, Model) {
  const TemporaryFolder folder;
  window.opener().open(folder.fileOf("run.safetensors", threeLayerRunBytes()));
  ASSERT_TRUE(QTest::qWaitFor(
      [&] {
        return !window.model().job().isReading() && !window.model().job().isChecking() &&
               window.model().table().rowCount() > 0;
      },
      patience));
  QTest::mouseClick(child<QTableView>("model-table")->viewport(), Qt::LeftButton, {}, QPoint(20, 10));
  expectAsBefore("window-model");
}

TEST_F(WindowGolden, Compare) {
  child<QAction>("open-compare")->trigger();
  ASSERT_TRUE(QTest::qWaitFor([&] { return workspace.compared() != nullptr; }, patience));
  expectAsBefore("tool-compare", "compare-window");
}

TEST_F(WindowGolden, Equivalence) {
  child<QAction>("open-equivalence")->trigger();
  expectAsBefore("tool-equivalence", "equivalence-window");
}

TEST_F(WindowGolden, Match) {
  const TemporaryFolder folder;
  QDir::setCurrent(QString::fromStdString(folder.file("")));  // the window names the file
  ReferenceEngine engine;
  writeNpy("y.npy", normalize({generate(parseGenerated("normal:8,6,8,8")),
                               workspace.shape(),
                               parseNormSpec("group:groups=3,variance=unbiased"),
                               {},
                               {}},
                              engine)
                        .y);
  child<QAction>("open-match")->trigger();
  window.findChild<MatchView*>()->setTensors("normal:8,6,8,8", "y.npy");
  ASSERT_TRUE(
      QTest::qWaitFor([&] { return child<QTreeWidget>("match-table")->topLevelItemCount() > 0; }, patience));
  expectAsBefore("tool-match", "match-window");
}

}  // namespace window_golden_test
}  // namespace normscope
