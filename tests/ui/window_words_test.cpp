#include "ui/base/window_words.h"

#include <gtest/gtest.h>

#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>

#include "core/compute/choose.h"
#include "core/error.h"
#include "core/norm/reduction_plan.h"
#include "tests/ui/window_fixture.h"
#include "ui/base/form.h"

namespace normscope {
namespace window_words_test {

/// Files whose words go to a terminal, or are a command line because they are meant to be one.
bool isOfTheCommandLine(const QString& path) {
  return path.endsWith("ui/window/exports.cpp") || path.endsWith("ui/window/run_window.cpp") ||
         path.endsWith("ui/window/open_requests.cpp") || path.endsWith("ui/base/window_words.cpp") ||
         path.endsWith("ui/base/style.cpp") || path.endsWith("ui/window/save_report.cpp") ||
         path.endsWith("ui/draw/report/report_files.cpp");
}

/// The string literals of a source, comments aside; those that stand side by side are one.
QStringList literalsOf(const QString& path) {
  QFile file(path);
  EXPECT_TRUE(file.open(QIODevice::ReadOnly)) << path.toStdString();
  QString text = QString::fromUtf8(file.readAll());
  text.remove(QRegularExpression(R"(^\s*//.*$)", QRegularExpression::MultilineOption));
  text.remove(QRegularExpression(R"x("\s*\n\s*")x"));
  QStringList literals;
  auto found = QRegularExpression(R"x("((?:[^"\\\n]|\\.)*)")x").globalMatch(text);
  while (found.hasNext()) literals << found.next().captured(1);
  return literals;
}

bool speaksCommandLine(const QString& text) {
  static const QRegularExpression option(QStringLiteral("--[a-z]|normscope (devices|figure|compute|plot)"));
  return text.contains(option);
}

/// Whatever core and the window can say, found in their sources: the next refusal that names an option has to
/// have words for the window, too.
TEST(WindowWords, NoRefusalNamesAnOptionOfTheCommandLine) {
  int found = 0;
  for (const char* part : {"/core", "/ui"}) {
    QDirIterator files(QStringLiteral(NORMSCOPE_SOURCE) + part, {"*.cpp", "*.h"}, QDir::Files,
                       QDirIterator::Subdirectories);
    while (files.hasNext()) {
      const QString path = files.next();
      if (isOfTheCommandLine(path)) continue;
      for (const QString& literal : literalsOf(path)) {
        if (!speaksCommandLine(literal)) continue;
        ++found;
        // What follows a literal in its line closes its quotation.
        const QString line = literal.count('\'') % 2 == 0 ? literal : literal + "0'";
        EXPECT_FALSE(speaksCommandLine(inWindowWords(line)))
            << path.toStdString() << ": " << inWindowWords(line).toStdString();
      }
    }
  }
  EXPECT_GE(found, 12);
}

std::string saidInTheWindow(const std::string& line) {
  return inWindowWords(QString::fromStdString(line)).toStdString();
}

template <typename Refused>
std::string refusalOf(const Refused& refused) {
  try {
    refused();
  } catch (const Error& error) {
    return saidInTheWindow(error.what());
  }
  return "nothing was refused";
}

TEST(WindowWords, NameTheControlThatDoesTheSame) {
  const Shape shape(Layout::parse("NHW"), {2, 3, 4});
  EXPECT_EQ(
      refusalOf([&] { plan(shape, parseNormSpec("instance")); }),
      "Instance Norm on NHW [2, 3, 4]: Instance Norm needs a channel axis and the layout has none; name "
      "one axis C or F with the layout at the left");
  EXPECT_EQ(refusalOf([&] { plan(shape, parseNormSpec("custom:over=C")); }),
            "Custom over C on NHW [2, 3, 4]: the layout has no axis C; use letters of NHW, or name the axes "
            "with the layout at the left");
  EXPECT_EQ(refusalOf([] { parseDeviceChoice("gpu"); }).substr(0, 32), "device 'gpu': it is not a device");
  EXPECT_EQ(saidInTheWindow("opencl:0 (cpu): clFlush failed (CL_OUT_OF_RESOURCES); use --device reference"),
            "opencl:0 (cpu): clFlush failed (CL_OUT_OF_RESOURCES); choose Compute, Device, Reference");
  EXPECT_EQ(
      saidInTheWindow(
          "opencl:0: it does not build; use --device reference, or see all that the compiler says "
          "with 'normscope devices --log opencl:0'"),
      "opencl:0: it does not build; choose Compute, Device, Reference, or see all that the compiler says in "
      "Compute, Device log");
  EXPECT_EQ(
      saidInTheWindow("opencl:1: it ends; use --device reference, or try it again with 'normscope devices'"),
      "opencl:1: it ends; choose Compute, Device, Reference, or see Compute, Device log");
  EXPECT_EQ(
      saidInTheWindow("opencl:7: there is none; use --device auto or one of those that 'normscope devices' "
                      "lists"),
      "opencl:7: there is none; choose Automatic or another one in Compute, Device");
}

TEST(WindowWords, NameANormByItsTitle) {
  const Shape shape(Layout::parse("NCHW"), {8, 6, 8, 8});
  EXPECT_EQ(
      refusalOf([&] { plan(shape, parseNormSpec("group:groups=4")); }),
      "Group Norm, G = 4 on NCHW [8, 6, 8, 8]: 4 groups do not divide 6 channels; use 1, 2, 3 or 6 groups");
  EXPECT_EQ(refusalOf([&] { plan(shape, parseNormSpec("batch:workers=3")); }),
            "Batch Norm, 3 workers on NCHW [8, 6, 8, 8]: 3 workers do not divide 8 samples; use 1, 2, 4 or 8 "
            "workers");
  EXPECT_EQ(saidInTheWindow("norm 'grp': 'grp' is not a kind of norm"),
            "norm 'grp': 'grp' is not a kind of norm");
}

TEST(WindowWords, LeaveEverythingElseAsItIs) {
  EXPECT_EQ(saidInTheWindow("/a--b/x.npy: it can't be read; choose another"),
            "/a--b/x.npy: it can't be read; choose another");
}

TEST_F(Window, ARefusalOfTheLayoutNamesTheControl) {
  workspace.open("normal:2,3,4", Layout::parse("NHW"));
  workspace.setSpec(parseNormSpec("instance"));
  QTest::qWait(50);
  QStringList lines;
  for (const auto* label : window.findChildren<ProblemLabel*>()) {
    if (!label->isHidden()) lines << label->text();
  }
  EXPECT_TRUE(lines.join('|').contains("with the layout at the left")) << lines.join('|').toStdString();
  for (const auto* label : window.findChildren<QLabel*>())
    EXPECT_FALSE(speaksCommandLine(label->text())) << label->text().toStdString();
}

}  // namespace window_words_test
}  // namespace normscope
