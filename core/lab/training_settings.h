#pragma once

#include <string>
#include <vector>

#include "core/lab/lab_norm.h"

namespace normscope::lab {

/// What a batch is drawn from.
enum class BatchOrder {
  shuffled,  ///< all pictures
  oneClass,  ///< pictures of one digit, another one from batch to batch
};

/// "shuffled", "one-class"
std::string_view nameOf(BatchOrder order);

/// Positions a side behind the last convolution that there are networks for.
inline constexpr int lastSides[] = {1, 2, 4};

/// Pictures to train on; the others of the 1797 validate.
inline constexpr int trainingPictures = 1297;
inline constexpr int validationPictures = 500;

inline constexpr int mostEpochs = 1000;
inline constexpr int mostSeeds = 100;
inline constexpr double mostLearningRate = 100;

/// What the training laboratory does: a network for each norm, batch size and seed.
struct TrainingSettings {
  std::vector<LabNorm> norms = parseLabNorms("batch,group:groups=4,layer,instance,none", "norms");
  std::vector<int> batchSizes = {32, 16, 8, 4, 2};
  int seeds = 1;  ///< 0 to seeds - 1
  int epochs = 15;
  double learningRate = 0.1;  ///< of 32 samples; scaled with the batch (Wu and He 2018, section 4.1)
  int lastSide = 1;
  BatchOrder order = BatchOrder::shuffled;

  bool operator==(const TrainingSettings&) const = default;
};

/// One network of the settings: places in the lists of norms and batch sizes.
struct Run {
  std::size_t norm = 0;
  std::size_t batchSize = 0;
  int seed = 0;

  bool operator==(const Run&) const = default;
};

/// All networks, in the order in which they are trained: seed by seed, so that every curve is there early.
std::vector<Run> runsOf(const TrainingSettings& settings);

/// The positions a side that a norm is trained with: those of the settings, but the next more where each of
/// its sets would hold one value at the last stage for every batch size, such as InstanceNorm with 1.
int lastSideOf(const TrainingSettings& settings, const LabNorm& norm);

/// The values behind each mean at the last stage: N·H·W for BatchNorm. 0 without a norm.
std::int64_t valuesBehindMean(const TrainingSettings& settings, const LabNorm& norm, int batchSize);

/// To be asked before the start. Throws Error (nonsense), one line, for what can't be trained: no norm or
/// batch size, one twice, numbers out of range, a batch size larger than the data, a norm that has no plan
/// for a stage, whose sets hold one value for a batch size, or that extends over the batch and keeps no
/// running statistics.
void checkTraining(const TrainingSettings& settings);

/// What a careful person would want to know before the start, one line each.
std::vector<std::string> noticesOf(const TrainingSettings& settings);

}  // namespace normscope::lab
