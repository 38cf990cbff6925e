#pragma once

#include "core/cases/case.h"
#include "core/engine/progress.h"

namespace normscope {

/// What a case asks the laboratory, done: the mean distances of batches, or the error of a network.
struct CaseMeasurement {
  double distanceMean = 0;      ///< of the mean, in standard deviations of all samples
  double distanceVariance = 0;  ///< of the variance, in parts of it
  double error = 0;             ///< in percent of the pictures to validate
  std::int64_t valuesBehindMean = 0;
};

/// Whether it is the laboratory that computes this.
bool isOfLaboratory(const CaseComputation& computation);

/// The laboratory's settings for a computation that has draws, and for one that is trained.
lab::StatisticsSettings drawnOf(const CaseComputation& computation);
lab::TrainingSettings trainedOf(const CaseComputation& computation);

/// Throws what the laboratory refuses, Cancelled.
CaseMeasurement measured(const CaseComputation& computation, const Progress& progress);

}  // namespace normscope
