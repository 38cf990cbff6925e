#include "app/lab_options.h"

#include <algorithm>
#include <thread>

#include "core/error.h"
#include "core/text/number.h"

namespace normscope::app {
namespace {

constexpr int mostThreads = 256;

int wholeNumber(const std::string& option, const std::string& text, const std::string& example) {
  const auto number = readInteger(text);
  if (number && *number >= -1000000000 && *number <= 1000000000) return static_cast<int>(*number);
  throw nonsense(option + " '" + text + "'", "it is not a whole number", "give one, such as " + example);
}

std::vector<int> batchSizesOf(const std::string& text) {
  std::vector<int> sizes;
  for (std::size_t start = 0; start <= text.size();) {
    const std::size_t end = std::min(text.find(',', start), text.size());
    const auto size = readInteger(std::string_view(text).substr(start, end - start));
    if (!size || *size < -1000000000 || *size > 1000000000) {
      throw nonsense("--batch-sizes '" + text + "'", "it is not a list of whole numbers",
                     "give one, such as 32,16,8,4,2");
    }
    sizes.push_back(static_cast<int>(*size));
    start = end + 1;
  }
  return sizes;
}

lab::BatchOrder orderOf(const std::string& text) {
  for (const lab::BatchOrder order : {lab::BatchOrder::shuffled, lab::BatchOrder::oneClass}) {
    if (text == nameOf(order)) return order;
  }
  throw nonsense("--batches '" + text + "'", "it is unknown", "give shuffled or one-class");
}

/// The positions a side of "2x2" or "2".
int lastSideOf(const std::string& text) {
  for (const int side : lab::lastSides) {
    const std::string number = std::to_string(side);
    if (text == number || text == number + "x" + number) return side;
  }
  throw nonsense("--last-stage '" + text + "'", "there is no such network", "give 1x1, 2x2 or 4x4");
}

/// What both laboratories are given.
template <typename Settings>
void readCommon(const LabArguments& arguments, Settings& settings) {
  if (arguments.norms)
    settings.norms = lab::parseLabNorms(*arguments.norms, "--norms '" + *arguments.norms + "'");
  if (arguments.batchSizes) settings.batchSizes = batchSizesOf(*arguments.batchSizes);
  if (arguments.seeds) settings.seeds = wholeNumber("--seeds", *arguments.seeds, "3");
}

}  // namespace

void LabArguments::addTo(ArgumentParser& parser) {
  parser.optional(
      "--statistics", "[FILE]", statistics,
      "no training: how far batches drawn from FILE (default the digits) lie from all of its samples");
  parser.optional("--norms", "SPEC,...", norms,
                  "norms with commas between; none is a network without (default "
                  "batch,group:groups=4,layer,instance,none; "
                  "with --statistics batch,group:groups=1,layer,instance)");
  parser.optional("--batch-sizes", "N,...", batchSizes,
                  "samples in a batch (default 32,16,8,4,2; with --statistics also 1)");
  parser.optional("--seeds", "K", seeds, "seeds 0 to K-1 (default 1; with --statistics 50, a draw each)");
  parser.optional("--epochs", "E", epochs, "times that all pictures are seen (default 15)");
  parser.optional("--learning-rate", "R", learningRate,
                  "for 32 samples, scaled with the batch (default 0.1)");
  parser.optional("--last-stage", "WHERE", lastStage,
                  "positions behind the last convolution: 1x1 (default), 2x2 or 4x4");
  parser.words({"1x1", "2x2", "4x4"});
  parser.optional("--batches", "ORDER", batches, "shuffled (default), or one-class: each of one digit");
  parser.words({"shuffled", "one-class"});
  parser.optional("--threads", "T", threads,
                  "networks trained at a time (default: one a processor); no number depends on it");
  parser.optional("--checkpoint", "FILE", checkpoint, "keep what is done there, and go on from it");
  parser.flag("--paper", paper, "lay the paper's Figure 1 (ResNet-50 on ImageNet) over the plot");
  parser.optional("--show", "WHAT", show,
                  "with --statistics, what a plot shows: mean (default), variance or y");
  parser.words({"mean", "variance", "y"});
  parser.optional("--layout", "LETTERS", layout,
                  "with --statistics, FILE's axes in memory order, such as NCHW");
  parser.optional("-o,--output", "F", output, "the curve: .svg, .pdf, .png or .tikz; its numbers: .csv");
  look.addTo(parser);
  parser.flag("--json", json, "print one JSON object");
}

void LabArguments::refuseStrangers() const {
  const auto refuse = [](const char* option, bool given, const char* reason) {
    if (given) throw nonsense(option, reason, "leave it out");
  };
  if (statistics) {
    const char* reason = "it is for training, and --statistics trains nothing";
    refuse("--epochs", epochs.has_value(), reason);
    refuse("--learning-rate", learningRate.has_value(), reason);
    refuse("--last-stage", lastStage.has_value(), reason);
    refuse("--batches", batches.has_value(), reason);
    refuse("--threads", threads.has_value(), reason);
    refuse("--checkpoint", checkpoint.has_value(), reason);
    refuse("--paper", paper, reason);
  } else {
    refuse("--show", show.has_value(), "it is for --statistics");
    refuse("--layout", layout.has_value(), "it is for --statistics");
  }
}

Arguments withDigits(Arguments arguments) {
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i] != "--statistics") continue;
    if (i + 1 == arguments.size() || arguments[i + 1].starts_with('-'))
      arguments.insert(arguments.begin() + static_cast<std::ptrdiff_t>(i) + 1, "sample:digits");
    break;
  }
  return arguments;
}

lab::TrainingSettings trainingSettingsOf(const LabArguments& arguments) {
  lab::TrainingSettings settings;
  readCommon(arguments, settings);
  if (arguments.epochs) settings.epochs = wholeNumber("--epochs", *arguments.epochs, "15");
  if (arguments.learningRate) {
    const auto rate = readDouble(*arguments.learningRate);
    if (!rate)
      throw nonsense("--learning-rate '" + *arguments.learningRate + "'", "it is not a number",
                     "give one, such as 0.1");
    settings.learningRate = *rate;
  }
  if (arguments.lastStage) settings.lastSide = lastSideOf(*arguments.lastStage);
  if (arguments.batches) settings.order = orderOf(*arguments.batches);
  return settings;
}

lab::StatisticsSettings statisticsSettingsOf(const LabArguments& arguments) {
  lab::StatisticsSettings settings;
  readCommon(arguments, settings);
  return settings;
}

int threadsOf(const LabArguments& arguments) {
  if (!arguments.threads) return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  const int threads = wholeNumber("--threads", *arguments.threads, "2");
  if (threads >= 1 && threads <= mostThreads) return threads;
  throw nonsense("--threads '" + *arguments.threads + "'", "it is not from 1 to 256",
                 "give a number such as 2");
}

}  // namespace normscope::app
