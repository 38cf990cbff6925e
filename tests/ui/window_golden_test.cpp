// The window looks as the pictures in tests/golden do, at the scale that the desktop has (QT_SCALE_FACTOR).
// Where it does not, what was drawn is left in the build folder's golden/; tests/golden/accept takes it over,
// once somebody has looked at it.
#include <QApplication>
#include <QCursor>
#include <QStyleFactory>
#include <filesystem>

#include "core/document/changes.h"
#include "tests/golden/pixels.h"
#include "tests/ui/window_fixture.h"
#include "ui/base/quiet_style.h"

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

  /// All but the status line, which says how long things took.
  void expectAsBefore(const std::string& name) {
    for (const bool dark : {false, true}) {
      window.setTheme(dark ? Theme::dark() : Theme::light());
      const QImage image = settled();
      const std::string scale = qFuzzyCompare(window.devicePixelRatio(), 1.0)
                                    ? std::string()
                                    : "-scale-" + std::to_string(qRound(window.devicePixelRatio()));
      const fs::path file = folder_ / (name + scale + (dark ? "-dark.png" : "-light.png"));
      ASSERT_TRUE(image.save(QString::fromStdString(file.string())));
      expectGolden(file, NORMSCOPE_SOURCE, allowed);
    }
  }

 private:
  QImage image() {
    const QWidget& parts = *window.centralWidget();
    const QRect seen(0, 0, parts.width(), statusLine().mapTo(&parts, QPoint(0, 0)).y());
    return window.centralWidget()->grab(seen).toImage().convertToFormat(QImage::Format_RGB888);
  }

  /// What is computed, gathered and moved in the background is there once the picture stays as it is.
  QImage settled() {
    QImage last = image();
    int same = 0;
    EXPECT_TRUE(QTest::qWaitFor(
        [&] {
          QTest::qWait(50);
          const QImage now = image();
          same = isAllThere() && now == last ? same + 1 : 0;
          last = now;
          return same == 4;
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

}  // namespace window_golden_test
}  // namespace normscope
