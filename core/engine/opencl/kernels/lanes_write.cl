// y of sets that lie side by side in memory.
#pragma once
#include "lanes.cl"
#include "scale.cl"

// What a unit is written with: y = ((x * pre - high) * factor + offset) * weight + bias, where a weight and bias that are
// the same for all rows are part of factor and offset.
typedef struct {
  Real16 pre[MOST_VECTORS], high[MOST_VECTORS], factor[MOST_VECTORS], offset[MOST_VECTORS];
} Prepared;

// From records[5][distance].
INLINE void prepare(__global const Real* records, long distance, int sets, Prepared* of) {
  for (int v = 0; v < vectorsOf(sets); ++v) {
    __global const Real* from = records + startOfVector(v, sets);
    of->pre[v] = loadReals(from + PRE * distance);
    of->high[v] = loadReals(from + HIGH * distance);
    of->factor[v] = loadReals(from + SCALE * distance);
    of->offset[v] = -loadReals(from + LOW * distance) * of->factor[v];
  }
}

INLINE void prepareAffine(__global const Real* weight, __global const Real* bias, long laneStride, int sets,
                          Prepared* of) {
  for (int v = 0; v < vectorsOf(sets); ++v) {
    const long at = startOfVector(v, sets);
    const Real16 w = laneStride == 0 ? (Real16)(weight[0]) : loadReals(weight + at);
    const Real16 b = laneStride == 0 ? (Real16)(bias[0]) : loadReals(bias + at);
    of->factor[v] *= w;
    of->offset[v] = of->offset[v] * w + b;
  }
}

// How weight and bias go along a row, where they are not prepared: one value for all lanes, or one for each.
enum { PREPARED, BY_ROW, BY_LANE };

// Some rows of a unit.
typedef struct {
  __global const Stored* x;
  __global Stored* y;
  long stride;  // between rows
  int sets;
  int streams;
  __global const Real* weight;
  __global const Real* bias;
  long parameterStride;  // between rows
} Rows;

INLINE Real16 normalized(Rows of, const int affine, int row, long at, Real16 pre, Real16 high, Real16 factor,
                         Real16 offset) {
  const Real16 e = (load16(of.x, at + row * of.stride) * pre - high) * factor + offset;
  const long parameter = row * of.parameterStride;
  if (affine == BY_ROW) return e * of.weight[parameter] + of.bias[parameter];
  if (affine == BY_LANE) return e * loadReals(of.weight + parameter + at) + loadReals(of.bias + parameter + at);
  return e;
}

// Vector v of some rows.
INLINE void writeRows(Rows of, const int affine, const int rows, int v, const Prepared* with) {
  const long at = startOfVector(v, of.sets);
  Real16 values[4];
  UNROLL
  for (int row = 0; row < rows; ++row)
    values[row] = normalized(of, affine, row, at, with->pre[v], with->high[v], with->factor[v], with->offset[v]);
  UNROLL
  for (int row = 0; row < rows; ++row) {
    if (of.streams) {
      stream16(of.y, at + row * of.stride, values[row]);
    } else {
      store16(of.y, at + row * of.stride, values[row]);
    }
  }
}

INLINE void prefetchRows(Rows of, const int rows, int v) {
  __global const Stored* from = of.x + startOfVector(v, of.sets);
  if (rows == 1) prefetchLine(from + writeAhead(of.stride));
  for (int row = 8; rows == 4 && row < 12; ++row) prefetchLine(from + row * of.stride);
}

// Meanwhile, where `gathers`, the rows that lie `ahead` elements further on are read: memory is read and written at the
// same time, as in a copy.
INLINE void writeVectors(Rows of, const int affine, const int rows, const Prepared* with, const int gathers, long ahead,
                         UnitSums* u) {
  for (int v = 0; v < vectorsOf(of.sets); ++v) {
    if (!gathers) {
      prefetchRows(of, rows, v);
    } else if (rows == 4) {
      addFourRows(of.x + ahead, of.stride, of.sets, v, u);
    } else {
      addOneRow(of.x + ahead, of.stride, of.sets, v, u);
    }
    writeRows(of, affine, rows, v, with);
  }
  if (!gathers) return;
  u->pending += rows;
  if (u->pending >= PENDING_ROWS) flushUnit(of.sets, u);
}

INLINE void writeSome(Rows of, int affine, const int rows, const Prepared* with, const int gathers, long ahead,
                      UnitSums* u) {
  if (affine == PREPARED) {
    writeVectors(of, PREPARED, rows, with, gathers, ahead, u);
  } else if (affine == BY_ROW) {
    writeVectors(of, BY_ROW, rows, with, gathers, ahead, u);
  } else {
    writeVectors(of, BY_LANE, rows, with, gathers, ahead, u);
  }
}

// What units are written from; the records are those of the sets from firstSet on.
typedef struct {
  __global const Stored* x;
  __global Stored* y;
  __global const long* t;
  __global const Real* records;
  long firstSet;
  long all;
  __global const Real* weight;
  __global const Real* bias;
} Output;

INLINE Rows rowsOfRun(Output out, long stride, Place run, int sets) {
  const long offset = run.offset;
  const int streams = STREAMS && sets % 16 == 0 && unalignedHead(out.y + offset) == 0 &&
                      stride * sizeof(Stored) % sizeof(Real16) == 0;
  return (Rows){out.x + offset,           out.y + offset,          stride, sets, streams, out.weight + run.parameter,
                out.bias + run.parameter, out.t[PARAMETER_STRIDE]};
}

INLINE Rows rowsFrom(Rows of, long row) {
  of.x += row * of.stride;
  of.y += row * of.stride;
  of.weight += row * of.parameterStride;
  of.bias += row * of.parameterStride;
  return of;
}

// One block of a unit; where it `gathers`, the unit that lies `ahead` elements further on is measured meanwhile.
INLINE void writeUnitAnd(Output out, Unit unit, Block block, const int gathers, long ahead, UnitSums* u) {
  const Place place = placeOfSet(out.t, unit.firstSet);
  const long stride = out.t[STRIDE];
  const long each = out.t[PARAMETER_STRIDE];
  const long laneStride = out.t[LANE_PARAMETER_STRIDE];
  Prepared with;
  for (long run = block.firstRun; run < block.endRun; ++run) {
    Place start = placeOfRun(out.t, place, run);
    start.offset += block.start * stride;
    start.parameter += block.start * each;
    const Rows of = rowsOfRun(out, stride, start, unit.sets);
    if (each == 0 || run == block.firstRun)
      prepare(out.records + unit.firstSet - out.firstSet, out.all, unit.sets, &with);
    if (each == 0) prepareAffine(of.weight, of.bias, laneStride, unit.sets, &with);
    const int affine = each == 0 ? PREPARED : laneStride == 0 ? BY_ROW : BY_LANE;
    long row = 0;
    for (; rowsAtOnce(block.length - row, stride, unit.sets) == 4; row += 4)
      writeSome(rowsFrom(of, row), affine, 4, &with, gathers, ahead, u);
    for (; row < block.length; ++row) writeSome(rowsFrom(of, row), affine, 1, &with, gathers, ahead, u);
  }
}

// Fewer than 16 sets.
RARE void writeNarrowUnit(Output out, Unit unit, Block block) {
  const Place place = placeOfSet(out.t, unit.firstSet);
  __global const Real* records = out.records + unit.firstSet - out.firstSet;
  for (long run = block.firstRun; run < block.endRun; ++run) {
    const Place start = placeOfRun(out.t, place, run);
    for (long row = block.start; row < block.start + block.length; ++row) {
      const long offset = start.offset + row * out.t[STRIDE];
      const long parameter = start.parameter + row * out.t[PARAMETER_STRIDE];
      for (int set = 0; set < unit.sets; ++set) {
        __global const Real* r = records + set;
        const long p = parameter + set * out.t[LANE_PARAMETER_STRIDE];
        const Real e = (load1(out.x, offset + set) * r[PRE * out.all] - r[HIGH * out.all]) - r[LOW * out.all];
        store1(out.y, offset + set, e * r[SCALE * out.all] * out.weight[p] + out.bias[p]);
      }
    }
  }
}

// One block of a unit.
INLINE void writeUnit(Output out, Unit unit, long number) {
  if (unit.sets < 16) {
    writeNarrowUnit(out, unit, blockOf(out.t, number));
  } else {
    writeUnitAnd(out, unit, blockOf(out.t, number), 0, 0, 0);
  }
}

// Writes a unit of one block while the next is measured, whose moments go to `to`.
INLINE void writeUnitWhileMeasuring(Output out, __global const long* t, Unit unit, Unit next, __global Real* to) {
  if (unit.sets < 16 || next.sets != unit.sets) {
    if (unit.sets > 0) writeUnit(out, unit, 0);
    if (next.sets > 0) measureUnit(out.x, t, next, 0, to, out.all);
    return;
  }
  const Block block = blockOf(t, 0);
  const Place place = placeOfSet(t, next.firstSet);
  UnitSums u;
  startUnit(out.x, t, place, next.sets, block, &u);
  writeUnitAnd(out, unit, blockOf(out.t, 0), 1, place.offset - placeOfSet(t, unit.firstSet).offset, &u);
  storeUnit(out.x, t, place, next.sets, block, &u, to, out.all);
}
