#include "core/compute/norm_request.h"

#include "core/norm/norm_registry.h"

namespace normscope {

NormalizeRequest requestOf(const Tensor& x, const Shape& shape, const NormSpec& spec,
                           const RunningStatistics& running) {
  NormalizeRequest request{x, shape, spec, {}, std::nullopt};
  if (infoOf(spec.kind).tracksByDefault || spec.usesRunningStatistics()) request.running = running;
  return request;
}

}  // namespace normscope
