#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/analysis/match/arithmetic.h"
#include "core/analysis/match/sample.h"
#include "core/analysis/match/sharing.h"

namespace normscope::match {

/// One number for all of y: y = scale * (x̂ * weight) + bias + shift, where the bias may be scaled, too.
struct Scalars {
  double scale = 1;
  double shift = 0;
  bool fitsScale = false, fitsShift = false;
  bool scalesBias = false;
};

/// A weight and a bias for each parameter of a plan.
struct Fit {
  ReductionPlan plan;
  std::vector<double> weight, bias;
  bool provesNothing = false;  ///< x alone, with other weights and biases, explains y as well
};

/// How far y is from what was predicted, in the element where it is farthest, and where that is least to be
/// explained by rounding.
struct Farthest {
  double distance = 0;
  double allowed = 0;  ///< what rounding explains there
  double excess = 0;
  double atExcess = 0;  ///< the distance there

  void take(double itsDistance, double itsExcess) {
    if (itsDistance > distance) {
      distance = itsDistance;
      allowed = itsDistance / itsExcess;
    }
    if (itsExcess > excess) {
      excess = itsExcess;
      atExcess = itsDistance;
    }
  }
  void take(const Farthest& other) {
    if (other.distance > distance) {
      distance = other.distance;
      allowed = other.allowed;
    }
    if (other.excess > excess) {
      excess = other.excess;
      atExcess = other.atExcess;
    }
  }
};

/// One computation that is compared with y.
struct Trial {
  std::size_t partition = 0;
  std::size_t sharing = 0;
  Arithmetic arithmetic = {};
  std::size_t target = 0;  ///< how x and y are read: which of the search's targets
  std::optional<Scalars> scalars = {};
  std::optional<Fit> fit = {};

  double maxAbs = 0;  ///< largest distance from y in the sets explained, on the sample of all that are judged
  /// The largest distance in units of what rounding explains in its own set. Up to 1 y is explained. (A
  /// single bound for all sets would let the one with the largest mean / standard deviation excuse every
  /// other.) Of the sets explained, where some are not.
  double excess = 0;
  double bulk = 0;        ///< on the sample: the excess that three quarters of the sets stay below
  double mismatches = 0;  ///< on the sample, where y's own dtype is narrow: elements that come out otherwise
  double middle = 0;      ///< on the sample: the distance that half of the sets stay below
  double meanToStd = 0;   ///< largest |mean| / standard deviation of the sets seen
  std::int64_t explained = 0;                  ///< sets, once every element was seen
  std::vector<std::int64_t> unexplained = {};  ///< the others
  Farthest inExplained = {};                   ///< of the sets explained, once every element was seen
  Farthest farthest = {};                      ///< of all sets

  // Where y's own dtype is narrow, once it was looked at closely:
  std::optional<double> bits = {};          ///< the part of y that comes out to the bit
  bool roundsWell = false;                  ///< nearly all of it is rounded once
  std::vector<std::int64_t> oneSided = {};  ///< of the unexplained sets, those that are within rounding
  std::optional<OffElements> off = {};
  std::optional<Bend> bend = {};

  bool isFitted() const { return scalars || fit; }
};

/// What y is compared under.
struct Target {
  Sources sources;  ///< x as given, or rounded to a narrow dtype
  const Tensor* y;
  std::optional<DType> narrow = {};  ///< y was rounded to it, though its own dtype is wider
  bool xRounded = false;             ///< x was rounded before, to the dtype roundedTo
  std::optional<DType> roundedTo = {};
  double bound = 0;  ///< what rounding explains in a set of mean 0
};

/// Distances of the elements of one set in units of what rounding explains. Where y's own dtype is narrow
/// its largest element excuses no other: what is rounded on the way to an element, x̂ times the weight, the
/// bias and the mean, each a few times, is in proportion to these.
class Excess {
 public:
  Excess(const Target& target, double meanToStd);

  double of(double distance, double predicted, double weight, double bias) const {
    if (distance == 0) return 0;
    if (!byElement_) return distance / whole_;
    const double onTheWay = std::abs(predicted - bias) + std::abs(bias) + spread_ * std::abs(weight);
    return distance / std::min(whole_, std::max(roundings_ * onTheWay, least_));
  }

  bool isByElement() const { return byElement_; }

 private:
  bool byElement_;
  double whole_;      ///< what rounding explains in the largest element
  double spread_;     ///< of a weight of 1: what a mean that is off adds
  double roundings_;  ///< together, relative
  double least_;      ///< of arithmetic in float32 and of the narrow dtype's least step
};

/// |mean| / standard deviation where that is finite, else 0.
double meanToStd(const SetFacts& facts);

/// The most sets of so many that may stay unexplained: a quarter.
std::int64_t mostUnexplained(std::int64_t sets);

/// Whether no more are.
bool isExplained(const Trial& trial);

/// y by a trial from values of one set, with the weight and bias of each.
Eigen::ArrayXd predicted(const Trial& trial, const Sharing& sharing, const Line& line,
                         const Eigen::ArrayXd& x, const Eigen::ArrayXd& weight, const Eigen::ArrayXd& bias);

/// The same of one value.
double predicted(const Trial& trial, const Sharing& sharing, const Line& line, double x, double weight,
                 double bias);

/// Weights, or biases, that the elements of a piece get from a sharing, or from the trial's fit.
Eigen::ArrayXd weightsAt(const Trial& trial, const Sharing& sharing, const reference::Piece& piece);
Eigen::ArrayXd biasesAt(const Trial& trial, const Sharing& sharing, const reference::Piece& piece);

/// Compares a trial with y on a sample.
void measureOn(const Sample& sample, const Sharing& sharing, const Target& target, Trial& trial);

/// All arithmetics of a partition on its sample, with one sharing; the trials come with their residuals.
std::vector<Trial> onSample(const Sample& sample, std::size_t partitionNumber, const Sharing& sharing,
                            std::size_t sharingNumber, const std::vector<Arithmetic>& arithmetics,
                            const Target& target);

/// All that is tried of a partition, for each of its readings.
std::vector<Arithmetic> arithmeticsOf(const Partition& partition, const std::optional<NormSpec>& meant);

/// The eps with which the sample's sets come out best, for both estimators, inside and outside; none where it
/// is not positive.
std::vector<Arithmetic> fittedEps(const Sample& sample, const Partition& partition, const Sharing& sharing);

/// Compares the trials, all of one partition and without fits for every parameter, with every element of y.
/// Unless all is wanted, those that leave too many sets unexplained are given up on the way.
void verify(std::vector<Trial*>& trials, const Partition& partition, const Sharings& sharings,
            const Target& target, bool all, const Progress& progress);

}  // namespace normscope::match
