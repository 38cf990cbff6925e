// The rows of dL/dx of the sets from firstSet on, from sums[5][blocks][sets] and records[5][all]: into rows[4][all]. A team
// merges the blocks of a set of the plan, whose parts lie side by side. Without blocks, as in evaluation mode, nothing was
// summed and nothing is subtracted.
#include "teams_gradient.cl"

__kernel void teams_gradient_merge(__global const long* restrict t, long blocks, __global const Real* restrict sums,
                                   __global const Real* restrict records, __global Real* restrict rows, long firstSet,
                                   long sets, long all, __global const Real* restrict rule, int teams,
                                   __local Real* scratch) {
  const Team team = teamOf(teams, 0);
  const long split = t[SPLIT];
  const long number = (long)get_group_id(0) * teams + team.team;
  const long set = min(number, sets / split - 1) * split;
  const Real near = blocks > 0 ? sums[set] : 0;
  Sum sum = {0, 0}, product = {0, 0}, count = {0, 0}, none = {0, 0};
  for (long part = team.item; part < blocks * split; part += team.items) {
    const GradientSums s = loadGradientSums(sums + part / split * sets + part % split + set, blocks * sets);
    addTo(&sum, s.sum);
    addTo(&sum, (s.near - near) * s.count);
    addTo(&product, s.product);
    addTo(&product, (s.near - near) * s.residual);
    addTo(&count, s.count);
  }
  sumOverTeam(&sum, &product, team, scratch);
  sumOverTeam(&count, &none, team, scratch);
  if (number * split >= sets) return;
  for (long part = team.item; part < split; part += team.items) {
    const long at = firstSet + set + part;
    const Rows r = rowsFrom(near, sum.sum, product.sum, count.sum, loadRecord(records + at, all),
                            gradientRuleFrom(rule));
    rows[NEAR * all + at] = r.near;
    rows[REST * all + at] = r.rest;
    rows[A * all + at] = r.a;
    rows[C * all + at] = r.c;
  }
}
