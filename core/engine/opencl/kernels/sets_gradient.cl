// The rows of dL/dx of the sets from firstSet on, from sums[5][blocks][sets] and records[5][all]: into rows[4][all].
#include "gradient.cl"
#include "traversal.cl"

__kernel void sets_gradient(__global const long* restrict t, long blocks, __global const Real* restrict sums,
                            __global const Real* restrict records, __global Real* restrict rows, long firstSet,
                            long sets, long all, __global const Real* restrict rule) {
  const GradientRule how = gradientRuleFrom(rule);
  const long split = t[SPLIT];
  const long jobs = (sets + 16 * split - 1) / (16 * split);
  for (long job = firstJob(jobs); job < endJob(jobs); ++job) {
    const long at = job * 16 * split;
    mergeGradients(sums + at, sets, blocks, records + firstSet + at, rows + firstSet + at, all, split,
                   (int)min((long)16, (sets - at) / split), how);
  }
}
