#include "lanes_gradient.cl"

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

INLINE void addParameterRow(__global const Stored* x, __global const Stored* gradOutput, __global const Real* record,
                            long all, long laneStride, long ahead, int sets, UnitParameters* u) {
  const int lanes = lanesOf(sets);
  for (int v = 0; v < vectorsOrOne(sets); ++v) {
    const long at = startOrZero(v, sets);
    __global const Real* numbers = record + at * laneStride;
    prefetchAhead(x + at + ahead);
    prefetchAhead(gradOutput + at + ahead);
    const Real16 e = loadLanes(x, at, lanes) * laneNumbers(numbers + PRE * all, laneStride, lanes) -
                     laneNumbers(numbers + HIGH * all, laneStride, lanes);
    const Real16 g = loadLanes(gradOutput, at, lanes);
    const Real16 scaled = g * laneNumbers(numbers + SCALE * all, laneStride, lanes);
    u->bias[v] += g;
    u->weight[v] += scaled * e;
    u->less[v] += scaled * laneNumbers(numbers + LOW * all, laneStride, lanes);
  }
}

// Sums over every block of every parameter, into sums[2][BLOCKS][parameters] (bias, weight). Here a "set" of `t` is
// what shares a parameter, and its "parameters" are the numbers of the sets of records[5][all].
__kernel void lanes_parameters(__global const Stored* restrict x, __global const Stored* restrict gradOutput,
                               __global const long* restrict t, long units, long parameters,
                               __global const Real* restrict records, long all, __global Real* restrict sums) {
  const long jobs = units * t[BLOCKS];
  const long ahead = readAhead(t[STRIDE]);
  for (long job = firstJob(jobs); job < endJob(jobs); ++job) {
    const Unit unit = unitOf(t, job % units);
    const Block block = blockOf(t, job / units);
    const Place place = placeOfSet(t, unit.firstSet);
    const int vectors = vectorsOrOne(unit.sets);
    UnitParameters u;
    for (int v = 0; v < vectors; ++v) {
      u.bias[v] = u.weight[v] = u.less[v] = ZERO16;
      u.total[v] = (ParameterSums){{ZERO16, ZERO16}, {ZERO16, ZERO16}};
    }
    int pending = 0;
    for (long run = block.firstRun; run < block.endRun; ++run) {
      const Place start = placeOfRun(t, place, run);
      for (long row = block.start; row < block.start + block.length; ++row) {
        const long offset = start.offset + row * t[STRIDE];
        addParameterRow(x + offset, gradOutput + offset, records + start.parameter + row * t[PARAMETER_STRIDE], all,
                        t[LANE_PARAMETER_STRIDE], ahead, unit.sets, &u);
        if (++pending < PENDING_ROWS) continue;
        flushParameters(vectors, &u);
        pending = 0;
      }
    }
    flushParameters(vectors, &u);
    __global Real* to = sums + job / units * parameters + unit.firstSet;
    for (int v = 0; v < vectors; ++v) {
      scatter(to + startOrZero(v, unit.sets), 1, lanesOf(unit.sets), u.total[v].bias.total);
      scatter(to + t[BLOCKS] * parameters + startOrZero(v, unit.sets), 1, lanesOf(unit.sets), u.total[v].weight.total);
    }
  }
}
