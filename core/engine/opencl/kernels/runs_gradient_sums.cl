// Sums of every block of the sets from firstSet on, into sums[5][blocks][sets] from firstBlock on; records[5][all] and
// rule as gradient.cl has them. All blocks take the guess that an earlier part of the sets made for its own, the first
// ones. Sums over parameters go to each item's own as `way` says.
#include "runs_gradient_by_run.cl"

__kernel void runs_gradient_sums(__global const Stored* restrict x, __global const Stored* restrict gradOutput,
                                 __global const long* restrict t, long firstSet, long sets, long all, long firstBlock,
                                 long blocks, __global const Real* restrict records, __global const Real* restrict weight,
                                 __global const Real* restrict rule, __global Real* restrict sums, long way,
                                 __global Real* restrict ownOfAll, long parameters) {
  const GradientRule how = gradientRuleFrom(rule);
  const OwnSums own = ownSums(ownOfAll, parameters);
  int wait = 0;
  const long jobs = sets * t[BLOCKS];
  for (long job = firstJob(jobs); job < endJob(jobs); ++job) {
    const long set = job % sets;
    const long block = job / sets;
    sumGradientsBy(way, x, gradOutput, t, firstSet + set, 1, block, records + firstSet + set, all, weight, how.centres,
                   firstBlock > 0 ? sums + set : 0, own, &wait, sums + (firstBlock + block) * sets + set, blocks * sets);
  }
}
