#include "core/view/cube/cell_mean.h"

#include <vector>

#include "core/error.h"
#include "core/tensor/dtype.h"

namespace normscope {
namespace {

/// The offsets of a range of space: unfolding a position into its axes costs divisions, which all samples and
/// channels share.
std::vector<std::int64_t> spaceOffsets(const CubeFrame& frame, const CubeRange& space) {
  std::vector<std::int64_t> offsets;
  offsets.reserve(static_cast<std::size_t>(space.size()));
  for (std::int64_t s = space.begin; s < space.end; ++s) offsets.push_back(frame[spaceAxis].offsetOf(s));
  return offsets;
}

template <typename Stored>
double sumOf(std::span<const Stored> values, std::int64_t start, const std::vector<std::int64_t>& offsets) {
  double sum = 0;
  for (const std::int64_t offset : offsets) {
    sum += static_cast<double>(values[static_cast<std::size_t>(start + offset)]);
  }
  return sum;
}

}  // namespace

double meanOfCell(const Tensor& x, const CubeFrame& frame, const CubeCell& cell) {
  if (x.extents() != frame.shape().extents()) {
    throw nonsense(
        "values of a cell",
        "their shape " + toText(x.extents()) + " is not that of the cube, " + toText(frame.shape().extents()),
        "give the tensor that the plan is of");
  }
  // No structured binding: lambdas of C++20 may not use one as Clang 14 reads it.
  const CubeRange& batch = cell.ranges[0];
  const CubeRange& channel = cell.ranges[1];
  const CubeRange& space = cell.ranges[2];
  const auto offsets = spaceOffsets(frame, space);
  double sum = 0;
  visitDType(x.dtype(), [&](auto tag) {
    using Stored = typename decltype(tag)::type;
    const auto values = x.values<Stored>();
    for (std::int64_t n = batch.begin; n < batch.end; ++n) {
      for (std::int64_t c = channel.begin; c < channel.end; ++c) {
        sum += sumOf<Stored>(values, frame.offsetOf({n, c, 0}), offsets);
      }
    }
  });
  return sum / static_cast<double>(batch.size() * channel.size() * space.size());
}

}  // namespace normscope
