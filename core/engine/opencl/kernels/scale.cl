// From moments to what is subtracted and multiplied: y = ((x * pre - high) - low) * scale.
typedef struct {
  float16 pre, high, low, scale;
} Scaling;

typedef struct {
  float eps;
  float used;  // used variance / biased variance
  int outside;      // eps is added to the standard deviation
  int subtractsMean;
} ScaleRule;

// scaleOf() of core/engine/scale.h on scaled elements. Where eps is so large beside the elements that its scaled
// value overflows, the variance plays no role.
INLINE Scaling scalingOf(Moments m, float n, ScaleRule rule) {
  const float16 shift = m.sum / n;
  float16 variance = fmax(m.squares / n - shift * shift, (float16)(0.0f));
  variance = select((float16)(NAN), variance, isequal(shift, shift));
  Scaling s;
  s.pre = m.scale;
  s.high = m.centre;
  s.low = shift;
  if (!rule.subtractsMean) {
    const float16 mean = m.centre + shift;
    variance = select(m.squares, variance + mean * mean, isfinite(m.squares));
    s.high = (float16)(0.0f);
    s.low = (float16)(0.0f);
  }
  const float16 used = variance * rule.used;
  float16 denominator, alone;
  int16 overflows;
  if (rule.outside) {
    const float16 eps = rule.eps * m.scale;
    overflows = isgreater(eps, (float16)(1e36f));
    denominator = sqrt(used) + eps;
    alone = (float16)(rule.eps);
  } else {
    const float16 eps = (rule.eps * m.scale) * m.scale;
    overflows = isgreater(eps, (float16)(1e36f));
    denominator = sqrt(used + eps);
    alone = (float16)(sqrt(rule.eps));
  }
  float16 scale = select(1.0f / denominator, 1.0f / alone / m.scale, overflows & isequal(used, used));
  s.scale = select(scale, (float16)(0.0f), isequal(variance, (float16)(0.0f)) & ~isfinite(scale));
  return s;
}
