// Sets whose runs are contiguous in memory (stride 1): vectors go along the runs.
#pragma once
#include "horizontal.cl"
#include "moments.cl"
#include "traversal.cl"

// Runs so short that the hardware does not read ahead in time, and that their ends count.
#define SHORT_RUN 128

// Sums of 4 x 16 elements at a time, so that additions need not wait for each other.
typedef struct {
  Real16 a, b, c, d;
} Sums;

#define NO_SUMS {ZERO16, ZERO16, ZERO16, ZERO16}

INLINE Real16 totalOf(Sums s) { return (s.a + s.b) + (s.c + s.d); }

// A vector whose lanes from 16 - count on are the last `count` < 16 elements of a run of n. What the other lanes
// hold has no meaning.
INLINE Real16 loadTail(__global const Stored* x, long n, int count) {
  if (n >= 16) return load16(x, n - 16);
  Real values[16];
  for (int i = 0; i < 16; ++i) values[i] = i < 16 - count ? 0 : load1(x, i - (16 - count));
  return vload16(0, values);
}

INLINE Real16 onlyTail(Real16 values, int count) { return select(ZERO16, values, LANE16 >= (Bits16)(16 - count)); }

INLINE void addOne(Real16 x, Real scale, Real centre, Real16* sum, Real16* squares) {
  const Real16 e = x * scale - centre;
  *sum += e;
  *squares += e * e;
}

INLINE void addSquares(__global const Stored* x, long n, Real scale, Real centre, Sums* sum, Sums* squares) {
  long i = 0;
  for (; i + 64 <= n; i += 64) {
    addOne(load16(x, i), scale, centre, &sum->a, &squares->a);
    addOne(load16(x, i + 16), scale, centre, &sum->b, &squares->b);
    addOne(load16(x, i + 32), scale, centre, &sum->c, &squares->c);
    addOne(load16(x, i + 48), scale, centre, &sum->d, &squares->d);
  }
  for (; i + 16 <= n; i += 16) addOne(load16(x, i), scale, centre, &sum->a, &squares->a);
  if (i < n) {
    const int count = (int)(n - i);
    const Real16 e = onlyTail(loadTail(x, n, count) * scale - centre, count);
    sum->b += e;
    squares->b += e * e;
  }
}

// Elements that are summed before they go to the compensated sums.
#define PENDING 1024

// A block while it is read: the sums of e = scale * x - centre and of its squares, each still in 16 parts.
typedef struct {
  Real scale, centre;
  Sums sum, squares;  // of the last few elements
  int pending;        // of these
  Compensated sumTotal, squaresTotal;
} Gathering;

INLINE Gathering gatheringAround(Real scale, Real centre) {
  return (Gathering){scale, centre, NO_SUMS, NO_SUMS, 0, {ZERO16, ZERO16}, {ZERO16, ZERO16}};
}

INLINE void settle(Gathering* g) {
  add(&g->sumTotal, totalOf(g->sum));
  add(&g->squaresTotal, totalOf(g->squares));
  g->sum = g->squares = (Sums)NO_SUMS;
  g->pending = 0;
}

INLINE void gatherRun(__global const Stored* x, long n, Gathering* g) {
  for (long done = 0; done < n; done += PENDING) {
    const int piece = (int)min(n - done, (long)PENDING);
    addSquares(x + done, piece, g->scale, g->centre, &g->sum, &g->squares);
    g->pending += piece;
    if (g->pending >= PENDING) settle(g);
  }
}

INLINE __global const Stored* startOf(__global const Stored* x, __global const long* t, Place set, Block block) {
  return x + placeOfRun(t, set, block.firstRun).offset + block.start;
}

INLINE Gathering gatherBlock(__global const Stored* x, __global const long* t, Place set, Block block, Real scale,
                             Real centre) {
  Gathering g = gatheringAround(scale, centre);
  for (long run = block.firstRun; run < block.endRun; ++run)
    gatherRun(x + placeOfRun(t, set, run).offset + block.start, block.length, &g);
  settle(&g);
  return g;
}

// All lanes are the same.
INLINE Extremes extremesOfRuns(__global const Stored* x, __global const long* t, Place set, Block block) {
  Extremes extremes = {ZERO16, ZERO16, ZERO16};
  for (long run = block.firstRun; run < block.endRun; ++run) {
    __global const Stored* from = x + placeOfRun(t, set, run).offset + block.start;
    for (long i = 0; i < block.length; ++i) include(&extremes, (Real16)(load1(from, i)));
  }
  return extremes;
}

// Elements at the start of a run whose mean is the centre of its block.
#define FIRST 512

// Sets of one run so short that it is read twice at once: first for its mean, which becomes the centre.
INLINE int isShort(__global const long* t) { return t[RUNS] == 1 && t[BLOCKS] == 1 && t[LENGTH] <= FIRST; }

// The sum of scale * x - first, in 16 parts.
INLINE Real16 distancesFrom(Real first, __global const Stored* x, long n, Real scale) {
  Real16 some = ZERO16, others = ZERO16;
  long i = 0;
  for (; i + 32 <= n; i += 32) {
    some += load16(x, i) * scale - first;
    others += load16(x, i + 16) * scale - first;
  }
  for (; i + 16 <= n; i += 16) some += load16(x, i) * scale - first;
  if (i < n) others += onlyTail(loadTail(x, n, (int)(n - i)) * scale - first, (int)(n - i));
  return some + others;
}

// centreOf() for one number.
INLINE Real gridded(Real mean, Real spread) {
  const Real power = AS_REAL(AS_BITS(spread) & EXPONENT_BITS);
  return power == 0 ? mean : (mean + power * ROUNDER) - power * ROUNDER;
}

// The mean of the first elements of a run.
INLINE Real centreNear(__global const Stored* x, long n, Real scale) {
  const int count = (int)min(n, (long)FIRST);
  const Real first = load1(x, 0) * scale;
  const Real16 some = distancesFrom(first, x, count, scale);
  const Real sum = sumOf16(some);
  const Real spread = largestOf16(fabs(some - sum / 16)) * 16 / count;
  return gridded(first + sum / count, spread);
}

// A block whose scale is still unknown, or whose centre was far off; all lanes are the same.
INLINE Moments measureAgain(__global const Stored* x, __global const long* t, Place set, Block block, Moments m) {
  Extremes extremes = {ZERO16, ZERO16, ZERO16};
  int scanned = 0;
  for (int attempt = 0; attempt < 3; ++attempt) {
    if (scanned == 0 && !inRange(m).s0) {
      extremes = extremesOfRuns(x, t, set, block);
      m.scale = scaleFor(extremes.largest);
      m.centre = (Real16)(centreNear(startOf(x, t, set, block), block.length, m.scale.s0));
      scanned = 1;
    } else if (isFar(m).s0) {
      m.centre = centreOf(m.centre + m.sum / m.count, fabs(m.sum / m.count));
    } else {
      break;
    }
    const Gathering g = gatherBlock(x, t, set, block, m.scale.s0, m.centre.s0);
    m.sum = (Real16)(sumOf16(g.sumTotal.total));
    // The lanes' distances from their mean are small beside their sum.
    m.rest = (Real16)(sumOf16(g.sumTotal.total - m.sum / 16) - sumOf16(g.sumTotal.lost));
    m.squares = (Real16)(sumOf16(g.squaresTotal.total));
  }
  return poisoned(m, extremes);
}

INLINE void prefetchRun(__global const Stored* x, long n) {
  for (long i = 0; i < n; i += 64 / (long)sizeof(Stored)) prefetchLine(x + i);
}

// The sums of one block of each of up to 16 sets that follow each other.
typedef struct {
  Real16 sums[16], rests[16], squares[16];
  Real centres[16];
} SetSums;

INLINE void keep(SetSums* of, int i, Gathering g) {
  of->sums[i] = g.sumTotal.total;
  of->rests[i] = -g.sumTotal.lost;
  of->squares[i] = g.squaresTotal.total;
  of->centres[i] = g.centre;
}

// Those whose scale is still unknown, or whose centre was far off, anew.
RARE Moments measuredAgain(__global const Stored* x, __global const long* t, long firstSet, int sets, Block block,
                             Moments m, const Bits* again) {
  Real all[6][16];
  vstore16(m.centre, 0, all[0]);
  vstore16(m.sum, 0, all[1]);
  vstore16(m.rest, 0, all[2]);
  vstore16(m.squares, 0, all[3]);
  vstore16(m.scale, 0, all[4]);
  vstore16(m.count, 0, all[5]);
  for (int i = 0; i < sets; ++i) {
    if (!again[i]) continue;
    const Moments one = measureAgain(x, t, placeOfSet(t, firstSet + i), block,
                                     (Moments){(Real16)(all[0][i]), (Real16)(all[1][i]), (Real16)(all[2][i]),
                                               (Real16)(all[3][i]), (Real16)(all[4][i]), (Real16)(all[5][i])});
    all[0][i] = one.centre.s0;
    all[1][i] = one.sum.s0;
    all[2][i] = one.rest.s0;
    all[3][i] = one.squares.s0;
    all[4][i] = one.scale.s0;
  }
  return (Moments){vload16(0, all[0]), vload16(0, all[1]), vload16(0, all[2]),
                   vload16(0, all[3]), vload16(0, all[4]), vload16(0, all[5])};
}

INLINE Moments checked(__global const Stored* x, __global const long* t, long firstSet, int sets, Block block,
                       Moments m) {
  const Bits16 again = (~inRange(m) | isFar(m)) & (LANE16 < (Bits16)(sets));
  if (!any(again)) return m;
  Bits each[16];
  vstore16(again, 0, each);
  return measuredAgain(x, t, firstSet, sets, block, m, each);
}

INLINE Moments momentsOf(__global const Stored* x, __global const long* t, long firstSet, int sets, Block block,
                         SetSums* of) {
  for (int i = sets; i < 16; ++i) {
    of->sums[i] = of->rests[i] = of->squares[i] = ZERO16;
    of->centres[i] = 0;
  }
  const Exact sum = exactSumOfEach(of->sums, of->rests);
  const Moments m = {vload16(0, of->centres), sum.sum, sum.rest, sumOfEach(of->squares), ONE16,
                     (Real16)(countOf(block))};
  return checked(x, t, firstSet, sets, block, m);
}

// What the first reading finds of the short sets of a unit.
typedef struct {
  Real first[16], middle[16];  // elements
  Real distances[16];          // the sum of all distances from the first
} FirstReading;

#define NOTHING_READ {{0}, {0}, {0}}

INLINE void readFirst(__global const Stored* x, long n, int set, FirstReading* of) {
  of->first[set] = load1(x, 0);
  of->middle[set] = load1(x, n / 2);
  of->distances[set] = sumOf16(distancesFrom(of->first[set], x, n, 1));
}

// Each reading is of all sets, so that the sets need not wait for their sums.
INLINE Moments readAgain(__global const Stored* x, __global const long* t, long firstSet, int sets,
                         const FirstReading* of) {
  const Block block = blockOf(t, 0);
  const Real16 first = vload16(0, of->first);
  const Real16 mean = first + vload16(0, of->distances) / (Real)block.length;
  const Real16 spread = fmax(fabs(first - mean), fabs(vload16(0, of->middle) - mean));
  Real centres[16], sums[16] = {0}, squares[16] = {0};
  vstore16(centreOf(mean, spread), 0, centres);
  for (int i = 0; i < sets; ++i) {
    Sums sum = NO_SUMS, square = NO_SUMS;
    addSquares(x + placeOfSet(t, firstSet + i).offset, block.length, 1, centres[i], &sum, &square);
    sums[i] = sumOf16(totalOf(sum));
    squares[i] = sumOf16(totalOf(square));
  }
  const Moments m = {vload16(0, centres), vload16(0, sums), ZERO16, vload16(0, squares), ONE16,
                     (Real16)(countOf(block))};
  return checked(x, t, firstSet, sets, block, m);
}

INLINE Gathering gatherSet(__global const Stored* x, __global const long* t, long set, Block block) {
  const Place place = placeOfSet(t, set);
  return gatherBlock(x, t, place, block, 1, centreNear(startOf(x, t, place, block), block.length, 1));
}

// One block of up to 16 sets that follow each other.
INLINE Moments measureSets(__global const Stored* x, __global const long* t, long firstSet, int sets, long number) {
  const Block block = blockOf(t, number);
  if (isShort(t)) {
    FirstReading first = NOTHING_READ;
    for (int i = 0; i < sets; ++i) readFirst(x + placeOfSet(t, firstSet + i).offset, block.length, i, &first);
    return readAgain(x, t, firstSet, sets, &first);
  }
  SetSums of;
  for (int i = 0; i < sets; ++i) keep(&of, i, gatherSet(x, t, firstSet + i, block));
  return momentsOf(x, t, firstSet, sets, block, &of);
}
