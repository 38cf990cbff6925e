#include "core/analysis/explain.h"

#include <algorithm>

#include "core/analysis/axis_words.h"
#include "core/analysis/conventions.h"
#include "core/norm/norm_registry.h"
#include "core/text/list.h"
#include "core/text/number.h"

namespace normscope {
namespace {

bool isSpatial(const PlanAxis& axis) {
  return axis.role == AxisRole::spatial;
}

/// One position of an axis, as a person calls it; spatial axes are named one by one, see keptNouns.
std::string nounOf(const PlanAxis& axis) {
  return isSpatial(axis) ? "position along " + axis.label : wordOf(axis);
}

/// "sample", "group", ... of the kept axes; all spatial axes together are a "position".
std::vector<std::string> keptNouns(const ReductionPlan& plan) {
  const auto& axes = plan.axes();
  const bool allSpatialKept = std::all_of(axes.begin(), axes.end(),
                                          [](const PlanAxis& axis) { return axis.kept || !isSpatial(axis); });
  std::vector<std::string> nouns;
  for (const PlanAxis& axis : axes) {
    if (!axis.kept) continue;
    const std::string noun = allSpatialKept && isSpatial(axis) ? "position" : nounOf(axis);
    if (std::find(nouns.begin(), nouns.end(), noun) == nouns.end()) nouns.push_back(noun);
  }
  return nouns;
}

std::string setsSentence(const ReductionPlan& plan) {
  const std::vector<std::string> nouns = keptNouns(plan);
  const std::string per = nouns.empty() ? "for the whole tensor" : "per " + joinAnd(nouns);
  const std::string count =
      counted(plan.setCount(), "set") + " of " + counted(plan.elementsPerSet(), "element");
  if (!plan.statisticsFromX()) {
    return "one running mean and one running variance " + per + ", not computed from x: " + count;
  }
  if (!plan.spec().subtractsMean())
    return (plan.spec().dividesBySum() ? "one sum of squares " : "one mean square ") + per + ": " + count;
  return "one mean and one variance " + per + ": " + count;
}

std::string extentText(const ReductionPlan& plan) {
  std::vector<std::string> labels;
  for (const PlanAxis& axis : plan.axes()) {
    if (!axis.kept) labels.push_back(axis.label);
  }
  if (labels.empty())
    return plan.statisticsFromX() ? "each set is one element" : "each element has its own pair";
  return (plan.statisticsFromX() ? "each set extends over " : "nothing is reduced; a pair is shared over ") +
         joinAnd(labels);
}

std::string statisticsText(const ReductionPlan& plan) {
  if (plan.statisticsShape().empty()) return "a single number each, shape []";
  return "shape " + plan.statisticsAxes() + " = " + toText(plan.statisticsShape()) +
         ", with kept dimensions " + toText(plan.statisticsShapeKeepDims());
}

std::string parametersSentence(const ReductionPlan& plan) {
  const auto shape = plan.parameterShape();
  if (!shape) return "no γ and β";
  const NormSpec& spec = plan.spec();
  std::string per = affineText(spec);
  if (spec.affineSharing() == Affine::element) per += " of a set";
  if (spec.affineSharing() == Affine::axes) per = "position of " + per;
  return (spec.hasBias() ? "γ and β: one per " : "γ: one per ") + per + ", shape " + plan.parameterAxes() +
         " = " + toText(*shape) + (spec.zeroCentered ? "; 1 + γ multiplies" : "");
}

/// What is under the root.
std::string squareText(const NormSpec& spec) {
  if (spec.subtractsMean()) return "variance";
  return spec.dividesBySum() ? "sum(x²)" : "mean(x²)";
}

std::string formulaText(const ReductionPlan& plan) {
  const NormSpec& spec = plan.spec();
  const std::string scale = spec.zeroCentered ? " · (1 + γ)" : " · γ";
  const std::string affine =
      spec.affineSharing() == Affine::none ? "" : scale + (spec.hasBias() ? " + β" : "");
  return "y = " + std::string(spec.subtractsMean() ? "(x − mean)" : "x") + " / " +
         rootText(spec, squareText(spec), shortest(spec.eps)) + affine;
}

void noteElements(const ReductionPlan& plan, std::vector<std::string>& notices) {
  const NormSpec& spec = plan.spec();
  if (!plan.statisticsFromX()) return;
  if (plan.setCount() > 0 && plan.elementsPerSet() == 0) {
    notices.push_back("the sets have no elements: the result is empty and statistics are undefined");
  }
  if (plan.elementsPerSet() == 1 && spec.subtractsMean()) {
    notices.push_back("sets have one element: x minus its mean is 0 and y is exactly the bias");
    if (infoOf(spec.kind).mayTrack) {
      notices.push_back("PyTorch refuses to train with one value per channel; evaluation mode works");
    }
  }
}

void noteSums(const ReductionPlan& plan, std::vector<std::string>& notices) {
  if (!plan.spec().dividesBySum() || plan.elementsPerSet() == 0) return;
  notices.push_back("variance in the statistics is the mean square, the sum of squares over n = " +
                    std::to_string(plan.elementsPerSet()));
}

void noteVariance(const ReductionPlan& plan, bool keepsStatistics, std::vector<std::string>& notices) {
  const NormSpec& spec = plan.spec();
  if (!plan.statisticsFromX()) return;
  if (spec.variance == VarianceEstimator::unbiased) {
    notices.push_back(
        "variance=unbiased divides by n - 1; PyTorch, TensorFlow and ONNX normalize with the biased one");
  } else if (keepsStatistics && infoOf(spec.kind).tracksByDefault) {
    notices.push_back("the biased variance normalizes, the unbiased one is stored in running_var (PyTorch)");
  }
}

bool isOverLengthAlone(const ReductionPlan& plan) {
  return plan.reducedAxes() == std::vector<std::string>{"L"};
}

void noteReadings(const ReductionPlan& plan, std::vector<std::string>& notices) {
  const NormSpec& spec = plan.spec();
  const auto channel = plan.shape().layout().find(AxisRole::channel);
  const NormInfo& info = infoOf(spec.kind);
  if (info.alsoOverChannel && spec.over.empty() && channel && plan.reducedAxes().size() > 1) {
    notices.push_back(
        "without over= every axis but the batch is reduced, as in the Group Normalization paper; "
        "transformers reduce the feature axis alone: " +
        std::string(info.name) + ":over=" + std::string(1, plan.shape().axis(*channel).letter) +
        (plan.shape().layout().letters() == "NCL"
             ? ", or layer:over=F where the axes are batch, time, features: layout BTF"
             : ""));
  }
  if (info.alsoOverChannel && !spec.over.empty() && plan.shape().layout().letters() == "NCL" &&
      isOverLengthAlone(plan)) {
    notices.push_back(
        "the axes are read as batch, channel, length; of batch, time, features (layout BTF) "
        "this is " +
        std::string(info.name) + ":over=F, of the same sets");
  }
  if (!plan.statisticsFromX() && spec.kind == NormKind::instance) {
    notices.push_back("in evaluation mode InstanceNorm with running statistics computes what BatchNorm does");
  }
}

}  // namespace

std::string rootText(const NormSpec& spec, const std::string& square, const std::string& eps) {
  switch (spec.epsAt) {
    case EpsAt::outside:
      return "(√" + square + " + " + eps + ")";
    case EpsAt::max:
      return "max(√" + square + ", " + eps + ")";
    case EpsAt::inside:
      break;
  }
  return "√(" + square + " + " + eps + ")";
}

Explanation explain(const ReductionPlan& plan, bool keepsStatistics) {
  Explanation words;
  words.sets = setsSentence(plan);
  words.extent = extentText(plan);
  words.statistics = statisticsText(plan);
  words.parameters = parametersSentence(plan);
  words.parametersElsewhere = parameterConvention(plan);
  words.formula = formulaText(plan);
  if (keepsStatistics) words.running = runningConventions(plan).lines();
  noteElements(plan, words.notices);
  noteSums(plan, words.notices);
  noteVariance(plan, keepsStatistics, words.notices);
  noteReadings(plan, words.notices);
  return words;
}

}  // namespace normscope
