#pragma once

#include <fstream>
#include <sstream>
#include <string>

#include "core/engine/reference/reference_engine.h"
#include "core/view/plots/plot_command.h"

namespace normscope {

/// x = 0, 1, 2, ... in float64, with one value replaced where `poison` is one of its positions.
inline NormalizeRequest rampRequest(const std::string& layout, const Extents& extents,
                                    const std::string& norm, std::int64_t poison = -1) {
  const Shape shape(Layout::parse(layout), extents);
  std::vector<double> values(static_cast<std::size_t>(shape.elementCount()));
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<double>(i);
  if (poison >= 0) values[static_cast<std::size_t>(poison)] = std::nan("");
  return {Tensor::of<double>(DType::float64, extents, values), shape, parseNormSpec(norm), {}, {}};
}

inline NormalizeResult computed(const NormalizeRequest& request) {
  ReferenceEngine engine;
  return normalize(request, engine);
}

/// The plot of a kind for a computed ramp.
inline PlotDocument plotOf(const NormalizeRequest& request, const std::string& kind,
                           std::int64_t element = 0) {
  return makePlot(request, computed(request), kind, element);
}

inline std::string contentOf(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

}  // namespace normscope
