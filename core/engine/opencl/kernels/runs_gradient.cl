// Backward over runs of neighbours in memory. Weights are one value for a run where their stride is 0, else one for
// each element; so are the numbers of sets where these vary along a run.
#pragma once
#include "gradient.cl"
#include "parameter_sums.cl"
#include "runs.cl"

// 16 numbers from `i` on, or one for all.
INLINE Real16 numbers16(__global const Real* from, long i, long stride) {
  return stride == 0 ? (Real16)(from[0]) : loadReals(from + i);
}

// The last `count` < 16 of n numbers, in the last lanes; what the others hold has no meaning.
INLINE Real16 numbersTail(__global const Real* from, long n, int count, long stride) {
  if (stride == 0) return (Real16)(from[0]);
  if (n >= 16) return loadReals(from + n - 16);
  Real values[16];
  for (int i = 0; i < 16; ++i) values[i] = i < 16 - count ? 0 : from[i - (16 - count)];
  return vload16(0, values);
}

typedef struct {
  __global const Stored* x;
  __global const Stored* gradOutput;  // dL/dy
  __global const Real* weight;
  long n;
} GradientRun;

INLINE GradientRun gradientRunAt(__global const Stored* x, __global const Stored* gradOutput,
                                 __global const Real* weight, Place place, long start, long length, long each) {
  const long offset = place.offset + start;
  return (GradientRun){x + offset, gradOutput + offset, weight + place.parameter + start * each, length};
}

// A guess of the mean of g, from the first elements of a set's first run: their value, where they are all the same.
INLINE Real guessGradient(GradientRun run, long each) {
  const Real first = load1(run.gradOutput, 0) * run.weight[0];
  if (run.n < 16) {
    Real distance = 0;
    for (long i = 1; i < run.n; ++i) distance += load1(run.gradOutput, i) * run.weight[i * each] - first;
    return first + distance / run.n;
  }
  return first + sumOf16(load16(run.gradOutput, 0) * numbers16(run.weight, 0, each) - first) / 16;
}

// What is known of a set when its sums are made.
typedef struct {
  Real pre, high, low, scale, near;
} Known;

INLINE Known knownOf(__global const Real* record, long all, Real near) {
  return (Known){record[PRE * all], record[HIGH * all], record[LOW * all], record[SCALE * all], near};
}

// `bias` and `weight`, of a run with one weight, are the sums over gradOutput and over gradOutput * (e + low): beside
// most e the low part would be rounded off, always the same way.
typedef struct {
  Real16 sum, product, bias, weight;
} GradientParts;

#define NO_GRADIENTS {ZERO16, ZERO16, ZERO16, ZERO16}

INLINE void addRun(GradientRun run, const long each, const int byRun, Known k, GradientParts* parts) {
  long i = 0;
  for (; i + 16 <= run.n; i += 16) {
    const Real16 gradOutput = load16(run.gradOutput, i);
    const Real16 e = load16(run.x, i) * k.pre - k.high;
    const Real16 distance = gradOutput * numbers16(run.weight, i, each) - k.near;
    parts->sum += distance;
    parts->product += distance * (e - k.low);
    if (!byRun) continue;
    parts->bias += gradOutput;
    parts->weight += gradOutput * e;
  }
  if (i == run.n) return;
  const int count = (int)(run.n - i);
  const Real16 gradOutput = loadTail(run.gradOutput, run.n, count);
  const Real16 e = loadTail(run.x, run.n, count) * k.pre - k.high;
  const Real16 distance = gradOutput * numbersTail(run.weight, run.n, count, each) - k.near;
  parts->sum += onlyTail(distance, count);
  parts->product += onlyTail(distance * (e - k.low), count);
  parts->bias += onlyTail(gradOutput, count);
  parts->weight += onlyTail(gradOutput * e, count);
}

INLINE void addAnyRun(GradientRun run, long each, long way, Known k, GradientParts* parts) {
  // So that each has its own loop.
  if (way == BY_RUN) {
    addRun(run, 0, 1, k, parts);
  } else if (each == 0) {
    addRun(run, 0, 0, k, parts);
  } else {
    addRun(run, 1, 0, k, parts);
  }
}

// Elements that are summed before they go to the compensated sums.
#define PENDING_GRADIENTS 512

// The 16 parts of the sums of a block; the sums of its runs' parameters go to `own` where these are made by run.
INLINE void sumRuns(__global const Stored* x, __global const Stored* gradOutput, __global const long* t, Place set,
                    Block block, Known k, __global const Real* weight, long way, OwnSums own, Real16* sumParts,
                    Real16* productParts) {
  const long each = t[PARAMETER_STRIDE];
  GradientParts parts = NO_GRADIENTS;
  if (way != BY_RUN && block.endRun - block.firstRun == 1 && block.length <= PENDING_GRADIENTS) {
    const Place place = placeOfRun(t, set, block.firstRun);
    addAnyRun(gradientRunAt(x, gradOutput, weight, place, block.start, block.length, each), each, way, k, &parts);
    *sumParts = parts.sum;
    *productParts = parts.product;
    return;
  }
  Compensated sum = {ZERO16, ZERO16}, product = {ZERO16, ZERO16};
  long pending = 0;
  for (long run = block.firstRun; run < block.endRun; ++run) {
    const Place place = placeOfRun(t, set, run);
    ParameterSums ofRun = {{ZERO16, ZERO16}, {ZERO16, ZERO16}};
    for (long done = 0; done < block.length; done += PENDING_GRADIENTS) {
      const long piece = min(block.length - done, (long)PENDING_GRADIENTS);
      addAnyRun(gradientRunAt(x, gradOutput, weight, place, block.start + done, piece, each), each, way, k, &parts);
      if (way == BY_RUN) {
        add(&ofRun.bias, parts.bias);
        add(&ofRun.weight, parts.weight);
        parts.bias = parts.weight = ZERO16;
      }
      pending += piece;
      if (pending < PENDING_GRADIENTS) continue;
      add(&sum, parts.sum);
      add(&product, parts.product);
      parts = (GradientParts)NO_GRADIENTS;
      pending = 0;
    }
    if (way != BY_RUN) continue;
    const Real bias = sumOf16(ofRun.bias.total);
    addOneToOwn(own, place.parameter, bias, (sumOf16(ofRun.weight.total) - bias * k.low) * k.scale);
  }
  add(&sum, parts.sum);
  add(&product, parts.product);
  *sumParts = sum.total;
  *productParts = product.total;
}

// Where runs are so short that the hardware does not read ahead in time, what lies so far ahead is asked for: the same
// part of a later set, where the sets follow each other in memory.
#define SHORT_RUN 128

// One block of up to 16 sets that follow each other; their sums go to `to`, their records are the first of `records`.
// All blocks of a set have one guess, so that no sum of e is needed to bring them together: that of `guesses`, where
// these are known.
INLINE void sumGradients(__global const Stored* x, __global const Stored* gradOutput, __global const long* t,
                         long firstSet, int sets, long number, __global const Real* records, long all,
                         __global const Real* weight, int centres, __global const Real* guesses, long way,
                         OwnSums own, __global Real* to, long distance) {
  const Block block = blockOf(t, number);
  const long each = t[PARAMETER_STRIDE];
  Real16 sums[16], products[16];
  Real nears[16];
  for (int i = 0; i < sets; ++i) {
    const Place set = placeOfSet(t, firstSet + i);
    if (block.length <= SHORT_RUN) {
      prefetchRun(x + set.offset + 16 * SHORT_RUN, block.length);
      prefetchRun(gradOutput + set.offset + 16 * SHORT_RUN, block.length);
    }
    nears[i] = 0;
    if (guesses != 0) {
      nears[i] = guesses[i];
    } else if (centres) {
      nears[i] = guessGradient(gradientRunAt(x, gradOutput, weight, placeOfRun(t, set, 0), 0, t[LENGTH], each), each);
    }
    sumRuns(x, gradOutput, t, set, block, knownOf(records + i, all, nears[i]), weight, way, own, &sums[i],
            &products[i]);
  }
  for (int i = sets; i < 16; ++i) {
    sums[i] = products[i] = ZERO16;
    nears[i] = 0;
  }
  const GradientSums s = {vload16(0, nears), sumOfEach(sums), sumOfEach(products), ZERO16, (Real16)(countOf(block))};
  storeGradientSums(to, distance, sets, s);
}

// The sums over parameters that lie along the runs of a unit's sets, from the cache.
INLINE void addElements(__global const Stored* x, __global const Stored* gradOutput, __global const long* t, Unit unit,
                        __global const Real* records, long all, OwnSums own) {
  const long n = t[LENGTH];
  const long parameter = placeOfSet(t, unit.firstSet).parameter;
  for (long i = 0; i < n; i += 16) {
    const int lanes = (int)min(n - i, (long)16);
    Real16 bias = ZERO16, weight = ZERO16;
    for (int set = 0; set < unit.sets; ++set) {
      const long at = placeOfSet(t, unit.firstSet + set).offset + i;
      const Known k = knownOf(records + set, all, 0);
      const Real16 g = lanes == 16 ? load16(gradOutput, at) : gatherStored(gradOutput + at, 1, lanes);
      const Real16 e = (lanes == 16 ? load16(x, at) : gatherStored(x + at, 1, lanes)) * k.pre - k.high;
      bias += g;
      weight += g * k.scale * (e - k.low);
    }
    addToOwn(own, parameter + i, lanes, bias, weight);
  }
}

typedef struct {
  Real pre, high, low, near, rest, a, c;
} Gradients;

INLINE Real16 inputGradient16(Real16 x, Real16 g, Gradients s) {
  return (((g - s.near) - s.rest) - ((x * s.pre - s.high) - s.low) * s.c) * s.a;
}

INLINE void applyGradientRun(GradientRun run, __global Stored* to, long each, Gradients s) {
  if (run.n < 16) {
    for (long i = 0; i < run.n; ++i) {
      const Real g = load1(run.gradOutput, i) * run.weight[i * each];
      store1(to, i, (((g - s.near) - s.rest) - ((load1(run.x, i) * s.pre - s.high) - s.low) * s.c) * s.a);
    }
    return;
  }
  const long head = unalignedHead(to);
  const int streams = STREAMS && (run.n >= 256 || (head == 0 && run.n % 16 == 0));
  long i = 0;
  if (streams) {
    if (head > 0)
      store16(to, 0, inputGradient16(load16(run.x, 0), load16(run.gradOutput, 0) * numbers16(run.weight, 0, each), s));
    for (i = head; i + 16 <= run.n; i += 16)
      stream16(to, i, inputGradient16(load16(run.x, i), load16(run.gradOutput, i) * numbers16(run.weight, i, each), s));
  }
  for (; i + 16 <= run.n; i += 16)
    store16(to, i, inputGradient16(load16(run.x, i), load16(run.gradOutput, i) * numbers16(run.weight, i, each), s));
  if (i == run.n) return;
  i = run.n - 16;
  store16(to, i, inputGradient16(load16(run.x, i), load16(run.gradOutput, i) * numbers16(run.weight, i, each), s));
}

// dL/dx of one block of one set; records[5][all] and rows[4][all] are those of all sets.
INLINE void applyGradientSet(__global const Stored* x, __global const Stored* gradOutput, __global Stored* to,
                             __global const long* t, long set, Block block, __global const Real* records,
                             __global const Real* rows, long all, __global const Real* weight) {
  const long each = t[PARAMETER_STRIDE];
  const Gradients s = {records[PRE * all + set], records[HIGH * all + set], records[LOW * all + set],
                    rows[NEAR * all + set],   rows[REST * all + set],    rows[A * all + set],
                    rows[C * all + set]};
  const Place place = placeOfSet(t, set);
  for (long run = block.firstRun; run < block.endRun; ++run) {
    const Place start = placeOfRun(t, place, run);
    applyGradientRun(gradientRunAt(x, gradOutput, weight, start, block.start, block.length, each),
                     to + start.offset + block.start, each, s);
  }
}
