// Work-groups for devices whose neighbouring work-items should read neighbouring elements, as those of a GPU.
//
// A team is the work-items of a group that take one set together, or one block of it; a group has a team for each set of
// a unit. Where a set's own elements lie side by side, so do the work-items of a team; where neighbouring sets do
// (`sideBySide`), neighbouring work-items belong to different teams:
//
//     sets apart, 2 teams of 4        item  0 1 2 3 0 1 2 3
//                                     team  0 0 0 0 1 1 1 1
//     side by side, 4 teams of 2      item  0 0 0 0 1 1 1 1
//                                     team  0 1 2 3 0 1 2 3
//
// The numbers of teams and of items are powers of two. A team without a set of its own does what the last one does, and
// stores nothing, so that all work-items of a group meet every barrier.
#pragma once
#include "stored.cl"
#include "traversal.cl"

typedef struct {
  int items;
  int item;
  int team;
  int step;  // from a work-item of the group to the next one of its team
} Team;

INLINE Team teamOf(int teams, int sideBySide) {
  const int id = (int)get_local_id(0);
  const int items = (int)get_local_size(0) / teams;
  return sideBySide ? (Team){items, id / teams, id % teams, teams} : (Team){items, id % items, id / items, 1};
}

// ---- Sums over a team

// A sum, and what rounding took from it: the error stays at a few roundings of `rest`, however many values there are.
typedef struct {
  Real sum, rest;
} Sum;

// Knuth's TwoSum.
INLINE void addTo(Sum* to, Real value) {
  const Real sum = to->sum + value;
  const Real part = sum - to->sum;
  to->rest += (to->sum - (sum - part)) + (value - part);
  to->sum = sum;
}

INLINE Sum joined(Sum a, Real sum, Real rest) {
  addTo(&a, sum);
  a.rest += rest;
  return a;
}

// The same number, with as much of it in `sum` as that holds.
INLINE Sum settled(Sum a) {
  const Real sum = a.sum + a.rest;
  return (Sum){sum, a.rest - (sum - a.sum)};
}

// Two sums over all work-items of each team, settled, for all of them. `scratch` has room for four numbers a work-item.
INLINE void sumOverTeam(Sum* a, Sum* b, Team team, __local Real* scratch) {
  const int size = (int)get_local_size(0);
  __local Real* own = scratch + get_local_id(0);
  barrier(CLK_LOCAL_MEM_FENCE);  // what was there has been read
  for (int reach = team.items / 2; reach > 0; reach /= 2) {
    own[0] = a->sum;
    own[size] = a->rest;
    own[2 * size] = b->sum;
    own[3 * size] = b->rest;
    barrier(CLK_LOCAL_MEM_FENCE);
    if (team.item < reach) {
      __local const Real* other = own + reach * team.step;
      *a = joined(*a, other[0], other[size]);
      *b = joined(*b, other[2 * size], other[3 * size]);
    }
    barrier(CLK_LOCAL_MEM_FENCE);
  }
  if (team.item == 0) {
    own[0] = a->sum;
    own[size] = a->rest;
    own[2 * size] = b->sum;
    own[3 * size] = b->rest;
  }
  barrier(CLK_LOCAL_MEM_FENCE);
  __local const Real* first = own - team.item * team.step;
  *a = settled((Sum){first[0], first[size]});
  *b = settled((Sum){first[2 * size], first[3 * size]});
}

// The largest value of each team, for all of its work-items.
INLINE Real largestOfTeam(Real value, Team team, __local Real* scratch) {
  __local Real* own = scratch + get_local_id(0);
  barrier(CLK_LOCAL_MEM_FENCE);
  own[0] = value;
  for (int reach = team.items / 2; reach > 0; reach /= 2) {
    barrier(CLK_LOCAL_MEM_FENCE);
    if (team.item < reach) own[0] = fmax(own[0], own[reach * team.step]);
  }
  barrier(CLK_LOCAL_MEM_FENCE);
  return own[-team.item * team.step];
}

// Whether any work-item of the group wants it, for all of them.
INLINE int anyOfGroup(int wanted, __local int* flag) {
  barrier(CLK_LOCAL_MEM_FENCE);
  if (get_local_id(0) == 0) *flag = 0;
  barrier(CLK_LOCAL_MEM_FENCE);
  if (wanted) atomic_or(flag, 1);
  barrier(CLK_LOCAL_MEM_FENCE);
  return *flag;
}

// ---- Elements of a team

// A block of one set: elements are numbered from 0 on.
typedef struct {
  Place set;
  uint firstRun, start;  // of the first element: its run, and its place there
  uint length;           // of each run
  uint count;            // elements in all
} Part;

INLINE Part partOf(__global const long* t, long set, long number) {
  const Block block = blockOf(t, number);
  return (Part){placeOfSet(t, set), (uint)block.firstRun, (uint)block.start, (uint)block.length,
                (uint)((block.endRun - block.firstRun) * block.length)};
}

INLINE Part wholeSet(__global const long* t, long set) {
  return (Part){placeOfSet(t, set), 0, 0, (uint)t[LENGTH], (uint)(t[RUNS] * t[LENGTH])};
}

// placeOfRun() of traversal.cl without divisions of longs, which GPUs are slow at.
INLINE Place placeOfElement(__global const long* t, Part part, uint element) {
  uint run = 0;
  if (part.length < part.count) {
    run = element / part.length;
    element -= run * part.length;
  }
  run += part.firstRun;
  Place place = part.set;
  __global const long* axes = t + FIRST_AXIS + 3 * t[SET_AXES];
  for (int axis = (int)t[RUN_AXES] - 1; axis >= 0; --axis) {
    const uint extent = (uint)axes[3 * axis];
    const uint slower = axis == 0 ? 0 : run / extent;
    const uint at = run - slower * extent;
    place.offset += at * axes[3 * axis + 1];
    place.parameter += at * axes[3 * axis + 2];
    run = slower;
  }
  place.offset += (part.start + element) * t[STRIDE];
  place.parameter += (part.start + element) * t[PARAMETER_STRIDE];
  return place;
}

// Elements that a work-item asks for before it uses the first: memory takes its time.
#define AT_ONCE 4

// The i-th of the AT_ONCE elements of a work-item from `first` on; beyond the end it is the last one of the part.
INLINE Place placeAhead(__global const long* t, Part part, uint first, int i, Team team) {
  return placeOfElement(t, part, min(first + (uint)(i * team.items), part.count - 1));
}

INLINE int isAhead(Part part, uint first, int i, Team team) { return first + (uint)(i * team.items) < part.count; }

// Elements whose mean is the first guess of a mean, spread over the part.
#define SAMPLES 32

INLINE uint sampleOf(Part part, uint sample) {
  return part.count < SAMPLES ? sample : sample * (part.count / SAMPLES);
}

INLINE uint samplesOf(Part part) { return min(part.count, (uint)SAMPLES); }

// ---- Arithmetic of single numbers, to the last bit or nearly so: drivers may be off by some bits in / and sqrt, and some
// compilers do not think of NaN and Inf where numbers are compared.

INLINE int isFinite(Real a) { return (AS_BITS(a) & EXPONENT_BITS) != EXPONENT_BITS; }
INLINE int isNan(Real a) { return (AS_BITS(a) & ~SIGN_BIT) > EXPONENT_BITS; }

INLINE Real quotient(Real a, Real b) {
  const Real near = a / b;
  const Real better = near + fma(-near, b, a) / b;
  return isFinite(better) ? better : near;
}

INLINE Real rootOf(Real a) {
  const Real near = sqrt(a);
  const Real better = near + fma(-near, near, a) / (2 * near);
  return isFinite(better) ? better : near;
}
