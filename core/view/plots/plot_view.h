#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/view/plots/plot_document.h"

namespace normscope {

/// Where the sets of one norm stand along the level axis. One norm alone has set s at s; several share the
/// axis in blocks of the same length, that of norm i from i to i + 1.
struct SetBlock {
  std::size_t norm = 0;
  const StatisticsPlot* plot = nullptr;  ///< of the document, not empty
  std::optional<std::int64_t> selectedSet;
  double start = -0.5;  ///< of set 0
  double width = 1;     ///< of each set

  /// The middle of a set, or of a range of sets.
  double positionOf(double set) const { return start + (set + 0.5) * width; }

  /// The set at a position; the first or the last where it is outside.
  std::int64_t setAt(double position) const;
};

/// A set of one of the norms.
struct SetOfNorm {
  std::size_t norm = 0;
  std::int64_t set = 0;
  friend bool operator==(const SetOfNorm&, const SetOfNorm&) = default;
};

/// The blocks of a statistics plot, in the order of the norms; none for other plots and for a plot that is
/// empty. They point into the document.
std::vector<SetBlock> setBlocks(const PlotDocument& document);

/// The set at a position of the level axis; none for plots without sets.
std::optional<SetOfNorm> setAt(const PlotDocument& document, double position);

/// The ranges of the axes that show all of a plot that is not empty, with some air.
PlotRange wholeX(const PlotDocument& document);
PlotRange wholeY(const PlotDocument& document);

/// The smallest part of the level axis that can be looked at: a few sets, channels or bins.
double leastX(const PlotDocument& document);

/// What is seen: the view, or the whole.
PlotRange shownX(const PlotDocument& document);
PlotRange shownY(const PlotDocument& document);

/// `shown` made `factor` times as long about the value `at`, which stays where it is on the screen; no
/// shorter than `least`, inside `whole`. Nothing where that is the whole.
std::optional<PlotRange> zoomed(const PlotRange& shown, double at, double factor, const PlotRange& whole,
                                double least);

/// `shown` moved by `by`, as far as `whole` reaches. Nothing where that is the whole.
std::optional<PlotRange> moved(const PlotRange& shown, double by, const PlotRange& whole);

/// The highest density of a histogram's bins.
double peakDensity(const Histogram& histogram);

/// A set's densities are shown up to so many times the tensor's highest: those of a few elements would press
/// the tensor's bars flat.
constexpr double mostAboveTensor = 4;

}  // namespace normscope
