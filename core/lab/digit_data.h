#pragma once

#include <cstdint>
#include <vector>

#include "core/io/random_bits.h"
#include "core/lab/training_settings.h"

namespace normscope::lab {

/// The digits as the network sees them.
struct DigitData {
  std::vector<float> pictures;       ///< 0 to 1, 64 a picture
  std::vector<std::uint8_t> labels;  ///< one a picture
};

/// Made when it is first asked for; any thread may ask.
const DigitData& digitData();

/// Which pictures train and which validate, by their numbers: 1297 and 500.
struct DigitSplit {
  std::vector<std::uint32_t> training;
  std::vector<std::uint32_t> validation;
};

/// What a seed decides, each with bits of its own: RandomBits(seed).part(...).
enum SeedPart : std::uint64_t { splitPart, parameterPart, firstEpochPart };

/// By a shuffle that the seed decides.
DigitSplit splitOfSeed(int seed);

/// The numbers, in an order that the bits decide (Fisher and Yates).
std::vector<std::uint32_t> shuffled(std::vector<std::uint32_t> numbers, const RandomBits& bits);

/// The batches of one epoch, each of `batchSize` numbers of pictures to train on, without the incomplete last
/// one (of each digit, where batches are of one).
std::vector<std::vector<std::uint32_t>> batchesOf(const DigitSplit& split, BatchOrder order, int batchSize,
                                                  const RandomBits& bits);

/// The pictures to train on of the digit that has the fewest, at most.
int smallestClass(const DigitSplit& split);

}  // namespace normscope::lab
