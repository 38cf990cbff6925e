#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/analysis/match/backward.h"
#include "core/engine/progress.h"
#include "core/norm/affine.h"
#include "core/norm/norm_spec.h"
#include "core/norm/running_statistics.h"
#include "core/tensor/tensor.h"

namespace normscope {

/// What may have gone wrong on the way from x to y that no norm spec can say.
enum class Mistake {
  runningAverage,
  nhwcReshape,
  layout,
  halfRounding,
  gammaBetaSwapped,
  roundedBeforeWeight,  ///< x̂ was rounded to y's dtype before the weight came (Llama's order)
  zeroCentered,         ///< 1 + weight multiplied, where the norm that was meant takes the weight as it is
  biasNotScaled,        ///< the shift of a folded norm, or the given bias beside a scaled weight, as it was
  interleavedGroups,    ///< channel c belongs to group c mod G
  ghostBatches,         ///< statistics of chunks of the batch, the last one smaller
  epsScaled,            ///< eps times the square of the largest |x| of the set
  power,                ///< another power of the root than its inverse
  biasBeforeWeight,     ///< (x̂ + bias) * weight
  oneSubtracted,        ///< weight - 1 multiplied, where the weight that was given holds no 1 too many
  runningSwapped,       ///< the running mean was taken for the variance, and the other way round
  runningAhead,         ///< the given running statistics normalized after one more update, by x
  runningBehind,        ///< those before their last update, which was by x
  runningEstimator,     ///< the given running variance as a biased one, or as an unbiased one of a biased one
  identity,             ///< y is x: nothing was done
};

/// "running_average", "nhwc_reshape", ... as scripts know them.
std::string_view nameOf(Mistake mistake);

/// Statistics of x mixed into what a running average started with: mean = weight * mean(x), variance = weight
/// * variance(x) + (1 - weight) * startVariance.
struct RunningAverage {
  double weight = 1;
  double startVariance = 0;

  bool operator==(const RunningAverage&) const = default;
};

/// Batch statistics of chunks of the batch, the last one with what is left.
struct GhostBatches {
  enum class Use {
    each,              ///< each chunk is normalized with its own
    averagedMoments,   ///< mean and mean square of the chunks, averaged without regard to their sizes
    averagedVariances  ///< mean and variance of the chunks, likewise
  };

  std::int64_t size = 0;  ///< samples of a chunk
  Use use = Use::each;

  bool operator==(const GhostBatches&) const = default;
};

/// What else than themselves the given running statistics normalized as.
struct RunningUse {
  Mistake mistake = Mistake::runningSwapped;
  double momentum = 0;   ///< of the update: the part of x's statistics
  bool unbiased = true;  ///< x's variance in it; or the given one was made so, else biased

  bool operator==(const RunningUse&) const = default;
};

/// How the mean reaches y where a norm is folded into a scale and a shift, y = scale * x + shift with scale =
/// rstd * weight: shift = bias - mean * scale, or with the mean as it is, or with rstd alone.
enum class MeanScaling { byScale, byNothing, byRstd };

/// One way to make y from x: a norm, the layout in which x is read, and what went wrong beside.
struct MatchCandidate {
  NormSpec spec;  ///< without meaning where y is x: has(Mistake::identity)
  Layout layout;
  std::vector<Mistake> differences;
  std::optional<RunningAverage> average = {};      ///< with Mistake::runningAverage
  std::optional<GhostBatches> ghosts = {};         ///< with Mistake::ghostBatches
  std::optional<double> exponent = {};             ///< of the root, with Mistake::power
  std::optional<RunningUse> runningUse = {};       ///< with one of the mistakes of running statistics
  MeanScaling meanScaling = MeanScaling::byScale;  ///< otherwise with Mistake::biasNotScaled
  std::optional<DType> narrow = {};  ///< what values were rounded to, with Mistake::halfRounding and others
  bool givenStatistics = false;      ///< normalized with the running statistics that were given

  bool has(Mistake mistake) const;
};

/// The norm that makes y from x: the candidate's, whose spec stays the meant one, with what zero_centered and
/// interleaved_groups among its differences say.
NormSpec appliedSpec(const MatchCandidate& candidate);

/// Where a weight or a bias that explains y comes from.
enum class ParameterSource { none, given, fitted };

/// How it relates to the given one, or that it is one number.
enum class Relation { equal, givenPlusOne, scalar, ignored, other };

/// "none", "given", "fitted"
std::string_view nameOf(ParameterSource source);

/// "equal", "given_plus_one", "scalar", "ignored", "other"
std::string_view nameOf(Relation relation);

/// A weight, or a bias, that explains y: what multiplied x̂, or was added.
struct ParameterFinding {
  ParameterSource source = ParameterSource::none;
  std::optional<Relation> relation = {};
  double min = 0, max = 0, mean = 0;
  std::optional<double> times = {};  ///< so many times the given one, with Relation::other
};

/// The eps that explain y alike, all else being the same: data do not tell more.
struct EpsRange {
  double low = 0;
  double high = 0;  ///< infinite where eps shows nowhere

  bool isPoint() const;  ///< as good as one number
  bool holds(double eps) const { return low <= eps && eps <= high; }
};

/// Sets that the norm of a match does not explain, of one kind.
struct BrokenSets {
  enum class Kind {
    zero,
    constant,
    notFinite,
    oneSided,  ///< within rounding, but off to one side where other sets are not
    different
  };

  Kind kind = Kind::different;
  std::int64_t count = 0;
  std::vector<std::int64_t> first;  ///< a few of them, in order
};

/// Where elements lie: at a few indices of one axis.
struct OffPlaces {
  int axis = 0;
  std::vector<std::int64_t> indices;
};

/// Elements of a y of a narrow dtype that no rounding explains where nearly all others are rounded once.
struct OffElements {
  std::int64_t count = 0;
  double distance = 0;  ///< of the one that is least to be explained
  double allowed = 0;   ///< what rounding explains there
  std::optional<OffPlaces> places;
};

/// y is no straight line of x in its sets: among the elements farthest from their means it lies so many
/// roundings farther out on average, or, below 0, farther in.
struct Bend {
  double roundings = 0;
  double from = 0;  ///< the least |x̂| of these elements
};

/// Candidates that x and y can't tell apart, the meant one first, then the most usual one.
struct Match {
  MatchCandidate candidate;
  std::vector<MatchCandidate> equivalents;  ///< the others, the most usual one first
  bool fittedAffine = false;                ///< weight and bias were chosen so that they fit y
  double maxAbs = 0;   ///< largest |predicted y - y| of the sets explained; with half_rounding how far beyond
                       ///< the rounding. Of all sets where the norm does not explain y
  double typical = 0;  ///< what half of the sets stay below, where not all are explained; where y's own dtype
                       ///< is narrow and none is, the distance in the element that rounding explains least
  double bound = 0;  ///< what rounding explains: roundingBound() of core/analysis/comparison.h; where y's own
                     ///< dtype is narrow, in the element of maxAbs, or where no set is explained of typical
  bool explains = false;

  ParameterFinding weight, bias;
  std::int64_t sets = 0;
  std::int64_t setsExplained = 0;
  std::vector<BrokenSets> broken;  ///< the sets that are not explained
  bool brokenInX = true;           ///< x has NaN or Inf in each of them
  double bits = 0;                 ///< the part of y that comes out to the bit, rounded to y's dtype
  std::optional<OffElements> off;  ///< where y's own dtype is narrow
  std::optional<Bend> bend;        ///< likewise
  std::optional<EpsRange> epsRange;
  bool isMeant = false;        ///< the candidate is the norm that was meant, with what was given
  bool meantSets = false;      ///< one of the class has the sets of the norm that was meant
  bool provesNothing = false;  ///< a weight and a bias for every set, or some that x alone explains: no norm
                               ///< is shown
  double farther =
      1;  ///< how much farther from y than the first match: by its largest difference, or by bits
};

/// What to search.
struct MatchRequest {
  Tensor x;
  Tensor y;
  Shape shape;                    ///< x's extents with axis names, as the user believes them to be
  AffineParameters affine;        ///< weight and bias where they are known
  std::optional<NormSpec> meant;  ///< the norm that y was meant to come from
  std::optional<RunningStatistics> running = {};  ///< of the layer, where they are known
  std::optional<BackwardPair> backward = {};      ///< a backward pass to judge as well
};

/// What was found.
struct MatchResult {
  std::vector<Match> matches;        ///< best first: those that explain y, then the nearest of the others
  std::int64_t tried = 0;            ///< how many different computations were compared with y
  std::vector<std::string> notices;  ///< what a careful person would want to know, one line each
  bool nothingTold = false;          ///< x is constant, or y is and no weight and bias are known
  bool yIsConstant = false;          ///< y is, and x is not
  std::optional<bool> asMeant;       ///< nothing where the data can't tell, or nothing was meant
  bool meantExplains = false;  ///< the meant norm explains y, though perhaps less well than the first match
  std::optional<GradientFinding> gradient;  ///< with a backward pass

  bool explained() const { return !matches.empty() && matches.front().explains; }
};

/// Which norm turned x into y? Every kind, every set of axes, groups and workers, both usual layouts, both
/// estimators, the usual eps inside and outside the root (or a fitted one), and the mistakes above are tried
/// on a sample of the sets; what survives is verified on every element. Weight 1 and bias 0 (or what is
/// given, also swapped, without one of them, or as 1 + weight) come first; then one number for all of y, and
/// only then a weight and a bias for every channel or element, since a fit makes many norms
/// indistinguishable. Sets that are broken do not hide the others: three quarters have to be explained.
/// Throws Error (nonsense) for tensors that can't be compared and parameters that fit no norm, Cancelled when
/// progress says so, Error (failed) where a file behind them has changed (Tensor::requireIntact).
MatchResult findNorms(const MatchRequest& request, const Progress& progress = {});

}  // namespace normscope
