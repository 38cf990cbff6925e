// Moments, records and y of the units from firstUnit on: while one is written, from a cache, the next is measured;
// moments[6][sets] and records[5][sets], where `sets` are all of these units and firstSet is their first. `t` has one
// block a set; `ty` are the same sets in runs along which the parameters have one stride.
#include "lanes_write.cl"
#include "merge.cl"

__kernel void lanes_whole(__global const Stored* restrict x, __global Stored* restrict y,
                          __global const long* restrict t, __global const long* restrict ty, long firstUnit, long units,
                          long firstSet, long sets, __global Real* moments, __global Real* records,
                          __global const Real* restrict weight, __global const Real* restrict bias, __global const Real* restrict rule) {
  const ScaleRule scale = ruleFrom(rule);
  const Output out = {x, y, ty, records, firstSet, sets, weight, bias};
  Unit unit = {0, 0};
  for (long job = firstJob(units); job <= endJob(units); ++job) {
    Unit next = unitOf(t, firstUnit + job);
    if (job == endJob(units)) next.sets = 0;
    writeUnitWhileMeasuring(out, t, unit, next, moments + next.firstSet - firstSet);
    mergeSets(t, 1, moments, records, sets, next.firstSet - firstSet, next.sets, scale);
    unit = next;
  }
}
