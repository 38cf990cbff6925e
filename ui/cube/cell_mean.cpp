#include "ui/cube/cell_mean.h"

namespace normscope {

double meanOfCell(const Tensor& x, const std::array<CubeEdgeAxis, 3>& axes, const CubeCell& cell) {
  const auto& [batch, channel, space] = cell.ranges;
  double sum = 0;
  for (std::int64_t n = batch.begin; n < batch.end; ++n) {
    for (std::int64_t c = channel.begin; c < channel.end; ++c) {
      const std::int64_t start = axes[batchAxis].offsetOf(n) + axes[channelAxis].offsetOf(c);
      for (std::int64_t s = space.begin; s < space.end; ++s) sum += x.at(start + axes[spaceAxis].offsetOf(s));
    }
  }
  return sum / static_cast<double>(batch.size() * channel.size() * space.size());
}

}  // namespace normscope
