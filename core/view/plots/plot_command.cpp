#include "core/view/plots/plot_command.h"

#include <array>

#include "core/error.h"
#include "core/text/list.h"

namespace normscope {
namespace {

constexpr std::array kinds = {PlotKind::statistics, PlotKind::histogramX, PlotKind::histogramY,
                              PlotKind::running, PlotKind::parameters};

}  // namespace

std::string_view nameOf(PlotKind kind) {
  switch (kind) {
    case PlotKind::histogramX:
      return "histogram-x";
    case PlotKind::histogramY:
      return "histogram-y";
    case PlotKind::running:
      return "running";
    case PlotKind::parameters:
      return "parameters";
    case PlotKind::curves:
      return "curves";
    case PlotKind::statistics:
      break;
  }
  return "statistics";
}

PlotKind plotKindOf(const std::string& name) {
  std::vector<std::string> names;
  for (const PlotKind kind : kinds) {
    if (name == nameOf(kind)) return kind;
    names.emplace_back(nameOf(kind));
  }
  throw nonsense("plot '" + name + "'", "there is no such kind", "use " + joinOr(names));
}

PlotDocument makeHistogram(const std::string& values, const Tensor& tensor, const ReductionPlan& plan,
                           std::optional<std::int64_t> selectedSet, const Progress& progress) {
  const Summary summary = summarize(tensor, progress);
  const Histogram bins = histogramFor(summary, histogramBins);
  const Histogram all = fill(bins, tensor, progress);
  if (!selectedSet) return histogramDocument(values, summary, all, nullptr, std::nullopt);
  const Histogram set = fill(bins, tensor, plan, *selectedSet, progress);
  return histogramDocument(values, summary, all, &set, selectedSet);
}

PlotDocument makePlot(const NormalizeRequest& request, const NormalizeResult& result, const std::string& kind,
                      std::int64_t selectedElement) {
  std::optional<std::int64_t> set;
  if (result.plan.shape().elementCount() > 0) set = result.plan.setOf(selectedElement);
  switch (plotKindOf(kind)) {
    case PlotKind::histogramX:
      return makeHistogram("x", request.x, result.plan, set);
    case PlotKind::histogramY:
      return makeHistogram("y", result.y, result.plan, set);
    case PlotKind::running:
      return runningDocument(runningBefore(request, result), result.running, result.plan);
    case PlotKind::parameters:
      return parametersDocument(request.affine, result.plan);
    case PlotKind::curves:  // no plot of a result; not in `kinds`
    case PlotKind::statistics:
      break;
  }
  return statisticsDocument(result, set);
}

}  // namespace normscope
