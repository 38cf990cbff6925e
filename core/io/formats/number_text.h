#pragma once

#include <string>
#include <string_view>

namespace normscope {

/// A number in a text of numbers.
struct TextNumber {
  double value = 0;
  bool isWhole = false;    ///< written without a point and an exponent
  bool isRounded = false;  ///< whole, and so large that double precision may not hold all its digits
};

/// Reads the whole of `text`: digits with a point and an exponent, nan, inf. Throws Error (failed, on
/// `subject`) that names the line: for what is no number, and what is beyond double precision.
TextNumber readTextNumber(std::string_view text, std::size_t line, const std::string& subject);

/// Text of a stranger in quotes, not too long.
std::string shortQuote(std::string_view text);

}  // namespace normscope
