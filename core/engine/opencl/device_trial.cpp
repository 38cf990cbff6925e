#include "core/engine/opencl/device_trial.h"

#include <cmath>
#include <cstdio>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "core/engine/opencl/child_process.h"
#include "core/engine/opencl/device_handles.h"
#include "core/engine/opencl/opencl_engine.h"
#include "core/engine/opencl/trial_computation.h"
#include "core/engine/opencl/trials.h"
#include "core/engine/reference/reference_engine.h"
#include "core/text/number.h"
#include "core/text/one_line.h"

namespace normscope {
namespace {

/// Rounding is allowed, and no more is asked: this is no test of accuracy.
double allowedError(DType dtype) {
  return 1e-4 + 4 * unitRoundoff(dtype);
}

/// Largest difference over the largest expected value; NaN where one is.
template <typename At>
double distance(std::int64_t count, At&& at) {
  double worst = 0, largest = 0;
  for (std::int64_t i = 0; i < count; ++i) {
    const auto [made, expected] = at(i);
    const double difference = std::abs(made - expected);
    if (!(difference <= worst)) worst = difference;
    largest = std::max(largest, std::abs(expected));
  }
  return worst == 0 ? 0 : worst / largest;
}

double distance(const Tensor& made, const Tensor& expected) {
  return distance(expected.elementCount(),
                  [&](std::int64_t i) { return std::pair(made.at(i), expected.at(i)); });
}

double distance(std::span<const double> made, std::span<const double> expected) {
  return distance(static_cast<std::int64_t>(expected.size()), [&](std::int64_t i) {
    const auto at = static_cast<std::size_t>(i);
    return std::pair(made[at], expected[at]);
  });
}

/// The largest of all that was made: where y is not, the statistics and the sums over parameters tell.
double distance(const NormalizeResult& made, const NormalizeResult& expected) {
  std::vector<double> all = {distance(made.y, expected.y),
                             distance(made.statistics.variance, expected.statistics.variance)};
  if (made.gradients) {
    all.push_back(distance(made.gradients->input, expected.gradients->input));
    all.push_back(distance(made.gradients->weight, expected.gradients->weight));
  }
  double worst = 0;
  for (const double one : all) {
    if (!(one <= worst)) worst = one;
  }
  return worst;
}

std::string answerAbout(int index, const KernelVariant& kernel) {
  const TrialComputation trial = trialComputationFor(kernel);
  OpenClEngine engine(index, trial.limits);
  ReferenceEngine reference;
  const NormalizeResult made = normalize(trial.request, engine);
  if (!engine.hasBuilt(kernel)) engine.build(kernel);
  const NormalizeResult expected = normalize(trial.request, reference);
  const double error = distance(made, expected);
  if (error <= allowedError(kernel.dtype)) return std::string(trialHealthy);
  return std::string(trialWrong) + "off by " + rounded(error, 2) + " of the largest (" + toText(kernel) + ")";
}

/// The device of that identity, at its index where it still is there.
std::optional<int> indexOf(int index, const std::string& identity) {
  std::optional<int> found;
  for (const OpenClDevice& device : listedOpenClDevices()) {
    if (identityOf(device) != identity) continue;
    if (!found || device.index == index) found = device.index;
  }
  return found;
}

std::string answerTo(const std::vector<std::string>& arguments) {
  const auto number = arguments.size() == 3 ? readInteger(arguments[0]) : std::nullopt;
  if (!number) return std::string(trialFailed) + "three arguments are needed";
  const auto index = indexOf(static_cast<int>(*number), arguments[1]);
  if (!index) return std::string(trialFailed) + "there is no such device";
  const std::string complaint = smallProgramComplaint(openClHandles()[static_cast<std::size_t>(*index)]);
  if (!complaint.empty()) return std::string(trialFailed) + complaint;
  if (arguments[2].empty()) return std::string(trialHealthy);
  const auto kernel = readKernelVariant(arguments[2]);
  if (!kernel) return std::string(trialFailed) + "there is no such kernel";
  return answerAbout(*index, *kernel);
}

}  // namespace

int runDeviceTrial(const std::vector<std::string>& arguments) {
  beShortLived();
  std::string answer;
  try {
    answer = answerTo(arguments);
  } catch (const std::exception& error) {
    answer = std::string(trialFailed) + oneLine(error.what());
  }
  std::printf("\n%s\n", answer.c_str());
  std::fflush(stdout);  // A driver may crash when the process ends, and has answered nevertheless.
  return 0;
}

}  // namespace normscope
