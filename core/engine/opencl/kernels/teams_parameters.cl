// Sums over every block of every parameter, a group for each block of each unit of parameters, into
// sums[2][BLOCKS][parameters] (bias, weight). Here a "set" of `t` is what shares a parameter, and its "parameters" are the
// numbers of the sets of records[5][all].
#include "teams_gradient.cl"

__kernel void teams_parameters(__global const Stored* restrict x, __global const Stored* restrict gradOutput,
                               __global const long* restrict t, long units, long parameters,
                               __global const Real* restrict records, long all, __global Real* restrict sums, int teams,
                               int sideBySide, __local Real* scratch) {
  const Team team = teamOf(teams, sideBySide);
  const long job = (long)get_group_id(0);
  const Unit unit = unitOf(t, job % units);
  const long block = job / units;
  const long parameter = unit.firstSet + min(team.team, unit.sets - 1);
  const Part part = partOf(t, parameter, block);
  Sum bias = {0, 0}, weight = {0, 0};
  for (uint element = team.item; element < part.count; element += team.items) {
    const Place place = placeOfElement(t, part, element);
    const Record record = loadRecord(records + place.parameter, all);
    const Real g = load1(gradOutput, place.offset);
    addTo(&bias, g);
    addTo(&weight, g * record.scale * (load1(x, place.offset) * record.pre - record.high));
    // Apart: beside most e the low part would be rounded off, always the same way.
    addTo(&weight, -(g * record.scale * record.low));
  }
  sumOverTeam(&bias, &weight, team, scratch);
  if (team.team >= unit.sets || team.item != 0) return;
  __global Real* to = sums + block * parameters + parameter;
  to[0] = bias.sum;
  to[t[BLOCKS] * parameters] = weight.sum;
}
