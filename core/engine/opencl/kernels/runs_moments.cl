// Moments of every block of the sets from firstSet on, into moments[4][BLOCKS][sets].
__kernel void runs_moments(__global const Stored* x, __global const long* t, long firstSet, long sets,
                           __global float* moments) {
  const long jobs = sets * t[BLOCKS];
  for (long job = firstJob(jobs); job < endJob(jobs); ++job) {
    const long set = job / t[BLOCKS];
    const long block = job % t[BLOCKS];
    const Moments m = measureRuns(x, t, placeOfSet(t, firstSet + set), blockOf(t, block));
    __global float* out = moments + block * sets + set;
    out[0] = m.centre.s0;
    out[jobs] = m.sum.s0;
    out[2 * jobs] = m.squares.s0;
    out[3 * jobs] = m.scale.s0;
  }
}
