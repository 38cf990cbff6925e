// Sets whose runs are contiguous in memory (stride 1): vectors go along the runs.

// Sums of 4 x 16 elements at a time, so that additions need not wait for each other.
typedef struct {
  float16 a, b, c, d;
} Sums;

INLINE float sumOf16(float16 v) {
  const float8 a = v.lo + v.hi;
  const float4 b = a.lo + a.hi;
  const float2 c = b.lo + b.hi;
  return c.x + c.y;
}

INLINE float16 totalOf(Sums s) { return (s.a + s.b) + (s.c + s.d); }

#define LANE ((int16)(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15))

// A vector whose lanes from 16 - count on are the last `count` < 16 elements of a run of n. What the other lanes
// hold has no meaning.
INLINE float16 loadTail(__global const Stored* x, long n, int count) {
  if (n >= 16) return load16(x, n - 16);
  float values[16];
  for (int i = 0; i < 16; ++i) values[i] = i < 16 - count ? 0.0f : load1(x, i - (16 - count));
  return vload16(0, values);
}

INLINE float16 onlyTail(float16 values, int count) {
  return select((float16)(0.0f), values, LANE >= 16 - count);
}

INLINE void addDistances(__global const Stored* x, long n, float scale, float from, Sums* s) {
  long i = 0;
  for (; i + 64 <= n; i += 64) {
    s->a += load16(x, i) * scale - from;
    s->b += load16(x, i + 16) * scale - from;
    s->c += load16(x, i + 32) * scale - from;
    s->d += load16(x, i + 48) * scale - from;
  }
  for (; i + 16 <= n; i += 16) s->a += load16(x, i) * scale - from;
  if (i < n) {
    const int count = (int)(n - i);
    s->b += onlyTail(loadTail(x, n, count) * scale - from, count);
  }
}

INLINE void addOne(float16 x, float scale, float centre, float16* sum, float16* squares) {
  const float16 e = x * scale - centre;
  *sum += e;
  *squares += e * e;
}

INLINE void addSquares(__global const Stored* x, long n, float scale, float centre, Sums* sum, Sums* squares) {
  long i = 0;
  for (; i + 64 <= n; i += 64) {
    addOne(load16(x, i), scale, centre, &sum->a, &squares->a);
    addOne(load16(x, i + 16), scale, centre, &sum->b, &squares->b);
    addOne(load16(x, i + 32), scale, centre, &sum->c, &squares->c);
    addOne(load16(x, i + 48), scale, centre, &sum->d, &squares->d);
  }
  for (; i + 16 <= n; i += 16) addOne(load16(x, i), scale, centre, &sum->a, &squares->a);
  if (i < n) {
    const int count = (int)(n - i);
    const float16 e = onlyTail(loadTail(x, n, count) * scale - centre, count);
    sum->b += e;
    squares->b += e * e;
  }
}

#define NO_SUMS {(float16)(0.0f), (float16)(0.0f), (float16)(0.0f), (float16)(0.0f)}

// Elements of which squares are summed before they go to the compensated sum.
#define PENDING 1024

INLINE Moments measureScaled(__global const Stored* x, __global const long* t, Place set, Block block, float scale) {
  const float n = countOf(block);
  const float first = load1(x, placeOfRun(t, set, block.firstRun).offset + block.start) * scale;
  Sums distances = NO_SUMS;
  for (long run = block.firstRun; run < block.endRun; ++run)
    addDistances(x + placeOfRun(t, set, run).offset + block.start, block.length, scale, first, &distances);
  const float centre = first + sumOf16(totalOf(distances)) / n;

  Sums sum = NO_SUMS;
  Sums squares = NO_SUMS;
  Compensated total = {(float16)(0.0f), (float16)(0.0f)};
  long pending = 0;
  for (long run = block.firstRun; run < block.endRun; ++run) {
    __global const Stored* from = x + placeOfRun(t, set, run).offset + block.start;
    for (long done = 0; done < block.length; done += PENDING) {
      const long piece = min(block.length - done, (long)PENDING);
      addSquares(from + done, piece, scale, centre, &sum, &squares);
      pending += piece;
      if (pending < PENDING) continue;
      add(&total, totalOf(squares));
      squares = (Sums)NO_SUMS;
      pending = 0;
    }
  }
  add(&total, totalOf(squares));
  Moments m;
  m.centre = (float16)(centre);
  m.sum = (float16)(sumOf16(totalOf(sum)));
  m.squares = (float16)(sumOf16(total.total));
  m.scale = (float16)(scale);
  return m;
}

// All lanes are the same.
Moments measureRunsOutOfRange(__global const Stored* x, __global const long* t, Place set, Block block) {
  float largest = 0.0f;
  float rest = 0.0f;
  float nans = 0.0f;
  for (long run = block.firstRun; run < block.endRun; ++run) {
    __global const Stored* from = x + placeOfRun(t, set, run).offset + block.start;
    for (long i = 0; i < block.length; ++i) {
      const float value = load1(from, i);
      largest = fabs(value) > largest ? fabs(value) : largest;
      rest += value * 0.0f;
      nans = isnan(value) ? value : nans;
    }
  }
  const Moments m = measureScaled(x, t, set, block, scaleFor((float16)(largest)).s0);
  return poisoned(m, (float16)(largest), (float16)(rest), (float16)(nans));
}

INLINE Moments measureRuns(__global const Stored* x, __global const long* t, Place set, Block block) {
  const Moments m = measureScaled(x, t, set, block, 1.0f);
  return inRange(m).s0 ? m : measureRunsOutOfRange(x, t, set, block);
}

INLINE float16 scaled16(float16 x, Scaling s) { return ((x * s.pre - s.high) - s.low) * s.scale; }
INLINE float scaled1(float x, Scaling s) { return ((x * s.pre.s0 - s.high.s0) - s.low.s0) * s.scale.s0; }

// One run with one weight and bias. The last vector may overlap the one before: it writes the same values again.
INLINE void applyShared(__global const Stored* x, __global Stored* y, long n, Scaling s, float weight, float bias) {
  long i = 0;
  for (; i + 16 <= n; i += 16) store16(y, i, scaled16(load16(x, i), s) * weight + bias);
  if (n >= 16) {
    if (i < n) store16(y, n - 16, scaled16(load16(x, n - 16), s) * weight + bias);
    return;
  }
  for (; i < n; ++i) store1(y, i, scaled1(load1(x, i), s) * weight + bias);
}

// One run with a weight and bias for each element.
INLINE void applyEach(__global const Stored* x, __global Stored* y, long n, Scaling s, __global const float* weight,
                      __global const float* bias) {
  long i = 0;
  for (; i + 16 <= n; i += 16)
    store16(y, i, scaled16(load16(x, i), s) * vload16(0, weight + i) + vload16(0, bias + i));
  for (; i < n; ++i) store1(y, i, scaled1(load1(x, i), s) * weight[i] + bias[i]);
}

INLINE void applyRuns(__global const Stored* x, __global Stored* y, __global const long* t, Place set, Block block,
                      Scaling s, __global const float* weight, __global const float* bias) {
  for (long run = block.firstRun; run < block.endRun; ++run) {
    const Place place = placeOfRun(t, set, run);
    const long offset = place.offset + block.start;
    if (t[PARAMETER_STRIDE] == 0) {
      applyShared(x + offset, y + offset, block.length, s, weight[place.parameter], bias[place.parameter]);
    } else {
      const long parameter = place.parameter + block.start;
      applyEach(x + offset, y + offset, block.length, s, weight + parameter, bias + parameter);
    }
  }
}
