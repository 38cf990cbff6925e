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

// The sum and the product around 0, which is that of x^ too: a guess of 0 needs no other.
INLINE void addPlainParts(GradientRun run, Known k, RunParts* parts) {
  long i = 0;
  for (; i + 16 <= run.n; i += 16) {
    const Real16 gradOutput = load16(run.gradOutput, i);
    parts->sum += gradOutput;
    parts->product += gradOutput * (load16(run.x, i) * k.pre - k.high);
  }
  if (i == run.n) return;
  const int count = (int)(run.n - i);
  // What the lanes before hold is finite, or was counted.
  const Real16 gradOutput = onlyTail(loadTail(run.gradOutput, run.n, count), count);
  parts->sum += gradOutput;
  parts->product += gradOutput * (loadTail(run.x, run.n, count) * k.pre - k.high);
}

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

INLINE void addPartsAround(const int plain, GradientRun run, Known k, RunParts* parts) {
  if (plain) {
    addPlainParts(run, k, parts);
  } else {
    addParts(run, k, parts);
  }
}

// Those of some runs of a block; `plain` where k.near is 0.
INLINE RunParts partsOfRuns(__global const Stored* x, __global const Stored* gradOutput, __global const long* t,
                            Place set, Block block, long firstRun, long endRun, Known k, const int plain,
                            __global const Real* weight) {
  RunParts parts = NO_PARTS;
  if ((endRun - firstRun) * block.length <= PENDING_GRADIENTS) {
    for (long run = firstRun; run < endRun; ++run)
      addPartsAround(plain, gradientRunAt(x, gradOutput, weight, placeOfRun(t, set, run), block.start, block.length, 0), k,
                     &parts);
    return parts;
  }
  Compensated sum = {ZERO16, ZERO16}, product = {ZERO16, ZERO16}, residual = {ZERO16, ZERO16},
              ofXhat = {ZERO16, ZERO16};
  long pending = 0;
  for (long run = firstRun; run < endRun; ++run) {
    const Place place = placeOfRun(t, set, run);
    for (long done = 0; done < block.length; done += PENDING_GRADIENTS) {
      const long piece = min(block.length - done, (long)PENDING_GRADIENTS);
      addPartsAround(plain, gradientRunAt(x, gradOutput, weight, place, block.start + done, piece, 0), k, &parts);
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

// Around 0 less has to be summed (`plain`); whether 0 is near enough is known once a batch is read. Where it was not, the
// next ones are summed around guesses at once.
#define WAIT_FOR_PLAIN 16

// Which signs the first elements of up to 16 runs have: a bit for each run.
typedef struct {
  Bits16 positive, negative;
} Signs;

#define NO_SIGNS {AS_BITS16(ZERO16), AS_BITS16(ZERO16)}

INLINE void includeSigns(Signs* of, int run, GradientRun from) {
  const Bits16 first = AS_BITS16(load16(from.gradOutput, 0)) & SIGN_BIT;
  of->negative |= shiftedSign(first, run);
  of->positive |= shiftedSign(first ^ SIGN_BIT, run);
}

// Whether 0 lies among the first elements of each of `runs` runs: no guess is much nearer to these then.
INLINE int areAround0(Signs of, int runs) {
  return (unionOf16(of.positive) & unionOf16(of.negative)) == ((Bits)1 << runs) - 1;
}

// Up to 16 runs, or sets whose runs share a parameter, each in 16 parts.
typedef struct {
  int plain;  // all guesses are 0: `residual` and `ofXhat` are not made
  Signs signs;
  Real16 sum[16], product[16], residual[16], ofXhat[16];
  Real near[16], low[16], scale[16], weight[16];
  long parameter[16];
} Batch;

INLINE void startBatch(const int plain, Batch* batch) {
  batch->plain = plain;
  batch->signs = (Signs)NO_SIGNS;
}

INLINE void keepRun(Batch* batch, int i, RunParts parts, Known k, __global const Real* weight, long parameter) {
  batch->near[i] = k.near;
  batch->low[i] = k.low;
  batch->scale[i] = k.scale;
  batch->sum[i] = parts.sum;
  batch->product[i] = parts.product;
  if (!batch->plain) {
    batch->residual[i] = parts.residual;
    batch->ofXhat[i] = parts.ofXhat;
  }
  batch->weight[i] = weight[parameter];
  batch->parameter[i] = parameter;
}

// Not where other blocks may have other guesses, nor where signs are not looked at.
INLINE int mayBePlain(__global const long* t, int centres, int* wait) {
  if (!centres) return 1;
  if (t[BLOCKS] > 1 || t[LENGTH] < 16) return 0;
  if (*wait == 0) return 1;
  --*wait;
  return 0;
}

INLINE int isPlain(const Batch* batch, int runs, int centres, int* wait) {
  if (!centres || areAround0(batch->signs, runs)) return 1;
  *wait = WAIT_FOR_PLAIN;
  return 0;
}

// One lane for each of the `runs` runs of a batch, which have `length` elements; the sums of their parameters go to own.
INLINE RunParts settleBatch(Batch* batch, int runs, Real16 length, OwnSums own) {
  for (int i = runs; i < 16; ++i) {
    batch->sum[i] = batch->product[i] = batch->residual[i] = batch->ofXhat[i] = ZERO16;
    batch->near[i] = batch->low[i] = batch->scale[i] = batch->weight[i] = 0;
  }
  const Real16 near = vload16(0, batch->near), low = vload16(0, batch->low), scale = vload16(0, batch->scale);
  RunParts of;
  of.sum = sumOfEach(batch->sum);
  of.product = sumOfEach(batch->product) - low * of.sum;
  of.residual = ZERO16;
  Real16 bias = of.sum;
  of.ofXhat = of.product * scale;
  if (!batch->plain) {
    of.residual = sumOfEach(batch->residual) - low * length;
    bias += near * length;
    of.ofXhat = (sumOfEach(batch->ofXhat) - low * bias) * scale;
  }
  int neighbours = 1;
  for (int i = 1; i < runs; ++i) neighbours &= batch->parameter[i] == batch->parameter[0] + i;
  if (neighbours) {
    addToOwn(own, batch->parameter[0], runs, bias, of.ofXhat);
    return of;
  }
  Real biases[16], weights[16];
  vstore16(bias, 0, biases);
  vstore16(of.ofXhat, 0, weights);
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
INLINE void keepSets(const int plain, __global const Stored* x, __global const Stored* gradOutput, __global const long* t,
                     long firstSet, int sets, Block block, __global const Real* records, long all,
                     __global const Real* weight, Batch* batch) {
  startBatch(plain, batch);
  for (int i = 0; i < sets; ++i) {
    const Place set = placeOfSet(t, firstSet + i);
    prefetchShort(x, gradOutput, set, block);
    const GradientRun first =
        gradientRunAt(x, gradOutput, weight, placeOfRun(t, set, block.firstRun), block.start, block.length, 0);
    const Known k = knownOf(records + i, all, plain ? 0 : guessOutput(first));
    keepRun(batch, i, partsOfRuns(x, gradOutput, t, set, block, block.firstRun, block.endRun, k, plain, weight), k, weight,
            set.parameter);
    if (plain) includeSigns(&batch->signs, i, first);
  }
}

INLINE GradientSums sumSetsOfOne(__global const Stored* x, __global const Stored* gradOutput, __global const long* t,
                                 long firstSet, int sets, Block block, __global const Real* records, long all,
                                 __global const Real* weight, int centres, OwnSums own, int* wait) {
  Batch batch;
  int plain = mayBePlain(t, centres, wait);
  if (plain) {
    keepSets(1, x, gradOutput, t, firstSet, sets, block, records, all, weight, &batch);
    plain = isPlain(&batch, sets, centres, wait);
  }
  if (!plain) keepSets(0, x, gradOutput, t, firstSet, sets, block, records, all, weight, &batch);
  const Real16 count = (Real16)(countOf(block));
  const RunParts of = settleBatch(&batch, sets, count, own);
  const Real16 weights = vload16(0, batch.weight);
  return (GradientSums){vload16(0, batch.near) * weights, of.sum * weights, of.product * weights, of.residual, count};
}

// What is summed of a set, still in 16 parts, around `near` of g.
typedef struct {
  Real near;
  RunParts parts;
} SetParts;

// Runs that have a parameter each, and so a guess.
INLINE void keepRuns(const int plain, __global const Stored* x, __global const Stored* gradOutput, __global const long* t,
                     Place set, long firstRun, int runs, Block block, Known k, __global const Real* weight, Batch* batch) {
  startBatch(plain, batch);
  for (int i = 0; i < runs; ++i) {
    const Place place = placeOfRun(t, set, firstRun + i);
    const GradientRun run = gradientRunAt(x, gradOutput, weight, place, block.start, block.length, 0);
    k.near = plain ? 0 : guessOutput(run);
    keepRun(batch, i, partsOfRuns(x, gradOutput, t, set, block, firstRun + i, firstRun + i + 1, k, plain, weight), k, weight,
            place.parameter);
    if (plain) includeSigns(&batch->signs, i, run);
  }
}

INLINE SetParts sumSetOfRuns(__global const Stored* x, __global const Stored* gradOutput, __global const long* t,
                             Place set, Block block, Known k, __global const Real* weight, int centres, OwnSums own,
                             int* wait) {
  Compensated sum = {ZERO16, ZERO16}, product = {ZERO16, ZERO16}, residual = {ZERO16, ZERO16};
  Real near = 0;
  Batch batch;
  for (long first = block.firstRun; first < block.endRun; first += 16) {
    const int runs = (int)min(block.endRun - first, (long)16);
    // Without the residual, a guess of the set that is not 0 could not be made good for.
    int plain = near == 0 && mayBePlain(t, centres, wait);
    if (plain) {
      keepRuns(1, x, gradOutput, t, set, first, runs, block, k, weight, &batch);
      plain = isPlain(&batch, runs, centres, wait);
    }
    if (!plain) keepRuns(0, x, gradOutput, t, set, first, runs, block, k, weight, &batch);
    if (first == block.firstRun) near = batch.near[0] * batch.weight[0];
    const Real16 length = select((Real16)((Real)block.length), ZERO16, LANE16 >= (Bits16)(runs));
    const RunParts of = settleBatch(&batch, runs, length, own);
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
                                  __global const Real* weight, int centres, OwnSums own, int* wait) {
  Real16 sum[16], product[16], residual[16];
  Real near[16];
  for (int i = 0; i < 16; ++i) {
    sum[i] = product[i] = residual[i] = ZERO16;
    near[i] = 0;
  }
  for (int i = 0; i < sets; ++i) {
    const Place set = placeOfSet(t, firstSet + i);
    prefetchShort(x, gradOutput, set, block);
    const SetParts of =
        sumSetOfRuns(x, gradOutput, t, set, block, knownOf(records + i, all, 0), weight, centres, own, wait);
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
                           int* wait, __global Real* to, long distance) {
  if (way != BY_RUN) {
    sumGradients(x, gradOutput, t, firstSet, sets, number, records, all, weight, centres, guesses, to, distance);
    return;
  }
  const Block block = blockOf(t, number);
  const GradientSums s =
      parametersVaryAlongRuns(t)
          ? sumSetsOfRuns(x, gradOutput, t, firstSet, sets, block, records, all, weight, centres, own, wait)
          : sumSetsOfOne(x, gradOutput, t, firstSet, sets, block, records, all, weight, centres, own, wait);
  storeGradientSums(to, distance, sets, s);
}
