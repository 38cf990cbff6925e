// Moments of every block of the sets from firstSet on, into moments[6][blocks][sets], from row firstBlock on.
#include "runs.cl"

__kernel void runs_moments(__global const Stored* restrict x, __global const long* restrict t, long firstSet, long sets,
                           long firstBlock, long blocks, __global Real* restrict moments) {
  // Neighbours in memory follow each other: a block of all sets, then the next block.
  const long groups = (sets + 15) / 16;
  const long jobs = groups * t[BLOCKS];
  for (long job = firstJob(jobs); job < endJob(jobs); ++job) {
    const long set = job % groups * 16;
    const long block = job / groups;
    const int few = (int)min((long)16, sets - set);
    storeMoments(moments + (firstBlock + block) * sets + set, blocks * sets, few,
                 measureSets(x, t, firstSet + set, few, block));
  }
}
