#pragma once

#include <string>
#include <vector>

#include "core/analysis/rosetta/rosetta.h"

namespace normscope::rosetta {

FrameworkCode pytorch(const ReductionPlan& plan);
FrameworkCode tensorflow(const ReductionPlan& plan);
FrameworkCode jax(const ReductionPlan& plan);
FrameworkCode onnx(const ReductionPlan& plan);
FrameworkCode numpy(const ReductionPlan& plan);

/// Lines of Python.
class Lines {
 public:
  Lines& add(const std::string& line);
  Lines& comment(const std::string& text) { return add("# " + text); }
  FrameworkCode code() const { return {text_, {}}; }

 private:
  std::string text_;
};

/// "(0, 2, 3)", "(1,)"
std::string tupleText(const std::vector<std::int64_t>& values);

/// "True" or "False"
std::string truth(bool value);

/// Which axes of the tensor, by index, sets extend along as a whole; empty where one is cut into groups or
/// workers.
std::vector<std::int64_t> reducedAxes(const ReductionPlan& plan);

/// An order of the tensor's axes, by index: for transposing to it, and back.
struct Order {
  std::vector<std::int64_t> axes;

  bool isIdentity() const;
  Order inverse() const;
};

/// Batch, channel, then the others, as layers of PyTorch and operators of ONNX want them; nothing where the
/// layout lacks one of the two.
std::optional<Order> channelSecond(const ReductionPlan& plan);

/// Kept axes first, reduced ones last, each in memory order.
Order reducedLast(const ReductionPlan& plan);

/// Which axis of the tensor, by index, holds the channels.
std::int64_t channelAxis(const ReductionPlan& plan);
std::int64_t batchAxis(const ReductionPlan& plan);  ///< -1 without one

/// What ready-made layers do: statistics from x with the biased variance, or the running ones; eps inside the
/// root; the mean subtracted.
bool isPlain(const NormSpec& spec, const ReductionPlan& plan);

/// RMSNorm by whatever name: the root of the mean square divides, with eps inside, over whole axes.
bool isRootMeanSquare(const ReductionPlan& plan);

/// A layer that has a weight and no bias, of this sharing, or nothing: what layers of RMSNorm have.
bool hasWeightAloneOrNone(const ReductionPlan& plan, Affine affine);

/// A given momentum says that the norm keeps running statistics, also where its kind does not by itself.
bool keepsRunning(const ReductionPlan& plan);

/// The reduced axes are the last ones, in order.
bool reducesLast(const ReductionPlan& plan);

/// What a layer multiplies and adds is what the norm does: with a weight there is a bias, and the weight
/// itself multiplies.
bool hasUsualParameters(const NormSpec& spec);

/// A layer for this kind has this sharing of weight and bias, and both of them, or there are none.
bool affineIsNoneOr(const ReductionPlan& plan, Affine affine);

}  // namespace normscope::rosetta
