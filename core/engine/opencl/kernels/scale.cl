// What becomes of a set, for 16 of them at once: y = ((x * pre - high) - low) * scale, with `pre` a power of two and
// high + low the mean of pre * x; `variance` is the biased one of pre * x, or its mean square where the mean is not
// subtracted. In memory: five rows of one value a set, `distance` apart.
#pragma once
#include "rule.cl"

typedef struct {
  Real16 pre, high, low, scale, variance;
} Record;

#define NO_RECORD {ZERO16, ZERO16, ZERO16, ZERO16, ZERO16}

// Those of `lanes` sets, each for all of its `split` finer ones.
INLINE void storeRecords(__global Real* to, long distance, long split, int lanes, Record r) {
  storeForAll(to + PRE * distance, split, lanes, r.pre);
  storeForAll(to + HIGH * distance, split, lanes, r.high);
  storeForAll(to + LOW * distance, split, lanes, r.low);
  storeForAll(to + SCALE * distance, split, lanes, r.scale);
  storeForAll(to + VARIANCE * distance, split, lanes, r.variance);
}

// Elements of a set are multiplied by 1 / (what this gives), as scaleOf() of core/engine/scale.h has it, on scaled
// elements. Where eps is so large beside the elements that its scaled value overflows, the variance plays no role.
INLINE Real16 scaleOf(Real16 variance, Real16 pre, ScaleRule rule) {
  const Real16 used = variance * rule.used;
  const Real16 most = (Real16)(LARGEST_SQUARES);
  Real16 denominator, alone, eps;
  if (rule.epsAt == EPS_INSIDE) {
    eps = (rule.eps * pre) * pre;
    denominator = sqrt(used + eps);
    alone = (Real16)(sqrt(rule.eps));
  } else {
    const Real16 root = sqrt(used);
    eps = rule.eps * pre;
    denominator = rule.epsAt == EPS_MAX ? select(root, eps, isless(root, eps)) : root + eps;
    alone = (Real16)(rule.eps);
  }
  const Real16 whole = select(1 / denominator, 1 / alone / pre, isgreater(eps, most) & isequal(used, used));
  const Real16 scale = whole * rule.share;
  return select(scale, ZERO16, isequal(variance, ZERO16) & ~isfinite(scale));
}
