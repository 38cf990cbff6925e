// Sums over sets, dL/dx and the sums over parameters, of sets that are one run each and share the parameters along it
// (BY_ELEMENT): a few sets at a time, which are in the nearest cache when they are read again.
#pragma once
#include "runs_gradient.cl"

// Sets that are taken together: at most so many, of about so many bytes of x and dL/dy. More would be read in bursts, which
// the memory does not keep up with; so the sets are read one after the other, too.
#define MOST_BATCH 8
#define BATCH_BYTES 4096

// The plain sums over parameters of the sets since the last that went to the compensated ones.
typedef struct {
  StripSums of;
  int sets;
} PendingSums;

INLINE void startPending(long length, PendingSums* pending) {
  for (int v = 0; 16 * v < length; ++v) pending->of.bias[v] = pending->of.weight[v] = ZERO16;
  pending->sets = 0;
}

INLINE void flushPending(long length, long parameter, OwnSums own, PendingSums* pending) {
  for (long i = 0; i < length; i += 16)
    addToOwn(own, parameter + i, (int)min(length - i, (long)16), pending->of.bias[i / 16], pending->of.weight[i / 16]);
  startPending(length, pending);
}

INLINE GradientParts partsOfRun(GradientRun run, Known k) {
  GradientParts parts = NO_GRADIENTS;
  if (run.n <= PENDING_GRADIENTS) {
    addRun(run, 1, k, &parts);
    return parts;
  }
  Compensated sum = {ZERO16, ZERO16}, product = {ZERO16, ZERO16};
  for (long done = 0; done < run.n; done += PENDING_GRADIENTS) {
    const long piece = min(run.n - done, (long)PENDING_GRADIENTS);
    addRun((GradientRun){run.x + done, run.gradOutput + done, run.weight + done, piece}, 1, k, &parts);
    add(&sum, parts.sum);
    add(&product, parts.product);
    parts = (GradientParts)NO_GRADIENTS;
  }
  return (GradientParts){sum.total, product.total};
}

typedef struct {
  GradientRun runs[MOST_BATCH];
  __global Stored* to[MOST_BATCH];
  Known known[MOST_BATCH];
  Real sums[2 * MOST_BATCH];  // of each set, then their products
} SetBatch;

// The records are those of the batch's sets. The first element of dL/dy * weight is guess enough of their mean, and the cheapest.
INLINE void openBatch(__global const Stored* x, __global const Stored* gradOutput, __global Stored* to,
                      __global const long* t, long firstSet, int sets, __global const Real* records, long all,
                      __global const Real* weight, int centres, SetBatch* batch) {
  for (int i = 0; i < sets; ++i) {
    const Place place = placeOfSet(t, firstSet + i);
    const GradientRun run = gradientRunAt(x, gradOutput, weight, place, 0, t[LENGTH], 1);
    batch->runs[i] = run;
    batch->to[i] = to + place.offset;
    batch->known[i] = knownOf(records + i, all, centres ? load1(run.gradOutput, 0) * run.weight[0] : 0);
  }
}

INLINE void sumBatch(int sets, SetBatch* batch) {
  Real16 parts[2 * MOST_BATCH];
  for (int i = 0; i < sets; ++i) {
    const GradientParts of = partsOfRun(batch->runs[i], batch->known[i]);
    parts[i] = of.sum;
    parts[MOST_BATCH + i] = of.product;
  }
  if (sets <= 2) {
    for (int i = 0; i < sets; ++i) {
      batch->sums[i] = sumOf16(parts[i]);
      batch->sums[MOST_BATCH + i] = sumOf16(parts[MOST_BATCH + i]);
    }
    return;
  }
  for (int i = sets; i < MOST_BATCH; ++i) parts[i] = parts[MOST_BATCH + i] = ZERO16;
  vstore16(sumOfEach(parts), 0, batch->sums);
}

// As mergeGradients() makes them.
INLINE Gradients gradientsOfSet(const SetBatch* batch, int i, Real factor, GradientRule rule) {
  const Known k = batch->known[i];
  const Real count = (Real)batch->runs[i].n;
  const Real rest = rule.centres ? batch->sums[i] / count : 0;
  const Real c = rule.reduces ? factor * (k.scale * (batch->sums[MOST_BATCH + i] / count)) * k.scale : 0;
  return (Gradients){k.pre, k.high, k.low, k.near, k.low * c - rest, k.scale * k.pre, c};
}

INLINE void applyBatch(const SetBatch* batch, int sets, const int streams, __global const Real* factors,
                       GradientRule rule, long ahead, StripSums* of) {
  for (int i = 0; i < sets; ++i)
    applyStrip(batch->runs[i], batch->to[i], streams, gradientsOfSet(batch, i, factors[i], rule), batch->known[i].scale,
               ahead, of);
}

// All of a unit; records[5][all] are those of all sets.
INLINE void differentiateElements(__global const Stored* x, __global const Stored* gradOutput, __global Stored* to,
                                  __global const long* t, Unit unit, __global const Real* records, long all,
                                  __global const Real* weight, GradientRule rule, OwnSums own, PendingSums* pending) {
  const long length = t[LENGTH];
  const int most = (int)clamp(BATCH_BYTES / (2 * (long)sizeof(Stored) * length), (long)1, (long)MOST_BATCH);
  const long ahead = max(most * length, (long)2048);
  for (int first = 0; first < unit.sets; first += most) {
    const long set = unit.firstSet + first;
    const int sets = min(most, unit.sets - first);
    SetBatch batch;
    openBatch(x, gradOutput, to, t, set, sets, records + set, all, weight, rule.centres, &batch);
    sumBatch(sets, &batch);
    __global const Real* factors = records + FACTOR * all + set;
    if (STREAMS && length % 16 == 0 && unalignedHead(batch.to[0]) == 0) {
      applyBatch(&batch, sets, 1, factors, rule, ahead, &pending->of);
    } else {
      applyBatch(&batch, sets, 0, factors, rule, ahead, &pending->of);
    }
    pending->sets += sets;
    if (pending->sets >= PENDING_SETS) flushPending(length, placeOfSet(t, set).parameter, own, pending);
  }
}
