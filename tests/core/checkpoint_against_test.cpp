#include "core/model/checkpoint_against.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/model/checkpoint.h"
#include "tests/core/checkpoint_file.h"

namespace normscope {
namespace checkpoint_against_test {

using testing::ElementsAre;
using testing::IsEmpty;

class CheckpointAgainst : public testing::Test {
 protected:
  Checkpoint compare(const NamedTensors& a, const NamedTensors& b) {
    Checkpoint checkpoint = readCheckpoint(checkpointOf(folder_, "a.safetensors", a));
    compareCheckpoints(checkpoint, readCheckpoint(checkpointOf(folder_, "b.safetensors", b)));
    return checkpoint;
  }

  /// Of one weight against another.
  AgainstResult weights(const Tensor& a, const Tensor& b) {
    return compare({{"norm.weight", a}}, {{"norm.weight", b}}).layers.at(0).against.value();
  }

  TemporaryFolder folder_;
};

Tensor plusOne(const Tensor& weight, DType dtype) {
  std::vector<double> values;
  for (std::int64_t i = 0; i < weight.elementCount(); ++i)
    values.push_back(static_cast<double>(static_cast<float>(weight.at(i) + 1)));
  return vectorOf(values, dtype);
}

const std::vector<double> some = {0.123456, -0.3, 0.7, 0.05, -0.111};

TEST_F(CheckpointAgainst, NamesEachRelation) {
  const Tensor w = vectorOf(some);
  EXPECT_EQ(weights(w, w).relation, TensorRelation::equal);
  EXPECT_EQ(weights(w, w).words, "all values are equal");
  for (const DType stored : {DType::float32, DType::bfloat16, DType::float16}) {
    for (const DType converted : {DType::float32, DType::bfloat16, DType::float16}) {
      const Tensor own = vectorOf(some, stored);
      const AgainstResult plus = weights(own, plusOne(own, converted));
      EXPECT_EQ(plus.relation, TensorRelation::plusOne) << nameOf(stored) << nameOf(converted);
      EXPECT_EQ(plus.words, "the other weight is exactly +1.0");
      EXPECT_EQ(weights(plusOne(own, converted), own).relation, TensorRelation::minusOne);
    }
  }
  EXPECT_EQ(weights(plusOne(w, DType::float32), w).words, "this weight is exactly the other + 1.0");
  const AgainstResult bfloat = weights(w, vectorOf(some, DType::bfloat16));
  EXPECT_EQ(bfloat.relation, TensorRelation::bfloat16Rounding);
  EXPECT_EQ(bfloat.words, "equal but for rounding to bfloat16, by 0.000781 at the most");
  EXPECT_EQ(weights(vectorOf(some, DType::bfloat16), w).relation, TensorRelation::bfloat16Rounding);
  const AgainstResult half = weights(w, vectorOf(some, DType::float16));
  EXPECT_EQ(half.relation, TensorRelation::float16Rounding);
  EXPECT_EQ(half.words, "equal but for rounding to float16, by 0.000195 at the most");
  std::vector<double> halved = some;
  for (double& value : halved) value *= 0.37;
  const AgainstResult scaled = weights(w, vectorOf(halved));
  EXPECT_EQ(scaled.relation, TensorRelation::scaled);
  EXPECT_EQ(scaled.words, "the other weight is 0.37 times this one");
  std::vector<double> nearly = some;
  nearly[2] += 1e-3;
  const AgainstResult differs = weights(w, vectorOf(nearly));
  EXPECT_EQ(differs.relation, TensorRelation::differs);
  EXPECT_NEAR(differs.maxAbs, 1e-3, 1e-7);
  EXPECT_EQ(differs.words, "weight differs by 0.001 at the most");
}

TEST_F(CheckpointAgainst, OneThatIsNearlyPlusOneIsNotExactly) {
  std::vector<double> values = some;
  for (double& value : values) value += 1;
  values[0] += 1e-6;
  EXPECT_EQ(weights(vectorOf(some), vectorOf(values)).relation, TensorRelation::differs);
}

TEST_F(CheckpointAgainst, ALayerIsEqualWhereAllOfItsTensorsAre) {
  const Tensor weight = vectorOf(some), bias = vectorOf({1, 2, 3, 4, 5}), other = vectorOf({1, 2, 3, 4, 5.5});
  const auto against = [&](const NamedTensors& b) {
    return compare({{"ln.weight", weight}, {"ln.bias", bias}}, b).layers.at(0).against.value();
  };
  EXPECT_EQ(against({{"ln.weight", weight}, {"ln.bias", bias}}).relation, TensorRelation::equal);
  const AgainstResult differs = against({{"ln.weight", weight}, {"ln.bias", other}});
  EXPECT_EQ(differs.relation, TensorRelation::differs);
  EXPECT_EQ(differs.words, "bias differs by 0.5 at the most");
  EXPECT_EQ(against({{"ln.weight", plusOne(weight, DType::float32)}, {"ln.bias", bias}}).relation,
            TensorRelation::plusOne);
  const AgainstResult both = against({{"ln.weight", plusOne(weight, DType::float32)}, {"ln.bias", other}});
  EXPECT_EQ(both.relation, TensorRelation::differs);
  EXPECT_EQ(both.words, "the other weight is exactly +1.0; bias differs by 0.5 at the most");
  EXPECT_NEAR(both.maxAbs, 1, 1e-6);
  EXPECT_EQ(against({{"ln.weight", weight}}).words, "the other has no bias");
  EXPECT_EQ(against({{"ln.weight", vectorOf({1, 2})}, {"ln.bias", vectorOf({1, 2})}}).words,
            "weight has the shape [5] here and [2] there; bias has the shape [5] here and [2] there");
}

TEST_F(CheckpointAgainst, LayersArePairedByNameElseByValues) {
  const Tensor a = vectorOf(some), b = vectorOf({5, 6, 7, 8, 9}), c = vectorOf({-3, 1, 2, 4, 1});
  const Checkpoint checkpoint = compare(
      {{"model.layers.0.input_layernorm.weight", a}, {"model.norm.weight", b}, {"lone.norm.weight", c}},
      {{"blk.0.attn_norm.weight", plusOne(a, DType::float32)},
       {"norm.weight", b},
       {"other.norm.weight", vectorOf({9, 9, 1, 2, 3})}});
  ASSERT_EQ(checkpoint.layers.size(), 3);
  EXPECT_EQ(checkpoint.layers[0].against->otherName, "blk.0.attn_norm");
  EXPECT_EQ(checkpoint.layers[0].against->relation, TensorRelation::plusOne);
  EXPECT_EQ(checkpoint.layers[1].against->otherName, "norm");
  EXPECT_FALSE(checkpoint.layers[2].against);
  EXPECT_THAT(checkpoint.notices, ElementsAre("1 norm of " + folder_.file("a.safetensors") +
                                                  " has no partner in the other file: lone.norm",
                                              "1 norm of " + folder_.file("b.safetensors") +
                                                  " has no partner in the other file: other.norm"));
}

TEST_F(CheckpointAgainst, LayersWithTheSameValuesAreNotPairedByThem) {
  const Tensor a = vectorOf(some);
  const Checkpoint checkpoint = compare({{"a.norm.weight", a}}, {{"x.norm.weight", a}, {"y.norm.weight", a}});
  EXPECT_FALSE(checkpoint.layers.at(0).against);
  EXPECT_THAT(checkpoint.notices.back(), "2 norms of " + folder_.file("b.safetensors") +
                                             " have no partner in the other file: x.norm, ...");
}

}  // namespace checkpoint_against_test
}  // namespace normscope
