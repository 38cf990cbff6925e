#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/model/checkpoint_layers.h"

namespace normscope {

/// One tensor of a norm layer.
struct LayerTensor {
  std::string name;   ///< in the file
  std::string dtype;  ///< as the file holds it
  Extents extents;
  std::optional<DType> valueDType = {};   ///< of `values` as they were read
  std::vector<double> values = {};        ///< in memory order; none where it can't be read
  std::string problem = {};               ///< why it can't be read
  std::vector<std::int64_t> places = {};  ///< the channels that the values are of, where they are not all
};

/// What a norm layer of a checkpoint holds.
struct LayerValues {
  std::optional<LayerTensor> weight, bias, runningMean, runningVariance;
  std::optional<double> batches;  ///< num_batches_tracked

  /// The tensor that says how many channels there are: the first that is there.
  const LayerTensor& first() const;
};

/// Reads the bytes of the layer's tensors and no others. What can't be read says so in its place. Throws
/// Cancelled.
LayerValues readLayerValues(const NormTensors& layer, const TensorFile& file, const Progress& progress);

}  // namespace normscope
