// y of the sets from firstSet on, from records[5][sets].
__kernel void runs_apply(__global const Stored* restrict x, __global Stored* restrict y,
                         __global const long* restrict t, long firstSet, long sets,
                         __global const Real* restrict records, __global const Real* restrict weight,
                         __global const Real* restrict bias) {
  const long jobs = sets * t[BLOCKS];
  for (long job = firstJob(jobs); job < endJob(jobs); ++job) {
    // What was measured last comes first: it is still in the cache.
    const long back = jobs - 1 - job;
    const long set = back % sets;
    applySets(x, y, t, firstSet + set, 1, back / sets, records + set, sets, weight, bias);
  }
}
