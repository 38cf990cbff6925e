// dL/dx of the units from firstUnit on, from records[5][all] and rows[4][all].
#include "lanes_gradient.cl"

__kernel void lanes_backward(__global const Stored* restrict x, __global const Stored* restrict gradOutput,
                             __global Stored* restrict to, __global const long* restrict t, long firstUnit, long units,
                             long all, __global const Real* restrict records, __global const Real* restrict rows,
                             __global const Real* restrict weight) {
  const long jobs = units * t[BLOCKS];
  for (long job = firstJob(jobs); job < endJob(jobs); ++job) {
    // What was summed last comes first: it is still in the cache.
    const long back = jobs - 1 - job;
    const Unit unit = unitOf(t, firstUnit + back % units);
    applyUnitGradients(x, gradOutput, to, t, unit, back / units, records + unit.firstSet, rows + unit.firstSet, all,
                       weight);
  }
}
