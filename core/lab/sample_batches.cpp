#include "core/lab/sample_batches.h"

#include "core/error.h"
#include "core/text/list.h"

namespace normscope::lab {

Samples::Samples(const Shape& shape) : shape_(shape) {
  const auto axis = shape.layout().find(AxisRole::batch);
  if (!axis) {
    throw nonsense("tensor",
                   "its layout " + shape.layout().letters() + " has no batch axis to draw samples from",
                   "name one axis N or B");
  }
  if (shape.elementCount() == 0) throw nonsense("tensor", "it has no elements", "give one with samples");
  count_ = shape.extent(*axis);
  inner_ = shape.strides()[static_cast<std::size_t>(*axis)];
  outer_ = shape.elementCount() / count_ / inner_;
}

Shape Samples::batchShape(std::int64_t samples) const {
  Extents extents = shape_.extents();
  extents[static_cast<std::size_t>(*shape_.layout().find(AxisRole::batch))] = samples;
  return {shape_.layout(), extents};
}

void Samples::checkBatchSize(int size) const {
  const std::string subject = "batch size " + std::to_string(size);
  if (size < 1) throw nonsense(subject, "it is not 1 or more", "give numbers such as 32,16,8,4,2,1");
  if (size > count_) {
    throw nonsense(subject, "the tensor has only " + counted(count_, "sample"),
                   "give up to " + std::to_string(count_));
  }
}

void SampleBatch::gather(std::span<const double> all, const Samples& samples,
                         std::span<const std::uint32_t> chosen) {
  x.clear();
  from.clear();
  for (std::int64_t outer = 0; outer < samples.outer_; ++outer) {
    for (const std::uint32_t sample : chosen) {
      const std::int64_t start = (outer * samples.count_ + sample) * samples.inner_;
      for (std::int64_t i = start; i < start + samples.inner_; ++i) {
        x.push_back(all[static_cast<std::size_t>(i)]);
        from.push_back(i);
      }
    }
  }
}

std::vector<double> valuesOf(const Tensor& x) {
  std::vector<double> doubles;
  doubles.reserve(static_cast<std::size_t>(x.elementCount()));
  visitDType(x.dtype(), [&](auto tag) {
    for (const auto value : x.values<typename decltype(tag)::type>())
      doubles.push_back(static_cast<double>(value));
  });
  x.requireIntact();
  return doubles;
}

}  // namespace normscope::lab
