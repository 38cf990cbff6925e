// Records of `sets` sets from moments[6][blocks][sets]: records[5][sets].
#include "merge.cl"

__kernel void sets_merge(__global const long* restrict t, long blocks, __global const Real* restrict moments,
                         __global Real* restrict records, long sets, __global const Real* restrict rule) {
  const ScaleRule scale = ruleFrom(rule);
  const long step = 16 * t[SPLIT];
  const long jobs = (sets + step - 1) / step;
  for (long job = firstJob(jobs); job < endJob(jobs); ++job)
    mergeSets(t, blocks, moments, records, sets, job * step, min(step, sets - job * step), scale);
}
