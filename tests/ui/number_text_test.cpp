#include "ui/base/number_text.h"

#include <gtest/gtest.h>

#include <cmath>

namespace normscope {
namespace number_text_test {

std::string text(const QString& value) {
  return value.toStdString();
}

TEST(NumberText, ShowsValuesAsPeopleReadThem) {
  EXPECT_EQ(text(valueText(0)), "0.0000");
  EXPECT_EQ(text(valueText(0.49671)), "0.4967");
  EXPECT_EQ(text(valueText(-0.0213)), "−0.0213");
  EXPECT_EQ(text(valueText(123.456789)), "123.4568");
  EXPECT_EQ(text(valueText(1000000.26)), "1000000.2600");
  EXPECT_EQ(text(valueText(3.1e-9)), "3.100·10⁻⁹");
  EXPECT_EQ(text(valueText(-2.5e20)), "−2.500·10²⁰");
  EXPECT_EQ(text(valueText(std::nan(""))), "NaN");
  EXPECT_EQ(text(valueText(-INFINITY)), "−∞");
  EXPECT_EQ(text(operandText(-1)), "(−1.0000)");
  EXPECT_EQ(text(operandText(1)), "1.0000");
}

TEST(NumberText, ShowsConstantsAsShortAsTheyAre) {
  EXPECT_EQ(text(constantText(1e-5)), "10⁻⁵");
  EXPECT_EQ(text(constantText(2e-7)), "2·10⁻⁷");
  EXPECT_EQ(text(constantText(1.5e-12)), "1.5·10⁻¹²");
  EXPECT_EQ(text(constantText(0.001)), "0.001");
  EXPECT_EQ(text(constantText(-1)), "−1");
  EXPECT_EQ(text(constantText(0)), "0");
}

TEST(NumberText, WritesPowersInSentences) {
  const auto written = [](const char* sentence) { return text(withPowers(QString::fromUtf8(sentence))); };
  EXPECT_EQ(written("the largest difference, 1.2e-7, is rounding"),
            "the largest difference, 1.2·10⁻⁷, is rounding");
  EXPECT_EQ(written("eps 1e-5 against 0.001; up to 3e+20."), "eps 10⁻⁵ against 0.001; up to 3·10²⁰.");
  EXPECT_EQ(written("'1e-5' of group:eps=1e-5, layer1e-5 and 1e-5x"),
            "'1e-5' of group:eps=1e-5, layer1e-5 and 1e-5x");
}

TEST(NumberText, GroupsDigits) {
  EXPECT_EQ(text(countText(7)), "7");
  EXPECT_EQ(text(countText(12000)), "12\u2009000");
  EXPECT_EQ(text(countText(25690112)), "25\u2009690\u2009112");
  EXPECT_EQ(text(extentsText({8, 6, 8, 8})), "8×6×8×8");
}

}  // namespace number_text_test
}  // namespace normscope
