// Backward over sets, or parameters, that lie side by side in memory.
#pragma once
#include "gradient.cl"
#include "horizontal.cl"
#include "lanes.cl"
#include "parameter_sums.cl"

// 16 numbers, one for each lane, or one for all where the lanes' stride is 0; `lanes` of them exist.
INLINE Real16 laneNumbers(__global const Real* from, long laneStride, int lanes) {
  return gather(from, laneStride, lanes);
}

// Vectors of a unit: all whole ones (the last may overlap), or a single one that is not whole.
INLINE int vectorsOrOne(int sets) { return sets < 16 ? 1 : vectorsOf(sets); }
INLINE long startOrZero(int v, int sets) { return sets < 16 ? 0 : startOfVector(v, sets); }
INLINE int lanesOf(int sets) { return min(sets, 16); }

// Sums around a guess, `near`: over g - near, over (g - near) * (e + low) and over e + low, since beside most e the low part
// would be rounded off, always the same way. Where a lane has one weight (BY_RUN), dL/dy stands for g until the sums are
// stored, and `ofXhat` is the sum over dL/dy * (e + low): it is not made of the others, since where x has few digits, the
// roundings of the sum of e may go one way.
typedef struct {
  Real16 near[MOST_VECTORS];
  Real16 sum[MOST_VECTORS], product[MOST_VECTORS], residual[MOST_VECTORS], ofXhat[MOST_VECTORS];
  Compensated sumTotal[MOST_VECTORS], productTotal[MOST_VECTORS], residualTotal[MOST_VECTORS],
      ofXhatTotal[MOST_VECTORS];
} UnitGradients;

INLINE void startGradients(int vectors, UnitGradients* u) {
  for (int v = 0; v < vectors; ++v) {
    u->near[v] = u->sum[v] = u->product[v] = u->residual[v] = u->ofXhat[v] = ZERO16;
    u->sumTotal[v] = u->productTotal[v] = u->residualTotal[v] = u->ofXhatTotal[v] = (Compensated){ZERO16, ZERO16};
  }
}

INLINE void flushGradients(int vectors, UnitGradients* u) {
  for (int v = 0; v < vectors; ++v) {
    add(&u->sumTotal[v], u->sum[v]);
    add(&u->productTotal[v], u->product[v]);
    add(&u->residualTotal[v], u->residual[v]);
    add(&u->ofXhatTotal[v], u->ofXhat[v]);
    u->sum[v] = u->product[v] = u->residual[v] = u->ofXhat[v] = ZERO16;
  }
}

// Row `row` of whole sets.
INLINE Place placeOfRow(__global const long* t, Place sets, long row) {
  Place place = placeOfRun(t, sets, row / t[LENGTH]);
  place.offset += row % t[LENGTH] * t[STRIDE];
  place.parameter += row % t[LENGTH] * t[PARAMETER_STRIDE];
  return place;
}

// dL/dy * weight; dL/dy alone BY_RUN.
INLINE Real16 gradientAt(__global const Stored* gradOutput, Place row, long at, int lanes, __global const Real* weight,
                         long laneStride, long way) {
  const Real16 values = loadLanes(gradOutput, row.offset + at, lanes);
  if (way == BY_RUN) return values;
  return values * laneNumbers(weight + row.parameter + at * laneStride, laneStride, lanes);
}

// A guess of the mean of g of every lane, or of dL/dy, from some rows of the whole sets, on a grid that is coarse beside
// their spread: their value, where they are all the same; 0 where they may lie on both sides of it.
INLINE void guessGradients(__global const Stored* gradOutput, __global const long* t, Place place, int sets,
                           __global const Real* weight, long way, UnitGradients* u) {
  const long laneStride = t[LANE_PARAMETER_STRIDE];
  const int lanes = lanesOf(sets);
  Place rows[GUESS_ROWS];
  for (long k = 0; k < GUESS_ROWS; ++k) rows[k] = placeOfRow(t, place, k * t[RUNS] * t[LENGTH] / GUESS_ROWS);
  for (int v = 0; v < vectorsOrOne(sets); ++v) {
    const long at = startOrZero(v, sets);
    const Real16 first = gradientAt(gradOutput, rows[0], at, lanes, weight, laneStride, way);
    Real16 distance = ZERO16, spread = ZERO16;
    for (int k = 1; k < GUESS_ROWS; ++k) {
      const Real16 apart = gradientAt(gradOutput, rows[k], at, lanes, weight, laneStride, way) - first;
      distance += apart;
      spread = fmax(spread, fabs(apart));
    }
    const Real16 mean = first + distance / GUESS_ROWS;
    u->near[v] = select(ZERO16, centreOf(mean, spread), isless(spread, fabs(mean)));
  }
}

// What rows of x, dL/dy and weights the kernels are at.
typedef struct {
  __global const Stored* x;
  __global const Stored* gradOutput;
  __global const Real* weight;
  long stride;           // between rows
  long parameterStride;  // of the weights between rows
  long laneStride;       // of the weights between lanes
} Rows;

INLINE Rows rowsAt(__global const Stored* x, __global const Stored* gradOutput, __global const Real* weight,
                   __global const long* t, Place start, long row) {
  const long offset = start.offset + row * t[STRIDE];
  return (Rows){x + offset, gradOutput + offset, weight + start.parameter + row * t[PARAMETER_STRIDE],
                t[STRIDE],  t[PARAMETER_STRIDE], t[LANE_PARAMETER_STRIDE]};
}

// Rows that lie ahead are asked for: the next ones, where these are far apart.
INLINE void prefetchRows(Rows from, const int rows, long at) {
  const int dense = rows == 1 || rows * from.stride * (long)sizeof(Stored) < 4096;
  const long ahead = dense ? readAhead(from.stride) : rows * from.stride;
  for (int row = 0; row < rows; ++row) {
    prefetchAhead(from.x + at + row * from.stride + ahead);
    prefetchAhead(from.gradOutput + at + row * from.stride + ahead);
  }
}

// Without the lanes that the vector before holds too.
INLINE Real16 onlyOwnLanes(Real16 values, int v, long at) {
  return at == 16 * v ? values : select(ZERO16, values, LANE16 >= (Bits16)((int)(16 * v - at)));
}

INLINE void addGradientRows(Rows from, const int rows, const long way, int sets, __global const Real* records, long all,
                            UnitGradients* u, OwnSums own, long parameter) {
  const int lanes = rows == 1 ? lanesOf(sets) : 16;
  Real16 biases[4], weights[4];
  for (int row = 0; row < rows; ++row) biases[row] = weights[row] = ZERO16;
  for (int v = 0; v < vectorsOrOne(sets); ++v) {
    const long at = startOrZero(v, sets);
    prefetchRows(from, rows, at);
    const Real16 pre = gather(records + PRE * all + at, 1, lanes);
    const Real16 high = gather(records + HIGH * all + at, 1, lanes);
    const Real16 near = u->near[v];
    Real16 sum = u->sum[v], product = u->product[v], residual = u->residual[v], ofXhat = u->ofXhat[v];
    UNROLL
    for (int row = 0; row < rows; ++row) {
      const Real16 above = loadLanes(from.x + row * from.stride, at, lanes) * pre - high;
      const Real16 gradOutput = loadLanes(from.gradOutput + row * from.stride, at, lanes);
      Real16 distance = gradOutput - near;
      if (way != BY_RUN)
        distance = gradOutput * laneNumbers(from.weight + row * from.parameterStride + at * from.laneStride,
                                            from.laneStride, lanes) -
                   near;
      sum += distance;
      product += distance * above;
      residual += above;
      if (way == BY_RUN) ofXhat += gradOutput * above;
      if (way != BY_ELEMENT) continue;
      const Real16 counted = onlyOwnLanes(gradOutput, v, at);
      const Real16 e = above - gather(records + LOW * all + at, 1, lanes);
      biases[row] += counted;
      weights[row] += counted * (e * gather(records + SCALE * all + at, 1, lanes));
    }
    u->sum[v] = sum;
    u->product[v] = product;
    u->residual[v] = residual;
    if (way == BY_RUN) u->ofXhat[v] = ofXhat;
  }
  if (way != BY_ELEMENT) return;
  for (int row = 0; row < rows; ++row)
    addOneToOwn(own, parameter + row * from.parameterStride, sumOf16(biases[row]), sumOf16(weights[row]));
}

// There is more to do for each row than in a forward pass, and so more to gain: of what is in a cache, all.
INLINE int gradientRowsAtOnce(long left, long stride, int sets) {
#ifndef STREAM
  if (left >= 4) return 4;
#endif
  return rowsAtOnce(left, stride, sets);
}

// So that each way has its own loops.
INLINE int addSomeRows(Rows from, long left, long way, int sets, __global const Real* records, long all,
                       UnitGradients* u, OwnSums own, long parameter) {
  if (sets >= 16 && gradientRowsAtOnce(left, from.stride, sets) == 4) {
    if (way == BY_RUN) {
      addGradientRows(from, 4, BY_RUN, sets, records, all, u, own, parameter);
    } else if (way == BY_ELEMENT) {
      addGradientRows(from, 4, BY_ELEMENT, sets, records, all, u, own, parameter);
    } else {
      addGradientRows(from, 4, ELSEWHERE, sets, records, all, u, own, parameter);
    }
    return 4;
  }
  if (sets >= 16 && way == BY_RUN) {
    addGradientRows(from, 1, BY_RUN, max(sets, 16), records, all, u, own, parameter);
  } else {
    addGradientRows(from, 1, way, sets, records, all, u, own, parameter);
  }
  return 1;
}

INLINE void addLanesToOwn(OwnSums own, long parameter, long laneStride, int v, int sets, Real16 bias, Real16 weight) {
  const long at = startOrZero(v, sets);
  const Real16 ownBias = onlyOwnLanes(bias, v, at);
  const Real16 ownWeight = onlyOwnLanes(weight, v, at);
  if (laneStride == 0) {
    addOneToOwn(own, parameter, sumOf16(ownBias), sumOf16(ownWeight));
  } else {
    addToOwn(own, parameter + at, lanesOf(sets), ownBias, ownWeight);
  }
}

// Those of vector v.
INLINE GradientSums sumsOfVector(const UnitGradients* u, int v, Real16 count, Real16 low) {
  const Real16 sum = u->sumTotal[v].total;
  return (GradientSums){u->near[v], sum, u->productTotal[v].total - low * sum, u->residualTotal[v].total - low * count,
                        count};
}

INLINE GradientSums weighted(GradientSums s, Real16 weight) {
  s.near *= weight;
  s.sum *= weight;
  s.product *= weight;
  return s;
}

INLINE void storeUnitGradients(__global const long* t, Unit unit, long parameter, Real16 count,
                               __global const Real* records, long all, __global const Real* weight, long way, OwnSums own,
                               const UnitGradients* u, __global Real* to, long distance) {
  const int lanes = lanesOf(unit.sets);
  const long laneStride = t[LANE_PARAMETER_STRIDE];
  for (int v = 0; v < vectorsOrOne(unit.sets); ++v) {
    const long at = startOrZero(v, unit.sets);
    const Real16 low = gather(records + LOW * all + at, 1, lanes);
    GradientSums s = sumsOfVector(u, v, count, low);
    if (way == BY_RUN) {
      const Real16 bias = s.sum + s.near * count;
      const Real16 ofXhat = (u->ofXhatTotal[v].total - low * bias) * gather(records + SCALE * all + at, 1, lanes);
      addLanesToOwn(own, parameter, laneStride, v, unit.sets, bias, ofXhat);
      s = weighted(s, laneNumbers(weight + parameter + at * laneStride, laneStride, lanes));
    }
    storeGradientSums(to + at, distance, lanes, s);
  }
}

// One block of the sets of a unit; their sums go to `to`, their records are the first of `records`. Sums over
// parameters go to `own` as `way` says.
INLINE void sumUnitGradients(__global const Stored* x, __global const Stored* gradOutput, __global const long* t,
                             Unit unit, long number, __global const Real* records, long all,
                             __global const Real* weight, int centres, long way, OwnSums own, __global Real* to,
                             long distance) {
  const Block block = blockOf(t, number);
  const Place place = placeOfSet(t, unit.firstSet);
  const int vectors = vectorsOrOne(unit.sets);
  UnitGradients u;
  startGradients(vectors, &u);
  if (centres) guessGradients(gradOutput, t, place, unit.sets, weight, way, &u);
  int pending = 0;
  for (long run = block.firstRun; run < block.endRun; ++run) {
    const Place start = placeOfRun(t, place, run);
    const long end = block.start + block.length;
    for (long row = block.start; row < end;) {
      const int taken = addSomeRows(rowsAt(x, gradOutput, weight, t, start, row), end - row, way, unit.sets, records,
                                    all, &u, own, start.parameter + row * t[PARAMETER_STRIDE]);
      row += taken;
      pending += taken;
      if (pending < PENDING_ROWS) continue;
      flushGradients(vectors, &u);
      pending = 0;
    }
  }
  flushGradients(vectors, &u);
  storeUnitGradients(t, unit, place.parameter, (Real16)(countOf(block)), records, all, weight, way, own, &u, to, distance);
}

INLINE void storeLanes(__global Stored* to, int lanes, int streams, Real16 value) {
  if (streams) {
    stream16(to, 0, value);
  } else if (lanes == 16) {
    store16(to, 0, value);
  } else {
    storeFew(to, lanes, value);
  }
}

// What dL/dx of a unit is made with: ((g - near) + rest - (x * pre - high) * c) * a, with the low part of the mean in `rest`,
// and the weights where these are the same for all rows.
typedef struct {
  Real16 pre[MOST_VECTORS], high[MOST_VECTORS], near[MOST_VECTORS], rest[MOST_VECTORS], a[MOST_VECTORS],
      c[MOST_VECTORS], weight[MOST_VECTORS];
} PreparedGradients;

INLINE void prepareGradients(__global const Real* records, __global const Real* rows, long all, int sets, int lanes,
                             PreparedGradients* of) {
  for (int v = 0; v < vectorsOrOne(sets); ++v) {
    const long at = startOrZero(v, sets);
    of->pre[v] = gather(records + PRE * all + at, 1, lanes);
    of->high[v] = gather(records + HIGH * all + at, 1, lanes);
    of->near[v] = gather(rows + NEAR * all + at, 1, lanes);
    of->a[v] = gather(rows + A * all + at, 1, lanes);
    of->c[v] = gather(rows + C * all + at, 1, lanes);
    of->rest[v] = gather(records + LOW * all + at, 1, lanes) * of->c[v] - gather(rows + REST * all + at, 1, lanes);
  }
}

INLINE void prepareWeights(__global const Real* weight, long laneStride, int sets, int lanes, PreparedGradients* of) {
  for (int v = 0; v < vectorsOrOne(sets); ++v)
    of->weight[v] = laneNumbers(weight + startOrZero(v, sets) * laneStride, laneStride, lanes);
}

// How weights go along a row, where they are not prepared: one for all lanes, or one for each.
enum { PREPARED, BY_ROW, BY_LANE };

INLINE Real16 weightOf(Rows from, const int affine, int row, long at, int lanes, Real16 prepared) {
  if (affine == PREPARED) return prepared;
  const long parameter = row * from.parameterStride;
  return affine == BY_ROW ? (Real16)(from.weight[parameter]) : gather(from.weight + parameter + at, 1, lanes);
}

INLINE void applyGradientRows(Rows from, __global Stored* to, const int affine, const int rows, int sets, int lanes,
                              int streams, const PreparedGradients* with) {
  for (int v = 0; v < vectorsOrOne(sets); ++v) {
    const long at = startOrZero(v, sets);
    prefetchRows(from, rows, at);
    const Real16 pre = with->pre[v], high = with->high[v], near = with->near[v], rest = with->rest[v];
    const Real16 a = with->a[v], c = with->c[v], weight = with->weight[v];
    UNROLL
    for (int row = 0; row < rows; ++row) {
      const Real16 above = loadLanes(from.x + row * from.stride, at, lanes) * pre - high;
      const Real16 g = loadLanes(from.gradOutput + row * from.stride, at, lanes) *
                       weightOf(from, affine, row, at, lanes, weight);
      storeLanes(to + at + row * from.stride, lanes, streams, (((g - near) + rest) - above * c) * a);
    }
  }
}

INLINE void applySomeRows(Rows from, __global Stored* to, const int affine, const int rows, int sets, int streams,
                          const PreparedGradients* with) {
  if (streams) {
    applyGradientRows(from, to, affine, rows, sets, 16, 1, with);
  } else {
    applyGradientRows(from, to, affine, rows, sets, 16, 0, with);
  }
}

// Takes up to `left` rows, and says how many.
INLINE int applyAnyRows(Rows from, __global Stored* to, long left, int sets, int streams, const PreparedGradients* with) {
  const int affine = from.parameterStride == 0 ? PREPARED : from.laneStride == 0 ? BY_ROW : BY_LANE;
  const int rows = sets < 16 ? 1 : gradientRowsAtOnce(left, from.stride, sets);
  if (sets < 16 || affine == BY_LANE) {
    applyGradientRows(from, to, affine, 1, sets, lanesOf(sets), 0, with);
    return 1;
  }
  if (affine == PREPARED && rows == 4) {
    applySomeRows(from, to, PREPARED, 4, sets, streams, with);
  } else if (affine == PREPARED) {
    applySomeRows(from, to, PREPARED, 1, sets, streams, with);
  } else if (rows == 4) {
    applySomeRows(from, to, BY_ROW, 4, sets, streams, with);
  } else {
    applySomeRows(from, to, BY_ROW, 1, sets, streams, with);
  }
  return rows;
}

INLINE void applyUnitGradients(__global const Stored* x, __global const Stored* gradOutput, __global Stored* to,
                               __global const long* t, Unit unit, long number, __global const Real* records,
                               __global const Real* rows, long all, __global const Real* weight) {
  const Block block = blockOf(t, number);
  const Place place = placeOfSet(t, unit.firstSet);
  const long stride = t[STRIDE];
  const int lanes = lanesOf(unit.sets);
  PreparedGradients with;
  prepareGradients(records, rows, all, unit.sets, lanes, &with);
  for (long run = block.firstRun; run < block.endRun; ++run) {
    const Place start = placeOfRun(t, place, run);
    const int streams = STREAMS && unit.sets % 16 == 0 &&
                        unalignedHead(to + start.offset + block.start * stride) == 0 &&
                        stride * sizeof(Stored) % sizeof(Real16) == 0;
    if (t[PARAMETER_STRIDE] == 0)
      prepareWeights(weight + start.parameter, t[LANE_PARAMETER_STRIDE], unit.sets, lanes, &with);
    const long end = block.start + block.length;
    for (long row = block.start; row < end;)
      row += applyAnyRows(rowsAt(x, gradOutput, weight, t, start, row), to + start.offset + row * stride, end - row,
                          unit.sets, streams, &with);
  }
}
