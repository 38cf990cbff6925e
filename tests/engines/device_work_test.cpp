// What a device is asked to do for a small tensor: each command and each wait takes as long as a part of it.
#include <gtest/gtest.h>

#include "core/engine/opencl/opencl_engine.h"
#include "core/engine/opencl/session.h"
#include "tests/engines/engine_support.h"

namespace normscope {
namespace device_work_test {

struct Launches {
  std::string layout, norm;
  std::int64_t forward, backward;
};

std::ostream& operator<<(std::ostream& out, const Launches& of) {
  return out << of.norm << " on " << of.layout;
}

class SmallTensors : public testing::TestWithParam<Launches> {
 protected:
  SmallTensors() : engine_(testedDevice(), {.family = KernelFamily::vectors, .computeUnits = 2}) {}

  /// What the second run takes: the first one makes what stays.
  template <typename Compute>
  DeviceWork workOf(Compute&& compute) {
    compute();
    const DeviceWork before = engine_.work();
    compute();
    const DeviceWork& after = engine_.work();
    return {after.uploads - before.uploads, after.buffers - before.buffers, after.launches - before.launches,
            after.transfers - before.transfers, after.waits - before.waits};
  }

  OpenClEngine engine_;
};

/// Where the host's memory is the device's.
TEST_P(SmallTensors, TakeFewLaunchesAndOneWait) {
  if (!engine_.sharesMemory()) GTEST_SKIP() << "the device does not share the host's memory";
  const auto& [layout, norm, forward, backward] = GetParam();
  const Extents extents = layout == "NCHW" ? Extents{32, 512, 7, 7} : Extents{32, 7, 7, 512};
  NormalizeRequest request = requestOf(layout, extents, norm);
  addParameters(request);
  if (request.spec.mode == Mode::eval) addRunning(request);
  addGradOutput(request);
  const ReductionPlan made = planOf(request);
  Moments moments = request.running ? momentsOf(*request.running) : Moments{};
  Tensor y = Tensor::allocate(DType::float32, extents);
  Gradients gradients{Tensor::allocate(DType::float32, extents), {}, {}};
  const DeviceWork ofForward =
      workOf([&] { engine_.forward(request.x, made, request.affine, moments, y, {}); });
  const DeviceWork ofBackward = workOf([&] {
    engine_.backward(request.x, made, request.affine, moments, *request.gradOutput, gradients, {});
  });
  EXPECT_EQ(ofForward.launches, forward);
  EXPECT_EQ(ofBackward.launches, backward);
  for (const DeviceWork& work : {ofForward, ofBackward}) {
    EXPECT_EQ(work.uploads, 0);
    EXPECT_EQ(work.transfers, 0);
    EXPECT_EQ(work.waits, 1);
    EXPECT_LE(work.buffers, 12);
  }
}

std::vector<Launches> launches() {
  return {{"NCHW", "group:groups=32", 1, 1},
          {"NCHW", "layer", 1, 3},
          {"NCHW", "instance:affine=channel", 1, 2},
          {"NCHW", "batch", 1, 1},
          {"NCHW", "batch:mode=eval", 1, 1},
          {"NCHW", "layer:over=C", 1, 1},
          {"NCHW", "rms", 1, 1},
          {"NHWC", "group:groups=32", 1, 2},
          {"NHWC", "layer", 1, 3},
          {"NHWC", "instance:affine=channel", 1, 2},
          {"NHWC", "batch", 3, 3},
          {"NHWC", "batch:mode=eval", 1, 1},
          {"NHWC", "layer:over=C", 1, 1},
          {"NHWC", "rms", 1, 1}};
}

INSTANTIATE_TEST_SUITE_P(Norms, SmallTensors, testing::ValuesIn(launches()));

}  // namespace device_work_test
}  // namespace normscope
