// dL/dx of the sets from firstSet on, from records[5][all] and rows[4][all], and the sums over the parameters along their
// runs: the sets are one run each and share these. A work-item takes a strip of all sets, so that no other has its
// parameters, whose sums stand once: those of this launch go to those of earlier ones.
#include "runs_gradient.cl"

__kernel void runs_backward_strips(__global const Stored* restrict x, __global const Stored* restrict gradOutput,
                                   __global Stored* restrict to, __global const long* restrict t, long firstSet,
                                   long sets, long all, __global const Real* restrict records,
                                   __global const Real* restrict rows, __global const Real* restrict weight,
                                   __global Real* restrict totals, long parameters) {
  const OwnSums own = {totals, parameters};
  const long jobs = (t[LENGTH] + STRIP - 1) / STRIP;
  for (long job = firstJob(jobs); job < endJob(jobs); ++job)
    applyStripOfSets(x, gradOutput, to, t, firstSet, sets, job * STRIP, STRIP, records, rows, all, weight, own);
}
