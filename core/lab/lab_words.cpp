#include "core/lab/lab_words.h"

#include <algorithm>
#include <cmath>

#include "core/text/list.h"
#include "core/text/number.h"

namespace normscope::lab {
namespace {

/// The places of the largest and the smallest batch.
std::pair<std::size_t, std::size_t> endsOf(const std::vector<int>& sizes) {
  const auto [smallest, largest] = std::minmax_element(sizes.begin(), sizes.end());
  return {static_cast<std::size_t>(largest - sizes.begin()),
          static_cast<std::size_t>(smallest - sizes.begin())};
}

std::string percent(const Spread& spread) {
  return rounded(100 * spread.mean, 3) + " %";
}

std::string samples(int count) {
  return counted(count, "sample");
}

std::string joined(const std::vector<std::string>& parts, const std::string& between) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : between) + part;
  return text;
}

/// " (median of the last 5 epochs)", as RunRecord counts.
std::string ofEpochs(int epochs) {
  if (epochs < 2) return {};
  return " (median of the last " + std::to_string(std::min(epochs, countedEpochs)) + " epochs)";
}

/// "From 32 samples a batch to 2, the error (median of the last 5 epochs) goes: of Batch Norm from 0.8 %
/// to 59.8 % and of no norm from 2 % to 3 %."
std::string changeOfErrors(const TrainingSettings& settings, const std::vector<RunRecord>& records) {
  const auto [large, small] = endsOf(settings.batchSizes);
  const bool isOne = settings.batchSizes[large] == settings.batchSizes[small];
  std::vector<std::string> changes;
  for (std::size_t norm = 0; norm < settings.norms.size(); ++norm) {
    const auto from = errorsOf(settings, records, norm, large);
    const auto to = errorsOf(settings, records, norm, small);
    if (from && isOne) {
      changes.push_back("of " + titleOf(settings.norms[norm]) + " " + percent(*from));
    } else if (from && to) {
      changes.push_back("of " + titleOf(settings.norms[norm]) + " from " + percent(*from) + " to " +
                        percent(*to));
    }
  }
  if (changes.empty()) return {};
  if (isOne) {
    return "With " + samples(settings.batchSizes[large]) + " a batch, the error" + ofEpochs(settings.epochs) +
           " is: " + joinAnd(changes) + ".";
  }
  return "From " + samples(settings.batchSizes[large]) + " a batch to " +
         std::to_string(settings.batchSizes[small]) + ", the error" + ofEpochs(settings.epochs) +
         " goes: " + joinAnd(changes) + ".";
}

/// "At the last stage each μ is of 32 values with 32 samples a batch and of 2 with 2 in Batch Norm; of 8 in
/// Group Norm (G = 4) in every batch."
std::string valuesBehind(const TrainingSettings& settings) {
  const auto [large, small] = endsOf(settings.batchSizes);
  const int most = settings.batchSizes[large];
  const int fewest = settings.batchSizes[small];
  std::vector<std::string> changing;
  std::vector<std::string> same;
  for (const LabNorm& norm : settings.norms) {
    if (!norm.spec) continue;
    const auto many = valuesBehindMean(settings, norm, most);
    const auto few = valuesBehindMean(settings, norm, fewest);
    if (most == fewest) {
      changing.push_back("in " + titleOf(norm) + " " + std::to_string(many));
    } else if (many == few) {
      same.push_back(std::to_string(many) + " in " + titleOf(norm));
    } else {
      changing.push_back("in " + titleOf(norm) + " " + std::to_string(many) + " with " + samples(most) +
                         " a batch and " + std::to_string(few) + " with " + std::to_string(fewest));
    }
  }
  if (!same.empty()) changing.push_back(joinAnd(same) + " in every batch");
  const std::string sizes = most == fewest ? " with " + samples(most) + " a batch" : "";
  return changing.empty()
             ? ""
             : "Values behind each μ of the last norm" + sizes + ": " + joined(changing, "; ") + ".";
}

/// A set of two values becomes +1 and −1.
bool hasPairs(const TrainingSettings& settings) {
  const int fewest = *std::min_element(settings.batchSizes.begin(), settings.batchSizes.end());
  return std::any_of(settings.norms.begin(), settings.norms.end(), [&](const LabNorm& norm) {
    return norm.spec && norm.spec->kind == NormKind::batch && valuesBehindMean(settings, norm, fewest) == 2;
  });
}

std::string distance(double value) {
  return rounded(value, 2);
}

}  // namespace

std::vector<std::string> wordsOf(const TrainingSettings& settings, const std::vector<RunRecord>& records) {
  std::vector<std::string> words;
  if (const std::string change = changeOfErrors(settings, records); !change.empty()) words.push_back(change);
  if (const std::string values = valuesBehind(settings); !values.empty()) words.push_back(values);
  if (hasPairs(settings)) {
    words.push_back(
        "Of two values that differ, Batch Norm makes +1 and −1 (but for ε), whatever they were: only which "
        "one "
        "is larger is left.");
  }
  words.push_back(
      "Why the numbers are not the paper’s: there ResNet-50 learns the thousand classes of ImageNet, and its "
      "last norm has 7×7 positions, 98 values behind each μ for 2 samples. Here it is ten digits of 8×8 "
      "pixels, "
      "a small network, and " +
      std::to_string(settings.lastSide) + "×" + std::to_string(settings.lastSide) + " positions.");
  return words;
}

std::vector<std::string> wordsOf(const StatisticsSettings& settings,
                                 const std::vector<BatchErrors>& records) {
  const auto [large, small] = endsOf(settings.batchSizes);
  const bool isOne = settings.batchSizes[large] == settings.batchSizes[small];
  std::vector<std::string> changes;
  std::vector<std::string> zeros;
  for (std::size_t norm = 0; norm < settings.norms.size(); ++norm) {
    const auto from = errorsOf(records, norm, large, BatchQuantity::mean);
    const auto to = errorsOf(records, norm, small, BatchQuantity::mean);
    if (!from || !to) continue;
    const std::string name = titleOf(settings.norms[norm]);
    if (from->high == 0 && to->high == 0) {
      zeros.push_back(name);
    } else if (isOne) {
      changes.push_back("of " + name + " " + distance(from->mean) + " σ");
    } else {
      changes.push_back("of " + name + " from " + distance(from->mean) + " σ to " + distance(to->mean) +
                        " σ");
    }
  }
  std::vector<std::string> words;
  if (!changes.empty() && isOne) {
    words.push_back("With " + samples(settings.batchSizes[large]) +
                    " a batch, the mean’s distance from that of all samples is: " + joinAnd(changes) + ".");
  } else if (!changes.empty()) {
    words.push_back("From " + samples(settings.batchSizes[large]) + " a batch to " +
                    std::to_string(settings.batchSizes[small]) +
                    ", the mean’s distance from that of all samples goes: " + joinAnd(changes) + ".");
    words.push_back(
        "The mean of N independent samples lies about as 1/√N from that of all; the dashed line is that law, "
        "through the first point.");
  }
  if (!zeros.empty()) {
    words.push_back(
        "Sets of " + joinAnd(zeros) +
        " lie within a sample: their statistics are the same in every batch, so the distance is 0.");
  }
  return words;
}

std::vector<std::string> wordsOf(const TimelineSettings& settings, const Timeline& timeline,
                                 std::size_t channel, int fed) {
  const RunningStatistics& running = timeline.running[static_cast<std::size_t>(fed)];
  std::vector<std::string> words;
  words.push_back("After " + std::to_string(fed) + (fed == 1 ? " batch" : " batches") + ": running mean " +
                  rounded(running.mean[channel], 4) + ", variance " + rounded(running.variance[channel], 4) +
                  "; of all samples " + rounded(timeline.population.mean[channel], 4) + " and " +
                  rounded(timeline.population.variance[channel], 4) + ".");
  if (settings.convention == Convention::cumulative) {
    words.push_back("Each batch counts the same: the n-th moves the average by 1/n of its distance.");
  } else if (settings.convention == Convention::keras) {
    words.push_back("Keras: running ← momentum·running + (1 − momentum)·batch, so that a batch weighs " +
                    rounded(*settings.weightOfBatch(), 4) + "; the stored variance is the biased one.");
  } else {
    words.push_back("PyTorch: running ← (1 − momentum)·running + momentum·batch, so that a batch weighs " +
                    rounded(*settings.weightOfBatch(), 4) + "; the stored variance is the unbiased one.");
  }
  const bool updates = !settings.frozenFrom || fed < *settings.frozenFrom;
  if (settings.useRunning) {
    words.push_back(updates
                        ? "This layer normalizes by the running statistics and still moves them: frozen in "
                          "appearance only."
                        : "This layer is frozen: it normalizes by the running statistics and no longer moves "
                          "them.");
  } else {
    words.push_back(updates
                        ? "This layer trains: it normalizes by the batch and moves the running statistics."
                        : "This layer normalizes by the batch; its running statistics stay as they are.");
  }
  return words;
}

}  // namespace normscope::lab
