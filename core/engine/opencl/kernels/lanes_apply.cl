// y of the units from firstUnit on, from scaling[4][sets], where `sets` are all of these units and firstSet is their
// first.
INLINE void applyUnit(const int VECTORS, __global const Stored* x, __global Stored* y, __global const long* t,
                      Place place, int lanes, Block block, __global const float* scaling, long distance,
                      __global const float* weight, __global const float* bias) {
  Scaling s[WIDE];
  for (int v = 0; v < VECTORS; ++v) s[v] = loadScaling(scaling + 16 * v, distance, lanes);
  applyLanes(VECTORS, x, y, t, place, lanes, block, s, weight, bias);
}

__kernel void lanes_apply(__global const Stored* x, __global Stored* y, __global const long* t, long firstUnit,
                          long units, long firstSet, long sets, __global const float* scaling,
                          __global const float* weight, __global const float* bias) {
  const long jobs = units * t[BLOCKS];
  for (long job = firstJob(jobs); job < endJob(jobs); ++job) {
    const Unit unit = unitOf(t, firstUnit + job % units);
    const Block block = blockOf(t, job / units);
    __global const float* in = scaling + unit.set - firstSet;
    if (unit.lanes == 16 * WIDE) {
      applyUnit(WIDE, x, y, t, unit.place, 16, block, in, sets, weight, bias);
      continue;
    }
    Place place = unit.place;
    for (int lane = 0; lane < unit.lanes; lane += 16) {
      applyUnit(1, x, y, t, place, min(16, unit.lanes - lane), block, in + lane, sets, weight, bias);
      place.offset += 16;
      place.parameter += 16 * t[LANE_PARAMETER_STRIDE];
    }
  }
}
