// One table of cases, over both engines: the reference against the definition in long double, OpenCL against
// the reference.
#include <gtest/gtest.h>

#include "tests/engines/engine_cases.h"
#include "tests/engines/engine_support.h"
#include "tests/engines/naive.h"

namespace normscope {
namespace engine_table_test {

class EngineTable : public testing::TestWithParam<EngineCase> {};

NormalizeRequest made(const EngineCase& of, DType dtype) {
  NormalizeRequest request = requestOf(of.layout, of.extents, of.norm, dtype, 0.7);
  addParameters(request);
  if (request.spec.mode == Mode::eval) addRunning(request);
  return request;
}

TEST_P(EngineTable, TheReferenceIsTheDefinition) {
  const NormalizeRequest request = made(GetParam(), DType::float64);
  const NaiveResult expected = naive(request);
  const NormalizeResult result = normalize(request, engineNamed("reference"));
  EXPECT_LE(relativeError(valuesOf(result.y), expected.y), 1e-12);
  EXPECT_LE(relativeError(result.statistics.mean, expected.mean), 1e-12);
  EXPECT_LE(relativeError(result.statistics.variance, expected.variance), 1e-12);
}

TEST(TestedDevice, IsThere) {
  EXPECT_GE(testedDevice(), 0);
}

TEST_P(EngineTable, OpenClIsTheReference) {
  if (!testedDeviceComputes(GetParam().dtype)) GTEST_SKIP() << "the device has no double precision";
  const NormalizeRequest request = made(GetParam(), GetParam().dtype);
  const NormalizeResult expected = normalize(request, engineNamed("reference"));
  const NormalizeResult result = normalize(request, engineNamed("opencl"));
  EXPECT_EQ(result.y.dtype(), request.x.dtype());
  EXPECT_EQ(result.y.extents(), request.x.extents());
  EXPECT_LE(relativeError(valuesOf(result.y), valuesOf(expected.y)), tolerance(request.x.dtype()));
  EXPECT_LE(relativeError(result.statistics.mean, expected.statistics.mean), 5e-7);
  EXPECT_LE(relativeError(result.statistics.variance, expected.statistics.variance), 5e-7);
  EXPECT_EQ(result.notices, expected.notices);
}

INSTANTIATE_TEST_SUITE_P(Cases, EngineTable, testing::ValuesIn(engineCases()));
INSTANTIATE_TEST_SUITE_P(Simulated, EngineTable, testing::ValuesIn(simulatedCases()));

}  // namespace engine_table_test
}  // namespace normscope
