#pragma once

#include <string>

#include "core/view/plots/plot_view.h"

namespace normscope {

/// With the air around the values that a plot leaves: every finite value of both lies within low and high.
RunningMarks runningMarks(const std::vector<double>& before, const std::vector<double>& after);

/// At most `most` marks, or a few more, of the sets from `first` to before `end`. Where the mean is not
/// subtracted, the series is that of the root mean squares.
std::vector<SeriesPoint> setMarks(const StatisticsPlot& plot, std::int64_t first, std::int64_t end, int most);

/// The marks of what the view of a document shows: one a set or channel where they fit.
std::vector<SeriesPoint> marksShown(const PlotDocument& document, const SetBlock& block);
RunningMarks meansShown(const PlotDocument& document);
RunningMarks variancesShown(const PlotDocument& document);

/// The name of the level axis, with what one mark stands for in the view.
std::string xAxisShown(const PlotDocument& document);

/// "set (sample, group) · 1 mark = 8 sets"; the name alone where each set has a mark.
std::string withMarks(const std::string& name, const std::vector<SeriesPoint>& marks,
                      const std::string& noun);

}  // namespace normscope
