// dL/dx of the sets from firstSet on, from records[5][all] and rows[4][all].
__kernel void runs_backward(__global const Stored* restrict x, __global const Stored* restrict slope,
                            __global Stored* restrict to, __global const long* restrict t, long firstSet, long sets,
                            long all, __global const Real* restrict records, __global const Real* restrict rows,
                            __global const Real* restrict weight) {
  const long each = t[PARAMETER_STRIDE];
  const long jobs = sets * t[BLOCKS];
  for (long job = firstJob(jobs); job < endJob(jobs); ++job) {
    // What was summed last comes first: it is still in the cache.
    const long back = jobs - 1 - job;
    const long number = firstSet + back % sets;
    const Block block = blockOf(t, back / sets);
    const Slopes s = {records[PRE * all + number], records[HIGH * all + number], records[LOW * all + number],
                      rows[NEAR * all + number],   rows[REST * all + number],    rows[A * all + number],
                      rows[C * all + number]};
    const Place set = placeOfSet(t, number);
    for (long run = block.firstRun; run < block.endRun; ++run) {
      const Place place = placeOfRun(t, set, run);
      applyGradientRun(gradientRunAt(x, slope, weight, place, block.start, block.length, each),
                       to + place.offset + block.start, each, s);
    }
  }
}
