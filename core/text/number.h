#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace normscope {

/// The shortest decimal text that reads back as the same double, with a dot and whatever the locale: "0.1",
/// "1e-05" as "1e-5".
std::string shortest(double value);

/// "2·10⁻⁷"; of the mantissa 1 only "10⁻⁷".
std::string timesPowerOfTen(const std::string& mantissa, int exponent);

/// With that many significant digits, trailing zeros left out: rounded(0.61234, 3) is "0.612".
std::string rounded(double value, int digits);

/// Digits in groups of three with thin spaces, from five digits on: "3136", "25 088".
std::string groupedDigits(std::int64_t number);

/// "612 µs", "3.4 ms", "12 s"
std::string durationText(double seconds);

/// The whole of `text` as a finite double, or nothing.
std::optional<double> readDouble(std::string_view text);

/// The whole of `text` as a whole number, or nothing (also when it does not fit).
std::optional<std::int64_t> readInteger(std::string_view text);

}  // namespace normscope
