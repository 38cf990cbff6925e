#include "core/view/plots/lab_document.h"

#include <algorithm>
#include <cmath>

#include "core/analysis/summary.h"
#include "core/text/list.h"
#include "core/text/number.h"

namespace normscope {
namespace {

using lab::BatchErrors;
using lab::LabNorm;
using lab::Spread;
using lab::TrainingSettings;

/// As a field of a CSV: in quotes where it needs them.
std::string field(const std::string& text) {
  return text.find(',') == std::string::npos ? text : "\"" + text + "\"";
}

std::string numberField(double value) {
  return std::isfinite(value) ? shortest(value) : "nan";
}

/// Batch sizes stand in the order in which they are given.
std::vector<AxisMark> sizeMarks(const std::vector<int>& sizes) {
  std::vector<AxisMark> marks;
  for (std::size_t i = 0; i < sizes.size(); ++i)
    marks.push_back({static_cast<double>(i), std::to_string(sizes[i])});
  return marks;
}

/// None for a network without norms.
std::optional<std::size_t> colorOfNorm(const std::vector<LabNorm>& norms, std::size_t norm) {
  if (!norms[norm].spec) return std::nullopt;
  std::size_t color = 0;
  for (std::size_t i = 0; i < norm; ++i) color += norms[i].spec ? 1 : 0;
  return color;
}

CurvePoint pointOf(double x, const Spread& spread, double unit = 1) {
  return {x, unit * spread.mean, unit * spread.low, unit * spread.high};
}

/// Another number of values for another batch size.
bool dependsOnBatch(const TrainingSettings& settings, const LabNorm& norm) {
  const auto behind = [&](int size) { return lab::valuesBehindMean(settings, norm, size); };
  return norm.spec && std::any_of(settings.batchSizes.begin(), settings.batchSizes.end(),
                                  [&](int size) { return behind(size) != behind(settings.batchSizes[0]); });
}

void nameTopAxis(const TrainingSettings& settings, CurvesPlot& plot) {
  for (const LabNorm& norm : settings.norms) {
    if (!dependsOnBatch(settings, norm)) continue;
    for (std::size_t i = 0; i < settings.batchSizes.size(); ++i) {
      plot.topMarks.push_back({static_cast<double>(i), std::to_string(lab::valuesBehindMean(
                                                           settings, norm, settings.batchSizes[i]))});
    }
    plot.topAxis = "values behind each μ of " + lab::titleOf(norm) + " at the last stage";
    return;
  }
}

std::string orderWords(const TrainingSettings& settings) {
  return settings.order == lab::BatchOrder::oneClass ? "batches of one class" : "shuffled batches";
}

std::string seedWords(const TrainingSettings& settings) {
  return settings.seeds == 1 ? "1 seed" : std::to_string(settings.seeds) + " seeds, mean and range";
}

std::string noteOf(const TrainingSettings& settings) {
  return seedWords(settings) + " · " + counted(settings.epochs, "epoch") + " · " + orderWords(settings) +
         " · last stage " + std::to_string(settings.lastSide) + "×" + std::to_string(settings.lastSide);
}

std::string runsCsv(const TrainingSettings& settings, const std::vector<lab::RunRecord>& records) {
  std::string text = "norm,batch_size,seed,error,values_behind_mean,last_stage\n";
  for (const lab::RunRecord& record : records) {
    if (!record.isDone(settings)) continue;
    const LabNorm& norm = settings.norms[record.run.norm];
    const int size = settings.batchSizes[record.run.batchSize];
    text += field(lab::nameOf(norm)) + "," + std::to_string(size) + "," + std::to_string(record.run.seed) +
            "," + numberField(record.error()) + "," +
            (norm.spec ? std::to_string(lab::valuesBehindMean(settings, norm, size)) : "") + "," +
            std::to_string(lab::lastSideOf(settings, norm)) + "\n";
  }
  return text;
}

std::string epochsCsv(const TrainingSettings& settings, const std::vector<lab::RunRecord>& records,
                      std::size_t batchSize) {
  std::string text = "norm,batch_size,seed,epoch,loss,error\n";
  for (const lab::RunRecord& record : records) {
    if (record.run.batchSize != batchSize) continue;
    const std::string start = field(lab::nameOf(settings.norms[record.run.norm])) + "," +
                              std::to_string(settings.batchSizes[batchSize]) + "," +
                              std::to_string(record.run.seed) + ",";
    for (std::size_t epoch = 0; epoch < record.errors.size(); ++epoch) {
      text += start + std::to_string(epoch + 1) + "," + numberField(record.losses[epoch]) + "," +
              numberField(record.errors[epoch]) + "\n";
    }
  }
  return text;
}

/// The mean and the range of all seeds that have come so far, epoch by epoch, as far as the first of them.
std::vector<CurvePoint> epochPoints(const std::vector<const lab::RunRecord*>& seeds, EpochQuantity quantity) {
  std::size_t epochs = 0;
  for (const lab::RunRecord* record : seeds) epochs = std::max(epochs, record->errors.size());
  std::vector<CurvePoint> points;
  for (std::size_t epoch = 0; epoch < epochs; ++epoch) {
    Spread spread;
    for (const lab::RunRecord* record : seeds) {
      if (record->errors.size() <= epoch) continue;
      const double value =
          quantity == EpochQuantity::loss ? record->losses[epoch] : 100 * record->errors[epoch];
      spread.low = spread.count == 0 ? value : std::min(spread.low, value);
      spread.high = spread.count == 0 ? value : std::max(spread.high, value);
      spread.mean += value;
      ++spread.count;
    }
    spread.mean /= spread.count;
    points.push_back(pointOf(static_cast<double>(epoch + 1), spread));
  }
  return points;
}

/// Through the first point of the first curve that falls with the batch size.
void addRootLaw(const lab::StatisticsSettings& settings, CurvesPlot& plot) {
  for (const Curve& curve : plot.curves) {
    if (curve.points.empty() || !(curve.points[0].y > 0)) continue;
    Curve law{"as 1/√N", {}, std::nullopt, true, false};
    const double first =
        curve.points[0].y * std::sqrt(settings.batchSizes[static_cast<std::size_t>(curve.points[0].x)]);
    for (std::size_t i = 0; i < settings.batchSizes.size(); ++i) {
      const double y = first / std::sqrt(settings.batchSizes[i]);
      law.points.push_back({static_cast<double>(i), y, y, y});
    }
    plot.curves.push_back(std::move(law));
    return;
  }
}

std::string drawsCsv(const lab::StatisticsSettings& settings, const std::vector<BatchErrors>& records) {
  std::string text = "norm,batch_size,seed,error_mean,error_variance,error_y\n";
  for (const BatchErrors& record : records) {
    text += field(lab::nameOf(settings.norms[record.norm])) + "," +
            std::to_string(settings.batchSizes[record.batchSize]) + "," + std::to_string(record.seed) + "," +
            numberField(record.errorMean) + "," + numberField(record.errorVariance) + "," +
            numberField(record.errorY) + "\n";
  }
  return text;
}

std::string timelineCsv(const lab::Timeline& timeline, std::size_t channel) {
  std::string text = "batches,running_mean,running_variance,batch_mean,batch_variance\n";
  for (std::size_t i = 0; i < timeline.running.size(); ++i) {
    const RunningStatistics& running = timeline.running[i];
    text += std::to_string(i) + "," + numberField(running.mean[channel]) + "," +
            numberField(running.variance[channel]);
    if (i == 0) {
      text += ",,\n";
    } else {
      const Moments& batch = timeline.batches[i - 1];
      text += "," + numberField(batch.mean[channel]) + "," + numberField(batch.variance[channel]) + "\n";
    }
  }
  return text;
}

bool isZero(const Curve& curve) {
  return !curve.points.empty() && std::all_of(curve.points.begin(), curve.points.end(),
                                              [](const CurvePoint& point) { return point.high == 0; });
}

/// Norms whose sets lie within a sample are all 0, upon each other: one curve, with all their names.
void joinZeros(CurvesPlot& plot) {
  Curve* first = nullptr;
  for (Curve& curve : plot.curves) {
    if (!isZero(curve)) continue;
    if (first == nullptr) {
      first = &curve;
    } else if (first->points.size() == curve.points.size()) {
      first->name += " · " + curve.name;
      curve.points.clear();
      curve.name.clear();
    }
  }
  if (first != nullptr) first->name += ": 0";
  std::erase_if(plot.curves, [](const Curve& curve) { return curve.name.empty(); });
}

bool hasPoints(const CurvesPlot& plot) {
  return std::any_of(plot.curves.begin(), plot.curves.end(),
                     [](const Curve& curve) { return !curve.points.empty(); });
}

}  // namespace

PlotDocument trainingErrorDocument(const TrainingSettings& settings,
                                   const std::vector<lab::RunRecord>& records, bool published) {
  PlotDocument document;
  document.kind = PlotKind::curves;
  document.title = "Validation error against batch size";
  document.note = noteOf(settings);
  document.shortNote = counted(settings.seeds, "seed") + " · " + counted(settings.epochs, "epoch");
  document.xName = document.xAxis = "samples in a batch";
  document.yAxis = document.yAxisShort = "error";
  CurvesPlot plot;
  plot.xNoun = "samples a batch";
  plot.xMarks = sizeMarks(settings.batchSizes);
  plot.unit = " %";
  plot.logarithmic = true;
  plot.least = 100 * 0.5 / lab::validationPictures;  // less than one picture
  plot.csv = runsCsv(settings, records);
  nameTopAxis(settings, plot);
  for (std::size_t norm = 0; norm < settings.norms.size(); ++norm) {
    Curve curve{lab::titleOf(settings.norms[norm]), {}, colorOfNorm(settings.norms, norm)};
    for (std::size_t size = 0; size < settings.batchSizes.size(); ++size) {
      if (const auto spread = lab::errorsOf(settings, records, norm, size))
        curve.points.push_back(pointOf(static_cast<double>(size), *spread, 100));
    }
    plot.curves.push_back(std::move(curve));
  }
  if (!hasPoints(plot)) document.message = "No network has been trained yet.";
  if (published) {
    for (const lab::PublishedCurve& paper : lab::publishedCurves()) {
      Curve curve{paper.name + " (ImageNet)", {}, std::nullopt, true, false};
      for (std::size_t norm = 0; norm < settings.norms.size(); ++norm) {
        if (settings.norms[norm].spec && settings.norms[norm].spec->kind == paper.kind && !curve.color)
          curve.color = colorOfNorm(settings.norms, norm);
      }
      for (std::size_t size = 0; size < settings.batchSizes.size(); ++size) {
        for (const auto& [samples, error] : paper.errors) {
          if (samples == settings.batchSizes[size])
            curve.points.push_back({static_cast<double>(size), error, error, error});
        }
      }
      plot.curves.push_back(std::move(curve));
    }
  }
  document.data = std::move(plot);
  return document;
}

PlotDocument epochDocument(const TrainingSettings& settings, const std::vector<lab::RunRecord>& records,
                           std::size_t batchSize, EpochQuantity quantity) {
  const bool isLoss = quantity == EpochQuantity::loss;
  PlotDocument document;
  document.kind = PlotKind::curves;
  document.title = std::string(isLoss ? "Training loss" : "Validation error") +
                   ", N = " + std::to_string(settings.batchSizes[batchSize]);
  document.note = seedWords(settings);
  document.xName = document.xAxis = "epoch";
  document.yAxis = document.yAxisShort = isLoss ? "loss" : "error in %";
  CurvesPlot plot;
  plot.xNoun = "epoch";
  plot.unit = isLoss ? "" : " %";
  plot.csv = epochsCsv(settings, records, batchSize);
  for (std::size_t norm = 0; norm < settings.norms.size(); ++norm) {
    std::vector<const lab::RunRecord*> seeds;
    for (const lab::RunRecord& record : records) {
      if (record.run.norm == norm && record.run.batchSize == batchSize && !record.errors.empty())
        seeds.push_back(&record);
    }
    plot.curves.push_back({lab::titleOf(settings.norms[norm]), epochPoints(seeds, quantity),
                           colorOfNorm(settings.norms, norm), false, false});
  }
  if (!hasPoints(plot)) document.message = "No epoch of this batch size is done yet.";
  document.data = std::move(plot);
  return document;
}

PlotDocument batchStatisticsDocument(const lab::StatisticsSettings& settings,
                                     const std::vector<BatchErrors>& records, lab::BatchQuantity quantity,
                                     const std::string& source) {
  PlotDocument document;
  document.kind = PlotKind::curves;
  const bool isY = quantity == lab::BatchQuantity::y;
  const bool isMean = quantity == lab::BatchQuantity::mean;
  document.title = std::string("How far ") +
                   (isY      ? "y"
                    : isMean ? "the mean"
                             : "the variance") +
                   " of a batch is from that of all samples";
  document.shortTitle = std::string(isY      ? "y"
                                    : isMean ? "Mean"
                                             : "Variance") +
                        " of a batch against all samples";
  document.note = source + " · " + counted(settings.seeds, "draw") + ", mean and the middle four fifths";
  document.shortNote = counted(settings.seeds, "draw");
  document.xName = document.xAxis = "samples in a batch";
  document.yAxis = isY      ? "distance of y (root mean square)"
                   : isMean ? "distance of μ, in σ of all samples"
                            : "distance of σ², in parts of it";
  document.yAxisShort = isY ? "y" : isMean ? "μ" : "σ²";
  CurvesPlot plot;
  plot.xNoun = "samples a batch";
  plot.xMarks = sizeMarks(settings.batchSizes);
  plot.csv = drawsCsv(settings, records);
  for (std::size_t norm = 0; norm < settings.norms.size(); ++norm) {
    Curve curve{lab::titleOf(settings.norms[norm]), {}, colorOfNorm(settings.norms, norm)};
    for (std::size_t size = 0; size < settings.batchSizes.size(); ++size) {
      if (const auto spread = lab::errorsOf(records, norm, size, quantity))
        curve.points.push_back(pointOf(static_cast<double>(size), *spread));
    }
    plot.curves.push_back(std::move(curve));
  }
  if (!hasPoints(plot)) document.message = "No batch has been drawn yet.";
  joinZeros(plot);
  addRootLaw(settings, plot);
  document.data = std::move(plot);
  return document;
}

PlotDocument timelineDocument(const lab::TimelineSettings& settings, const lab::Timeline& timeline,
                              std::size_t channel, int fed, RunningQuantity quantity,
                              const std::string& source) {
  const bool isMean = quantity == RunningQuantity::mean;
  const auto in = [&](const auto& statistics) {
    return isMean ? statistics.mean[channel] : statistics.variance[channel];
  };
  const auto at = [&](std::size_t batches, double y) {
    return CurvePoint{static_cast<double>(batches), y, y, y};
  };
  PlotDocument document;
  document.kind = PlotKind::curves;
  document.title = isMean ? "Running mean" : "Running variance";
  document.note = source + " · " + lab::conventionText(settings) + " · batches of " +
                  std::to_string(settings.batchSize) +
                  (timeline.population.mean.size() > 1 ? " · channel " + std::to_string(channel) : "");
  document.shortNote = "batches of " + std::to_string(settings.batchSize);
  document.xName = document.xAxis = "batches fed";
  document.yAxis = document.yAxisShort = isMean ? "mean" : "variance";
  CurvesPlot plot;
  plot.xNoun = "batches fed";
  plot.csv = timelineCsv(timeline, channel);
  Curve batches{"of the batch", {}, std::nullopt, false, false};
  Curve running{isMean ? "running mean" : "running variance", {}, 0, false, false};
  Curve all{"of all samples", {}, std::nullopt, true, false};
  for (std::size_t i = 0; i < timeline.batches.size(); ++i)
    batches.points.push_back(at(i + 1, in(timeline.batches[i])));
  for (std::size_t i = 0; i < timeline.running.size(); ++i)
    running.points.push_back(at(i, in(timeline.running[i])));
  for (const std::size_t i : {std::size_t{0}, timeline.batches.size()})
    all.points.push_back(at(i, in(timeline.population)));
  const auto place = static_cast<std::size_t>(fed);
  Curve here{"after " + counted(fed, "batch"), {at(place, in(timeline.running[place]))}, 1};
  if (fed != 1) here.name = "after " + std::to_string(fed) + " batches";
  plot.curves = {std::move(batches), std::move(all), std::move(running), std::move(here)};
  document.data = std::move(plot);
  return document;
}

PlotDocument outputsDocument(const lab::BothOutputs& outputs, int batch) {
  const auto valuesOf = [](const char* title, const std::vector<double>& values) {
    const Tensor y = Tensor::of<double>(DType::float64, {static_cast<std::int64_t>(values.size())}, values);
    const Summary summary = summarize(y);
    return NormValues{title, summary, fill(histogramFor(summary, histogramBins), y)};
  };
  PlotDocument document =
      histogramDocument("y", std::vector<NormValues>{valuesOf("training", outputs.training),
                                                     valuesOf("evaluation", outputs.evaluation)});
  document.title = "y of one batch, training against evaluation";
  document.shortTitle = "y, training and evaluation";
  document.note = "batch " + std::to_string(batch) + ", counted from 0";
  return document;
}

}  // namespace normscope
