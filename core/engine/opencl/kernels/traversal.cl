// Where the elements of a set lie. A set is a number of runs; a run is `LENGTH` elements `STRIDE` apart; a block is
// a bounded piece of a set: some whole runs, or a piece of one run. A unit is a few sets that one work-item takes
// together. The host writes this as a buffer of longs.
#pragma once
#include "stored.cl"

enum {
  RUNS,              // runs of a set
  LENGTH,            // elements of a run
  STRIDE,            // between neighbours in a run
  PARAMETER_STRIDE,  // of weight and bias along a run
  BLOCKS,            // blocks of a set
  RUNS_PER_BLOCK,
  RUN_PIECES,    // blocks of a run, where a run has several
  PIECE_LENGTH,  // elements of such a block
  ROW,           // sets that lie side by side in memory (lanes*.cl), else all sets
  UNIT_SETS,     // sets of a unit; units do not reach beyond a row
  SPLIT,         // neighbouring sets that are parts of one set of the plan
  LANE_PARAMETER_STRIDE,
  FIRST_PARAMETER,  // of the first element
  SET_AXES,    // axes that number the sets
  RUN_AXES,    // axes that number the runs of a set
  FIRST_AXIS,  // then extent, stride and parameter stride of the set axes and of the run axes, slowest first
};

typedef struct {
  long offset;
  long parameter;
} Place;

INLINE Place placeOf(__global const long* axes, long count, long index) {
  Place place = {0, 0};
  for (long a = count - 1; a >= 0; --a) {
    const long extent = axes[3 * a];
    const long at = a == 0 ? index : index % extent;
    place.offset += at * axes[3 * a + 1];
    place.parameter += at * axes[3 * a + 2];
    if (a > 0) index /= extent;
  }
  return place;
}

INLINE Place placeOfSet(__global const long* t, long set) {
  Place place = placeOf(t + FIRST_AXIS, t[SET_AXES], set);
  place.parameter += t[FIRST_PARAMETER];
  return place;
}

INLINE Place placeOfRun(__global const long* t, Place set, long run) {
  Place place = placeOf(t + FIRST_AXIS + 3 * t[SET_AXES], t[RUN_AXES], run);
  place.offset += set.offset;
  place.parameter += set.parameter;
  return place;
}

typedef struct {
  long firstRun;
  long endRun;
  long start;   // within each run
  long length;  // of each run
} Block;

INLINE Block blockOf(__global const long* t, long block) {
  Block b;
  if (t[RUN_PIECES] > 1) {
    b.firstRun = block / t[RUN_PIECES];
    b.endRun = b.firstRun + 1;
    b.start = block % t[RUN_PIECES] * t[PIECE_LENGTH];
    b.length = min(t[PIECE_LENGTH], t[LENGTH] - b.start);
  } else {
    b.firstRun = block * t[RUNS_PER_BLOCK];
    b.endRun = min(b.firstRun + t[RUNS_PER_BLOCK], t[RUNS]);
    b.start = 0;
    b.length = t[LENGTH];
  }
  return b;
}

INLINE Real countOf(Block b) { return (Real)((b.endRun - b.firstRun) * b.length); }

typedef struct {
  long firstSet;
  int sets;
} Unit;

INLINE Unit unitOf(__global const long* t, long unit) {
  const long unitsPerRow = (t[ROW] + t[UNIT_SETS] - 1) / t[UNIT_SETS];
  const long at = unit % unitsPerRow * t[UNIT_SETS];
  Unit u;
  u.firstSet = unit / unitsPerRow * t[ROW] + at;
  u.sets = (int)min(t[UNIT_SETS], t[ROW] - at);
  return u;
}

// The jobs of this work-item, of all jobs of the launch: a contiguous range.
INLINE long firstJob(long jobs) { return jobs * (long)get_global_id(0) / (long)get_global_size(0); }
INLINE long endJob(long jobs) { return jobs * ((long)get_global_id(0) + 1) / (long)get_global_size(0); }
