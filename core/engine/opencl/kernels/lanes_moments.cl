// Moments of every block of the units from firstUnit on, into moments[4][BLOCKS][sets], where `sets` are all of these
// units and firstSet is their first.
INLINE void measureUnit(const int VECTORS, __global const Stored* x, __global const long* t, Place place, int lanes,
                        Block block, __global float* out, long distance) {
  Moments m[WIDE];
  measureLanes(VECTORS, x, t, place, lanes, block, m);
  for (int v = 0; v < VECTORS; ++v)
    storeFour(out + 16 * v, distance, lanes, m[v].centre, m[v].sum, m[v].squares, m[v].scale);
}

__kernel void lanes_moments(__global const Stored* x, __global const long* t, long firstUnit, long units, long firstSet,
                            long sets, __global float* moments) {
  // Neighbours in memory follow each other: all units of a block, then the next block.
  const long jobs = units * t[BLOCKS];
  for (long job = firstJob(jobs); job < endJob(jobs); ++job) {
    const Unit unit = unitOf(t, firstUnit + job % units);
    const long number = job / units;
    const Block block = blockOf(t, number);
    const long distance = sets * t[BLOCKS];
    __global float* out = moments + number * sets + unit.set - firstSet;
    if (unit.lanes == 16 * WIDE) {
      measureUnit(WIDE, x, t, unit.place, 16, block, out, distance);
      continue;
    }
    Place place = unit.place;
    for (int lane = 0; lane < unit.lanes; lane += 16, place.offset += 16)
      measureUnit(1, x, t, place, min(16, unit.lanes - lane), block, out + lane, distance);
  }
}
