#pragma once

#include <memory>
#include <vector>

#include "core/engine/progress.h"
#include "core/tensor/tensor.h"
#include "core/view/maps/map_table.h"

namespace normscope {

/// A tensor's feature maps in coarser and coarser steps, so that a pixel that stands for many positions shows
/// their mean. Level k has blocks of 2^k × 2^k positions of one map; level 0 is the tensor itself. A block
/// with a NaN in it is NaN.
class MapPyramid {
 public:
  struct Level {
    int exponent;  ///< blocks of 2^exponent positions
    std::int64_t rows;
    std::int64_t columns;
    std::vector<float> values;  ///< by sample, channel, row, column
  };

  /// One pass over the tensor. Levels of more than some 256 MB are left out. Throws Cancelled, and what
  /// Tensor::requireIntact() does.
  static std::shared_ptr<const MapPyramid> build(const Tensor& tensor, const MapTable& table,
                                                 const Progress& progress);

  /// The finest level of blocks of at least 2^exponent positions, or the coarsest; nullptr where only the
  /// tensor itself is fine enough.
  const Level* levelFor(int exponent) const;

  const MapTable& table() const { return table_; }  ///< that the levels are read with

 private:
  MapTable table_;
  std::vector<Level> levels_;  ///< finest first
};

}  // namespace normscope
