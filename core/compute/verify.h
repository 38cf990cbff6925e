#pragma once

#include "core/engine/normalize.h"

namespace normscope {

/// How far a result is from the reference. A value that is NaN on one side only counts as infinitely far.
struct Difference {
  double maxAbs = 0;        ///< largest |y - reference|
  double maxReference = 0;  ///< largest |reference| among the finite values
  double maxTerms = 0;      ///< of gradients: what such a value is summed up from, at most

  /// All of the reference is 0, or what rounding leaves where its terms cancel: there is no relative error.
  bool isOfZero() const { return maxReference <= 1e-12 * maxTerms; }

  /// Relative to the largest value; NaN where that is 0 and the other is not.
  double maxRel() const;
};

/// The same for the gradients of a backward pass; those of the parameters where there are any.
struct GradientDifferences {
  Difference input;
  std::optional<Difference> weight;
  std::optional<Difference> bias;
};

/// Recomputes the request with the reference in double precision, one set after the other, and compares with
/// result.y. Takes no memory of the tensor's size. Throws Cancelled when progress says so, and what
/// requireIntact() does.
Difference verify(const NormalizeRequest& request, const NormalizeResult& result,
                  const Progress& progress = {});

/// Likewise for result.gradients, from the request's gradOutput; nothing where there are none.
std::optional<GradientDifferences> verifyGradients(const NormalizeRequest& request,
                                                   const NormalizeResult& result,
                                                   const Progress& progress = {});

}  // namespace normscope
