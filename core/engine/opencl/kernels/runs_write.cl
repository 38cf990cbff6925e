// y of sets whose runs are contiguous in memory.
#pragma once
#include "runs.cl"
#include "scale.cl"

typedef struct {
  Real pre, high, low, scale;
} Scaling;

// A run of n elements, with one weight and bias where `each` is 0, else with one for each element.
typedef struct {
  __global const Stored* x;
  __global Stored* y;
  long n;
  Scaling scaling;
  __global const Real* weight;
  __global const Real* bias;
} Writing;

INLINE Real16 normalized16(Writing to, const int each, long i) {
  const Scaling s = to.scaling;
  const Real16 e = (load16(to.x, i) * s.pre - s.high) - s.low;
  return each ? e * s.scale * loadReals(to.weight + i) + loadReals(to.bias + i)
              : e * (s.scale * to.weight[0]) + to.bias[0];
}

INLINE void writeFew(Writing to, const int each) {
  const Scaling s = to.scaling;
  for (long i = 0; i < to.n; ++i) {
    const Real e = (load1(to.x, i) * s.pre - s.high) - s.low;
    store1(to.y, i, e * (s.scale * to.weight[i * each]) + to.bias[i * each]);
  }
}

INLINE void write16(Writing to, const int each, int streams, long i) {
  if (streams) {
    stream16(to.y, i, normalized16(to, each, i));
  } else {
    store16(to.y, i, normalized16(to, each, i));
  }
}

// Writes the first few, up to where vectors can be streamed, and says how many there are.
INLINE long writeHead(Writing to, const int each, int* streams) {
  const long head = unalignedHead(to.y);
  *streams = STREAMS && (to.n >= 256 || (head == 0 && to.n % 16 == 0));
  if (!*streams || head == 0) return 0;
  store16(to.y, 0, normalized16(to, each, 0));
  return head;
}

// From i on. Vectors at the ends may overlap their neighbours: they write the same values again.
INLINE void writeFrom(Writing to, const int each, int streams, long i) {
  for (; i + 16 <= to.n; i += 16) write16(to, each, streams, i);
  if (i < to.n) store16(to.y, to.n - 16, normalized16(to, each, to.n - 16));
}

INLINE void writeRun(Writing to, const int each) {
  if (to.n < 16) {
    writeFew(to, each);
    return;
  }
  int streams;
  const long head = writeHead(to, each, &streams);
  writeFrom(to, each, streams, head);
}

// Meanwhile a run of the same length is read: memory is read and written at the same time, as in a copy.
INLINE void writeWhileGathering(Writing to, const int each, __global const Stored* x, Gathering* g) {
  if (to.n < 16) {
    writeFew(to, each);
    gatherRun(x, to.n, g);
    return;
  }
  int streams;
  long i = writeHead(to, each, &streams);
  long read = 0;
  while (i + 64 <= to.n) {
    const long end = min(to.n - 63, i + PENDING);
    const long before = read;
    for (; i < end; i += 64, read += 64) {
      addOne(load16(x, read), g->scale, g->centre, &g->sum.a, &g->squares.a);
      write16(to, each, streams, i);
      addOne(load16(x, read + 16), g->scale, g->centre, &g->sum.b, &g->squares.b);
      write16(to, each, streams, i + 16);
      addOne(load16(x, read + 32), g->scale, g->centre, &g->sum.c, &g->squares.c);
      write16(to, each, streams, i + 32);
      addOne(load16(x, read + 48), g->scale, g->centre, &g->sum.d, &g->squares.d);
      write16(to, each, streams, i + 48);
    }
    g->pending += (int)(read - before);
    if (g->pending >= PENDING) settle(g);
  }
  gatherRun(x + read, to.n - read, g);
  writeFrom(to, each, streams, i);
}

// What a set is written from.
typedef struct {
  __global const Stored* x;
  __global Stored* y;
  __global const long* t;
  __global const Real* weight;
  __global const Real* bias;
} Output;

INLINE Writing writingOf(Output out, Place run, Block block, Scaling s) {
  const long offset = run.offset + block.start;
  const long parameter = run.parameter + block.start * out.t[PARAMETER_STRIDE];
  return (Writing){out.x + offset, out.y + offset, block.length, s, out.weight + parameter, out.bias + parameter};
}

// One block of a set.
INLINE void writeSet(Output out, long set, Block block, Scaling s) {
  const Place place = placeOfSet(out.t, set);
  for (long run = block.firstRun; run < block.endRun; ++run) {
    const Writing to = writingOf(out, placeOfRun(out.t, place, run), block, s);
    if (out.t[PARAMETER_STRIDE] == 0) {
      writeRun(to, 0);
    } else {
      writeRun(to, 1);
    }
  }
}

// Writes a set of one block while the set that lies `ahead` elements further on is measured.
INLINE void writeSetWhileGathering(Output out, long set, Scaling s, long ahead, Gathering* g) {
  const Block block = blockOf(out.t, 0);
  const Place place = placeOfSet(out.t, set);
  for (long run = block.firstRun; run < block.endRun; ++run) {
    const Writing to = writingOf(out, placeOfRun(out.t, place, run), block, s);
    if (out.t[PARAMETER_STRIDE] == 0) {
      writeWhileGathering(to, 0, to.x + ahead, g);
    } else {
      writeWhileGathering(to, 1, to.x + ahead, g);
    }
  }
  settle(g);
}

// The scalings of the sets of a unit.
typedef struct {
  Real pre[16], high[16], low[16], scale[16];
} Scalings;

INLINE Scalings scalingsOf(Record record) {
  Scalings of;
  vstore16(record.pre, 0, of.pre);
  vstore16(record.high, 0, of.high);
  vstore16(record.low, 0, of.low);
  vstore16(record.scale, 0, of.scale);
  return of;
}

INLINE Scaling scalingOf(const Scalings* of, int set) {
  return (Scaling){of->pre[set], of->high[set], of->low[set], of->scale[set]};
}

// Neighbours in memory are asked for so many elements before they are read: the hardware notices too late that a short
// set is followed by another one.
#define AHEAD (1024 / (long)sizeof(Stored))

INLINE Moments writeShortUnitWhileMeasuring(Output out, __global const long* t, Unit unit, const Scalings* scalings,
                                            Unit next) {
  const long n = t[LENGTH];
  const Block written = blockOf(out.t, 0);
  FirstReading first = NOTHING_READ;
  for (int i = 0; i < max(unit.sets, next.sets); ++i) {
    if (i < unit.sets) writeSet(out, unit.firstSet + i, written, scalingOf(scalings, i));
    if (i >= next.sets) continue;
    __global const Stored* from = out.x + placeOfSet(t, next.firstSet + i).offset;
    prefetchRun(from + max(n, AHEAD), n);
    readFirst(from, n, i, &first);
  }
  return readAgain(out.x, t, next.firstSet, next.sets, &first);
}

// Writes the sets of a unit, one block each, while those of the next unit are measured.
INLINE Moments writeUnitWhileMeasuring(Output out, __global const long* t, Unit unit, Record record, Unit next) {
  const Scalings scalings = scalingsOf(record);
  if (isShort(t)) return writeShortUnitWhileMeasuring(out, t, unit, &scalings, next);
  const Block block = blockOf(t, 0);
  const Block written = blockOf(out.t, 0);
  // Sums over runs so short would mostly be sums over their ends.
  const int apart = written.length <= SHORT_RUN;
  SetSums of;
  for (int i = 0; i < max(unit.sets, next.sets); ++i) {
    const Scaling s = scalingOf(&scalings, i);
    if (i >= unit.sets || i >= next.sets || apart) {
      if (i < unit.sets) writeSet(out, unit.firstSet + i, written, s);
      if (i < next.sets) keep(&of, i, gatherSet(out.x, t, next.firstSet + i, block));
      continue;
    }
    const long from = placeOfSet(t, next.firstSet + i).offset;
    Gathering g = gatheringAround(1, centreNear(out.x + from, block.length, 1));
    const long ahead = from - placeOfSet(t, unit.firstSet + i).offset;
    writeSetWhileGathering(out, unit.firstSet + i, s, ahead, &g);
    keep(&of, i, g);
  }
  return momentsOf(out.x, t, next.firstSet, next.sets, block, &of);
}
