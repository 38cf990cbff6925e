// y of the sets from firstSet on, from records[5][sets].
#include "runs_write.cl"

__kernel void runs_apply(__global const Stored* restrict x, __global Stored* restrict y,
                         __global const long* restrict t, long firstSet, long sets,
                         __global const Real* restrict records, __global const Real* restrict weight,
                         __global const Real* restrict bias, int newestFirst) {
  const Output out = {x, y, t, weight, bias};
  const long jobs = sets * t[BLOCKS];
  for (long job = firstJob(jobs); job < endJob(jobs); ++job) {
    // What was measured last is still in the cache.
    const long next = newestFirst ? jobs - 1 - job : job;
    const long set = next % sets;
    __global const Real* record = records + set;
    const Scaling s = {record[PRE * sets], record[HIGH * sets], record[LOW * sets], record[SCALE * sets]};
    writeSet(out, firstSet + set, blockOf(t, next / sets), s);
  }
}
