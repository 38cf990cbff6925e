// Records of `sets` sets from moments[6][blocks][sets]: records[5][sets]. A team merges the blocks of a set of the plan,
// whose parts lie side by side: the distances between the blocks' means, never the squares of the means (Chan, Golub and
// LeVeque 1979).
#include "teams_record.cl"

typedef struct {
  __global const Real* moments;  // of the first part of the first block
  long sets;                     // between blocks
  long blocks;
  long split;  // parts of a set
} Measured;

INLINE Moments momentsAt(Measured of, long part) {
  return loadMoments(of.moments + part / of.split * of.sets + part % of.split, of.blocks * of.sets);
}

INLINE Merged mergedParts(Measured of, Team team, __local Real* scratch) {
  const long parts = of.blocks * of.split;
  Real smallest = INFINITY;
  for (long part = team.item; part < parts; part += team.items) smallest = fmin(smallest, momentsAt(of, part).scale);
  Merged merged = {0, 0, 0, 0, -largestOfTeam(-smallest, team, scratch)};
  const Moments first = momentsAt(of, 0);
  merged.centre = first.centre * (merged.scale / first.scale);

  Sum sum = {0, 0}, count = {0, 0};
  for (long part = team.item; part < parts; part += team.items) {
    const Moments m = momentsAt(of, part);
    const Real to = merged.scale / m.scale;
    const Real distance = m.centre * to - merged.centre;
    const Real product = m.count * distance;
    addTo(&sum, m.sum * to);
    addTo(&sum, m.rest * to);
    addTo(&sum, product);
    addTo(&sum, fma(m.count, distance, -product));
    addTo(&count, m.count);
  }
  sumOverTeam(&sum, &count, team, scratch);
  merged.shift = quotient(sum.sum, count.sum);
  merged.rest = (fma(-merged.shift, count.sum, sum.sum) + sum.rest) / count.sum;

  Sum squares = {0, 0}, poison = {0, 0};
  for (long part = team.item; part < parts; part += team.items) {
    const Moments m = momentsAt(of, part);
    const Real to = merged.scale / m.scale;
    const Real distance = ((m.centre * to - merged.centre) - merged.shift) + m.sum * to / m.count;
    if (isFinite(m.squares)) {
      addTo(&squares, squaresFromOwnMean(m) * to * to + m.count * distance * distance);
    } else {
      poison.sum += m.squares;
    }
  }
  sumOverTeam(&squares, &poison, team, scratch);
  const int isPoisoned = isNan(poison.sum) || poison.sum > 0;
  merged.variance = isPoisoned ? poison.sum : quotient(squares.sum, count.sum);
  if (isPoisoned) merged.shift = NAN;
  return merged;
}

__kernel void teams_merge(__global const long* restrict t, long blocks, __global const Real* restrict moments,
                          __global Real* restrict records, long sets, __global const Real* restrict rule, int teams,
                          __local Real* scratch) {
  const Team team = teamOf(teams, 0);
  const long split = t[SPLIT];
  const long number = (long)get_group_id(0) * teams + team.team;
  const long set = min(number, sets / split - 1) * split;
  const Merged merged = mergedParts((Measured){moments + set, sets, blocks, split}, team, scratch);
  const Record record = recordOf(merged, ruleFrom(rule));
  if (number * split >= sets) return;
  for (long part = team.item; part < split; part += team.items) storeRecord(records + set + part, sets, record);
}
