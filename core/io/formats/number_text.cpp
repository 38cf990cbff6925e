#include "core/io/formats/number_text.h"

#include <charconv>
#include <cmath>

#include "core/error.h"

namespace normscope {

TextNumber readTextNumber(std::string_view text, std::size_t line, const std::string& subject) {
  const std::string_view digits =
      text.starts_with('+') && text.size() > 1 && text[1] != '-' ? text.substr(1) : text;
  TextNumber number;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number.value);
  const bool isAll = end == digits.data() + digits.size();
  if (isAll && error == std::errc::result_out_of_range) {
    throw failure(subject,
                  "in line " + std::to_string(line) + " " + shortQuote(text) + " is beyond double precision",
                  "scale the numbers first");
  }
  if (!isAll || error != std::errc{}) {
    throw failure(subject, "in line " + std::to_string(line) + " " + shortQuote(text) + " is no number",
                  "give numbers only");
  }
  constexpr double largestExact = 9007199254740992.0;  // 2^53
  number.isWhole = digits.find_first_of(".eEnN") == digits.npos;
  number.isRounded = number.isWhole && std::abs(number.value) >= largestExact;
  return number;
}

std::string shortQuote(std::string_view text) {
  constexpr std::size_t longest = 40;
  return "'" + std::string(text.substr(0, longest)) + (text.size() > longest ? "...'" : "'");
}

}  // namespace normscope
