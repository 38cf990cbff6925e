#include <cmath>

#include "core/text/number.h"
#include "core/view/plots/plot_document.h"

namespace normscope {
namespace {

std::string number(double value) {
  return std::isnan(value) ? "nan" : shortest(value);
}

/// Index of every set, one column a kept axis, counted up like an odometer.
class SetIndex {
 public:
  explicit SetIndex(const Extents& extents) : extents_(extents), at_(extents.size(), 0) {}

  void append(std::string& text) const {
    for (const std::int64_t position : at_) text += "," + std::to_string(position);
  }
  void next() {
    for (std::size_t axis = at_.size(); axis-- > 0;) {
      if (++at_[axis] < extents_[axis]) return;
      at_[axis] = 0;
    }
  }

 private:
  const Extents& extents_;
  Extents at_;
};

std::string csv(const StatisticsPlot& plot) {
  std::string text = "set";
  for (const std::string& word : plot.axisWords) text += "," + word;
  text += ",mean,variance,std\n";
  SetIndex index(plot.extents);
  for (std::int64_t set = 0; set < plot.setCount(); ++set, index.next()) {
    const double mean = plot.statistics->mean[static_cast<std::size_t>(set)];
    const double variance = plot.statistics->variance[static_cast<std::size_t>(set)];
    text += std::to_string(set);
    index.append(text);
    text += "," + number(mean) + "," + number(variance) + "," + number(std::sqrt(variance)) + "\n";
  }
  return text;
}

std::string csv(const HistogramPlot& plot) {
  const auto row = [&](const std::string& edges, std::int64_t tensor, std::int64_t set) {
    return edges + "," + std::to_string(tensor) + (plot.set ? "," + std::to_string(set) : "") + "\n";
  };
  std::string text = std::string("bin_start,bin_end,tensor_count") + (plot.set ? ",set_count\n" : "\n");
  const Histogram& tensor = plot.tensor;
  for (std::size_t bin = 0; bin < tensor.counts.size(); ++bin) {
    const double end = bin + 1 == tensor.counts.size() ? tensor.high : tensor.binStart(bin + 1);
    text += row(number(tensor.binStart(bin)) + "," + number(end), tensor.counts[bin],
                plot.set ? plot.set->counts[bin] : 0);
  }
  if (tensor.notFinite > 0) text += row("nan,nan", tensor.notFinite, plot.set ? plot.set->notFinite : 0);
  return text;
}

std::string csv(const RunningPlot& plot) {
  std::string text = "channel,running_mean_before,running_mean_after,running_var_before,running_var_after\n";
  if (!plot.before || !plot.after) return text;
  for (std::size_t channel = 0; channel < plot.after->mean.size(); ++channel) {
    text += std::to_string(channel) + "," + number(plot.before->mean[channel]) + "," +
            number(plot.after->mean[channel]) + "," + number(plot.before->variance[channel]) + "," +
            number(plot.after->variance[channel]) + "\n";
  }
  return text;
}

}  // namespace

std::string csvOf(const PlotDocument& document) {
  return std::visit([](const auto& plot) { return csv(plot); }, document.data);
}

}  // namespace normscope
