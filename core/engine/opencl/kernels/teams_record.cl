// What becomes of a set, as scale.cl has it for 16 of them: y = ((x * pre - high) - low) * scale.
#pragma once
#include "rule.cl"
#include "teams_moments_of.cl"

typedef struct {
  Real pre, high, low, scale, variance;
} Record;

INLINE void storeRecord(__global Real* to, long distance, Record r) {
  to[PRE * distance] = r.pre;
  to[HIGH * distance] = r.high;
  to[LOW * distance] = r.low;
  to[SCALE * distance] = r.scale;
  to[VARIANCE * distance] = r.variance;
}

INLINE Record loadRecord(__global const Real* from, long distance) {
  return (Record){from[PRE * distance], from[HIGH * distance], from[LOW * distance], from[SCALE * distance],
                  from[VARIANCE * distance]};
}

// From the mean, times pre.
INLINE Real distanceOf(Real x, Record record) { return (x * record.pre - record.high) - record.low; }

// As scaleOf() of core/engine/scale.h has it, on scaled elements. Where eps is so large beside the elements that its scaled
// value overflows, the variance plays no role.
INLINE Real scaleOf(Real variance, Real pre, ScaleRule rule) {
  const Real used = variance * rule.used;
  Real denominator, alone, eps;
  if (rule.epsAt == EPS_INSIDE) {
    eps = (rule.eps * pre) * pre;
    denominator = rootOf(used + eps);
    alone = rootOf(rule.eps);
  } else {
    const Real root = rootOf(used);
    eps = rule.eps * pre;
    denominator = rule.epsAt == EPS_MAX ? (root < eps ? eps : root) : root + eps;
    alone = rule.eps;
  }
  const Real whole = eps > LARGEST_SQUARES && !isNan(used) ? quotient(1, alone) / pre : quotient(1, denominator);
  const Real scale = whole * rule.share;
  return variance == 0 && !isFinite(scale) ? 0 : scale;
}

// The mean is centre + shift + rest.
typedef struct {
  Real centre, shift, rest, variance, scale;
} Merged;

INLINE Real squaresFromOwnMean(Moments m) { return fmax(m.squares - m.sum * quotient(m.sum, m.count), (Real)0); }

INLINE Merged mergedOne(Moments m) {
  Merged merged = {m.centre, quotient(m.sum, m.count), 0, m.squares, m.scale};
  merged.rest = (fma(-merged.shift, m.count, m.sum) + m.rest) / m.count;
  if (isFinite(m.squares)) merged.variance = quotient(squaresFromOwnMean(m), m.count);
  return merged;
}

INLINE Record recordOf(Merged merged, ScaleRule rule) {
  Sum mean = {merged.centre, 0};
  addTo(&mean, merged.shift);
  Record r = {merged.scale, mean.sum, mean.rest + merged.rest, 0, merged.variance};
  if (!rule.subtractsMean) {
    if (isFinite(merged.variance)) r.variance = merged.variance + mean.sum * mean.sum;
    r.high = r.low = 0;
  } else if (!isFinite(merged.variance)) {
    r.variance = NAN;
  }
  r.scale = scaleOf(r.variance, r.pre, rule);
  return r;
}
