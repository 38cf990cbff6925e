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

enum class PlotKind { statistics, histogramX, histogramY, running, parameters, curves };

/// Mean and variance of every set, and the marks that stand for them.
struct StatisticsPlot {
  std::shared_ptr<const Statistics> statistics;  ///< all sets
  std::vector<SeriesPoint> marks;                ///< one a set where they fit, else one a range of sets
  /// Of more than mostFine sets: that many ranges, from which the marks of a view of many sets are gathered.
  std::shared_ptr<const std::vector<SeriesPoint>> fine;
  std::int64_t notFinite = 0;          ///< sets whose statistics are NaN or Inf
  std::vector<std::string> axisWords;  ///< one a kept axis: "sample", "group"
  Extents extents;                     ///< of the kept axes
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

/// The statistics of one of several norms.
struct NormStatistics {
  std::string norm;  ///< its title: "Group Norm, G = 2"
  StatisticsPlot plot;
  std::optional<std::int64_t> selectedSet;
};

/// Statistics of several norms, one beside the other, each in its own block of sets.
struct StatisticsOfNorms {
  std::vector<NormStatistics> norms;
  double low = 0;  ///< every finite set of every norm lies within low and high
  double high = 1;
};

/// Values of the tensor, and of the selected set, in the same bins.
struct HistogramPlot {
  Histogram tensor;
  std::optional<Histogram> set;
};

/// The values that one of several norms makes.
struct NormHistogram {
  std::string norm;  ///< its title
  Histogram values;  ///< in bins of its own
};

/// Values of several norms, one over the other.
struct HistogramOfNorms {
  std::vector<NormHistogram> norms;
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

/// One place of a curve, and how far that reaches of which y is the mean; the same where it is one value.
struct CurvePoint {
  double x = 0;
  double y = 0;
  double low = 0;
  double high = 0;
};

/// One curve of several.
struct Curve {
  std::string name;
  std::vector<CurvePoint> points;    ///< from left to right
  std::optional<std::size_t> color;  ///< one of the theme's, by its number; nothing: a quiet one
  bool dashed = false;               ///< not measured here: what it is held against
  bool marked = true;                ///< each point has a dot
};

/// A place on an axis that has a name instead of its number.
struct AxisMark {
  double at = 0;
  std::string text;
};

/// Curves over one axis.
struct CurvesPlot {
  std::vector<Curve> curves;
  std::string xNoun;               ///< what a position is in a sentence: "samples a batch", "epoch"
  std::vector<AxisMark> xMarks;    ///< all positions, where they have names
  std::vector<AxisMark> topMarks;  ///< what else they are, above the frame
  std::string topAxis;             ///< and its name
  std::string unit;                ///< of y, behind its numbers: " %"
  bool logarithmic = false;        ///< the upright axis is that of the logarithm to the base of 10
  double least = 0;                ///< on such an axis smaller values stand at this one
  std::string csv;                 ///< the numbers that the curves were made of

  /// Where a value stands on the upright axis.
  double onAxis(double y) const;
};

/// A part of an axis.
struct PlotRange {
  double low = 0;
  double high = 1;

  double size() const { return high - low; }
  friend bool operator==(const PlotRange&, const PlotRange&) = default;
};

/// The part of a plot that is looked at; nothing: all of it. Running statistics are always seen in their
/// whole height.
struct PlotView {
  std::optional<PlotRange> x;
  std::optional<PlotRange> y;

  bool isWhole() const { return !x && !y; }
  friend bool operator==(const PlotView&, const PlotView&) = default;
};

/// All that one plot says, in UTF-8, whatever draws it. Made once, then only read; copies share the numbers.
struct PlotDocument {
  PlotKind kind = PlotKind::statistics;
  std::string title;
  std::string shortTitle;  ///< where there is no room for the title and the note; or nothing
  std::string note;        ///< right of the title: "16 sets"
  std::string shortNote;   ///< where there is no room for the note; or nothing
  std::string warning;     ///< right of the title, never left out: "1 NaN"
  std::string message;     ///< where there is nothing to draw: what is missing, and what to do
  std::string xAxis;       ///< the name of the level axis, and what one mark is
  std::string xName;       ///< without the latter
  std::string yAxis;
  std::string yAxisShort;                   ///< where there is no room for yAxis
  std::optional<std::int64_t> selectedSet;  ///< of several norms each has its own
  PlotView view;
  std::variant<StatisticsPlot, HistogramPlot, RunningPlot, StatisticsOfNorms, HistogramOfNorms, CurvesPlot>
      data;

  /// Nothing to draw: there is a message, or no maker has filled this document.
  bool isEmpty() const { return !message.empty() || title.empty(); }
  const StatisticsPlot* statistics() const { return std::get_if<StatisticsPlot>(&data); }
  const HistogramPlot* histogram() const { return std::get_if<HistogramPlot>(&data); }
  const RunningPlot* running() const { return std::get_if<RunningPlot>(&data); }
  const StatisticsOfNorms* statisticsOfNorms() const { return std::get_if<StatisticsOfNorms>(&data); }
  const HistogramOfNorms* histogramOfNorms() const { return std::get_if<HistogramOfNorms>(&data); }
  const CurvesPlot* curves() const { return std::get_if<CurvesPlot>(&data); }
};

/// At most this many marks are drawn; more sets than that are gathered into ranges. Several norms share them.
constexpr int maxMarks = 128;

/// The ranges that are kept of more sets than that: a few thousand are gathered within a small part of a
/// frame.
constexpr int mostFine = 4096;

/// Bins of the histograms.
constexpr int histogramBins = 40;

/// The statistics of all sets. The document keeps the result alive and copies no statistics.
PlotDocument statisticsDocument(const std::shared_ptr<const NormalizeResult>& result,
                                std::optional<std::int64_t> selectedSet);

/// The same with a copy of the statistics.
PlotDocument statisticsDocument(const NormalizeResult& result, std::optional<std::int64_t> selectedSet);

/// One of several norms, by the plot of its statistics alone, with its selected set.
struct NormPlot {
  std::string title;
  PlotDocument alone;
};

/// The statistics of all sets of each norm, in the order given, which is that of the norms' colours. With one
/// norm the plot of that one alone. Takes no longer for more sets.
PlotDocument statisticsDocument(const std::vector<NormPlot>& norms);

/// Values of x or y (`values` is "x" or "y") or of a difference, as densities: the share of the elements a
/// unit of the value, so that the bars of the tensor and those of a set each cover an area of 1, and none is
/// multiplied to be seen. `set` is the histogram of the selected set in the tensor's bins, or null.
PlotDocument histogramDocument(const std::string& values, const Summary& summary, const Histogram& tensor,
                               const Histogram* set, std::optional<std::int64_t> selectedSet);

/// Values that one of several norms makes: their summary, and the histogram in bins of their own.
struct NormValues {
  std::string title;
  Summary summary;
  Histogram histogram;
};

/// The densities of each norm, in the order given, one over the other. With one norm the same as the
/// histogram of that one alone, without a set.
PlotDocument histogramDocument(const std::string& values, const std::vector<NormValues>& norms);

/// Running mean and variance of every channel, before and after this batch; says why where there are none.
PlotDocument runningDocument(const std::optional<RunningStatistics>& before,
                             const std::optional<RunningStatistics>& after, const ReductionPlan& plan);

/// Weight and bias along the parameters, as far as they are given: what multiplies and shifts x̂, with
/// zero_centered 1 + weight. Reads all of them.
PlotDocument parametersDocument(const AffineParameters& given, const ReductionPlan& plan);

/// Where one set is drawn.
MarkSpan spanOf(const StatisticsPlot& plot, std::int64_t set);

/// Where a mark is drawn.
MarkSpan spanOf(const StatisticsPlot& plot, const SeriesPoint& mark);

/// "set 7 (sample 3, group 1): mean −0.0213, std 0.979"
std::string describeSet(const StatisticsPlot& plot, std::int64_t set);

/// The share of the binned elements a unit of the value; 0 where there are none.
double densityOf(const Histogram& histogram, std::size_t bin);

/// The numbers of the plot, one header row, shortest numbers that read back. Statistics: one row a set, all
/// of them, with its position along the kept axes. Histogram: one row a bin, then one row (bin edges nan)
/// that counts NaN and Inf where there are any. Running: one row a channel. Several norms: the rows of each,
/// one norm after the other, its title in the first column (in quotes where it holds a comma); a position
/// along an axis that a norm does not keep is empty, and the densities stand in the last column. Curves: what
/// they were made of.
std::string csvOf(const PlotDocument& document);

}  // namespace normscope
