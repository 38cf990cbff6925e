#include "tests/engines/engine_support.h"

#include <cmath>
#include <cstdlib>
#include <limits>
#include <stdexcept>

#include "core/engine/opencl/devices.h"
#include "core/engine/opencl/opencl_engine.h"
#include "core/engine/opencl/session.h"
#include "core/engine/reference/reference_engine.h"
#include "core/tensor/dtype.h"

namespace normscope {
namespace {

std::string variable(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? "" : value;
}

}  // namespace

int testedDevice() {
  static const std::string platform = variable("NORMSCOPE_TEST_PLATFORM");
  for (const OpenClDevice& device : listedOpenClDevices()) {
    if (device.platform.find(platform) != std::string::npos && triedOpenClDevice(device.index).usable)
      return device.index;
  }
  throw std::runtime_error("no usable OpenCL device" +
                           (platform.empty() ? "" : " of the platform " + platform) +
                           ": install one, such as pocl-opencl-icd");
}

OpenClLimits testedLimits(const OpenClLimits& given) {
  static const std::string family = variable("NORMSCOPE_TEST_FAMILY");
  OpenClLimits limits = given;
  if (!family.empty()) limits.family = family == "teams" ? KernelFamily::teams : KernelFamily::vectors;
  return limits;
}

bool testedDeviceComputes(DType dtype) {
  static const bool computesDouble = OpenClSession(testedDevice()).computesDouble();
  return computesDouble || dtype != DType::float64;
}

std::vector<double> normalValues(std::int64_t count, double mean, unsigned seed) {
  std::mt19937 generator(seed);
  std::normal_distribution<double> normal(mean, 1.0);
  std::vector<double> values(static_cast<std::size_t>(count));
  for (double& value : values) value = normal(generator);
  return values;
}

NormalizeRequest requestOf(const std::string& layout, const Extents& extents, const std::string& norm,
                           const std::vector<double>& values, DType dtype) {
  return {Tensor::of<double>(dtype, extents, values),
          Shape(Layout::parse(layout), extents),
          parseNormSpec(norm),
          {},
          {}};
}

NormalizeRequest requestOf(const std::string& layout, const Extents& extents, const std::string& norm,
                           DType dtype, double mean, unsigned seed) {
  return requestOf(layout, extents, norm, normalValues(elementCountOf(extents, "x"), mean, seed), dtype);
}

void addParameters(NormalizeRequest& request, unsigned seed) {
  const auto shape = plan(request.shape, request.spec).parameterShape();
  if (!shape) return;
  const std::int64_t count = elementCountOf(*shape, "weight");
  request.affine.weight = Tensor::of<double>(DType::float32, *shape, normalValues(count, 1.0, seed));
  if (request.spec.bias == false) return;
  request.affine.bias = Tensor::of<double>(DType::float32, *shape, normalValues(count, 0.0, seed + 1));
}

void addRunning(NormalizeRequest& request) {
  const auto channels =
      static_cast<std::size_t>(request.shape.extent(*request.shape.layout().find(AxisRole::channel)));
  RunningStatistics running = RunningStatistics::fresh(static_cast<std::int64_t>(channels));
  for (std::size_t c = 0; c < channels; ++c) {
    running.mean[c] = 0.25 * static_cast<double>(c) - 1;
    running.variance[c] = 0.5 + static_cast<double>(c);
  }
  request.running = running;
}

void addGradOutput(NormalizeRequest& request, const std::vector<double>& values) {
  request.gradOutput = Tensor::of<double>(resultDType(request.x.dtype()), request.x.extents(), values);
}

void addGradOutput(NormalizeRequest& request, unsigned seed) {
  addGradOutput(request, normalValues(request.x.elementCount(), 0.3, seed));
}

std::vector<double> valuesOf(const Tensor& tensor) {
  std::vector<double> values(static_cast<std::size_t>(tensor.elementCount()));
  visitDType(tensor.dtype(), [&](auto tag) {
    const auto elements = tensor.values<typename decltype(tag)::type>();
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<double>(elements[i]);
  });
  return values;
}

Engine& engineNamed(const std::string& name) {
  static ReferenceEngine reference;
  if (name == "reference") return reference;
  static auto* const opencl = new OpenClEngine(testedDevice(), testedLimits({}));
  return *opencl;
}

Engine& engineWith(const OpenClLimits& given) {
  static auto* const engines = new std::vector<std::pair<OpenClLimits, std::unique_ptr<OpenClEngine>>>;
  const OpenClLimits limits = testedLimits(given);
  for (const auto& [of, engine] : *engines) {
    if (of == limits) return *engine;
  }
  engines->emplace_back(limits, std::make_unique<OpenClEngine>(testedDevice(), limits));
  return *engines->back().second;
}

std::vector<std::string> enginesWithGradients() {
  std::vector<std::string> names = {"reference"};
  if (OpenClEngine::differentiates) names.push_back("opencl");
  return names;
}

double relativeError(std::span<const double> y, std::span<const double> expected) {
  double error = 0;
  double largest = 0;
  for (std::size_t i = 0; i < y.size(); ++i) {
    if (std::isfinite(expected[i])) largest = std::max(largest, std::abs(expected[i]));
    if (y[i] == expected[i] || (std::isnan(y[i]) && std::isnan(expected[i]))) continue;
    const double difference = std::abs(y[i] - expected[i]);
    error = std::isfinite(difference) ? std::max(error, difference) : std::numeric_limits<double>::infinity();
  }
  return error == 0 ? 0 : error / largest;
}

double tolerance(DType dtype) {
  if (dtype == DType::float64) return 5e-15;
  return 5e-7 + (dtype == DType::float32 ? 0 : 1.01 * unitRoundoff(dtype));
}

}  // namespace normscope
