// Moments of every block of the units from firstUnit on, into moments[6][BLOCKS][sets], where `sets` are all of these
// units and firstSet is their first.
#include "lanes.cl"

__kernel void lanes_moments(__global const Stored* restrict x, __global const long* restrict t, long firstUnit,
                            long units, long firstSet, long sets, long firstBlock, long blocks,
                            __global Real* restrict moments) {
  // Neighbours in memory follow each other: a block of all units, then the next block.
  const long jobs = units * t[BLOCKS];
  for (long job = firstJob(jobs); job < endJob(jobs); ++job) {
    const Unit unit = unitOf(t, firstUnit + job % units);
    const long block = job / units;
    measureUnit(x, t, unit, block, moments + (firstBlock + block) * sets + unit.firstSet - firstSet, blocks * sets);
  }
}
