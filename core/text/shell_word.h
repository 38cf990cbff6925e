#pragma once

#include <string>
#include <vector>

namespace normscope {

/// The text as one word of a POSIX shell: as it is where that is safe, else in single quotes.
std::string shellWord(const std::string& text);

/// Words as a line that a shell takes apart into the same words.
std::string shellLine(const std::vector<std::string>& words);

}  // namespace normscope
