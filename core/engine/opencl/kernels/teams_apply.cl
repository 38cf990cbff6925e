// y of every block of the `units` units from firstUnit on, a group for each block of each unit, from records[5][sets], where
// `sets` are all of these units and firstSet is their first. With newestFirst what was measured last, and may still be in
// a cache, comes first.
#include "teams_write.cl"

__kernel void teams_apply(__global const Stored* restrict x, __global Stored* restrict y, __global const long* restrict t,
                          long firstUnit, long units, long firstSet, long sets, __global const Real* restrict records,
                          __global const Real* restrict weight, __global const Real* restrict bias, int newestFirst,
                          int teams, int sideBySide) {
  const Team team = teamOf(teams, sideBySide);
  const long group = (long)get_group_id(0);
  const long job = newestFirst ? units * t[BLOCKS] - 1 - group : group;
  const Unit unit = unitOf(t, firstUnit + job % units);
  if (team.team >= unit.sets) return;
  const long set = unit.firstSet + team.team;
  const Record record = loadRecord(records + set - firstSet, sets);
  writePart(x, y, t, partOf(t, set, job / units), team, record, weight, bias);
}
