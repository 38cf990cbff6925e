#include "core/lab/training_run.h"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "core/io/digits.h"
#include "core/lab/digit_data.h"

namespace normscope::lab {
namespace {

constexpr int pixels = digitSide * digitSide;
constexpr int validatedAtOnce = 100;
constexpr double inertia = 0.9;
static_assert(validationPictures % validatedAtOnce == 0);

/// Pictures of a batch, a row a pixel, and their labels.
template <typename Scalar>
void gather(const std::uint32_t* numbers, std::size_t count, Maps<Scalar>& pictures,
            std::vector<std::uint8_t>& labels) {
  const DigitData& data = digitData();
  labels.resize(count);
  for (std::size_t i = 0; i < count; ++i) {
    std::copy_n(data.pictures.data() + std::size_t{numbers[i]} * pixels, pixels,
                pictures.data() + i * pixels);
    labels[i] = data.labels[numbers[i]];
  }
}

}  // namespace

double RunRecord::error() const {
  constexpr std::size_t most = countedEpochs;
  std::vector<double> last(errors.end() - static_cast<std::ptrdiff_t>(std::min(most, errors.size())),
                           errors.end());
  if (last.empty()) return std::nan("");
  std::sort(last.begin(), last.end());
  const std::size_t middle = last.size() / 2;
  return last.size() % 2 == 1 ? last[middle] : (last[middle - 1] + last[middle]) / 2;
}

template <typename Scalar>
Training<Scalar>::Training(const TrainingSettings& settings, const Run& run)
    : settings_(settings),
      batchSize_(settings.batchSizes[run.batchSize]),
      bits_(static_cast<std::uint64_t>(run.seed)),
      split_(splitOfSeed(run.seed)),
      network_(settings.norms[run.norm].spec, lastSideOf(settings, settings.norms[run.norm]), batchSize_,
               validatedAtOnce),
      batch_(std::max(batchSize_, validatedAtOnce) * pixels, 1) {
  record_.run = run;
  network_.initialize(bits_.part(parameterPart));
  velocity_ = Eigen::Array<Scalar, Eigen::Dynamic, 1>::Zero(network_.parameters().size());
}

template <typename Scalar>
std::vector<std::vector<std::uint32_t>> Training<Scalar>::batchesOf(int epoch) const {
  return lab::batchesOf(split_, settings_.order, batchSize_,
                        bits_.part(firstEpochPart + static_cast<std::uint64_t>(epoch)));
}

template <typename Scalar>
double Training<Scalar>::learningRateOf(int epoch) const {
  const double whole = settings_.learningRate * batchSize_ / 32;
  return epoch < 0.6 * settings_.epochs ? whole : whole / 10;
}

template <typename Scalar>
double Training<Scalar>::step(const std::vector<std::uint32_t>& batch, int epoch) {
  gather(batch.data(), batch.size(), batch_, labels_);
  const double loss = network_.train(batch_, labels_);
  velocity_ = static_cast<Scalar>(inertia) * velocity_ + network_.gradients();
  network_.parameters() -= static_cast<Scalar>(learningRateOf(epoch)) * velocity_;
  return loss;
}

template <typename Scalar>
double Training<Scalar>::validate() {
  const std::vector<std::uint32_t>& numbers = split_.validation;
  int wrong = 0;
  for (std::size_t first = 0; first < numbers.size(); first += validatedAtOnce) {
    gather(numbers.data() + first, validatedAtOnce, batch_, labels_);
    wrong += network_.countWrong(batch_, labels_);
  }
  return static_cast<double>(wrong) / static_cast<double>(numbers.size());
}

template <typename Scalar>
void Training<Scalar>::epoch(const std::function<void()>& between) {
  const auto start = std::chrono::steady_clock::now();
  const auto epoch = static_cast<int>(record_.losses.size());
  const auto batches = batchesOf(epoch);
  double loss = 0;
  for (const std::vector<std::uint32_t>& batch : batches) {
    between();
    loss += step(batch, epoch) / static_cast<double>(batches.size());
  }
  record_.losses.push_back(loss);
  record_.errors.push_back(validate());
  record_.seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

template class Training<float>;
template class Training<double>;

}  // namespace normscope::lab
