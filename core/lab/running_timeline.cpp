#include "core/lab/running_timeline.h"

#include <cmath>
#include <numeric>

#include "core/engine/scale.h"
#include "core/error.h"
#include "core/lab/digit_data.h"
#include "core/lab/network/set_table.h"
#include "core/lab/sample_batches.h"
#include "core/norm/norm_registry.h"
#include "core/text/number.h"

namespace normscope::lab {
namespace {

NormSpec specOf(const TimelineSettings& settings) {
  NormSpec spec = normscope::specOf(NormKind::batch);
  spec.momentum = settings.weightOfBatch();
  spec.eps = settings.convention == Convention::keras ? 1e-3 : 1e-5;
  return spec;
}

void check(const TimelineSettings& settings) {
  if (!(settings.momentum >= 0 && settings.momentum <= 1))
    throw nonsense("momentum", "it is not from 0 to 1", "give a number such as 0.1");
  if (!std::isfinite(settings.startMean) || !(settings.startVariance >= 0) ||
      !std::isfinite(settings.startVariance))
    throw nonsense("start", "it is no mean and variance", "give a number, and one of 0 or more");
  if (settings.batches < 1 || settings.batches > mostTimelineBatches) {
    throw nonsense("batches", "their number is not from 1 to " + std::to_string(mostTimelineBatches),
                   "give a number such as 200");
  }
}

/// The samples of each batch: all of them, shuffled, once before any comes again.
class Draws {
 public:
  Draws(const TimelineSettings& settings, std::int64_t samples)
      : bits_(static_cast<std::uint64_t>(settings.seed)),
        size_(static_cast<std::size_t>(settings.batchSize)),
        all_(static_cast<std::size_t>(samples)) {
    std::iota(all_.begin(), all_.end(), 0U);
  }

  std::span<const std::uint32_t> at(int batch) {
    const std::size_t each = all_.size() / size_;
    const auto number = static_cast<std::size_t>(batch);
    if (order_.empty() || round_ != number / each) {
      round_ = number / each;
      order_ = shuffled(all_, bits_.part(round_));
    }
    return std::span<const std::uint32_t>(order_).subspan(number % each * size_, size_);
  }

 private:
  RandomBits bits_;
  std::size_t size_;
  std::vector<std::uint32_t> all_;
  std::vector<std::uint32_t> order_;
  std::size_t round_ = 0;
};

RunningStatistics next(const RunningStatistics& before, const ReductionPlan& plan, const Moments& batch,
                       Convention convention) {
  RunningStatistics after = updated(before, plan, batch);
  if (convention != Convention::keras) return after;
  for (std::size_t channel = 0; channel < after.variance.size(); ++channel) {
    after.variance[channel] = biasedRunningVariance(before, after, plan, static_cast<std::int64_t>(channel));
  }
  return after;
}

RunningStatistics startOf(const TimelineSettings& settings, std::size_t channels) {
  return {std::vector<double>(channels, settings.startMean),
          std::vector<double>(channels, settings.startVariance), 0};
}

}  // namespace

std::string_view nameOf(Convention convention) {
  if (convention == Convention::keras) return "keras";
  return convention == Convention::cumulative ? "cumulative" : "pytorch";
}

std::optional<double> TimelineSettings::weightOfBatch() const {
  if (convention == Convention::cumulative) return std::nullopt;
  return convention == Convention::keras ? 1 - momentum : momentum;
}

TimelineSettings presetOf(Convention convention) {
  TimelineSettings settings;
  settings.convention = convention;
  if (convention == Convention::keras) settings.momentum = 0.99;
  return settings;
}

TimelineSettings startsAtZero() {
  TimelineSettings settings;
  settings.momentum = 1 - 1e-4;
  settings.startVariance = 0;
  return settings;
}

std::string conventionText(const TimelineSettings& settings) {
  if (settings.convention == Convention::cumulative) return "cumulative average";
  return "momentum " + shortest(settings.momentum) + " as in " +
         (settings.convention == Convention::keras ? "Keras" : "PyTorch");
}

void checkTimeline(const TimelineSettings& settings, const Shape& shape) {
  check(settings);
  const Samples samples(shape);
  samples.checkBatchSize(settings.batchSize);
  normscope::plan(samples.batchShape(settings.batchSize), specOf(settings));
}

std::vector<RunningStatistics> replay(const TimelineSettings& settings, const Timeline& timeline) {
  check(settings);
  const ReductionPlan plan = normscope::plan(timeline.plan->shape(), specOf(settings));
  std::vector<RunningStatistics> running = {startOf(settings, static_cast<std::size_t>(plan.setCount()))};
  for (std::size_t batch = 0; batch < timeline.batches.size(); ++batch) {
    const bool frozen = settings.frozenFrom && batch >= static_cast<std::size_t>(*settings.frozenFrom);
    running.push_back(frozen ? running.back()
                             : next(running.back(), plan, timeline.batches[batch], settings.convention));
  }
  return running;
}

Timeline timelineOf(const Tensor& x, const Shape& shape, const TimelineSettings& settings,
                    const Progress& progress) {
  check(settings);
  const Samples samples(shape);
  samples.checkBatchSize(settings.batchSize);
  const std::vector<double> all = valuesOf(x);
  Timeline timeline;
  const SetTable table(plan(samples.batchShape(settings.batchSize), specOf(settings)));
  timeline.plan = std::make_shared<const ReductionPlan>(table.plan);
  measure(SetTable(plan(shape, specOf(settings))), std::span<const double>(all), timeline.population);
  Draws draws(settings, samples.count());
  SampleBatch batch;
  for (int i = 0; i < settings.batches; ++i) {
    progress.step(static_cast<double>(i) / settings.batches);
    batch.gather(all, samples, draws.at(i));
    timeline.batches.emplace_back();
    measure(table, std::span<const double>(batch.x), timeline.batches.back());
  }
  timeline.running = replay(settings, timeline);
  return timeline;
}

BothOutputs outputsOf(const Tensor& x, const Shape& shape, const TimelineSettings& settings,
                      const Timeline& timeline, int batch) {
  const Samples samples(shape);
  Draws draws(settings, samples.count());
  SampleBatch values;
  values.gather(valuesOf(x), samples, draws.at(batch));
  const SetTable table(normscope::plan(timeline.plan->shape(), specOf(settings)));
  const Moments& own = timeline.batches[static_cast<std::size_t>(batch)];
  const RunningStatistics& running = timeline.running[static_cast<std::size_t>(batch)];
  BothOutputs outputs{{}, {}, table.setOf};
  for (std::size_t i = 0; i < values.x.size(); ++i) {
    const std::uint32_t channel = table.setOf[i];
    outputs.training.push_back((values.x[i] - own.mean[channel]) *
                               scaleOf(own.variance[channel], table.plan));
    outputs.evaluation.push_back((values.x[i] - running.mean[channel]) *
                                 rstdOf(running.variance[channel], table.plan));
  }
  return outputs;
}

}  // namespace normscope::lab
