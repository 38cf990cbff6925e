// One run's share of the sums over parameters; the records vary along it where `each` is 1.
#include "runs_gradient.cl"

INLINE void addParameterRun(GradientRun run, __global const Real* record, long all, long each, Real16* bias,
                            Real16* weight, Real16* less) {
  __global const Real* pre = record + PRE * all;
  __global const Real* high = record + HIGH * all;
  __global const Real* low = record + LOW * all;
  __global const Real* scale = record + SCALE * all;
  long i = 0;
  for (; i + 16 <= run.n; i += 16) {
    const Real16 scaled = load16(run.gradOutput, i) * numbers16(scale, i, each);
    *bias += load16(run.gradOutput, i);
    *weight += scaled * (load16(run.x, i) * numbers16(pre, i, each) - numbers16(high, i, each));
    *less += scaled * numbers16(low, i, each);
  }
  if (i == run.n) return;
  const int count = (int)(run.n - i);
  const Real16 gradOutput = onlyTail(loadTail(run.gradOutput, run.n, count), count);
  const Real16 e =
      loadTail(run.x, run.n, count) * numbersTail(pre, run.n, count, each) - numbersTail(high, run.n, count, each);
  const Real16 scaled = gradOutput * numbersTail(scale, run.n, count, each);
  *bias += gradOutput;
  *weight += onlyTail(scaled * e, count);
  *less += onlyTail(scaled * numbersTail(low, run.n, count, each), count);
}

// Sums over every block of every parameter, into sums[2][BLOCKS][parameters] (bias, weight). Here a "set" of `t` is
// what shares a parameter, and its "parameters" are the numbers of the sets of records[5][all].
__kernel void runs_parameters(__global const Stored* restrict x, __global const Stored* restrict gradOutput,
                              __global const long* restrict t, long parameters, __global const Real* restrict records,
                              long all, __global Real* restrict sums) {
  const long each = t[PARAMETER_STRIDE];
  const long jobs = parameters * t[BLOCKS];
  for (long job = firstJob(jobs); job < endJob(jobs); ++job) {
    const long parameter = job % parameters;
    const Block block = blockOf(t, job / parameters);
    const Place set = placeOfSet(t, parameter);
    ParameterSums total = {{ZERO16, ZERO16}, {ZERO16, ZERO16}};
    for (long run = block.firstRun; run < block.endRun; ++run) {
      const Place place = placeOfRun(t, set, run);
      for (long done = 0; done < block.length; done += PENDING_GRADIENTS) {
        const long piece = min(block.length - done, (long)PENDING_GRADIENTS);
        const GradientRun from = gradientRunAt(x, gradOutput, records, place, block.start + done, piece, each);
        Real16 bias = ZERO16, weight = ZERO16, less = ZERO16;
        addParameterRun(from, from.weight, all, each, &bias, &weight, &less);
        addParameterSums(&total, bias, weight, less);
      }
    }
    sums[job] = sumOf16(total.bias.total);
    sums[jobs + job] = sumOf16(total.weight.total);
  }
}
