#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/engine/progress.h"
#include "core/norm/affine.h"
#include "core/norm/norm_spec.h"
#include "core/tensor/tensor.h"

namespace normscope {

/// What may have gone wrong on the way from x to y that no norm spec can say.
enum class Mistake { runningAverage, nhwcReshape, layout, halfRounding, gammaBetaSwapped };

/// "running_average", "nhwc_reshape", "layout", "half_rounding", "gamma_beta_swapped"
std::string_view nameOf(Mistake mistake);

/// Statistics of x mixed into what a running average started with: mean = weight * mean(x), variance = weight
/// * variance(x) + (1 - weight) * startVariance.
struct RunningAverage {
  double weight = 1;
  double startVariance = 0;

  bool operator==(const RunningAverage&) const = default;
};

/// One way to make y from x: a norm, the layout in which x is read, and what went wrong beside.
struct MatchCandidate {
  NormSpec spec;
  Layout layout;
  std::vector<Mistake> differences;
  std::optional<RunningAverage> average;  ///< with Mistake::runningAverage

  bool has(Mistake mistake) const;
};

/// Candidates that x and y can't tell apart, the most usual one first.
struct Match {
  MatchCandidate candidate;
  std::vector<MatchCandidate> equivalents;  ///< the others, the most usual one first
  bool fittedAffine = false;                ///< weight and bias were chosen so that they fit y
  double maxAbs = 0;  ///< largest |predicted y - y|; with half_rounding how far beyond the rounding
  double bound = 0;   ///< what rounding explains: roundingBound() of core/analysis/comparison.h
  bool explains = false;
};

/// What to search.
struct MatchRequest {
  Tensor x;
  Tensor y;
  Shape shape;                    ///< x's extents with axis names, as the user believes them to be
  AffineParameters affine;        ///< weight and bias where they are known
  std::optional<NormSpec> meant;  ///< the norm that y was meant to come from
};

/// What was found.
struct MatchResult {
  std::vector<Match> matches;        ///< best first: those that explain y, then the nearest of the others
  std::int64_t tried = 0;            ///< how many different computations were compared with y
  std::vector<std::string> notices;  ///< what a careful person would want to know, one line each
  bool explained() const { return !matches.empty() && matches.front().explains; }
};

/// Which norm turned x into y? Every kind, every set of axes, groups and workers, both usual layouts, both
/// estimators, the usual eps inside and outside the root (or a fitted one), and the mistakes above are tried
/// on a sample of the sets; what survives is verified on every element. Weight 1 and bias 0 (or what is
/// given) come first; only where nothing explains y are weight and bias fitted, since a fit makes many norms
/// indistinguishable. Throws Error (nonsense) for tensors that can't be compared, Cancelled when progress
/// says so, Error (failed) where a file behind them has changed (Tensor::requireIntact).
MatchResult findNorms(const MatchRequest& request, const Progress& progress = {});

}  // namespace normscope
