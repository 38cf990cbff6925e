// Sums of every block of the `units` units from firstUnit on, a group for each block of each unit, into
// sums[5][blocks][sets] from firstBlock on, where `sets` are all of these units and firstSet is their first;
// records[5][all].
#include "teams_gradient.cl"

__kernel void teams_gradient_sums(__global const Stored* restrict x, __global const Stored* restrict gradOutput,
                                  __global const long* restrict t, long firstUnit, long units, long firstSet, long sets,
                                  long all, long firstBlock, long blocks, __global const Real* restrict records,
                                  __global const Real* restrict weight, __global const Real* restrict rule,
                                  __global Real* restrict sums, int teams, int sideBySide, __local Real* scratch) {
  const Team team = teamOf(teams, sideBySide);
  const long job = (long)get_group_id(0);
  const Unit unit = unitOf(t, firstUnit + job % units);
  const long block = job / units;
  const long set = unit.firstSet + min(team.team, unit.sets - 1);
  const GradientSums s =
      sumsOfGradients((Inputs){x, gradOutput, t, weight}, set, partOf(t, set, block), loadRecord(records + set, all),
                      gradientRuleFrom(rule).centres, team, scratch);
  if (team.team < unit.sets && team.item == 0)
    storeGradientSums(sums + (firstBlock + block) * sets + set - firstSet, blocks * sets, s);
}
