#include "ui/tools/palette/fuzzy.h"

#include <algorithm>
#include <vector>

namespace normscope {
namespace {

constexpr int wordStart = 8;
constexpr int following = 8;
constexpr int anywhere = 1;
constexpr int impossible = -1000000;

bool startsWord(const QString& text, int at) {
  return at == 0 || (text[at].isLetterOrNumber() && !text[at - 1].isLetterOrNumber());
}

/// The best way to place letters: best[i][j] has typed letter i at place j of the text.
class Placement {
 public:
  Placement(const QString& typed, const QString& text)
      : text_(text),
        best_(typed.size(), std::vector<int>(text.size(), impossible)),
        from_(typed.size(), std::vector<int>(text.size(), -1)) {
    for (qsizetype i = 0; i < typed.size(); ++i) place(i, typed[i]);
  }

  std::optional<FuzzyMatch> result() const {
    const auto& last = best_.back();
    const auto top = std::max_element(last.begin(), last.end());
    if (top == last.end() || *top <= 0) return std::nullopt;
    FuzzyMatch match{*top, {}};
    int at = static_cast<int>(top - last.begin());
    for (std::size_t i = best_.size(); i-- > 0; at = from_[i][static_cast<std::size_t>(at)])
      match.positions.prepend(at);
    return match;
  }

 private:
  void place(qsizetype i, QChar letter) {
    const auto row = static_cast<std::size_t>(i);
    int before = impossible;  // the best of the letter before, anywhere up to two places back
    int beforeAt = -1;
    for (int j = 0; j < text_.size(); ++j) {
      const auto column = static_cast<std::size_t>(j);
      if (i > 0 && j > 1 && best_[row - 1][column - 2] > before) {
        before = best_[row - 1][column - 2];
        beforeAt = j - 2;
      }
      if (text_[j].toLower() != letter) continue;
      const int own = startsWord(text_, j) ? wordStart : anywhere;
      if (i == 0) {
        best_[row][column] = own;
        continue;
      }
      const int neighbour = j > 0 ? best_[row - 1][column - 1] + following : impossible;
      best_[row][column] = own + std::max(before, neighbour);
      from_[row][column] = neighbour >= before ? j - 1 : beforeAt;
    }
  }

  const QString& text_;
  std::vector<std::vector<int>> best_;
  std::vector<std::vector<int>> from_;
};

}  // namespace

std::optional<FuzzyMatch> fuzzyMatch(const QString& typed, const QString& text) {
  const QString letters = typed.toLower().remove(' ');
  if (letters.isEmpty()) return FuzzyMatch{};
  if (text.isEmpty()) return std::nullopt;
  auto match = Placement(letters, text).result();
  if (match) match->score = match->score * 16 - static_cast<int>(text.size());
  return match;
}

}  // namespace normscope
