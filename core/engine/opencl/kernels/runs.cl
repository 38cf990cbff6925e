// Sets whose runs are contiguous in memory (stride 1): vectors go along the runs.

// Sums of 4 x 16 elements at a time, so that additions need not wait for each other.
typedef struct {
  Real16 a, b, c, d;
} Sums;

#define NO_SUMS {ZERO16, ZERO16, ZERO16, ZERO16}

INLINE Real16 totalOf(Sums s) { return (s.a + s.b) + (s.c + s.d); }

// A vector whose lanes from 16 - count on are the last `count` < 16 elements of a run of n. What the other lanes
// hold has no meaning.
INLINE Real16 loadTail(__global const Stored* x, long n, int count) {
  if (n >= 16) return load16(x, n - 16);
  Real values[16];
  for (int i = 0; i < 16; ++i) values[i] = i < 16 - count ? 0 : load1(x, i - (16 - count));
  return vload16(0, values);
}

INLINE Real16 onlyTail(Real16 values, int count) { return select(ZERO16, values, LANE16 >= (Bits16)(16 - count)); }

INLINE void addOne(Real16 x, Real scale, Real centre, Real16* sum, Real16* squares) {
  const Real16 e = x * scale - centre;
  *sum += e;
  *squares += e * e;
}

INLINE void addSquares(__global const Stored* x, long n, Real scale, Real centre, Sums* sum, Sums* squares) {
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
    const Real16 e = onlyTail(loadTail(x, n, count) * scale - centre, count);
    sum->b += e;
    squares->b += e * e;
  }
}

// Elements that are summed before they go to the compensated sums.
#define PENDING 1024

INLINE __global const Stored* startOf(__global const Stored* x, __global const long* t, Place set, Block block) {
  return x + placeOfRun(t, set, block.firstRun).offset + block.start;
}

// Sum and squares of a block around a centre, each still in 16 parts.
INLINE void measureAround(__global const Stored* x, __global const long* t, Place set, Block block, Real scale,
                          Real centre, Compensated* sumParts, Real16* squaresParts) {
  Sums sum = NO_SUMS;
  Sums squares = NO_SUMS;
  if (block.endRun - block.firstRun == 1 && block.length <= PENDING) {
    addSquares(startOf(x, t, set, block), block.length, scale, centre, &sum, &squares);
    *sumParts = (Compensated){totalOf(sum), ZERO16};
    *squaresParts = totalOf(squares);
    return;
  }
  Compensated sumTotal = {ZERO16, ZERO16};
  Compensated squaresTotal = {ZERO16, ZERO16};
  long pending = 0;
  for (long run = block.firstRun; run < block.endRun; ++run) {
    __global const Stored* from = x + placeOfRun(t, set, run).offset + block.start;
    for (long done = 0; done < block.length; done += PENDING) {
      const long piece = min(block.length - done, (long)PENDING);
      addSquares(from + done, piece, scale, centre, &sum, &squares);
      pending += piece;
      if (pending < PENDING) continue;
      add(&sumTotal, totalOf(sum));
      add(&squaresTotal, totalOf(squares));
      sum = squares = (Sums)NO_SUMS;
      pending = 0;
    }
  }
  add(&sumTotal, totalOf(sum));
  add(&squaresTotal, totalOf(squares));
  *sumParts = sumTotal;
  *squaresParts = squaresTotal.total;
}

// All lanes are the same.
INLINE Extremes extremesOfRuns(__global const Stored* x, __global const long* t, Place set, Block block) {
  Extremes extremes = {ZERO16, ZERO16, ZERO16};
  for (long run = block.firstRun; run < block.endRun; ++run) {
    __global const Stored* from = x + placeOfRun(t, set, run).offset + block.start;
    for (long i = 0; i < block.length; ++i) include(&extremes, (Real16)(load1(from, i)));
  }
  return extremes;
}

// A guess of the mean from some elements of a run, spread over it; centreOf() for one number.
INLINE Real centreNear(__global const Stored* x, long n, Real scale) {
  const long step = max((long)1, n / 8);
  const long last = n - 1;
  const Real first = load1(x, 0) * scale;
  const Real a = load1(x, min(step, last)) * scale - first;
  const Real b = load1(x, min(2 * step, last)) * scale - first;
  const Real c = load1(x, min(3 * step, last)) * scale - first;
  const Real d = load1(x, min(4 * step, last)) * scale - first;
  const Real e = load1(x, min(5 * step, last)) * scale - first;
  const Real f = load1(x, min(6 * step, last)) * scale - first;
  const Real g = load1(x, min(7 * step, last)) * scale - first;
  const Real mean = first + (((a + b) + (c + d)) + ((e + f) + g)) / 8;
  const Real spread =
      fmax(fmax(fmax(fabs(a), fabs(b)), fmax(fabs(c), fabs(d))), fmax(fmax(fabs(e), fabs(f)), fabs(g)));
  const Real power = AS_REAL(AS_BITS(spread) & EXPONENT_BITS);
  return power == 0 ? mean : (mean + power * ROUNDER) - power * ROUNDER;
}

// A block whose scale is still unknown, or whose centre was far off; all lanes are the same.
INLINE Moments measureAgain(__global const Stored* x, __global const long* t, Place set, Block block, Moments m) {
  Extremes extremes = {ZERO16, ZERO16, ZERO16};
  int scanned = 0;
  for (int attempt = 0; attempt < 3; ++attempt) {
    if (scanned == 0 && !inRange(m).s0) {
      extremes = extremesOfRuns(x, t, set, block);
      m.scale = scaleFor(extremes.largest);
      m.centre = (Real16)(centreNear(startOf(x, t, set, block), block.length, m.scale.s0));
      scanned = 1;
    } else if (isFar(m).s0) {
      m.centre = centreOf(m.centre + m.sum / m.count, fabs(m.sum / m.count));
    } else {
      break;
    }
    Compensated sum;
    Real16 squares;
    measureAround(x, t, set, block, m.scale.s0, m.centre.s0, &sum, &squares);
    m.sum = (Real16)(sumOf16(sum.total));
    // The lanes' distances from their mean are small beside their sum.
    m.rest = (Real16)(sumOf16(sum.total - m.sum / 16) - sumOf16(sum.lost));
    m.squares = (Real16)(sumOf16(squares));
  }
  return poisoned(m, extremes);
}

// Half of the way from 16 vectors to their 16 sums: lane i of the last result is the sum of rows[i].
INLINE void foldRows(int level, const Real16* rows, Real16* a, Real16* b) {
  const int pairs = 8 >> level;
  UNROLL
  for (int i = 0; i < pairs; ++i) {
    const Real16 p = rows[i];
    const Real16 q = rows[i + pairs];
    if (level == 0) {
      a[i] = (Real16)(p.lo, q.lo);
      b[i] = (Real16)(p.hi, q.hi);
    } else if (level == 1) {
      a[i] = (Real16)(p.s0123, q.s0123, p.s89ab, q.s89ab);
      b[i] = (Real16)(p.s4567, q.s4567, p.scdef, q.scdef);
    } else if (level == 2) {
      a[i] = (Real16)(p.s01, q.s01, p.s45, q.s45, p.s89, q.s89, p.scd, q.scd);
      b[i] = (Real16)(p.s23, q.s23, p.s67, q.s67, p.sab, q.sab, p.sef, q.sef);
    } else {
      a[i] = (Real16)(p.s0, q.s0, p.s2, q.s2, p.s4, q.s4, p.s6, q.s6, p.s8, q.s8, p.sa, q.sa, p.sc, q.sc, p.se, q.se);
      b[i] = (Real16)(p.s1, q.s1, p.s3, q.s3, p.s5, q.s5, p.s7, q.s7, p.s9, q.s9, p.sb, q.sb, p.sd, q.sd, p.sf, q.sf);
    }
  }
}

// The sums of 16 vectors.
INLINE Real16 sumOfEach(const Real16* rows) {
  Real16 sums[16], a[8], b[8];
  UNROLL
  for (int i = 0; i < 16; ++i) sums[i] = rows[i];
  UNROLL
  for (int level = 0; level < 4; ++level) {
    foldRows(level, sums, a, b);
    UNROLL
    for (int i = 0; i < 8 >> level; ++i) sums[i] = a[i] + b[i];
  }
  return sums[0];
}

// The same, with what rounding takes from them.
INLINE Exact exactSumOfEach(const Real16* rows, const Real16* rests) {
  Real16 sums[16], some[16], a[8], b[8], c[8], d[8];
  UNROLL
  for (int i = 0; i < 16; ++i) {
    sums[i] = rows[i];
    some[i] = rests[i];
  }
  UNROLL
  for (int level = 0; level < 4; ++level) {
    foldRows(level, sums, a, b);
    foldRows(level, some, c, d);
    UNROLL
    for (int i = 0; i < 8 >> level; ++i) {
      const Exact both = exactSum(a[i], b[i]);
      sums[i] = both.sum;
      some[i] = (c[i] + d[i]) + both.rest;
    }
  }
  return (Exact){sums[0], some[0]};
}

// The mean of so few elements is itself no better known than its rounding.
#define SOME_ELEMENTS 512

// Where runs are so short that the hardware does not read ahead in time, what lies so far ahead is asked for: the same
// part of a later set, where the sets follow each other in memory.
#define SHORT_RUN 128

INLINE void prefetchRun(__global const Stored* x, long n) {
  for (long i = 0; i < n; i += 64 / (long)sizeof(Stored)) prefetchLine(x + i);
}

// One block of up to 16 sets that follow each other; their moments go to `to`.
INLINE void measureSets(__global const Stored* x, __global const long* t, long firstSet, int sets, long number,
                        __global Real* to, long distance) {
  const Block block = blockOf(t, number);
  Real16 sums[16], rests[16], squares[16];
  Real centres[16];
  for (int i = 0; i < sets; ++i) {
    const Place set = placeOfSet(t, firstSet + i);
    __global const Stored* start = startOf(x, t, set, block);
    if (block.length <= SHORT_RUN) prefetchRun(start + 16 * SHORT_RUN, block.length);
    centres[i] = centreNear(start, block.length, 1);
    Compensated sum;
    measureAround(x, t, set, block, 1, centres[i], &sum, &squares[i]);
    sums[i] = sum.total;
    rests[i] = -sum.lost;
  }
  for (int i = sets; i < 16; ++i) {
    sums[i] = rests[i] = squares[i] = ZERO16;
    centres[i] = 0;
  }
  Moments m;
  m.centre = vload16(0, centres);
  if (countOf(block) > SOME_ELEMENTS) {
    const Exact sum = exactSumOfEach(sums, rests);
    m.sum = sum.sum;
    m.rest = sum.rest;
  } else {
    m.sum = sumOfEach(sums);
    m.rest = ZERO16;
  }
  m.squares = sumOfEach(squares);
  m.scale = ONE16;
  m.count = (Real16)(countOf(block));
  storeMoments(to, distance, sets, m);
  Bits again[16];
  vstore16(~inRange(m) | isFar(m), 0, again);
  for (int i = 0; i < sets; ++i) {
    if (!again[i]) continue;
    Moments one = loadMoments(to + i, distance, 0, 1);
    storeMoments(to + i, distance, 1, measureAgain(x, t, placeOfSet(t, firstSet + i), block, one));
  }
}

typedef struct {
  Real pre, high, low, scale;
} Scaling;

INLINE Real16 scaled16(Real16 x, Scaling s) { return (x * s.pre - s.high) - s.low; }
INLINE Real scaled1(Real x, Scaling s) { return (x * s.pre - s.high) - s.low; }

// One run with one weight and bias. Vectors at the ends may overlap their neighbours: they write the same values again.
INLINE void applyShared(__global const Stored* x, __global Stored* y, long n, Scaling s, Real weight, Real bias) {
  const Real factor = s.scale * weight;
  if (n < 16) {
    for (long i = 0; i < n; ++i) store1(y, i, scaled1(load1(x, i), s) * factor + bias);
    return;
  }
  long i = 0;
  const long head = unalignedHead(y);
  if (STREAMS && (n >= 256 || (head == 0 && n % 16 == 0))) {
    if (head > 0) store16(y, 0, scaled16(load16(x, 0), s) * factor + bias);
    for (i = head; i + 16 <= n; i += 16) stream16(y, i, scaled16(load16(x, i), s) * factor + bias);
  }
  for (; i + 16 <= n; i += 16) store16(y, i, scaled16(load16(x, i), s) * factor + bias);
  if (i < n) store16(y, n - 16, scaled16(load16(x, n - 16), s) * factor + bias);
}

INLINE Real16 eachOf16(__global const Stored* x, long i, Scaling s, __global const Real* weight,
                       __global const Real* bias) {
  return scaled16(load16(x, i), s) * s.scale * loadReals(weight + i) + loadReals(bias + i);
}

// One run with a weight and bias for each element.
INLINE void applyEach(__global const Stored* x, __global Stored* y, long n, Scaling s, __global const Real* weight,
                      __global const Real* bias) {
  if (n < 16) {
    for (long i = 0; i < n; ++i) store1(y, i, scaled1(load1(x, i), s) * s.scale * weight[i] + bias[i]);
    return;
  }
  long i = 0;
  const long head = unalignedHead(y);
  if (STREAMS && (n >= 256 || (head == 0 && n % 16 == 0))) {
    if (head > 0) store16(y, 0, eachOf16(x, 0, s, weight, bias));
    for (i = head; i + 16 <= n; i += 16) stream16(y, i, eachOf16(x, i, s, weight, bias));
  }
  for (; i + 16 <= n; i += 16) store16(y, i, eachOf16(x, i, s, weight, bias));
  if (i < n) store16(y, n - 16, eachOf16(x, n - 16, s, weight, bias));
}

INLINE void applyRuns(__global const Stored* x, __global Stored* y, __global const long* t, Place set, Block block,
                      Scaling s, __global const Real* weight, __global const Real* bias) {
  const long each = t[PARAMETER_STRIDE];
  for (long run = block.firstRun; run < block.endRun; ++run) {
    const Place place = placeOfRun(t, set, run);
    const long offset = place.offset + block.start;
    const long parameter = place.parameter + block.start * each;
    if (each == 0) {
      applyShared(x + offset, y + offset, block.length, s, weight[parameter], bias[parameter]);
    } else {
      applyEach(x + offset, y + offset, block.length, s, weight + parameter, bias + parameter);
    }
  }
}

// One block of sets that follow each other, the last one first, from records[5][all], of which `record` is the first
// set's.
INLINE void applySets(__global const Stored* x, __global Stored* y, __global const long* t, long firstSet, long sets,
                      long number, __global const Real* record, long all, __global const Real* weight,
                      __global const Real* bias) {
  const Block block = blockOf(t, number);
  for (long i = sets - 1; i >= 0; --i) {
    const Scaling s = {record[PRE * all + i], record[HIGH * all + i], record[LOW * all + i], record[SCALE * all + i]};
    applyRuns(x, y, t, placeOfSet(t, firstSet + i), block, s, weight, bias);
  }
}
