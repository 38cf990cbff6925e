#pragma once

#include <string>
#include <string_view>

namespace normscope {

/// The text with line breaks, zeros and other control characters as \n, \t, \x00, ..., so that it stays one
/// line whatever a person or a file put into it.
std::string oneLine(std::string_view text);

}  // namespace normscope
