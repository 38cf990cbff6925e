#pragma once

#include <cstdint>

namespace normscope {

/// 64 random bits for each index, the same on every machine; any two indices can be had apart. With the names
/// of core/io/generate.h, at(i) is bits(i).
class RandomBits {
 public:
  explicit RandomBits(std::uint64_t seed) : key_(mix(seed + goldenGamma)) {}

  std::uint64_t at(std::uint64_t index) const { return mix(key_ + (index + 1) * goldenGamma); }

  /// A number from 0 to below 1, a multiple of 2^-53.
  double unit(std::uint64_t index) const { return static_cast<double>(at(index) >> 11) * 0x1p-53; }

  /// Bits of their own for a part of what a seed decides.
  RandomBits part(std::uint64_t number) const { return RandomBits(at(number)); }

 private:
  static constexpr std::uint64_t goldenGamma = 0x9E3779B97F4A7C15;

  static std::uint64_t mix(std::uint64_t z) {
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
    return z ^ (z >> 31);
  }

  std::uint64_t key_;
};

}  // namespace normscope
