#include "core/lab/batch_statistics.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/engine/scale.h"
#include "core/error.h"
#include "core/lab/digit_data.h"
#include "core/lab/network/set_table.h"
#include "core/lab/sample_batches.h"

namespace normscope::lab {
namespace {

/// What a norm does where all samples are the batch: one worker has them all.
NormSpec ofPopulation(NormSpec spec) {
  spec.workers = 1;
  return spec;
}

/// The used variance of every set.
std::vector<double> usedVariances(const ReductionPlan& plan, const Moments& moments) {
  std::vector<double> used;
  for (const double variance : moments.variance) used.push_back(usedVariance(variance, plan));
  return used;
}

/// A plan's tables and the statistics of one tensor by it.
struct Measured {
  explicit Measured(const ReductionPlan& plan) : table(plan) {}

  void measure(std::span<const double> x) {
    lab::measure(table, x, moments);
    used = usedVariances(table.plan, moments);
    scales.clear();
    for (const double variance : moments.variance) scales.push_back(scaleOf(variance, table.plan));
  }
  double y(double x, std::uint32_t set) const { return (x - moments.mean[set]) * scales[set]; }

  SetTable table;
  Moments moments;
  std::vector<double> used;
  std::vector<double> scales;
};

/// A difference beside what it is measured by; 0 where there is none, though that may be 0, too.
double relative(double difference, double unit) {
  return difference == 0 ? 0 : difference / unit;
}

BatchErrors errorsOf(const SampleBatch& batch, const Measured& own, const Measured& population) {
  double mean = 0;
  double variance = 0;
  double y = 0;
  for (std::size_t i = 0; i < batch.x.size(); ++i) {
    const std::uint32_t set = own.table.setOf[i];
    const std::uint32_t other = population.table.setOf[static_cast<std::size_t>(batch.from[i])];
    const double expected = population.used[other];
    const double byMean =
        relative(own.moments.mean[set] - population.moments.mean[other], std::sqrt(expected));
    const double byVariance = relative(own.used[set] - expected, expected);
    const double byY = own.y(batch.x[i], set) - population.y(batch.x[i], other);
    mean += byMean * byMean;
    variance += byVariance * byVariance;
    y += byY * byY;
  }
  const auto count = static_cast<double>(batch.x.size());
  return {0, 0, 0, std::sqrt(mean / count), std::sqrt(variance / count), std::sqrt(y / count)};
}

std::vector<std::uint32_t> samplesOf(int seed, std::int64_t count) {
  std::vector<std::uint32_t> all(static_cast<std::size_t>(count));
  std::iota(all.begin(), all.end(), 0U);
  return shuffled(std::move(all), RandomBits(static_cast<std::uint64_t>(seed)));
}

}  // namespace

void checkStatistics(const StatisticsSettings& settings, const Shape& shape) {
  checkNorms(settings.norms);
  const Samples samples(shape);
  if (settings.seeds < 1 || settings.seeds > mostDraws)
    throw nonsense("seeds", "it is not from 1 to " + std::to_string(mostDraws), "give a number such as 50");
  if (settings.batchSizes.empty())
    throw nonsense("batch sizes", "there is none", "give one or more, such as 32,2");
  for (auto size = settings.batchSizes.begin(); size != settings.batchSizes.end(); ++size) {
    samples.checkBatchSize(*size);
    if (std::find(settings.batchSizes.begin(), size, *size) != size)
      throw nonsense("batch size " + std::to_string(*size), "it is given twice", "give each size once");
  }
  for (const LabNorm& norm : settings.norms) {
    if (!norm.spec) throw nonsense("norm 'none'", "it has no statistics", "leave it out");
    for (const int size : settings.batchSizes) plan(samples.batchShape(size), *norm.spec);
  }
}

std::vector<BatchErrors> measureBatches(const Tensor& x, const Shape& shape,
                                        const StatisticsSettings& settings, const Progress& progress,
                                        const std::function<void(const std::vector<BatchErrors>&)>& changed) {
  checkStatistics(settings, shape);
  const Samples samples(shape);
  const std::vector<double> all = valuesOf(x);
  std::vector<std::vector<std::uint32_t>> draws;
  for (int seed = 0; seed < settings.seeds; ++seed) draws.push_back(samplesOf(seed, samples.count()));

  const double parts = static_cast<double>(settings.norms.size() * settings.batchSizes.size());
  std::vector<BatchErrors> records;
  SampleBatch batch;
  for (std::size_t norm = 0; norm < settings.norms.size(); ++norm) {
    const NormSpec& spec = *settings.norms[norm].spec;
    progress.step(static_cast<double>(records.size()) / (parts * settings.seeds));
    Measured population(plan(shape, ofPopulation(spec)));
    population.measure(all);
    for (std::size_t size = 0; size < settings.batchSizes.size(); ++size) {
      const int batchSize = settings.batchSizes[size];
      Measured own(plan(samples.batchShape(batchSize), spec));
      const std::size_t first = records.size();
      for (int seed = 0; seed < settings.seeds; ++seed) {
        progress.step(static_cast<double>(records.size()) / (parts * settings.seeds));
        const auto& draw = draws[static_cast<std::size_t>(seed)];
        batch.gather(all, samples, std::span(draw).first(static_cast<std::size_t>(batchSize)));
        own.measure(batch.x);
        records.push_back(errorsOf(batch, own, population));
        records.back().norm = norm;
        records.back().batchSize = size;
        records.back().seed = seed;
      }
      if (changed) changed({records.begin() + static_cast<std::ptrdiff_t>(first), records.end()});
    }
  }
  return records;
}

}  // namespace normscope::lab
