#include "core/analysis/comparison.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <type_traits>

#include "core/error.h"
#include "core/tensor/result_memory.h"

namespace normscope {
namespace {

constexpr std::int64_t chunk = std::int64_t{1} << 16;

/// They are long double: squares of finite doubles stay finite there, and as many as memory holds
/// add up.
struct DifferenceSums {
  long double squares = 0;
  long double absolutes = 0;
};

/// The bits of a floating number as an integer in the order of the numbers; -0 and 0 are one.
template <typename T>
std::int64_t ordered(T value) {
  using Bits = std::conditional_t<sizeof(T) == 2, std::int16_t,
                                  std::conditional_t<sizeof(T) == 4, std::int32_t, std::int64_t>>;
  const auto bits = std::bit_cast<Bits>(value);
  return bits < 0 ? std::int64_t{std::numeric_limits<Bits>::min()} - std::int64_t{bits} : std::int64_t{bits};
}

template <typename T>
std::uint64_t stepsBetween(T a, T b) {
  const auto count = [](std::int64_t low, std::int64_t high) {
    return static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low);
  };
  if constexpr (std::is_integral_v<T>) {
    if constexpr (std::is_unsigned_v<T>) return a < b ? std::uint64_t{b} - a : std::uint64_t{a} - b;
    return a < b ? count(a, b) : count(b, a);
  } else {
    const std::int64_t low = std::min(ordered(a), ordered(b));
    return count(low, std::max(ordered(a), ordered(b)));
  }
}

void refuseUnlike(const Tensor& a, const Tensor& b) {
  if (a.extents() != b.extents()) {
    throw nonsense("two tensors",
                   "their shapes " + toText(a.extents()) + " and " + toText(b.extents()) + " differ",
                   "give two of one shape");
  }
  if (a.dtype() != b.dtype()) {
    throw nonsense(
        "two tensors",
        "one is " + std::string(nameOf(a.dtype())) + " and the other " + std::string(nameOf(b.dtype())),
        "give two of one dtype");
  }
}

/// Calls visit(begin, end) for chunks of the elements, so that work can be watched and stopped.
template <typename Visit>
void inChunks(std::int64_t count, const Progress& progress, Visit&& visit) {
  for (std::int64_t begin = 0; begin < count; begin += chunk) {
    progress.step(static_cast<double>(begin) / static_cast<double>(count));
    visit(static_cast<std::size_t>(begin), static_cast<std::size_t>(std::min(begin + chunk, count)));
  }
}

void noteValue(Distance& distance, double value) {
  if (std::isfinite(value)) distance.maxValue = std::max(distance.maxValue, std::abs(value));
}

void noteApart(Distance& distance, std::size_t at) {
  if (distance.apart++ == 0) distance.at = static_cast<std::int64_t>(at);
}

template <typename T>
void measure(T first, T second, std::size_t at, Distance& distance, DifferenceSums& sums) {
  const auto a = static_cast<double>(first);
  const auto b = static_cast<double>(second);
  noteValue(distance, a);
  noteValue(distance, b);
  if (a == b || (std::isnan(a) && std::isnan(b))) return;
  const double absolute = std::abs(b - a);
  if (!std::isfinite(a) || !std::isfinite(b)) return noteApart(distance, at);
  sums.absolutes += absolute;
  sums.squares += static_cast<long double>(absolute) * absolute;
  distance.maxUlp = std::max(distance.maxUlp, stepsBetween(first, second));
  if (absolute <= distance.maxAbs) return;
  distance.maxAbs = absolute;
  if (distance.finite()) distance.at = static_cast<std::int64_t>(at);
}

void finish(Distance& distance, const DifferenceSums& sums, std::int64_t count) {
  distance.l2 = static_cast<double>(std::sqrt(sums.squares));
  if (count > 0) distance.meanAbs = static_cast<double>(sums.absolutes / static_cast<long double>(count));
  if (distance.finite()) return;
  distance.l2 = distance.maxAbs = distance.meanAbs = std::numeric_limits<double>::infinity();
}

}  // namespace

Distance distanceOf(const Tensor& a, const Tensor& b, const Progress& progress) {
  refuseUnlike(a, b);
  Distance distance;
  DifferenceSums sums;
  visitDType(a.dtype(), [&](auto tag) {
    using T = typename decltype(tag)::type;
    const auto first = a.values<T>();
    const auto second = b.values<T>();
    inChunks(a.elementCount(), progress, [&](std::size_t begin, std::size_t end) {
      for (std::size_t i = begin; i < end; ++i) measure(first[i], second[i], i, distance, sums);
    });
  });
  a.requireIntact();
  b.requireIntact();
  finish(distance, sums, a.elementCount());
  return distance;
}

Tensor differenceOf(const Tensor& a, const Tensor& b, const Progress& progress) {
  refuseUnlike(a, b);
  Tensor difference = allocateResult(resultDType(a.dtype()), a.extents());
  visitDType(a.dtype(), [&](auto tag) {
    using T = typename decltype(tag)::type;
    using Result = std::conditional_t<std::is_integral_v<T>, float, T>;
    const auto first = a.values<T>();
    const auto second = b.values<T>();
    const auto out = difference.edit<Result>();
    inChunks(a.elementCount(), progress, [&](std::size_t begin, std::size_t end) {
      for (std::size_t i = begin; i < end; ++i)
        out[i] = static_cast<Result>(static_cast<double>(second[i]) - static_cast<double>(first[i]));
    });
  });
  a.requireIntact();
  b.requireIntact();
  return difference;
}

double largestMeanToStd(const NormalizeResult& result) {
  double largest = 0;
  for (std::size_t set = 0; set < result.statistics.mean.size(); ++set) {
    const double ratio = std::abs(result.statistics.mean[set]) / std::sqrt(result.statistics.variance[set]);
    if (std::isfinite(ratio)) largest = std::max(largest, ratio);
  }
  return largest;
}

double roundingBound(DType dtype, double meanToStd, double maxValue) {
  return 16 * unitRoundoff(dtype) * (1 + meanToStd) * maxValue;
}

}  // namespace normscope
