// Sums over the elements that share a weight and a bias: of dL/dy, and of dL/dy * xhat.
#pragma once
#include "moments.cl"

// In memory: two rows of one value for each block of each parameter, `distance` apart.
typedef struct {
  Compensated bias, weight;
} ParameterSums;

// What the low part of the mean takes away is summed apart: beside most e it would be rounded off, always the same way.
INLINE void addParameterSums(ParameterSums* sums, Real16 bias, Real16 weight, Real16 less) {
  add(&sums->bias, bias);
  add(&sums->weight, weight);
  add(&sums->weight, -less);
}

// How the sums are made beside those of sets, while x and dL/dy are at hand.
enum {
  ELSEWHERE,   // not here
  BY_RUN,      // a run (runs*.cl), or all of a lane (lanes*.cl), has one weight and bias
  BY_ELEMENT,  // a set is one run, and its elements have weights and biases of their own, those of all sets the same
  BY_STRIP,    // the same of long runs: in runs_backward_strips.cl, where the sums stand once
};

// Those of one work-item, so that none waits for another. In memory, for each item: rows of one value a parameter, the
// compensated sums of bias and weight.
typedef struct {
  __global Real* rows;
  long parameters;
} OwnSums;

INLINE OwnSums ownSums(__global Real* all, long parameters) {
  return (OwnSums){all + 4 * parameters * (long)get_global_id(0), parameters};
}

INLINE void addTo(__global Real* rows, long parameters, int lanes, Real16 value) {
  Compensated sum = {gather(rows, 1, lanes), gather(rows + parameters, 1, lanes)};
  add(&sum, value);
  scatter(rows, 1, lanes, sum.total);
  scatter(rows + parameters, 1, lanes, sum.lost);
}

// The sums of the `lanes` parameters from `parameter` on.
INLINE void addToOwn(OwnSums own, long parameter, int lanes, Real16 bias, Real16 weight) {
  addTo(own.rows + parameter, own.parameters, lanes, bias);
  addTo(own.rows + parameter + 2 * own.parameters, own.parameters, lanes, weight);
}

INLINE void addOneTo(__global Real* row, long parameters, Real value) {
  const Real corrected = value - row[parameters];
  const Real total = row[0] + corrected;
  row[parameters] = (total - row[0]) - corrected;
  row[0] = total;
}

INLINE void addOneToOwn(OwnSums own, long parameter, Real bias, Real weight) {
  addOneTo(own.rows + parameter, own.parameters, bias);
  addOneTo(own.rows + parameter + 2 * own.parameters, own.parameters, weight);
}
