#pragma once

#include <functional>
#include <vector>

#include "core/lab/digit_data.h"
#include "core/lab/network/network.h"
#include "core/lab/training_settings.h"

namespace normscope::lab {

/// The last so many epochs count, by their median, as in the Group Normalization paper (section 4.1).
constexpr int countedEpochs = 5;

/// What came of one network, so far.
struct RunRecord {
  Run run;
  std::vector<double> losses;  ///< means over the batches of each epoch
  std::vector<double> errors;  ///< fractions of the pictures to validate, after each epoch
  double seconds = 0;

  /// The median of the errors of the last countedEpochs epochs.
  double error() const;

  bool isDone(const TrainingSettings& settings) const {
    return errors.size() == static_cast<std::size_t>(settings.epochs);
  }
  bool operator==(const RunRecord&) const = default;
};

/// One network while it is trained: stochastic gradient descent with momentum 0.9, a tenth of the learning
/// rate after 60 % of the epochs. Everything in it depends on the settings and the run alone. Its seed
/// decides which pictures validate, the parameters at the start and the order of the batches: the same for
/// every norm. Scalar is float, or double for the test against another trainer.
template <typename Scalar>
class Training {
 public:
  Training(const TrainingSettings& settings, const Run& run);

  /// The batches of an epoch, counted from 0.
  std::vector<std::vector<std::uint32_t>> batchesOf(int epoch) const;

  /// One step on a batch; answers its loss.
  double step(const std::vector<std::uint32_t>& batch, int epoch);

  /// The next epoch, with validation. Calls `between` before each step, which may wait, and throws what it
  /// throws.
  void epoch(const std::function<void()>& between);

  const DigitSplit& split() const { return split_; }
  const RunRecord& record() const { return record_; }
  const Network<Scalar>& network() const { return network_; }

 private:
  double learningRateOf(int epoch) const;
  double validate();

  TrainingSettings settings_;
  int batchSize_;
  RandomBits bits_;
  DigitSplit split_;
  Network<Scalar> network_;
  Eigen::Array<Scalar, Eigen::Dynamic, 1> velocity_;
  Maps<Scalar> batch_;
  std::vector<std::uint8_t> labels_;
  RunRecord record_;
};

}  // namespace normscope::lab
