#include "core/lab/network/norm_layer.h"

#include <gtest/gtest.h>

#include "core/engine/normalize.h"
#include "core/engine/reference/reference_engine.h"
#include "core/io/generate.h"

namespace normscope::lab {
namespace norm_layer_test {

constexpr int samples = 6;
constexpr int channels = 8;
constexpr int side = 3;
const Extents extents = {samples, side, side, channels};

Tensor normal(const Extents& shape, std::uint64_t seed, double mean) {
  GeneratedTensor generated;
  generated.extents = shape;
  generated.seed = seed;
  generated.mean = mean;
  return generate(generated);
}

void expectNear(std::span<const float> got, const auto& expected, const std::string& what) {
  ASSERT_EQ(got.size(), static_cast<std::size_t>(expected.size())) << what;
  for (std::size_t i = 0; i < got.size(); ++i) ASSERT_NEAR(got[i], expected[i], 4e-6) << what << " " << i;
}

class NormLayerOf : public testing::TestWithParam<const char*> {};

TEST_P(NormLayerOf, IsTheReferenceEngine) {
  const Shape shape(Layout::parse("NHWC"), extents);
  NormSpec spec = parseNormSpec(GetParam());
  NormLayer<float> layer(spec, channels, side, samples, samples);
  const auto parameters = layer.plan().parameterShape();
  AffineParameters affine;
  const std::optional<Tensor> unread = parameters ? std::optional(normal(*parameters, 4, 0)) : std::nullopt;
  if (parameters) affine.weight = normal(*parameters, 3, 1);
  if (parameters && spec.hasBias()) affine.bias = unread;
  NormalizeRequest request{normal(extents, 1, 3), shape, spec, affine, {}, normal(extents, 2, 0.5)};
  ReferenceEngine reference;
  const NormalizeResult expected = normalize(request, reference);

  const float* weight = parameters ? affine.weight->values<float>().data() : nullptr;
  const float* bias = parameters ? unread->values<float>().data() : nullptr;
  std::vector<float> y(static_cast<std::size_t>(shape.elementCount()));
  std::vector<float> gradInput(y.size());
  std::vector<float> gradWeight(static_cast<std::size_t>(layer.parameterCount()));
  std::vector<float> gradBias(gradWeight.size());
  layer.train(request.x.values<float>().data(), weight, bias, y.data());
  layer.backward(request.gradOutput->values<float>().data(), weight, gradWeight.data(), gradBias.data(),
                 gradInput.data());

  expectNear(y, expected.y.values<float>(), "y");
  expectNear(gradInput, expected.gradients->input.values<float>(), "grad_input");
  for (std::size_t i = 0; i < gradWeight.size(); ++i) {
    EXPECT_NEAR(gradWeight[i], expected.gradients->weight[i], 2e-5) << i;
    EXPECT_NEAR(gradBias[i], spec.hasBias() ? expected.gradients->bias[i] : 0, 2e-5) << i;
  }
  ASSERT_EQ(layer.tracks(), spec.kind == NormKind::batch);
  if (layer.tracks()) {
    for (std::size_t c = 0; c < channels; ++c) {
      EXPECT_NEAR(layer.running()->mean[c], expected.running->mean[c], 1e-12);
      EXPECT_NEAR(layer.running()->variance[c], expected.running->variance[c], 1e-12);
    }
  }

  std::vector<float> evaluated(y.size());
  layer.evaluate(request.x.values<float>().data(), weight, bias, evaluated.data());
  if (layer.tracks()) {
    request.spec.mode = Mode::eval;
    request.running = expected.running;
    expectNear(evaluated, normalize(request, reference).y.values<float>(), "y in evaluation");
  } else {
    EXPECT_EQ(evaluated, y);
  }
}

INSTANTIATE_TEST_SUITE_P(Norms, NormLayerOf,
                         testing::Values("batch", "batch:workers=3", "batch:momentum=none,affine=none",
                                         "layer", "layer:over=C", "instance", "instance:affine=channel",
                                         "group:groups=4", "group:groups=2,variance=unbiased,eps_at=outside",
                                         "rms", "rms:over=C+H+W", "l2", "custom:over=C+W,center=false",
                                         "custom:over=H+C,affine=element", "batch:bias=false",
                                         "layer:zero_centered=true",
                                         "rms:groups=2,zero_centered=true,bias=true",
                                         "group:groups=4,interleaved=true", "layer:affine=H+C"));

/// Neither the squares nor the rounding of the mean cost digits.
TEST(NormLayer, IsExactFarFromZero) {
  NormLayer<float> layer(parseNormSpec("batch:affine=none"), channels, side, samples, samples);
  const Shape shape(Layout::parse("NHWC"), extents);
  NormalizeRequest request{normal(extents, 1, 1e6), shape, parseNormSpec("batch:affine=none"), {}, {}, {}};
  ReferenceEngine reference;
  std::vector<float> y(static_cast<std::size_t>(shape.elementCount()));
  layer.train(request.x.values<float>().data(), nullptr, nullptr, y.data());
  expectNear(y, normalize(request, reference).y.values<float>(), "y");
}

TEST(NormLayer, MakesEqualElementsTheBias) {
  NormLayer<float> layer(parseNormSpec("group:groups=2,eps=0"), channels, side, 1, 1);
  const std::vector<float> x(static_cast<std::size_t>(channels * side * side), 0.1F);
  const std::vector<float> weight(channels, 2);
  const std::vector<float> bias(channels, 0.25F);
  std::vector<float> y(x.size());
  layer.train(x.data(), weight.data(), bias.data(), y.data());
  for (const float value : y) EXPECT_EQ(value, 0.25F);
}

}  // namespace norm_layer_test
}  // namespace normscope::lab
