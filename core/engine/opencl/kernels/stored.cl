// How an element of x and y is stored, and the type that sums and products are made in: double for float64, float for
// float32, float16 and bfloat16. Offsets count elements and need no alignment beyond that of one element.
#pragma once
#ifndef STORED_BITS
#define STORED_BITS 32  // 64: float64, 32: float32, 16: float16, 8: bfloat16 (by its bits of precision)
#endif

#ifndef INLINE
#define INLINE __attribute__((always_inline))
#endif

// What is seldom needed is called, so that there is less to compile.
#define RARE __attribute__((noinline))

#define UNROLL _Pragma("unroll")

#if STORED_BITS == 64

#pragma OPENCL EXTENSION cl_khr_fp64 : enable
typedef double Real;
typedef double2 Real2;
typedef double4 Real4;
typedef double8 Real8;
typedef double16 Real16;
typedef long Bits;
typedef long2 Bits2;
typedef long4 Bits4;
typedef long8 Bits8;
typedef long16 Bits16;
#define AS_BITS16 as_long16
#define AS_REAL16 as_double16
#define AS_BITS as_long
#define AS_REAL as_double
#define MANTISSA_BITS 52
#define LARGEST_EXPONENT 1022
#define EXPONENT_BITS ((Bits)0x7ff0000000000000L)
#define SIGN_BIT ((Bits)0x8000000000000000L)
#define SIGN_SHIFT 63
#define ROUNDER ((Real)0x1.8p49)
#define SMALLEST_SQUARES ((Real)1e-240)
#define LARGEST_SQUARES ((Real)1e300)
#define LARGEST_CENTRE ((Real)1e140)

#else

typedef float Real;
typedef float2 Real2;
typedef float4 Real4;
typedef float8 Real8;
typedef float16 Real16;
typedef int Bits;
typedef int2 Bits2;
typedef int4 Bits4;
typedef int8 Bits8;
typedef int16 Bits16;
#define AS_BITS16 as_int16
#define AS_REAL16 as_float16
#define AS_BITS as_int
#define AS_REAL as_float
#define MANTISSA_BITS 23
#define LARGEST_EXPONENT 126
#define EXPONENT_BITS ((Bits)0x7f800000)
#define SIGN_BIT ((Bits)0x80000000)
#define SIGN_SHIFT 31
#define ROUNDER ((Real)0x1.8p20f)
#define SMALLEST_SQUARES ((Real)1e-24f)
#define LARGEST_SQUARES ((Real)1e36f)
#define LARGEST_CENTRE ((Real)1e15f)

#endif

// The sign bit of each lane, as bit `to`.
INLINE Bits16 shiftedSign(Bits16 signs, int to) { return ((signs >> (SIGN_SHIFT - to)) & ((Bits)1 << to)); }

#define ZERO16 ((Real16)((Real)0))
#define ONE16 ((Real16)((Real)1))
#define NAN16 ((Real16)((Real)NAN))
#define LANE16 ((Bits16)(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15))

// What the compilers of CPUs offer beyond OpenCL C 1.2; with PLAIN, for those that may lack it, nothing.
#if defined(CPU) && defined(__clang__) && !defined(PLAIN)
#define BEYOND 1
#else
#define BEYOND 0
#endif

// 16 numbers of the arithmetic's type, wherever they lie. vload16 and vstore16 become eight small accesses in PoCL 3.1.
#if BEYOND
typedef Real16 __attribute__((aligned(sizeof(Real)))) Unaligned16;
INLINE Real16 loadReals(__global const Real* from) { return *(__global const Unaligned16*)from; }
INLINE void storeReals(__global Real* to, Real16 values) { *(__global Unaligned16*)to = values; }
#else
INLINE Real16 loadReals(__global const Real* from) { return vload16(0, from); }
INLINE void storeReals(__global Real* to, Real16 values) { vstore16(values, 0, to); }
#endif

#if STORED_BITS == 64 || STORED_BITS == 32

typedef Real Stored;

INLINE Real load1(__global const Stored* x, long i) { return x[i]; }
INLINE Real16 load16(__global const Stored* x, long i) { return loadReals(x + i); }
INLINE void store1(__global Stored* y, long i, Real value) { y[i] = value; }
INLINE void store16(__global Stored* y, long i, Real16 value) { storeReals(y + i, value); }

#elif STORED_BITS == 16

typedef half Stored;

INLINE float load1(__global const Stored* x, long i) { return vload_half(0, x + i); }
INLINE float16 load16(__global const Stored* x, long i) { return vload_half16(0, x + i); }
INLINE void store1(__global Stored* y, long i, float value) { vstore_half_rte(value, 0, y + i); }
INLINE void store16(__global Stored* y, long i, float16 value) { vstore_half16_rte(value, 0, y + i); }

#else

typedef ushort Stored;

// bfloat16 is the upper half of a float32, rounded to nearest even; a NaN stays one.
INLINE ushort16 rounded16(float16 value) {
  const uint16 bits = as_uint16(value);
  const uint16 nearest = (bits + 0x7fffu + ((bits >> 16) & 1u)) >> 16;
  return convert_ushort16(select((bits >> 16) | 0x40u, nearest, isequal(value, value)));
}

INLINE ushort rounded1(float value) {
  const uint bits = as_uint(value);
  return (ushort)(value == value ? (bits + 0x7fffu + ((bits >> 16) & 1u)) >> 16 : (bits >> 16) | 0x40u);
}

INLINE float load1(__global const Stored* x, long i) { return as_float((uint)x[i] << 16); }
INLINE float16 load16(__global const Stored* x, long i) {
  return as_float16(convert_uint16(vload16(0, x + i)) << 16);
}
INLINE void store1(__global Stored* y, long i, float value) { y[i] = rounded1(value); }
INLINE void store16(__global Stored* y, long i, float16 value) { vstore16(rounded16(value), 0, y + i); }

#endif

// With STREAM, y is written past the caches: it is larger than they are, and a line that is written as a whole need not
// be read before. Only whole aligned vectors of the arithmetic's type can be.
#if defined(STREAM) && STORED_BITS >= 32 && BEYOND
#define STREAMS 1
INLINE void stream16(__global Stored* y, long i, Real16 value) {
  __builtin_nontemporal_store(value, (__global Real16*)(y + i));
}
#else
#define STREAMS 0
INLINE void stream16(__global Stored* y, long i, Real16 value) { store16(y, i, value); }
#endif

// With UNWRITTEN, y and dL/dx are not wanted: what is stored of them is not made.
#ifdef UNWRITTEN
#define store1(y, i, value) ((void)(y), (void)(i), (void)(value))
#define store16 store1
#define stream16 store1
#endif

// Asks for the cache line of an element that will be read soon; it may lie beyond the end.
// prefetchFar: that will be read later than what the nearest cache holds.
#if BEYOND
INLINE void prefetchLine(__global const Stored* x) { __builtin_prefetch((__private const void*)(ulong)x); }
INLINE void prefetchFar(__global const Stored* x) { __builtin_prefetch((__private const void*)(ulong)x, 0, 2); }
#else
INLINE void prefetchLine(__global const Stored* x) {}
INLINE void prefetchFar(__global const Stored* x) {}
#endif

// The same of what comes next in a walk, so many bytes ahead. Of a tensor that is larger than the caches it is asked for early,
// and not into the nearest one.
#ifdef STREAM
#define AHEAD_BYTES 16384
#define prefetchAhead prefetchFar
#else
#define AHEAD_BYTES 4096
#define prefetchAhead prefetchLine
#endif

// Elements from y on up to the first that stream16 takes.
INLINE long unalignedHead(__global const Stored* y) {
  return (long)((-(ulong)y & (sizeof(Real16) - 1)) / sizeof(Stored));
}

// `lanes` < 16 elements that lie `stride` apart; 0 in the other lanes.
INLINE Real16 gatherStored(__global const Stored* x, long stride, int lanes) {
  Real values[16];
  for (int lane = 0; lane < 16; ++lane) values[lane] = lane < lanes ? load1(x, lane * stride) : 0;
  return vload16(0, values);
}

INLINE void storeFew(__global Stored* y, int lanes, Real16 values) {
  Real each[16];
  vstore16(values, 0, each);
  for (int lane = 0; lane < lanes; ++lane) store1(y, lane, each[lane]);
}

// `lanes` numbers that lie `stride` apart, likewise, of what is kept in the arithmetic's type.
INLINE Real16 gather(__global const Real* from, long stride, int lanes) {
  if (stride == 0) return (Real16)(from[0]);
  if (stride == 1 && lanes == 16) return loadReals(from);
  Real values[16];
  for (int lane = 0; lane < 16; ++lane) values[lane] = lane < lanes ? from[lane * stride] : 0;
  return vload16(0, values);
}

INLINE void scatter(__global Real* to, long stride, int lanes, Real16 values) {
  if (stride == 1 && lanes == 16) {
    storeReals(to, values);
    return;
  }
  Real each[16];
  vstore16(values, 0, each);
  for (int lane = 0; lane < lanes; ++lane) to[lane * stride] = each[lane];
}

// A number of each of `lanes` sets, for all of the `split` finer ones of each, which lie side by side.
INLINE void storeForAll(__global Real* to, long split, int lanes, Real16 values) {
  if (split == 1) {
    scatter(to, 1, lanes, values);
    return;
  }
  Real each[16];
  vstore16(values, 0, each);
  for (int lane = 0; lane < lanes; ++lane) {
    for (long i = 0; i < split; i += 16)
      scatter(to + lane * split + i, 1, (int)min(split - i, (long)16), (Real16)(each[lane]));
  }
}
