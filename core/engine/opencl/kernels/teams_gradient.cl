// Backward over sets, as gradient_rule.cl describes.
#pragma once
#include "gradient_rule.cl"
#include "teams_record.cl"

// The tensors that a backward pass reads, and the weights.
typedef struct {
  __global const Stored* x;
  __global const Stored* gradOutput;
  __global const long* t;
  __global const Real* weight;
} Inputs;

// dL/dy * weight.
INLINE Real gradientAt(Inputs in, Place place) { return load1(in.gradOutput, place.offset) * in.weight[place.parameter]; }

// x and g of the AT_ONCE elements of a work-item from `first` on.
INLINE void loadAhead(Inputs in, Part part, uint first, Team team, Real* x, Real* g) {
  UNROLL
  for (int i = 0; i < AT_ONCE; ++i) {
    const Place place = placeAhead(in.t, part, first, i, team);
    x[i] = load1(in.x, place.offset);
    g[i] = gradientAt(in, place);
  }
}

// A guess of the mean of g, from some elements of the whole set: their value, where they are all the same. All blocks of a
// set have one.
INLINE Real guessGradient(Inputs in, long set, Team team, __local Real* scratch) {
  const Part whole = wholeSet(in.t, set);
  const Real first = gradientAt(in, placeOfElement(in.t, whole, 0));
  Sum distances = {0, 0}, none = {0, 0};
  for (uint sample = team.item; sample < samplesOf(whole); sample += team.items)
    addTo(&distances, gradientAt(in, placeOfElement(in.t, whole, sampleOf(whole, sample))) - first);
  sumOverTeam(&distances, &none, team, scratch);
  return first + distances.sum / samplesOf(whole);
}

// What is summed of a block around a guess of the mean of g: a large mean would take the digits. In memory: five rows of
// one value for each block of each set, `distance` apart.
typedef struct {
  Real near;      // the guess
  Real sum;       // of g - near
  Real product;   // of (g - near) * e
  Real residual;  // of e, which is not 0 in a part of a set
  Real count;
} GradientSums;

INLINE void storeGradientSums(__global Real* to, long distance, GradientSums s) {
  to[0] = s.near;
  to[distance] = s.sum;
  to[2 * distance] = s.product;
  to[3 * distance] = s.residual;
  to[4 * distance] = s.count;
}

INLINE GradientSums loadGradientSums(__global const Real* from, long distance) {
  return (GradientSums){from[0], from[distance], from[2 * distance], from[3 * distance], from[4 * distance]};
}

// For all work-items of the team.
INLINE GradientSums sumsOfGradients(Inputs in, long set, Part part, Record record, int centres, Team team,
                                    __local Real* scratch) {
  const Real guess = guessGradient(in, set, team, scratch);
  const Real near = centres ? guess : 0;
  Sum sum = {0, 0}, product = {0, 0}, residual = {0, 0}, none = {0, 0};
  for (uint first = team.item; first < part.count; first += AT_ONCE * team.items) {
    Real x[AT_ONCE], g[AT_ONCE];
    loadAhead(in, part, first, team, x, g);
    UNROLL
    for (int i = 0; i < AT_ONCE; ++i) {
      if (!isAhead(part, first, i, team)) continue;
      const Real e = distanceOf(x[i], record);
      addTo(&sum, g[i] - near);
      addTo(&product, (g[i] - near) * e);
      addTo(&residual, e);
    }
  }
  sumOverTeam(&sum, &product, team, scratch);
  sumOverTeam(&residual, &none, team, scratch);
  return (GradientSums){near, sum.sum, product.sum, residual.sum, part.count};
}

// The rows of a set.
typedef struct {
  Real near, rest, a, c;
} Rows;

INLINE Rows rowsFrom(Real near, Real sum, Real product, Real count, Record record, GradientRule rule) {
  const Real mean = quotient(product, count);
  return (Rows){near, rule.centres ? quotient(sum, count) : 0, record.scale * record.pre,
                rule.reduces ? record.variance * (record.scale * mean) * record.scale : 0};
}

INLINE void writeGradient(Inputs in, __global Stored* restrict to, Part part, Team team, Record record, Rows rows) {
  for (uint first = team.item; first < part.count; first += AT_ONCE * team.items) {
    Real x[AT_ONCE], g[AT_ONCE];
    loadAhead(in, part, first, team, x, g);
    UNROLL
    for (int i = 0; i < AT_ONCE; ++i) {
      if (!isAhead(part, first, i, team)) continue;
      const Real e = distanceOf(x[i], record);
      store1(to, placeAhead(in.t, part, first, i, team).offset, (((g[i] - rows.near) - rows.rest) - e * rows.c) * rows.a);
    }
  }
}
