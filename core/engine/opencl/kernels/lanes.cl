// Sets that lie side by side in memory: a vector holds one element of each of 16 adjacent sets, and a row of a unit is
// one element of each of its sets.
#pragma once
#include "moments.cl"
#include "traversal.cl"

#ifndef MOST_LANES
#define MOST_LANES 512  // mostUnitLanes of core/engine/opencl/traversal.h
#endif
#define MOST_VECTORS (MOST_LANES / 16)  // of a unit

// Where vector v of a unit starts. The last one may overlap the one before, so that it is whole: what it finds and
// writes is the same.
INLINE long startOfVector(int v, int sets) { return min(16 * v, sets - 16); }
INLINE int vectorsOf(int sets) { return (sets + 15) / 16; }

// The offset of row `row` of a block.
INLINE long offsetOfRow(__global const long* t, Place set, Block block, long row) {
  return placeOfRun(t, set, block.firstRun + row / block.length).offset +
         (block.start + row % block.length) * t[STRIDE];
}

INLINE long rowsOf(Block block) { return (block.endRun - block.firstRun) * block.length; }

// ---- One vector, also one that is not whole.

INLINE Real16 loadLanes(__global const Stored* x, long i, int lanes) {
  return lanes == 16 ? load16(x, i) : gatherStored(x + i, 1, lanes);
}

// Rows whose mean is the first guess, spread over a block.
#define GUESS_ROWS 8

INLINE Real16 guessCentre(__global const Stored* x, __global const long* t, Place set, int lanes, Block block,
                          Real16 scale) {
  const long rows = rowsOf(block);
  const Real16 first = loadLanes(x, offsetOfRow(t, set, block, 0), lanes) * scale;
  Real16 sum = ZERO16;
  Real16 spread = ZERO16;
  for (long k = 1; k < GUESS_ROWS; ++k) {
    const Real16 distance = loadLanes(x, offsetOfRow(t, set, block, k * rows / GUESS_ROWS), lanes) * scale - first;
    sum += distance;
    spread = fmax(spread, fabs(distance));
  }
  return centreOf(first + sum / GUESS_ROWS, spread);
}

// Rows that are summed before they go to the compensated sums.
#define PENDING_ROWS 32

INLINE void measureVectorAround(__global const Stored* x, __global const long* t, Place set, int lanes, Block block,
                                Moments* m) {
  Compensated sum = {ZERO16, ZERO16};
  Compensated squares = {ZERO16, ZERO16};
  Real16 someSum = ZERO16;
  Real16 someSquares = ZERO16;
  int pending = 0;
  for (long run = block.firstRun; run < block.endRun; ++run) {
    const long offset = placeOfRun(t, set, run).offset + block.start * t[STRIDE];
    for (long i = 0; i < block.length; ++i) {
      const Real16 e = loadLanes(x, offset + i * t[STRIDE], lanes) * m->scale - m->centre;
      someSum += e;
      someSquares += e * e;
      if (++pending < PENDING_ROWS) continue;
      add(&sum, someSum);
      add(&squares, someSquares);
      someSum = someSquares = ZERO16;
      pending = 0;
    }
  }
  add(&sum, someSum);
  add(&squares, someSquares);
  m->sum = sum.total;
  m->rest = -sum.lost;
  m->squares = squares.total;
  m->count = (Real16)(countOf(block));
}

INLINE Extremes extremesOfVector(__global const Stored* x, __global const long* t, Place set, int lanes, Block block) {
  Extremes extremes = {ZERO16, ZERO16, ZERO16};
  for (long run = block.firstRun; run < block.endRun; ++run) {
    const long offset = placeOfRun(t, set, run).offset + block.start * t[STRIDE];
    for (long i = 0; i < block.length; ++i) include(&extremes, loadLanes(x, offset + i * t[STRIDE], lanes));
  }
  return extremes;
}

// Lanes that do not exist want nothing.
INLINE int anyOf(Bits16 wanted, int lanes) { return any(wanted & (LANE16 < (Bits16)(lanes))); }

// Measured anew while lanes lack their scale, or have a centre that was far off; the other lanes stay as they are, to the
// last bit.
RARE Moments measureAgain(__global const Stored* x, __global const long* t, Place set, int lanes, Block block,
                            Moments before) {
  const Bits16 wanted = ~inRange(before) | isFar(before);
  Moments m = before;
  Extremes extremes = {ZERO16, ZERO16, ZERO16};
  int scanned = 0;
  for (int attempt = 0; attempt < 3; ++attempt) {
    const Bits16 strange = ~inRange(m);
    if (scanned == 0 && anyOf(strange, lanes)) {
      extremes = extremesOfVector(x, t, set, lanes, block);
      m.scale = select(ONE16, scaleFor(extremes.largest), strange);
      m.centre = guessCentre(x, t, set, lanes, block, m.scale);
      scanned = 1;
    } else if (anyOf(isFar(m), lanes)) {
      const Real16 shift = m.sum / m.count;
      m.centre = select(m.centre, centreOf(m.centre + shift, fabs(shift)), isFar(m));
    } else {
      break;
    }
    measureVectorAround(x, t, set, lanes, block, &m);
  }
  m = poisoned(m, extremes);
  m.centre = select(before.centre, m.centre, wanted);
  m.sum = select(before.sum, m.sum, wanted);
  m.rest = select(before.rest, m.rest, wanted);
  m.squares = select(before.squares, m.squares, wanted);
  m.scale = select(before.scale, m.scale, wanted);
  return m;
}

RARE Moments measureNarrow(__global const Stored* x, __global const long* t, Place set, int lanes, Block block) {
  Moments m;
  m.scale = ONE16;
  m.centre = guessCentre(x, t, set, lanes, block, m.scale);
  measureVectorAround(x, t, set, lanes, block, &m);
  return measureAgain(x, t, set, lanes, block, m);
}

// ---- The vectors of a unit.

typedef struct {
  Real16 centre[MOST_VECTORS];
  Real16 sum[MOST_VECTORS];
  Real16 squares[MOST_VECTORS];
  Compensated sumTotal[MOST_VECTORS];
  Compensated squaresTotal[MOST_VECTORS];
  int pending;  // rows since the last that went to these
} UnitSums;

INLINE void startUnit(__global const Stored* x, __global const long* t, Place place, int sets, Block block,
                      UnitSums* u) {
  u->pending = 0;
  for (int v = 0; v < vectorsOf(sets); ++v) {
    u->sum[v] = u->squares[v] = ZERO16;
    u->sumTotal[v] = u->squaresTotal[v] = (Compensated){ZERO16, ZERO16};
  }
  const long rows = rowsOf(block);
  const long first = offsetOfRow(t, place, block, 0);
  for (long k = 1; k < GUESS_ROWS; ++k) {
    const long offset = offsetOfRow(t, place, block, k * rows / GUESS_ROWS);
    for (int v = 0; v < vectorsOf(sets); ++v) {
      const long at = startOfVector(v, sets);
      const Real16 distance = load16(x, offset + at) - load16(x, first + at);
      u->sum[v] += distance;
      u->squares[v] = fmax(u->squares[v], fabs(distance));
    }
  }
  for (int v = 0; v < vectorsOf(sets); ++v) {
    const Real16 mean = load16(x, first + startOfVector(v, sets)) + u->sum[v] / GUESS_ROWS;
    u->centre[v] = centreOf(mean, u->squares[v]);
    u->sum[v] = u->squares[v] = ZERO16;
  }
}

// Rows of some length that follow each other are best read one after the other; those that are far apart, or short, four
// at a time; of what is in a cache anyhow, longer ones too.
#ifdef STREAM
#define SHORT_ROW 128
#else
#define SHORT_ROW 256
#endif
INLINE int takesFour(long stride, int sets) { return stride * sizeof(Stored) >= 4096 || sets <= SHORT_ROW; }

// How far ahead a row asks for others, since memory takes its time: whole rows.
INLINE long wholeRows(long bytes, long stride) { return max((long)1, bytes / (long)sizeof(Stored) / stride) * stride; }
INLINE long readAhead(long stride) { return wholeRows(AHEAD_BYTES, stride); }

// The same of y, and of dL/dx with known statistics, where there is little to do between reading and writing: it is wanted in
// the nearest cache, and soon.
INLINE long writeAhead(long stride) { return wholeRows(4096, stride); }

// Vector v of a row, and of four rows; those that come next are asked for meanwhile.
INLINE void addOneRow(__global const Stored* x, long stride, int sets, int v, UnitSums* u) {
  __global const Stored* from = x + startOfVector(v, sets);
  prefetchAhead(from + readAhead(stride));
  const Real16 e = load16(from, 0) - u->centre[v];
  u->sum[v] += e;
  u->squares[v] += e * e;
}

INLINE void addFourRows(__global const Stored* x, long stride, int sets, int v, UnitSums* u) {
  __global const Stored* from = x + startOfVector(v, sets);
  for (int row = 4; row < 8; ++row) prefetchLine(from + row * stride);
  const Real16 centre = u->centre[v];
  const Real16 a = load16(from, 0) - centre;
  const Real16 b = load16(from, stride) - centre;
  const Real16 c = load16(from, 2 * stride) - centre;
  const Real16 d = load16(from, 3 * stride) - centre;
  u->sum[v] += (a + b) + (c + d);
  u->squares[v] += (a * a + b * b) + (c * c + d * d);
}

INLINE void flushUnit(int sets, UnitSums* u) {
  for (int v = 0; v < vectorsOf(sets); ++v) {
    add(&u->sumTotal[v], u->sum[v]);
    add(&u->squaresTotal[v], u->squares[v]);
    u->sum[v] = u->squares[v] = ZERO16;
  }
  u->pending = 0;
}

INLINE void gatherRows(int rows, __global const Stored* x, long stride, int sets, UnitSums* u) {
  for (int v = 0; v < vectorsOf(sets); ++v) {
    if (rows == 4) {
      addFourRows(x, stride, sets, v, u);
    } else {
      addOneRow(x, stride, sets, v, u);
    }
  }
  u->pending += rows;
  if (u->pending >= PENDING_ROWS) flushUnit(sets, u);
}

// The moments of a block of the sets of a unit go to `to`.
INLINE void storeUnit(__global const Stored* x, __global const long* t, Place place, int sets, Block block, UnitSums* u,
                      __global Real* to, long distance) {
  flushUnit(sets, u);
  for (int v = 0; v < vectorsOf(sets); ++v) {
    const long at = startOfVector(v, sets);
    Moments m = {u->centre[v], u->sumTotal[v].total, -u->sumTotal[v].lost, u->squaresTotal[v].total, ONE16,
                 (Real16)(countOf(block))};
    Place set = place;
    set.offset += at;
    if (anyOf(~inRange(m) | isFar(m), 16)) m = measureAgain(x, t, set, 16, block, m);
    storeMoments(to + at, distance, 16, m);
  }
}

INLINE int rowsAtOnce(long left, long stride, int sets) { return left >= 4 && takesFour(stride, sets) ? 4 : 1; }

// One block of the sets of a unit; their moments go to `to`.
INLINE void measureUnit(__global const Stored* x, __global const long* t, Unit unit, long number, __global Real* to,
                        long distance) {
  const Block block = blockOf(t, number);
  const Place place = placeOfSet(t, unit.firstSet);
  if (unit.sets < 16) {
    storeMoments(to, distance, unit.sets, measureNarrow(x, t, place, unit.sets, block));
    return;
  }
  UnitSums u;
  startUnit(x, t, place, unit.sets, block, &u);
  const long stride = t[STRIDE];
  for (long run = block.firstRun; run < block.endRun; ++run) {
    __global const Stored* from = x + placeOfRun(t, place, run).offset + block.start * stride;
    for (long row = 0; row < block.length;) {
      const int rows = rowsAtOnce(block.length - row, stride, unit.sets);
      gatherRows(rows, from + row * stride, stride, unit.sets, &u);
      row += rows;
    }
  }
  storeUnit(x, t, place, unit.sets, block, &u, to, distance);
}
