#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/tensor/tensor.h"

namespace normscope {

/// A tensor made from a line of text, the same bytes on every machine:
///
///     normal:SHAPE[:seed=0,mean=0,std=1]      uniform:SHAPE[:seed=0,low=0,high=1]
///     ramp:SHAPE[:start=0,step=1]             constant:SHAPE[:value=0]
///     values:SHAPE:NUMBER,...                 one number for each element
///
/// such as normal:20,6,10,10:seed=7. Element i, counted in memory order from 0, depends on i alone. All
/// arithmetic is modulo 2^64 on integers, or + - * / and square root in double precision, which IEEE 754
/// defines to the last bit; the value is then rounded to float32.
///
///     mix(z)      z ^= z >> 30;  z *= 0xBF58476D1CE4E5B9;  z ^= z >> 27;  z *= 0x94D049BB133111EB;  z ^= z
///     >> 31 bits(i)     mix(mix(seed + 0x9E3779B97F4A7C15) + (i + 1) * 0x9E3779B97F4A7C15) uniform     low +
///     (high - low) * (bits(i) >> 11) * 2^-53 normal      mean + std * quantile(((bits(i) >> 12) + 1/2) *
///     2^-52) ramp        start + step * i
///
/// mix is the finalizer of SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators,
/// OOPSLA 2014); quantile is the normal distribution's, by core/io/normal_quantile.h.
struct GeneratedTensor {
  enum class Kind { normal, uniform, ramp, constant, values };

  Kind kind = Kind::normal;
  Extents extents;
  std::uint64_t seed = 0;                  ///< of normal and uniform
  double mean = 0, standardDeviation = 1;  ///< of normal
  double low = 0, high = 1;                ///< of uniform: [low, high), to rounding
  double start = 0, step = 1;              ///< of ramp
  double value = 0;                        ///< of constant
  std::vector<double> values = {};         ///< of values, at most maxTypedValues

  bool operator==(const GeneratedTensor&) const = default;
};

/// At most so many elements are generated.
inline constexpr std::int64_t maxGeneratedElements = std::int64_t{1} << 34;

/// At most so many numbers are written one by one.
inline constexpr std::int64_t maxTypedValues = 256;

/// Whether `text` starts with a kind and a colon, so that parseGenerated() is meant.
bool isGenerated(std::string_view text);

/// Reads the text form. Throws Error (nonsense) that names the offending part and what is allowed: an unknown
/// kind, an unknown or repeated key, a key of another kind, a number that is malformed or larger than 1e37, a
/// negative std, low above high, a ramp that leaves float32, more than maxGeneratedElements, another number
/// of values than elements.
GeneratedTensor parseGenerated(std::string_view text);

/// The text form: defaults left out, numbers as short as they read back.
std::string toText(const GeneratedTensor& generated);

/// The float32 values. Throws Error (nonsense) for what parseGenerated() refuses, before it takes memory.
Tensor generate(const GeneratedTensor& generated);

}  // namespace normscope
