#include "ui/base/theme.h"

#include <gtest/gtest.h>

#include <QFontInfo>
#include <QFontMetricsF>
#include <array>
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

using Channels = std::array<double, 3>;

Channels linearOf(const QColor& color) {
  const auto linear = [](double v) { return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4); };
  return {linear(color.redF()), linear(color.greenF()), linear(color.blueF())};
}

Channels times(const std::array<Channels, 3>& matrix, const Channels& v) {
  Channels result{};
  for (std::size_t row = 0; row < 3; ++row)
    result[row] = matrix[row][0] * v[0] + matrix[row][1] * v[1] + matrix[row][2] * v[2];
  return result;
}

/// Hundredths of Oklab's unit.
double distance(const Channels& a, const Channels& b) {
  const auto lab = [](const Channels& linear) {
    Channels cones = times({{{0.4122214708, 0.5363325363, 0.0514459929},
                             {0.2119034982, 0.6806995451, 0.1073969566},
                             {0.0883024619, 0.2817188376, 0.6299787005}}},
                           linear);
    for (double& cone : cones) cone = std::cbrt(std::max(0.0, cone));
    return times({{{0.2104542553, 0.7936177850, -0.0040720468},
                   {1.9779984951, -2.4285922050, 0.4505937099},
                   {0.0259040371, 0.7827717662, -0.8086757660}}},
                 cones);
  };
  const Channels first = lab(a);
  const Channels second = lab(b);
  return 100 * std::hypot(first[0] - second[0], first[1] - second[1], first[2] - second[2]);
}

/// As seen with all cones and, by Machado, Oliveira and Fernandes (2009), without red, green or blue ones.
const std::vector<std::array<Channels, 3>>& eyes() {
  static const std::vector<std::array<Channels, 3>> all = {
      {{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}},
      {{{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}}},
      {{{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}}},
      {{{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}}}};
  return all;
}

TEST(Theme, NormsAreToldApartWithAnyEyesAndAreNoColoursOfSets) {
  for (const Theme& theme : {Theme::light(), Theme::dark()}) {
    std::vector<QColor> taken = okabeIto();
    taken.insert(taken.end(), {theme.accent, theme.parameter, theme.notANumber});
    for (int i = 0; i <= 10; ++i) taken.push_back(viridis(i / 10.0));
    for (std::size_t norm = 0; norm < theme.norms.size(); ++norm) {
      const QColor color = theme.normColor(norm);
      for (const QColor& behind : {theme.background, theme.panel}) EXPECT_GE(contrast(color, behind), 3);
      for (const QColor& other : taken)
        EXPECT_GE(distance(linearOf(color), linearOf(other)), 9)
            << color.name().toStdString() << other.name().toStdString();
      for (std::size_t other = 0; other < norm; ++other) {
        for (const auto& eye : eyes())
          EXPECT_GE(distance(times(eye, linearOf(color)), times(eye, linearOf(theme.norms[other]))), 13)
              << norm << other;
      }
    }
    EXPECT_EQ(theme.normColor(4), theme.normColor(0));
  }
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
