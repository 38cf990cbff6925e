#include "ui/window/remembered.h"

#include <gmock/gmock.h>

#include <QMenu>
#include <QSplitter>
#include <fstream>

#include "core/io/npy.h"
#include "tests/core/temporary_folder.h"
#include "tests/ui/window_fixture.h"
#include "ui/window/status_line.h"
#include "ui/window/theme_chooser.h"

namespace normscope {
namespace remembered_test {

class Remembers : public testing::Test {
 protected:
  /// A program with its settings, from start to end.
  struct Start {
    explicit Start(const std::string& file, ColorScheme colors = ColorScheme::light)
        : settings(QString::fromStdString(file)), window(workspace), remembered(window, settings, colors) {}
    void open() {
      remembered.openLast();
      window.show();
      EXPECT_TRUE(
          QTest::qWaitFor([&] { return !workspace.isBusy() && workspace.currentComputation(); }, patience));
      QCoreApplication::processEvents();
    }
    std::string message() { return window.findChild<StatusLine*>()->message().toStdString(); }
    QList<QAction*> recent() {
      auto* menu = window.findChild<QMenu*>(QStringLiteral("recent-files"));
      emit menu->aboutToShow();
      return menu->actions();
    }

    SettingsFile settings;
    Workspace workspace;
    MainWindow window;
    Remembered remembered;
  };

  std::string npy(const std::string& name) {
    writeNpy(folder.file(name), Tensor::of<double>(DType::float32, {2, 4, 3}, std::vector<double>(24, 1.5)));
    return folder.file(name);
  }

  void write(const std::string& lines) { folder.fileOf("s.ini", lines); }

  TemporaryFolder folder;
  std::string ini = folder.file("s.ini");
};

TEST_F(Remembers, TheFirstStartIsTheBuiltInOne) {
  Start start(ini);
  start.open();
  EXPECT_EQ(start.workspace.source(), builtInStart);
  EXPECT_EQ(toText(start.workspace.spec()), builtInNorm);
  EXPECT_EQ(start.window.findChild<ThemeChooser*>()->choice(), ThemeChoice::desktop);
}

TEST_F(Remembers, TheFirstSessionOfANewUserWhoHasNoFolderYet) {
  const std::string own = folder.file("new/folder/s.ini");
  {
    Start start(own);
    start.open();
    start.workspace.open("normal:2,4,3,3");
    EXPECT_TRUE(QTest::qWaitFor([&] { return start.workspace.currentComputation() != nullptr; }, patience));
  }
  Start again(own);
  again.open();
  EXPECT_EQ(again.workspace.source(), "normal:2,4,3,3");
}

TEST_F(Remembers, TensorLayoutAndNormOfTheLastTime) {
  const std::string path = npy("x.npy");
  {
    Start start(ini);
    start.open();
    start.workspace.open(path);
    ASSERT_TRUE(QTest::qWaitFor([&] { return start.workspace.source() == path; }, patience));
    start.workspace.setLayout("BTF");
    start.workspace.setSpec(parseNormSpec("layer:over=F,eps=0.001"));
  }
  Start again(ini);
  again.open();
  EXPECT_EQ(again.workspace.source(), path);
  EXPECT_EQ(again.workspace.shape().layout().letters(), "BTF");
  EXPECT_EQ(toText(again.workspace.spec()), "layer:over=F,eps=0.001");
  EXPECT_EQ(again.message().find("new start"), std::string::npos);
}

TEST_F(Remembers, WhatCannotBeOpenedIsSaidAndABuiltInStartMade) {
  write("[session]\nsource=/nowhere/x.npy\nlayout=NCHW\nnorm=layer\n");
  Start start(ini);
  start.open();
  EXPECT_EQ(start.workspace.source(), builtInStart);
  EXPECT_TRUE(QTest::qWaitFor([&] { return start.workspace.difference().has_value(); }, patience));
  EXPECT_EQ(start.message(),
            "this is a new start, since what was open last can't be opened: /nowhere/x.npy: there is no "
            "such file; give a path, sample:NAME or a generated tensor such as normal:20,6,10,10");
}

TEST_F(Remembers, ATensorThatEndedTheProgramIsNotTriedAgain) {
  write("[session]\nsource=\"normal:4,4\"\nlayout=NC\nnorm=layer\nopening=true\n");
  Start start(ini);
  start.open();
  EXPECT_EQ(start.workspace.source(), builtInStart);
  EXPECT_EQ(
      start.message(),
      "this is a new start, since what was open last can't be opened: normal:4,4: the program ended while "
      "it was opening");
}

TEST_F(Remembers, CorruptSettingsNeverBreakTheStart) {
  const std::string lines[] = {
      "\x01\x02 no settings at all [[[",
      "[session]\nsource=\"normal:4,4\"\nlayout=QQ\nnorm=layer\n",
      "[session]\nsource=\"normal:4,4\"\nlayout=NC\nnorm=nonsense\n",
      "[session]\nsource=\"normal:4,4\"\nlayout=NCHW\nnorm=layer\n",
      "[session]\nsource=\"normal:0x10\"\nlayout=NC\nnorm=layer\n",
      "[session]\nsource=\"normal:4,4\"\nlayout=HW\nnorm=batch\n",
      "[session]\nsource=\"normal:99999999999,99999999999\"\nlayout=NC\nnorm=layer\n",
      "theme=@Variant(\\0\\0\\0\\x7f)\n[window]\ngeometry=@ByteArray(junk)\nsplitter-parts=@ByteArray(junk)\n"
      "[session]\nsource=17\nlayout=@Invalid()\n",
  };
  for (const std::string& text : lines) {
    write("recent-files=@Invalid(), relative.npy\n" + text);
    Start start(ini);
    start.open();
    EXPECT_EQ(start.workspace.source(), builtInStart) << text;
    EXPECT_TRUE(start.window.isVisible()) << text;
    const auto* parts = start.window.findChild<QSplitter*>(QStringLiteral("parts"));
    for (int i = 0; i < parts->count(); ++i) {
      EXPECT_TRUE(!parts->widget(i)->isVisible() || parts->sizes()[i] > 100) << text;
    }
  }
}

TEST_F(Remembers, PlaceAndDivisionOfTheWindow) {
  QList<int> sizes;
  {
    Start start(ini);
    start.open();
    start.window.resize(1300, 720);
    QCoreApplication::processEvents();
    auto* parts = start.window.findChild<QSplitter*>(QStringLiteral("parts"));
    parts->setSizes({300, 560, 440});
    sizes = parts->sizes();
  }
  Start again(ini);
  EXPECT_EQ(again.window.size(), QSize(1300, 720));
  again.open();
  EXPECT_EQ(again.window.findChild<QSplitter*>(QStringLiteral("parts"))->sizes(), sizes);
}

TEST_F(Remembers, TheThemeThatWasChosen) {
  {
    Start start(ini);
    start.window.findChild<QAction*>(QStringLiteral("theme-dark"))->trigger();
    EXPECT_TRUE(start.window.theme().isDark);
  }
  {
    Start again(ini);
    EXPECT_TRUE(again.window.theme().isDark);
    EXPECT_TRUE(again.window.findChild<QAction*>(QStringLiteral("theme-dark"))->isChecked());
    again.window.findChild<QAction*>(QStringLiteral("theme-desktop"))->trigger();
  }
  EXPECT_TRUE(Start(ini, ColorScheme::dark).window.theme().isDark) << "the desktop's colours are dark";
  EXPECT_FALSE(Start(ini, ColorScheme::light).window.theme().isDark);
}

TEST_F(Remembers, FilesNewestFirstMissingOnesWithTheReason) {
  const std::string a = npy("a.npy");
  const std::string b = npy("b.npy");
  Start start(ini);
  start.open();
  EXPECT_EQ(start.recent().front()->text(), "No file has been opened yet");
  for (const std::string& path : {a, b}) {
    start.workspace.open(path);
    ASSERT_TRUE(QTest::qWaitFor([&] { return start.workspace.source() == path; }, patience));
  }
  start.workspace.open("sample:photo");
  ASSERT_TRUE(QTest::qWaitFor([&] { return start.workspace.source() == "sample:photo"; }, patience));
  std::filesystem::remove(a);
  const auto entries = start.recent();
  ASSERT_EQ(entries.size(), 4);  // b, a, a line, Clear
  EXPECT_TRUE(entries[0]->text().startsWith(QStringLiteral("b.npy")));
  EXPECT_TRUE(entries[0]->isEnabled());
  EXPECT_FALSE(entries[1]->isEnabled());
  EXPECT_EQ(entries[1]->toolTip().toStdString(), a + ": there is no such file any more");
  entries[0]->trigger();
  EXPECT_TRUE(QTest::qWaitFor([&] { return start.workspace.source() == b; }, patience));
  start.recent().last()->trigger();
  EXPECT_EQ(start.recent().size(), 1);
}

TEST_F(Remembers, AtMostTenFilesEachOnce) {
  SettingsFile settings(QString::fromStdString(ini));
  RecentFiles recent(settings);
  for (int i = 0; i < 12; ++i) recent.add(QStringLiteral("/data/%1.npy").arg(i));
  recent.add(QStringLiteral("/data/5.npy"));
  EXPECT_EQ(recent.paths().size(), 10);
  EXPECT_EQ(recent.paths().first(), "/data/5.npy");
  EXPECT_EQ(recent.paths().count(QStringLiteral("/data/5.npy")), 1);
  recent.add(QStringLiteral("here.npy"));
  EXPECT_TRUE(recent.paths().first().startsWith('/'));
}

}  // namespace remembered_test
}  // namespace normscope
