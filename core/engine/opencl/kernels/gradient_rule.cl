// The gradient of a loss with respect to x: with g = dL/dy * weight and e = (x * pre - high) - low,
//
//     dL/dx = A * (((g - NEAR) - REST) - C * e)
//
// where NEAR + REST is the mean of g, A = rstd and C = factor / rstd * mean(g * xhat) * scale, with the factor of
// varianceFactorOf() in core/engine/scale.h. The records of scale.cl have factor / rstd in their last row: nothing here is
// as large or small as rstd squared. In memory: four rows of one value a set, `distance` apart.
#pragma once
#include "rule.cl"

enum { NEAR, REST, A, C };
#define FACTOR VARIANCE

typedef struct {
  int centres;  // mean(g) is subtracted
  int reduces;  // the statistics came from x
} GradientRule;

INLINE GradientRule gradientRuleFrom(__global const Real* rule) { return (GradientRule){rule[0] != 0, rule[1] != 0}; }
