#include "core/document/laboratory.h"

#include <algorithm>

namespace normscope {

std::string_view nameOf(Experiment experiment) {
  if (experiment == Experiment::statistics) return "statistics";
  return experiment == Experiment::running ? "running" : "training";
}

std::string_view nameOf(LabSamples samples) {
  if (samples == LabSamples::digitFeatures) return "digit-features";
  return samples == LabSamples::openTensor ? "tensor" : "digits";
}

std::size_t shownBatchSize(const Laboratory& laboratory) {
  const auto& sizes = laboratory.training.batchSizes;
  auto found = std::min_element(sizes.begin(), sizes.end());
  if (laboratory.curvesOf) {
    const auto asked = std::find(sizes.begin(), sizes.end(), *laboratory.curvesOf);
    if (asked != sizes.end()) found = asked;
  }
  return static_cast<std::size_t>(found - sizes.begin());
}

}  // namespace normscope
