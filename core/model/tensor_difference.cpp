#include "core/model/tensor_difference.h"

#include <algorithm>
#include <cmath>

#include "core/text/number.h"

namespace normscope {
namespace {

/// The place of an element along each axis: "[0, 1]".
std::string placeText(const Extents& extents, std::int64_t offset) {
  Extents at(extents.size());
  for (std::size_t axis = extents.size(); axis-- > 0;) {
    at[axis] = offset % extents[axis];
    offset /= extents[axis];
  }
  return toText(at);
}

/// b = scale * a + shift by least squares, over what is finite in both.
struct StraightLine {
  double scale = 1;
  double shift = 0;
};

struct Sums {
  double count = 0, a = 0, b = 0, aa = 0, ab = 0;
};

Sums sumsOf(const Tensor& a, const Tensor& b) {
  Sums sums;
  for (std::int64_t i = 0; i < a.elementCount(); ++i) {
    const double u = a.at(i), v = b.at(i);
    if (!std::isfinite(u) || !std::isfinite(v)) continue;
    sums.count += 1, sums.a += u, sums.b += v, sums.aa += u * u, sums.ab += u * v;
  }
  return sums;
}

bool agree(const Tensor& a, const Tensor& b, StraightLine line, double tolerance) {
  for (std::int64_t i = 0; i < a.elementCount(); ++i) {
    const double predicted = line.scale * a.at(i) + line.shift;
    if (std::isfinite(predicted) && std::isfinite(b.at(i)) && std::abs(predicted - b.at(i)) > tolerance)
      return false;
  }
  return true;
}

/// One number that makes b of a: "2 times the first", "the first plus 1".
std::optional<std::string> oneNumber(const Tensor& a, const Tensor& b, double tolerance) {
  const Sums sums = sumsOf(a, b);
  if (sums.count < 2) return std::nullopt;
  const double shift = (sums.b - sums.a) / sums.count;
  if (agree(a, b, {1, shift}, tolerance)) return "the second is the first plus " + rounded(shift, 4);
  if (sums.aa == 0) return std::nullopt;
  const double scale = sums.ab / sums.aa;
  if (scale != 0 && agree(a, b, {scale, 0}, tolerance * std::abs(scale)))
    return "the second is " + rounded(scale, 4) + " times the first";
  return std::nullopt;
}

}  // namespace

std::optional<std::string> differenceInWords(const Tensor& a, const Tensor& b) {
  double largest = 0, largestA = 0;
  std::int64_t at = 0;
  for (std::int64_t i = 0; i < a.elementCount(); ++i) {
    const double u = a.at(i), v = b.at(i);
    if (std::isfinite(u)) largestA = std::max(largestA, std::abs(u));
    const bool same = u == v || (std::isnan(u) && std::isnan(v));
    if (same) continue;
    if (!std::isfinite(u) || !std::isfinite(v)) {
      return "at " + placeText(a.extents(), i) + " it is " + shortest(u) + " in the first and " +
             shortest(v) + " in the second";
    }
    if (std::abs(u - v) > largest) largest = std::abs(u - v), at = i;
  }
  a.requireIntact();
  b.requireIntact();
  const double tolerance = std::sqrt(std::max(unitRoundoff(a.dtype()), unitRoundoff(b.dtype()))) * largestA;
  if (largest <= tolerance) return std::nullopt;
  if (auto number = oneNumber(a, b, tolerance)) return number;
  return "the largest difference is " + rounded(largest, 3) + ", at " + placeText(a.extents(), at) + ": " +
         rounded(a.at(at), 6) + " in the first and " + rounded(b.at(at), 6) + " in the second";
}

}  // namespace normscope
