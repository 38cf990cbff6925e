#include "ui/draw/cube/cube_values.h"

#include <gtest/gtest.h>

#include <QSignalSpy>
#include <QTest>
#include <numeric>

#include "core/io/generate.h"

namespace normscope {
namespace cube_values_test {

std::shared_ptr<const ReductionPlan> planOf(const Extents& extents, const std::string& norm) {
  return std::make_shared<const ReductionPlan>(
      plan(Shape(Layout::ofRank(static_cast<int>(extents.size())), extents), parseNormSpec(norm)));
}

/// 0, 1, 2, ... in memory order.
Tensor ramp(const Extents& extents) {
  Tensor tensor = Tensor::allocate(DType::float32, extents);
  const auto values = tensor.edit<float>();
  std::iota(values.begin(), values.end(), 0.0F);
  return tensor;
}

TEST(CubeValues, SmallTensorsAreThereAtOnceInEveryCubeOfARow) {
  const auto plan = planOf({2, 3, 2, 2, 2}, "batch");
  CubeRowOptions options;
  options.unfold = 'D';
  options.cube.cutOutSelection = false;
  CubeValues values;
  values.set(ramp({2, 3, 2, 2, 2}), plan, 0, options);
  const auto valueOf = values.reader();
  const CubeRow row = cubeRow(*plan, 0, CubeCamera::paper(), options);
  ASSERT_EQ(row.cubes.size(), 2U);
  for (const CubeGeometry& cube : row.cubes) {
    const CubeCell cell = cube.cell({1, 2, 3});
    EXPECT_EQ(valueOf(cube, cell), static_cast<double>(cube.frame.offsetOf({1, 2, 3})));
  }
  values.clear();
  EXPECT_FALSE(values.reader()(row.cubes.front(), row.cubes.front().cell({0, 0, 0})));
}

TEST(CubeValues, LargeTensorsComeFromTheBackgroundAndTheOldReaderStaysAsItWas) {
  const auto plan = planOf({8, 32, 32, 32}, "group:groups=4");
  CubeRowOptions options;
  options.cube.cutOutSelection = false;
  GeneratedTensor normal;
  normal.extents = {8, 32, 32, 32};
  const Tensor x = generate(normal);
  CubeValues values;
  QSignalSpy ready(&values, &CubeValues::ready);
  values.set(x, plan, 0, options);
  const CubeRow row = cubeRow(*plan, 0, CubeCamera::paper(), options);
  const CubeCell cell = row.cubes.front().cell({1, 2, 3});
  const auto before = values.reader();
  EXPECT_FALSE(before(row.cubes.front(), cell));
  ASSERT_TRUE(QTest::qWaitFor([&] { return ready.count() == 1; }, 20000));
  EXPECT_FALSE(before(row.cubes.front(), cell));
  double sum = 0;
  std::int64_t count = 0;
  for (std::int64_t n = cell.ranges[0].begin; n < cell.ranges[0].end; ++n) {
    for (std::int64_t c = cell.ranges[1].begin; c < cell.ranges[1].end; ++c) {
      for (std::int64_t s = cell.ranges[2].begin; s < cell.ranges[2].end; ++s) {
        sum += x.at(row.cubes.front().frame.offsetOf({n, c, s}));
        ++count;
      }
    }
  }
  EXPECT_NEAR(values.reader()(row.cubes.front(), cell).value(), sum / static_cast<double>(count), 1e-12);
  values.set(x, plan, 5, options);  // the same cells: nothing is read again
  QTest::qWait(50);
  EXPECT_EQ(ready.count(), 1);
}

TEST(CubeValues, ATensorOfAnotherShapeThanThePlanIsNotRead) {
  CubeRowOptions options;
  options.cube.cutOutSelection = false;
  const auto plan = planOf({64, 32, 8, 8}, "batch");
  CubeValues values;
  for (const Extents& old : {Extents{2, 3, 2, 2}, Extents{32, 32, 8, 8}, Extents{64, 32, 64}}) {
    values.set(ramp(old), plan, 0, options);
    const CubeRow row = cubeRow(*plan, 0, CubeCamera::paper(), options);
    EXPECT_FALSE(values.reader()(row.cubes.front(), row.cubes.front().cell({0, 0, 0}))) << toText(old);
  }
  values.set(ramp({64, 32, 8, 8}), plan, 0, options);
  QSignalSpy ready(&values, &CubeValues::ready);
  const CubeRow row = cubeRow(*plan, 0, CubeCamera::paper(), options);
  EXPECT_TRUE(values.reader()(row.cubes.front(), row.cubes.front().cell({0, 0, 0})) || ready.wait(20000));
}

TEST(CubeValues, ValuesOfOneLayoutAreNotShownInTheCubeOfAnother) {
  const Extents extents = {4, 4, 4, 4};
  CubeRowOptions options;
  options.cube.cutOutSelection = false;
  CubeValues values;
  values.set(ramp(extents), planOf(extents, "batch"), 0, options);
  const ReductionPlan other = plan(Shape(Layout::parse("NHWC"), extents), parseNormSpec("batch"));
  const CubeRow row = cubeRow(other, 0, CubeCamera::paper(), options);
  EXPECT_FALSE(values.reader()(row.cubes.front(), row.cubes.front().cell({1, 2, 3})));
}

}  // namespace cube_values_test
}  // namespace normscope
