// Sums over the sets of a backward pass, for 16 of them at once, and the rows that gradient_rule.cl describes.
#pragma once
#include "gradient_rule.cl"
#include "moments.cl"
#include "scale.cl"

// What kernels sum of a block, for 16 of them at once, around a guess of the mean of g: a large mean would take the
// digits. In memory: five rows of one value for each block of each set, `distance` apart.
typedef struct {
  Real16 near;      // the guess
  Real16 sum;       // of g - near
  Real16 product;   // of (g - near) * e
  Real16 residual;  // of e, which is not 0 in a part of a set
  Real16 count;
} GradientSums;

INLINE void storeGradientSums(__global Real* to, long distance, int lanes, GradientSums s) {
  scatter(to, 1, lanes, s.near);
  scatter(to + distance, 1, lanes, s.sum);
  scatter(to + 2 * distance, 1, lanes, s.product);
  scatter(to + 3 * distance, 1, lanes, s.residual);
  scatter(to + 4 * distance, 1, lanes, s.count);
}

INLINE GradientSums loadGradientSums(__global const Real* from, long distance, long stride, int lanes) {
  GradientSums s;
  s.near = gather(from, stride, lanes);
  s.sum = gather(from + distance, stride, lanes);
  s.product = gather(from + 2 * distance, stride, lanes);
  s.residual = gather(from + 3 * distance, stride, lanes);
  s.count = gather(from + 4 * distance, stride, lanes);
  return s;
}

// Without blocks, as in evaluation mode, nothing was summed and nothing is subtracted.
//
// The rows of `lanes` sets of the plan, each `split` finer ones, from sums[5][blocks][sets] on; records and rows are those
// of these sets, with `all` between their rows.
INLINE void mergeGradients(__global const Real* sums, long sets, long blocks, __global const Real* records,
                           __global Real* rows, long all, long split, int lanes, GradientRule rule) {
  Compensated sum = {ZERO16, ZERO16};
  Compensated product = {ZERO16, ZERO16};
  Real16 count = ZERO16;
  const Real16 near = blocks > 0 ? gather(sums, split, lanes) : ZERO16;
  for (long part = 0; part < blocks * split; ++part) {
    const GradientSums s = loadGradientSums(sums + part / split * sets + part % split, blocks * sets, split, lanes);
    add(&sum, s.sum + (s.near - near) * s.count);
    add(&product, s.product + (s.near - near) * s.residual);
    count += s.count;
  }
  const Real16 scale = gather(records + SCALE * all, split, lanes);
  const Real16 pre = gather(records + PRE * all, split, lanes);
  const Real16 factor = gather(records + FACTOR * all, split, lanes);
  const Real16 rest = rule.centres ? sum.total / count : ZERO16;
  const Real16 c = rule.reduces ? factor * (scale * (product.total / count)) * scale : ZERO16;
  for (long part = 0; part < split; ++part) {
    scatter(rows + NEAR * all + part, split, lanes, near);
    scatter(rows + REST * all + part, split, lanes, rest);
    scatter(rows + A * all + part, split, lanes, scale * pre);
    scatter(rows + C * all + part, split, lanes, c);
  }
}

// The same for the sets of a unit, each measured as one block.
INLINE void mergeUnitGradients(__global const Real* sums, long sets, __global const Real* records, __global Real* rows,
                               long all, long split, int unitSets, GradientRule rule) {
  for (long at = 0; at < unitSets; at += 16 * split)
    mergeGradients(sums + at, sets, 1, records + at, rows + at, all, split,
                   (int)min((long)16, (unitSets - at) / split), rule);
}
