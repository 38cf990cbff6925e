// dL/dx and the sums over parameters of every block of the units from firstUnit on, in one reading, where the statistics
// were known before, as in evaluation mode: dL/dx is dL/dy * weight * scale * pre then. x is read for the sums alone.
#include "lanes_gradient.cl"

// `bias` and `ofXhat` are the sums over gradOutput and over gradOutput * (e + low): beside most e the low part would be
// rounded off, always the same way.
typedef struct {
  Real16 pre[MOST_VECTORS], high[MOST_VECTORS], low[MOST_VECTORS], scale[MOST_VECTORS];
  Real16 factor[MOST_VECTORS];  // scale * pre, and the weight where it is the same for all rows
  Real16 bias[MOST_VECTORS], ofXhat[MOST_VECTORS];
  Compensated biasTotal[MOST_VECTORS], ofXhatTotal[MOST_VECTORS];
} UnitKnown;

INLINE void startKnown(__global const Real* records, long all, int sets, int lanes, UnitKnown* u) {
  for (int v = 0; v < vectorsOrOne(sets); ++v) {
    const long at = startOrZero(v, sets);
    u->pre[v] = gather(records + PRE * all + at, 1, lanes);
    u->high[v] = gather(records + HIGH * all + at, 1, lanes);
    u->low[v] = gather(records + LOW * all + at, 1, lanes);
    u->scale[v] = gather(records + SCALE * all + at, 1, lanes);
    u->bias[v] = u->ofXhat[v] = ZERO16;
    u->biasTotal[v] = u->ofXhatTotal[v] = (Compensated){ZERO16, ZERO16};
  }
}

INLINE void prepareFactors(__global const long* t, __global const Real* weight, int sets, int lanes, UnitKnown* u) {
  const long laneStride = t[LANE_PARAMETER_STRIDE];
  for (int v = 0; v < vectorsOrOne(sets); ++v) {
    u->factor[v] = u->scale[v] * u->pre[v];
    if (t[PARAMETER_STRIDE] == 0)
      u->factor[v] *= laneNumbers(weight + startOrZero(v, sets) * laneStride, laneStride, lanes);
  }
}

INLINE void flushKnown(int sets, UnitKnown* u) {
  for (int v = 0; v < vectorsOrOne(sets); ++v) {
    add(&u->biasTotal[v], u->bias[v]);
    add(&u->ofXhatTotal[v], u->ofXhat[v]);
    u->bias[v] = u->ofXhat[v] = ZERO16;
  }
}

INLINE void prefetchRowsNear(Rows from, const int rows, long at) {
  const long ahead = rows == 1 ? writeAhead(from.stride) : rows * from.stride;
  for (int row = 0; row < rows; ++row) {
    prefetchLine(from.x + at + row * from.stride + ahead);
    prefetchLine(from.gradOutput + at + row * from.stride + ahead);
  }
}

INLINE void applyKnownRows(Rows from, __global Stored* to, const int rows, const long way, int sets, int lanes,
                           int streams, UnitKnown* u, OwnSums own, long parameter) {
  Real16 biases[4], weights[4];
  for (int row = 0; row < rows; ++row) biases[row] = weights[row] = ZERO16;
  for (int v = 0; v < vectorsOrOne(sets); ++v) {
    const long at = startOrZero(v, sets);
    prefetchRowsNear(from, rows, at);
    UNROLL
    for (int row = 0; row < rows; ++row) {
      const Real16 gradOutput = loadLanes(from.gradOutput + row * from.stride, at, lanes);
      if (way != ELSEWHERE) {
        const Real16 above = loadLanes(from.x + row * from.stride, at, lanes) * u->pre[v] - u->high[v];
        if (way == BY_RUN) {
          u->bias[v] += gradOutput;
          u->ofXhat[v] += gradOutput * above;
        } else {
          const Real16 counted = onlyOwnLanes(gradOutput, v, at);
          biases[row] += counted;
          weights[row] += counted * ((above - u->low[v]) * u->scale[v]);
        }
      }
      Real16 made = gradOutput * u->factor[v];
      if (from.parameterStride != 0)
        made *= laneNumbers(from.weight + row * from.parameterStride + at * from.laneStride, from.laneStride, lanes);
      storeLanes(to + at + row * from.stride, lanes, streams, made);
    }
  }
  if (way != BY_ELEMENT) return;
  for (int row = 0; row < rows; ++row)
    addOneToOwn(own, parameter + row * from.parameterStride, sumOf16(biases[row]), sumOf16(weights[row]));
}

// So that each way has its own loops. Takes up to `left` rows, and says how many.
INLINE int applySomeKnown(Rows from, __global Stored* to, long left, long way, int sets, int streams, UnitKnown* u,
                          OwnSums own, long parameter) {
  const int rows = sets < 16 ? 1 : rowsAtOnce(left, from.stride, sets);
  if (sets >= 16 && way == BY_RUN && rows == 4) {
    applyKnownRows(from, to, 4, BY_RUN, sets, 16, streams, u, own, parameter);
    return 4;
  }
  if (sets >= 16 && way == BY_RUN) {
    applyKnownRows(from, to, 1, BY_RUN, sets, 16, streams, u, own, parameter);
  } else {
    applyKnownRows(from, to, 1, way, sets, lanesOf(sets), streams, u, own, parameter);
  }
  return 1;
}

INLINE void storeKnown(__global const long* t, Unit unit, long parameter, OwnSums own, const UnitKnown* u) {
  for (int v = 0; v < vectorsOrOne(unit.sets); ++v) {
    const Real16 bias = u->biasTotal[v].total;
    addLanesToOwn(own, parameter, t[LANE_PARAMETER_STRIDE], v, unit.sets, bias,
                  (u->ofXhatTotal[v].total - bias * u->low[v]) * u->scale[v]);
  }
}

INLINE void applyUnitKnown(__global const Stored* x, __global const Stored* gradOutput, __global Stored* to,
                           __global const long* t, Unit unit, long number, __global const Real* records, long all,
                           __global const Real* weight, long way, OwnSums own) {
  const Block block = blockOf(t, number);
  const Place place = placeOfSet(t, unit.firstSet);
  const long stride = t[STRIDE];
  UnitKnown u;
  startKnown(records, all, unit.sets, lanesOf(unit.sets), &u);
  int pending = 0;
  for (long run = block.firstRun; run < block.endRun; ++run) {
    const Place start = placeOfRun(t, place, run);
    const int streams = STREAMS && unit.sets % 16 == 0 &&
                        unalignedHead(to + start.offset + block.start * stride) == 0 &&
                        stride * sizeof(Stored) % sizeof(Real16) == 0;
    prepareFactors(t, weight + start.parameter, unit.sets, lanesOf(unit.sets), &u);
    const long end = block.start + block.length;
    for (long row = block.start; row < end;) {
      const int taken = applySomeKnown(rowsAt(x, gradOutput, weight, t, start, row), to + start.offset + row * stride,
                                       end - row, way, unit.sets, streams, &u, own,
                                       start.parameter + row * t[PARAMETER_STRIDE]);
      row += taken;
      pending += taken;
      if (pending < PENDING_ROWS) continue;
      flushKnown(unit.sets, &u);
      pending = 0;
    }
  }
  flushKnown(unit.sets, &u);
  if (way == BY_RUN) storeKnown(t, unit, place.parameter, own, &u);
}

__kernel void lanes_gradient_known(__global const Stored* restrict x, __global const Stored* restrict gradOutput,
                                   __global Stored* restrict to, __global const long* restrict t, long firstUnit,
                                   long units, long all, __global const Real* restrict records,
                                   __global const Real* restrict weight, long way, __global Real* restrict ownOfAll,
                                   long parameters) {
  const OwnSums own = ownSums(ownOfAll, parameters);
  const long jobs = units * t[BLOCKS];
  for (long job = firstJob(jobs); job < endJob(jobs); ++job) {
    const Unit unit = unitOf(t, firstUnit + job % units);
    applyUnitKnown(x, gradOutput, to, t, unit, job / units, records + unit.firstSet, all, weight, way, own);
  }
}
