#include "core/lab/digit_data.h"

#include <algorithm>
#include <array>
#include <numeric>

#include "core/io/digits.h"

namespace normscope::lab {
namespace {

using Numbers = std::vector<std::uint32_t>;

/// The pictures to train on, by the digit they show.
std::array<Numbers, digitClasses> byClass(const DigitSplit& split) {
  const DigitData& data = digitData();
  std::array<Numbers, digitClasses> classes;
  for (const std::uint32_t picture : split.training) classes[data.labels[picture]].push_back(picture);
  return classes;
}

DigitData makeData() {
  DigitData data;
  const Tensor pictures = digitPictures();
  for (const std::uint8_t pixel : pictures.values<std::uint8_t>())
    data.pictures.push_back(static_cast<float>(pixel) / brightestDigit);
  data.labels = digitLabels();
  return data;
}

void cut(const Numbers& numbers, int batchSize, std::vector<Numbers>& batches) {
  const auto each = static_cast<std::size_t>(batchSize);
  for (std::size_t first = 0; first + each <= numbers.size(); first += each) {
    const auto start = numbers.begin() + static_cast<std::ptrdiff_t>(first);
    batches.emplace_back(start, start + batchSize);
  }
}

}  // namespace

const DigitData& digitData() {
  static const DigitData data = makeData();
  return data;
}

DigitSplit splitOfSeed(int seed) {
  Numbers all(digitCount);
  std::iota(all.begin(), all.end(), 0U);
  all = shuffled(std::move(all), RandomBits(static_cast<std::uint64_t>(seed)).part(splitPart));
  return {{all.begin(), all.begin() + trainingPictures}, {all.begin() + trainingPictures, all.end()}};
}

Numbers shuffled(Numbers numbers, const RandomBits& bits) {
  for (std::size_t i = numbers.size(); i > 1; --i) std::swap(numbers[i - 1], numbers[bits.at(i) % i]);
  return numbers;
}

std::vector<Numbers> batchesOf(const DigitSplit& split, BatchOrder order, int batchSize,
                               const RandomBits& bits) {
  std::vector<Numbers> batches;
  if (order == BatchOrder::shuffled) {
    cut(shuffled(split.training, bits), batchSize, batches);
    return batches;
  }
  const auto classes = byClass(split);
  for (std::size_t digit = 0; digit < classes.size(); ++digit)
    cut(shuffled(classes[digit], bits.part(digit)), batchSize, batches);
  Numbers places(batches.size());
  std::iota(places.begin(), places.end(), 0U);
  std::vector<Numbers> mixed;
  for (const std::uint32_t place : shuffled(std::move(places), bits.part(digitClasses)))
    mixed.push_back(std::move(batches[place]));
  return mixed;
}

int smallestClass(const DigitSplit& split) {
  std::size_t smallest = split.training.size();
  for (const Numbers& members : byClass(split)) smallest = std::min(smallest, members.size());
  return static_cast<int>(smallest);
}

}  // namespace normscope::lab
