// Moments, records and y of the units from firstUnit on, one unit after the other while it is in the cache;
// moments[6][sets] and records[5][sets], where `sets` are all of these units and firstSet is their first. `t` has one
// block a set; `ty` are the same sets in runs along which the parameters have one stride.
__kernel void runs_whole(__global const Stored* restrict x, __global Stored* restrict y,
                         __global const long* restrict t, __global const long* restrict ty, long firstUnit, long units,
                         long firstSet, long sets, __global Real* moments, __global Real* records,
                         __global const Real* restrict weight, __global const Real* restrict bias, __global const Real* restrict rule) {
  const ScaleRule scale = ruleFrom(rule);
  for (long job = firstJob(units); job < endJob(units); ++job) {
    const Unit unit = unitOf(t, firstUnit + job);
    const long at = unit.firstSet - firstSet;
    measureSets(x, t, unit.firstSet, unit.sets, 0, moments + at, sets);
    mergeSets(t, 1, moments, records, sets, at, unit.sets, scale);
    applySets(x, y, ty, unit.firstSet, unit.sets, 0, records + at, sets, weight, bias);
  }
}
