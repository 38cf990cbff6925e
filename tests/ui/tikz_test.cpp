// What stands in a TikZ picture; that LaTeX takes it is seen by tests/cli/latex_figures.py.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <QPainter>

#include "ui/draw/export/tikz_device.h"
#include "ui/draw/export/tikz_text.h"

namespace normscope {
namespace tikz_test {

using testing::HasSubstr;
using testing::Not;

/// 10 × 5 mm, two units each, with what `paint` draws.
std::string drawn(const std::function<void(QPainter&)>& paint) {
  TikzDevice device(QSizeF(20, 10), 2);
  {
    QPainter painter(&device);
    paint(painter);
  }
  return device.picture().toStdString();
}

TEST(TikzText, IsEscapedForTexAndSetInItsOwnSigns) {
  EXPECT_EQ(tikzText(QStringLiteral("50 % of a_b & {c} #1 \\ $")),
            QStringLiteral("50 \\% of a\\_b \\& \\{c\\} \\#1 \\textbackslash{} \\$"));
  EXPECT_EQ(tikzText(QStringLiteral("μ, σ² = −1.5·10⁻⁷")),
            QStringLiteral("$\\mu$, $\\sigma$$^2$ = $-$1.5$\\cdot$10$^-$$^7$"));
  EXPECT_EQ(tikzText(QStringLiteral("x̂ ± γ ≤ √x₀")),
            QStringLiteral("$\\hat{\\mathrm{x}}$ $\\pm$ $\\gamma$ $\\le$ $\\surd$x$_0$"));
  EXPECT_EQ(tikzText(QStringLiteral("é")), QStringLiteral("é"));
}

TEST(TikzDevice, HasTheSizeOfTheSheetAndColoursByName) {
  const std::string picture = drawn([](QPainter& painter) {
    painter.fillRect(QRectF(2, 2, 4, 4), QColor(0x11, 0x22, 0x33));
    painter.fillRect(QRectF(8, 2, 4, 4), QColor(0x11, 0x22, 0x33, 0x80));
  });
  EXPECT_THAT(
      picture,
      HasSubstr(
          "\\path[use as bounding box] (0,0) rectangle (10,5);\n\\definecolor{normscope1}{HTML}{112233}\n"));
  EXPECT_THAT(
      picture,
      HasSubstr("[fill=normscope1,even odd rule] (1,1) -- (3,1) -- (3,3) -- (1,3) -- (1,1) -- cycle;"));
  EXPECT_THAT(picture, HasSubstr("fill opacity=0.502"));
  EXPECT_THAT(picture, Not(HasSubstr("normscope2")));
  EXPECT_THAT(picture, testing::EndsWith("\\end{tikzpicture}%\n"));
}

TEST(TikzDevice, LinesKeepTheirWidthDashesAndTheTurnOfTheirPainter) {
  const std::string picture = drawn([](QPainter& painter) {
    QPen pen(Qt::black, 0.5);
    pen.setDashPattern({2, 4});
    pen.setCapStyle(Qt::FlatCap);
    painter.setPen(pen);
    painter.translate(4, 0);
    painter.scale(2, 2);
    painter.drawLine(QPointF(0, 0), QPointF(0, 2));
  });
  EXPECT_THAT(picture, HasSubstr("line width=0.5mm"));
  EXPECT_THAT(picture, HasSubstr("dash pattern=on 1mm off 2mm"));
  EXPECT_THAT(picture, HasSubstr("(2,0) -- (2,2)"));
}

TEST(TikzDevice, WhatIsClippedIsInAScope) {
  const std::string picture = drawn([](QPainter& painter) {
    painter.save();
    painter.setClipRect(QRectF(0, 0, 4, 4));
    painter.fillRect(QRectF(0, 0, 20, 10), Qt::red);
    painter.restore();
    painter.fillRect(QRectF(0, 0, 2, 2), Qt::blue);
  });
  const std::size_t begins =
      picture.find("\\begin{scope}\n\\clip (0,0) -- (2,0) -- (2,2) -- (0,2) -- (0,0) -- cycle;");
  const std::size_t ends = picture.find("\\end{scope}");
  ASSERT_NE(begins, std::string::npos);
  EXPECT_LT(begins, picture.find("normscope1,"));
  EXPECT_LT(picture.find("normscope1,"), ends);
  EXPECT_LT(ends, picture.find("normscope2,"));
}

TEST(TikzDevice, TextStandsInTheMiddleOfItsPlaceAndTurns) {
  const std::string picture = drawn([](QPainter& painter) {
    painter.rotate(-90);
    painter.drawText(QPointF(-8, 4), QStringLiteral("μ"));
  });
  EXPECT_THAT(picture, HasSubstr("anchor=base,inner sep=0,text=normscope1"));
  EXPECT_THAT(picture, HasSubstr("rotate=90"));
  EXPECT_THAT(picture, HasSubstr("{$\\mu$};"));
}

}  // namespace tikz_test
}  // namespace normscope
