// The moments of every block of the `units` units from firstUnit on, a group for each block of each unit, into
// moments[6][blocks][sets], where these blocks are those from firstBlock on.
#include "teams_moments_of.cl"

__kernel void teams_moments(__global const Stored* restrict x, __global const long* restrict t, long firstUnit, long units,
                            long firstSet, long sets, long firstBlock, long blocks, __global Real* restrict moments,
                            int teams, int sideBySide, __local Real* scratch) {
  __local int flag;
  const Team team = teamOf(teams, sideBySide);
  const long job = (long)get_group_id(0);
  const Unit unit = unitOf(t, firstUnit + job % units);
  const long block = job / units;
  const long set = unit.firstSet + min(team.team, unit.sets - 1);
  const Moments m = measured(x, t, partOf(t, set, block), team, scratch, &flag);
  if (team.team < unit.sets && team.item == 0)
    storeMoments(moments + (firstBlock + block) * sets + set - firstSet, blocks * sets, m);
}
