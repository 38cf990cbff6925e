// Files that another program writes to while they are computed and verified: the exact line, and no number.
#include <gtest/gtest.h>

#include "core/analysis/comparison.h"
#include "core/analysis/histogram.h"
#include "core/analysis/match/match.h"
#include "core/analysis/summary.h"
#include "core/compute/choose.h"
#include "core/compute/verify.h"
#include "core/io/npy.h"
#include "core/view/maps/map_pyramid.h"
#include "tests/core/changing_file.h"
#include "tests/core/expect_error.h"
#include "tests/engines/engine_support.h"

namespace normscope {
namespace changed_file_test {

const Extents extents = {2, 6, 350, 350};

/// How another program writes to it.
enum class Change { truncated, emptied, rewritten };

void change(const std::string& path, Change how) {
  if (how == Change::rewritten) return rewrite(path, constantNpy(extents, 7), false);
  ASSERT_EQ(::truncate(path.c_str(), how == Change::truncated ? 200000 : 0), 0);
}

/// A file of normal values, opened; large enough to be mapped.
class FileTensor {
 public:
  explicit FileTensor(unsigned seed = 1) : path(folder_.file("x.npy")) {
    writeNpy(path, requestOf("NCHW", extents, "layer", DType::float32, 0, seed).x);
    tensor = readNpy(path);
  }

 private:
  TemporaryFolder folder_;

 public:
  std::string path;
  Tensor tensor;
};

NormalizeRequest requestOn(const Tensor& x, const std::string& norm) {
  return {x, Shape(Layout::parse("NCHW"), extents), parseNormSpec(norm), {}, {}};
}

Tensor ones(const Extents& shape) {
  return Tensor::of<double>(
      DType::float32, shape,
      std::vector<double>(static_cast<std::size_t>(elementCountOf(shape, "ones")), 1.0));
}

class ChangedFile : public testing::TestWithParam<std::tuple<std::string, Change>> {
 protected:
  Engine& engine() const { return engineNamed(std::get<0>(GetParam())); }
  Change how() const { return std::get<1>(GetParam()); }

  /// Changes the file as soon as there is progress to tell of.
  Progress changing(const std::string& path) const {
    return {{}, [this, path, done = false](double) mutable {
              if (!std::exchange(done, true)) change(path, how());
            }};
  }
};

TEST_P(ChangedFile, IsNotNormalized) {
  for (const std::string norm : {"batch", "layer", "group:groups=2", "rms", "instance"}) {
    const FileTensor x;
    change(x.path, how());
    expectError([&] { normalize(requestOn(x.tensor, norm), engine()); }, Fault::failed, changedLine(x.path));
  }
}

TEST_P(ChangedFile, IsNotNormalizedWhereItChangesOnTheWay) {
  const FileTensor x;
  expectError([&] { normalize(requestOn(x.tensor, "layer"), engine(), changing(x.path)); }, Fault::failed,
              changedLine(x.path));
}

TEST_P(ChangedFile, IsNotDifferentiated) {
  const FileTensor x, gradOutput(2);
  NormalizeRequest request = requestOn(x.tensor, "group:groups=2");
  request.gradOutput = gradOutput.tensor;
  EXPECT_NO_THROW(normalize(request, engine()));
  change(gradOutput.path, how());
  expectError([&] { normalize(request, engine()); }, Fault::failed, changedLine(gradOutput.path));
}

TEST_P(ChangedFile, IsNoWeight) {
  const TemporaryFolder folder;
  const std::string path = folder.file("w.npy");
  const FileTensor x;
  NormalizeRequest request = requestOn(x.tensor, "layer");
  writeNpy(path, ones(extents));
  request.spec = parseNormSpec("custom:over=N+C+H+W,affine=element");
  request.affine.weight = readNpy(path);
  EXPECT_NO_THROW(normalize(request, engine()));
  change(path, how());
  expectError([&] { normalize(request, engine()); }, Fault::failed, changedLine(path));
}

TEST_P(ChangedFile, IsNotVerified) {
  const FileTensor x;
  NormalizeRequest request = requestOn(x.tensor, "layer");
  request.gradOutput = ones(extents);
  const NormalizeResult result = normalize(request, engine());
  EXPECT_LT(verify(request, result).maxAbs, 1e-5);
  change(x.path, how());
  expectError([&] { verify(request, result); }, Fault::failed, changedLine(x.path));
  expectError([&] { verifyGradients(request, result); }, Fault::failed, changedLine(x.path));
}

std::string nameOfCase(const testing::TestParamInfo<std::tuple<std::string, Change>>& tested) {
  const auto& [engine, how] = tested.param;
  if (how == Change::rewritten) return engine + "Rewritten";
  return engine + (how == Change::emptied ? "Emptied" : "Truncated");
}

INSTANTIATE_TEST_SUITE_P(Engines, ChangedFile,
                         testing::Combine(testing::Values("reference", "opencl"),
                                          testing::Values(Change::truncated, Change::emptied,
                                                          Change::rewritten)),
                         nameOfCase);

/// The engine did not fail, so that the reference is no way out.
TEST(ChangedFiles, AutoSaysSoToo) {
  for (const char* const device : {"auto", "reference"}) {
    const FileTensor x;
    change(x.path, Change::truncated);
    expectError([&] { normalizeOn(parseDeviceChoice(device), requestOn(x.tensor, "layer")); }, Fault::failed,
                changedLine(x.path));
  }
}

class ChangedValues : public testing::TestWithParam<Change> {};

TEST_P(ChangedValues, AreNotMeasured) {
  const FileTensor x;
  const Tensor other = ones(extents);
  const Summary summary = summarize(x.tensor);
  const ReductionPlan made = plan(Shape(Layout::parse("NCHW"), extents), parseNormSpec("layer"));
  const MapTable maps(made.shape());
  change(x.path, GetParam());
  const auto refused = [&](const auto& action) { expectError(action, Fault::failed, changedLine(x.path)); };
  refused([&] { summarize(x.tensor); });
  refused([&] { fill(histogramFor(summary, 10), x.tensor); });
  refused([&] { fill(histogramFor(summary, 10), x.tensor, made, 0); });
  refused([&] { distanceOf(x.tensor, other); });
  refused([&] { distanceOf(other, x.tensor); });
  refused([&] { differenceOf(x.tensor, other); });
  refused([&] { differenceOf(other, x.tensor); });
  refused([&] { MapPyramid::build(x.tensor, maps, {}); });
}

TEST_P(ChangedValues, MatchNothing) {
  for (const bool first : {true, false}) {
    const FileTensor x, y(3);
    const FileTensor& changed = first ? x : y;
    MatchRequest request{x.tensor, y.tensor, Shape(Layout::parse("NCHW"), extents), {}, {}};
    bool done = false;
    const Progress progress{{}, [&](double fraction) {
                              if (fraction < 0.3 || std::exchange(done, true)) return;
                              change(changed.path, GetParam());
                            }};
    expectError([&] { findNorms(request, progress); }, Fault::failed, changedLine(changed.path));
  }
}

INSTANTIATE_TEST_SUITE_P(Changes, ChangedValues,
                         testing::Values(Change::truncated, Change::emptied, Change::rewritten));

}  // namespace changed_file_test
}  // namespace normscope
