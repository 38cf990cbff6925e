#include "ui/base/theme.h"

#include <gtest/gtest.h>

#include <QFontInfo>
#include <QFontMetricsF>
#include <cmath>
#include <limits>
#include <set>

#include "ui/base/fonts.h"

namespace normscope {
namespace theme_test {

/// Contrast of two colours by WCAG 2, from 1 to 21.
double contrast(const QColor& a, const QColor& b) {
  const auto luminance = [](const QColor& color) {
    const auto linear = [](double v) {
      return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
  };
  const double first = luminance(a) + 0.05;
  const double second = luminance(b) + 0.05;
  return std::max(first, second) / std::min(first, second);
}

TEST(Theme, TextCanBeRead) {
  for (const Theme& theme : {Theme::light(), Theme::dark()}) {
    for (const QColor& behind : {theme.background, theme.panel, theme.field}) {
      EXPECT_GE(contrast(theme.text, behind), 7);
      EXPECT_GE(contrast(theme.textQuiet, behind), 4.5);
      EXPECT_GE(contrast(theme.textFaint, behind), 3);
      EXPECT_GE(contrast(theme.error, behind), 4.5);
      EXPECT_GE(contrast(theme.link, behind), 4.5);
    }
    EXPECT_GE(contrast(theme.accentText, theme.accent), 4.5);
  }
}

TEST(Theme, LitFacesStandOutInGreyToo) {
  for (const Theme& theme : {Theme::light(), Theme::dark()}) {
    EXPECT_GE(contrast(theme.lit.left, theme.plain.left), 3);
    EXPECT_GE(contrast(theme.lit.right, theme.plain.right), 2.5);
    EXPECT_GE(contrast(theme.lit.top, theme.plain.top), 2.5);
  }
}

TEST(Theme, SetsHaveDistinctStableColours) {
  const Theme theme = Theme::light();
  for (const std::int64_t count : {1, 2, 7, 8, 40}) {
    std::set<QRgb> seen;
    for (std::int64_t set = 0; set < count; ++set) seen.insert(theme.setColor(set, count).rgb());
    EXPECT_EQ(static_cast<std::int64_t>(seen.size()), count);
  }
  EXPECT_EQ(theme.setColor(0, 2), QColor("#0072b2"));
  EXPECT_EQ(theme.setColor(999, 1000), QColor("#fde725"));
}

TEST(Theme, DivergesAroundZero) {
  const Theme theme = Theme::light();
  EXPECT_EQ(theme.diverging(0), QColor("#f7f7f7"));
  EXPECT_GT(theme.diverging(-1).blue(), theme.diverging(-1).red());
  EXPECT_GT(theme.diverging(1).red(), theme.diverging(1).blue());
  EXPECT_EQ(theme.diverging(5), theme.diverging(1));
  EXPECT_EQ(theme.diverging(std::numeric_limits<double>::quiet_NaN()), theme.notANumber);
}

TEST(Fonts, CarryInterInFourFaces) {
  loadFonts();
  EXPECT_EQ(QFontInfo(uiFont(13)).family(), "Inter");
  EXPECT_EQ(QFontInfo(uiFont(13, QFont::DemiBold)).weight(), QFont::DemiBold);
  EXPECT_TRUE(QFontInfo(uiFont(13, QFont::Normal, true)).italic());
}

TEST(Fonts, TabularDigitsHaveOneWidth) {
  const QFont font = uiFont(13);
  EXPECT_DOUBLE_EQ(tabularWidth("1111", font), tabularWidth("0808", font));
  EXPECT_LT(QFontMetricsF(font).horizontalAdvance("1111"), QFontMetricsF(font).horizontalAdvance("0808"));
}

}  // namespace theme_test
}  // namespace normscope
