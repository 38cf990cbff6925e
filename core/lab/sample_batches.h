#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/tensor/shape.h"
#include "core/tensor/tensor.h"

namespace normscope::lab {

/// A tensor as a list of samples, whatever its layout: element (outer, sample, inner) lies at (outer * count
/// + sample)
/// * inner extent + inner.
class Samples {
 public:
  /// Throws Error (nonsense) for a tensor without a batch axis or without elements.
  explicit Samples(const Shape& shape);

  std::int64_t count() const { return count_; }

  /// The shape of a batch of so many samples.
  Shape batchShape(std::int64_t samples) const;

  /// Throws Error (nonsense) for a batch size that is not from 1 to count().
  void checkBatchSize(int size) const;

 private:
  friend struct SampleBatch;
  Shape shape_;
  std::int64_t count_ = 0;
  std::int64_t inner_ = 1;
  std::int64_t outer_ = 1;
};

/// Some samples put together to a tensor of batchShape(), and where their elements were.
struct SampleBatch {
  std::vector<double> x;
  std::vector<std::int64_t> from;

  void gather(std::span<const double> all, const Samples& samples, std::span<const std::uint32_t> chosen);
};

/// All elements in double precision. Throws Error (failed) where the file behind them has changed.
std::vector<double> valuesOf(const Tensor& x);

}  // namespace normscope::lab
