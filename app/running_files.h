#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/argument_parser.h"
#include "core/norm/running_statistics.h"
#include "core/tensor/shape.h"

namespace normscope::app {

/// The values of the file that `option` names, of shape [C]; what there is to say of it goes to `notices`.
/// Throws Error: nonsense for another shape, and what loadTensor() and requireIntact() throw.
std::vector<double> readPerChannel(const std::string& option, const std::string& text, std::int64_t channels,
                                   std::vector<std::string>& notices);

/// The files of a layer's running statistics.
struct RunningFiles {
  std::optional<std::string> mean, variance;
};

/// --running-mean and --running-var, which are only read.
void addTo(ArgumentParser& parser, RunningFiles& files);

/// Throws Error (nonsense) where only one of the two is given.
void refusePartial(const RunningFiles& files);

/// One value per channel of a tensor of this shape; nothing where no files are given. Throws Error: nonsense
/// for other shapes and a variance below 0, and what reading throws.
std::optional<RunningStatistics> readRunning(const RunningFiles& files, const Shape& shape);

}  // namespace normscope::app
