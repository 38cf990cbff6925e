// y of the sets from firstSet on, from scaling[4][sets].
__kernel void runs_apply(__global const Stored* x, __global Stored* y, __global const long* t, long firstSet, long sets,
                         __global const float* scaling, __global const float* weight, __global const float* bias) {
  const long jobs = sets * t[BLOCKS];
  for (long job = firstJob(jobs); job < endJob(jobs); ++job) {
    const long set = job / t[BLOCKS];
    Scaling s;
    s.pre = (float16)(scaling[set]);
    s.high = (float16)(scaling[set + sets]);
    s.low = (float16)(scaling[set + 2 * sets]);
    s.scale = (float16)(scaling[set + 3 * sets]);
    applyRuns(x, y, t, placeOfSet(t, firstSet + set), blockOf(t, job % t[BLOCKS]), s, weight, bias);
  }
}
