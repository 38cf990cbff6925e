// Sums and dL/dx of the units from firstUnit on, a group for each, whose sets are read again while a cache holds them;
// records[5][all]. `t` has one block a set.
#include "teams_gradient.cl"

__kernel void teams_gradient_whole(__global const Stored* restrict x, __global const Stored* restrict gradOutput,
                                   __global Stored* restrict to, __global const long* restrict t, long firstUnit, long all,
                                   __global const Real* restrict records, __global const Real* restrict weight,
                                   __global const Real* restrict rule, int teams, int sideBySide, __local Real* scratch) {
  const Team team = teamOf(teams, sideBySide);
  const Unit unit = unitOf(t, firstUnit + (long)get_group_id(0));
  const long set = unit.firstSet + min(team.team, unit.sets - 1);
  const Inputs in = {x, gradOutput, t, weight};
  const GradientRule how = gradientRuleFrom(rule);
  const Part part = partOf(t, set, 0);
  const Record record = loadRecord(records + set, all);
  const GradientSums s = sumsOfGradients(in, set, part, record, how.centres, team, scratch);
  if (team.team >= unit.sets) return;
  writeGradient(in, to, part, team, record, rowsFrom(s.near, s.sum, s.product, s.count, record, how));
}
