#include "ui/draw/export/font_faces.h"

#include <gtest/gtest.h>

#include <QFile>
#include <QPainterPath>
#include <QRawFont>

namespace normscope {
namespace font_faces_test {

QByteArray inter() {
  QFile file(QStringLiteral(":/fonts/Inter-Regular.otf"));
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

TEST(FontFaces, ASubsetHasTheCharactersThatStandThereAlone) {
  const QByteArray subset = subsetOf(inter(), {U'x', U'σ', U'²', U'−'});
  EXPECT_LT(subset.size(), inter().size() / 20);
  const QRawFont whole(inter(), 20);
  const QRawFont font(subset, 20);
  ASSERT_TRUE(font.isValid());
  EXPECT_EQ(font.familyName(), whole.familyName());
  for (const QChar character : QStringLiteral("xσ²−")) {
    ASSERT_TRUE(font.supportsCharacter(character)) << int{character.unicode()};
    const auto glyph = font.glyphIndexesForString(character);
    const auto before = whole.glyphIndexesForString(character);
    EXPECT_EQ(font.pathForGlyph(glyph[0]), whole.pathForGlyph(before[0]));
    EXPECT_EQ(font.advancesForGlyphIndexes(glyph), whole.advancesForGlyphIndexes(before));
  }
  EXPECT_FALSE(font.supportsCharacter(QLatin1Char('y')));
}

TEST(FontFaces, WhatIsNoFontMakesNone) {
  EXPECT_FALSE(QRawFont(subsetOf("no font", {U'x'}), 20).isValid());
}

TEST(FontFaces, EachFaceCarriesItsOwnTextAlone) {
  const QByteArray svg =
      "<svg><text font-weight=\"400\" font-style=\"normal\">abc</text>"
      "<text font-weight=\"600\" font-style=\"normal\">x &amp; <tspan>y</tspan></text></svg>";
  const QByteArray sheet = fontFaces(svg);
  EXPECT_EQ(sheet.count("@font-face"), 2);
  EXPECT_TRUE(sheet.contains(woffOf(subsetOf(inter(), {U'a', U'b', U'c'})).toBase64()));
  EXPECT_LT(sheet.size(), 20000);
  EXPECT_EQ(fontFaces("<svg></svg>"), "");
}

}  // namespace font_faces_test
}  // namespace normscope
