// From the lanes of vectors to one number each.
#pragma once
#include "moments.cl"

INLINE Real sumOf16(Real16 v) {
  const Real8 eight = v.lo + v.hi;
  const Real4 four = eight.lo + eight.hi;
  const Real2 two = four.lo + four.hi;
  return two.x + two.y;
}

INLINE Real largestOf16(Real16 v) {
  const Real8 eight = fmax(v.lo, v.hi);
  const Real4 four = fmax(eight.lo, eight.hi);
  const Real2 two = fmax(four.lo, four.hi);
  return fmax(two.x, two.y);
}

// Half of the way from 16 vectors to their 16 sums: lane i of the last result is the sum of rows[i].
INLINE void foldRows(int level, const Real16* rows, Real16* a, Real16* b) {
  const int pairs = 8 >> level;
  UNROLL
  for (int i = 0; i < pairs; ++i) {
    const Real16 p = rows[i];
    const Real16 q = rows[i + pairs];
    if (level == 0) {
      a[i] = (Real16)(p.lo, q.lo);
      b[i] = (Real16)(p.hi, q.hi);
    } else if (level == 1) {
      a[i] = (Real16)(p.s0123, q.s0123, p.s89ab, q.s89ab);
      b[i] = (Real16)(p.s4567, q.s4567, p.scdef, q.scdef);
    } else if (level == 2) {
      a[i] = (Real16)(p.s01, q.s01, p.s45, q.s45, p.s89, q.s89, p.scd, q.scd);
      b[i] = (Real16)(p.s23, q.s23, p.s67, q.s67, p.sab, q.sab, p.sef, q.sef);
    } else {
      a[i] = (Real16)(p.s0, q.s0, p.s2, q.s2, p.s4, q.s4, p.s6, q.s6, p.s8, q.s8, p.sa, q.sa, p.sc, q.sc, p.se, q.se);
      b[i] = (Real16)(p.s1, q.s1, p.s3, q.s3, p.s5, q.s5, p.s7, q.s7, p.s9, q.s9, p.sb, q.sb, p.sd, q.sd, p.sf, q.sf);
    }
  }
}

// The sums of 16 vectors.
INLINE Real16 sumOfEach(const Real16* rows) {
  Real16 sums[16], a[8], b[8];
  UNROLL
  for (int i = 0; i < 16; ++i) sums[i] = rows[i];
  UNROLL
  for (int level = 0; level < 4; ++level) {
    foldRows(level, sums, a, b);
    UNROLL
    for (int i = 0; i < 8 >> level; ++i) sums[i] = a[i] + b[i];
  }
  return sums[0];
}

// The same, with what rounding takes from them.
INLINE Exact exactSumOfEach(const Real16* rows, const Real16* rests) {
  Real16 sums[16], some[16], a[8], b[8], c[8], d[8];
  UNROLL
  for (int i = 0; i < 16; ++i) {
    sums[i] = rows[i];
    some[i] = rests[i];
  }
  UNROLL
  for (int level = 0; level < 4; ++level) {
    foldRows(level, sums, a, b);
    foldRows(level, some, c, d);
    UNROLL
    for (int i = 0; i < 8 >> level; ++i) {
      const Exact both = exactSum(a[i], b[i]);
      sums[i] = both.sum;
      some[i] = (c[i] + d[i]) + both.rest;
    }
  }
  return (Exact){sums[0], some[0]};
}
