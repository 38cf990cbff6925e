// Backward over runs of neighbours in memory. Weights are one value for a run where their stride is 0, else one for each
// element; so are the numbers of sets where these vary along a run.

// 16 numbers from `i` on, or one for all.
INLINE Real16 numbers16(__global const Real* from, long i, long stride) {
  return stride == 0 ? (Real16)(from[0]) : loadReals(from + i);
}

// The last `count` < 16 of n numbers, in the last lanes; what the others hold has no meaning.
INLINE Real16 numbersTail(__global const Real* from, long n, int count, long stride) {
  if (stride == 0) return (Real16)(from[0]);
  if (n >= 16) return loadReals(from + n - 16);
  Real values[16];
  for (int i = 0; i < 16; ++i) values[i] = i < 16 - count ? 0 : from[i - (16 - count)];
  return vload16(0, values);
}

typedef struct {
  __global const Stored* x;
  __global const Stored* slope;  // dL/dy
  __global const Real* weight;
  long n;
} GradientRun;

INLINE GradientRun gradientRunAt(__global const Stored* x, __global const Stored* slope, __global const Real* weight,
                                 Place place, long start, long length, long each) {
  const long offset = place.offset + start;
  return (GradientRun){x + offset, slope + offset, weight + place.parameter + start * each, length};
}

// A guess of the mean of g, from some elements of a set's first run: their value, where they are all the same.
INLINE Real guessSlope(GradientRun run, long each) {
  const long step = max((long)1, run.n / 8);
  const Real first = load1(run.slope, 0) * run.weight[0];
  Real distance = 0;
  for (long k = 1; k < 8; ++k) {
    const long i = min(k * step, run.n - 1);
    const Real g = load1(run.slope, i) * run.weight[i * each];
    distance += g - first;
  }
  return first + distance / 8;
}

typedef struct {
  Real16 sum, product, residual;
} SlopeParts;

INLINE void addSlopes(Real16 g, Real16 e, SlopeParts* parts) {
  parts->sum += g;
  parts->product += g * e;
  parts->residual += e;
}

INLINE void addRun(GradientRun run, long each, Real pre, Real high, Real low, Real near, SlopeParts* parts) {
  long i = 0;
  for (; i + 16 <= run.n; i += 16) {
    const Real16 e = (load16(run.x, i) * pre - high) - low;
    const Real16 g = load16(run.slope, i) * numbers16(run.weight, i, each);
    addSlopes(g - near, e, parts);
  }
  if (i == run.n) return;
  const int count = (int)(run.n - i);
  const Real16 e = (loadTail(run.x, run.n, count) * pre - high) - low;
  const Real16 g = loadTail(run.slope, run.n, count) * numbersTail(run.weight, run.n, count, each);
  addSlopes(onlyTail(g - near, count), onlyTail(e, count), parts);
}

#define NO_SLOPES {ZERO16, ZERO16, ZERO16}

// Elements that are summed before they go to the compensated sums.
#define PENDING_SLOPES 512

INLINE GradientSums sumSlopes(__global const Stored* x, __global const Stored* slope, __global const long* t,
                              Place set, Block block, __global const Real* record, long all,
                              __global const Real* weight, int centres) {
  const long each = t[PARAMETER_STRIDE];
  const Real pre = record[PRE * all];
  const Real high = record[HIGH * all];
  const Real low = record[LOW * all];
  const Real near =
      centres ? guessSlope(gradientRunAt(x, slope, weight, placeOfRun(t, set, 0), 0, t[LENGTH], each), each) : 0;
  Compensated sum = {ZERO16, ZERO16}, product = {ZERO16, ZERO16}, residual = {ZERO16, ZERO16};
  SlopeParts parts = NO_SLOPES;
  long pending = 0;
  for (long run = block.firstRun; run < block.endRun; ++run) {
    const Place place = placeOfRun(t, set, run);
    for (long done = 0; done < block.length; done += PENDING_SLOPES) {
      const long piece = min(block.length - done, (long)PENDING_SLOPES);
      addRun(gradientRunAt(x, slope, weight, place, block.start + done, piece, each), each, pre, high, low, near, &parts);
      pending += piece;
      if (pending < PENDING_SLOPES) continue;
      add(&sum, parts.sum);
      add(&product, parts.product);
      add(&residual, parts.residual);
      parts = (SlopeParts)NO_SLOPES;
      pending = 0;
    }
  }
  add(&sum, parts.sum);
  add(&product, parts.product);
  add(&residual, parts.residual);
  const GradientSums s = {(Real16)(near), (Real16)(sumOf16(sum.total)), (Real16)(sumOf16(product.total)),
                          (Real16)(sumOf16(residual.total)), (Real16)(countOf(block))};
  return s;
}

typedef struct {
  Real pre, high, low, near, rest, a, c;
} Slopes;

INLINE Real16 slope16(Real16 x, Real16 g, Slopes s) {
  return ((g - s.near) - s.rest) * s.a - ((x * s.pre - s.high) - s.low) * s.c;
}

INLINE void applyGradientRun(GradientRun run, __global Stored* to, long each, Slopes s) {
  if (run.n < 16) {
    for (long i = 0; i < run.n; ++i) {
      const Real g = load1(run.slope, i) * run.weight[i * each];
      store1(to, i, ((g - s.near) - s.rest) * s.a - ((load1(run.x, i) * s.pre - s.high) - s.low) * s.c);
    }
    return;
  }
  const long head = unalignedHead(to);
  const int streams = STREAMS && (run.n >= 256 || (head == 0 && run.n % 16 == 0));
  long i = 0;
  if (streams) {
    if (head > 0) store16(to, 0, slope16(load16(run.x, 0), load16(run.slope, 0) * numbers16(run.weight, 0, each), s));
    for (i = head; i + 16 <= run.n; i += 16)
      stream16(to, i, slope16(load16(run.x, i), load16(run.slope, i) * numbers16(run.weight, i, each), s));
  }
  for (; i + 16 <= run.n; i += 16)
    store16(to, i, slope16(load16(run.x, i), load16(run.slope, i) * numbers16(run.weight, i, each), s));
  if (i == run.n) return;
  i = run.n - 16;
  store16(to, i, slope16(load16(run.x, i), load16(run.slope, i) * numbers16(run.weight, i, each), s));
}

// dL/dx of one block of one set; records[5][all] and rows[4][all] are those of all sets.
INLINE void applyGradientSet(__global const Stored* x, __global const Stored* slope, __global Stored* to,
                             __global const long* t, long set, Block block, __global const Real* records,
                             __global const Real* rows, long all, __global const Real* weight) {
  const long each = t[PARAMETER_STRIDE];
  const Slopes s = {records[PRE * all + set], records[HIGH * all + set], records[LOW * all + set],
                    rows[NEAR * all + set],   rows[REST * all + set],    rows[A * all + set],
                    rows[C * all + set]};
  const Place place = placeOfSet(t, set);
  for (long run = block.firstRun; run < block.endRun; ++run) {
    const Place start = placeOfRun(t, place, run);
    applyGradientRun(gradientRunAt(x, slope, weight, start, block.start, block.length, each),
                     to + start.offset + block.start, each, s);
  }
}

// One run's share of the sums over parameters; the records vary along it where `each` is 1.
INLINE void addParameterRun(GradientRun run, __global const Real* record, long all, long each, Real16* bias,
                            Real16* weight, Real16* less) {
  __global const Real* pre = record + PRE * all;
  __global const Real* high = record + HIGH * all;
  __global const Real* low = record + LOW * all;
  __global const Real* scale = record + SCALE * all;
  long i = 0;
  for (; i + 16 <= run.n; i += 16) {
    const Real16 scaled = load16(run.slope, i) * numbers16(scale, i, each);
    *bias += load16(run.slope, i);
    *weight += scaled * (load16(run.x, i) * numbers16(pre, i, each) - numbers16(high, i, each));
    *less += scaled * numbers16(low, i, each);
  }
  if (i == run.n) return;
  const int count = (int)(run.n - i);
  const Real16 slope = onlyTail(loadTail(run.slope, run.n, count), count);
  const Real16 e =
      loadTail(run.x, run.n, count) * numbersTail(pre, run.n, count, each) - numbersTail(high, run.n, count, each);
  const Real16 scaled = slope * numbersTail(scale, run.n, count, each);
  *bias += slope;
  *weight += onlyTail(scaled * e, count);
  *less += onlyTail(scaled * numbersTail(low, run.n, count, each), count);
}
