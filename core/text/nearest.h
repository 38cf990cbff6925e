#pragma once

#include <optional>
#include <string>
#include <vector>

namespace normscope {

/// The one of `known` that was meant by a mistyped word: at most a third of its letters left out, put in,
/// changed or exchanged with their neighbours (Damerau's distance). Nothing where none is so near, or two
/// are.
std::optional<std::string> nearest(const std::string& typed, const std::vector<std::string>& known);

}  // namespace normscope
