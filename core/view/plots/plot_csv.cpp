#include <algorithm>
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
  std::int64_t at(std::size_t axis) const { return at_[axis]; }
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
    text += row(number(tensor.binStart(bin)) + "," + number(tensor.binEnd(bin)), tensor.counts[bin],
                plot.set ? plot.set->counts[bin] : 0);
  }
  if (tensor.notFinite > 0) text += row("nan,nan", tensor.notFinite, plot.set ? plot.set->notFinite : 0);
  return text;
}

/// As a field: in quotes where it needs them.
std::string csvCell(const std::string& text) {
  if (text.find_first_of(",\"\n") == std::string::npos) return text;
  std::string field = "\"";
  for (const char c : text) field += c == '"' ? "\"\"" : std::string(1, c);
  return field + "\"";
}

/// The words of all norms' kept axes, each once.
std::vector<std::string> axisWords(const StatisticsOfNorms& plot) {
  std::vector<std::string> words;
  for (const NormStatistics& norm : plot.norms) {
    for (const std::string& word : norm.plot.axisWords) {
      if (std::find(words.begin(), words.end(), word) == words.end()) words.push_back(word);
    }
  }
  return words;
}

/// The rows of one norm, with a column for each of `words`.
void appendRows(std::string& text, const NormStatistics& norm, const std::vector<std::string>& words) {
  const std::vector<std::string>& own = norm.plot.axisWords;
  const std::string start = csvCell(norm.norm) + ",";
  SetIndex index(norm.plot.extents);
  for (std::int64_t set = 0; set < norm.plot.setCount(); ++set, index.next()) {
    text += start + std::to_string(set);
    for (const std::string& word : words) {
      const auto axis = std::find(own.begin(), own.end(), word);
      text += ",";
      if (axis != own.end()) text += std::to_string(index.at(static_cast<std::size_t>(axis - own.begin())));
    }
    const double variance = norm.plot.statistics->variance[static_cast<std::size_t>(set)];
    text += "," + number(norm.plot.statistics->mean[static_cast<std::size_t>(set)]) + "," + number(variance) +
            "," + number(std::sqrt(variance)) + "\n";
  }
}

std::string csv(const StatisticsOfNorms& plot) {
  const std::vector<std::string> words = axisWords(plot);
  std::string text = "norm,set";
  for (const std::string& word : words) text += "," + word;
  text += ",mean,variance,std\n";
  for (const NormStatistics& norm : plot.norms) appendRows(text, norm, words);
  return text;
}

std::string csv(const HistogramOfNorms& plot) {
  std::string text = "norm,bin_start,bin_end,tensor_count,tensor_density\n";
  for (const NormHistogram& norm : plot.norms) {
    const Histogram& values = norm.values;
    const std::string start = csvCell(norm.norm) + ",";
    for (std::size_t bin = 0; bin < values.counts.size(); ++bin) {
      text += start + number(values.binStart(bin)) + "," + number(values.binEnd(bin)) + "," +
              std::to_string(values.counts[bin]) + "," + number(densityOf(values, bin)) + "\n";
    }
    if (values.notFinite > 0) text += start + "nan,nan," + std::to_string(values.notFinite) + ",nan\n";
  }
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

std::string csv(const CurvesPlot& plot) {
  return plot.csv;
}

}  // namespace

std::string csvOf(const PlotDocument& document) {
  return std::visit([](const auto& plot) { return csv(plot); }, document.data);
}

}  // namespace normscope
