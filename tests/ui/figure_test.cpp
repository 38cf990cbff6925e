#include "ui/draw/figure/figure.h"

#include <gtest/gtest.h>

#include <QDir>
#include <QFile>
#include <QImage>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QXmlStreamReader>
#include <map>

#include "tests/core/expect_error.h"

namespace normscope {
namespace figure_test {

FigureOptions figureTwo() {
  FigureOptions options;
  options.shape = Shape(Layout::parse("NCHW"), {6, 6, 6, 6});
  for (const char* norm : {"batch", "layer", "instance", "group:groups=2"}) {
    options.norms.push_back(parseNormSpec(norm));
  }
  return options;
}

class FigureTest : public ::testing::Test {
 protected:
  std::string path(const std::string& name) const { return (dir.path() + "/").toStdString() + name; }

  static QByteArray read(const std::string& name) {
    QFile file(QString::fromStdString(name));
    EXPECT_TRUE(file.open(QIODevice::ReadOnly));
    return file.readAll();
  }

  QTemporaryDir dir;
};

/// Shapes by the fill of the group that they stand in, and all text, of an SVG; fails where it is malformed.
struct Drawing {
  std::map<QString, int> shapes;
  QString text;  ///< all words; one line may stand in several elements, where its script changes

  explicit Drawing(const QByteArray& svg) {
    QXmlStreamReader xml(svg);
    QString fill;
    while (!xml.atEnd()) {
      if (xml.readNext() != QXmlStreamReader::StartElement) continue;
      const auto attributes = xml.attributes();
      if (xml.name() == u"g") {
        fill = attributes.value("fill").toString();
      } else if (xml.name() == u"path" || xml.name() == u"polygon") {
        ++shapes[fill];
      } else if (xml.name() == u"text") {
        text += xml.readElementText();
      } else if (xml.name() == u"image") {
        ADD_FAILURE() << "a bitmap in a vector figure";
      }
    }
    EXPECT_FALSE(xml.hasError()) << xml.errorString().toStdString();
  }
};

TEST_F(FigureTest, SvgHoldsAPolygonForEachLitFace) {
  writeFigure(figureTwo(), path("f.svg"));
  const Drawing drawing(read(path("f.svg")));
  EXPECT_EQ(drawing.shapes.at("#1668c7"), 66);
  EXPECT_EQ(drawing.shapes.at("#0b4a94"), 54);
  EXPECT_EQ(drawing.shapes.at("#4c93e0"), 16);
  EXPECT_EQ(drawing.shapes.at("#e6eaf0"), 4 * 36 - 66);
  for (const char* words : {"Batch Norm", "Group Norm, G = 2", "12 sets of 108",
                            "one μ, σ² per sample and group", "1 cell = 6 positions", "H, W"}) {
    EXPECT_TRUE(drawing.text.contains(QString::fromUtf8(words))) << words;
  }
}

TEST_F(FigureTest, SvgNamesFontsToFallBackTo) {
  writeFigure(figureTwo(), path("f.svg"));
  const QByteArray svg = read(path("f.svg"));
  EXPECT_TRUE(svg.contains("font-family=\"Inter, 'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif\""));
  EXPECT_FALSE(svg.contains("font-family=\"Inter\""));
  EXPECT_TRUE(svg.contains("width=\"180mm\""));
}

TEST_F(FigureTest, SameOptionsGiveTheSameBytes) {
  for (const char* name : {"a.svg", "b.svg", "a.png", "b.png"}) writeFigure(figureTwo(), path(name));
  EXPECT_EQ(read(path("a.svg")), read(path("b.svg")));
  EXPECT_EQ(read(path("a.png")), read(path("b.png")));
}

TEST_F(FigureTest, PngHas300DotsPerInch) {
  FigureOptions options = figureTwo();
  options.widthMm = 127;
  writeFigure(options, path("f.PNG"));
  const QImage image(QString::fromStdString(path("f.PNG")));
  EXPECT_EQ(image.width(), 1500);
  EXPECT_EQ(image.dotsPerMeterX(), 11811);
  EXPECT_EQ(image.pixelColor(2, 2), options.theme.background);
}

TEST_F(FigureTest, PdfIsOnePageOfTheFiguresSize) {
  writeFigure(figureTwo(), path("f.pdf"));
  const QByteArray pdf = read(path("f.pdf"));
  EXPECT_TRUE(pdf.startsWith("%PDF-"));
  EXPECT_TRUE(pdf.contains("/MediaBox [0 0 510"));
  EXPECT_TRUE(pdf.contains("/Count 1"));
  EXPECT_FALSE(pdf.contains("/Subtype /Image"));
}

TEST_F(FigureTest, ChoosesTheWidthByTheNumberOfCubes) {
  FigureOptions options = figureTwo();
  EXPECT_DOUBLE_EQ(figureSizeMm(options).width(), 180);
  options.norms.resize(1);
  EXPECT_DOUBLE_EQ(figureSizeMm(options).width(), 80);
  options.widthMm = 40;
  EXPECT_DOUBLE_EQ(figureSizeMm(options).width(), 40);
}

TEST_F(FigureTest, DrawsEveryKindOfContentAndEmptyTensors) {
  FigureOptions options = figureTwo();
  writeFigure(options, path("set.png"));
  options.show = CubeShow::sets;
  writeFigure(options, path("sets.png"));
  options.show = CubeShow::values;
  options.show.value = [](const CubeGeometry&, const CubeCell& cell) {
    return static_cast<double>(cell.at[0] - 3);
  };
  writeFigure(options, path("values.png"));
  EXPECT_NE(read(path("set.png")), read(path("sets.png")));
  EXPECT_NE(read(path("sets.png")), read(path("values.png")));
  options = figureTwo();
  options.shape = Shape(Layout::parse("NCHW"), {0, 6, 6, 6});
  writeFigure(options, path("empty.svg"));
  EXPECT_TRUE(Drawing(read(path("empty.svg"))).text.contains("no elements"));
}

TEST_F(FigureTest, NoWordIsSmallerThanSixPoints) {
  for (const double width : {20.0, 40.0, 84.0, 180.0}) {
    for (const std::size_t norms : {1U, 4U}) {
      FigureOptions options = figureTwo();
      options.widthMm = width;
      options.norms.resize(norms, parseNormSpec("batch"));
      options.view.axes = true;
      options.show.parameters = true;
      writeFigure(options, path("f.svg"));
      // Hundredths of a millimetre, as everything in the file.
      const QString svg = QString::fromUtf8(read(path("f.svg")));
      QRegularExpressionMatchIterator sizes =
          QRegularExpression(QStringLiteral("font-size=\"([0-9.]+)\"")).globalMatch(svg);
      EXPECT_TRUE(sizes.hasNext());
      while (sizes.hasNext()) EXPECT_GE(sizes.next().captured(1).toDouble(), 211) << width << " mm";
    }
  }
}

TEST_F(FigureTest, CaptionsAreReadOnPaper) {
  writeFigure(figureTwo(), path("f.svg"));
  const QByteArray svg = read(path("f.svg"));
  EXPECT_FALSE(svg.contains(Theme::light().textFaint.name().toUtf8()));
  EXPECT_TRUE(svg.contains(Theme::light().textQuiet.name().toUtf8()));
}

TEST_F(FigureTest, TitlesAndCaptionsCanBeLeftOut) {
  FigureOptions options = figureTwo();
  const double before = figureSizeMm(options).height();
  options.captions = false;
  writeFigure(options, path("f.svg"));
  const Drawing drawing(read(path("f.svg")));
  for (const char* words : {"Batch Norm", "sets of", "one μ", "1 cell"})
    EXPECT_FALSE(drawing.text.contains(QString::fromUtf8(words))) << words;
  EXPECT_TRUE(drawing.text.contains("H, W"));
  EXPECT_EQ(drawing.shapes.at("#1668c7"), 66);
  EXPECT_LT(figureSizeMm(options).height(), before * 0.85);
}

TEST_F(FigureTest, ColoursThatAreMeansSaySo) {
  FigureOptions options = figureTwo();
  options.show = CubeShow::values;
  options.show.value = [](const CubeGeometry&, const CubeCell&) { return 1.0; };
  writeFigure(options, path("f.svg"));
  EXPECT_TRUE(Drawing(read(path("f.svg"))).text.contains("means of cells of 6 elements"));
  options.shape = Shape(Layout::parse("NCHW"), {3, 4, 2, 2});
  writeFigure(options, path("f.svg"));
  EXPECT_FALSE(Drawing(read(path("f.svg"))).text.contains("means"));
}

TEST_F(FigureTest, RefusesWhatItCannotDrawOrWrite) {
  FigureOptions options = figureTwo();
  expectError([&] { writeFigure(options, "f.jpg"); }, Fault::nonsense,
              "f.jpg: figures are not written as .jpg; use .svg, .pdf, .png or .tikz");
  expectError([&] { writeFigure(options, "dir.x/f"); }, Fault::nonsense,
              "dir.x/f: the name has no extension; use .svg, .pdf, .png or .tikz");
  const std::string lost = path("missing/f.svg");
  expectError(
      [&] { writeFigure(options, lost); }, Fault::failed,
      lost + ": the folder '" + path("missing") + "' does not exist; make it first or give another path");
  options.widthMm = 5;
  expectError([&] { writeFigure(options, path("f.svg")); }, Fault::nonsense,
              "figure: its width is not between 20 and 2000 mm; give a width such as 80");
  options.widthMm = 0;
  options.select = {6, 0, 0, 0};
  expectError([&] { writeFigure(options, path("f.svg")); }, Fault::nonsense,
              "element [6, 0, 0, 0]: position 6 is outside axis N of 6; count positions from 0");
  options.norms.clear();
  expectError([&] { writeFigure(options, path("f.svg")); }, Fault::nonsense,
              "figure: it has no norm; give one or more with --norm");
  EXPECT_TRUE(QDir(dir.path()).isEmpty());
}

}  // namespace figure_test
}  // namespace normscope
