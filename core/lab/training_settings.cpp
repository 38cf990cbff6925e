#include "core/lab/training_settings.h"

#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "core/lab/digit_data.h"
#include "core/lab/network/network.h"
#include "core/norm/norm_registry.h"
#include "core/norm/reduction_plan.h"
#include "core/text/list.h"
#include "core/text/number.h"

namespace normscope::lab {
namespace {

/// In the layout that people know.
ReductionPlan planAt(const NormSpec& spec, const ConvolutionShape& stage, int batchSize) {
  const Shape shape(Layout::parse("NCHW"), {batchSize, stage.outChannels, stage.outSide(), stage.outSide()});
  return plan(shape, spec);
}

ReductionPlan lastPlan(const NormSpec& spec, int lastSide, int batchSize) {
  return planAt(spec, stagesOf(lastSide).back(), batchSize);
}

bool reducesBatch(const ReductionPlan& plan) {
  return std::any_of(plan.axes().begin(), plan.axes().end(),
                     [](const PlanAxis& axis) { return axis.role == AxisRole::batch && !axis.kept; });
}

void checkRange(const std::string& subject, bool inside, const std::string& reason,
                const std::string& advice) {
  if (!inside) throw nonsense(subject, reason, advice);
}

/// Whatever the seed.
int fewestOfAClass(int seeds) {
  int fewest = trainingPictures;
  for (int seed = 0; seed < seeds; ++seed) fewest = std::min(fewest, smallestClass(splitOfSeed(seed)));
  return fewest;
}

void checkBatchSizes(const TrainingSettings& settings) {
  if (settings.batchSizes.empty())
    throw nonsense("batch sizes", "there is none", "give one or more, such as 32,2");
  const int most = settings.order == BatchOrder::oneClass ? fewestOfAClass(settings.seeds) : trainingPictures;
  for (std::size_t i = 0; i < settings.batchSizes.size(); ++i) {
    const int size = settings.batchSizes[i];
    const std::string subject = "batch size " + std::to_string(size);
    checkRange(subject, size >= 1, "it is not 1 or more", "give numbers such as 32,16,8,4,2");
    checkRange(subject, size <= most,
               settings.order == BatchOrder::oneClass
                   ? "a digit has only " + std::to_string(most) + " pictures to train on"
                   : "there are only " + std::to_string(most) + " pictures to train on",
               "give up to " + std::to_string(most));
    const auto at = settings.batchSizes.begin() + static_cast<std::ptrdiff_t>(i);
    checkRange(subject, std::find(settings.batchSizes.begin(), at, size) == at, "it is given twice",
               "give each size once");
  }
}

std::string sideText(int side) {
  return std::to_string(side) + "×" + std::to_string(side);
}

void checkRun(const TrainingSettings& settings, const NormSpec& spec, int batchSize) {
  for (const ConvolutionShape& stage : stagesOf(settings.lastSide)) {
    if (reducesBatch(planAt(spec, stage, batchSize)) && !infoOf(spec.kind).tracksByDefault) {
      throw nonsense("norm '" + toText(spec) + "'",
                     "its sets extend over the batch and it keeps no running statistics to validate with",
                     "use batch, or axes without the batch");
    }
  }
  for (const ConvolutionShape& stage : stagesOf(settings.lastSide)) {
    if (planAt(spec, stage, batchSize).parameterCount() ==
        planAt(spec, stage, 2 * batchSize).parameterCount())
      continue;
    throw nonsense("norm '" + toText(spec) + "'",
                   "its weight would have a value for each sample of a batch, and none for the others",
                   "use affine without the batch axis");
  }
  const int side = lastSideOf(settings, {spec});
  const std::string subject = "norm '" + toText(spec) + "' at batch size " + std::to_string(batchSize);
  for (const ConvolutionShape& stage : stagesOf(side)) {
    const ReductionPlan plan = planAt(spec, stage, batchSize);
    if (plan.elementsPerSet() > 1) continue;
    throw nonsense(subject,
                   "each mean of the last stage would be of one value, and its output would not depend on x",
                   side < lastSides[2] ? "use a larger batch, or a last stage of " + sideText(2 * side)
                                       : "use a larger batch");
  }
}

}  // namespace

std::string_view nameOf(BatchOrder order) {
  return order == BatchOrder::oneClass ? "one-class" : "shuffled";
}

std::vector<Run> runsOf(const TrainingSettings& settings) {
  std::vector<Run> runs;
  for (int seed = 0; seed < settings.seeds; ++seed) {
    for (std::size_t size = 0; size < settings.batchSizes.size(); ++size) {
      for (std::size_t norm = 0; norm < settings.norms.size(); ++norm) runs.push_back({norm, size, seed});
    }
  }
  return runs;
}

int lastSideOf(const TrainingSettings& settings, const LabNorm& norm) {
  int side = settings.lastSide;
  const auto isOfOneValue = [&] {
    const ReductionPlan plan = lastPlan(*norm.spec, side, settings.batchSizes.front());
    return plan.elementsPerSet() == 1 && !reducesBatch(plan);
  };
  while (norm.spec && side < lastSides[2] && isOfOneValue()) side *= 2;
  return side;
}

std::int64_t valuesBehindMean(const TrainingSettings& settings, const LabNorm& norm, int batchSize) {
  return norm.spec ? lastPlan(*norm.spec, lastSideOf(settings, norm), batchSize).elementsPerSet() : 0;
}

void checkTraining(const TrainingSettings& settings) {
  checkNorms(settings.norms);
  checkRange("epochs", settings.epochs >= 1 && settings.epochs <= mostEpochs, "it is not from 1 to 1000",
             "give a number such as 15");
  checkRange("seeds", settings.seeds >= 1 && settings.seeds <= mostSeeds, "it is not from 1 to 100",
             "give a number such as 3");
  checkRange("learning rate", settings.learningRate > 0 && settings.learningRate <= mostLearningRate,
             "it is not above 0 and up to 100", "give a number such as 0.1");
  checkRange("last stage",
             std::find(std::begin(lastSides), std::end(lastSides), settings.lastSide) != std::end(lastSides),
             "there is no network with " + sideText(settings.lastSide) + " positions", "use 1, 2 or 4");
  checkBatchSizes(settings);
  for (const LabNorm& norm : settings.norms) {
    for (const int size : settings.batchSizes) {
      if (norm.spec) checkRun(settings, *norm.spec, size);
    }
  }
}

std::vector<std::string> noticesOf(const TrainingSettings& settings) {
  std::vector<std::string> notices;
  for (const LabNorm& norm : settings.norms) {
    const int side = lastSideOf(settings, norm);
    if (side == settings.lastSide) continue;
    notices.push_back(nameOf(norm) + " is trained with a last stage of " + sideText(side) + ": with " +
                      sideText(settings.lastSide) + " each of its means would be of one value");
  }
  return notices;
}

}  // namespace normscope::lab
