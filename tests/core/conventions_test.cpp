#include "core/analysis/conventions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace normscope {
namespace conventions_test {

using testing::ElementsAre;
using testing::IsEmpty;

ReductionPlan planOf(const std::string& layout, const Extents& extents, const std::string& spec) {
  return plan(Shape(Layout::parse(layout), extents), parseNormSpec(spec));
}

std::vector<std::string> lines(const Extents& extents, const std::string& spec) {
  return runningConventions(planOf("NCL", extents, spec)).lines();
}

TEST(Conventions, MomentumIsShownBothWays) {
  const auto momentum = [](const std::string& spec) {
    return *runningConventions(planOf("NC", {8, 6}, spec)).momentum;
  };
  EXPECT_EQ(momentum("batch"),
            "momentum 0.1 (PyTorch: weight of the new batch) = 0.9 (weight of the old value) in ONNX and "
            "TensorFlow/Keras");
  EXPECT_EQ(momentum("batch:momentum=0.3"),
            "momentum 0.3 (PyTorch: weight of the new batch) = 0.7 (weight of the old value) in ONNX and "
            "TensorFlow/Keras");
  EXPECT_EQ(momentum("batch:momentum=none"),
            "momentum none: the cumulative average of all batches; ONNX and TensorFlow/Keras have no "
            "counterpart");
}

TEST(Conventions, OfBatchNormAreMomentumEpsAndVariance) {
  EXPECT_THAT(
      lines({20, 6, 10}, "batch"),
      ElementsAre(
          testing::StartsWith("momentum 0.1 "), "eps 1e-5: the default of Keras is 0.001",
          "running_var: ONNX, Keras 3 and Flax take the biased variance of the batch, 199/200 of PyTorch's "
          "unbiased one"));
  EXPECT_THAT(
      lines({20, 6, 10}, "batch:workers=4,eps=0.001"),
      ElementsAre(
          testing::StartsWith("momentum 0.1 "),
          "running_var: ONNX, Keras 3 and Flax take the biased variance of the batch, 49/50 of PyTorch's "
          "unbiased one"));
  EXPECT_EQ(lines({1, 6, 1}, "batch").back(),
            "running_var: ONNX, Keras 3 and Flax take the biased variance of the batch, 0 for one element; "
            "PyTorch's unbiased "
            "one is undefined");
  EXPECT_EQ(lines({0, 6, 1}, "batch").size(), 2U);
}

TEST(Conventions, OfInstanceNormNameTheOperator) {
  EXPECT_THAT(
      lines({20, 6, 10}, "instance:eps=0.001"),
      ElementsAre(
          "none, unless the layer is asked to keep them (PyTorch: track_running_stats=True); "
          "then:",
          testing::StartsWith("momentum 0.1 "),
          "ONNX InstanceNormalization keeps no running statistics: these are of its "
          "BatchNormalization",
          "running_var: ONNX, Keras 3 and Flax take the biased variance of the batch, 9/10 of PyTorch's "
          "unbiased one"));
}

TEST(Conventions, EvaluationUpdatesNothing) {
  EXPECT_THAT(lines({20, 6, 10}, "batch:mode=eval"), ElementsAre("eps 1e-5: the default of Keras is 0.001"));
  EXPECT_THAT(lines({20, 6, 10}, "batch:mode=eval,eps=0.001"), IsEmpty());
}

TEST(Conventions, OtherNormsHaveNoRunningStatistics) {
  for (const std::string spec : {"layer", "group:groups=2", "rms", "custom:over=L"})
    EXPECT_THAT(lines({20, 6, 10}, spec), IsEmpty()) << spec;
}

/// The running variance of one channel, after `batch`, in PyTorch and in ONNX; ONNX's by its own formula.
std::pair<double, double> runningVariances(double momentum, double old, const std::vector<double>& batch) {
  const auto n = static_cast<double>(batch.size());
  double mean = 0, squares = 0;
  for (const double x : batch) mean += x / n;
  for (const double x : batch) squares += (x - mean) * (x - mean);
  const double onnxMomentum = 1 - momentum;
  return {(1 - momentum) * old + momentum * squares / (n - 1),
          old * onnxMomentum + squares / n * (1 - onnxMomentum)};
}

TEST(Conventions, OnnxStoresTheBiasedVariance) {
  const std::vector<std::vector<double>> batches = {{1, 3}, {5, 9}, {0, 4}, {1, 2, 4, 1000}};
  for (const double momentum : {0.0, 0.1, 0.5, 1.0}) {
    for (const double old : {1.0, 0.0, 7.5}) {
      for (const auto& batch : batches) {
        const auto [torch, onnx] = runningVariances(momentum, old, batch);
        NormSpec spec;
        spec.momentum = momentum;
        const ReductionPlan plan =
            normscope::plan(Shape(Layout::parse("NC"), {static_cast<std::int64_t>(batch.size()), 1}), spec);
        const RunningStatistics before{{0}, {old}, 3};
        const RunningStatistics after{{0}, {torch}, 4};
        EXPECT_NEAR(biasedRunningVariance(before, after, plan, 0), onnx, 1e-12 * (1 + onnx));
      }
    }
  }
}

TEST(Conventions, OnnxOfWorkersAndOfOneElement) {
  // Two workers with biased variances 1 and 4, unbiased 2 and 8.
  const ReductionPlan workers = planOf("NC", {4, 1}, "batch:workers=2,momentum=1");
  const Moments moments{{2, 7}, {1, 4}};
  const RunningStatistics before = RunningStatistics::fresh(1);
  EXPECT_EQ(biasedRunningVariance(before, updated(before, workers, moments), workers, 0), 2.5);
  // One element: PyTorch leaves the variance, ONNX's is 0.
  const ReductionPlan one = planOf("NC", {1, 1}, "batch");
  EXPECT_EQ(biasedRunningVariance(before, updated(before, one, {{3}, {0}}), one, 0), 0.9);
}

TEST(Conventions, SaysWhatOnnxWouldStore) {
  const ReductionPlan two = planOf("NC", {2, 2}, "batch");
  const RunningStatistics before{{0, 0}, {1, 1}, 0};
  const RunningStatistics after{{0.2, 0.7}, {1.1, 1.7}, 1};
  EXPECT_EQ(onnxRunningVarianceText(before, after, two, 0),
            "this batch makes running_var[0] 1.1 here, 1 in ONNX (biased)");
  EXPECT_EQ(onnxRunningVarianceText(before, after, two, 1),
            "this batch makes running_var[1] 1.7 here, 1.3 in ONNX (biased)");
  const ReductionPlan many = planOf("NC", {20000, 2}, "batch");
  EXPECT_EQ(onnxRunningVarianceText(before, after, many, 0),
            "this batch makes running_var[0] 1.1 here, 1.09999 in ONNX (biased)");
}

TEST(Conventions, SaysNothingWhereThereIsNoSuchUpdate) {
  const RunningStatistics before{{0}, {1}, 0};
  const RunningStatistics after{{0.2}, {1.1}, 1};
  const auto text = [&](const std::string& spec, const RunningStatistics& to, std::int64_t channel) {
    return onnxRunningVarianceText(before, to, planOf("NC", {2, 1}, spec), channel);
  };
  EXPECT_NE(text("batch", after, 0), std::nullopt);
  EXPECT_EQ(text("batch", after, 1), std::nullopt);
  EXPECT_EQ(text("batch", {{0}, {std::nan("")}, 1}, 0), std::nullopt);
  EXPECT_EQ(text("batch:momentum=none", after, 0), std::nullopt);
  EXPECT_EQ(text("batch:mode=eval", before, 0), std::nullopt);
  EXPECT_EQ(onnxRunningVarianceText(before, before, planOf("NC", {0, 1}, "batch"), 0), std::nullopt);
}

TEST(Conventions, ParametersPerGroupAreThoseOfOneVersionOfOnnx) {
  EXPECT_EQ(parameterConvention(planOf("NCL", {2, 6, 3}, "group:groups=2,affine=group")),
            "ONNX GroupNormalization has one per group in opset 18, one per channel from opset 21 on");
  EXPECT_EQ(parameterConvention(planOf("NCL", {2, 6, 3}, "group:groups=2")), std::nullopt);
  EXPECT_EQ(parameterConvention(planOf("NCL", {2, 6, 3}, "instance")), std::nullopt);
}

}  // namespace conventions_test
}  // namespace normscope
