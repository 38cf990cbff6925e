#include "core/analysis/match/match.h"

#include <algorithm>

#include "core/analysis/match/backward_judge.h"
#include "core/analysis/match/search.h"
#include "core/error.h"

namespace normscope {
namespace {

using namespace match;

void requireIntact(const MatchRequest& request) {
  request.x.requireIntact();
  request.y.requireIntact();
  if (request.affine.weight) request.affine.weight->requireIntact();
  if (request.affine.bias) request.affine.bias->requireIntact();
  if (!request.backward) return;
  request.backward->gradOutput.requireIntact();
  request.backward->gradInput.requireIntact();
}

/// By the norm that was found, else by the one that was meant.
GradientFinding judged(const MatchRequest& request, const MatchResult& result, const Progress& progress) {
  if (result.explained()) {
    const Match& best = result.matches.front();
    if (best.candidate.differences.empty() && !best.fittedAffine)
      return judgeBackward(request, best.candidate.layout, best.candidate.spec, progress);
  }
  if (request.meant) return judgeBackward(request, request.shape.layout(), *request.meant, progress);
  throw nonsense("--grad-input", "no norm explains y by which the gradient could be judged",
                 "name the norm with --norm");
}

}  // namespace

std::string_view nameOf(Mistake mistake) {
  switch (mistake) {
    case Mistake::runningAverage:
      return "running_average";
    case Mistake::nhwcReshape:
      return "nhwc_reshape";
    case Mistake::layout:
      return "layout";
    case Mistake::halfRounding:
      return "half_rounding";
    case Mistake::gammaBetaSwapped:
      return "gamma_beta_swapped";
    case Mistake::roundedBeforeWeight:
      return "rounded_before_weight";
    case Mistake::zeroCentered:
      return "zero_centered";
    case Mistake::biasNotScaled:
      return "bias_not_scaled";
    case Mistake::interleavedGroups:
      return "interleaved_groups";
    case Mistake::ghostBatches:
      return "ghost_batches";
    case Mistake::epsScaled:
      return "eps_scaled";
    case Mistake::power:
      return "power";
    case Mistake::biasBeforeWeight:
      return "bias_before_weight";
    case Mistake::oneSubtracted:
      return "one_subtracted";
    case Mistake::runningSwapped:
      return "running_swapped";
    case Mistake::runningAhead:
      return "running_ahead";
    case Mistake::runningBehind:
      return "running_behind";
    case Mistake::runningEstimator:
      return "running_estimator";
    case Mistake::identity:
      break;
  }
  return "identity";
}

std::string_view nameOf(ParameterSource source) {
  if (source == ParameterSource::none) return "none";
  return source == ParameterSource::given ? "given" : "fitted";
}

std::string_view nameOf(Relation relation) {
  switch (relation) {
    case Relation::equal:
      return "equal";
    case Relation::givenPlusOne:
      return "given_plus_one";
    case Relation::scalar:
      return "scalar";
    case Relation::ignored:
      return "ignored";
    case Relation::other:
      break;
  }
  return "other";
}

bool EpsRange::isPoint() const {
  return low > 0 && high <= 1.3 * low;
}

bool MatchCandidate::has(Mistake mistake) const {
  return std::find(differences.begin(), differences.end(), mistake) != differences.end();
}

/// Asks on the way, too: of a file that has changed nothing fits, which takes longest to find out.
MatchResult findNorms(const MatchRequest& request, const Progress& shown) {
  const Progress progress{shown.stop, [&](double fraction) {
                            requireIntact(request);
                            if (shown.report) shown.report(fraction);
                          }};
  const Values values = valuesOf(request, progress.part(0, 0.1));
  const double searched = request.backward ? 0.8 : 1;
  MatchResult result = Search(request, values).run(progress.part(0.1, searched));
  if (request.backward) result.gradient = judged(request, result, progress.part(searched, 1));
  progress.step(1);
  std::vector<std::string> own = noticesOf(request, values, result);
  requireIntact(request);
  result.notices.insert(result.notices.end(), own.begin(), own.end());
  return result;
}

NormSpec appliedSpec(const MatchCandidate& candidate) {
  NormSpec spec = candidate.spec;
  if (candidate.has(Mistake::zeroCentered)) spec.zeroCentered = !spec.zeroCentered;
  if (candidate.has(Mistake::interleavedGroups)) spec.interleaved = true;
  return spec;
}

}  // namespace normscope
