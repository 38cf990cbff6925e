// dL/dx of every block of the `units` units from firstUnit on, a group for each block of each unit, from records[5][all]
// and rows[4][all]. What was summed last, and may still be in a cache, comes first.
#include "teams_gradient.cl"

__kernel void teams_backward(__global const Stored* restrict x, __global const Stored* restrict gradOutput,
                             __global Stored* restrict to, __global const long* restrict t, long firstUnit, long units,
                             long all, __global const Real* restrict records, __global const Real* restrict rows,
                             __global const Real* restrict weight, int teams, int sideBySide) {
  const Team team = teamOf(teams, sideBySide);
  const long job = units * t[BLOCKS] - 1 - (long)get_group_id(0);
  const Unit unit = unitOf(t, firstUnit + job % units);
  if (team.team >= unit.sets) return;
  const long set = unit.firstSet + team.team;
  const Rows r = {rows[NEAR * all + set], rows[REST * all + set], rows[A * all + set], rows[C * all + set]};
  writeGradient((Inputs){x, gradOutput, t, weight}, to, partOf(t, set, job / units), team, loadRecord(records + set, all), r);
}
