#include "ui/base/ask_file.h"

#include <gtest/gtest.h>

#include <QAbstractButton>
#include <QAbstractFileIconProvider>
#include <QApplication>
#include <QFileDialog>
#include <QFileInfo>
#include <QMessageBox>
#include <QTest>
#include <QTimer>
#include <fstream>

#include "tests/core/temporary_folder.h"

namespace normscope {
namespace ask_file_test {

class AskFile : public testing::Test {
 protected:
  AskFile() { parent.show(); }

  QString file(const char* name) { return QString::fromStdString(folder.file(name)); }
  void make(const char* name) { std::ofstream(folder.file(name)) << "there"; }

  void askForFigure() {
    askToSave(&parent, {"Export", "figure.svg", "SVG (*.svg)", {"svg", "pdf"}},
              [this](const QString& path) { chosen << path; });
  }

  /// Types a path into the question that is open.
  void answer(const QString& path) {
    auto* dialog = parent.findChild<QFileDialog*>();
    ASSERT_NE(dialog, nullptr);
    EXPECT_TRUE(dialog->isVisible());
    dialog->setDirectory(QFileInfo(path).absolutePath());
    dialog->selectFile(path);
    static_cast<QDialog*>(dialog)->accept();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
  }

  /// Answers the question that the file dialog asks in a loop of its own.
  void whenAsked(QMessageBox::StandardButton button) {
    QTimer::singleShot(50, &parent, [this, button] {
      auto* box = qobject_cast<QMessageBox*>(QApplication::activeModalWidget());
      if (box == nullptr) return;
      ++asked;
      box->button(button)->click();
    });
  }

  const TemporaryFolder folder;
  QWidget parent;
  QStringList chosen;
  int asked = 0;
};

TEST_F(AskFile, ReturnsBeforeTheAnswer) {
  askToOpen(&parent, "Open", {"All files (*)"}, [this](const QString& path) { chosen << path; });
  EXPECT_TRUE(chosen.isEmpty());
  make("x.npy");
  answer(file("x.npy"));
  EXPECT_EQ(chosen, QStringList{file("x.npy")});
  EXPECT_EQ(parent.findChild<QFileDialog*>(), nullptr);
}

TEST_F(AskFile, FilesOfAFolderAreNotReadToNameTheirKinds) {
  std::ofstream(folder.file("picture")) << "\x89PNG\r\n\x1a\n";
  askForFigure();
  const auto* kinds = parent.findChild<QFileDialog*>()->iconProvider();
  EXPECT_EQ(kinds->type(QFileInfo(file("picture"))), "File");
  EXPECT_EQ(kinds->type(QFileInfo(file("x.npy"))), "npy file");
  EXPECT_EQ(kinds->type(QFileInfo(QString::fromStdString(folder.file("")))), "Folder");
}

TEST_F(AskFile, NothingIsDoneWhereItIsCancelled) {
  askForFigure();
  parent.findChild<QFileDialog*>()->reject();
  EXPECT_TRUE(chosen.isEmpty());
}

TEST_F(AskFile, ANameWithoutAnEndingGetsThatOfTheSuggestion) {
  askForFigure();
  answer(file("norm"));
  askForFigure();
  answer(file("norm.v2"));
  askForFigure();
  answer(file("norm.PDF"));
  askToSave(&parent, {"Save y", "y.npy", "NumPy arrays (*.npy)"},
            [this](const QString& path) { chosen << path; });
  answer(file("y.of.x"));
  EXPECT_EQ(chosen, (QStringList{file("norm.svg"), file("norm.v2.svg"), file("norm.PDF"), file("y.of.x")}));
}

TEST_F(AskFile, TheNextQuestionBeginsInTheFolderOfTheLastAnswer) {
  askForFigure();
  answer(file("norm.svg"));
  askForFigure();
  EXPECT_EQ(parent.findChild<QFileDialog*>()->directory().absolutePath(),
            QFileInfo(file("norm.svg")).absolutePath());
}

TEST_F(AskFile, AFileThatIsThereIsReplacedOnlyAfterAQuestion) {
  make("norm.svg");
  askForFigure();
  whenAsked(QMessageBox::No);
  answer(file("norm"));
  EXPECT_EQ(asked, 1);
  EXPECT_TRUE(chosen.isEmpty());
  whenAsked(QMessageBox::Yes);
  answer(file("norm"));
  EXPECT_EQ(asked, 2);
  EXPECT_EQ(chosen, QStringList{file("norm.svg")});
}

TEST_F(AskFile, SoWhereTheEndingCameLater) {
  make("norm.v2.svg");
  for (const auto button : {QMessageBox::No, QMessageBox::Yes}) {
    EXPECT_TRUE(chosen.isEmpty());
    askForFigure();
    answer(file("norm.v2"));
    auto* box = parent.findChild<QMessageBox*>("replace-file");
    ASSERT_NE(box, nullptr);
    EXPECT_EQ(box->text(), "norm.v2.svg already exists. Replace it?");
    box->button(button)->click();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
  }
  EXPECT_EQ(chosen, QStringList{file("norm.v2.svg")});
}

}  // namespace ask_file_test
}  // namespace normscope
