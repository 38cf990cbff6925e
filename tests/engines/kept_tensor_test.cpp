// A tensor that stays on a device with its own memory: how often it is brought there, and that it is never
// another one.
#include <gtest/gtest.h>

#include "core/compute/verify.h"
#include "core/engine/opencl/opencl_engine.h"
#include "core/engine/opencl/session.h"
#include "core/io/npy.h"
#include "tests/core/changing_file.h"
#include "tests/core/expect_error.h"
#include "tests/engines/engine_support.h"

namespace normscope {
namespace kept_tensor_test {

class KeptTensors : public testing::Test {
 protected:
  static OpenClEngine engineWith(OpenClLimits limits) {
    limits.asAccelerator = true;
    return OpenClEngine(testedDevice(), testedLimits(limits));
  }

  /// How many tensors are brought to the device for the request, whose result must be right.
  static std::int64_t uploads(OpenClEngine& engine, const NormalizeRequest& request) {
    const std::int64_t before = engine.work().uploads;
    const NormalizeResult result = normalize(request, engine);
    EXPECT_LE(verify(request, result).maxRel(), 5e-7);
    if (request.gradOutput) {
      EXPECT_LE(verifyGradients(request, result)->input.maxRel(), 5e-7);
    }
    return engine.work().uploads - before;
  }

  static std::int64_t uploads(OpenClEngine& engine, NormalizeRequest request, const std::string& norm) {
    request.spec = parseNormSpec(norm);
    return uploads(engine, request);
  }
};

TEST_F(KeptTensors, AreBroughtOnceForAllNorms) {
  OpenClEngine engine = engineWith({});
  const NormalizeRequest request = requestOf("NCHW", {2, 8, 9, 11}, "group:groups=2");
  EXPECT_EQ(uploads(engine, request), 1);
  for (const std::string norm : {"group:groups=2", "group:groups=4", "group:groups=4,eps=0.1", "layer", "rms",
                                 "batch", "instance", "layer:over=C"})
    EXPECT_EQ(uploads(engine, request, norm), 0) << norm;
}

TEST_F(KeptTensors, AreReplacedByOthers) {
  OpenClEngine engine = engineWith({});
  const NormalizeRequest one = requestOf("NCHW", {2, 8, 9, 11}, "layer");
  const NormalizeRequest other = requestOf("NCHW", {2, 8, 9, 11}, "layer", DType::float32, 3, 7);
  EXPECT_EQ(uploads(engine, one), 1);
  EXPECT_EQ(uploads(engine, other), 1);
  EXPECT_EQ(uploads(engine, other), 0);
  EXPECT_EQ(uploads(engine, one), 1);
}

/// The next tensor often gets the memory of the last.
TEST_F(KeptTensors, AreNotKnownByTheirMemory) {
  OpenClEngine engine = engineWith({});
  for (unsigned seed = 1; seed < 6; ++seed)
    EXPECT_EQ(uploads(engine, requestOf("NCHW", {2, 8, 9, 11}, "layer", DType::float32, seed, seed)), 1);
}

TEST_F(KeptTensors, AreBroughtAgainWhenTheyHaveChanged) {
  OpenClEngine engine = engineWith({});
  NormalizeRequest request = requestOf("NCHW", {2, 8, 9, 11}, "layer");
  EXPECT_EQ(uploads(engine, request), 1);
  request.x.edit<float>()[5] = 50;
  EXPECT_EQ(uploads(engine, request), 1);
  EXPECT_EQ(uploads(engine, request), 0);
}

TEST_F(KeptTensors, AreNotTheirOwnParts) {
  OpenClEngine engine = engineWith({});
  const NormalizeRequest whole = requestOf("NCHW", {2, 8, 9, 11}, "layer");
  EXPECT_EQ(uploads(engine, whole), 1);
  for (const std::int64_t first : {0, 792}) {
    const Extents half = {1, 8, 9, 11};
    const NormalizeRequest part{
        whole.x.run(half, first), Shape(Layout::parse("NCHW"), half), whole.spec, {}, {}};
    EXPECT_EQ(uploads(engine, part), 1);
  }
}

/// x is there from the forward pass; dL/dy is not kept.
TEST_F(KeptTensors, ServeBothPasses) {
  OpenClEngine engine = engineWith({});
  NormalizeRequest request = requestOf("NCHW", {2, 8, 9, 11}, "batch");
  addGradOutput(request);
  EXPECT_EQ(uploads(engine, request), 2);
  EXPECT_EQ(uploads(engine, request), 1);
}

TEST_F(KeptTensors, AreBounded) {
  const NormalizeRequest request = requestOf("NCHW", {2, 8, 9, 11}, "layer");
  OpenClEngine roomy = engineWith({.keptBytes = request.x.byteCount()});
  OpenClEngine tight = engineWith({.keptBytes = request.x.byteCount() - 1});
  for (OpenClEngine* engine : {&roomy, &tight}) EXPECT_EQ(uploads(*engine, request), 1);
  EXPECT_EQ(uploads(roomy, request), 0);
  EXPECT_EQ(uploads(tight, request), 1);
}

/// A tensor in parts leaves no room for another.
TEST_F(KeptTensors, MakeWayForParts) {
  OpenClEngine engine = engineWith({.largestBuffer = 4000});
  const NormalizeRequest small = requestOf("NCHW", {1, 4, 9, 11}, "layer:affine=none");
  const NormalizeRequest large = requestOf("NCHW", {3, 4, 9, 11}, "layer:affine=none");
  EXPECT_EQ(uploads(engine, small), 1);
  EXPECT_EQ(uploads(engine, small), 0);
  EXPECT_EQ(uploads(engine, large), 2);
  EXPECT_EQ(uploads(engine, small), 1);
}

TEST_F(KeptTensors, OfAFileAreNeverStale) {
  const Extents extents = {2, 6, 350, 350};
  const TemporaryFolder folder;
  const std::string path = folder.file("x.npy");
  NormalizeRequest request = requestOf("NCHW", extents, "layer:affine=none");
  writeNpy(path, request.x);
  request.x = readNpy(path);
  OpenClEngine engine = engineWith({});
  EXPECT_EQ(uploads(engine, request), 1);
  EXPECT_EQ(uploads(engine, request), 0);
  rewrite(path, constantNpy(extents, 7), false);
  expectError([&] { normalize(request, engine); }, Fault::failed, changedLine(path));
  request.x = readNpy(path);
  EXPECT_EQ(uploads(engine, request), 1);
  EXPECT_EQ(normalize(request, engine).statistics.mean, std::vector<double>(2, 7));
}

/// Where the host's memory is the device's there is nothing to save.
TEST_F(KeptTensors, AreNoneInSharedMemory) {
  OpenClEngine engine(testedDevice(), testedLimits({}));
  const NormalizeRequest request = requestOf("NCHW", {2, 8, 9, 11}, "layer");
  const std::int64_t first = uploads(engine, request);
  EXPECT_EQ(uploads(engine, request), first);
}

}  // namespace kept_tensor_test
}  // namespace normscope
