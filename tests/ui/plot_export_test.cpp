#include "ui/draw/plots/plot_export.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <QDir>
#include <QImage>
#include <QTemporaryDir>

#include "tests/core/expect_error.h"
#include "tests/ui/plot_support.h"
#include "ui/base/fonts.h"
#include "ui/draw/plots/plot_widget.h"

namespace normscope {
namespace plot_export_test {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class PlotExportTest : public ::testing::Test {
 protected:
  PlotExportTest() { loadFonts(); }

  std::string path(const std::string& name) const { return folder.filePath(name.c_str()).toStdString(); }

  std::string written(const PlotDocument& plot, const std::string& name, double widthMm = plotWidthMm,
                      const Theme& theme = Theme::light()) const {
    writePlot(plot, theme, path(name), widthMm);
    return contentOf(path(name));
  }

  QTemporaryDir folder;
  PlotDocument document = plotOf(rampRequest("NCHW", {8, 6, 2, 2}, "group:groups=2"), "statistics", 13);
};

TEST_F(PlotExportTest, SvgHoldsShapesAndTextAndNoImage) {
  const std::string svg = written(document, "plot.svg");
  EXPECT_THAT(svg, StartsWith("<?xml"));
  EXPECT_THAT(svg, HasSubstr(">Mean and standard deviation of each set</text>"));
  EXPECT_THAT(svg, HasSubstr(">16 sets</text>"));
  EXPECT_THAT(svg, HasSubstr("font-family=\"Inter, "));
  EXPECT_THAT(svg, HasSubstr("#1668c7"));
  EXPECT_THAT(svg, Not(HasSubstr("<image")));
}

TEST_F(PlotExportTest, TheWindowWritesTheSameBytesWhateverItsSize) {
  PlotWidget widget;
  widget.resize(711, 333);
  widget.setDocument(document);
  widget.show();
  widget.grab();
  for (const std::string ending : {".svg", ".png", ".csv"}) {
    const std::string fromCommand = written(document, "command" + ending, 90);
    widget.exportTo(path("window" + ending), 90);
    EXPECT_EQ(contentOf(path("window" + ending)), fromCommand) << ending;
    EXPECT_FALSE(fromCommand.empty());
  }
}

TEST_F(PlotExportTest, PngHas300DotsPerInchAndTheWidth) {
  written(document, "plot.PNG", 127);
  const QImage image(QString::fromStdString(path("plot.PNG")), "PNG");
  EXPECT_EQ(image.width(), 1500);
  EXPECT_EQ(image.dotsPerMeterX(), 11811);
  EXPECT_EQ(image.pixelColor(2, 2), Theme::light().background);
}

TEST_F(PlotExportTest, PdfIsAPageOfThePlotsSize) {
  const std::string pdf = written(document, "plot.pdf");
  EXPECT_THAT(pdf, StartsWith("%PDF"));
  EXPECT_THAT(pdf, HasSubstr("/MediaBox [0 0 28"));
}

TEST_F(PlotExportTest, CsvIsThatOfTheDocument) {
  EXPECT_EQ(written(document, "plot.csv"), csvOf(document));
}

TEST_F(PlotExportTest, SelectionThemeAndWidthShow) {
  const std::string plain = written(document, "a.svg");
  PlotDocument other = document;
  other.selectedSet = 5;
  EXPECT_NE(written(other, "a.svg"), plain);
  EXPECT_NE(written(document, "a.svg", 60), plain);
  EXPECT_NE(written(document, "a.svg", plotWidthMm, Theme::dark()), plain);
  EXPECT_EQ(written(document, "a.svg"), plain);
}

TEST_F(PlotExportTest, EveryKindCanBeWritten) {
  const NormalizeRequest request = rampRequest("NCHW", {8, 6, 2, 2}, "batch", 7);
  for (const std::string kind : {"statistics", "histogram-x", "histogram-y", "running"}) {
    for (const std::string ending : {".svg", ".pdf", ".png", ".csv"}) {
      EXPECT_FALSE(written(plotOf(request, kind), kind + ending).empty()) << kind << ending;
    }
  }
  const PlotDocument empty = plotOf(rampRequest("NCL", {1, 2, 2}, "group:groups=1"), "running");
  EXPECT_THAT(written(empty, "empty.svg"), HasSubstr(">Group Norm keeps none: "));
}

TEST_F(PlotExportTest, RefusalsLeaveNothingBehind) {
  for (const std::string name : {"plot.gif", "plot"}) {
    expectError([&] { written(document, name); }, Fault::nonsense,
                path(name) + ": its ending says no format; use .svg, .pdf, .png, .tikz or .csv");
  }
  for (const double width : {0.0, 39.0, 1001.0, std::nan("")}) {
    expectError([&] { written(document, "plot.svg", width); }, Fault::nonsense,
                "plot: its width is not between 40 and 1000 mm; give a width such as 100");
  }
  for (const std::string ending : {".svg", ".pdf", ".png", ".csv"}) {
    expectError([&] { written(document, "missing/plot" + ending); }, Fault::failed,
                path("missing/plot" + ending) + ": the folder '" + path("missing") +
                    "' does not exist; make it first or give another path");
  }
  EXPECT_TRUE(QDir(folder.path()).isEmpty());
}

}  // namespace plot_export_test
}  // namespace normscope
