#include "core/view/plots/plot_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "core/text/number.h"

namespace normscope {
namespace {

const std::string minus = "\u2212";

/// What std::to_chars writes, with a true minus sign and a power of ten: "−1.5·10⁻⁷".
std::string tidy(std::string digits) {
  int exponent = 0;
  if (const auto e = digits.find('e'); e != std::string::npos) {
    const std::size_t sign = digits[e + 1] == '+' ? 1 : 0;
    exponent = static_cast<int>(readInteger(std::string_view(digits).substr(e + 1 + sign)).value_or(0));
    digits.resize(e);
  }
  bool isNegative = false;
  if (digits.starts_with('-')) {
    digits.erase(0, 1);
    isNegative = digits.find_first_of("123456789") != std::string::npos;
  }
  return (isNegative ? minus : "") + (exponent == 0 ? digits : timesPowerOfTen(digits, exponent));
}

std::string withFormat(double value, std::chars_format format, int precision) {
  std::array<char, 400> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value, format, precision).ptr;
  return std::string(text.data(), end);
}

int orderOf(double positive) {
  return static_cast<int>(std::floor(std::log10(positive) + 1e-9));
}

}  // namespace

std::string shown(double value, int significant) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value < 0 ? minus + "Inf" : "Inf";
  return tidy(withFormat(value, std::chars_format::general, significant));
}

std::string tickText(double value, double step, double largest) {
  if (std::abs(value) < step * 1e-6) return "0";
  int stepOrder = orderOf(step);
  const double mantissa = step / std::pow(10, stepOrder);
  if (std::abs(mantissa - std::round(mantissa)) > 1e-6) --stepOrder;  // 0.25 needs a digit more than 0.2
  const bool plain = largest < 1e7 && stepOrder >= -4;
  if (plain && stepOrder >= 0 && std::abs(value) >= 1e4) {
    return (value < 0 ? minus : "") + groupedDigits(std::llround(std::abs(value)));
  }
  if (plain) return tidy(withFormat(value, std::chars_format::fixed, std::max(0, -stepOrder)));
  return tidy(
      withFormat(value, std::chars_format::scientific, std::max(0, orderOf(std::abs(value)) - stepOrder)));
}

}  // namespace normscope
