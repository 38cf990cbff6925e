// Sums over every block of every parameter, into sums[2][BLOCKS][parameters] (bias, weight). Here a "set" of `t` is what
// shares a parameter, and its "parameters" are the numbers of the sets of records[5][all].
__kernel void runs_parameters(__global const Stored* restrict x, __global const Stored* restrict slope,
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
      for (long done = 0; done < block.length; done += PENDING_SLOPES) {
        const long piece = min(block.length - done, (long)PENDING_SLOPES);
        const GradientRun from = gradientRunAt(x, slope, records, place, block.start + done, piece, each);
        Real16 bias = ZERO16, weight = ZERO16, less = ZERO16;
        addParameterRun(from, from.weight, all, each, &bias, &weight, &less);
        addParameterSums(&total, bias, weight, less);
      }
    }
    sums[job] = sumOf16(total.bias.total);
    sums[jobs + job] = sumOf16(total.weight.total);
  }
}
