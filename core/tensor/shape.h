#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace normscope {

/// Extents of a tensor in memory order, slowest first, without axis names.
using Extents = std::vector<std::int64_t>;

enum class AxisRole { batch, channel, spatial };

/// N and B are batch, C and F channel, every other letter is spatial.
AxisRole roleOf(char letter);

struct Axis {
  char letter;
  std::int64_t extent;

  AxisRole role() const { return roleOf(letter); }
  bool operator==(const Axis&) const = default;
};

/// Axis letters in memory order, slowest first: "NCHW".
class Layout {
 public:
  static constexpr int maxRank = 6;

  Layout() = default;

  /// Letters A to Z, distinct, at most one batch and one channel axis, at most maxRank of them.
  /// Throws Error (nonsense) that names the offending letter.
  static Layout parse(std::string_view letters);

  /// The layout that a rank means unless told otherwise: C, NC, NCL, NCHW, NCDHW, NCTDHW.
  /// Throws Error (nonsense) for a rank above maxRank; rank 0 has no axes.
  static Layout ofRank(int rank);

  const std::string& letters() const { return letters_; }
  int rank() const { return static_cast<int>(letters_.size()); }
  std::optional<int> find(char letter) const;
  std::optional<int> find(AxisRole role) const;  ///< the first axis of that role

  bool operator==(const Layout&) const = default;

 private:
  std::string letters_;
};

/// Named axes with their extents, in memory order, slowest first; the tensor is dense and the last axis has
/// stride 1.
class Shape {
 public:
  Shape() = default;

  /// Throws Error (nonsense) if the ranks differ, an extent is negative, or the element count overflows 63
  /// bits.
  Shape(const Layout& layout, const Extents& extents);

  const Layout& layout() const { return layout_; }
  const Extents& extents() const { return extents_; }
  int rank() const { return layout_.rank(); }
  Axis axis(int index) const;
  std::int64_t extent(int index) const { return extents_[static_cast<std::size_t>(index)]; }
  std::int64_t elementCount() const { return elementCount_; }

  /// Extent of the channel axis; 0 without one.
  std::int64_t channelCount() const;

  /// Elements between neighbours along each axis.
  Extents strides() const;

  /// Position in memory order of the element with one coordinate per axis; throws Error (nonsense) when out
  /// of range.
  std::int64_t offsetOf(const Extents& index) const;

  /// Coordinates of the element at a position in memory order.
  Extents indexOf(std::int64_t offset) const;

  bool operator==(const Shape&) const = default;

 private:
  Layout layout_;
  Extents extents_;
  std::int64_t elementCount_ = 1;
};

/// Product of the extents; throws Error (nonsense, on `subject`) for a negative extent or a product over 63
/// bits.
std::int64_t elementCountOf(const Extents& extents, const std::string& subject);

/// "20,6,10,10" as written on the command line. Throws Error (nonsense, on `subject`) that quotes what is no
/// number.
Extents parseExtents(std::string_view text, const std::string& subject);

/// "[20, 6, 10, 10]"
std::string toText(const Extents& extents);

}  // namespace normscope
