// What the backward pass must hold whatever the right numbers are, and what it makes of sets without a
// variance, of NaN and Inf, and of tensors without elements.
#include <gtest/gtest.h>

#include <cmath>

#include "core/compute/choose.h"
#include "core/compute/verify.h"
#include "core/engine/opencl/opencl_engine.h"
#include "tests/core/expect_error.h"
#include "tests/engines/engine_support.h"

namespace normscope {
namespace backward_special_test {

std::vector<double> inputOf(const NormalizeResult& result) {
  return valuesOf(result.gradients->input);
}

class Backward : public testing::TestWithParam<std::string> {
 protected:
  NormalizeResult run(const NormalizeRequest& request) const {
    return normalize(request, engineNamed(GetParam()));
  }
  NormalizeResult run(const std::string& layout, const Extents& extents, const std::string& norm,
                      const std::vector<double>& values, const std::vector<double>& gradOutput,
                      const std::optional<RunningStatistics>& running = {}) const {
    NormalizeRequest request = requestOf(layout, extents, norm, values);
    addGradOutput(request, gradOutput);
    request.running = running;
    return run(request);
  }
};

TEST(BackwardVerification, AGradientThatCancelsHasNoRelativeError) {
  NormalizeRequest request = requestOf("NC", {4, 2}, "batch", {0.3, 1.7, -2.1, 0.4, 5.5, -0.6, 1.2, 3.9});
  addGradOutput(request, std::vector<double>(8, 1.0));
  NormalizeResult result = normalize(request, engineNamed("reference"));
  result.gradients->weight[0] += 2.9e-6;
  const GradientDifferences differences = *verifyGradients(request, result);
  EXPECT_NEAR(differences.weight->maxAbs, 2.9e-6, 1e-12);
  EXPECT_TRUE(differences.weight->isOfZero());
  EXPECT_TRUE(std::isnan(differences.weight->maxRel()));
  EXPECT_FALSE(differences.bias->isOfZero());
  EXPECT_EQ(differences.bias->maxRel(), 0);
}

TEST_P(Backward, SetsWithoutVarianceAndEpsHaveNoGradient) {
  const std::vector<double> x = {7, 7, 7, 2, 4, 9};
  const std::vector<double> gradOutput = {1, -2, 4, 3, 5, 1};
  for (const std::string norm : {"layer:eps=0", "layer:eps=0,eps_at=outside", "layer:eps=0,eps_at=max",
                                 "layer:eps=0,variance=unbiased"}) {
    const NormalizeResult result = run("NC", {2, 3}, norm, x, gradOutput);
    const std::vector<double> input = inputOf(result);
    EXPECT_EQ(std::vector<double>(input.begin(), input.begin() + 3), (std::vector<double>{0, 0, 0})) << norm;
    for (std::size_t i = 3; i < 6; ++i) EXPECT_NE(input[i], 0) << norm;
    for (std::size_t p = 0; p < 3; ++p)
      EXPECT_NEAR(result.gradients->weight[p], gradOutput[3 + p] * result.y.at(3 + p), 1e-6) << norm;
    EXPECT_EQ(result.gradients->bias, (std::vector<double>{4, 3, 5})) << norm;
    EXPECT_EQ(result.notices,
              (std::vector<std::string>{
                  "1 of 2 sets have zero variance: y is exactly the bias there",
                  "1 of 2 sets have no finite rstd: grad_input is 0 there, and they add nothing to "
                  "grad_weight"}))
        << norm;
  }
  EXPECT_EQ(run("NC", {2, 3}, "layer:eps=0,affine=none", x, gradOutput).notices.back(),
            "1 of 2 sets have no finite rstd: grad_input is 0 there");
}

TEST_P(Backward, EpsGivesSetsWithoutVarianceAGradient) {
  const auto input = [&](const std::string& norm) {
    const NormalizeResult result = run("NC", {1, 3}, norm, {7, 7, 7}, {1, -2, 4});
    EXPECT_EQ(result.notices,
              std::vector<std::string>{"1 of 1 set have zero variance: y is exactly the bias there"});
    return inputOf(result);
  };
  EXPECT_EQ(input("layer:eps=0.25"), (std::vector<double>{0, -6, 6}));
  // The derivative of the root of the variance is infinite there, and multiplied by x - mean = 0.
  EXPECT_EQ(input("layer:eps=0.25,eps_at=outside"), (std::vector<double>{0, -12, 12}));
  EXPECT_EQ(input("layer:eps=0.25,variance=unbiased"), (std::vector<double>{0, -6, 6}));
  EXPECT_EQ(input("layer:eps=0.25,eps_at=max"), (std::vector<double>{0, -12, 12}));
  EXPECT_EQ(inputOf(run("NC", {1, 3}, "rms:eps=0.25", {0, 0, 0}, {1, -2, 4})),
            (std::vector<double>{2, -4, 8}));
  EXPECT_EQ(inputOf(run("NC", {1, 3}, "l2:eps=0.25", {0, 0, 0}, {1, -2, 4})),
            (std::vector<double>{4, -8, 16}));
}

TEST_P(Backward, MeanSquaresOfZeroHaveNoGradient) {
  const NormalizeResult result = run("NC", {1, 2}, "rms:eps=0,bias=true", {0, 0}, {1, 2});
  EXPECT_EQ(inputOf(result), (std::vector<double>{0, 0}));
  EXPECT_EQ(result.gradients->weight, (std::vector<double>{0, 0}));
  EXPECT_EQ(result.gradients->bias, (std::vector<double>{1, 2}));
  EXPECT_EQ(result.notices,
            std::vector<std::string>{"1 of 1 set have no finite rstd: grad_input is 0 there, and they add "
                                     "nothing to grad_weight"});
}

TEST_P(Backward, ARunningVarianceOfZeroHasNoGradient) {
  const NormalizeResult result = run("NC", {2, 2}, "batch:mode=eval,eps=0", {3, 4, 5, 6}, {1, 2, 4, 8},
                                     RunningStatistics{{1, 1}, {0, 4}, 1});
  EXPECT_EQ(inputOf(result), (std::vector<double>{0, 1, 0, 4}));
  EXPECT_EQ(result.gradients->weight, (std::vector<double>{0, 2 * 1.5 + 8 * 2.5}));
  EXPECT_EQ(result.gradients->bias, (std::vector<double>{5, 10}));
  EXPECT_EQ(result.notices,
            std::vector<std::string>{"1 of 2 sets have no finite rstd: grad_input is 0 there, and they add "
                                     "nothing to grad_weight"});
}

TEST_P(Backward, OneElementIsItsOwnMean) {
  for (const std::string norm :
       {"instance:affine=channel", "instance:affine=channel,eps=0",
        "instance:affine=channel,variance=unbiased", "instance:affine=channel,eps_at=outside"}) {
    const NormalizeResult result = run("NCL", {2, 2, 1}, norm, {1e6, 0.1, -3, 4}, {0.1, 1e30, -3, 1e-30});
    EXPECT_EQ(inputOf(result), (std::vector<double>{0, 0, 0, 0})) << norm;
    EXPECT_EQ(result.gradients->weight, (std::vector<double>{0, 0})) << norm;
    EXPECT_NEAR(result.gradients->bias[1], 1e30, 1e24) << norm;
    ASSERT_EQ(result.notices.size(), 2U);
    EXPECT_EQ(result.notices[1], "sets have one element: y does not depend on x, grad_input is 0");
  }
  EXPECT_EQ(run("NC", {1, 2}, "batch", {1, 2}, {1, std::nan("")}).notices[2],
            "grad_weight or grad_bias is not finite for 1 of 2 parameters");
  // Where the mean is not subtracted, or not taken from x, y does depend on x.
  EXPECT_NE(inputOf(run("C", {1}, "rms:eps=1", {3}, {1}))[0], 0);
  EXPECT_EQ(inputOf(run("NC", {1, 1}, "batch:mode=eval,eps=0", {3}, {1}, RunningStatistics{{1}, {4}, 1})),
            std::vector<double>{0.5});
}

TEST_P(Backward, WithoutAWeightFileTheGradientsAreThoseOfOnes) {
  NormalizeRequest request = requestOf("NCHW", {3, 4, 5, 6}, "group:groups=2", DType::float32, 0.5);
  addGradOutput(request);
  const NormalizeResult without = run(request);
  request.affine.weight = Tensor::of<double>(DType::float32, {4}, std::vector<double>(4, 1));
  const NormalizeResult with = run(request);
  // To rounding: without weights runs may be longer, and sums in another order.
  EXPECT_LE(relativeError(inputOf(without), inputOf(with)), 5e-7);
  EXPECT_LE(relativeError(without.gradients->weight, with.gradients->weight), 5e-7);
  EXPECT_EQ(without.gradients->weight.size(), 4U);
}

TEST_P(Backward, IntegersHaveGradientsInFloat32) {
  NormalizeRequest request = requestOf("NC", {2, 3}, "layer", {1, 5, 9, 2, 2, 8}, DType::int16);
  addGradOutput(request, {1, 2, 4, 0, 3, 1});
  NormalizeRequest wide = requestOf("NC", {2, 3}, "layer", {1, 5, 9, 2, 2, 8}, DType::float64);
  addGradOutput(wide, {1, 2, 4, 0, 3, 1});
  const NormalizeResult result = normalize(request, engineNamed("reference"));
  EXPECT_EQ(result.gradients->input.dtype(), DType::float32);
  EXPECT_LE(relativeError(inputOf(result), inputOf(normalize(wide, engineNamed("reference")))), 1e-7);
}

TEST(ReferenceBackward, HoldsAtBothEndsOfTheRangeOfDouble) {
  const std::vector<double> values = {1, 5, 9, 2, 2, 8};
  for (const std::string norm : {"layer:eps=0", "rms:eps=0", "layer:eps=0,eps_at=outside"}) {
    const auto input = [&](double size) {
      std::vector<double> x = values;
      for (double& value : x) value *= size;
      NormalizeRequest request = requestOf("NC", {2, 3}, norm, x, DType::float64);
      addGradOutput(request, {1, 2, 4, 0, 3, 1});
      std::vector<double> gradient = inputOf(normalize(request, engineNamed("reference")));
      for (double& value : gradient) value *= size;
      return gradient;
    };
    for (const double size : {0x1p-500, 0x1p400, 0x1p500}) EXPECT_EQ(input(size), input(1)) << norm << size;
  }
}

TEST_P(Backward, WithoutABiasThereIsNoGradientOfOne) {
  for (const std::string norm : {"rms", "layer:bias=false"})
    EXPECT_TRUE(run("NC", {1, 3}, norm, {1, 2, 4}, {1, 2, 3}).gradients->bias.empty()) << norm;
  EXPECT_EQ(run("NC", {1, 3}, "rms:bias=true", {1, 2, 4}, {1, 2, 3}).gradients->bias,
            (std::vector<double>{1, 2, 3}));
}

TEST_P(Backward, EmptyTensorsHaveEmptyGradients) {
  for (const std::string norm : {"batch", "layer", "instance", "group:groups=3", "rms"}) {
    const NormalizeResult result = run("NCHW", {0, 3, 2, 2}, norm, {}, {});
    EXPECT_EQ(result.gradients->input.extents(), (Extents{0, 3, 2, 2}));
    EXPECT_EQ(result.gradients->weight,
              std::vector<double>(static_cast<std::size_t>(result.plan.parameterCount()), 0.0));
    EXPECT_EQ(result.gradients->bias.size(),
              result.plan.spec().hasBias() ? result.gradients->weight.size() : 0);
    EXPECT_LE(result.notices.size(), 1U);
  }
}

TEST_P(Backward, ProgressGoesOnFromTheForwardPass) {
  NormalizeRequest request = requestOf("NCHW", {8, 16, 64, 64}, "instance");
  addGradOutput(request);
  double last = 0;
  const auto report = [&](double fraction) {
    EXPECT_GE(fraction, last);
    last = fraction;
  };
  normalize(request, engineNamed(GetParam()), Progress{{}, report});
  EXPECT_GT(last, 0.5);
  EXPECT_LE(last, 1);
}

TEST_P(Backward, CanBeCancelled) {
  NormalizeRequest request = requestOf("NCHW", {8, 16, 64, 64}, "instance");
  addGradOutput(request);
  std::stop_source stop;
  const Progress progress{stop.get_token(), [&](double fraction) {
                            if (fraction >= 0.5) stop.request_stop();
                          }};
  EXPECT_THROW(normalize(request, engineNamed(GetParam()), progress), Cancelled);
  EXPECT_LE(verifyGradients(request, run(request))->input.maxRel(), 5e-7);
}

TEST_P(Backward, IsVerified) {
  NormalizeRequest request = requestOf("NCHW", {2, 6, 5, 5}, "group:groups=2");
  EXPECT_EQ(verifyGradients(request, run(request)), std::nullopt);
  addParameters(request);
  addGradOutput(request);
  NormalizeResult result = run(request);
  const GradientDifferences fine = *verifyGradients(request, result);
  EXPECT_LE(fine.input.maxRel(), 5e-7);
  EXPECT_LE(fine.weight->maxRel(), 5e-7);
  EXPECT_LE(fine.bias->maxRel(), 5e-7);
  EXPECT_GT(fine.input.maxReference, 1);
  result.gradients->input.edit<float>()[77] += 0.25F;
  result.gradients->weight[2] += 0.5;
  result.gradients->bias[3] = std::nan("");
  const GradientDifferences found = *verifyGradients(request, result);
  EXPECT_NEAR(found.input.maxAbs, 0.25, 1e-6);
  EXPECT_NEAR(found.weight->maxAbs, 0.5, 1e-6);
  EXPECT_TRUE(std::isinf(found.bias->maxAbs));
  request.spec.affine = Affine::none;
  request.affine = {};
  EXPECT_EQ(verifyGradients(request, run(request))->weight, std::nullopt);
}

INSTANTIATE_TEST_SUITE_P(Engines, Backward, testing::ValuesIn(enginesWithGradients()));

struct Norm {
  std::string layout;
  Extents extents;
  std::string norm;
};

std::ostream& operator<<(std::ostream& out, const Norm& norm) {
  return out << norm.norm << " on " << norm.layout << " " << toText(norm.extents);
}

class BackwardOf : public testing::TestWithParam<std::tuple<std::string, Norm>> {
 protected:
  Engine& engine() const { return engineNamed(std::get<0>(GetParam())); }

  NormalizeRequest request(const std::string& more = "", DType dtype = DType::float32) const {
    const auto& [layout, extents, norm] = std::get<1>(GetParam());
    const std::string separator = norm.find(':') == std::string::npos ? ":" : ",";
    NormalizeRequest made =
        requestOf(layout, extents, norm + (more.empty() ? "" : separator + more), dtype, 0.7);
    addParameters(made);
    addGradOutput(made);
    if (made.spec.mode == Mode::eval) addRunning(made);
    return made;
  }

  static Tensor with(const Tensor& tensor, std::int64_t place, double value) {
    std::vector<double> values = valuesOf(tensor);
    values[static_cast<std::size_t>(place)] = value;
    return Tensor::of<double>(tensor.dtype(), tensor.extents(), values);
  }
};

TEST_P(BackwardOf, AShiftOfXChangesNothingAndAScaleDivides) {
  const NormalizeRequest plain = request("eps=0");
  if (plain.spec.mode == Mode::eval) return;
  const NormalizeResult result = normalize(plain, engine());
  // What is left of a few float32 terms that nearly cancel is rounded like these.
  const double bound = engine().name() == "reference" ? 1e-6 : 3e-6;
  const auto sums = [&](auto&& factor) {
    std::vector<double> sum(static_cast<std::size_t>(result.plan.setCount()), 0.0);
    std::vector<double> size = sum;
    for (std::int64_t i = 0; i < plain.x.elementCount(); ++i) {
      const auto set = static_cast<std::size_t>(result.plan.setOf(i));
      const double value = result.gradients->input.at(i) * factor(i);
      sum[set] += value;
      size[set] += std::abs(value);
    }
    for (std::size_t s = 0; s < sum.size(); ++s) EXPECT_LE(std::abs(sum[s]), bound * size[s]) << s;
  };
  // x + c gives the same y, so that the derivative by c is 0; and so does x * c, without eps.
  if (result.plan.spec().subtractsMean()) sums([](std::int64_t) { return 1.0; });
  sums([&](std::int64_t i) {
    return plain.x.at(i) - result.statistics.mean[static_cast<std::size_t>(result.plan.setOf(i))];
  });
}

TEST_P(BackwardOf, APowerOfTwoTimesXDividesTheGradientWithoutEps) {
  const NormalizeRequest plain = request("eps=0");
  if (plain.spec.mode == Mode::eval) return;
  const NormalizeResult result = normalize(plain, engine());
  for (const double factor : {0x1p-20, 0x1p30}) {
    std::vector<double> values = valuesOf(plain.x);
    for (double& value : values) value *= factor;
    NormalizeRequest scaled = plain;
    scaled.x = Tensor::of<double>(DType::float32, plain.x.extents(), values);
    const NormalizeResult divided = normalize(scaled, engine());
    for (std::int64_t i = 0; i < plain.x.elementCount(); ++i)
      ASSERT_EQ(divided.gradients->input.at(i) * factor, result.gradients->input.at(i)) << i;
    EXPECT_EQ(divided.gradients->weight, result.gradients->weight) << factor;
  }
}

TEST_P(BackwardOf, IsLinearInTheGradient) {
  NormalizeRequest plain = request();
  const NormalizeResult result = normalize(plain, engine());
  std::vector<double> values = valuesOf(*plain.gradOutput);
  for (double& value : values) value *= -8;
  addGradOutput(plain, values);
  const NormalizeResult scaled = normalize(plain, engine());
  for (std::int64_t i = 0; i < plain.x.elementCount(); ++i)
    ASSERT_EQ(scaled.gradients->input.at(i), -8 * result.gradients->input.at(i)) << i;
  for (std::size_t p = 0; p < result.gradients->weight.size(); ++p) {
    EXPECT_EQ(scaled.gradients->weight[p], -8 * result.gradients->weight[p]);
    EXPECT_EQ(scaled.gradients->bias[p], -8 * result.gradients->bias[p]);
  }
}

TEST_P(BackwardOf, NanAndInfInTheGradientPoisonTheirSetAndTheirParameter) {
  const NormalizeRequest clean = request();
  const NormalizeResult expected = normalize(clean, engine());
  const std::int64_t count = clean.x.elementCount();
  for (const double bad : {std::nan(""), HUGE_VAL, -HUGE_VAL}) {
    for (const std::int64_t place : {std::int64_t{0}, count / 2 + 1, count - 1}) {
      NormalizeRequest poisoned = clean;
      poisoned.gradOutput = with(*clean.gradOutput, place, bad);
      const NormalizeResult result = normalize(poisoned, engine());
      const ReductionPlan& plan = result.plan;
      for (std::int64_t i = 0; i < count; ++i) {
        const bool poison = plan.statisticsFromX() ? plan.setOf(i) == plan.setOf(place) : i == place;
        if (poison) {
          ASSERT_FALSE(std::isfinite(result.gradients->input.at(i))) << i;
        } else {
          ASSERT_EQ(result.gradients->input.at(i), expected.gradients->input.at(i)) << i;
        }
      }
      for (std::size_t p = 0; p < result.gradients->weight.size(); ++p) {
        const bool poison = static_cast<std::int64_t>(p) == plan.parameterOf(place);
        EXPECT_EQ(std::isfinite(result.gradients->weight[p]), !poison);
        EXPECT_EQ(std::isfinite(result.gradients->bias[p]), !poison);
        if (poison) continue;
        EXPECT_EQ(result.gradients->weight[p], expected.gradients->weight[p]);
        EXPECT_EQ(result.gradients->bias[p], expected.gradients->bias[p]);
      }
      if (plan.parameterCount() == 0) continue;
      ASSERT_FALSE(result.notices.empty());
      EXPECT_EQ(result.notices.back(), "grad_weight or grad_bias is not finite for 1 of " +
                                           std::to_string(plan.parameterCount()) + " parameters");
    }
  }
}

TEST_P(BackwardOf, NanAndInfInXPoisonTheirSetAndItsParameters) {
  const NormalizeRequest clean = request();
  const NormalizeResult expected = normalize(clean, engine());
  if (!expected.plan.statisticsFromX()) return;
  for (const double bad : {std::nan(""), HUGE_VAL, -HUGE_VAL}) {
    for (const std::int64_t place : {std::int64_t{0}, clean.x.elementCount() - 1}) {
      NormalizeRequest poisoned = clean;
      poisoned.x = with(clean.x, place, bad);
      const NormalizeResult result = normalize(poisoned, engine());
      const ReductionPlan& plan = result.plan;
      std::vector<bool> used(static_cast<std::size_t>(plan.parameterCount()), false);
      for (std::int64_t i = 0; i < clean.x.elementCount(); ++i) {
        if (plan.setOf(i) == plan.setOf(place)) {
          ASSERT_TRUE(std::isnan(result.gradients->input.at(i))) << i;
          if (!used.empty()) used[static_cast<std::size_t>(plan.parameterOf(i))] = true;
        } else {
          ASSERT_EQ(result.gradients->input.at(i), expected.gradients->input.at(i)) << i;
        }
      }
      EXPECT_EQ(result.gradients->bias, expected.gradients->bias);
      for (std::size_t p = 0; p < used.size(); ++p) {
        if (!used[p]) {
          EXPECT_EQ(result.gradients->weight[p], expected.gradients->weight[p]) << p;
        } else if (plan.spec().subtractsMean()) {
          // Where the mean is not subtracted, infinity scales the rest of its set to 0, as in the forward
          // pass.
          EXPECT_TRUE(std::isnan(result.gradients->weight[p])) << p;
        }
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(
    Engines, BackwardOf,
    testing::Combine(testing::ValuesIn(enginesWithGradients()),
                     testing::Values(Norm{"NCHW", {3, 4, 5, 7}, "batch"}, Norm{"NHWC", {3, 5, 7, 4}, "batch"},
                                     Norm{"NCHW", {4, 4, 5, 7}, "batch:workers=2,variance=unbiased"},
                                     Norm{"NCHW", {3, 4, 5, 7}, "batch:mode=eval"},
                                     Norm{"NCHW", {3, 4, 5, 7}, "layer"},
                                     Norm{"NCHW", {3, 4, 5, 7}, "layer:over=C,eps_at=outside"},
                                     Norm{"NHWC", {3, 5, 7, 4}, "group:groups=2"},
                                     Norm{"NCHW", {3, 4, 5, 7}, "group:groups=2,affine=group"},
                                     Norm{"NCHW", {3, 4, 5, 7}, "instance"},
                                     Norm{"NHWC", {3, 5, 7, 4}, "instance:affine=channel"},
                                     Norm{"BTF", {3, 5, 6}, "rms"},
                                     Norm{"NCHW", {3, 4, 5, 7}, "rms:over=H+W"},
                                     Norm{"NCHW", {1, 4, 130, 140}, "layer:affine=channel"},
                                     Norm{"NCHW", {3, 4, 5, 7}, "custom:over=N+W,affine=element"})));

TEST(BackwardRefusals, AGradientThatDoesNotFit) {
  NormalizeRequest request = requestOf("NC", {4, 6}, "layer");
  const auto refused = [&](DType dtype, const Extents& extents, const std::string& line) {
    request.gradOutput = Tensor::allocate(dtype, extents);
    expectError([&] { normalizeOn({}, request); }, Fault::nonsense, line);
    expectError([&] { normalize(request, engineNamed("reference")); }, Fault::nonsense, line);
  };
  refused(DType::float32, {6, 4},
          "grad_output: its shape [6, 4] is not [4, 6], that of x; give one value per element of y");
  refused(DType::float32, {24},
          "grad_output: its shape [24] is not [4, 6], that of x; give one value per element of y");
  refused(DType::float64, {4, 6}, "grad_output: it is float64 and y is float32; give it as float32");
  request.x = Tensor::allocate(DType::int32, {4, 6});
  refused(DType::int32, {4, 6}, "grad_output: it is int32 and y is float32; give it as float32");
}

TEST(BackwardOnDevices, WhereOpenClHasNoneTheReferenceComputesAndSaysSo) {
  if (OpenClEngine::differentiates) GTEST_SKIP() << "OpenCL has a backward pass";
  NormalizeRequest request = requestOf("NC", {4, 6}, "layer");
  addGradOutput(request);
  const NormalizeResult result = normalizeOn({}, request);
  EXPECT_EQ(result.engine, "reference");
  EXPECT_EQ(result.notices,
            std::vector<std::string>{"gradients are computed by the reference in double precision"});
  EXPECT_TRUE(result.gradients.has_value());
  expectError([&] { normalizeOn(parseDeviceChoice("opencl:0"), request); }, Fault::nonsense,
              "--device opencl:0: gradients are computed by the reference only; use --device reference or "
              "auto");
  Engine& opencl = engineNamed("opencl");
  expectError([&] { normalize(request, opencl); }, Fault::failed,
              opencl.device() + ": it computes no gradients; use --device reference");
}

}  // namespace backward_special_test
}  // namespace normscope
