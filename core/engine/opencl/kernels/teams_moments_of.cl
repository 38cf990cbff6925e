// What a team measures of a block, as moments.cl has it for 16 of them: `centre` is near the mean of scale * x, `sum` and
// `squares` are of e = scale * x - centre, `rest` is what rounding took from the sum.
#pragma once
#include "teams.cl"

typedef struct {
  Real centre, sum, rest, squares, scale, count;
} Moments;

// In memory: six rows of one value for each block of each set, `distance` apart.
INLINE void storeMoments(__global Real* to, long distance, Moments m) {
  to[0] = m.centre;
  to[distance] = m.sum;
  to[2 * distance] = m.squares;
  to[3 * distance] = m.scale;
  to[4 * distance] = m.count;
  to[5 * distance] = m.rest;
}

INLINE Moments loadMoments(__global const Real* from, long distance) {
  return (Moments){from[0],           from[distance],     from[5 * distance],
                   from[2 * distance], from[3 * distance], from[4 * distance]};
}

// A centre near `mean`, on a grid that is coarse beside the spread of the elements: with all its bits, a centre would
// give every e the same odd last bits, and the roundings of large e would all go one way.
INLINE Real gridded(Real mean, Real spread) {
  const Real power = AS_REAL(AS_BITS(spread) & EXPONENT_BITS);
  return power == 0 ? mean : (mean + power * ROUNDER) - power * ROUNDER;
}

// Whether no scale is needed. Constant elements may be tiny differences as well, and so are not in range; NaN and Inf are
// not.
INLINE int inRange(Moments m) {
  return m.squares > SMALLEST_SQUARES && m.squares < LARGEST_SQUARES && fabs(m.centre) < LARGEST_CENTRE;
}

// Whether the centre was so far from the mean (more than a standard deviation) that the variance would lose digits.
INLINE int isFar(Moments m) { return m.sum * m.sum > (Real)0.5f * m.squares * m.count; }

// The power of two that brings `largest` near 1.
INLINE Real scaleFor(Real largest) {
  const Bits exponent = (AS_BITS(largest) >> MANTISSA_BITS) - (LARGEST_EXPONENT + 1);
  const Bits bounded = max(min(exponent, (Bits)LARGEST_EXPONENT), (Bits)-LARGEST_EXPONENT);
  return AS_REAL(((Bits)(LARGEST_EXPONENT + 1) - bounded) << MANTISSA_BITS);
}

// The mean of some elements, spread over the block.
INLINE Real guessCentre(__global const Stored* restrict x, __global const long* restrict t, Part part, Real scale,
                        Team team, __local Real* scratch) {
  const Real first = load1(x, placeOfElement(t, part, 0).offset) * scale;
  Sum distances = {0, 0}, sizes = {0, 0};
  for (uint sample = team.item; sample < samplesOf(part); sample += team.items) {
    const Real distance = load1(x, placeOfElement(t, part, sampleOf(part, sample)).offset) * scale - first;
    addTo(&distances, distance);
    addTo(&sizes, fabs(distance));
  }
  sumOverTeam(&distances, &sizes, team, scratch);
  return gridded(first + distances.sum / samplesOf(part), sizes.sum / samplesOf(part));
}

// This work-item's share of the sums around the centre.
INLINE void sumAround(__global const Stored* restrict x, __global const long* restrict t, Part part, Moments m, Team team,
                      Sum* sum, Sum* squares) {
  for (uint first = team.item; first < part.count; first += AT_ONCE * team.items) {
    Real values[AT_ONCE];
    UNROLL
    for (int i = 0; i < AT_ONCE; ++i) values[i] = load1(x, placeAhead(t, part, first, i, team).offset);
    UNROLL
    for (int i = 0; i < AT_ONCE; ++i) {
      const Real e = isAhead(part, first, i, team) ? values[i] * m.scale - m.centre : 0;
      addTo(sum, e);
      addTo(squares, e * e);
    }
  }
}

// What a scan tells of elements that are not in range.
typedef struct {
  Real largest;  // of |x|; NaN apart
  Real nans;     // how many there are, about
} Extremes;

INLINE Extremes extremesOf(__global const Stored* restrict x, __global const long* restrict t, Part part, Team team,
                           __local Real* scratch) {
  Real largest = 0;
  Sum nans = {0, 0}, none = {0, 0};
  for (uint element = team.item; element < part.count; element += team.items) {
    const Real value = load1(x, placeOfElement(t, part, element).offset);
    if (isNan(value)) {
      nans.sum += 1;
    } else {
      largest = fmax(largest, fabs(value));
    }
  }
  sumOverTeam(&nans, &none, team, scratch);
  return (Extremes){largestOfTeam(largest, team, scratch), nans.sum};
}

// Sets that hold a NaN or an Inf get no mean; their squares are Inf, or NaN where there is a NaN: RMS norm tells these
// apart.
INLINE Moments poisoned(Moments m, Extremes extremes) {
  if (extremes.nans == 0 && isFinite(extremes.largest)) return m;
  return (Moments){0, NAN, 0, extremes.nans == 0 ? extremes.largest : NAN, 1, m.count};
}

enum { SETTLED, WANTS_SCALE, WANTS_CENTRE };

INLINE int wishOf(Moments m, int scanned) {
  if (!scanned && !inRange(m)) return WANTS_SCALE;
  return isFar(m) ? WANTS_CENTRE : SETTLED;
}

// The moments of a block, for all work-items of its team. It is measured anew where it lacks its scale, or had a centre
// that was far off. All teams of a group take the same turns; those that are settled keep what they have, to the last bit.
INLINE Moments measured(__global const Stored* restrict x, __global const long* restrict t, Part part, Team team,
                        __local Real* scratch, __local int* flag) {
  Moments m = {0, 0, 0, 0, 1, part.count};
  Extremes extremes = {0, 0};
  Real better = 0;  // centre
  int wish = WANTS_SCALE, scanned = 0;
  for (int attempt = 0; attempt < 4; ++attempt) {
    const Real guess = guessCentre(x, t, part, m.scale, team, scratch);
    Sum sum = {0, 0}, squares = {0, 0};
    if (wish != SETTLED) {
      m.centre = wish == WANTS_SCALE ? guess : better;
      sumAround(x, t, part, m, team, &sum, &squares);
    }
    sumOverTeam(&sum, &squares, team, scratch);
    if (wish != SETTLED) {
      m.sum = sum.sum;
      m.rest = sum.rest;
      m.squares = squares.sum;
      wish = wishOf(m, scanned);
    }
    if (!anyOfGroup(wish != SETTLED, flag)) break;
    // Whether any wants it is not asked: with barriers under a condition PoCL 3.1 gave settled teams what others found.
    const Extremes found = extremesOf(x, t, part, team, scratch);
    if (wish == WANTS_SCALE) {
      extremes = found;
      m.scale = scaleFor(found.largest);
      scanned = 1;
    }
    better = gridded(m.centre + m.sum / m.count, fabs(m.sum / m.count));
  }
  return poisoned(m, extremes);
}
