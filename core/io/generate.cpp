#include "core/io/generate.h"

#include "core/io/generated_text.h"
#include "core/io/normal_quantile.h"
#include "core/io/random_bits.h"

namespace normscope {
namespace {

template <typename ValueOf>
void fill(std::span<float> values, ValueOf&& valueOf) {
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<float>(valueOf(i));
}

}  // namespace

Tensor generate(const GeneratedTensor& generated) {
  checkGenerated(generated, "tensor '" + toText(generated) + "'");
  Tensor tensor = Tensor::allocate(DType::float32, generated.extents);
  const std::span<float> values = tensor.edit<float>();
  const RandomBits bits(generated.seed);
  switch (generated.kind) {
    case GeneratedTensor::Kind::normal:
      // 52 bits and a half: the probability is exact in a double, symmetric around 1/2, and never 0 or 1.
      fill(values, [&](std::size_t i) {
        const double p = (static_cast<double>(bits.at(i) >> 12) + 0.5) * 0x1p-52;
        return generated.mean + generated.standardDeviation * normalQuantile(p);
      });
      break;
    case GeneratedTensor::Kind::uniform:
      fill(values, [&](std::size_t i) {
        const double unit = bits.unit(i);
        return generated.low + (generated.high - generated.low) * unit;
      });
      break;
    case GeneratedTensor::Kind::ramp:
      fill(values, [&](std::size_t i) { return generated.start + generated.step * static_cast<double>(i); });
      break;
    case GeneratedTensor::Kind::constant:
      fill(values, [&](std::size_t) { return generated.value; });
      break;
    case GeneratedTensor::Kind::values:
      fill(values, [&](std::size_t i) { return generated.values[i]; });
      break;
  }
  return tensor;
}

}  // namespace normscope
