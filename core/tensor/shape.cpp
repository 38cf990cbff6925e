#include "core/tensor/shape.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "core/error.h"

namespace normscope {

AxisRole roleOf(char letter) {
  if (letter == 'N' || letter == 'B') return AxisRole::batch;
  if (letter == 'C' || letter == 'F') return AxisRole::channel;
  return AxisRole::spatial;
}

namespace {

const char* const layoutAdvice = "give distinct letters in memory order, such as NCHW, NHWC or BTF";

void refuseSecondOfRole(const std::string& letters, AxisRole role, const char* name) {
  std::string found;
  for (const char letter : letters) {
    if (roleOf(letter) == role) found += letter;
  }
  if (found.size() > 1) {
    throw nonsense(
        "layout '" + letters + "'",
        "'" + found.substr(0, 1) + "' and '" + found.substr(1, 1) + "' both name the " + name + " axis",
        layoutAdvice);
  }
}

/// For what is no letter from A to Z. Small letters mean the large ones, but a layout has one way to be
/// written.
std::string adviceFor(std::string_view letters) {
  std::string large(letters);
  for (char& letter : large) {
    if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
  }
  if (large == letters) return layoutAdvice;
  try {
    return "did you mean " + Layout::parse(large).letters() + "?";
  } catch (const Error&) {
    return layoutAdvice;
  }
}

}  // namespace

Layout Layout::parse(std::string_view letters) {
  Layout layout;
  layout.letters_ = letters;
  const std::string subject = "layout '" + layout.letters_ + "'";
  if (letters.empty()) throw nonsense(subject, "it names no axis", layoutAdvice);
  if (letters.size() > maxRank) {
    throw nonsense(subject,
                   "it names " + std::to_string(letters.size()) + " axes and at most 6 are supported",
                   layoutAdvice);
  }
  for (std::size_t i = 0; i < letters.size(); ++i) {
    const std::string quoted = "'" + std::string(1, letters[i]) + "'";
    if (letters[i] < 'A' || letters[i] > 'Z')
      throw nonsense(subject, quoted + " is not a letter from A to Z", adviceFor(letters));
    if (letters.find(letters[i], i + 1) != std::string_view::npos) {
      throw nonsense(subject, quoted + " stands twice", layoutAdvice);
    }
  }
  refuseSecondOfRole(layout.letters_, AxisRole::batch, "batch");
  refuseSecondOfRole(layout.letters_, AxisRole::channel, "channel");
  return layout;
}

Layout Layout::ofRank(int rank) {
  static constexpr std::array<std::string_view, maxRank + 1> byRank = {"",     "C",     "NC",    "NCL",
                                                                       "NCHW", "NCDHW", "NCTDHW"};
  if (rank < 0 || rank > maxRank) {
    throw nonsense("shape of rank " + std::to_string(rank), "at most 6 axes are supported",
                   "merge axes before saving the tensor");
  }
  Layout layout;
  layout.letters_ = byRank[static_cast<std::size_t>(rank)];
  return layout;
}

std::optional<int> Layout::find(char letter) const {
  const auto at = letters_.find(letter);
  if (at == std::string::npos) return std::nullopt;
  return static_cast<int>(at);
}

std::optional<int> Layout::find(AxisRole role) const {
  const auto at =
      std::find_if(letters_.begin(), letters_.end(), [&](char letter) { return roleOf(letter) == role; });
  if (at == letters_.end()) return std::nullopt;
  return static_cast<int>(at - letters_.begin());
}

Shape::Shape(const Layout& layout, const Extents& extents) : layout_(layout), extents_(extents) {
  if (layout.rank() != static_cast<int>(extents.size())) {
    throw nonsense("layout '" + layout.letters() + "'",
                   "it names " + std::to_string(layout.rank()) + " axes and the shape " + toText(extents) +
                       " has " + std::to_string(extents.size()),
                   "give one letter per axis");
  }
  elementCount_ = elementCountOf(extents, "shape " + toText(extents));
}

Axis Shape::axis(int index) const {
  return {layout_.letters()[static_cast<std::size_t>(index)], extents_[static_cast<std::size_t>(index)]};
}

std::int64_t Shape::channelCount() const {
  const auto axis = layout_.find(AxisRole::channel);
  return axis ? extent(*axis) : 0;
}

Extents Shape::strides() const {
  Extents strides(extents_.size());
  std::int64_t stride = 1;
  for (std::size_t i = extents_.size(); i-- > 0;) {
    strides[i] = stride;
    stride *= extents_[i];
  }
  return strides;
}

std::int64_t Shape::offsetOf(const Extents& index) const {
  const std::string subject = "element " + toText(index);
  if (index.size() != extents_.size()) {
    throw nonsense(subject,
                   "the shape " + toText(extents_) + " has " + std::to_string(extents_.size()) + " axes",
                   "give one position per axis");
  }
  std::int64_t offset = 0;
  for (std::size_t i = 0; i < index.size(); ++i) {
    if (index[i] < 0 || index[i] >= extents_[i]) {
      throw nonsense(subject,
                     "position " + std::to_string(index[i]) + " is outside axis " + layout_.letters()[i] +
                         " of " + std::to_string(extents_[i]),
                     "count positions from 0");
    }
    offset = offset * extents_[i] + index[i];
  }
  return offset;
}

Extents Shape::indexOf(std::int64_t offset) const {
  Extents index(extents_.size());
  for (std::size_t i = extents_.size(); i-- > 0;) {
    index[i] = offset % extents_[i];
    offset /= extents_[i];
  }
  return index;
}

std::int64_t elementCountOf(const Extents& extents, const std::string& subject) {
  std::int64_t count = 1;
  bool empty = false;
  for (const std::int64_t extent : extents) {
    if (extent < 0) throw nonsense(subject, "an extent is negative", "give extents of 0 or more");
    empty = empty || extent == 0;
    // An empty axis must not hide an overflow of the others: readers would trust the strides.
    if (extent > 0 && __builtin_mul_overflow(count, extent, &count)) {
      throw nonsense(subject, "it has more than 2^63 elements", "give smaller extents");
    }
  }
  return empty ? 0 : count;
}

Extents parseExtents(std::string_view text, const std::string& subject) {
  Extents extents;
  std::size_t start = 0;
  while (true) {
    const std::size_t end = std::min(text.find(',', start), text.size());
    const std::string_view part = text.substr(start, end - start);
    std::int64_t value = 0;
    const auto [stop, error] = std::from_chars(part.data(), part.data() + part.size(), value);
    if (error != std::errc{} || stop != part.data() + part.size() || value < 0) {
      throw nonsense(subject, "'" + std::string(part) + "' is not a whole number of 0 or more",
                     "give whole numbers joined by commas, such as 20,6,10,10");
    }
    extents.push_back(value);
    if (end == text.size()) return extents;
    start = end + 1;
  }
}

std::string toText(const Extents& extents) {
  std::string text = "[";
  for (const std::int64_t extent : extents) {
    if (text.size() > 1) text += ", ";
    text += std::to_string(extent);
  }
  return text + "]";
}

}  // namespace normscope
