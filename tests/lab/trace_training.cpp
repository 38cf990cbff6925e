// Trains one network for some steps and writes what an independent trainer needs to do the same, and what
// came out, as lines of text: "NAME NUMBER NUMBER ...". Usage: trace_training NORM BATCH_SIZE LAST_SIDE STEPS
// float|double

#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "core/lab/digit_data.h"
#include "core/lab/training_run.h"

namespace {

using namespace normscope::lab;

template <typename Numbers>
void write(const char* name, const Numbers& numbers) {
  std::printf("%s", name);
  for (const auto number : numbers) std::printf(" %.17g", static_cast<double>(number));
  std::printf("\n");
}

template <typename Scalar>
void trace(char** arguments) {
  TrainingSettings settings;
  settings.norms = {parseLabNorm(arguments[1])};
  settings.batchSizes = {std::atoi(arguments[2])};
  settings.lastSide = std::atoi(arguments[3]);
  checkTraining(settings);
  Training<Scalar> training(settings, Run{});
  write("parameters", training.network().parameters());
  const auto batches = training.batchesOf(0);
  std::vector<double> losses;
  for (int i = 0; i < std::atoi(arguments[4]); ++i) {
    const auto& batch = batches[static_cast<std::size_t>(i)];
    write("batch", batch);
    losses.push_back(training.step(batch, 0));
  }
  write("losses", losses);
  for (int stage = 0; stage < stageCount; ++stage) {
    const auto* norm = training.network().norm(stage);
    if (norm == nullptr || !norm->tracks()) continue;
    write("running_mean", norm->running()->mean);
    write("running_var", norm->running()->variance);
  }
  write("trained", training.network().parameters());
}

}  // namespace

int main(int, char** arguments) {
  arguments[5] == std::string_view("double") ? trace<double>(arguments) : trace<float>(arguments);
}
