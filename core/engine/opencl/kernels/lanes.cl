// Sets that lie side by side in memory: a vector holds one element of each of 16 adjacent sets, and a unit is
// VECTORS such vectors, so that every step reads a few whole cache lines.
#define WIDE 4

typedef struct {
  Place place;    // of the first element of the first set
  long set;       // number of the first set
  int lanes;      // sets, up to 16 * WIDE
} Unit;

INLINE long unitsOfRow(__global const long* t) { return (t[LANES] + 16 * WIDE - 1) / (16 * WIDE); }

INLINE Unit unitOf(__global const long* t, long unit) {
  const long row = unit / unitsOfRow(t);
  const long lane = unit % unitsOfRow(t) * (16 * WIDE);
  Unit u;
  u.set = row * t[LANES] + lane;
  u.place = placeOfSet(t, u.set);
  u.lanes = (int)min((long)(16 * WIDE), t[LANES] - lane);
  return u;
}

// 16 elements at `i` of which `lanes` count; the others may be the neighbours' or 0.
INLINE float16 loadLanes(__global const Stored* x, long i, int lanes, long total) {
  if (lanes == 16 || i + 16 <= total) return load16(x, i);
  float values[16];
  for (int lane = 0; lane < 16; ++lane) values[lane] = lane < lanes ? load1(x, i + lane) : 0.0f;
  return vload16(0, values);
}

INLINE void storeLanes(__global Stored* y, long i, int lanes, float16 values) {
  if (lanes == 16) {
    store16(y, i, values);
    return;
  }
  float each[16];
  vstore16(values, 0, each);
  for (int lane = 0; lane < lanes; ++lane) store1(y, i + lane, each[lane]);
}

INLINE float16 parameterLanes(__global const float* parameters, long i, long stride, int lanes) {
  if (stride == 0) return (float16)(parameters[i]);
  if (lanes == 16) return vload16(0, parameters + i);
  float values[16];
  for (int lane = 0; lane < 16; ++lane) values[lane] = lane < lanes ? parameters[i + lane] : 0.0f;
  return vload16(0, values);
}

// Rows of a block of which squares are summed before they go to the compensated sum.
#define PENDING_ROWS 32

// Moments of VECTORS * 16 sets, or of fewer where `lanes` < 16 and VECTORS is 1.
INLINE void measureLanesScaled(const int VECTORS, __global const Stored* x, __global const long* t, Place set,
                               int lanes, Block block, Moments* m) {
  const long stride = t[STRIDE];
  const long total = t[TOTAL];
  const float n = countOf(block);
  const long start = placeOfRun(t, set, block.firstRun).offset + block.start * stride;
  float16 first[WIDE], sum[WIDE], squares[WIDE];
  Compensated totals[WIDE];
  for (int v = 0; v < VECTORS; ++v) {
    first[v] = loadLanes(x, start + 16 * v, lanes, total) * m[v].scale;
    sum[v] = (float16)(0.0f);
  }
  for (long run = block.firstRun; run < block.endRun; ++run) {
    long offset = placeOfRun(t, set, run).offset + block.start * stride;
    for (long i = 0; i < block.length; ++i, offset += stride) {
      for (int v = 0; v < VECTORS; ++v)
        sum[v] += loadLanes(x, offset + 16 * v, lanes, total) * m[v].scale - first[v];
    }
  }
  for (int v = 0; v < VECTORS; ++v) {
    m[v].centre = first[v] + sum[v] / n;
    sum[v] = squares[v] = totals[v].total = totals[v].lost = (float16)(0.0f);
  }
  int pending = 0;
  for (long run = block.firstRun; run < block.endRun; ++run) {
    long offset = placeOfRun(t, set, run).offset + block.start * stride;
    for (long i = 0; i < block.length; ++i, offset += stride) {
      for (int v = 0; v < VECTORS; ++v) {
        const float16 e = loadLanes(x, offset + 16 * v, lanes, total) * m[v].scale - m[v].centre;
        sum[v] += e;
        squares[v] += e * e;
      }
      if (++pending < PENDING_ROWS) continue;
      for (int v = 0; v < VECTORS; ++v) {
        add(&totals[v], squares[v]);
        squares[v] = (float16)(0.0f);
      }
      pending = 0;
    }
  }
  for (int v = 0; v < VECTORS; ++v) {
    add(&totals[v], squares[v]);
    m[v].sum = sum[v];
    m[v].squares = totals[v].total;
  }
}

// One vector of lanes, some of which are out of range: each gets a scale of its own.
Moments measureLanesOutOfRange(__global const Stored* x, __global const long* t, Place set, int lanes, Block block) {
  float16 largest = (float16)(0.0f);
  float16 rest = (float16)(0.0f);
  float16 nans = (float16)(0.0f);
  for (long run = block.firstRun; run < block.endRun; ++run) {
    const long offset = placeOfRun(t, set, run).offset + block.start * t[STRIDE];
    for (long i = 0; i < block.length; ++i) {
      const float16 value = loadLanes(x, offset + i * t[STRIDE], lanes, t[TOTAL]);
      largest = larger(fabs(value), largest);
      rest += value * 0.0f;
      nans = select(value, nans, isequal(value, value));
    }
  }
  Moments m;
  m.scale = scaleFor(largest);
  measureLanesScaled(1, x, t, set, lanes, block, &m);
  return poisoned(m, largest, rest, nans);
}

INLINE bool allInRange(Moments m, int lanes) {
  if (lanes == 16) return all(inRange(m));
  const int16 unused = (int16)(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15) >= lanes;
  return all(inRange(m) | unused);
}

INLINE void measureLanes(const int VECTORS, __global const Stored* x, __global const long* t, Place set, int lanes,
                         Block block, Moments* m) {
  for (int v = 0; v < VECTORS; ++v) m[v].scale = (float16)(1.0f);
  measureLanesScaled(VECTORS, x, t, set, lanes, block, m);
  for (int v = 0; v < VECTORS; ++v, set.offset += 16) {
    if (!allInRange(m[v], lanes)) m[v] = measureLanesOutOfRange(x, t, set, lanes, block);
  }
}

INLINE void applyLanes(const int VECTORS, __global const Stored* x, __global Stored* y, __global const long* t,
                       Place set, int lanes, Block block, const Scaling* s, __global const float* weight,
                       __global const float* bias) {
  const long laneStride = t[LANE_PARAMETER_STRIDE];
  for (long run = block.firstRun; run < block.endRun; ++run) {
    const Place place = placeOfRun(t, set, run);
    long offset = place.offset + block.start * t[STRIDE];
    long parameter = place.parameter + block.start * t[PARAMETER_STRIDE];
    for (long i = 0; i < block.length; ++i, offset += t[STRIDE], parameter += t[PARAMETER_STRIDE]) {
      for (int v = 0; v < VECTORS; ++v) {
        const float16 value = loadLanes(x, offset + 16 * v, lanes, t[TOTAL]);
        const float16 normalized = ((value * s[v].pre - s[v].high) - s[v].low) * s[v].scale;
        const long at = parameter + 16 * v * laneStride;
        storeLanes(y, offset + 16 * v, lanes,
                   normalized * parameterLanes(weight, at, laneStride, lanes) +
                       parameterLanes(bias, at, laneStride, lanes));
      }
    }
  }
}

// What comes of a unit goes to, or is read from, four arrays of floats, `distance` apart.
INLINE void storeFour(__global float* four, long distance, int lanes, float16 a, float16 b, float16 c, float16 d) {
  const float16 values[4] = {a, b, c, d};
  for (int k = 0; k < 4; ++k) {
    if (lanes == 16) {
      vstore16(values[k], 0, four + k * distance);
    } else {
      float each[16];
      vstore16(values[k], 0, each);
      for (int lane = 0; lane < lanes; ++lane) four[k * distance + lane] = each[lane];
    }
  }
}

INLINE Scaling loadScaling(__global const float* four, long distance, int lanes) {
  Scaling s;
  s.pre = parameterLanes(four, 0, 1, lanes);
  s.high = parameterLanes(four, distance, 1, lanes);
  s.low = parameterLanes(four, 2 * distance, 1, lanes);
  s.scale = parameterLanes(four, 3 * distance, 1, lanes);
  return s;
}
