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

// The bits that any lane has.
INLINE Bits unionOf16(Bits16 v) {
  const Bits8 eight = v.lo | v.hi;
  const Bits4 four = eight.lo | eight.hi;
  const Bits2 two = four.lo | four.hi;
  return two.x | two.y;
}

// The way from 16 vectors to their 16 sums, by halves: each step leaves half as many vectors, of twice as many rows.
// Written out, so that all stays in registers.
typedef struct {
  Real16 a, b;
} Halves;

INLINE Halves halves0(Real16 p, Real16 q) { return (Halves){(Real16)(p.lo, q.lo), (Real16)(p.hi, q.hi)}; }
INLINE Halves halves1(Real16 p, Real16 q) {
  return (Halves){(Real16)(p.s0123, q.s0123, p.s89ab, q.s89ab), (Real16)(p.s4567, q.s4567, p.scdef, q.scdef)};
}
INLINE Halves halves2(Real16 p, Real16 q) {
  return (Halves){(Real16)(p.s01, q.s01, p.s45, q.s45, p.s89, q.s89, p.scd, q.scd),
                  (Real16)(p.s23, q.s23, p.s67, q.s67, p.sab, q.sab, p.sef, q.sef)};
}
INLINE Halves halves3(Real16 p, Real16 q) {
  return (Halves){
      (Real16)(p.s0, q.s0, p.s2, q.s2, p.s4, q.s4, p.s6, q.s6, p.s8, q.s8, p.sa, q.sa, p.sc, q.sc, p.se, q.se),
      (Real16)(p.s1, q.s1, p.s3, q.s3, p.s5, q.s5, p.s7, q.s7, p.s9, q.s9, p.sb, q.sb, p.sd, q.sd, p.sf, q.sf)};
}
INLINE Real16 sumOfHalves(Halves h) { return h.a + h.b; }

// Of rows i, i + 4, i + 8 and i + 12.
INLINE Real16 sumOfFour(const Real16* rows, int i) {
  return sumOfHalves(halves1(sumOfHalves(halves0(rows[i], rows[i + 8])), sumOfHalves(halves0(rows[i + 4], rows[i + 12]))));
}

// The sums of 16 vectors: lane i is the sum of rows[i].
INLINE Real16 sumOfEach(const Real16* rows) {
  const Real16 even = sumOfHalves(halves2(sumOfFour(rows, 0), sumOfFour(rows, 2)));
  const Real16 odd = sumOfHalves(halves2(sumOfFour(rows, 1), sumOfFour(rows, 3)));
  return sumOfHalves(halves3(even, odd));
}

// The same, with what rounding takes from them.
INLINE Exact exactSumOfHalves(Halves sums, Halves rests) {
  const Exact both = exactSum(sums.a, sums.b);
  return (Exact){both.sum, (rests.a + rests.b) + both.rest};
}

INLINE Exact exactSumOfFour(const Real16* rows, const Real16* rests, int i) {
  const Exact p = exactSumOfHalves(halves0(rows[i], rows[i + 8]), halves0(rests[i], rests[i + 8]));
  const Exact q = exactSumOfHalves(halves0(rows[i + 4], rows[i + 12]), halves0(rests[i + 4], rests[i + 12]));
  return exactSumOfHalves(halves1(p.sum, q.sum), halves1(p.rest, q.rest));
}

INLINE Exact exactSumOfEight(const Real16* rows, const Real16* rests, int i) {
  const Exact p = exactSumOfFour(rows, rests, i);
  const Exact q = exactSumOfFour(rows, rests, i + 2);
  return exactSumOfHalves(halves2(p.sum, q.sum), halves2(p.rest, q.rest));
}

INLINE Exact exactSumOfEach(const Real16* rows, const Real16* rests) {
  const Exact p = exactSumOfEight(rows, rests, 0);
  const Exact q = exactSumOfEight(rows, rests, 1);
  return exactSumOfHalves(halves3(p.sum, q.sum), halves3(p.rest, q.rest));
}
