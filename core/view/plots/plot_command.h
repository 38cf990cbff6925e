#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/engine/normalize.h"
#include "core/view/plots/plot_document.h"

namespace normscope {

/// "statistics", "histogram-x", "histogram-y", "running", "parameters"
std::string_view nameOf(PlotKind kind);

/// The kind of a name; throws Error (nonsense) that lists the names.
PlotKind plotKindOf(const std::string& name);

/// The histogram of x or y with that of one set, in histogramBins bins. Reads the whole tensor: not for the
/// thread of the window.
PlotDocument makeHistogram(const std::string& values, const Tensor& tensor, const ReductionPlan& plan,
                           std::optional<std::int64_t> selectedSet, const Progress& progress = {});

/// The plot of a kind for a computed request; the set of the element at position `selectedElement` in memory
/// is marked. Throws Error (nonsense) that lists the kinds.
PlotDocument makePlot(const NormalizeRequest& request, const NormalizeResult& result, const std::string& kind,
                      std::int64_t selectedElement);

}  // namespace normscope
