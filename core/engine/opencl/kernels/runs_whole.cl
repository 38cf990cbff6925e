// y of the units from firstUnit on: while one is written, from a cache, the next is measured; records[5][sets], where
// `sets` are all of these units and firstSet is their first. `t` has one block a set; `ty` are the same sets in runs
// along which the parameters have one stride.
#include "merge.cl"
#include "runs_write.cl"

__kernel void runs_whole(__global const Stored* restrict x, __global Stored* restrict y,
                         __global const long* restrict t, __global const long* restrict ty, long firstUnit, long units,
                         long firstSet, long sets, __global Real* restrict records, __global const Real* restrict weight,
                         __global const Real* restrict bias, __global const Real* restrict rule) {
  const ScaleRule scale = ruleFrom(rule);
  const Output out = {x, y, ty, weight, bias};
  Unit unit = {0, 0};
  Record record = NO_RECORD;
  for (long job = firstJob(units); job <= endJob(units); ++job) {
    Unit next = unitOf(t, firstUnit + job);
    if (job == endJob(units)) next.sets = 0;
    const Moments moments = writeUnitWhileMeasuring(out, t, unit, record, next);
    record = recordOf(mergeOne(moments), scale);
    storeRecords(records + next.firstSet - firstSet, sets, 1, next.sets, record);
    unit = next;
  }
}
