#include "core/cases/case_laboratory.h"

#include "core/io/source.h"
#include "core/lab/training.h"

namespace normscope {
namespace {

void measureDraws(const CaseComputation& computation, const Progress& progress, CaseMeasurement& made) {
  const Tensor x = loadTensor(computation.source).tensor;
  const auto records = measureBatches(x, computation.shape, drawnOf(computation), {progress.stop, {}});
  for (const lab::BatchErrors& record : records) {
    made.distanceMean += record.errorMean / static_cast<double>(records.size());
    made.distanceVariance += record.errorVariance / static_cast<double>(records.size());
  }
}

}  // namespace

bool isOfLaboratory(const CaseComputation& computation) {
  return computation.drawn || computation.trained;
}

lab::StatisticsSettings drawnOf(const CaseComputation& computation) {
  return {{{computation.norm}}, {computation.drawn->batchSize}, computation.drawn->draws};
}

lab::TrainingSettings trainedOf(const CaseComputation& computation) {
  lab::TrainingSettings settings;
  settings.norms = {{computation.norm}};
  settings.batchSizes = {*computation.trained};
  return settings;
}

CaseMeasurement measured(const CaseComputation& computation, const Progress& progress) {
  CaseMeasurement made;
  if (computation.drawn) {
    measureDraws(computation, progress, made);
    return made;
  }
  const lab::TrainingSettings settings = trainedOf(computation);
  made.valuesBehindMean = valuesBehindMean(settings, settings.norms[0], *computation.trained);
  made.error = 100 * lab::train(settings, {}, 1, {.stop = progress.stop})[0].error();
  return made;
}

}  // namespace normscope
