#include "core/model/checkpoint_values.h"

#include "core/error.h"

namespace normscope {
namespace {

LayerTensor readOne(const TensorEntry& entry, const Progress& progress) {
  LayerTensor read{.name = entry.name, .dtype = entry.dtype, .extents = entry.extents};
  try {
    const Tensor tensor = entry.read(progress);
    read.values.reserve(static_cast<std::size_t>(tensor.elementCount()));
    visitDType(tensor.dtype(), [&](auto tag) {
      for (const auto value : tensor.values<typename decltype(tag)::type>())
        read.values.push_back(static_cast<double>(value));
    });
    tensor.requireIntact();
    read.valueDType = tensor.dtype();
  } catch (const Error& error) {
    read.values.clear();
    read.problem = error.what();
  }
  return read;
}

}  // namespace

const LayerTensor& LayerValues::first() const {
  for (const auto* tensor : {&weight, &bias, &runningMean}) {
    if (*tensor) return **tensor;
  }
  return *runningVariance;
}

LayerValues readLayerValues(const NormTensors& layer, const TensorFile& file, const Progress& progress) {
  const auto read = [&](const std::optional<std::size_t>& entry) -> std::optional<LayerTensor> {
    if (!entry) return std::nullopt;
    return readOne(file.entries[*entry], progress);
  };
  LayerValues values{read(layer.weight), read(layer.bias), read(layer.runningMean),
                     read(layer.runningVariance), std::nullopt};
  const auto batches = read(layer.batches);
  if (batches && batches->values.size() == 1) values.batches = batches->values.front();
  return values;
}

}  // namespace normscope
