// y of one block of one set.
#pragma once
#include "teams_record.cl"

INLINE void writePart(__global const Stored* restrict x, __global Stored* restrict y, __global const long* restrict t,
                      Part part, Team team, Record record, __global const Real* restrict weight,
                      __global const Real* restrict bias) {
  for (uint first = team.item; first < part.count; first += AT_ONCE * team.items) {
    Real values[AT_ONCE];
    UNROLL
    for (int i = 0; i < AT_ONCE; ++i) values[i] = load1(x, placeAhead(t, part, first, i, team).offset);
    UNROLL
    for (int i = 0; i < AT_ONCE; ++i) {
      if (!isAhead(part, first, i, team)) continue;
      const Place place = placeAhead(t, part, first, i, team);
      const Real e = distanceOf(values[i], record);
      store1(y, place.offset, e * record.scale * weight[place.parameter] + bias[place.parameter]);
    }
  }
}
