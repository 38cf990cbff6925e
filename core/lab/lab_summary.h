#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/lab/batch_statistics.h"
#include "core/lab/training_run.h"

namespace normscope::lab {

/// Several seeds or draws of one norm and batch size.
struct Spread {
  double mean = 0;
  double low = 0;
  double high = 0;
  int count = 0;
};

/// The errors of the networks that are done; nothing where there is none.
std::optional<Spread> errorsOf(const TrainingSettings& settings, const std::vector<RunRecord>& records,
                               std::size_t norm, std::size_t batchSize);

/// How far a batch is from all samples, by what.
enum class BatchQuantity { mean, variance, y };

/// "mean", "variance", "y"
std::string_view nameOf(BatchQuantity quantity);

double valueOf(const BatchErrors& errors, BatchQuantity quantity);

/// The mean of the draws, and what four fifths of them lie between; nothing where there is none.
std::optional<Spread> errorsOf(const std::vector<BatchErrors>& records, std::size_t norm,
                               std::size_t batchSize, BatchQuantity quantity);

/// The top-1 errors of Figure 1 of the Group Normalization paper, in percent: ResNet-50 on ImageNet, of a
/// norm by the samples a worker.
struct PublishedCurve {
  NormKind kind;
  std::string name;
  std::vector<std::pair<int, double>> errors;
};
const std::vector<PublishedCurve>& publishedCurves();

}  // namespace normscope::lab
