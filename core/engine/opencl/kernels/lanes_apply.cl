// y of the units from firstUnit on, from records[5][sets], where `sets` are all of these units and firstSet is their
// first.
#include "lanes_write.cl"

__kernel void lanes_apply(__global const Stored* restrict x, __global Stored* restrict y,
                          __global const long* restrict t, long firstUnit, long units, long firstSet, long sets,
                          __global const Real* restrict records, __global const Real* restrict weight,
                          __global const Real* restrict bias, int newestFirst) {
  const Output out = {x, y, t, records, firstSet, sets, weight, bias};
  const long jobs = units * t[BLOCKS];
  for (long job = firstJob(jobs); job < endJob(jobs); ++job) {
    // What was measured last is still in the cache.
    const long next = newestFirst ? jobs - 1 - job : job;
    writeUnit(out, unitOf(t, firstUnit + next % units), next / units);
  }
}
