#include "core/engine/opencl/parts.h"

#include <algorithm>

#include "core/engine/opencl/reals.h"

namespace normscope {
namespace {

/// Numbers of kernels/moments.cl for each block of a set; those of kernels/gradient.cl are fewer.
constexpr std::int64_t mostRows = 6;

std::size_t offsetOf(const Tensor& tensor, const Region& region) {
  return static_cast<std::size_t>(region.offset) * sizeOf(tensor.dtype());
}

std::size_t bytesOf(const Tensor& tensor, const Region& region) {
  return static_cast<std::size_t>(region.elements) * sizeOf(tensor.dtype());
}

}  // namespace

Circumstances circumstancesOf(const OpenClSession& session, const ReductionPlan& plan, DType dtype,
                              std::int64_t tensors, std::size_t regions) {
  const std::size_t moments =
      session.largestBuffer() / (static_cast<std::size_t>(mostRows) * Reals::sizeFor(dtype));
  return {tensors * static_cast<std::int64_t>(sizeOf(dtype)),
          session.computeUnits(),
          plan.statisticsFromX(),
          static_cast<std::int64_t>(regions),
          plan.elementsPerSet(),
          session.launchBytes(),
          session.sharedCacheBytes(),
          std::min(mostMoments, static_cast<std::int64_t>(moments))};
}

std::int64_t partElements(const OpenClSession& session, const Tensor& x) {
  const auto fit = static_cast<std::int64_t>(session.largestPart() / sizeOf(x.dtype()));
  return std::clamp<std::int64_t>(fit, 1, std::max<std::int64_t>(1, x.elementCount()));
}

bool keepsParts(const OpenClSession& session, std::size_t parts) {
  return session.sharesMemory() || parts == 1;
}

cl::Buffer openInput(OpenClSession& session, KeptTensor& kept, const Tensor& tensor, const Region& region) {
  if (region.elements == tensor.elementCount()) return kept.take(session, tensor);
  kept.drop();
  return inputPart(session, tensor, region);
}

void closeInput(OpenClSession& session, KeptTensor& kept, const Tensor& tensor, const Region& region,
                cl::Buffer&& buffer) {
  if (region.elements == tensor.elementCount()) kept.keep(session, tensor, std::move(buffer));
  buffer = {};
}

cl::Buffer inputPart(OpenClSession& session, const Tensor& tensor, const Region& region) {
  if (!session.sharesMemory()) ++session.work().uploads;
  return session.input(tensor.bytes() + offsetOf(tensor, region), bytesOf(tensor, region));
}

cl::Buffer outputPart(OpenClSession& session, Tensor& tensor, const Region& region, bool isBegun) {
  std::byte* const bytes = tensor.editBytes() + offsetOf(tensor, region);
  return isBegun ? session.begunOutput(bytes, bytesOf(tensor, region))
                 : session.output(bytes, bytesOf(tensor, region));
}

void fetchPart(OpenClSession& session, const cl::Buffer& buffer, Tensor& tensor, const Region& region) {
  session.fetch(buffer, tensor.editBytes() + offsetOf(tensor, region), bytesOf(tensor, region));
}

}  // namespace normscope
