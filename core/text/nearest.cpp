#include "core/text/nearest.h"

#include <algorithm>

namespace normscope {
namespace {

/// In optimal alignments: letters that were exchanged are not edited again.
std::size_t distance(const std::string& a, const std::string& b) {
  std::vector<std::vector<std::size_t>> edits(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        edits[i][j] = i + j;
        continue;
      }
      const std::size_t changed = a[i - 1] == b[j - 1] ? 0 : 1;
      edits[i][j] = std::min({edits[i - 1][j] + 1, edits[i][j - 1] + 1, edits[i - 1][j - 1] + changed});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        edits[i][j] = std::min(edits[i][j], edits[i - 2][j - 2] + 1);
    }
  }
  return edits.back().back();
}

}  // namespace

std::optional<std::string> nearest(const std::string& typed, const std::vector<std::string>& known) {
  constexpr std::size_t longest = 64;  // what is longer is no word
  if (typed.size() > longest) return std::nullopt;
  std::optional<std::string> found;
  std::size_t least = typed.size() / 3 + 1;
  for (const std::string& word : known) {
    const std::size_t edits = distance(typed, word);
    if (edits > least) continue;
    found = edits < least ? std::optional(word) : std::nullopt;
    least = edits;
  }
  return found;
}

}  // namespace normscope
