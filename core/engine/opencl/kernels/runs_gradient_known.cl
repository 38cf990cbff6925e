// dL/dx and the sums over parameters of every block of the sets from firstSet on, in one reading, where the statistics were
// known before, as in evaluation mode: dL/dx is dL/dy * weight * scale * pre then. x is read for the sums alone.
#include "runs_gradient_by_run.cl"

typedef struct {
  Known known;
  Real factor;  // scale * pre
  long each;    // stride of the weights along a run
} KnownSet;

INLINE void addKnown(GradientRun run, long i, Known k, int from, int end, RunParts* parts) {
  const Bits16 counted = (LANE16 >= (Bits16)(from)) & (LANE16 < (Bits16)(end));
  const Real16 gradOutput = select(ZERO16, load16(run.gradOutput, i), counted);
  parts->sum += gradOutput;
  parts->product += select(ZERO16, gradOutput * (load16(run.x, i) * k.pre - k.high), counted);
}

INLINE Real16 knownGradient(GradientRun run, long i, KnownSet set) {
  return load16(run.gradOutput, i) * numbers16(run.weight, i, set.each) * set.factor;
}

INLINE void applyFewKnown(GradientRun run, __global Stored* to, KnownSet set, const int sums, RunParts* parts) {
  for (long i = 0; i < run.n; ++i)
    store1(to, i, load1(run.gradOutput, i) * run.weight[i * set.each] * set.factor);
  if (sums) addPlainParts(run, set.known, parts);
}

// One run of dL/dx, and where there are `sums`, what it adds to them.
INLINE void applyKnownRun(GradientRun run, __global Stored* to, KnownSet set, const int sums, RunParts* parts) {
  if (run.n < 16) {
    applyFewKnown(run, to, set, sums, parts);
    return;
  }
  const long head = unalignedHead(to);
  const int streams = STREAMS && (run.n >= 256 || (head == 0 && run.n % 16 == 0));
  long i = streams ? head : 0;
  if (i > 0) {
    store16(to, 0, knownGradient(run, 0, set));
    if (sums) addKnown(run, 0, set.known, 0, (int)i, parts);
  }
  Compensated sum = {parts->sum, ZERO16}, product = {parts->product, ZERO16};
  while (i + 16 <= run.n) {
    const long end = min(run.n - 15, i + PENDING_GRADIENTS);
    Real16 bias = ZERO16, ofXhat = ZERO16;
    for (; i < end; i += 16) {
      const Real16 gradOutput = load16(run.gradOutput, i);
      if (sums) {
        bias += gradOutput;
        ofXhat += gradOutput * (load16(run.x, i) * set.known.pre - set.known.high);
      }
      const Real16 made = gradOutput * numbers16(run.weight, i, set.each) * set.factor;
      if (streams) {
        stream16(to, i, made);
      } else {
        store16(to, i, made);
      }
    }
    add(&sum, bias);
    add(&product, ofXhat);
  }
  parts->sum = sum.total;
  parts->product = product.total;
  if (i == run.n) return;
  store16(to, run.n - 16, knownGradient(run, run.n - 16, set));
  if (sums) addKnown(run, run.n - 16, set.known, (int)(16 - (run.n - i)), 16, parts);
}

INLINE RunParts applyKnownRuns(__global const Stored* x, __global const Stored* gradOutput, __global Stored* to,
                               __global const long* t, Place place, Block block, long firstRun, long endRun, KnownSet set,
                               __global const Real* weight, const int sums) {
  Compensated sum = {ZERO16, ZERO16}, product = {ZERO16, ZERO16};
  for (long run = firstRun; run < endRun; ++run) {
    const Place start = placeOfRun(t, place, run);
    RunParts parts = NO_PARTS;
    applyKnownRun(gradientRunAt(x, gradOutput, weight, start, block.start, block.length, set.each),
                  to + start.offset + block.start, set, sums, &parts);
    add(&sum, parts.sum);
    add(&product, parts.product);
  }
  return (RunParts){sum.total, product.total, ZERO16, ZERO16};
}

// A block of a set whose runs have one weight each.
INLINE void applyKnownByRun(__global const Stored* x, __global const Stored* gradOutput, __global Stored* to,
                            __global const long* t, Place place, Block block, KnownSet set, __global const Real* weight,
                            OwnSums own) {
  const long step = parametersVaryAlongRuns(t) ? 1 : block.endRun - block.firstRun;
  Batch batch;
  startBatch(1, &batch);
  for (long first = block.firstRun; first < block.endRun; first += 16 * step) {
    int runs = 0;
    for (long run = first; runs < 16 && run < block.endRun; run += step)
      keepRun(&batch, runs++, applyKnownRuns(x, gradOutput, to, t, place, block, run, run + step, set, weight, 1), set.known,
              weight, placeOfRun(t, place, run).parameter);
    settleBatch(&batch, runs, ZERO16, own);
  }
}

__kernel void runs_gradient_known(__global const Stored* restrict x, __global const Stored* restrict gradOutput,
                                  __global Stored* restrict to, __global const long* restrict t, long firstSet,
                                  long sets, long all, __global const Real* restrict records,
                                  __global const Real* restrict weight, long way, __global Real* restrict ownOfAll,
                                  long parameters) {
  const OwnSums own = ownSums(ownOfAll, parameters);
  const long jobs = sets * t[BLOCKS];
  for (long job = firstJob(jobs); job < endJob(jobs); ++job) {
    const long at = firstSet + job % sets;
    const Block block = blockOf(t, job / sets);
    const Known known = knownOf(records + at, all, 0);
    const KnownSet set = {known, known.scale * known.pre, t[PARAMETER_STRIDE]};
    const Place place = placeOfSet(t, at);
    if (way == BY_RUN) {
      applyKnownByRun(x, gradOutput, to, t, place, block, set, weight, own);
    } else {
      applyKnownRuns(x, gradOutput, to, t, place, block, block.firstRun, block.endRun, set, weight, 0);
    }
  }
}
