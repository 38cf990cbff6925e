#include "ui/draw/export/export_dialog.h"

#include <gtest/gtest.h>

#include <QAbstractButton>
#include <QApplication>
#include <QClipboard>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>
#include <QToolButton>

#include "tests/ui/plot_support.h"
#include "ui/draw/plots/plot_export.h"

namespace normscope {
namespace export_dialog_test {

class ExportDialogTest : public testing::Test {
 protected:
  ExportSubject subject() {
    ExportSubject made;
    made.title = QStringLiteral("Export the plot");
    made.name = QStringLiteral("statistics");
    made.widthMm = plotWidthMm;
    made.leastMm = narrowestPlotMm;
    made.mostMm = widestPlotMm;
    made.sizeMm = [this](double width) { return plotSizeMm(document, width); };
    made.picture = [this](const ExportChoice& choice) {
      return plotPicture(document, choice.dark ? Theme::dark() : Theme::light(), choice.widthMm,
                         choice.transparent, choice.captions);
    };
    made.numbers = [this] { return csvOf(document); };
    made.write = [this](const QString& path, const ExportChoice&, const ExportSubject::Written& done) {
      written << path;
      done(problem);
    };
    made.captions = true;
    made.lastChoice = last;
    made.remember = [this](const ExportChoice& choice) { last = choice; };
    return made;
  }

  ExportDialog* open() {
    auto* dialog = new ExportDialog(subject());
    dialog->setAttribute(Qt::WA_DeleteOnClose, false);
    dialog->show();
    EXPECT_TRUE(QTest::qWaitForWindowActive(dialog));
    return dialog;
  }

  /// Whether `press` asks where to write; the question is cancelled.
  template <typename Press>
  bool asksWhere(const Press& press) {
    press();
    auto* question = qobject_cast<QFileDialog*>(QApplication::activeModalWidget());
    const bool asked = question != nullptr;
    if (asked) question->reject();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    return asked;
  }

  PlotDocument document = plotOf(rampRequest("NCHW", {8, 6, 2, 2}, "group:groups=2"), "statistics", 13);
  QStringList written;
  QString problem;  ///< what becomes of what is written
  std::optional<ExportChoice> last;
};

TEST_F(ExportDialogTest, EnterExportsWhateverHasTheFocus) {
  const std::unique_ptr<ExportDialog> dialog(open());
  int reached = 0;
  for (QWidget* widget : dialog->findChildren<QWidget*>()) {
    if ((widget->focusPolicy() & Qt::TabFocus) == 0 || !widget->isVisible()) continue;
    widget->setFocus(Qt::TabFocusReason);
    if (dialog->focusWidget() != widget) continue;
    QGuiApplication::clipboard()->setText(QStringLiteral("mine"));
    EXPECT_TRUE(asksWhere([&] { QTest::keyClick(widget, Qt::Key_Return); }))
        << widget->objectName().toStdString();
    EXPECT_EQ(QGuiApplication::clipboard()->text(), QStringLiteral("mine"))
        << widget->objectName().toStdString();
    EXPECT_TRUE(dialog->isVisible());
    ++reached;
  }
  EXPECT_GE(reached, 10);
}

TEST_F(ExportDialogTest, WhatCouldNotBeWrittenCanBeTriedElsewhere) {
  const std::unique_ptr<ExportDialog> dialog(open());
  problem =
      QStringLiteral("/nowhere/a.svg: it can't be written (No such file or directory); check the folder");
  dialog->exportTo(QStringLiteral("/nowhere/a.svg"));
  EXPECT_TRUE(dialog->isVisible());
  EXPECT_EQ(dialog->findChild<QLabel*>(QStringLiteral("export-note"))->text(), problem);
  problem.clear();
  dialog->exportTo(QStringLiteral("/tmp/a.svg"));
  EXPECT_FALSE(dialog->isVisible());
}

TEST_F(ExportDialogTest, TheSuggestedNameIsReplacedByWhatIsTyped) {
  const std::unique_ptr<ExportDialog> dialog(open());
  QTest::keyClick(dialog.get(), Qt::Key_Return);
  auto* question = qobject_cast<QFileDialog*>(QApplication::activeModalWidget());
  ASSERT_NE(question, nullptr);
  auto* name = qobject_cast<QLineEdit*>(question->focusWidget());
  ASSERT_NE(name, nullptr);
  EXPECT_EQ(name->text(), QStringLiteral("statistics.svg"));
  EXPECT_EQ(name->selectedText(), name->text());
  question->reject();
}

TEST_F(ExportDialogTest, AChoiceIsThereTheNextTime) {
  {
    const std::unique_ptr<ExportDialog> dialog(open());
    dialog->setFormat(QStringLiteral("pdf"));
    dialog->findChild<QDoubleSpinBox*>(QStringLiteral("export-width"))->setValue(77);
    QTest::mouseClick(dialog->findChild<QToolButton*>(QStringLiteral("export-dark")), Qt::LeftButton);
    dialog->findChild<QCheckBox*>(QStringLiteral("export-transparent"))->setChecked(true);
    dialog->findChild<QCheckBox*>(QStringLiteral("export-captions"))->setChecked(false);
    auto* text = dialog->findChild<QComboBox*>(QStringLiteral("export-text"));
    text->setCurrentIndex(text->findData(static_cast<int>(PictureText::outlines)));
    emit text->activated(text->currentIndex());
    EXPECT_FALSE(last) << "nothing was exported";
    dialog->exportTo(QStringLiteral("/tmp/a"));
    EXPECT_EQ(written, QStringList{QStringLiteral("/tmp/a.pdf")});
  }
  ASSERT_TRUE(last);
  last = exportChoiceOf(toText(*last));  // across starts
  const std::unique_ptr<ExportDialog> again(open());
  EXPECT_EQ(again->choice(), *last);
  EXPECT_EQ(again->choice().format, "pdf");
  EXPECT_EQ(again->choice().widthMm, 77);
  EXPECT_EQ(again->choice().text, PictureText::outlines);
  EXPECT_TRUE(again->choice().dark);
  EXPECT_TRUE(again->choice().transparent);
  EXPECT_FALSE(again->choice().captions);
  EXPECT_TRUE(again->findChild<QToolButton*>(QStringLiteral("export-pdf"))->isChecked());
  EXPECT_TRUE(again->findChild<QToolButton*>(QStringLiteral("export-dark"))->isChecked());
  EXPECT_TRUE(again->findChild<QCheckBox*>(QStringLiteral("export-transparent"))->isChecked());
  EXPECT_FALSE(again->findChild<QCheckBox*>(QStringLiteral("export-captions"))->isChecked());
  EXPECT_EQ(again->findChild<QDoubleSpinBox*>(QStringLiteral("export-width"))->value(), 77);
}

TEST_F(ExportDialogTest, WidthsOfPapersAreOneClick) {
  ExportDialog dialog(subject());
  for (const int width : {40, 84, 174}) {
    dialog.findChild<QToolButton*>(QStringLiteral("export-width-%1").arg(width))->click();
    EXPECT_EQ(dialog.choice().widthMm, width);
    // A plot is laid out in whole pixels of 1/96 inch.
    EXPECT_NEAR(dialog.findChild<QDoubleSpinBox*>(QStringLiteral("export-width"))->value(), width, 0.2);
  }
}

TEST_F(ExportDialogTest, AChoiceThatDoesNotFitGivesWay) {
  last = ExportChoice();
  last->format = "csv";
  last->widthMm = 4000;
  ExportSubject made = subject();
  made.numbers = nullptr;
  made.dark = true;
  const ExportDialog dialog(made);
  EXPECT_EQ(dialog.choice().format, "svg");
  EXPECT_EQ(dialog.choice().widthMm, widestPlotMm);
  EXPECT_TRUE(dialog.choice().dark) << "of the window, as none was chosen";
}

TEST(ExportChoice, IsReadFromWhateverTextThereIs) {
  for (const std::string text : {"", "{", "[]", "null", R"({"format": "gif", "width_mm": -3})",
                                 R"({"format": 7, "width_mm": "wide", "svg_text": "loud", "theme": "blue"})",
                                 R"({"width_mm": 1e999, "pdf_text": "named"})"}) {
    EXPECT_EQ(exportChoiceOf(text), ExportChoice()) << text;
  }
  ExportChoice choice;
  choice.format = "png";
  choice.widthMm = 127.5;
  choice.svgText = choice.text = PictureText::named;
  choice.ownTheme = choice.dark = true;
  choice.captions = false;
  EXPECT_EQ(exportChoiceOf(toText(choice)), choice);
  EXPECT_EQ(toText(choice).find('\n'), std::string::npos);
}

TEST_F(ExportDialogTest, WithoutCaptionsTitleAndNoteAreGoneAndAWarningStays) {
  QTemporaryDir folder;
  const std::string path = folder.filePath(QStringLiteral("p.svg")).toStdString();
  writePlot(document, Theme::light(), path, plotWidthMm, {}, false);
  EXPECT_EQ(contentOf(path).find("Mean and standard deviation of each set</text>"), std::string::npos);
  EXPECT_EQ(contentOf(path).find("16 sets"), std::string::npos);
  EXPECT_NE(contentOf(path).find("set (sample, group)</text>"), std::string::npos);
  const PlotDocument bad = plotOf(rampRequest("NCL", {2, 4, 2}, "group:groups=2", 5), "statistics");
  writePlot(bad, Theme::light(), path, plotWidthMm, {}, false);
  EXPECT_NE(contentOf(path).find("1 of 4 sets NaN or Inf</text>"), std::string::npos);
}

}  // namespace export_dialog_test
}  // namespace normscope
