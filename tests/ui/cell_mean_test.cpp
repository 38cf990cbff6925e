#include "core/view/cube/cell_mean.h"

#include <gtest/gtest.h>

#include <numeric>

#include "tests/core/expect_error.h"

namespace normscope {
namespace cell_mean_test {

/// 0, 1, 2, ... in memory order.
Tensor ramp(const Extents& extents) {
  Tensor tensor = Tensor::allocate(DType::float32, extents);
  const auto values = tensor.edit<float>();
  std::iota(values.begin(), values.end(), 0.0F);
  return tensor;
}

double meanOf(const std::string& layout, const Extents& extents, const CubeCell& cell) {
  const ReductionPlan made = plan(Shape(Layout::parse(layout), extents), parseNormSpec("batch"));
  return meanOfCell(ramp(extents), CubeFrame(made), cell);
}

TEST(CellMean, OneElementIsItself) {
  EXPECT_EQ(meanOf("NCHW", {2, 3, 4, 5}, {{}, {{{1, 2}, {2, 3}, {7, 8}}}}), 1 * 60 + 2 * 20 + 7);
  EXPECT_EQ(meanOf("NHWC", {2, 4, 5, 3}, {{}, {{{1, 2}, {2, 3}, {7, 8}}}}), 1 * 60 + 7 * 3 + 2);
}

TEST(CellMean, RangesAreAveragedOverAllThreeEdges) {
  EXPECT_EQ(meanOf("NCHW", {2, 3, 4, 5}, {{}, {{{0, 2}, {0, 3}, {0, 20}}}}), 59.5);
  EXPECT_EQ(meanOf("NHWC", {2, 4, 5, 3}, {{}, {{{0, 1}, {1, 3}, {0, 2}}}}), (1 + 2 + 4 + 5) / 4.0);
}

TEST(CellMean, ValuesOfAnotherShapeAreRefused) {
  const ReductionPlan made = plan(Shape(Layout::parse("NCHW"), {2, 3, 4, 5}), parseNormSpec("batch"));
  const CubeCell last{{}, {{{1, 2}, {2, 3}, {19, 20}}}};
  EXPECT_EQ(meanOfCell(ramp({2, 3, 4, 5}), CubeFrame(made), last), 119);
  expectError(
      [&] {
        meanOfCell(ramp({2, 3, 4}), CubeFrame(made), last);
      },
      Fault::nonsense,
      "values of a cell: their shape [2, 3, 4] is not that of the cube, [2, 3, 4, 5]; give the tensor "
      "that the plan is of");
}

}  // namespace cell_mean_test
}  // namespace normscope
