// Moments and y of the sets from firstSet on, one set after the other while it is in the cache; moments[4][sets].
// `t` has one block a set; `ty` are the same sets in runs along which the parameters have one stride.
__kernel void runs_whole(__global const Stored* x, __global Stored* y, __global const long* t, __global const long* ty,
                         long firstSet, long sets, __global float* moments, __global const float* weight,
                         __global const float* bias, float eps, float used, int outside, int subtractsMean) {
  const ScaleRule rule = {eps, used, outside, subtractsMean};
  const Block block = blockOf(t, 0);
  for (long set = firstJob(sets); set < endJob(sets); ++set) {
    const Moments m = measureRuns(x, t, placeOfSet(t, firstSet + set), block);
    moments[set] = m.centre.s0;
    moments[set + sets] = m.sum.s0;
    moments[set + 2 * sets] = m.squares.s0;
    moments[set + 3 * sets] = m.scale.s0;
    applyRuns(x, y, ty, placeOfSet(ty, firstSet + set), blockOf(ty, 0), scalingOf(m, countOf(block), rule), weight,
              bias);
  }
}
