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

// `bias` and `weight` are the sums over gradOutput and over gradOutput * (e + low) where a lane has one weight: beside
// most e the low part would be rounded off, always the same way.
typedef struct {
  Real16 near[MOST_VECTORS];
  Real16 sum[MOST_VECTORS], product[MOST_VECTORS], residual[MOST_VECTORS], bias[MOST_VECTORS], weight[MOST_VECTORS];
  Compensated sumTotal[MOST_VECTORS], productTotal[MOST_VECTORS], residualTotal[MOST_VECTORS];
  ParameterSums parameters[MOST_VECTORS];
} UnitGradients;

INLINE void startGradients(int vectors, UnitGradients* u) {
  const Compensated none = {ZERO16, ZERO16};
  for (int v = 0; v < vectors; ++v) {
    u->near[v] = u->sum[v] = u->product[v] = u->residual[v] = u->bias[v] = u->weight[v] = ZERO16;
    u->sumTotal[v] = u->productTotal[v] = u->residualTotal[v] = none;
    u->parameters[v] = (ParameterSums){none, none};
  }
}

INLINE void flushGradients(int vectors, long way, UnitGradients* u) {
  for (int v = 0; v < vectors; ++v) {
    add(&u->sumTotal[v], u->sum[v]);
    add(&u->productTotal[v], u->product[v]);
    add(&u->residualTotal[v], u->residual[v]);
    u->sum[v] = u->product[v] = u->residual[v] = ZERO16;
    if (way != BY_RUN) continue;
    add(&u->parameters[v].bias, u->bias[v]);
    add(&u->parameters[v].weight, u->weight[v]);
    u->bias[v] = u->weight[v] = ZERO16;
  }
}

// dL/dy * weight of row `row` of whole sets.
INLINE Real16 gradientAt(__global const Stored* gradOutput, __global const long* t, Place place, long row, long at,
                         int lanes, __global const Real* weight) {
  const Place run = placeOfRun(t, place, row / t[LENGTH]);
  const long offset = run.offset + row % t[LENGTH] * t[STRIDE] + at;
  const long parameter =
      run.parameter + row % t[LENGTH] * t[PARAMETER_STRIDE] + at * t[LANE_PARAMETER_STRIDE];
  return loadLanes(gradOutput, offset, lanes) * laneNumbers(weight + parameter, t[LANE_PARAMETER_STRIDE], lanes);
}

// A guess of the mean of g of every lane, from some rows of the whole sets: their value, where they are all the same.
INLINE void guessGradients(__global const Stored* gradOutput, __global const long* t, Place place, int sets,
                           __global const Real* weight, UnitGradients* u) {
  const long rows = t[RUNS] * t[LENGTH];
  const int lanes = lanesOf(sets);
  for (int v = 0; v < vectorsOrOne(sets); ++v) {
    const long at = startOrZero(v, sets);
    const Real16 first = gradientAt(gradOutput, t, place, 0, at, lanes, weight);
    Real16 distance = ZERO16;
    for (long k = 1; k < GUESS_ROWS; ++k)
      distance += gradientAt(gradOutput, t, place, k * rows / GUESS_ROWS, at, lanes, weight) - first;
    u->near[v] = first + distance / GUESS_ROWS;
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

// Memory takes its time: rows that lie ahead are asked for.
INLINE void prefetchRows(Rows from, const int rows, long at) {
  if (rows == 1) {
    prefetchLine(from.x + at + readAhead(from.stride));
    prefetchLine(from.gradOutput + at + readAhead(from.stride));
    return;
  }
  for (int row = rows; row < 2 * rows; ++row) {
    prefetchLine(from.x + at + row * from.stride);
    prefetchLine(from.gradOutput + at + row * from.stride);
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
    const Real16 low = gather(records + LOW * all + at, 1, lanes);
    const Real16 ofLanes =
        way == BY_RUN ? laneNumbers(from.weight + at * from.laneStride, from.laneStride, lanes) : ZERO16;
    UNROLL
    for (int row = 0; row < rows; ++row) {
      const Real16 above = loadLanes(from.x + row * from.stride, at, lanes) * pre - high;
      const Real16 e = above - low;
      const Real16 gradOutput = loadLanes(from.gradOutput + row * from.stride, at, lanes);
      const Real16 weight =
          way == BY_RUN
              ? ofLanes
              : laneNumbers(from.weight + row * from.parameterStride + at * from.laneStride, from.laneStride, lanes);
      const Real16 distance = gradOutput * weight - u->near[v];
      u->sum[v] += distance;
      u->product[v] += distance * e;
      u->residual[v] += e;
      if (way == BY_RUN) {
        u->bias[v] += gradOutput;
        u->weight[v] += gradOutput * above;
      } else if (way == BY_ELEMENT) {
        const Real16 counted = onlyOwnLanes(gradOutput, v, at);
        biases[row] += counted;
        weights[row] += counted * (e * gather(records + SCALE * all + at, 1, lanes));
      }
    }
  }
  if (way != BY_ELEMENT) return;
  for (int row = 0; row < rows; ++row)
    addOneToOwn(own, parameter + row * from.parameterStride, sumOf16(biases[row]), sumOf16(weights[row]));
}

// So that each way has its own loops.
INLINE int addSomeRows(Rows from, long left, long way, int sets, __global const Real* records, long all,
                       UnitGradients* u, OwnSums own, long parameter) {
  if (sets >= 16 && rowsAtOnce(left, from.stride, sets) == 4) {
    if (way == BY_RUN) {
      addGradientRows(from, 4, BY_RUN, sets, records, all, u, own, parameter);
    } else if (way == BY_ELEMENT) {
      addGradientRows(from, 4, BY_ELEMENT, sets, records, all, u, own, parameter);
    } else {
      addGradientRows(from, 4, ELSEWHERE, sets, records, all, u, own, parameter);
    }
    return 4;
  }
  addGradientRows(from, 1, way, sets, records, all, u, own, parameter);
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

INLINE void storeUnitGradients(__global const long* t, Unit unit, long parameter, Real16 count,
                               __global const Real* records, long all, long way, OwnSums own, UnitGradients* u,
                               __global Real* to, long distance) {
  const int lanes = lanesOf(unit.sets);
  for (int v = 0; v < vectorsOrOne(unit.sets); ++v) {
    const long at = startOrZero(v, unit.sets);
    const GradientSums s = {u->near[v], u->sumTotal[v].total, u->productTotal[v].total, u->residualTotal[v].total,
                            count};
    storeGradientSums(to + at, distance, lanes, s);
    if (way != BY_RUN) continue;
    const Real16 bias = u->parameters[v].bias.total;
    const Real16 weight = (u->parameters[v].weight.total - bias * gather(records + LOW * all + at, 1, lanes)) *
                          gather(records + SCALE * all + at, 1, lanes);
    addLanesToOwn(own, parameter, t[LANE_PARAMETER_STRIDE], v, unit.sets, bias, weight);
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
  if (centres) guessGradients(gradOutput, t, place, unit.sets, weight, &u);
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
      flushGradients(vectors, way, &u);
      pending = 0;
    }
  }
  flushGradients(vectors, way, &u);
  storeUnitGradients(t, unit, place.parameter, (Real16)(countOf(block)), records, all, way, own, &u, to, distance);
}

INLINE void storeLanes(__global Stored* to, int lanes, int streams, Real16 value) {
  if (streams) {
    stream16(to, 0, value);
  } else if (lanes == 16) {
    store16(to, 0, value);
  } else {
    Real each[16];
    vstore16(value, 0, each);
    for (int lane = 0; lane < lanes; ++lane) store1(to, lane, each[lane]);
  }
}

INLINE void applyGradientRows(Rows from, __global Stored* to, const int rows, int sets, __global const Real* records,
                              __global const Real* rowsOfSets, long all, int streams) {
  const int lanes = rows == 1 ? lanesOf(sets) : 16;
  for (int v = 0; v < vectorsOrOne(sets); ++v) {
    const long at = startOrZero(v, sets);
    prefetchRows(from, rows, at);
    const Real16 pre = gather(records + PRE * all + at, 1, lanes);
    const Real16 high = gather(records + HIGH * all + at, 1, lanes);
    const Real16 low = gather(records + LOW * all + at, 1, lanes);
    const Real16 near = gather(rowsOfSets + NEAR * all + at, 1, lanes);
    const Real16 rest = gather(rowsOfSets + REST * all + at, 1, lanes);
    const Real16 a = gather(rowsOfSets + A * all + at, 1, lanes);
    const Real16 c = gather(rowsOfSets + C * all + at, 1, lanes);
    UNROLL
    for (int row = 0; row < rows; ++row) {
      const Real16 e = (loadLanes(from.x + row * from.stride, at, lanes) * pre - high) - low;
      const Real16 weight =
          laneNumbers(from.weight + row * from.parameterStride + at * from.laneStride, from.laneStride, lanes);
      const Real16 g = loadLanes(from.gradOutput + row * from.stride, at, lanes) * weight;
      storeLanes(to + at + row * from.stride, lanes, streams, (((g - near) - rest) - e * c) * a);
    }
  }
}

INLINE void applyUnitGradients(__global const Stored* x, __global const Stored* gradOutput, __global Stored* to,
                               __global const long* t, Unit unit, long number, __global const Real* records,
                               __global const Real* rows, long all, __global const Real* weight) {
  const Block block = blockOf(t, number);
  const Place place = placeOfSet(t, unit.firstSet);
  const long stride = t[STRIDE];
  const int four = unit.sets >= 16;
  for (long run = block.firstRun; run < block.endRun; ++run) {
    const Place start = placeOfRun(t, place, run);
    const int streams = STREAMS && unit.sets % 16 == 0 &&
                        unalignedHead(to + start.offset + block.start * stride) == 0 &&
                        stride * sizeof(Stored) % sizeof(Real16) == 0;
    const long end = block.start + block.length;
    for (long row = block.start; row < end;) {
      const Rows from = rowsAt(x, gradOutput, weight, t, start, row);
      __global Stored* into = to + start.offset + row * stride;
      if (four && rowsAtOnce(end - row, stride, unit.sets) == 4) {
        applyGradientRows(from, into, 4, unit.sets, records, rows, all, streams);
        row += 4;
      } else {
        applyGradientRows(from, into, 1, unit.sets, records, rows, all, streams);
        row += 1;
      }
    }
  }
}
