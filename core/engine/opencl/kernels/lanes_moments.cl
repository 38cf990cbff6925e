// Moments of every block of the units from firstUnit on, into moments[4][BLOCKS][sets], where `sets` are all of these
// units and firstSet is their first.
INLINE void measureUnit(int vectors, __global const Stored* x, __global const long* t, Place place, int lanes,
                        Block block, __global float* out, long distance) {
  Moments m[WIDE];
  measureLanes(vectors, x, t, place, lanes, block, m);
  for (int v = 0; v < vectors; ++v)
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
    const int full = unit.lanes / 16;
    const int rest = unit.lanes % 16;
    Place place = unit.place;
    if (full > 0) measureUnit(full, x, t, place, 16, block, out, distance);
    place.offset += 16 * full;
    if (rest > 0) measureUnit(1, x, t, place, rest, block, out + 16 * full, distance);
  }
}
