// y of the units from firstUnit on, a group for each: its sets are measured and written while a cache holds them;
// records[5][sets], where `sets` are all of these units and firstSet is their first. `t` has one block a set; `ty` are
// the same sets in runs along which the parameters have one stride.
#include "teams_write.cl"

__kernel void teams_whole(__global const Stored* restrict x, __global Stored* restrict y, __global const long* restrict t,
                          __global const long* restrict ty, long firstUnit, long firstSet, long sets,
                          __global Real* restrict records, __global const Real* restrict weight,
                          __global const Real* restrict bias, __global const Real* restrict rule, int teams,
                          int sideBySide, __local Real* scratch) {
  __local int flag;
  const Team team = teamOf(teams, sideBySide);
  const Unit unit = unitOf(t, firstUnit + (long)get_group_id(0));
  const long set = unit.firstSet + min(team.team, unit.sets - 1);
  const Moments moments = measured(x, t, partOf(t, set, 0), team, scratch, &flag);
  const Record record = recordOf(mergedOne(moments), ruleFrom(rule));
  if (team.team >= unit.sets) return;
  if (team.item == 0) storeRecord(records + set - firstSet, sets, record);
  writePart(x, y, ty, partOf(ty, set, 0), team, record, weight, bias);
}
