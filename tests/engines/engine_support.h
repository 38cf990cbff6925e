#pragma once

#include <memory>
#include <random>
#include <span>
#include <string>
#include <vector>

#include "core/engine/engine.h"
#include "core/engine/normalize.h"

namespace normscope {

struct OpenClLimits;

/// A request on values from N(mean, 1).
NormalizeRequest requestOf(const std::string& layout, const Extents& extents, const std::string& norm,
                           DType dtype = DType::float32, double mean = 0, unsigned seed = 1);

/// The same with x's values given, in memory order.
NormalizeRequest requestOf(const std::string& layout, const Extents& extents, const std::string& norm,
                           const std::vector<double>& values, DType dtype = DType::float32);

/// Weights near 1 and biases near 0, of the plan's parameter shape.
void addParameters(NormalizeRequest& request, unsigned seed = 2);

/// Running statistics that differ from channel to channel.
void addRunning(NormalizeRequest& request);

/// A gradient with respect to y: values from N(0.3, 1), of y's shape and dtype.
void addGradOutput(NormalizeRequest& request, unsigned seed = 4);
void addGradOutput(NormalizeRequest& request, const std::vector<double>& values);

std::vector<double> normalValues(std::int64_t count, double mean, unsigned seed);
std::vector<double> valuesOf(const Tensor& tensor);

/// The OpenCL device that tests use: the first usable one of the platform whose name contains the variable
/// NORMSCOPE_TEST_PLATFORM, else the first usable one. An OpenCL device belongs to what the project needs, so
/// that a machine without one fails.
int testedDevice();

/// Limits with the kernels that the variable NORMSCOPE_TEST_FAMILY names, "teams" or "vectors", where there
/// is one.
OpenClLimits testedLimits(const OpenClLimits& limits);

/// Whether the tested device has the arithmetic for this dtype.
bool testedDeviceComputes(DType dtype);

/// "reference" or "opencl": the tested device with the tested limits.
Engine& engineNamed(const std::string& name);

/// An engine on the tested device with these limits, the same for the same limits: its kernels are built
/// once.
Engine& engineWith(const OpenClLimits& limits);

/// The names of those that have a backward pass.
std::vector<std::string> enginesWithGradients();

/// Largest |y - expected| over the largest finite |expected|; infinite where one is NaN or Inf and the other
/// is not the same.
double relativeError(std::span<const double> y, std::span<const double> expected);

/// The relative error that is allowed: 5e-7 and what a narrow result's dtype adds; of float64, 5e-15.
double tolerance(DType dtype);

}  // namespace normscope
