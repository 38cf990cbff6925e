// Sums over sets and, on the way, over the parameters of runs with one weight and bias each (BY_RUN).
#pragma once
#include "runs_gradient.cl"

// Of some elements, around a guess `near` of the mean of dL/dy: of dL/dy - near, of (dL/dy - near) * (e + low), of e + low and
// of dL/dy * (e + low), since beside most e the low part would be rounded off, always the same way. The last is not made
// of the others: where x has few digits, the roundings of the sum of e may go one way.
typedef struct {
  Real16 sum, product, residual, ofXhat;
} RunParts;

#define NO_PARTS {ZERO16, ZERO16, ZERO16, ZERO16}

INLINE void addParts(GradientRun run, Known k, RunParts* parts) {
  long i = 0;
  for (; i + 16 <= run.n; i += 16) {
    const Real16 e = load16(run.x, i) * k.pre - k.high;
    const Real16 gradOutput = load16(run.gradOutput, i);
    const Real16 distance = gradOutput - k.near;
    parts->sum += distance;
    parts->product += distance * e;
    parts->residual += e;
    parts->ofXhat += gradOutput * e;
  }
  if (i == run.n) return;
  const int count = (int)(run.n - i);
  const Real16 e = onlyTail(loadTail(run.x, run.n, count) * k.pre - k.high, count);
  const Real16 gradOutput = onlyTail(loadTail(run.gradOutput, run.n, count), count);
  const Real16 distance = onlyTail(gradOutput - k.near, count);
  parts->sum += distance;
  parts->product += distance * e;
  parts->residual += e;
  parts->ofXhat += gradOutput * e;
}

// Those of some runs of a block.
INLINE RunParts partsOfRuns(__global const Stored* x, __global const Stored* gradOutput, __global const long* t,
                            Place set, Block block, long firstRun, long endRun, Known k, __global const Real* weight) {
  RunParts parts = NO_PARTS;
  if ((endRun - firstRun) * block.length <= PENDING_GRADIENTS) {
    for (long run = firstRun; run < endRun; ++run)
      addParts(gradientRunAt(x, gradOutput, weight, placeOfRun(t, set, run), block.start, block.length, 0), k, &parts);
    return parts;
  }
  Compensated sum = {ZERO16, ZERO16}, product = {ZERO16, ZERO16}, residual = {ZERO16, ZERO16},
              ofXhat = {ZERO16, ZERO16};
  long pending = 0;
  for (long run = firstRun; run < endRun; ++run) {
    const Place place = placeOfRun(t, set, run);
    for (long done = 0; done < block.length; done += PENDING_GRADIENTS) {
      const long piece = min(block.length - done, (long)PENDING_GRADIENTS);
      addParts(gradientRunAt(x, gradOutput, weight, place, block.start + done, piece, 0), k, &parts);
      pending += piece;
      if (pending < PENDING_GRADIENTS) continue;
      add(&sum, parts.sum);
      add(&product, parts.product);
      add(&residual, parts.residual);
      add(&ofXhat, parts.ofXhat);
      parts = (RunParts)NO_PARTS;
      pending = 0;
    }
  }
  add(&sum, parts.sum);
  add(&product, parts.product);
  add(&residual, parts.residual);
  add(&ofXhat, parts.ofXhat);
  return (RunParts){sum.total, product.total, residual.total, ofXhat.total};
}

// A guess of the mean of dL/dy of a run, on a grid that is coarse beside its spread; 0 where its elements may lie on both
// sides of it, since one that is far from them would take their digits. Without branches: which it is, nobody can foresee.
INLINE Real guessOutput(GradientRun run) {
  const Real first = load1(run.gradOutput, 0);
  const Real middle = load1(run.gradOutput, run.n / 2);
  const Real mean = first / 2 + middle / 2;
  const Real spread = fabs(first - middle);
  const Real rounder = AS_REAL(AS_BITS(spread) & EXPONENT_BITS) * ROUNDER;
  return AS_REAL(AS_BITS((mean + rounder) - rounder) & -(Bits)isless(spread, fabs(mean)));
}

// Up to 16 runs, or sets whose runs share a parameter, each in 16 parts.
typedef struct {
  Real16 sum[16], product[16], residual[16], ofXhat[16];
  Real near[16], weight[16];
  long parameter[16];
} Batch;

INLINE void keepRun(Batch* batch, int i, RunParts parts, Real near, __global const Real* weight, long parameter) {
  batch->near[i] = near;
  batch->sum[i] = parts.sum;
  batch->product[i] = parts.product;
  batch->residual[i] = parts.residual;
  batch->ofXhat[i] = parts.ofXhat;
  batch->weight[i] = weight[parameter];
  batch->parameter[i] = parameter;
}

// One lane for each of the `runs` runs of a batch, which have `length` elements; the sums of their parameters go to own.
INLINE RunParts settleBatch(Batch* batch, int runs, Real16 low, Real16 scale, Real16 length, OwnSums own) {
  for (int i = runs; i < 16; ++i) {
    batch->sum[i] = batch->product[i] = batch->residual[i] = batch->ofXhat[i] = ZERO16;
    batch->near[i] = batch->weight[i] = 0;
  }
  const Real16 near = vload16(0, batch->near);
  RunParts of;
  of.sum = sumOfEach(batch->sum);
  of.product = sumOfEach(batch->product) - low * of.sum;
  of.residual = sumOfEach(batch->residual) - low * length;
  const Real16 bias = of.sum + near * length;
  const Real16 ofXhat = (sumOfEach(batch->ofXhat) - low * bias) * scale;
  of.ofXhat = ofXhat;
  int neighbours = 1;
  for (int i = 1; i < runs; ++i) neighbours &= batch->parameter[i] == batch->parameter[0] + i;
  if (neighbours) {
    addToOwn(own, batch->parameter[0], runs, bias, ofXhat);
    return of;
  }
  Real biases[16], weights[16];
  vstore16(bias, 0, biases);
  vstore16(ofXhat, 0, weights);
  for (int i = 0; i < runs; ++i) addOneToOwn(own, batch->parameter[i], biases[i], weights[i]);
  return of;
}

INLINE int parametersVaryAlongRuns(__global const long* t) {
  __global const long* axes = t + FIRST_AXIS + 3 * t[SET_AXES];
  int vary = 0;
  for (long a = 0; a < t[RUN_AXES]; ++a) vary |= axes[3 * a + 2] != 0;
  return vary;
}

// Sets whose runs share a parameter.
INLINE GradientSums sumSetsOfOne(__global const Stored* x, __global const Stored* gradOutput, __global const long* t,
                                 long firstSet, int sets, Block block, __global const Real* records, long all,
                                 __global const Real* weight, int centres, OwnSums own) {
  Batch batch;
  Real low[16] = {0}, scale[16] = {0};
  for (int i = 0; i < sets; ++i) {
    const Place set = placeOfSet(t, firstSet + i);
    prefetchShort(x, gradOutput, set, block);
    const GradientRun first =
        gradientRunAt(x, gradOutput, weight, placeOfRun(t, set, block.firstRun), block.start, block.length, 0);
    const Known k = knownOf(records + i, all, centres ? guessOutput(first) : 0);
    low[i] = k.low;
    scale[i] = k.scale;
    keepRun(&batch, i, partsOfRuns(x, gradOutput, t, set, block, block.firstRun, block.endRun, k, weight), k.near,
            weight, set.parameter);
  }
  const Real16 count = (Real16)(countOf(block));
  const RunParts of = settleBatch(&batch, sets, vload16(0, low), vload16(0, scale), count, own);
  const Real16 weights = vload16(0, batch.weight);
  return (GradientSums){vload16(0, batch.near) * weights, of.sum * weights, of.product * weights, of.residual, count};
}

// What is summed of a set, still in 16 parts, around `near` of g.
typedef struct {
  Real near;
  RunParts parts;
} SetParts;

// A set each of whose runs has a parameter of its own, and so a guess.
INLINE SetParts sumSetOfRuns(__global const Stored* x, __global const Stored* gradOutput, __global const long* t,
                             Place set, Block block, Known k, __global const Real* weight, int centres, OwnSums own) {
  Compensated sum = {ZERO16, ZERO16}, product = {ZERO16, ZERO16}, residual = {ZERO16, ZERO16};
  Real near = 0;
  Batch batch;
  for (long first = block.firstRun; first < block.endRun; first += 16) {
    const int runs = (int)min(block.endRun - first, (long)16);
    for (int i = 0; i < runs; ++i) {
      const Place run = placeOfRun(t, set, first + i);
      if (centres) k.near = guessOutput(gradientRunAt(x, gradOutput, weight, run, block.start, block.length, 0));
      if (first + i == block.firstRun) near = k.near * weight[run.parameter];
      keepRun(&batch, i, partsOfRuns(x, gradOutput, t, set, block, first + i, first + i + 1, k, weight), k.near, weight,
              run.parameter);
    }
    const Real16 length = select((Real16)((Real)block.length), ZERO16, LANE16 >= (Bits16)(runs));
    const RunParts of = settleBatch(&batch, runs, (Real16)(k.low), (Real16)(k.scale), length, own);
    const Real16 weights = vload16(0, batch.weight);
    const Real16 farther = weights * vload16(0, batch.near) - near;
    add(&sum, weights * of.sum + length * farther);
    add(&product, weights * of.product + farther * of.residual);
    add(&residual, of.residual);
  }
  return (SetParts){near, {sum.total, product.total, residual.total, ZERO16}};
}

INLINE GradientSums sumSetsOfRuns(__global const Stored* x, __global const Stored* gradOutput, __global const long* t,
                                  long firstSet, int sets, Block block, __global const Real* records, long all,
                                  __global const Real* weight, int centres, OwnSums own) {
  Real16 sum[16], product[16], residual[16];
  Real near[16];
  for (int i = 0; i < 16; ++i) {
    sum[i] = product[i] = residual[i] = ZERO16;
    near[i] = 0;
  }
  for (int i = 0; i < sets; ++i) {
    const Place set = placeOfSet(t, firstSet + i);
    prefetchShort(x, gradOutput, set, block);
    const SetParts of = sumSetOfRuns(x, gradOutput, t, set, block, knownOf(records + i, all, 0), weight, centres, own);
    near[i] = of.near;
    sum[i] = of.parts.sum;
    product[i] = of.parts.product;
    residual[i] = of.parts.residual;
  }
  return (GradientSums){vload16(0, near), sumOfEach(sum), sumOfEach(product), sumOfEach(residual),
                        (Real16)(countOf(block))};
}

// As sumGradients, as `way` says; where runs have one weight, sums over parameters go to own.
INLINE void sumGradientsBy(long way, __global const Stored* x, __global const Stored* gradOutput,
                           __global const long* t, long firstSet, int sets, long number, __global const Real* records,
                           long all, __global const Real* weight, int centres, __global const Real* guesses, OwnSums own,
                           __global Real* to, long distance) {
  if (way != BY_RUN) {
    sumGradients(x, gradOutput, t, firstSet, sets, number, records, all, weight, centres, guesses, to, distance);
    return;
  }
  const Block block = blockOf(t, number);
  const GradientSums s =
      parametersVaryAlongRuns(t)
          ? sumSetsOfRuns(x, gradOutput, t, firstSet, sets, block, records, all, weight, centres, own)
          : sumSetsOfOne(x, gradOutput, t, firstSet, sets, block, records, all, weight, centres, own);
  storeGradientSums(to, distance, sets, s);
}
