// The moments of blocks, and of sets that are parts of one, become the record of a set: the distances between the
// blocks' means are merged, never the squares of the means (Chan, Golub and LeVeque 1979).
#pragma once
#include "horizontal.cl"
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

// What the sum of all elements, less the centre, is made of.
typedef struct {
  Compensated sum;
  Real16 count;
  Real16 poison;  // not 0 where the squares of a part are not finite
} Merging;

#define NOTHING_MERGED {{ZERO16, ZERO16}, ZERO16, ZERO16}

INLINE void mergeSum(Merging* of, Moments m, Real16 scale, Real16 centre) {
  const Real16 to = scale / m.scale;
  add(&of->sum, m.sum * to);
  add(&of->sum, m.rest * to);
  const Real16 distance = m.centre * to - centre;
  const Real16 product = m.count * distance;
  add(&of->sum, product);
  add(&of->sum, fma(m.count, distance, -product));
  of->count += m.count;
  of->poison += select(m.squares, ZERO16, isfinite(m.squares));
}

INLINE Real16 squaresFrom(Moments m, Real16 scale, Real16 centre, Real16 shift) {
  const Real16 to = scale / m.scale;
  const Real16 distance = ((m.centre * to - centre) - shift) + m.sum * to / m.count;
  return squaresFromOwnMean(m) * to * to + m.count * distance * distance;
}

INLINE Merged mergedFrom(Real16 scale, Real16 centre, Real16 shift, Real16 rest, Real16 variance, Real16 poison) {
  const Bits16 bad = isnotequal(poison, ZERO16);
  return (Merged){centre, select(shift, NAN16, bad), rest, select(variance, poison, bad), scale};
}

INLINE Merged mergeParts(Measured of) {
  const long parts = of.blocks * of.split;
  const Moments first = momentsAt(of, 0);
  Real16 scale = first.scale;
  for (long part = 1; part < parts; ++part) scale = fmin(scale, momentsAt(of, part).scale);
  const Real16 centre = first.centre * (scale / first.scale);

  Merging all = NOTHING_MERGED;
  for (long part = 0; part < parts; ++part) mergeSum(&all, momentsAt(of, part), scale, centre);
  const Real16 shift = all.sum.total / all.count;
  const Real16 rest = (fma(-shift, all.count, all.sum.total) - all.sum.lost) / all.count;

  Compensated squares = {ZERO16, ZERO16};
  for (long part = 0; part < parts; ++part) add(&squares, squaresFrom(momentsAt(of, part), scale, centre, shift));
  return mergedFrom(scale, centre, shift, rest, squares.total / all.count, all.poison);
}

// The same where the finer sets of one fill vectors, which go along these: reading one of each set at a time would take
// longer than all else.
INLINE Moments partsAt(Measured of, int set, long part) {
  return loadMoments(of.rows + set * of.split + part / of.split * of.sets + part % of.split, of.distance, 1, 16);
}

INLINE Merged mergeAlongParts(Measured of) {
  const long parts = of.blocks * of.split;
  Real scales[16], centres[16], shifts[16];
  Real16 sums[16], rests[16], counts[16], poisons[16], squares[16];
  for (int set = 0; set < 16; ++set) {
    scales[set] = 1;
    centres[set] = 0;
    sums[set] = rests[set] = poisons[set] = squares[set] = ZERO16;
    counts[set] = ONE16;
    if (set >= of.lanes) continue;
    const Moments first = partsAt(of, set, 0);
    Real16 scale = first.scale;
    for (long part = 16; part < parts; part += 16) scale = fmin(scale, partsAt(of, set, part).scale);
    scales[set] = -largestOf16(-scale);
    centres[set] = first.centre.s0 * (scales[set] / first.scale.s0);
    Merging all = NOTHING_MERGED;
    for (long part = 0; part < parts; part += 16)
      mergeSum(&all, partsAt(of, set, part), (Real16)(scales[set]), (Real16)(centres[set]));
    sums[set] = all.sum.total;
    rests[set] = -all.sum.lost;
    counts[set] = all.count;
    poisons[set] = all.poison;
  }
  const Exact sum = exactSumOfEach(sums, rests);
  const Real16 count = sumOfEach(counts);
  const Real16 shift = sum.sum / count;
  const Real16 rest = (fma(-shift, count, sum.sum) + sum.rest) / count;

  vstore16(shift, 0, shifts);
  for (int set = 0; set < of.lanes; ++set) {
    Compensated total = {ZERO16, ZERO16};
    for (long part = 0; part < parts; part += 16)
      add(&total, squaresFrom(partsAt(of, set, part), (Real16)(scales[set]), (Real16)(centres[set]), (Real16)(shifts[set])));
    squares[set] = total.total;
  }
  return mergedFrom(vload16(0, scales), vload16(0, centres), shift, rest, sumOfEach(squares) / count, sumOfEach(poisons));
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
    Merged merged;
    if (blocks * split == 1) {
      merged = mergeOne(momentsAt(of, 0));
    } else if (split % 16 == 0) {
      merged = mergeAlongParts(of);
    } else {
      merged = mergeParts(of);
    }
    storeRecords(records + set, all, split, of.lanes, recordOf(merged, rule));
  }
}
