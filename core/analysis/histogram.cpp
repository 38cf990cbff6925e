#include "core/analysis/histogram.h"

#include <algorithm>
#include <cmath>

namespace normscope {
namespace {

constexpr std::int64_t pieceLength = 1 << 16;

/// Adds values one by one; the scale is computed once.
class Filler {
 public:
  explicit Filler(Histogram& histogram)
      : histogram_(histogram),
        scale_(static_cast<double>(histogram.counts.size()) / (histogram.high - histogram.low)) {}

  void add(double value) {
    if (!std::isfinite(value)) {
      ++histogram_.notFinite;
    } else if (value < histogram_.low || value > histogram_.high) {
      ++histogram_.outside;
    } else {
      const auto bin = static_cast<std::size_t>((value - histogram_.low) * scale_);
      ++histogram_.counts[std::min(bin, histogram_.counts.size() - 1)];
    }
  }

  template <typename Stored>
  void add(const Stored* first, std::int64_t length, std::int64_t stride, const Progress& progress) {
    for (std::int64_t start = 0; start < length; start += pieceLength) {
      progress.step(static_cast<double>(start) / static_cast<double>(length));
      const std::int64_t end = std::min(length, start + pieceLength);
      for (std::int64_t i = start; i < end; ++i) add(static_cast<double>(first[i * stride]));
    }
  }

 private:
  Histogram& histogram_;
  double scale_;
};

}  // namespace

Histogram histogramFor(const Summary& summary, int bins) {
  Histogram histogram;
  histogram.counts.assign(static_cast<std::size_t>(bins), 0);
  if (summary.finite() == 0) return histogram;
  const double margin = summary.max > summary.min ? 0 : std::max(0.5, std::abs(summary.max) * 1e-3);
  histogram.low = summary.min - margin;
  histogram.high = summary.max + margin;
  return histogram;
}

Histogram fill(Histogram bins, const Tensor& tensor, const Progress& progress) {
  Filler filler(bins);
  visitDType(tensor.dtype(), [&](auto tag) {
    using Stored = typename decltype(tag)::type;
    filler.add(tensor.values<Stored>().data(), tensor.elementCount(), 1, progress);
  });
  tensor.requireIntact();
  return bins;
}

Histogram fill(Histogram bins, const Tensor& tensor, const ReductionPlan& plan, std::int64_t set,
               const Progress& progress) {
  Filler filler(bins);
  visitDType(tensor.dtype(), [&](auto tag) {
    using Stored = typename decltype(tag)::type;
    plan.forEachRun(
        set, [&](std::int64_t offset, std::int64_t, std::int64_t length, std::int64_t stride, std::int64_t) {
          filler.add(tensor.values<Stored>().data() + offset, length, stride, progress);
        });
  });
  tensor.requireIntact();
  return bins;
}

}  // namespace normscope
