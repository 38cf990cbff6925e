#pragma once

#include <string>
#include <vector>

#include "core/lab/lab_summary.h"
#include "core/lab/running_timeline.h"
#include "core/lab/training_settings.h"

namespace normscope::lab {

// What came out, in sentences, one paragraph each; only what was measured here, or published.

/// Of the networks that are done: how each norm's error goes from the largest batch to the smallest, the
/// values behind each mean, and why the numbers are not the paper's.
std::vector<std::string> wordsOf(const TrainingSettings& settings, const std::vector<RunRecord>& records);

/// Of the draws: how far each norm's mean is from that of all samples.
std::vector<std::string> wordsOf(const StatisticsSettings& settings, const std::vector<BatchErrors>& records);

/// Of a channel after so many batches, and what the layer does by its two switches.
std::vector<std::string> wordsOf(const TimelineSettings& settings, const Timeline& timeline,
                                 std::size_t channel, int fed);

}  // namespace normscope::lab
