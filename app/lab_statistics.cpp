#include <unistd.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <iostream>

#include "app/file_roles.h"
#include "app/lab_options.h"
#include "app/offscreen.h"
#include "app/output.h"
#include "app/tensor_options.h"
#include "core/document/scene.h"
#include "core/error.h"
#include "core/io/source.h"
#include "core/lab/lab_json.h"
#include "core/lab/lab_summary.h"
#include "core/text/list.h"
#include "core/text/number.h"
#include "core/view/plots/lab_document.h"

namespace normscope::app {
namespace {

using lab::BatchErrors;
using lab::BatchQuantity;
using lab::StatisticsSettings;

constexpr std::array quantities = {BatchQuantity::mean, BatchQuantity::variance, BatchQuantity::y};

BatchQuantity quantityOf(const std::optional<std::string>& text) {
  for (const BatchQuantity quantity : quantities) {
    if (text.value_or("mean") == nameOf(quantity)) return quantity;
  }
  throw nonsense("--show '" + *text + "'", "it is unknown", "give mean, variance or y");
}

/// A line on the terminal while it works.
Progress progressOnTerminal() {
  if (isatty(STDERR_FILENO) == 0) return {};
  return {{}, [last = -1](double fraction) mutable {
            const int percent = static_cast<int>(100 * fraction);
            if (percent != last) std::cerr << "\r\033[Kdrawing batches: " << percent << " %" << std::flush;
            last = percent;
          }};
}

Json asJson(const StatisticsSettings& settings, const std::vector<BatchErrors>& records,
            const std::vector<std::string>& notices) {
  Json list = Json::array();
  for (const BatchErrors& record : records) {
    list.push_back({{"norm", nameOf(settings.norms[record.norm])},
                    {"batch_size", settings.batchSizes[record.batchSize]},
                    {"seed", record.seed},
                    {"error_mean", record.errorMean},
                    {"error_variance", record.errorVariance},
                    {"error_y", record.errorY}});
  }
  return {{"records", list}, {"notices", notices}};
}

std::string cellText(double value) {
  const std::string text = value == 0 ? "0" : rounded(value, 3);
  return std::string(text.size() < 10 ? 10 - text.size() : 1, ' ') + text;
}

std::string titleOf(BatchQuantity quantity) {
  switch (quantity) {
    case BatchQuantity::mean:
      return "mean: distance of μ from that of all samples, in their σ";
    case BatchQuantity::variance:
      return "variance: distance of σ², in parts of that of all samples";
    case BatchQuantity::y:
      break;
  }
  return "y: distance of the normalized values, root mean square";
}

std::string asText(const std::string& source, const StatisticsSettings& settings,
                   const std::vector<BatchErrors>& records, const std::vector<std::string>& notices) {
  Report report;
  report.row("tensor", source);
  std::string sizes;
  for (const int size : settings.batchSizes) sizes += cellText(size);
  report.row("samples a batch", sizes);
  for (const BatchQuantity quantity : quantities) {
    report.row("", titleOf(quantity));
    for (std::size_t norm = 0; norm < settings.norms.size(); ++norm) {
      std::string cells;
      for (std::size_t size = 0; size < settings.batchSizes.size(); ++size)
        cells += cellText(lab::errorsOf(records, norm, size, quantity)->mean);
      report.row("  " + nameOf(settings.norms[norm]), cells);
    }
  }
  report.row("", "means of " + counted(settings.seeds, "draw"));
  for (const std::string& notice : notices) report.row("notice", notice);
  return report.text();
}

std::vector<std::string> noticesOf(const std::vector<BatchErrors>& records,
                                   std::vector<std::string> notices) {
  const auto lost = std::count_if(records.begin(), records.end(),
                                  [](const BatchErrors& record) { return !std::isfinite(record.errorY); });
  if (lost > 0) notices.push_back("the distances of " + counted(lost, "draw") + " are not finite");
  return notices;
}

/// Of the usual sizes those that the tensor has samples for; what was asked for is refused instead.
void keepPossibleSizes(StatisticsSettings& settings, const Shape& shape) {
  const auto batch = shape.layout().find(AxisRole::batch);
  if (!batch) return;
  std::vector<int> possible = settings.batchSizes;
  std::erase_if(possible, [&](int size) { return size > shape.extent(*batch); });
  if (!possible.empty()) settings.batchSizes = std::move(possible);
}

}  // namespace

void runStatistics(const LabArguments& arguments) {
  StatisticsSettings settings = statisticsSettingsOf(arguments);
  const BatchQuantity quantity = quantityOf(arguments.show);
  PlotStorage storage = arguments.look.storage();
  refuseReplacing({{"--output", arguments.output}}, {{"--statistics", arguments.statistics}});
  const LoadedTensor loaded = loadTensor(*arguments.statistics);
  TensorOptions axes;
  axes.layout = arguments.layout;
  const Shape shape = axes.shapeOf(loaded.tensor.extents(), loaded.layout);
  if (!arguments.batchSizes) keepPossibleSizes(settings, shape);
  checkStatistics(settings, shape);
  const std::vector<BatchErrors> records =
      measureBatches(loaded.tensor, shape, settings, progressOnTerminal());
  if (isatty(STDERR_FILENO) != 0) std::cerr << "\r\033[K";
  const std::vector<std::string> notices = noticesOf(records, loaded.notices);
  if (arguments.output) {
    const Offscreen qt;
    const std::string source =
        isFileSource(loaded.text) ? std::filesystem::path(loaded.text).filename().string() : loaded.text;
    storage.picture.scene = lab::toJson(settings, source, shape.layout());
    storage.write(batchStatisticsDocument(settings, records, quantity, source), *arguments.output);
  }
  if (arguments.json) return printJson(asJson(settings, records, notices));
  const std::string source = loaded.text + ", " + std::string(nameOf(loaded.tensor.dtype())) + " " +
                             shape.layout().letters() + " " + toText(shape.extents());
  print(asText(source, settings, records, notices));
}

}  // namespace normscope::app
