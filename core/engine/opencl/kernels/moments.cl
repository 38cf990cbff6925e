// What is measured of a block, for 16 of them at once where they are lanes of a vector.
//
// `centre` is near the mean of scale * x, `sum` and `squares` are of e = scale * x - centre. So the mean is
// (centre + sum / n) / scale, and the variance loses no digits whatever the mean is: the part that cancels,
// (sum / n)^2, is small. `scale` is 1, or a power of two where squares would leave the range of float.
typedef struct {
  float16 centre, sum, squares, scale;
} Moments;

// Squares are summed in float over a few elements, then these sums with Kahan's compensation: the error stays at
// a few roundings however large the block is, also where all the roundings go one way.
typedef struct {
  float16 total, lost;
} Compensated;

INLINE void add(Compensated* sum, float16 value) {
  const float16 corrected = value - sum->lost;
  const float16 total = sum->total + corrected;
  sum->lost = (total - sum->total) - corrected;
  sum->total = total;
}

// True in the lanes that float could hold without a scale. Constant lanes may be tiny differences as well, and so
// are not; NaN and Inf are not.
INLINE int16 inRange(Moments m) {
  return isgreater(m.squares, (float16)(1e-24f)) & isless(m.squares, (float16)(1e36f)) &
         isless(fabs(m.centre), (float16)(1e15f));
}

// The power of two that brings `largest` near 1.
INLINE float16 scaleFor(float16 largest) {
  const int16 exponent = clamp((as_int16(largest) >> 23) - 127, -126, 126);
  return as_float16((127 - exponent) << 23);
}

// The larger one, of numbers that are not negative. A NaN as `value` is lost.
INLINE float16 larger(float16 value, float16 than) { return select(than, value, isgreater(value, than)); }

// Lanes that hold a NaN or an Inf (`rest`, the sum of 0 * x, tells) get no mean; their squares are Inf, or NaN where
// there is a NaN: RMS norm tells these apart.
INLINE Moments poisoned(Moments m, float16 largest, float16 rest, float16 nans) {
  const int16 finite = isequal(rest, (float16)(0.0f));
  m.centre = select((float16)(0.0f), m.centre, finite);
  m.scale = select((float16)(1.0f), m.scale, finite);
  m.sum = select((float16)(NAN), m.sum, finite);
  m.squares = select(nans + largest, m.squares, finite);
  return m;
}
