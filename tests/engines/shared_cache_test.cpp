// On either side of the sizes up to which a unit of sets is read again from the cache that cores share: by
// what is chosen there, and by the results.
#include <gtest/gtest.h>

#include "core/compute/verify.h"
#include "core/engine/opencl/chunks.h"
#include "core/engine/opencl/opencl_engine.h"
#include "core/engine/opencl/session.h"
#include "tests/engines/engine_support.h"

namespace normscope {
namespace shared_cache_test {

constexpr std::int64_t computeUnits = 2;

/// What is chosen for float32 sets of so many elements.
Strategy chosenFor(Traversal traversal, std::int64_t elements) {
  traversal.run.extent = elements;
  const std::int64_t any = std::numeric_limits<std::int64_t>::max();
  return strategyFor(traversal, {4, computeUnits, true, 1, elements, any, any, mostMoments});
}

TEST(SharedCache, HoldsLanesOf8Megabytes) {
  Traversal lanes;
  lanes.setAxes = {{8, 128 << 20, 0}, {128, 1, 1}};
  lanes.run.stride = 128;
  lanes.lanes = true;
  constexpr std::int64_t all = (8 << 20) / (128 * 4);
  EXPECT_TRUE(chosenFor(lanes, all).whole);
  EXPECT_EQ(chosenFor(lanes, all).units.sets, 128);
  // One row more: half as many lanes, as long as these fit.
  for (const std::int64_t elements : {all + 1, 2 * all}) {
    EXPECT_TRUE(chosenFor(lanes, elements).whole);
    EXPECT_EQ(chosenFor(lanes, elements).units.sets, 64);
  }
  EXPECT_FALSE(chosenFor(lanes, 2 * all + 1).whole);
  EXPECT_EQ(chosenFor(lanes, 2 * all + 1).units.sets, 128);
}

TEST(SharedCache, HoldsRunsOf4Megabytes) {
  Traversal runs;
  runs.setAxes = {{64, 4 << 20, 0}};
  EXPECT_TRUE(chosenFor(runs, (4 << 20) / 4).whole);
  EXPECT_FALSE(chosenFor(runs, (4 << 20) / 4 + 1).whole);
}

/// The kernels that take units so are for drivers that share the host's memory.
bool isForVectors() {
  return OpenClEngine(testedDevice()).sharesMemory();
}

struct Made {
  NormalizeResult result;
  std::int64_t launches;
};

Made madeWith(const NormalizeRequest& request, std::int64_t sharedCacheBytes) {
  OpenClLimits limits{.family = KernelFamily::vectors, .computeUnits = computeUnits};
  limits.sharedCacheBytes = sharedCacheBytes;
  OpenClEngine engine(testedDevice(), limits);
  return {normalize(request, engine), engine.work().launches};
}

/// With a cache that holds 128 lanes, 64 and fewer: as they fit, one launch makes all of a pass.
TEST(SharedCache, WhateverItHoldsResultsAreTheSame) {
  if (!isForVectors()) GTEST_SKIP() << "the device does not share the host's memory";
  NormalizeRequest request = requestOf("NHWC", {8, 16, 15, 128}, "instance:affine=channel");
  addParameters(request);
  const std::int64_t lanes = std::int64_t{128} * 16 * 15 * 4;
  std::vector<std::int64_t> launches;
  for (const std::int64_t bytes : {lanes, lanes - 1, lanes / 2, lanes / 2 - 1}) {
    const Made made = madeWith(request, bytes);
    EXPECT_LE(verify(request, made.result).maxRel(), 5e-7);
    launches.push_back(made.launches);
  }
  EXPECT_EQ(launches, (std::vector<std::int64_t>{1, 1, 1, 3}));
}

TEST(SharedCache, WhateverItHoldsGradientsAreTheSame) {
  if (!isForVectors()) GTEST_SKIP() << "the device does not share the host's memory";
  NormalizeRequest request = requestOf("NHWC", {8, 16, 15, 128}, "instance:affine=channel");
  addParameters(request);
  addGradOutput(request);
  const NormalizeResult expected = normalize(request, engineNamed("reference"));
  const std::int64_t lanes = std::int64_t{128} * 16 * 15 * 4 * 2;  // of x and of dL/dy
  std::vector<std::int64_t> launches;
  for (const std::int64_t bytes : {lanes, lanes - 1, lanes / 2, lanes / 2 - 1}) {
    const Made made = madeWith(request, bytes);
    EXPECT_LE(verifyGradients(request, made.result)->input.maxRel(), 5e-7);
    EXPECT_LE(relativeError(made.result.gradients->weight, expected.gradients->weight), 2e-6);
    EXPECT_LE(relativeError(made.result.gradients->bias, expected.gradients->bias), 2e-6);
    launches.push_back(made.launches);
  }
  // The forward pass has half as much, and one launch makes the records.
  EXPECT_EQ(launches, (std::vector<std::int64_t>{2, 2, 2, 4}));
}

}  // namespace shared_cache_test
}  // namespace normscope
