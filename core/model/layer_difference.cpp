#include "core/model/layer_difference.h"

#include <cmath>

#include "core/engine/reference/reference_engine.h"
#include "core/error.h"
#include "core/tensor/result_memory.h"

namespace normscope {

LayerDifference differenceFromNorm(const RecordTensors& tensors, const Shape& shape, const NormSpec& spec,
                                   const Progress& progress) {
  if (tensors.y.extents() != shape.extents()) {
    throw nonsense(
        "y", "its shape " + toText(tensors.y.extents()) + " is not that of x, " + toText(shape.extents()),
        "record the output of the layer as it is");
  }
  ReferenceEngine engine;
  LayerDifference made{normalize({tensors.x, shape, spec, tensors.affine, tensors.running}, engine, progress),
                       allocateResult(DType::float64, shape.extents())};
  const std::span<double> differences = made.difference.edit<double>();
  for (std::int64_t i = 0; i < tensors.y.elementCount(); ++i) {
    const double y = tensors.y.at(i), expected = made.expected.y.at(i);
    const bool isSame = y == expected || (std::isnan(y) && std::isnan(expected));
    const double difference = isSame ? 0 : y - expected;
    differences[static_cast<std::size_t>(i)] = difference;
    if (std::isnan(made.maxAbs) || std::abs(difference) <= made.maxAbs) continue;
    made.maxAbs = std::abs(difference);
    made.at = i;
  }
  tensors.y.requireIntact();
  return made;
}

NormSpec ofKept(const RunRecord& record, NormSpec spec) {
  const std::int64_t whole = record.whole.channelCount();
  if (spec.groups > 0 && whole > 0) spec.groups = spec.groups * record.shape.channelCount() / whole;
  return spec;
}

}  // namespace normscope
