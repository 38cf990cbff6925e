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

typedef struct {
  Real16 sum, product;
} GradientParts;

#define NO_GRADIENTS {ZERO16, ZERO16}

INLINE void addRun(GradientRun run, const long each, Known k, GradientParts* parts) {
  long i = 0;
  for (; i + 16 <= run.n; i += 16) {
    const Real16 e = load16(run.x, i) * k.pre - k.high;
    const Real16 distance = load16(run.gradOutput, i) * numbers16(run.weight, i, each) - k.near;
    parts->sum += distance;
    parts->product += distance * (e - k.low);
  }
  if (i == run.n) return;
  const int count = (int)(run.n - i);
  const Real16 gradOutput = loadTail(run.gradOutput, run.n, count);
  const Real16 e = loadTail(run.x, run.n, count) * k.pre - k.high;
  const Real16 distance = gradOutput * numbersTail(run.weight, run.n, count, each) - k.near;
  parts->sum += onlyTail(distance, count);
  parts->product += onlyTail(distance * (e - k.low), count);
}

INLINE void addAnyRun(GradientRun run, long each, Known k, GradientParts* parts) {
  // So that each has its own loop.
  if (each == 0) {
    addRun(run, 0, k, parts);
  } else {
    addRun(run, 1, k, parts);
  }
}

// Elements that are summed before they go to the compensated sums.
#define PENDING_GRADIENTS 512

// The 16 parts of the sums of a block.
INLINE void sumRuns(__global const Stored* x, __global const Stored* gradOutput, __global const long* t, Place set,
                    Block block, Known k, __global const Real* weight, Real16* sumParts, Real16* productParts) {
  const long each = t[PARAMETER_STRIDE];
  GradientParts parts = NO_GRADIENTS;
  Compensated sum = {ZERO16, ZERO16}, product = {ZERO16, ZERO16};
  long pending = 0;
  for (long run = block.firstRun; run < block.endRun; ++run) {
    const Place place = placeOfRun(t, set, run);
    for (long done = 0; done < block.length; done += PENDING_GRADIENTS) {
      const long piece = min(block.length - done, (long)PENDING_GRADIENTS);
      addAnyRun(gradientRunAt(x, gradOutput, weight, place, block.start + done, piece, each), each, k, &parts);
      pending += piece;
      if (pending < PENDING_GRADIENTS) continue;
      add(&sum, parts.sum);
      add(&product, parts.product);
      parts = (GradientParts)NO_GRADIENTS;
      pending = 0;
    }
  }
  add(&sum, parts.sum);
  add(&product, parts.product);
  *sumParts = sum.total;
  *productParts = product.total;
}

// Of short runs, what lies so far ahead is asked for: the same part of a later set, where the sets follow each other in
// memory.
INLINE void prefetchShort(__global const Stored* x, __global const Stored* gradOutput, Place set, Block block) {
  if (block.length > SHORT_RUN) return;
  prefetchRun(x + set.offset + 16 * SHORT_RUN, block.length);
  prefetchRun(gradOutput + set.offset + 16 * SHORT_RUN, block.length);
}

// One block of up to 16 sets that follow each other; their sums go to `to`, their records are the first of `records`.
// All blocks of a set have one guess, so that no sum of e is needed to bring them together: that of `guesses`, where
// these are known.
INLINE void sumGradients(__global const Stored* x, __global const Stored* gradOutput, __global const long* t,
                         long firstSet, int sets, long number, __global const Real* records, long all,
                         __global const Real* weight, int centres, __global const Real* guesses,
                         __global Real* to, long distance) {
  const Block block = blockOf(t, number);
  const long each = t[PARAMETER_STRIDE];
  Real16 sums[16], products[16];
  Real nears[16];
  for (int i = 0; i < sets; ++i) {
    const Place set = placeOfSet(t, firstSet + i);
    prefetchShort(x, gradOutput, set, block);
    nears[i] = 0;
    if (guesses != 0) {
      nears[i] = guesses[i];
    } else if (centres) {
      nears[i] = guessGradient(gradientRunAt(x, gradOutput, weight, placeOfRun(t, set, 0), 0, t[LENGTH], each), each);
    }
    sumRuns(x, gradOutput, t, set, block, knownOf(records + i, all, nears[i]), weight, &sums[i], &products[i]);
  }
  for (int i = sets; i < 16; ++i) {
    sums[i] = products[i] = ZERO16;
    nears[i] = 0;
  }
  const GradientSums s = {vload16(0, nears), sumOfEach(sums), sumOfEach(products), ZERO16, (Real16)(countOf(block))};
  storeGradientSums(to, distance, sets, s);
}

// What dL/dx of a set is made with: ((g - near) + rest - (x * pre - high) * c) * a, with the low part of the mean in `rest`.
typedef struct {
  Real pre, high, low, near, rest, a, c;
} Gradients;

// Those of a set, from records[5][all] and rows[4][all].
INLINE Gradients gradientsOf(__global const Real* records, __global const Real* rows, long all, long set) {
  const Real low = records[LOW * all + set], c = rows[C * all + set];
  return (Gradients){records[PRE * all + set], records[HIGH * all + set],      low, rows[NEAR * all + set],
                     low * c - rows[REST * all + set], rows[A * all + set], c};
}

INLINE Real16 inputGradient16(Real16 x, Real16 g, Gradients s) {
  return (((g - s.near) + s.rest) - (x * s.pre - s.high) * s.c) * s.a;
}

// How a run is written: one weight for each element, one for all, or one for all and a guess of 0, where nothing large has
// to be subtracted first.
enum { EACH_WEIGHT, ONE_WEIGHT, AROUND_0 };

INLINE Real16 inputGradientAt(GradientRun run, long i, const int how, Gradients s) {
  const Real16 x = load16(run.x, i), gradOutput = load16(run.gradOutput, i);
  if (how == AROUND_0) return gradOutput * (run.weight[0] * s.a) + (s.rest * s.a - (x * s.pre - s.high) * (s.c * s.a));
  return inputGradient16(x, gradOutput * numbers16(run.weight, i, how == EACH_WEIGHT), s);
}

INLINE void applyFewGradients(GradientRun run, __global Stored* to, long each, Gradients s) {
  for (long i = 0; i < run.n; ++i) {
    const Real g = load1(run.gradOutput, i) * run.weight[i * each];
    store1(to, i, (((g - s.near) + s.rest) - (load1(run.x, i) * s.pre - s.high) * s.c) * s.a);
  }
}

INLINE void applyGradientRunBy(GradientRun run, __global Stored* to, const int how, Gradients s) {
  const long head = unalignedHead(to);
  const int streams = STREAMS && (run.n >= 256 || (head == 0 && run.n % 16 == 0));
  long i = 0;
  if (streams) {
    if (head > 0) store16(to, 0, inputGradientAt(run, 0, how, s));
    for (i = head; i + 16 <= run.n; i += 16) stream16(to, i, inputGradientAt(run, i, how, s));
  }
  for (; i + 16 <= run.n; i += 16) store16(to, i, inputGradientAt(run, i, how, s));
  if (i < run.n) store16(to, run.n - 16, inputGradientAt(run, run.n - 16, how, s));
}

INLINE void applyGradientRun(GradientRun run, __global Stored* to, long each, Gradients s) {
  if (run.n < 16) {
    applyFewGradients(run, to, each, s);
  } else if (each != 0) {
    applyGradientRunBy(run, to, EACH_WEIGHT, s);
  } else if (s.near != 0) {
    applyGradientRunBy(run, to, ONE_WEIGHT, s);
  } else {
    applyGradientRunBy(run, to, AROUND_0, s);
  }
}

// dL/dx of one block of one set; records[5][all] and rows[4][all] are those of all sets.
INLINE void applyGradientSet(__global const Stored* x, __global const Stored* gradOutput, __global Stored* to,
                             __global const long* t, long set, Block block, __global const Real* records,
                             __global const Real* rows, long all, __global const Real* weight) {
  const long each = t[PARAMETER_STRIDE];
  const Gradients s = gradientsOf(records, rows, all, set);
  const Place place = placeOfSet(t, set);
  for (long run = block.firstRun; run < block.endRun; ++run) {
    const Place start = placeOfRun(t, place, run);
    applyGradientRun(gradientRunAt(x, gradOutput, weight, start, block.start, block.length, each),
                     to + start.offset + block.start, each, s);
  }
}

// Neighbouring elements whose sums over the sets of a unit are made together.
#define STRIP 4096

typedef struct {
  Real16 bias[STRIP / 16], weight[STRIP / 16];
} StripSums;

// dL/dx of a piece of up to STRIP elements of one set, and what it adds to the parameters along it.
INLINE void applyStrip(GradientRun run, __global Stored* to, int streams, Gradients s, Real scale, long ahead,
                       StripSums* of) {
  long i = 0;
  for (int v = 0; i + 16 <= run.n; i += 16, ++v) {
    prefetchFar(run.x + i + ahead);
    prefetchFar(run.gradOutput + i + ahead);
    const Real16 gradOutput = load16(run.gradOutput, i);
    const Real16 above = load16(run.x, i) * s.pre - s.high;
    of->bias[v] += gradOutput;
    of->weight[v] += gradOutput * scale * (above - s.low);
    const Real16 made = (((gradOutput * loadReals(run.weight + i) - s.near) + s.rest) - above * s.c) * s.a;
    if (streams) {
      stream16(to, i, made);
    } else {
      store16(to, i, made);
    }
  }
  if (i == run.n) return;
  const int lanes = (int)(run.n - i);
  const Real16 gradOutput = gatherStored(run.gradOutput + i, 1, lanes);
  const Real16 x = gatherStored(run.x + i, 1, lanes);
  of->bias[i / 16] += gradOutput;
  of->weight[i / 16] += gradOutput * scale * ((x * s.pre - s.high) - s.low);
  storeFew(to + i, lanes, inputGradient16(x, gradOutput * gather(run.weight + i, 1, lanes), s));
}

// Sets whose sums over a strip are plain ones, before they go to the compensated sums.
#define PENDING_SETS 32

// dL/dx of the strip from `start` on of sets that are one run each and share the parameters along it, and the sums over
// these. What lies `ahead` is asked for meanwhile.
INLINE void applyStripOfSets(__global const Stored* x, __global const Stored* gradOutput, __global Stored* to,
                             __global const long* t, long firstSet, long sets, long start, long ahead,
                             __global const Real* records, __global const Real* rows, long all,
                             __global const Real* weight, OwnSums own) {
  const long length = min(t[LENGTH] - start, (long)STRIP);
  const long parameter = placeOfSet(t, firstSet).parameter + start;
  for (long first = 0; first < sets; first += PENDING_SETS) {
    StripSums of;
    for (int v = 0; 16 * v < length; ++v) of.bias[v] = of.weight[v] = ZERO16;
    for (long set = firstSet + first; set < firstSet + min(sets, first + PENDING_SETS); ++set) {
      const Place place = placeOfSet(t, set);
      const GradientRun run = gradientRunAt(x, gradOutput, weight, place, start, length, 1);
      __global Stored* into = to + place.offset + start;
      const Gradients s = gradientsOf(records, rows, all, set);
      if (STREAMS && length % 16 == 0 && unalignedHead(into) == 0) {
        applyStrip(run, into, 1, s, records[SCALE * all + set], ahead, &of);
      } else {
        applyStrip(run, into, 0, s, records[SCALE * all + set], ahead, &of);
      }
    }
    for (long i = 0; i < length; i += 16)
      addToOwn(own, parameter + i, (int)min(length - i, (long)16), of.bias[i / 16], of.weight[i / 16]);
  }
}
