// The backward pass of so many sets that a device prepares what it knows of them, and of rows and blocks that
// are no multiple of anything: against the reference, set by set, since the sets are of very different
// widths.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "core/engine/scale.h"
#include "tests/engines/engine_cases.h"
#include "tests/engines/engine_support.h"

namespace normscope {
namespace backward_many_sets_test {

class ManySets : public testing::TestWithParam<EngineCase> {
 protected:
  /// x of the case: each set is 10^-20 to 10^20 wide, in float64 further.
  static NormalizeRequest made(const EngineCase& of, bool wide) {
    NormalizeRequest request = requestOf(of.layout, of.extents, of.norm, of.dtype, 0.5);
    const ReductionPlan sets = plan(request.shape, request.spec);
    std::vector<double> values = valuesOf(request.x);
    const int decades = of.dtype == DType::float64 ? 120 : 20;
    for (std::size_t i = 0; i < values.size() && wide; ++i) {
      const auto set = static_cast<int>(sets.setOf(static_cast<std::int64_t>(i)) % (2 * decades + 1));
      values[i] *= std::pow(10.0, set - decades);
    }
    request.x = Tensor::of<double>(DType::float64, of.extents, values);
    if (of.dtype != DType::float64) request.x = narrowed(values, of);
    addParameters(request);
    addGradOutput(request);
    if (request.spec.mode == Mode::eval) addRunning(request);
    return request;
  }

  /// Per set: the largest distance over the largest of rstd * |g|, which is what the gradient is made of.
  static double worstOfSets(const NormalizeRequest& request, const NormalizeResult& expected,
                            const NormalizeResult& result) {
    const auto count = static_cast<std::size_t>(expected.plan.setCount());
    std::vector<double> most(count, 0), distance(count, 0);
    for (std::int64_t i = 0; i < request.x.elementCount(); ++i) {
      const auto set = static_cast<std::size_t>(expected.plan.setOf(i));
      const double weight = request.affine.weight->at(expected.plan.parameterOf(i));
      const double rstd = rstdOf(expected.statistics.variance[set], expected.plan);
      most[set] = std::max(most[set], std::abs(rstd * weight * request.gradOutput->at(i)));
      const double apart = std::abs(result.gradients->input.at(i) - expected.gradients->input.at(i));
      distance[set] = std::isnan(apart) ? apart : std::max(distance[set], apart);
    }
    double worst = 0;
    for (std::size_t set = 0; set < count; ++set) {
      const double relative = distance[set] / most[set];
      worst = std::isnan(relative) ? relative : std::max(worst, relative);
    }
    return worst;
  }

  static void expectSums(const EngineCase& of, const std::vector<double>& sums,
                         const std::vector<double>& expected) {
    double elements = 1;
    for (const std::int64_t extent : of.extents) elements *= static_cast<double>(extent);
    // Each element adds about 1 to what a sum is made of.
    const double terms = elements / static_cast<double>(expected.size());
    double most = 0;
    for (const double sum : expected) most = std::max(most, std::abs(sum));
    const double bound =
        of.dtype == DType::float64 ? 1e-16 * terms + 5e-15 * most : 2e-8 * terms + 3e-7 * most;
    ASSERT_EQ(sums.size(), expected.size());
    for (std::size_t i = 0; i < sums.size(); ++i) EXPECT_NEAR(sums[i], expected[i], bound);
  }

 private:
  static Tensor narrowed(const std::vector<double>& values, const EngineCase& of) {
    return Tensor::of<float>(of.dtype, of.extents, std::vector<float>(values.begin(), values.end()));
  }
};

TEST_P(ManySets, OfAnyWidthHaveTheGradientsOfTheReference) {
  const EngineCase& of = GetParam();
  const NormalizeRequest request = made(of, of.norm.find("eps=0") != std::string::npos);
  const NormalizeResult expected = normalize(request, engineNamed("reference"));
  const NormalizeResult result = normalize(request, engineNamed("opencl"));
  EXPECT_LE(worstOfSets(request, expected, result), tolerance(of.dtype) * 2);
  expectSums(of, result.gradients->weight, expected.gradients->weight);
  expectSums(of, result.gradients->bias, expected.gradients->bias);
}

std::vector<EngineCase> manySets() {
  const Extents nhwc = {2, 47, 53, 21};
  const Extents nchw = {2, 21, 47, 53};
  std::vector<EngineCase> cases;
  for (const std::string norm :
       {"layer:over=C,eps=0", "layer:over=C,eps=0,eps_at=outside", "layer:over=C,eps=0,variance=unbiased",
        "rms:over=C,eps=0", "layer:over=C,eps=0.5", "layer:over=C,eps=0,eps_at=max",
        "layer:over=C,eps=1,eps_at=max", "layer:over=C,eps=0.5,eps_at=outside,variance=unbiased",
        "l2:over=C,eps=0,affine=channel", "l2:over=C,eps=5,affine=channel"}) {
    for (const DType dtype : {DType::float32, DType::float64}) {
      cases.push_back({"NHWC", nhwc, norm, dtype});
      cases.push_back({"NCHW", nchw, norm, dtype});
    }
  }
  for (const std::string norm : {"group:groups=6,eps=0", "instance:affine=channel,eps=0"}) {
    cases.push_back({"NHWC", {700, 3, 3, 24}, norm, DType::float32});
    cases.push_back({"NCHW", {700, 24, 3, 3}, norm, DType::float32});
  }
  cases.push_back({"NC", {2, 5000}, "batch:mode=eval", DType::float32});
  cases.push_back({"NHWC", {3, 70, 61, 37}, "batch:mode=eval", DType::float32});
  cases.push_back({"NCHW", {3, 37, 250, 61}, "batch:mode=eval", DType::float32});
  cases.push_back({"NHWC", {1, 600, 500, 21}, "batch", DType::float32});
  return cases;
}

INSTANTIATE_TEST_SUITE_P(Cases, ManySets, testing::ValuesIn(manySets()));

}  // namespace backward_many_sets_test
}  // namespace normscope
