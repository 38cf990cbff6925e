// Records of `sets` (finer) sets from the mean and the biased variance of each set of the plan, in double precision, as
// writeRecords() of core/engine/opencl/records.cpp makes them; records[5][sets]. `rule`: eps, used variance / biased
// variance, whether eps is added to the standard deviation, whether the statistics came from x, the largest number, the
// smallest scale that is kept and the power of two that such a set is brought nearer by.
#pragma OPENCL EXTENSION cl_khr_fp64 : enable
enum { EPS, USED, OUTSIDE, FROM_X, LARGEST, SMALL_SCALE, NEARER };

INLINE double scaleOfSet(double variance, __global const double* rule) {
  const double used = variance * rule[USED];
  const double rstd = rule[OUTSIDE] != 0 ? 1 / (sqrt(used) + rule[EPS]) : 1 / sqrt(used + rule[EPS]);
  return variance == 0 && !isfinite(rstd) ? 0 : rstd;
}

INLINE double factorOfSet(double variance, double rstd, __global const double* rule) {
  if (rule[FROM_X] == 0 || variance == 0) return 0;
  return rule[OUTSIDE] != 0 ? rule[USED] / sqrt(variance * rule[USED]) : rule[USED] * rstd;
}

__kernel void sets_records(__global const double* restrict means, __global const double* restrict variances,
                           __global const double* restrict rule, long split, long sets, __global Real* restrict records) {
  for (long set = firstJob(sets); set < endJob(sets); ++set) {
    const double variance = variances[split == 1 ? set : set / split];
    const double rstd = scaleOfSet(variance, rule);
    const double pre = rstd != 0 && rstd < rule[SMALL_SCALE] ? rule[NEARER] : 1;
    const double scale = rstd / pre;
    const double mean = means[split == 1 ? set : set / split] * pre;
    const Real high = (Real)mean;
    records[PRE * sets + set] = (Real)pre;
    records[HIGH * sets + set] = high;
    records[LOW * sets + set] = isfinite(high) ? (Real)(mean - high) : 0;
    records[SCALE * sets + set] = (Real)(isfinite(scale) ? fmin(scale, rule[LARGEST]) : scale);
    records[FACTOR * sets + set] = (Real)factorOfSet(variance, rstd, rule);
  }
}
