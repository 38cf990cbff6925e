// The moments of blocks, and of sets that are parts of one, become the record of a set: the distances between the
// blocks' means are merged, never the squares of the means (Chan, Golub and LeVeque 1979).
#pragma once
#include "moments.cl"
#include "scale.cl"
#include "traversal.cl"

typedef struct {
  __global const Real* rows;  // of the first set
  long distance;              // between the five rows
  long sets;                  // between blocks
  long blocks;
  long split;                 // parts of a set, side by side
  int lanes;
} Measured;

INLINE Moments momentsAt(Measured of, long part) {
  return loadMoments(of.rows + part / of.split * of.sets + part % of.split, of.distance, of.split, of.lanes);
}

INLINE Real16 squaresFromOwnMean(Moments m) { return fmax(m.squares - m.sum * (m.sum / m.count), ZERO16); }

// The mean is centre + shift + rest.
typedef struct {
  Real16 centre, shift, rest, variance, scale;
} Merged;

INLINE Merged mergeParts(Measured of) {
  const long parts = of.blocks * of.split;
  Merged merged;
  merged.scale = momentsAt(of, 0).scale;
  for (long part = 1; part < parts; ++part) merged.scale = fmin(merged.scale, momentsAt(of, part).scale);
  const Moments first = momentsAt(of, 0);
  merged.centre = first.centre * (merged.scale / first.scale);

  Compensated sum = {ZERO16, ZERO16};
  Real16 count = ZERO16;
  Real16 poison = ZERO16;
  for (long part = 0; part < parts; ++part) {
    const Moments m = momentsAt(of, part);
    const Real16 to = merged.scale / m.scale;
    add(&sum, m.sum * to);
    add(&sum, m.rest * to);
    const Real16 distance = m.centre * to - merged.centre;
    const Real16 product = m.count * distance;
    add(&sum, product);
    add(&sum, fma(m.count, distance, -product));
    count += m.count;
    poison += select(m.squares, ZERO16, isfinite(m.squares));
  }
  merged.shift = sum.total / count;
  merged.rest = (fma(-merged.shift, count, sum.total) - sum.lost) / count;

  Compensated squares = {ZERO16, ZERO16};
  for (long part = 0; part < parts; ++part) {
    const Moments m = momentsAt(of, part);
    const Real16 to = merged.scale / m.scale;
    const Real16 distance = ((m.centre * to - merged.centre) - merged.shift) + m.sum * to / m.count;
    add(&squares, squaresFromOwnMean(m) * to * to + m.count * distance * distance);
  }
  const Bits16 bad = isnotequal(poison, ZERO16);
  merged.variance = select(squares.total / count, poison, bad);
  merged.shift = select(merged.shift, NAN16, bad);
  return merged;
}

INLINE Merged mergeOne(Moments m) {
  Merged merged;
  merged.centre = m.centre;
  merged.shift = m.sum / m.count;
  merged.rest = (fma(-merged.shift, m.count, m.sum) + m.rest) / m.count;
  merged.variance = select(m.squares, squaresFromOwnMean(m) / m.count, isfinite(m.squares));
  merged.scale = m.scale;
  return merged;
}

INLINE Record recordOf(Merged merged, ScaleRule rule) {
  Record r;
  r.pre = merged.scale;
  const Exact mean = exactSum(merged.centre, merged.shift);
  r.high = mean.sum;
  r.low = mean.rest + merged.rest;
  r.variance = select(NAN16, merged.variance, isfinite(merged.variance));
  if (!rule.subtractsMean) {
    r.variance = select(merged.variance, merged.variance + mean.sum * mean.sum, isfinite(merged.variance));
    r.high = ZERO16;
    r.low = ZERO16;
  }
  r.scale = scaleOf(r.variance, r.pre, rule);
  return r;
}

// Records of `sets` (finer) sets from `first` on, of moments[6][blocks][all] and records[5][all].
INLINE void mergeSets(__global const long* t, long blocks, __global const Real* moments, __global Real* records, long all,
                      long first, long sets, ScaleRule rule) {
  const long split = t[SPLIT];
  for (long set = first; set < first + sets; set += 16 * split) {
    const Measured of = {moments + set,
                         blocks * all,
                         all,
                         blocks,
                         split,
                         (int)min((long)16, (first + sets - set) / split)};
    const Merged merged = blocks * split == 1 ? mergeOne(momentsAt(of, 0)) : mergeParts(of);
    const Record record = recordOf(merged, rule);
    for (long part = 0; part < split; ++part) storeRecord(records + set + part, all, split, of.lanes, record);
  }
}
