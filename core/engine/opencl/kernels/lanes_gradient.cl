// Backward over sets, or parameters, that lie side by side in memory.

// 16 numbers, one for each lane, or one for all where the lanes' stride is 0; `lanes` of them exist.
INLINE Real16 laneNumbers(__global const Real* from, long laneStride, int lanes) { return gather(from, laneStride, lanes); }

// Vectors of a unit: all whole ones (the last may overlap), or a single one that is not whole.
INLINE int vectorsOrOne(int sets) { return sets < 16 ? 1 : vectorsOf(sets); }
INLINE long startOrZero(int v, int sets) { return sets < 16 ? 0 : startOfVector(v, sets); }
INLINE int lanesOf(int sets) { return min(sets, 16); }

typedef struct {
  Real16 near[MOST_VECTORS];
  Real16 sum[MOST_VECTORS], product[MOST_VECTORS], residual[MOST_VECTORS];
  Compensated sumTotal[MOST_VECTORS], productTotal[MOST_VECTORS], residualTotal[MOST_VECTORS];
} UnitSlopes;

INLINE void flushSlopes(int vectors, UnitSlopes* u) {
  for (int v = 0; v < vectors; ++v) {
    add(&u->sumTotal[v], u->sum[v]);
    add(&u->productTotal[v], u->product[v]);
    add(&u->residualTotal[v], u->residual[v]);
    u->sum[v] = u->product[v] = u->residual[v] = ZERO16;
  }
}

// dL/dy * weight of row `row` of whole sets.
INLINE Real16 slopeAt(__global const Stored* slope, __global const long* t, Place place, long row, long at, int lanes,
                      __global const Real* weight) {
  const Place run = placeOfRun(t, place, row / t[LENGTH]);
  const long offset = run.offset + row % t[LENGTH] * t[STRIDE] + at;
  const long parameter =
      run.parameter + row % t[LENGTH] * t[PARAMETER_STRIDE] + at * t[LANE_PARAMETER_STRIDE];
  return loadLanes(slope, offset, lanes) * laneNumbers(weight + parameter, t[LANE_PARAMETER_STRIDE], lanes);
}

// A guess of the mean of g of every lane, from some rows of the whole sets: their value, where they are all the same.
INLINE void guessSlopes(__global const Stored* slope, __global const long* t, Place place, int sets,
                        __global const Real* weight, UnitSlopes* u) {
  const long rows = t[RUNS] * t[LENGTH];
  const int lanes = lanesOf(sets);
  for (int v = 0; v < vectorsOrOne(sets); ++v) {
    const long at = startOrZero(v, sets);
    const Real16 first = slopeAt(slope, t, place, 0, at, lanes, weight);
    Real16 distance = ZERO16;
    for (long k = 1; k < GUESS_ROWS; ++k)
      distance += slopeAt(slope, t, place, k * rows / GUESS_ROWS, at, lanes, weight) - first;
    u->near[v] = first + distance / GUESS_ROWS;
  }
}

INLINE void addSlopeRow(__global const Stored* x, __global const Stored* slope, __global const Real* weight,
                        long laneStride, long ahead, int sets, __global const Real* records, long all, UnitSlopes* u) {
  const int lanes = lanesOf(sets);
  for (int v = 0; v < vectorsOrOne(sets); ++v) {
    const long at = startOrZero(v, sets);
    prefetchLine(x + at + ahead);
    prefetchLine(slope + at + ahead);
    const Real16 e = (loadLanes(x, at, lanes) * gather(records + PRE * all + at, 1, lanes) -
                      gather(records + HIGH * all + at, 1, lanes)) -
                     gather(records + LOW * all + at, 1, lanes);
    const Real16 g = loadLanes(slope, at, lanes) * laneNumbers(weight + at * laneStride, laneStride, lanes);
    const Real16 distance = g - u->near[v];
    u->sum[v] += distance;
    u->product[v] += distance * e;
    u->residual[v] += e;
  }
}

// One block of the sets of a unit; their sums go to `to`, their records are the first of `records`.
INLINE void sumUnitSlopes(__global const Stored* x, __global const Stored* slope, __global const long* t, Unit unit,
                          long number, __global const Real* records, long all, __global const Real* weight,
                          int centres, __global Real* to, long distance) {
  const Block block = blockOf(t, number);
  const Place place = placeOfSet(t, unit.firstSet);
  const int vectors = vectorsOrOne(unit.sets);
  UnitSlopes u;
  for (int v = 0; v < vectors; ++v) {
    u.near[v] = u.sum[v] = u.product[v] = u.residual[v] = ZERO16;
    u.sumTotal[v] = u.productTotal[v] = u.residualTotal[v] = (Compensated){ZERO16, ZERO16};
  }
  if (centres) guessSlopes(slope, t, place, unit.sets, weight, &u);
  const long ahead = readAhead(t[STRIDE]);
  int pending = 0;
  for (long run = block.firstRun; run < block.endRun; ++run) {
    const Place start = placeOfRun(t, place, run);
    for (long row = block.start; row < block.start + block.length; ++row) {
      const long offset = start.offset + row * t[STRIDE];
      addSlopeRow(x + offset, slope + offset, weight + start.parameter + row * t[PARAMETER_STRIDE],
                  t[LANE_PARAMETER_STRIDE], ahead, unit.sets, records, all, &u);
      if (++pending < PENDING_ROWS) continue;
      flushSlopes(vectors, &u);
      pending = 0;
    }
  }
  flushSlopes(vectors, &u);
  for (int v = 0; v < vectors; ++v) {
    const GradientSums s = {u.near[v], u.sumTotal[v].total, u.productTotal[v].total, u.residualTotal[v].total,
                            (Real16)(countOf(block))};
    storeGradientSums(to + startOrZero(v, unit.sets), distance, lanesOf(unit.sets), s);
  }
}

INLINE void applySlopeRow(__global const Stored* x, __global const Stored* slope, __global Stored* to,
                          __global const Real* weight, long laneStride, long ahead, int sets,
                          __global const Real* records, __global const Real* rows, long all, int streams) {
  const int lanes = lanesOf(sets);
  for (int v = 0; v < vectorsOrOne(sets); ++v) {
    const long at = startOrZero(v, sets);
    prefetchLine(x + at + ahead);
    prefetchLine(slope + at + ahead);
    const Real16 e = (loadLanes(x, at, lanes) * gather(records + PRE * all + at, 1, lanes) -
                      gather(records + HIGH * all + at, 1, lanes)) -
                     gather(records + LOW * all + at, 1, lanes);
    const Real16 g = loadLanes(slope, at, lanes) * laneNumbers(weight + at * laneStride, laneStride, lanes);
    const Real16 value = ((g - gather(rows + NEAR * all + at, 1, lanes)) - gather(rows + REST * all + at, 1, lanes)) *
                             gather(rows + A * all + at, 1, lanes) -
                         e * gather(rows + C * all + at, 1, lanes);
    if (streams) {
      stream16(to, at, value);
    } else if (lanes == 16) {
      store16(to, at, value);
    } else {
      Real each[16];
      vstore16(value, 0, each);
      for (int lane = 0; lane < lanes; ++lane) store1(to, lane, each[lane]);
    }
  }
}

INLINE void applyUnitSlopes(__global const Stored* x, __global const Stored* slope, __global Stored* to,
                            __global const long* t, Unit unit, long number, __global const Real* records,
                            __global const Real* rows, long all, __global const Real* weight) {
  const Block block = blockOf(t, number);
  const Place place = placeOfSet(t, unit.firstSet);
  const long stride = t[STRIDE];
  for (long run = block.firstRun; run < block.endRun; ++run) {
    const Place start = placeOfRun(t, place, run);
    const int streams = STREAMS && unit.sets % 16 == 0 && unalignedHead(to + start.offset + block.start * stride) == 0 &&
                        stride * sizeof(Stored) % sizeof(Real16) == 0;
    for (long row = block.start; row < block.start + block.length; ++row) {
      const long offset = start.offset + row * stride;
      applySlopeRow(x + offset, slope + offset, to + offset, weight + start.parameter + row * t[PARAMETER_STRIDE],
                    t[LANE_PARAMETER_STRIDE], readAhead(stride), unit.sets, records, rows, all, streams);
    }
  }
}

typedef struct {
  Real16 bias[MOST_VECTORS], weight[MOST_VECTORS], less[MOST_VECTORS];
  ParameterSums total[MOST_VECTORS];
} UnitParameters;

INLINE void flushParameters(int vectors, UnitParameters* u) {
  for (int v = 0; v < vectors; ++v) {
    addParameterSums(&u->total[v], u->bias[v], u->weight[v], u->less[v]);
    u->bias[v] = u->weight[v] = u->less[v] = ZERO16;
  }
}

INLINE void addParameterRow(__global const Stored* x, __global const Stored* slope, __global const Real* record,
                            long all, long laneStride, long ahead, int sets, UnitParameters* u) {
  const int lanes = lanesOf(sets);
  for (int v = 0; v < vectorsOrOne(sets); ++v) {
    const long at = startOrZero(v, sets);
    __global const Real* numbers = record + at * laneStride;
    prefetchLine(x + at + ahead);
    prefetchLine(slope + at + ahead);
    const Real16 e = loadLanes(x, at, lanes) * laneNumbers(numbers + PRE * all, laneStride, lanes) -
                     laneNumbers(numbers + HIGH * all, laneStride, lanes);
    const Real16 g = loadLanes(slope, at, lanes);
    const Real16 scaled = g * laneNumbers(numbers + SCALE * all, laneStride, lanes);
    u->bias[v] += g;
    u->weight[v] += scaled * e;
    u->less[v] += scaled * laneNumbers(numbers + LOW * all, laneStride, lanes);
  }
}
