// y of the units from firstUnit on: while one is written, from a cache, the next is measured; records[5][sets], where
// `sets` are all of these units and firstSet is their first. `t` has one block a set; `ty` are the same sets in runs
// along which the parameters have one stride.
__kernel void runs_whole(__global const Stored* restrict x, __global Stored* restrict y,
                         __global const long* restrict t, __global const long* restrict ty, long firstUnit, long units,
                         long firstSet, long sets, __global Real* restrict records, __global const Real* restrict weight,
                         __global const Real* restrict bias, __global const Real* restrict rule) {
  const ScaleRule scale = ruleFrom(rule);
  const Output out = {x, y, ty, weight, bias};
  const long end = endJob(units);
  Unit unit = unitOf(t, firstUnit + firstJob(units));
  Moments moments = measureSets(x, t, unit.firstSet, unit.sets, 0);
  for (long job = firstJob(units); job < end; ++job) {
    const Record record = recordOf(mergeOne(moments), scale);
    storeRecord(records + unit.firstSet - firstSet, sets, 1, unit.sets, record);
    Unit next = unitOf(t, firstUnit + job + 1);
    if (job + 1 == end) next.sets = 0;
    moments = writeUnitWhileMeasuring(out, t, unit, record, next);
    unit = next;
  }
}
