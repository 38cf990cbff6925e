#include "core/io/layout_guess.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

#include "core/io/tensor_ref.h"

namespace normscope {
namespace {

/// What dumps of transformers are called by the modules of their libraries.
constexpr std::array<std::string_view, 12> wordsOfTransformers = {
    "hidden", "embed",  "attn",      "attention", "token", "decoder",
    "mlp",    "q_norm", "layernorm", "ln_",       "wte",   "encoder.layer"};

/// Features come in such multiples, lengths of a sequence as a rule do not.
constexpr std::int64_t featuresComeIn = 16;

bool isNumberOfColours(std::int64_t extent) {
  return extent == 1 || extent == 3 || extent == 4;
}

/// The name of the file, without its folders, and of the tensor in it, in small letters.
std::string wordsOf(const std::string& text) {
  const FileText file = splitFileText(text);
  std::string words = file.path.substr(file.path.find_last_of('/') + 1) + file.rest;
  std::transform(words.begin(), words.end(), words.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
  return words;
}

LayoutGuess guessed(const char* layout, const char* instead, std::string reason) {
  return {Layout::parse(layout), std::move(reason), Layout::parse(instead), false};
}

LayoutGuess guessOfThree(const std::string& name, const Extents& extents) {
  const std::string words = wordsOf(name);
  for (const std::string_view word : wordsOfTransformers) {
    if (words.find(word) != words.npos)
      return guessed("BTF", "NCL", "its name holds \"" + std::string(word) + "\", as of a transformer");
  }
  const bool last = extents[2] % featuresComeIn == 0;
  const bool middle = extents[1] % featuresComeIn == 0;
  if (last && !middle) {
    return guessed("BTF", "NCL",
                   "its last axis, " + std::to_string(extents[2]) + ", is a multiple of 16, as features are");
  }
  return guessed("NCL", "BTF", "three axes, as PyTorch's convolutions of signals have them");
}

LayoutGuess guessOfFour(const Extents& extents) {
  if (isNumberOfColours(extents[3]) && !isNumberOfColours(extents[1])) {
    return guessed("NHWC", "NCHW",
                   "its last axis has " + std::to_string(extents[3]) +
                       (extents[3] == 1 ? " position, as grey has" : " positions, as colours have"));
  }
  if (extents[1] == extents[2] && extents[2] != extents[3])
    return guessed("NHWC", "NCHW", "its two middle axes are of one length, as height and width often are");
  return guessed("NCHW", "NHWC", "four axes, as PyTorch's convolutions have them");
}

bool hasColoursLast(const Extents& extents, const std::vector<std::size_t>& axes, std::size_t rank) {
  const auto second = std::find(axes.begin(), axes.end(), std::size_t{1});
  if (axes.back() + 1 != rank || !isNumberOfColours(extents.back())) return false;
  return second == axes.end() || !isNumberOfColours(extents[static_cast<std::size_t>(second - axes.begin())]);
}

/// Of a part that lacks axes of the whole tensor.
std::optional<LayoutGuess> guessOfPart(const Extents& extents, const Slice& slice) {
  if (extents.size() < 2) return std::nullopt;
  const std::vector<std::size_t> axes = axesLeft(slice, extents.size(), "slice");
  const auto dropped = std::count_if(slice.items.begin(), slice.items.end(), [](const Slice::Item& item) {
    return item.kind == Slice::Item::Kind::index;
  });
  const std::size_t rank = axes.size() + static_cast<std::size_t>(dropped);
  if (dropped == 0 || rank < 4 || rank > Layout::maxRank) return std::nullopt;
  std::string whole = Layout::ofRank(static_cast<int>(rank)).letters();
  if (hasColoursLast(extents, axes, rank)) std::rotate(whole.begin() + 1, whole.begin() + 2, whole.end());
  std::string left;
  for (const std::size_t axis : axes) left += whole[axis];
  const Layout byRank = Layout::ofRank(static_cast<int>(axes.size()));
  return LayoutGuess{Layout::parse(left), "the slice " + toText(slice) + " leaves " + left + " of " + whole,
                     byRank, true};
}

}  // namespace

std::optional<LayoutGuess> guessLayout(const std::string& name, const Extents& extents, const Slice& slice) {
  if (auto guess = guessOfPart(extents, slice)) return guess;
  if (extents.size() == 3) return guessOfThree(name, extents);
  if (extents.size() == 4) return guessOfFour(extents);
  if (extents.size() != 5) return std::nullopt;
  if (isNumberOfColours(extents[4]) && !isNumberOfColours(extents[1]))
    return guessed("NDHWC", "NCDHW", "its last axis is as short as colours are");
  return guessed("NCDHW", "NDHWC", "five axes, as PyTorch's convolutions of volumes have them");
}

}  // namespace normscope
