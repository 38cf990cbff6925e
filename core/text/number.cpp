#include "core/text/number.h"

#include <array>
#include <charconv>
#include <cmath>

namespace normscope {
namespace {

/// "1e-05" to "1e-5", "1e+20" to "1e20": the exponent as a person writes it.
std::string tidyExponent(std::string text) {
  const auto e = text.find('e');
  if (e == std::string::npos) return text;
  std::string exponent = text.substr(e + 1);
  const bool negative = exponent[0] == '-';
  exponent.erase(0, exponent.find_first_of("123456789"));
  return text.substr(0, e + 1) + (negative ? "-" : "") + exponent;
}

}  // namespace

std::string shortest(double value) {
  std::array<char, 40> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  return tidyExponent(std::string(digits.data(), end));
}

std::string rounded(double value, int digits) {
  std::array<char, 40> text{};
  const auto end =
      std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::general, digits).ptr;
  return tidyExponent(std::string(text.data(), end));
}

std::string groupedDigits(std::int64_t number) {
  std::string digits = std::to_string(number);
  const std::size_t sign = number < 0 ? 1 : 0;
  if (digits.size() - sign <= 4) return digits;
  for (std::size_t at = digits.size(); at > sign + 3;) {
    at -= 3;
    digits.insert(at, "\u2009");
  }
  return digits;
}

std::string timesPowerOfTen(const std::string& mantissa, int exponent) {
  static const std::array<const char*, 10> digits = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
  std::string power = exponent < 0 ? "10⁻" : "10";
  for (const char digit : std::to_string(std::abs(exponent)))
    power += digits[static_cast<std::size_t>(digit - '0')];
  return mantissa == "1" ? power : mantissa + "·" + power;
}

std::string durationText(double seconds) {
  if (seconds < 1e-3) return rounded(seconds * 1e6, 3) + " µs";
  if (seconds < 1) return rounded(seconds * 1e3, 3) + " ms";
  return rounded(seconds, 3) + " s";
}

std::optional<double> readDouble(std::string_view text) {
  double value = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || stop != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

std::optional<std::int64_t> readInteger(std::string_view text) {
  std::int64_t value = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || stop != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace normscope
