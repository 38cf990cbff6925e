// dL/dx and the sums over parameters of every block of the sets from firstSet on, in one reading, where rows[4][all]
// are known before, as in evaluation mode; `sums` as runs_gradient_sums.cl has them.
#include "runs_gradient.cl"

__kernel void runs_gradient_known(__global const Stored* restrict x, __global const Stored* restrict gradOutput,
                                  __global Stored* restrict to, __global const long* restrict t, long firstSet,
                                  long sets, long all, __global const Real* restrict records,
                                  __global const Real* restrict rows, __global const Real* restrict weight,
                                  __global Real* restrict sums, long way, __global Real* restrict ownOfAll,
                                  long parameters) {
  const OwnSums own = ownSums(ownOfAll, parameters);
  const long jobs = sets * t[BLOCKS];
  for (long job = firstJob(jobs); job < endJob(jobs); ++job) {
    const long set = job % sets;
    const long block = job / sets;
    sumGradients(x, gradOutput, t, firstSet + set, 1, block, records + firstSet + set, all, weight, 0, 0, way, own,
              sums + block * sets + set, t[BLOCKS] * sets);
    applyGradientSet(x, gradOutput, to, t, firstSet + set, blockOf(t, block), records, rows, all, weight);
  }
}
