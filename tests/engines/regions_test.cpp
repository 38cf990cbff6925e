// Tensors beyond the device's largest buffer, and results that are written past the caches.
#include "core/engine/opencl/regions.h"

#include <gtest/gtest.h>

#include <numeric>

#include "core/compute/verify.h"
#include "core/engine/opencl/devices.h"
#include "core/engine/opencl/opencl_engine.h"
#include "core/engine/opencl/session.h"
#include "core/engine/opencl/traversal.h"
#include "tests/core/expect_error.h"
#include "tests/engines/engine_support.h"

namespace normscope {
namespace regions_test {

struct Case {
  std::string layout;
  Extents extents;
  std::string norm;
};

std::ostream& operator<<(std::ostream& out, const Case& of) {
  return out << of.norm << " on " << of.layout << " " << toText(of.extents);
}

std::vector<Case> cases() {
  std::vector<Case> all;
  for (const std::string norm :
       {"group:groups=4", "layer", "instance:affine=channel", "batch", "batch:workers=2", "batch:mode=eval",
        "layer:over=C", "rms", "custom:over=N+W", "custom:over=H,affine=element", "custom:over=N+C+H+W"}) {
    all.push_back({"NCHW", {8, 32, 33, 35}, norm});
    all.push_back({"NHWC", {8, 33, 35, 32}, norm});
  }
  all.push_back({"NCHW", {1, 2, 300, 333}, "layer:affine=none"});
  all.push_back({"NCHW", {2, 3, 300, 111}, "batch"});
  // In parts of a quarter of a megabyte the last one has a single channel.
  all.push_back({"NCHW", {2, 4097, 4, 4}, "layer:affine=channel"});
  return all;
}

class Limited : public testing::TestWithParam<Case> {};

/// Calls visit(offset) for every element of a region.
template <typename Visit>
void forEachElement(const Region& region, Visit&& visit) {
  std::vector<MergedAxis> axes = region.kept;
  axes.insert(axes.end(), region.reduced.begin(), region.reduced.end());
  std::int64_t count = 1;
  for (const MergedAxis& axis : axes) count *= axis.extent;
  for (std::int64_t i = 0; i < count; ++i) {
    std::int64_t offset = region.offset;
    std::int64_t rest = i;
    for (const MergedAxis& axis : axes) {
      offset += rest % axis.extent * axis.stride;
      rest /= axis.extent;
    }
    visit(offset);
  }
}

TEST_P(Limited, RegionsHoldEveryElementOnceAndEverySetInOneGroup) {
  const auto& [layout, extents, norm] = GetParam();
  const ReductionPlan made = plan(Shape(Layout::parse(layout), extents), parseNormSpec(norm));
  for (const std::int64_t limit : {100, 1200, 40000, 1000000}) {
    std::vector<int> seen(static_cast<std::size_t>(made.shape().elementCount()), 0);
    std::int64_t nextSet = 0;
    for (const RegionGroup& group : regionsOf(made, limit)) {
      for (const Region& region : group) {
        EXPECT_EQ(region.firstSet, nextSet);
        EXPECT_EQ(region.setCount(), group.front().setCount());
        EXPECT_LE(region.elements, limit);
        forEachElement(region, [&](std::int64_t offset) {
          ++seen[static_cast<std::size_t>(offset)];
          EXPECT_GE(offset, region.offset);
          EXPECT_LT(offset, region.offset + region.elements);
          const std::int64_t set = made.setOf(offset);
          EXPECT_TRUE(set >= nextSet && set < nextSet + region.setCount());
        });
      }
      nextSet += group.front().setCount();
    }
    EXPECT_EQ(nextSet, made.setCount());
    for (const int times : seen) ASSERT_EQ(times, 1);
  }
}

/// Kernels have room for the sums of so many lanes: one more would write over other memory.
TEST(Units, NeverHoldMoreLanesThanKernelsDo) {
  for (std::int64_t pieces = 1; pieces < 64; ++pieces) {
    const std::int64_t step = std::lcm(std::int64_t{16}, pieces);
    if (step > 256) continue;
    for (std::int64_t whole = 1; whole < 500; ++whole) {
      Traversal lanes;
      lanes.setAxes = {{3, whole * pieces, 0}, {whole * pieces, 1, 0}};
      lanes.lanes = true;
      lanes.pieces = pieces;
      const Units units = Units::of(lanes, mostUnitLanes);
      ASSERT_LE(units.sets, mostUnitLanes) << pieces << " " << whole;
      ASSERT_EQ(units.sets % step, 0);
      ASSERT_GE(units.sets * units.perRow(), units.row);
      ASSERT_EQ(units.count, 3 * units.perRow());
    }
  }
}

/// The request's result on an engine with these limits, against the reference.
double errorWith(const OpenClLimits& limits, const Case& of, DType dtype) {
  NormalizeRequest request = requestOf(of.layout, of.extents, of.norm, dtype, 1000);
  addParameters(request);
  if (request.spec.mode == Mode::eval) addRunning(request);
  return verify(request, normalize(request, engineWith(limits))).maxRel();
}

TEST_P(Limited, PartsGiveTheSameResult) {
  // 1.2 MB in parts of a quarter of a megabyte.
  EXPECT_LE(errorWith({.largestBuffer = std::size_t{256} << 10}, GetParam(), DType::float32), 5e-7);
}

/// Parts of a device's own memory are brought there again for every launch.
TEST_P(Limited, PartsInManyLaunchesGiveTheSameResult) {
  const OpenClLimits limits{
      .largestBuffer = std::size_t{256} << 10, .asAccelerator = true, .launchBytes = 100000};
  EXPECT_LE(errorWith(limits, GetParam(), DType::float32), 5e-7);
}

TEST_P(Limited, ManyLaunchesGiveTheSameResult) {
  EXPECT_LE(errorWith({.launchBytes = 20000}, GetParam(), DType::float32), 5e-7);
  EXPECT_LE(errorWith({.asAccelerator = true, .launchBytes = 20000}, GetParam(), DType::float32), 5e-7);
}

TEST_P(Limited, DevicesWithTheirOwnMemoryGiveTheSameResult) {
  EXPECT_LE(errorWith({.asAccelerator = true}, GetParam(), DType::float32), 5e-7);
  EXPECT_LE(
      errorWith({.largestBuffer = std::size_t{256} << 10, .asAccelerator = true}, GetParam(), DType::float32),
      5e-7);
}

/// Work-groups of one item, little local memory, one compute unit: the kernels of work-groups take what there
/// is.
std::vector<OpenClLimits> smallDevices() {
  OpenClLimits one{.asAccelerator = true, .family = KernelFamily::teams};
  one.groupItems = 1;
  OpenClLimits few = one;
  few.groupItems = 24;  // no power of two
  OpenClLimits small = one;
  small.groupItems = 1024;
  small.localBytes = 16 << 10;
  small.computeUnits = 1;
  small.withoutDouble = true;
  return {one, few, small};
}

TEST(SmallDevices, GiveTheSameResultsAndGradients) {
  const std::vector<Case> few = {{"NCHW", {8, 32, 33, 35}, "group:groups=4"},
                                 {"NHWC", {8, 33, 35, 32}, "batch"},
                                 {"NCHW", {8, 32, 33, 35}, "layer:over=C"},
                                 {"NHWC", {8, 33, 35, 32}, "batch:mode=eval"}};
  for (const OpenClLimits& limits : smallDevices()) {
    OpenClEngine engine(testedDevice(), limits);
    for (const Case& of : few) {
      SCOPED_TRACE(testing::Message() << of << " in groups of " << limits.groupItems);
      NormalizeRequest request = requestOf(of.layout, of.extents, of.norm, DType::float32, 1000);
      addParameters(request);
      if (request.spec.mode == Mode::eval) addRunning(request);
      addGradOutput(request);
      const NormalizeResult result = normalize(request, engine);
      EXPECT_LE(verify(request, result).maxRel(), 5e-7);
      EXPECT_LE(verifyGradients(request, result)->input.maxRel(), 5e-7);
    }
  }
}

NormalizeRequest bothPasses(const Case& of, DType dtype = DType::float32) {
  NormalizeRequest request = requestOf(of.layout, of.extents, of.norm, dtype);
  addParameters(request);
  if (request.spec.mode == Mode::eval) addRunning(request);
  addGradOutput(request);
  return request;
}

/// All gradients of both passes on an engine with these limits, against the reference's.
void expectGradients(const NormalizeRequest& request, const NormalizeResult& expected,
                     const OpenClLimits& limits) {
  SCOPED_TRACE(testing::Message() << "buffers of " << limits.largestBuffer << ", launches of "
                                  << limits.launchBytes << (limits.asAccelerator ? ", own memory" : ""));
  const Gradients made = *normalize(request, engineWith(limits)).gradients;
  EXPECT_LE(relativeError(valuesOf(made.input), valuesOf(expected.gradients->input)),
            tolerance(request.x.dtype()));
  EXPECT_LE(relativeError(made.weight, expected.gradients->weight), 2e-6);
  EXPECT_LE(relativeError(made.bias, expected.gradients->bias), 2e-6);
}

TEST_P(Limited, GradientsDoNotDependOnTheDevice) {
  const NormalizeRequest request = bothPasses(GetParam());
  const NormalizeResult expected = normalize(request, engineNamed("reference"));
  expectGradients(request, expected, {.asAccelerator = true});
  expectGradients(request, expected, {.streamedBytes = 1});
  expectGradients(request, expected, {.launchBytes = 20000});
}

TEST_P(Limited, GradientsInPartsAreTheSame) {
  const NormalizeRequest request = bothPasses(GetParam());
  const NormalizeResult expected = normalize(request, engineNamed("reference"));
  constexpr std::size_t quarter = std::size_t{256} << 10;
  expectGradients(request, expected, {.largestBuffer = quarter});
  expectGradients(request, expected, {.largestBuffer = quarter, .asAccelerator = true});
  expectGradients(request, expected,
                  {.largestBuffer = quarter, .asAccelerator = true, .launchBytes = 100000});
}

/// A tensor that just fits, and one that does not by one element: the same numbers.
TEST(LargestBuffer, HoldsTheTensorOrAPart) {
  for (const std::string norm :
       {"batch", "layer:affine=channel", "group:groups=4", "rms", "batch:mode=eval"}) {
    const NormalizeRequest request = bothPasses({"NCHW", {4, 8, 30, 33}, norm});
    const NormalizeResult expected = normalize(request, engineNamed("reference"));
    for (const std::size_t bytes : {request.x.byteCount(), request.x.byteCount() - 4}) {
      for (const bool asAccelerator : {false, true})
        expectGradients(request, expected, {.largestBuffer = bytes, .asAccelerator = asAccelerator});
    }
  }
}

TEST(LargestBuffer, IsTooSmallForTheWeights) {
  const NormalizeRequest request = bothPasses({"NCHW", {1, 8, 30, 33}, "layer"});
  OpenClEngine engine(testedDevice(), testedLimits({.largestBuffer = 30000}));
  expectError(
      [&] { normalize(request, engine); }, Fault::failed,
      engine.device() +
          ": weights of 31680 bytes are more than its largest buffer of 30000; use --device reference");
}

TEST(WithoutDouble, Float64IsRefused) {
  OpenClEngine engine(testedDevice(), testedLimits({.withoutDouble = true}));
  expectError(
      [&] {
        normalize(requestOf("NC", {4, 6}, "layer", DType::float64), engine);
      },
      Fault::failed,
      engine.device() + ": it has no double precision, which float64 needs; use --device reference");
  const NormalizeRequest request = requestOf("NC", {4, 6}, "layer");
  EXPECT_LE(verify(request, normalize(request, engine)).maxRel(), 5e-7);
}

TEST_P(Limited, WritingPastTheCachesGivesTheSameResult) {
  EXPECT_LE(errorWith({.streamedBytes = 1}, GetParam(), DType::float32), 5e-7);
  EXPECT_LE(errorWith({.streamedBytes = 1}, GetParam(), DType::float64), 1e-12);
}

INSTANTIATE_TEST_SUITE_P(Cases, Limited, testing::ValuesIn(cases()));

}  // namespace regions_test
}  // namespace normscope
