#include "core/model/against.h"

#include <gmock/gmock.h>

#include "core/engine/normalize.h"
#include "core/engine/reference/reference_engine.h"
#include "core/io/source.h"
#include "core/model/axis_order.h"
#include "core/model/tensor_difference.h"
#include "tests/core/expect_error.h"
#include "tests/model/small_run.h"

namespace normscope {
namespace against_test {

using nlohmann::json;
using testing::HasSubstr;
using testing::StartsWith;

const std::vector<int> toNhwc = {0, 2, 3, 1};

Tensor normalOf(int seed) {
  return loadTensor("normal:4,8,5,6:seed=" + std::to_string(seed) + ",mean=1").tensor;
}

Tensor scaled(const Tensor& x, double scale, double shift = 0) {
  std::vector<double> values;
  for (std::int64_t i = 0; i < x.elementCount(); ++i) values.push_back(scale * x.at(i) + shift);
  return Tensor::of<double>(x.dtype(), x.extents(), values);
}

/// Adds a call of a GroupNorm.
struct Layer {
  std::string name;
  Tensor x;
  std::string does = "group:groups=4";
  std::string arguments = "(4, 8, affine=False)";
  double times = 1;
};

SmallRun runOfLayers(const std::vector<Layer>& layers, bool channelsLast = false) {
  SmallRun run;
  ReferenceEngine engine;
  for (const Layer& layer : layers) {
    const Shape shape(Layout::parse("NCHW"), layer.x.extents());
    Tensor y = scaled(normalize({layer.x, shape, parseNormSpec(layer.does), {}, {}}, engine).y, layer.times);
    Tensor x = layer.x;
    if (channelsLast) x = reordered(x, toNhwc), y = reordered(y, toNhwc);
    run.record({{"layer", layer.name},
                {"type", "torch.nn.GroupNorm"},
                {"class", "GroupNorm"},
                {"repr", "GroupNorm" + layer.arguments},
                {"layout", channelsLast ? "NHWC" : "NCHW"},
                {"shape", x.extents()}})
        .tensor("x", x)
        .tensor("y", y);
  }
  return run;
}

CheckedRun checkedOf(const SmallRun& small) {
  CheckedRun checked{small.run(), {}};
  checked.layers = checkRun(checked.run);
  return checked;
}

std::optional<Parting> partingOf(const std::vector<Layer>& first, const std::vector<Layer>& second,
                                 bool channelsLast = false) {
  return firstParting(checkedOf(runOfLayers(first)), checkedOf(runOfLayers(second, channelsLast)));
}

const std::vector<Layer> before = {{"a", normalOf(1)}, {"b", normalOf(2)}, {"c", normalOf(3)}};

TEST(FirstParting, OfRunsThatAgreeIsNone) {
  EXPECT_FALSE(partingOf(before, before));
  EXPECT_FALSE(partingOf(before, before, true));  // in the other layout
}

TEST(FirstParting, IsTheNormWhereXIsTheSame) {
  std::vector<Layer> after = before;
  after[1].does = "group:groups=2";
  after[2].x = normalOf(9);
  const auto parting = partingOf(before, after);
  ASSERT_TRUE(parting);
  EXPECT_EQ(parting->layer, "b");
  EXPECT_FALSE(parting->xDiffers);
  EXPECT_THAT(parting->verdict,
              StartsWith("x is the same at 'b', and the norm differs: in the second run it is not "
                         "group:groups=4,affine=none: y comes from group:groups=2, not from group:groups=4"));
}

TEST(FirstParting, IsXWhereThatDiffersAlready) {
  std::vector<Layer> after = before;
  after[1].x = scaled(before[1].x, 2);
  const auto parting = partingOf(before, after);
  ASSERT_TRUE(parting);
  EXPECT_EQ(parting->layer, "b");
  EXPECT_TRUE(parting->xDiffers);
  EXPECT_EQ(parting->verdict,
            "x differs already at 'b': the second is 2 times the first; what differs lies behind 'a', the "
            "last layer "
            "that agrees");
}

TEST(FirstParting, AtTheFirstLayerComesBeforeAnyNorm) {
  std::vector<Layer> after = before;
  after[0].x = scaled(before[0].x, 1, 1);
  EXPECT_EQ(
      partingOf(before, after)->verdict,
      "x differs already at 'a': the second is the first plus 1; what differs comes before the first norm");
}

TEST(FirstParting, IsWhatIsDeclaredOtherwise) {
  std::vector<Layer> after = before;
  after[2].does = "group:groups=4,eps=1e-3";
  after[2].arguments = "(4, 8, eps=0.001, affine=False)";
  EXPECT_EQ(partingOf(before, after)->verdict,
            "x is the same at 'c', and the norm differs: it declares group:groups=4,affine=none in the first "
            "run and "
            "group:groups=4,eps=0.001,affine=none in the second");
}

TEST(FirstParting, OfNothingInCommonIsRefused) {
  SmallRun other;
  other.record({{"layer", "z"}, {"shape", {2, 3, 2, 2}}});
  other.tensor("x", Tensor::allocate(DType::float32, {2, 3, 2, 2}));
  other.tensor("y", Tensor::allocate(DType::float32, {2, 3, 2, 2}));
  expectError([&] { firstParting(checkedOf(runOfLayers(before)), checkedOf(other)); }, Fault::nonsense,
              "run.safetensors: none of its layers is in run.safetensors by its name or its shape; give two "
              "runs of one "
              "model");
}

TEST(PairedLayers, GoByNameThenByShapeInOrder) {
  std::vector<Layer> other = before;
  other[0].name = "first", other[2].name = "last";
  std::swap(other[0], other[1]);
  EXPECT_THAT(pairedLayers(runOfLayers(before).run(), runOfLayers(other).run()),
              testing::ElementsAre(LayerPair{0, 1}, LayerPair{1, 0}, LayerPair{2, 2}));
}

TEST(AxisOrder, GoesByRoles) {
  EXPECT_EQ(axesOf(Layout::parse("NCHW"), Layout::parse("NHWC")), toNhwc);
  EXPECT_EQ(axesOf(Layout::parse("NCL"), Layout::parse("BTF")), (std::vector<int>{0, 2, 1}));
  EXPECT_EQ(axesOf(Layout::parse("NCL"), Layout::parse("NLT")), std::nullopt);
  const Tensor x = loadTensor("ramp:2,3,2").tensor;
  const Tensor y = reordered(x, {2, 0, 1});
  EXPECT_EQ(y.extents(), (Extents{2, 2, 3}));
  EXPECT_EQ(y.at(0), x.at(0));
  EXPECT_EQ(y.at(1), x.at(2));
  EXPECT_EQ(y.at(3), x.at(6));
  EXPECT_EQ(y.at(6), x.at(1));
}

TEST(TensorDifference, IsToldInWords) {
  const Tensor a = normalOf(1);
  EXPECT_EQ(differenceInWords(a, a), std::nullopt);
  EXPECT_EQ(differenceInWords(a, scaled(a, 1 + 1e-6)), std::nullopt);
  EXPECT_EQ(differenceInWords(a, scaled(a, 0.5)), "the second is 0.5 times the first");
  EXPECT_EQ(differenceInWords(a, scaled(a, 1, -2)), "the second is the first plus -2");
  Tensor b = scaled(a, 1);
  b.edit<float>()[9] = 100;
  EXPECT_THAT(*differenceInWords(a, b), HasSubstr(", at [0, 0, 1, 3]: "));
  b.edit<float>()[9] = std::numeric_limits<float>::quiet_NaN();
  EXPECT_THAT(*differenceInWords(a, b), StartsWith("at [0, 0, 1, 3] it is "));
}

}  // namespace against_test
}  // namespace normscope
