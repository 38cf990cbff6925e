// Sums over the sets of a backward pass, for 16 of them at once, and the rows that gradient_rule.cl describes.
#pragma once
#include "gradient_rule.cl"
#include "horizontal.cl"
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

// What is summed of up to 16 sets of the plan, over all blocks and finer sets.
typedef struct {
  Real16 near, sum, product, count;
} MergedGradients;

// Each a lane. Where the finer sets of one fill vectors, vectors go along these.
INLINE MergedGradients mergedBySet(__global const Real* sums, long sets, long blocks, long split, int lanes) {
  Compensated sum = {ZERO16, ZERO16};
  Compensated product = {ZERO16, ZERO16};
  Real16 count = ZERO16;
  const Real16 near = gather(sums, split, lanes);
  for (long part = 0; part < blocks * split; ++part) {
    const GradientSums s = loadGradientSums(sums + part / split * sets + part % split, blocks * sets, split, lanes);
    add(&sum, s.sum + (s.near - near) * s.count);
    add(&product, s.product + (s.near - near) * s.residual);
    count += s.count;
  }
  return (MergedGradients){near, sum.total, product.total, count};
}

INLINE MergedGradients mergedByPart(__global const Real* sums, long sets, long blocks, long split, int lanes) {
  Real near[16] = {0}, sum[16] = {0}, product[16] = {0}, count[16] = {0};
  for (int lane = 0; lane < lanes; ++lane) {
    __global const Real* of = sums + lane * split;
    near[lane] = of[0];
    Compensated sumTotal = {ZERO16, ZERO16}, productTotal = {ZERO16, ZERO16};
    Real16 counted = ZERO16;
    for (long part = 0; part < blocks * split; part += 16) {
      const GradientSums s = loadGradientSums(of + part / split * sets + part % split, blocks * sets, 1, 16);
      add(&sumTotal, s.sum + (s.near - near[lane]) * s.count);
      add(&productTotal, s.product + (s.near - near[lane]) * s.residual);
      counted += s.count;
    }
    sum[lane] = sumOf16(sumTotal.total);
    product[lane] = sumOf16(productTotal.total);
    count[lane] = sumOf16(counted);
  }
  return (MergedGradients){vload16(0, near), vload16(0, sum), vload16(0, product), vload16(0, count)};
}

// Without blocks, as in evaluation mode, nothing was summed and nothing is subtracted.
//
// The rows of `lanes` sets of the plan, each `split` finer ones, from sums[5][blocks][sets] on; records and rows are those
// of these sets, with `all` between their rows.
INLINE void mergeGradients(__global const Real* sums, long sets, long blocks, __global const Real* records,
                           __global Real* rows, long all, long split, int lanes, GradientRule rule) {
  MergedGradients of = {ZERO16, ZERO16, ZERO16, ZERO16};
  if (blocks > 0 && split % 16 == 0) {
    of = mergedByPart(sums, sets, blocks, split, lanes);
  } else if (blocks > 0) {
    of = mergedBySet(sums, sets, blocks, split, lanes);
  }
  const Real16 scale = gather(records + SCALE * all, split, lanes);
  const Real16 pre = gather(records + PRE * all, split, lanes);
  const Real16 factor = gather(records + FACTOR * all, split, lanes);
  const Real16 rest = rule.centres ? of.sum / of.count : ZERO16;
  const Real16 c = rule.reduces ? factor * (scale * (of.product / of.count)) * scale : ZERO16;
  storeForAll(rows + NEAR * all, split, lanes, of.near);
  storeForAll(rows + REST * all, split, lanes, rest);
  storeForAll(rows + A * all, split, lanes, scale * pre);
  storeForAll(rows + C * all, split, lanes, c);
}

// The same for the sets of a unit, each measured as one block.
INLINE void mergeUnitGradients(__global const Real* sums, long sets, __global const Real* records, __global Real* rows,
                               long all, long split, int unitSets, GradientRule rule) {
  for (long at = 0; at < unitSets; at += 16 * split)
    mergeGradients(sums + at, sets, 1, records + at, rows + at, all, split,
                   (int)min((long)16, (unitSets - at) / split), rule);
}
