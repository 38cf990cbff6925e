#pragma once

#include <optional>
#include <string>

#include "core/io/formats/slice.h"
#include "core/tensor/shape.h"

namespace normscope {

/// What the axes of a tensor of a file probably are: a guess, never a fact.
struct LayoutGuess {
  Layout layout;
  std::string reason;     ///< half a sentence: "its last axis has 3 positions, as colours do"
  Layout instead;         ///< the next likely reading
  bool isOfPart = false;  ///< what a slice leaves of the whole tensor

  bool operator==(const LayoutGuess&) const = default;
};

/// By the name (FILE of the command line) and the extents. Nothing below rank 3, where there is little to
/// take one axis for the other, and beyond rank 5. A slice, of which these are the extents, that leaves out
/// axes of four or more leaves the letters of the others: x.npy[0] of N, C, H and W is CHW.
std::optional<LayoutGuess> guessLayout(const std::string& name, const Extents& extents,
                                       const Slice& slice = {});

}  // namespace normscope
