// Whatever the mean, the size and the order of the elements, results of float32 stay at rounding.
#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "tests/engines/engine_support.h"

namespace normscope {
namespace accuracy_test {

struct Norm {
  std::string layout;
  Extents extents;
  std::string norm;
};

std::ostream& operator<<(std::ostream& out, const Norm& norm) {
  return out << norm.norm << " on " << norm.layout << " " << toText(norm.extents);
}

class Accuracy : public testing::TestWithParam<Norm> {
 protected:
  double errorOf(const std::vector<double>& values) const {
    const auto& [layout, extents, norm] = GetParam();
    const NormalizeRequest request = requestOf(layout, extents, norm, values);
    const NormalizeResult result = normalize(request, engineNamed("opencl"));
    return verify(request, result);
  }
  static double verify(const NormalizeRequest& request, const NormalizeResult& result) {
    const NormalizeResult expected = normalize(request, engineNamed("reference"));
    return relativeError(valuesOf(result.y), valuesOf(expected.y));
  }
  std::vector<double> normal(double mean) const {
    return normalValues(elementCountOf(GetParam().extents, "x"), mean, 3);
  }
};

TEST_P(Accuracy, DoesNotDependOnTheMean) {
  for (const double mean : {0.0, 1e2, 1e3, 1e4, 1e5, 1e6}) EXPECT_LE(errorOf(normal(mean)), 5e-7) << mean;
}

TEST_P(Accuracy, DoesNotDependOnTheFirstElement) {
  for (const double mean : {0.0, 1e3, 1e6}) {
    for (const double outlier : {4.0, 30.0, 300.0}) {
      std::vector<double> values = normal(mean);
      values[0] = mean + outlier;
      EXPECT_LE(errorOf(values), 5e-7) << mean << " " << outlier;
    }
  }
}

/// Kernels guess the mean from a few elements: here from those that are fourteen standard deviations from it.
void expectGoodFromBadGuesses(const std::string& layout, const Extents& extents, const std::string& norm,
                              const std::function<bool(std::int64_t)>& isFar) {
  std::vector<double> values = normalValues(elementCountOf(extents, "x"), 0, 3);
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (isFar(static_cast<std::int64_t>(i))) values[i] = -1000;
  }
  const NormalizeRequest request = requestOf(layout, extents, norm, values);
  const NormalizeResult result = normalize(request, engineNamed("opencl"));
  EXPECT_LE(relativeError(valuesOf(result.y), valuesOf(normalize(request, engineNamed("reference")).y)),
            5e-7);
}

TEST(BadGuess, OfASetOfNeighboursCostsNoDigits) {
  const auto isFar = [](std::int64_t i) { return i % 102400 < 512; };
  for (const std::int64_t sets : {1, 16})
    expectGoodFromBadGuesses("NCHW", {sets, 1, 320, 320}, "layer", isFar);
}

TEST(BadGuess, OfSetsSideBySideCostsNoDigits) {
  const auto isFar = [](std::int64_t i) { return i / 16 % 10000 % 1250 == 0; };
  for (const std::int64_t images : {1, 16})
    expectGoodFromBadGuesses("NHWC", {images, 100, 100, 16}, "instance", isFar);
}

/// Work-groups look at elements that are spread evenly over a set.
TEST(BadGuess, OfElementsSpreadOverASetCostsNoDigits) {
  expectGoodFromBadGuesses("NC", {64, 4096}, "layer", [](std::int64_t i) { return i % 128 == 0; });
  expectGoodFromBadGuesses("NHWC", {16, 64, 64, 16}, "instance",
                           [](std::int64_t i) { return i / 16 % 128 == 0; });
}

TEST_P(Accuracy, HoldsWhereRoundingsGoOneWay) {
  // A few repeated values: every sum rounds the same way over and over.
  std::vector<double> values = normal(0);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = i % 3 == 0 ? 0.1 : 0.3;
  EXPECT_LE(errorOf(values), 5e-7);
  // A ramp: the first elements say nothing about the mean.
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<double>(i) * 1e-3;
  EXPECT_LE(errorOf(values), 5e-7);
}

TEST_P(Accuracy, HoldsAtBothEndsOfTheRangeOfFloat) {
  for (const double size : {1e20, 1e30, 1e37, 1e-15, 1e-20, 1e-30, 1e-36}) {
    std::vector<double> values = normal(0.5);
    for (double& value : values) value *= size;
    EXPECT_LE(errorOf(values), 5e-7) << size;
  }
}

INSTANTIATE_TEST_SUITE_P(
    Norms, Accuracy,
    testing::Values(
        Norm{"NCHW", {8, 32, 28, 28}, "group:groups=4"}, Norm{"NHWC", {8, 28, 28, 32}, "group:groups=4"},
        Norm{"NCHW", {8, 32, 28, 28}, "layer"}, Norm{"NHWC", {8, 28, 28, 32}, "layer"},
        Norm{"NCHW", {8, 32, 28, 28}, "layer:over=C"}, Norm{"NHWC", {8, 28, 28, 32}, "layer:over=C"},
        Norm{"NCHW", {8, 32, 28, 28}, "batch"}, Norm{"NHWC", {8, 28, 28, 32}, "batch"},
        Norm{"NCHW", {8, 32, 28, 28}, "instance"}, Norm{"NHWC", {8, 28, 28, 32}, "instance"},
        Norm{"NCHW", {8, 32, 28, 28}, "rms"}, Norm{"NHWC", {8, 28, 28, 32}, "rms:over=H+W"},
        Norm{"NCHW", {8, 32, 28, 28}, "batch:workers=2"}, Norm{"NCHW", {8, 32, 28, 28}, "custom:over=N+W"},
        Norm{"NCHW", {1, 32, 98, 98}, "layer:eps=0"}, Norm{"NCHW", {8, 32, 28, 28}, "group:groups=4,eps=0"},
        Norm{"NCHW", {8, 32, 28, 28}, "layer:over=C,eps=0,eps_at=outside"},
        Norm{"NHWC", {8, 28, 28, 32}, "batch:eps=0"},
        Norm{"NCHW", {8, 32, 28, 28}, "instance:eps_at=outside"}));

TEST(LongSums, RoundingsThatGoOneWayDoNotAddUp) {
  // A quarter of a million elements a set, of few values, so that partial sums grow by the same rounding
  // error.
  for (const std::string layout : {"NCHW", "NHWC"}) {
    const Extents extents = layout == "NCHW" ? Extents{8, 1, 500, 512} : Extents{1, 500, 4000, 16};
    std::vector<double> values(static_cast<std::size_t>(elementCountOf(extents, "x")));
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = i / 16 % 3 == 0 ? 0.1 : 0.3;
    const NormalizeRequest request = requestOf(layout, extents, "instance", values);
    const NormalizeResult expected = normalize(request, engineNamed("reference"));
    const NormalizeResult result = normalize(request, engineNamed("opencl"));
    EXPECT_LE(relativeError(result.statistics.variance, expected.statistics.variance), 2e-7) << layout;
    EXPECT_LE(relativeError(valuesOf(result.y), valuesOf(expected.y)), 5e-7) << layout;
  }
}

/// x of one set, as its distances from 10^9, which double holds exactly; y and grad_weight of it in extended
/// precision.
struct FarFromZero {
  std::vector<double> x, y, gradOutput;
  double gradWeight = 0;

  FarFromZero() : gradOutput(normalValues(1001, 0.3, 8)) {
    const auto n = static_cast<long double>(gradOutput.size());
    std::vector<double> distances = normalValues(1001, 0.4, 7);
    for (double& distance : distances) distance = std::round(distance * 0x1p20) * 0x1p-20;
    long double mean = 0;
    for (const double distance : distances) mean += distance / n;
    long double variance = 0;
    for (const double distance : distances) variance += (distance - mean) * (distance - mean) / n;
    long double sum = 0;
    for (std::size_t i = 0; i < distances.size(); ++i) {
      x.push_back(1e9 + distances[i]);
      y.push_back(static_cast<double>((distances[i] - mean) / std::sqrt(variance)));
      sum += gradOutput[i] * (distances[i] - mean) / std::sqrt(variance);
    }
    gradWeight = static_cast<double>(sum);
  }
};

TEST(Float64, AMeanOfABillionDeviationsCostsNoDigits) {
  const FarFromZero expected;
  for (const std::string engine : {"reference", "opencl"}) {
    NormalizeRequest request = requestOf("NCHW", {7, 1, 11, 13}, "batch:eps=0", expected.x, DType::float64);
    addGradOutput(request, expected.gradOutput);
    const NormalizeResult result = normalize(request, engineNamed(engine));
    EXPECT_LE(relativeError(valuesOf(result.y), expected.y), 5e-15) << engine;
    // Other engines make gradients from the mean that forward rounded to double.
    EXPECT_NEAR(result.gradients->weight[0], expected.gradWeight, engine == "reference" ? 1e-12 : 1e-6);
  }
}

class Special : public testing::TestWithParam<std::tuple<std::string, Norm>> {
 protected:
  Engine& engine() const { return engineNamed(std::get<0>(GetParam())); }
  NormalizeRequest request(const std::vector<double>& values, const std::string& more = "") const {
    const auto& [layout, extents, norm] = std::get<1>(GetParam());
    const std::string separator = norm.find(':') == std::string::npos ? ":" : ",";
    return requestOf(layout, extents, norm + (more.empty() ? "" : separator + more), values);
  }
  std::int64_t count() const { return elementCountOf(std::get<1>(GetParam()).extents, "x"); }
};

TEST_P(Special, ConstantSetsGiveExactlyTheBias) {
  for (const std::string more : {"", "eps=0", "eps=0,eps_at=outside", "eps=0,variance=unbiased"}) {
    for (const float constant : {1e6F + 0.1F, 0.1F, 0.0F, -3e-39F, 3e38F, 1e-30F}) {
      NormalizeRequest constants =
          request(std::vector<double>(static_cast<std::size_t>(count()), constant), more);
      addParameters(constants);
      const NormalizeResult result = normalize(constants, engine());
      for (std::int64_t i = 0; i < count(); ++i)
        ASSERT_EQ(result.y.at(i), constants.affine.biasAt(result.plan.parameterOf(i))) << constant << more;
      EXPECT_EQ(result.statistics.mean[0], constant);
      EXPECT_EQ(result.statistics.variance[0], 0);
      ASSERT_FALSE(result.notices.empty());
    }
  }
}

TEST_P(Special, NanAndInfPoisonTheirSetAndNoOther) {
  std::vector<double> values = normalValues(count(), 1, 5);
  const NormalizeRequest clean = request(values);
  const NormalizeResult expected = normalize(clean, engine());
  for (const double bad : {std::nan(""), HUGE_VAL, -HUGE_VAL}) {
    for (const std::int64_t place : {std::int64_t{0}, count() / 2 + 1, count() - 1}) {
      std::vector<double> poisoned = values;
      poisoned[static_cast<std::size_t>(place)] = bad;
      const NormalizeResult result = normalize(request(poisoned), engine());
      const std::int64_t set = result.plan.setOf(place);
      for (std::int64_t i = 0; i < count(); ++i) {
        if (result.plan.setOf(i) == set) {
          ASSERT_TRUE(std::isnan(result.y.at(i))) << i;
        } else {
          ASSERT_EQ(result.y.at(i), expected.y.at(i)) << i;
        }
      }
      EXPECT_TRUE(std::isnan(result.statistics.variance[static_cast<std::size_t>(set)]));
      ASSERT_FALSE(result.notices.empty());
      EXPECT_EQ(result.notices[0], "1 of " + std::to_string(result.plan.setCount()) +
                                       (result.plan.setCount() == 1 ? " set" : " sets") +
                                       " hold NaN or Inf: their statistics and results are not finite");
    }
  }
}

INSTANTIATE_TEST_SUITE_P(
    Engines, Special,
    testing::Combine(testing::Values("reference", "opencl"),
                     testing::Values(Norm{"NCHW", {3, 4, 9, 11}, "batch"},
                                     Norm{"NHWC", {3, 9, 11, 4}, "batch"},
                                     Norm{"NHWC", {3, 9, 11, 80}, "batch"},
                                     Norm{"NCHW", {3, 4, 9, 11}, "layer"},
                                     Norm{"NCHW", {3, 4, 9, 11}, "layer:over=C"},
                                     Norm{"NCHW", {3, 4, 9, 11}, "group:groups=2"},
                                     Norm{"NHWC", {3, 9, 11, 4}, "group:groups=2"},
                                     Norm{"NCHW", {3, 4, 9, 11}, "instance:affine=channel"},
                                     Norm{"NHWC", {3, 9, 11, 20}, "instance:affine=channel"},
                                     Norm{"NCHW", {1, 4, 160, 170}, "layer"},
                                     Norm{"NCHW", {3, 4, 9, 2}, "custom:over=W"})));

TEST(Special, RmsTellsInfFromNan) {
  // As PyTorch: an infinite mean square scales the finite elements to 0.
  for (const std::string engine : {"reference", "opencl"}) {
    const NormalizeResult inf =
        normalize(requestOf("NC", {2, 3}, "rms", {1, HUGE_VAL, 2, 3, 4, 5}), engineNamed(engine));
    EXPECT_EQ(inf.y.at(0), 0) << engine;
    EXPECT_TRUE(std::isnan(inf.y.at(1))) << engine;
    EXPECT_EQ(inf.statistics.variance[0], HUGE_VAL) << engine;
    EXPECT_EQ(inf.statistics.mean[0], 0) << engine;
    const NormalizeResult nan =
        normalize(requestOf("NC", {2, 3}, "rms", {1, std::nan(""), 2, 3, 4, 5}), engineNamed(engine));
    EXPECT_TRUE(std::isnan(nan.y.at(0))) << engine;
    EXPECT_FALSE(std::isnan(nan.y.at(3))) << engine;
  }
}

TEST(Special, EmptyTensorsGiveEmptyResults) {
  for (const std::string engine : {"reference", "opencl"}) {
    for (const std::string norm : {"batch", "layer", "instance", "group:groups=3", "rms"}) {
      const NormalizeResult result =
          normalize(requestOf("NCHW", {0, 3, 2, 2}, norm, std::vector<double>{}), engineNamed(engine));
      EXPECT_EQ(result.y.extents(), (Extents{0, 3, 2, 2}));
      if (norm == "batch") {
        EXPECT_EQ(result.running, RunningStatistics::fresh(3));
        EXPECT_EQ(result.notices,
                  std::vector<std::string>{
                      "the sets have no elements: the result is empty and statistics are undefined"});
        EXPECT_TRUE(std::isnan(result.statistics.mean.at(2)));
      }
    }
  }
}

}  // namespace accuracy_test
}  // namespace normscope
