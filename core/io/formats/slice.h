#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/engine/progress.h"
#include "core/tensor/tensor.h"

namespace normscope {

/// A part of a tensor as NumPy's basic indexing has it: "[0:4,:,::2]".
struct Slice {
  struct Item {
    enum class Kind { index, range, ellipsis };

    Kind kind = Kind::range;
    std::int64_t index = 0;  ///< of an index, which drops the axis; from the end where negative
    std::optional<std::int64_t> start, stop;  ///< of a range, likewise; cut to the axis
    std::int64_t step = 1;                    ///< of a range; not 0

    bool operator==(const Item&) const = default;
  };

  std::vector<Item> items;  ///< none: all of the tensor

  bool operator==(const Slice&) const = default;
};

/// Reads "[...]": whole numbers, start:stop:step and at most one "...", joined by commas. Throws Error
/// (nonsense, on `subject`) that quotes the offending part.
Slice parseSlice(std::string_view text, const std::string& subject);

/// "[0:4,:,::2]"; nothing for all of the tensor.
std::string toText(const Slice& slice);

/// The axes of a tensor that a part of so many axes still has, in order. Throws Error as selectPart().
std::vector<std::size_t> axesLeft(const Slice& slice, std::size_t rankOfPart, const std::string& subject);

/// Where the elements of a part lie in a dense tensor, in elements from its first one.
struct StridedPart {
  Extents extents;
  std::vector<std::int64_t> strides;
  std::int64_t offset = 0;
};

/// The part of a tensor of such extents. Throws Error (nonsense, on `subject`) for an index outside of its
/// axis and for more items than axes.
StridedPart selectPart(const Slice& slice, const Extents& extents, const std::string& subject);

/// The part itself. What lies side by side in memory shares the bytes of `tensor`, all else is copied, which
/// takes as much memory as the part.
Tensor partOf(const Tensor& tensor, const Slice& slice, const std::string& subject, const Progress& progress);

/// Copies elements of `size` bytes (1, 2, 4 or 8) from anywhere in memory, in the order of the part.
void gather(const std::byte* from, std::size_t size, const StridedPart& part, std::byte* to,
            const Progress& progress);

}  // namespace normscope
