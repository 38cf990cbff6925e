// Sums of every block of the units from firstUnit on, into sums[5][blocks][sets] from firstBlock on, where `sets` are
// all of these units and firstSet is their first; records[5][all] and rule as gradient.cl has them. Sums over parameters
// go to each item's own as `way` says.
#include "lanes_gradient.cl"

__kernel void lanes_gradient_sums(__global const Stored* restrict x, __global const Stored* restrict gradOutput,
                                  __global const long* restrict t, long firstUnit, long units, long firstSet, long sets,
                                  long all, long firstBlock, long blocks, __global const Real* restrict records,
                                  __global const Real* restrict weight, __global const Real* restrict rule,
                                  __global Real* restrict sums, long way, __global Real* restrict ownOfAll,
                                  long parameters) {
  const GradientRule how = gradientRuleFrom(rule);
  const OwnSums own = ownSums(ownOfAll, parameters);
  const long jobs = units * t[BLOCKS];
  for (long job = firstJob(jobs); job < endJob(jobs); ++job) {
    const Unit unit = unitOf(t, firstUnit + job % units);
    const long block = job / units;
    const long at = unit.firstSet - firstSet;
    sumUnitGradients(x, gradOutput, t, unit, block, records + unit.firstSet, all, weight, how.centres, way, own,
                  sums + (firstBlock + block) * sets + at, blocks * sets);
  }
}
