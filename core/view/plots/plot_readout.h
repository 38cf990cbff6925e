#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/view/plots/plot_view.h"

namespace normscope {

/// A line of what a plot says of the place that is pointed at.
struct ReadoutLine {
  std::string text;
  std::optional<std::size_t> norm = {};   ///< whose colour stands before it
  std::optional<std::size_t> curve = {};  ///< or the colour of a curve
};

/// What is drawn at a position of the level axis: the set with its mean and deviation, the bin with its range
/// and density, the channel with its running statistics before and after. Nothing for a plot that is empty.
std::vector<ReadoutLine> readoutAt(const PlotDocument& document, double position);

/// The position of a point of a curve that is nearest to a position of the level axis; nothing without
/// points.
std::optional<double> nearestPosition(const CurvesPlot& plot, double position);

/// The bin of a value; the first or the last where it is outside.
std::size_t binAt(const Histogram& histogram, double value);

}  // namespace normscope
