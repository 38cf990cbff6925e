// The backward pass over the table of cases: the reference against the Jacobian and against differences of
// its own forward pass, every engine against the reference.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "core/engine/scale.h"
#include "tests/engines/engine_cases.h"
#include "tests/engines/engine_support.h"
#include "tests/engines/naive_backward.h"

namespace normscope {
namespace backward_table_test {

NormalizeRequest made(const EngineCase& of, DType dtype) {
  NormalizeRequest request = requestOf(of.layout, of.extents, of.norm, dtype, 0.7);
  addParameters(request);
  addGradOutput(request);
  if (request.spec.mode == Mode::eval) addRunning(request);
  return request;
}

/// The cases of at most so many derivatives of one element by another.
std::vector<EngineCase> casesUpTo(double derivatives) {
  std::vector<EngineCase> cases;
  for (const EngineCase& each : engineCases()) {
    const ReductionPlan made =
        plan(Shape(Layout::parse(each.layout), each.extents), parseNormSpec(each.norm));
    const auto perSet = static_cast<double>(made.elementsPerSet());
    if (static_cast<double>(made.setCount()) * perSet * perSet <= derivatives) cases.push_back(each);
  }
  return cases;
}

class SmallBackward : public testing::TestWithParam<EngineCase> {};

TEST_P(SmallBackward, TheReferenceIsTheJacobian) {
  const NormalizeRequest request = made(GetParam(), DType::float64);
  const NaiveGradients expected = naiveBackward(request);
  const Gradients gradients = *normalize(request, engineNamed("reference")).gradients;
  EXPECT_LE(relativeError(valuesOf(gradients.input), expected.input), 1e-12);
  ASSERT_EQ(gradients.weight.size(), expected.weight.size());
  ASSERT_EQ(gradients.bias.size(), expected.bias.size());
  EXPECT_LE(relativeError(gradients.weight, expected.weight), 1e-12);
  EXPECT_LE(relativeError(gradients.bias, expected.bias), 1e-12);
}

INSTANTIATE_TEST_SUITE_P(Cases, SmallBackward, testing::ValuesIn(casesUpTo(2e7)));

class AnyBackward : public testing::TestWithParam<EngineCase> {
 protected:
  static double dot(const std::vector<double>& a, const std::vector<double>& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
    return sum;
  }

  /// The values moved along a direction, as float64.
  static Tensor moved(const Tensor& from, const std::vector<double>& direction, double distance) {
    std::vector<double> values = valuesOf(from);
    for (std::size_t i = 0; i < values.size(); ++i) values[i] += distance * direction[i];
    return Tensor::of<double>(DType::float64, from.extents(), values);
  }

  /// The derivative of sum(gradOutput * y) along `direction` of one of the request's tensors, by differences
  /// of the reference's forward pass in five points: where a set has two small elements, three are not near
  /// enough.
  template <typename Replace>
  static double difference(const NormalizeRequest& request, const Tensor& from,
                           const std::vector<double>& direction, Replace&& replace) {
    constexpr double step = 1e-5;
    const auto yAt = [&](double distance) {
      NormalizeRequest at = request;
      at.gradOutput.reset();
      replace(at, moved(from, direction, distance));
      return valuesOf(normalize(at, engineNamed("reference")).y);
    };
    const std::vector<double> after = yAt(step);
    const std::vector<double> before = yAt(-step);
    const std::vector<double> farAfter = yAt(2 * step);
    const std::vector<double> farBefore = yAt(-2 * step);
    std::vector<double> slope(after.size());
    for (std::size_t i = 0; i < slope.size(); ++i)
      slope[i] = (8 * (after[i] - before[i]) - (farAfter[i] - farBefore[i])) / (12 * step);
    return dot(valuesOf(*request.gradOutput), slope);
  }

  /// |along - expected|, of what a sum of so many values of this size may be.
  static void expectNear(double along, double expected, const std::vector<double>& gradient) {
    EXPECT_NEAR(along, expected, 1e-6 * std::sqrt(dot(gradient, gradient)) + 1e-9);
  }
};

TEST_P(AnyBackward, TheReferenceIsTheSlopeOfItsForwardPass) {
  const NormalizeRequest request = made(GetParam(), DType::float64);
  const Gradients gradients = *normalize(request, engineNamed("reference")).gradients;
  const std::vector<double> input = valuesOf(gradients.input);
  const std::vector<double> direction = normalValues(request.x.elementCount(), 0, 21);
  expectNear(dot(input, direction),
             difference(request, request.x, direction, [](auto& at, const Tensor& x) { at.x = x; }), input);
  if (!request.affine.weight) return;
  const std::vector<double> parameters = normalValues(request.affine.weight->elementCount(), 0, 22);
  expectNear(dot(gradients.weight, parameters),
             difference(request, *request.affine.weight, parameters,
                        [](auto& at, const Tensor& weight) { at.affine.weight = weight; }),
             gradients.weight);
  if (!request.affine.bias) return;
  expectNear(dot(gradients.bias, parameters),
             difference(request, *request.affine.bias, parameters,
                        [](auto& at, const Tensor& bias) { at.affine.bias = bias; }),
             gradients.bias);
}

/// Large ones are on either side of limits of devices, which the reference has not.
std::vector<EngineCase> casesOfAtMost(std::int64_t elements) {
  std::vector<EngineCase> cases;
  for (const EngineCase& each : engineCases()) {
    if (elementCountOf(each.extents, "x") <= elements) cases.push_back(each);
  }
  return cases;
}

INSTANTIATE_TEST_SUITE_P(Cases, AnyBackward, testing::ValuesIn(casesOfAtMost(100'000)));

class EngineBackward : public testing::TestWithParam<std::tuple<std::string, EngineCase>> {};

/// The same values in float64.
Tensor widened(const Tensor& tensor) {
  return Tensor::of<double>(DType::float64, tensor.extents(), valuesOf(tensor));
}

double largest(const std::vector<double>& values) {
  double most = 0;
  for (const double value : values) most = std::max(most, std::abs(value));
  return most;
}

double largestDistance(const std::vector<double>& a, const std::vector<double>& b) {
  double most = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const double distance = std::abs(a[i] - b[i]);
    most = std::isnan(distance) ? distance : std::max(most, distance);
  }
  return most;
}

/// The largest rstd * g: dL/dx is what is left of it when its mean and its share of xhat are taken away, and
/// cannot be rounded better than that in x's dtype.
double largestTerm(const NormalizeRequest& wide, const NormalizeResult& result) {
  double most = 0;
  for (std::int64_t i = 0; i < wide.x.elementCount(); ++i) {
    const auto set = static_cast<std::size_t>(result.plan.setOf(i));
    const double weight = wide.affine.weight ? wide.affine.weight->at(result.plan.parameterOf(i)) : 1.0;
    const double rstd = rstdOf(result.statistics.variance[set], result.plan);
    const double term = std::abs(rstd * weight * wide.gradOutput->at(i));
    if (std::isfinite(term)) most = std::max(most, term);
  }
  return most;
}

/// The largest sum of |dL/dy| over a parameter: so much does the rounding of a mean by 1 sigma change
/// grad_weight.
double largestSum(const NormalizeRequest& wide, const NormalizeResult& result) {
  std::vector<double> sums(static_cast<std::size_t>(result.plan.parameterCount()), 0.0);
  for (std::int64_t i = 0; i < wide.x.elementCount() && !sums.empty(); ++i)
    sums[static_cast<std::size_t>(result.plan.parameterOf(i))] += std::abs(wide.gradOutput->at(i));
  return largest(sums);
}

TEST_P(EngineBackward, EveryEngineIsTheReferenceInDouble) {
  const auto& [engine, of] = GetParam();
  if (engine == "opencl" && !testedDeviceComputes(of.dtype))
    GTEST_SKIP() << "the device has no double precision";
  const NormalizeRequest request = made(of, of.dtype);
  NormalizeRequest wide = request;
  wide.x = widened(request.x);
  wide.gradOutput = widened(*request.gradOutput);
  const NormalizeResult expected = normalize(wide, engineNamed("reference"));
  const NormalizeResult result = normalize(request, engineNamed(engine));
  EXPECT_EQ(result.gradients->input.dtype(), of.dtype);
  EXPECT_EQ(result.gradients->input.extents(), request.x.extents());
  const std::vector<double> input = valuesOf(expected.gradients->input);
  EXPECT_LE(largestDistance(valuesOf(result.gradients->input), input),
            tolerance(of.dtype) * largest(input) + 2e-7 * largestTerm(wide, expected));
  ASSERT_EQ(result.gradients->weight.size(), expected.gradients->weight.size());
  ASSERT_EQ(result.gradients->bias.size(), expected.gradients->bias.size());
  const double sum = largestSum(wide, expected);
  EXPECT_LE(largestDistance(result.gradients->weight, expected.gradients->weight),
            3e-7 * largest(expected.gradients->weight) + 2e-8 * sum);
  EXPECT_LE(largestDistance(result.gradients->bias, expected.gradients->bias),
            3e-7 * largest(expected.gradients->bias) + 2e-8 * sum);
  EXPECT_EQ(result.notices, expected.notices);
}

INSTANTIATE_TEST_SUITE_P(Reference, EngineBackward,
                         testing::Combine(testing::Values("reference"), testing::ValuesIn(engineCases())));

INSTANTIATE_TEST_SUITE_P(Cases, EngineBackward,
                         testing::Combine(testing::Values("opencl"), testing::ValuesIn(engineCases())));

INSTANTIATE_TEST_SUITE_P(Simulated, EngineBackward,
                         testing::Combine(testing::Values("opencl"), testing::ValuesIn(simulatedCases())));

}  // namespace backward_table_test
}  // namespace normscope
