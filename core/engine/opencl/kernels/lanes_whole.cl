// Moments and y of the units from firstUnit on, one unit after the other while it is in the cache; moments[4][sets],
// where `sets` are all of these units and firstSet is their first. `t` has one block a set.
INLINE void normalizeUnit(const int VECTORS, __global const Stored* x, __global Stored* y, __global const long* t,
                          __global const long* ty, Place place, Place placeY, int lanes, __global float* out,
                          long distance, __global const float* weight, __global const float* bias, ScaleRule rule) {
  const Block block = blockOf(t, 0);
  Moments m[WIDE];
  Scaling s[WIDE];
  measureLanes(VECTORS, x, t, place, lanes, block, m);
  for (int v = 0; v < VECTORS; ++v) {
    storeFour(out + 16 * v, distance, lanes, m[v].centre, m[v].sum, m[v].squares, m[v].scale);
    s[v] = scalingOf(m[v], countOf(block), rule);
  }
  applyLanes(VECTORS, x, y, ty, placeY, lanes, blockOf(ty, 0), s, weight, bias);
}

__kernel void lanes_whole(__global const Stored* x, __global Stored* y, __global const long* t, __global const long* ty,
                          long firstUnit, long units, long firstSet, long sets, __global float* moments,
                          __global const float* weight, __global const float* bias, float eps, float used, int outside,
                          int subtractsMean) {
  const ScaleRule rule = {eps, used, outside, subtractsMean};
  for (long job = firstJob(units); job < endJob(units); ++job) {
    const Unit unit = unitOf(t, firstUnit + job);
    Place placeY = placeOfSet(ty, unit.set);
    __global float* out = moments + unit.set - firstSet;
    if (unit.lanes == 16 * WIDE) {
      normalizeUnit(WIDE, x, y, t, ty, unit.place, placeY, 16, out, sets, weight, bias, rule);
      continue;
    }
    Place place = unit.place;
    for (int lane = 0; lane < unit.lanes; lane += 16) {
      normalizeUnit(1, x, y, t, ty, place, placeY, min(16, unit.lanes - lane), out + lane, sets, weight, bias, rule);
      place.offset += 16;
      placeY.offset += 16;
      placeY.parameter += 16 * t[LANE_PARAMETER_STRIDE];
    }
  }
}
