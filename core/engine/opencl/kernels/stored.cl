// How an element of x and y is stored: float32, or float16 or bfloat16 with arithmetic in float32 all the same.
// Offsets count elements and need no alignment beyond that of one element.
#ifndef STORED_BITS
#define STORED_BITS 32  // 32: float32, 16: float16, 8: bfloat16 (by its bits of precision)
#endif

#define INLINE __attribute__((always_inline))

#if STORED_BITS == 32

typedef float Stored;

INLINE float load1(__global const Stored* x, long i) { return x[i]; }
INLINE float16 load16(__global const Stored* x, long i) { return vload16(0, x + i); }
INLINE void store1(__global Stored* y, long i, float value) { y[i] = value; }
INLINE void store16(__global Stored* y, long i, float16 value) { vstore16(value, 0, y + i); }

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

INLINE float load1(__global const Stored* x, long i) { return as_float((uint)x[i] << 16); }
INLINE float16 load16(__global const Stored* x, long i) {
  return as_float16(convert_uint16(vload16(0, x + i)) << 16);
}
INLINE void store1(__global Stored* y, long i, float value) { y[i] = rounded16((float16)(value)).s0; }
INLINE void store16(__global Stored* y, long i, float16 value) { vstore16(rounded16(value), 0, y + i); }

#endif
