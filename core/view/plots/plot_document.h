#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/analysis/histogram.h"
#include "core/analysis/set_series.h"
#include "core/analysis/summary.h"
#include "core/engine/normalize.h"

namespace normscope {

enum class PlotKind { statistics, histogramX, histogramY, running };

/// Mean and variance of every set, and the marks that stand for them.
struct StatisticsPlot {
  std::shared_ptr<const Statistics> statistics;  ///< all sets
  std::vector<SeriesPoint> marks;                ///< one a set where they fit, else one a range of sets
  std::vector<std::string> axisWords;            ///< one a kept axis: "sample", "group"
  Extents extents;                               ///< of the kept axes
  bool fromZero = false;  ///< the mean is not subtracted: marks reach from 0 to the root mean square
  double low = 0;         ///< every finite set lies within low and high
  double high = 1;

  std::int64_t setCount() const {
    return statistics ? static_cast<std::int64_t>(statistics->mean.size()) : 0;
  }
};

/// How one set or mark is drawn: a dot at `centre`, a bar from `low` to `high`. NaN where it is not finite.
struct MarkSpan {
  double centre;
  double low;
  double high;
};

/// Values of the tensor, and of the selected set, in the same bins.
struct HistogramPlot {
  Histogram tensor;
  std::optional<Histogram> set;
  std::int64_t setScale = 1;  ///< the set's bars are drawn this many times as high
};

/// What is drawn of one running statistic: one mark a channel where they fit, else one a range of channels.
struct RunningMarks {
  std::vector<SeriesPoint> before;
  std::vector<SeriesPoint> after;
  double low = 0;  ///< every finite value lies within low and high
  double high = 1;
};

/// Running statistics of every channel, before and after the batch.
struct RunningPlot {
  std::shared_ptr<const RunningStatistics> before;
  std::shared_ptr<const RunningStatistics> after;
  RunningMarks mean;
  RunningMarks variance;
};

/// All that one plot says, in UTF-8, whatever draws it. Made once, then only read; copies share the numbers.
struct PlotDocument {
  PlotKind kind = PlotKind::statistics;
  std::string title;
  std::string note;     ///< right of the title: "16 sets"
  std::string warning;  ///< right of the title, never left out: "1 NaN"
  std::string message;  ///< where there is nothing to draw: what is missing, and what to do
  std::string xAxis;
  std::string yAxis;
  std::optional<std::int64_t> selectedSet;
  std::variant<StatisticsPlot, HistogramPlot, RunningPlot> data;

  /// Nothing to draw: there is a message, or no maker has filled this document.
  bool isEmpty() const { return !message.empty() || title.empty(); }
  const StatisticsPlot* statistics() const { return std::get_if<StatisticsPlot>(&data); }
  const HistogramPlot* histogram() const { return std::get_if<HistogramPlot>(&data); }
  const RunningPlot* running() const { return std::get_if<RunningPlot>(&data); }
};

/// At most this many marks are drawn; more sets than that are gathered into ranges.
constexpr int maxMarks = 128;

/// Bins of the histograms.
constexpr int histogramBins = 40;

/// The statistics of all sets. The document keeps the result alive and copies no statistics.
PlotDocument statisticsDocument(const std::shared_ptr<const NormalizeResult>& result,
                                std::optional<std::int64_t> selectedSet);

/// The same with a copy of the statistics.
PlotDocument statisticsDocument(const NormalizeResult& result, std::optional<std::int64_t> selectedSet);

/// Values of x or y (`values` is "x" or "y") or of a difference. `set` is the histogram of the selected set
/// in the tensor's bins, or null. Its bars are drawn taller by a whole factor, which the axis states, so that
/// a small set shows beside a large tensor: at most until both cover the same area or have the same peak.
PlotDocument histogramDocument(const std::string& values, const Summary& summary, const Histogram& tensor,
                               const Histogram* set, std::optional<std::int64_t> selectedSet);

/// Running mean and variance of every channel, before and after this batch; says why where there are none.
PlotDocument runningDocument(const std::optional<RunningStatistics>& before,
                             const std::optional<RunningStatistics>& after, const ReductionPlan& plan);

/// Where one set is drawn.
MarkSpan spanOf(const StatisticsPlot& plot, std::int64_t set);

/// Where a mark is drawn.
MarkSpan spanOf(const StatisticsPlot& plot, const SeriesPoint& mark);

/// "set 7 (sample 3, group 1): mean −0.0213, std 0.979"
std::string describeSet(const StatisticsPlot& plot, std::int64_t set);

/// The numbers of the plot, one header row, shortest numbers that read back. Statistics: one row a set, all
/// of them, with its position along the kept axes. Histogram: one row a bin, then one row (bin edges nan)
/// that counts NaN and Inf where there are any. Running: one row a channel.
std::string csvOf(const PlotDocument& document);

}  // namespace normscope
