// dL/dx of the sets from firstSet on, from records[5][all] and rows[4][all].
#include "runs_gradient.cl"

__kernel void runs_backward(__global const Stored* restrict x, __global const Stored* restrict gradOutput,
                            __global Stored* restrict to, __global const long* restrict t, long firstSet, long sets,
                            long all, __global const Real* restrict records, __global const Real* restrict rows,
                            __global const Real* restrict weight) {
  const long jobs = sets * t[BLOCKS];
  for (long job = firstJob(jobs); job < endJob(jobs); ++job) {
    // What was summed last comes first: it is still in the cache.
    const long back = jobs - 1 - job;
    applyGradientSet(x, gradOutput, to, t, firstSet + back % sets, blockOf(t, back / sets), records, rows, all, weight);
  }
}
