// What is measured of a block, for 16 of them at once.
//
// `centre` is near the mean of scale * x, `sum` and `squares` are of e = scale * x - centre. So the mean is
// (centre + sum / count) / scale, and the variance loses no digits whatever the mean is: the part that cancels,
// sum^2 / count, is not large beside the rest. `scale` is 1, or a power of two where squares would leave the range of
// the arithmetic.
//
// `rest` is what rounding took from the sum: with it the mean is known to more digits than an element has.
#pragma once
#include "stored.cl"

typedef struct {
  Real16 centre, sum, rest, squares, scale, count;
} Moments;

// In memory: six rows of one value for each block of each set, `distance` apart.
INLINE void storeMoments(__global Real* to, long distance, int lanes, Moments m) {
  scatter(to, 1, lanes, m.centre);
  scatter(to + distance, 1, lanes, m.sum);
  scatter(to + 2 * distance, 1, lanes, m.squares);
  scatter(to + 3 * distance, 1, lanes, m.scale);
  scatter(to + 4 * distance, 1, lanes, m.count);
  scatter(to + 5 * distance, 1, lanes, m.rest);
}

INLINE Moments loadMoments(__global const Real* from, long distance, long stride, int lanes) {
  Moments m;
  m.centre = gather(from, stride, lanes);
  m.sum = gather(from + distance, stride, lanes);
  m.squares = gather(from + 2 * distance, stride, lanes);
  m.scale = gather(from + 3 * distance, stride, lanes);
  m.count = gather(from + 4 * distance, stride, lanes);
  m.rest = gather(from + 5 * distance, stride, lanes);
  return m;
}

// Sums are made over a few elements, then these partial sums are added with Kahan's compensation: the error stays at a
// few roundings however large the block is, also where all the roundings go one way.
typedef struct {
  Real16 total, lost;
} Compensated;

INLINE void add(Compensated* sum, Real16 value) {
  const Real16 corrected = value - sum->lost;
  const Real16 total = sum->total + corrected;
  sum->lost = (total - sum->total) - corrected;
  sum->total = total;
}

// a + b, and what rounding took from it (Knuth's TwoSum).
typedef struct {
  Real16 sum, rest;
} Exact;

INLINE Exact exactSum(Real16 a, Real16 b) {
  const Real16 sum = a + b;
  const Real16 part = sum - a;
  return (Exact){sum, (a - (sum - part)) + (b - part)};
}

// A centre near `mean`, on a grid that is coarse beside the spread of the elements: with all its bits, a centre would
// give every e the same odd last bits, and the roundings of large e would all go one way.
INLINE Real16 centreOf(Real16 mean, Real16 spread) {
  const Real16 power = AS_REAL16(AS_BITS16(spread) & EXPONENT_BITS);
  const Real16 rounder = power * ROUNDER;
  return select((mean + rounder) - rounder, mean, isequal(power, ZERO16));
}

// True in the lanes that need no scale. Constant lanes may be tiny differences as well, and so are not; NaN and Inf
// are not.
INLINE Bits16 inRange(Moments m) {
  return isgreater(m.squares, (Real16)(SMALLEST_SQUARES)) & isless(m.squares, (Real16)(LARGEST_SQUARES)) &
         isless(fabs(m.centre), (Real16)(LARGEST_CENTRE));
}

// True in the lanes whose centre was so far from the mean (more than a standard deviation) that the variance would
// lose digits.
INLINE Bits16 isFar(Moments m) { return isgreater(m.sum * m.sum, (Real)0.5f * m.squares * m.count); }

// The power of two that brings `largest` near 1.
INLINE Real16 scaleFor(Real16 largest) {
  const Bits16 exponent = (AS_BITS16(largest) >> MANTISSA_BITS) - (LARGEST_EXPONENT + 1);
  const Bits16 bounded = max(min(exponent, (Bits16)(LARGEST_EXPONENT)), (Bits16)(-LARGEST_EXPONENT));
  return AS_REAL16(((LARGEST_EXPONENT + 1) - bounded) << MANTISSA_BITS);
}

// What a scan tells of lanes that are not in range.
typedef struct {
  Real16 largest;  // of |x|; NaN apart
  Real16 rest;     // sum of 0 * x: not 0 where there is NaN or Inf
  Real16 nans;     // NaN where there is one
} Extremes;

INLINE void include(Extremes* extremes, Real16 x) {
  const Real16 size = fabs(x);
  extremes->largest = select(extremes->largest, size, isgreater(size, extremes->largest));
  extremes->rest += x * (Real)0;
  extremes->nans = select(x, extremes->nans, isequal(x, x));
}

// Lanes that hold a NaN or an Inf get no mean; their squares are Inf, or NaN where there is a NaN: RMS norm tells these
// apart.
INLINE Moments poisoned(Moments m, Extremes extremes) {
  const Bits16 finite = isequal(extremes.rest, ZERO16);
  m.centre = select(ZERO16, m.centre, finite);
  m.scale = select(ONE16, m.scale, finite);
  m.sum = select(NAN16, m.sum, finite);
  m.squares = select(extremes.nans + extremes.largest, m.squares, finite);
  return m;
}
