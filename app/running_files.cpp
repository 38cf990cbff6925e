#include "app/running_files.h"

#include "core/error.h"
#include "core/io/source.h"
#include "core/text/number.h"

namespace normscope::app {
namespace {

void refuseNegative(const std::string& text, const std::vector<double>& variances) {
  for (std::size_t channel = 0; channel < variances.size(); ++channel) {
    if (!(variances[channel] < 0)) continue;
    throw nonsense("--running-var '" + text + "'",
                   "its value " + std::to_string(channel) + " is " + shortest(variances[channel]),
                   "give variances, which are 0 or more");
  }
}

}  // namespace

std::vector<double> readPerChannel(const std::string& option, const std::string& text, std::int64_t channels,
                                   std::vector<std::string>& notices) {
  const LoadedTensor loaded = loadTensor(text);
  notices.insert(notices.end(), loaded.notices.begin(), loaded.notices.end());
  const Tensor& tensor = loaded.tensor;
  if (tensor.extents() != Extents{channels}) {
    throw nonsense(option + " '" + text + "'",
                   "its shape " + toText(tensor.extents()) + " is not " + toText(Extents{channels}),
                   "give one value per channel");
  }
  std::vector<double> values;
  for (std::int64_t i = 0; i < tensor.elementCount(); ++i) values.push_back(tensor.at(i));
  tensor.requireIntact();
  return values;
}

void addTo(ArgumentParser& parser, RunningFiles& files) {
  parser.optional("--running-mean", "FILE", files.mean,
                  "running mean (one value per channel), for mode=eval");
  parser.optional("--running-var", "FILE", files.variance, "running variance, likewise");
}

void refusePartial(const RunningFiles& files) {
  if (files.mean && !files.variance)
    throw nonsense("--running-mean", "it is given without --running-var", "give both files or neither");
  if (files.variance && !files.mean)
    throw nonsense("--running-var", "it is given without --running-mean", "give both files or neither");
}

std::optional<RunningStatistics> readRunning(const RunningFiles& files, const Shape& shape) {
  std::vector<std::string> notices;
  refusePartial(files);
  if (!files.mean) return std::nullopt;
  const std::int64_t channels = shape.channelCount();
  RunningStatistics running{readPerChannel("--running-mean", *files.mean, channels, notices),
                            readPerChannel("--running-var", *files.variance, channels, notices)};
  refuseNegative(*files.variance, running.variance);
  return running;
}

}  // namespace normscope::app
