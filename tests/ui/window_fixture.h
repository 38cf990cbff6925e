#pragma once

#include <gtest/gtest.h>

#include <QComboBox>
#include <QLabel>
#include <QTest>
#include <QToolButton>

#include "ui/draw/cube/cube_view.h"
#include "ui/draw/memory/memory_ribbon.h"
#include "ui/window/main_window.h"
#include "ui/window/status_line.h"

namespace normscope {

constexpr int patience = 20000;  // ms; only reached when something is wrong

/// The window as a user finds it, on a small generated tensor, with its first result there.
class Window : public testing::Test {
 protected:
  Window() : window(workspace) {
    workspace.open("normal:8,6,8,8");
    window.resize(1440, 900);
    window.show();
    EXPECT_TRUE(QTest::qWaitForWindowExposed(&window));
    settle();
  }

  void settle() {
    EXPECT_TRUE(QTest::qWaitFor(
        [&] { return !workspace.isBusy() && workspace.currentComputation() && workspace.difference(); },
        patience));
  }

  template <typename Widget>
  Widget* child(const char* name) {
    auto* found = window.findChild<Widget*>(QString::fromUtf8(name));
    EXPECT_NE(found, nullptr) << name;
    return found;
  }

  void press(const char* button) { QTest::mouseClick(child<QToolButton>(button), Qt::LeftButton); }

  void choose(const char* box, const QString& text) {
    auto* combo = child<QComboBox>(box);
    const int index = combo->findText(text);
    ASSERT_GE(index, 0) << text.toStdString();
    combo->setCurrentIndex(index);
    emit combo->activated(index);
  }

  QString textOf(const char* label) { return child<QLabel>(label)->text(); }

  StatusLine& statusLine() { return *window.findChild<StatusLine*>(); }

  /// A point of the cube that shows an element of another set than the selected one.
  QPoint pointOfAnotherSet() {
    for (int y = 40; y < window.cube().height() - 20; y += 8) {
      for (int x = 20; x < window.cube().width() - 20; x += 8) {
        const auto element = window.cube().elementAt(QPointF(x, y));
        if (element &&
            workspace.plan()->setOf(*element) != workspace.plan()->setOf(workspace.selection().element))
          return {x, y};
      }
    }
    ADD_FAILURE() << "no other set can be seen";
    return {};
  }

  Workspace workspace;
  MainWindow window;
};

}  // namespace normscope
