// dL/dx and the sums over parameters of every block of the units from firstUnit on, in one reading, where rows[4][all]
// are known before, as in evaluation mode; `sums` as lanes_gradient_sums.cl has them.
#include "lanes_gradient.cl"

__kernel void lanes_gradient_known(__global const Stored* restrict x, __global const Stored* restrict gradOutput,
                                   __global Stored* restrict to, __global const long* restrict t, long firstUnit,
                                   long units, long firstSet, long sets, long all,
                                   __global const Real* restrict records, __global const Real* restrict rows,
                                   __global const Real* restrict weight, __global Real* restrict sums, long way,
                                   __global Real* restrict ownOfAll, long parameters) {
  const OwnSums own = ownSums(ownOfAll, parameters);
  const long jobs = units * t[BLOCKS];
  for (long job = firstJob(jobs); job < endJob(jobs); ++job) {
    const Unit unit = unitOf(t, firstUnit + job % units);
    const long block = job / units;
    const long at = unit.firstSet - firstSet;
    sumUnitGradients(x, gradOutput, t, unit, block, records + unit.firstSet, all, weight, 0, way, own,
                     sums + block * sets + at, t[BLOCKS] * sets);
    applyUnitGradients(x, gradOutput, to, t, unit, block, records + unit.firstSet, rows + unit.firstSet, all, weight);
  }
}
