// Sums, rows and dL/dx of the units from firstUnit on, one unit after the other while it is in the cache;
// sums[5][sets], where `sets` are all of these units and firstSet is their first; records[5][all], rows[4][all]. `t`
// has one block a set. Sums over parameters go to each item's own as `way` says.
#include "runs_gradient_by_element.cl"
#include "runs_gradient_by_run.cl"

__kernel void runs_gradient_whole(__global const Stored* restrict x, __global const Stored* restrict gradOutput,
                                  __global Stored* restrict to, __global const long* restrict t, long firstUnit,
                                  long units, long firstSet, long sets, long all, __global const Real* restrict records,
                                  __global const Real* restrict weight, __global const Real* restrict rule,
                                  __global Real* sums, __global Real* rows, long way, __global Real* restrict ownOfAll,
                                  long parameters) {
  const GradientRule how = gradientRuleFrom(rule);
  const OwnSums own = ownSums(ownOfAll, parameters);
  int wait = 0;
  PendingSums pending;
  if (way == BY_ELEMENT) startPending(t[LENGTH], &pending);
  for (long job = firstJob(units); job < endJob(units); ++job) {
    const Unit unit = unitOf(t, firstUnit + job);
    if (way == BY_ELEMENT) {
      differentiateElements(x, gradOutput, to, t, unit, records, all, weight, how, own, &pending);
      continue;
    }
    __global Real* mine = sums + unit.firstSet - firstSet;
    sumGradientsBy(way, x, gradOutput, t, unit.firstSet, unit.sets, 0, records + unit.firstSet, all, weight,
                   how.centres, 0, own, &wait, mine, sets);
    mergeUnitGradients(mine, sets, records + unit.firstSet, rows + unit.firstSet, all, t[SPLIT], unit.sets, how);
    for (long i = unit.sets - 1; i >= 0; --i)
      applyGradientSet(x, gradOutput, to, t, unit.firstSet + i, blockOf(t, 0), records, rows, all, weight);
  }
  if (way == BY_ELEMENT) flushPending(t[LENGTH], placeOfSet(t, 0).parameter, own, &pending);
}
