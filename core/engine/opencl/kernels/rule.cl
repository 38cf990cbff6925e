// What a plan says of its records, and where these keep what (scale.cl, teams_record.cl).
#pragma once
#include "stored.cl"

// The rows of a record in memory.
enum { PRE, HIGH, LOW, SCALE, VARIANCE };

// Where eps meets the variance, as EpsAt of core/norm/norm_spec.h.
enum { EPS_INSIDE, EPS_OUTSIDE, EPS_MAX };

// RootRule of core/engine/scale.h, and what a plan says beside it.
typedef struct {
  Real eps;
  Real used;  // used variance / biased variance
  int epsAt;
  int subtractsMean;
  Real share;  // 1 / times
} ScaleRule;

INLINE ScaleRule ruleFrom(__global const Real* rule) {
  return (ScaleRule){rule[0], rule[1], (int)rule[2], rule[3] != 0, rule[4]};
}
