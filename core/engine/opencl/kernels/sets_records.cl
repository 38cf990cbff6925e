// Records of `sets` sets of the plan, each `split` finer ones, from the mean and the biased variance of each, in double
// precision, as writeRecords() of core/engine/opencl/records.cpp makes them; records[5][sets * split]. `rule`: eps, used variance / biased
// variance, where eps meets the variance (EPS_INSIDE, ... of scale.cl), `times` of RootRule of core/engine/scale.h,
// whether the statistics came from x, the largest number, the smallest scale that is kept and the power of two that such
// a set is brought nearer by.
#include "scale.cl"
#include "traversal.cl"

#pragma OPENCL EXTENSION cl_khr_fp64 : enable
enum { EPS, USED, EPS_AT, TIMES, FROM_X, LARGEST, SMALL_SCALE, NEARER };

#define ZEROS ((double16)(0.0))
#if STORED_BITS == 64
#define TO_REALS convert_double16
#else
#define TO_REALS convert_float16
#endif

INLINE double16 statisticsOf(__global const double* from, int lanes) {
  if (lanes == 16) return vload16(0, from);
  double values[16];
  for (int lane = 0; lane < 16; ++lane) values[lane] = lane < lanes ? from[lane] : 1;
  return vload16(0, values);
}

// What divides, but for `times`.
INLINE double16 rootOfSets(double16 used, __global const double* rule) {
  const double16 eps = (double16)(rule[EPS]);
  if (rule[EPS_AT] == EPS_INSIDE) return sqrt(used + eps);
  const double16 root = sqrt(used);
  return rule[EPS_AT] == EPS_MAX ? select(root, eps, isless(root, eps)) : root + eps;
}

// scaleOf() of core/engine/scale.h.
INLINE double16 scaleOfSets(double16 variance, __global const double* rule) {
  const double16 rstd = 1 / (rule[TIMES] * rootOfSets(variance * rule[USED], rule));
  return select(rstd, ZEROS, isequal(variance, ZEROS) & ~isfinite(rstd));
}

// varianceFactorOf() of core/engine/scale.h, over rstd.
INLINE double16 factorOfSets(double16 variance, __global const double* rule) {
  if (rule[FROM_X] == 0) return ZEROS;
  const double16 used = variance * rule[USED];
  const double16 whole = (double16)(rule[USED] * rule[TIMES] * rule[TIMES]);
  const double16 root = sqrt(used);
  double16 factor = whole;
  if (rule[EPS_AT] == EPS_OUTSIDE) factor = whole * ((root + rule[EPS]) / root);
  if (rule[EPS_AT] == EPS_MAX) factor = select(whole, ZEROS, isless(root, (double16)(rule[EPS])));
  return select(factor, ZEROS, isequal(variance, ZEROS));
}

INLINE Record recordOfSets(double16 mean, double16 variance, __global const double* rule) {
  const double16 rstd = scaleOfSets(variance, rule);
  const double16 pre =
      select((double16)(1.0), (double16)(rule[NEARER]), isnotequal(rstd, ZEROS) & isless(rstd, (double16)(rule[SMALL_SCALE])));
  const double16 scale = rstd / pre;
  const double16 scaledMean = mean * pre;
  const Real16 high = TO_REALS(scaledMean);
  const Real16 low = TO_REALS(scaledMean - convert_double16(high));
  Record record;
  record.pre = TO_REALS(pre);
  record.high = high;
  record.low = select(ZERO16, low, isfinite(high));
  record.scale = TO_REALS(select(scale, fmin(scale, (double16)(rule[LARGEST])), isfinite(scale)));
  record.variance = TO_REALS(factorOfSets(variance, rule));
  return record;
}

__kernel void sets_records(__global const double* restrict means, __global const double* restrict variances,
                           __global const double* restrict rule, long split, long sets, __global Real* restrict records) {
  const long jobs = (sets + 15) / 16;
  for (long job = firstJob(jobs); job < endJob(jobs); ++job) {
    const long set = job * 16;
    const int lanes = (int)min(sets - set, (long)16);
    const Record record = recordOfSets(statisticsOf(means + set, lanes), statisticsOf(variances + set, lanes), rule);
    storeRecords(records + set * split, sets * split, split, lanes, record);
  }
}
