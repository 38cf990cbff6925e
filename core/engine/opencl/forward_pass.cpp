#include "core/engine/opencl/forward_pass.h"

#include <algorithm>
#include <limits>

#include "core/engine/opencl/set_merge.h"

namespace normscope {
namespace {

/// On a CPU: enough work-items that one core's delay does not hold up the others.
constexpr std::int64_t itemsPerComputeUnit = 16;

bool hasParameters(const ReductionPlan& plan, const AffineParameters& affine) {
  return plan.parameterCount() > 0 && (affine.weight || affine.bias);
}

/// used variance / biased variance: NaN where the unbiased variance is undefined.
float usedPerBiased(const ReductionPlan& plan) {
  if (plan.spec().variance == VarianceEstimator::biased) return 1;
  const auto n = static_cast<double>(plan.elementsPerSet());
  return n > 1 ? static_cast<float>(n / (n - 1)) : std::numeric_limits<float>::quiet_NaN();
}

/// y was made by Tensor::allocate.
void* bytesToWrite(Tensor& y) {
  return const_cast<std::byte*>(y.bytes());
}

std::size_t bytesOf(const std::vector<float>& values) {
  return values.size() * sizeof(float);
}

}  // namespace

ForwardPass::ForwardPass(OpenClSession& session, const Tensor& x, const ReductionPlan& plan,
                         const AffineParameters& affine, Moments& moments, Tensor& y)
    : session_(session),
      x_(x),
      plan_(plan),
      moments_(moments),
      y_(y),
      traversals_(traversalsOf(plan, hasParameters(plan, affine))),
      strategy_(strategyFor(traversals_, {sizeOf(x.dtype()), session.sharesMemory(), session.computeUnits(),
                                          plan.statisticsFromX()})),
      measureWords_(kernelWords(traversals_.measure, strategy_.measure)),
      normalizeWords_(kernelWords(traversals_.normalize, strategy_.normalize)) {
  if (plan.statisticsFromX()) {
    const auto sets = static_cast<std::size_t>(plan.setCount());
    moments = {std::vector<double>(sets), std::vector<double>(sets)};
  }
  xBuffer_ = session.input(x.bytes(), x.byteCount());
  yBuffer_ = session.output(bytesToWrite(y), y.byteCount());
  const std::int64_t parameters = hasParameters(plan, affine) ? plan.parameterCount() : 1;
  upload(weight_, affine.weight, parameters, 1);
  upload(bias_, affine.bias, parameters, 0);
  measureTraversal_ = upload(measureWords_);
  normalizeTraversal_ = upload(normalizeWords_);
}

void ForwardPass::upload(Parameters& parameters, const std::optional<Tensor>& given, std::int64_t count,
                         float absent) {
  if (given && given->dtype() == DType::float32) {
    parameters.buffer = session_.input(given->bytes(), given->byteCount());
    return;
  }
  parameters.values.assign(static_cast<std::size_t>(count), absent);
  if (given) {
    for (std::size_t i = 0; i < parameters.values.size(); ++i)
      parameters.values[i] = static_cast<float>(given->at(static_cast<std::int64_t>(i)));
  }
  parameters.buffer = session_.input(parameters.values.data(), bytesOf(parameters.values));
}

cl::Buffer ForwardPass::upload(const std::vector<std::int64_t>& words) {
  return session_.input(words.data(), words.size() * sizeof(std::int64_t));
}

std::int64_t ForwardPass::items(std::int64_t jobs) const {
  return session_.sharesMemory() ? std::min(jobs, itemsPerComputeUnit * session_.computeUnits()) : jobs;
}

void ForwardPass::run(const Progress& progress) {
  const auto count = strategy_.chunks.size();
  for (std::size_t i = 0; i <= count; ++i) {
    progress.step(static_cast<double>(i) / static_cast<double>(count));
    if (i < count && strategy_.whole) measureAndNormalize(strategy_.chunks[i], slots_[i % 2]);
    if (i < count && !strategy_.whole && plan_.statisticsFromX()) measure(strategy_.chunks[i], slots_[i % 2]);
    if (i == 0) continue;
    const Chunk& previous = strategy_.chunks[i - 1];
    Slot& slot = slots_[(i - 1) % 2];
    if (plan_.statisticsFromX()) merge(previous, slot);
    if (!strategy_.whole) normalize(previous, slot);
  }
  session_.fetch(yBuffer_, bytesToWrite(y_), y_.byteCount());
}

void ForwardPass::measure(const Chunk& chunk, Slot& slot) {
  prepareMeasured(chunk, slot);
  const std::int64_t blocks = strategy_.measure.blocks;
  if (traversals_.measure.lanes) {
    session_.launch("lanes_moments", x_.dtype(), items(chunk.units * blocks), xBuffer_, measureTraversal_,
                    cl_long{chunk.firstUnit}, cl_long{chunk.units}, cl_long{chunk.firstSet},
                    cl_long{chunk.sets}, slot.measuredBuffer);
  } else {
    session_.launch("runs_moments", x_.dtype(), items(chunk.sets * blocks), xBuffer_, measureTraversal_,
                    cl_long{chunk.firstSet}, cl_long{chunk.sets}, slot.measuredBuffer);
  }
  slot.measuredRead = session_.read(slot.measuredBuffer, slot.measured.data(), bytesOf(slot.measured));
}

void ForwardPass::measureAndNormalize(const Chunk& chunk, Slot& slot) {
  prepareMeasured(chunk, slot);
  const auto eps = static_cast<cl_float>(plan_.spec().eps);
  const cl_float used = usedPerBiased(plan_);
  const cl_int outside = plan_.spec().epsAt == EpsAt::outside ? 1 : 0;
  const cl_int subtractsMean = plan_.spec().subtractsMean() ? 1 : 0;
  if (traversals_.measure.lanes) {
    session_.launch("lanes_whole", x_.dtype(), items(chunk.units), xBuffer_, yBuffer_, measureTraversal_,
                    normalizeTraversal_, cl_long{chunk.firstUnit}, cl_long{chunk.units},
                    cl_long{chunk.firstSet}, cl_long{chunk.sets}, slot.measuredBuffer, weight_.buffer,
                    bias_.buffer, eps, used, outside, subtractsMean);
  } else {
    session_.launch("runs_whole", x_.dtype(), items(chunk.sets), xBuffer_, yBuffer_, measureTraversal_,
                    normalizeTraversal_, cl_long{chunk.firstSet}, cl_long{chunk.sets}, slot.measuredBuffer,
                    weight_.buffer, bias_.buffer, eps, used, outside, subtractsMean);
  }
  slot.measuredRead = session_.read(slot.measuredBuffer, slot.measured.data(), bytesOf(slot.measured));
}

void ForwardPass::prepareMeasured(const Chunk& chunk, Slot& slot) {
  slot.measured.resize(static_cast<std::size_t>(4 * chunk.sets * strategy_.measure.blocks));
  if (slot.measuredBuffer() == nullptr) slot.measuredBuffer = session_.scratch(bytesOf(slot.measured));
}

void ForwardPass::merge(const Chunk& chunk, Slot& slot) {
  session_.wait(slot.measuredRead);
  mergeBlocks(slot.measured, plan_, traversals_.measure, strategy_.measure, chunk.firstSet, chunk.sets,
              moments_);
}

void ForwardPass::normalize(const Chunk& chunk, Slot& slot) {
  // Not yet written from where moments are only read and nothing was waited for.
  if (slot.scalingsWritten() != nullptr) session_.wait(slot.scalingsWritten);
  scalingsOf(moments_, plan_, traversals_.measure, chunk.firstSet, chunk.sets, slot.scalings);
  if (slot.scalingsBuffer() == nullptr) slot.scalingsBuffer = session_.scratch(bytesOf(slot.scalings));
  slot.scalingsWritten = session_.write(slot.scalingsBuffer, slot.scalings.data(), bytesOf(slot.scalings));
  const std::int64_t blocks = strategy_.normalize.blocks;
  if (traversals_.normalize.lanes) {
    session_.launch("lanes_apply", x_.dtype(), items(chunk.units * blocks), xBuffer_, yBuffer_,
                    normalizeTraversal_, cl_long{chunk.firstUnit}, cl_long{chunk.units},
                    cl_long{chunk.firstSet}, cl_long{chunk.sets}, slot.scalingsBuffer, weight_.buffer,
                    bias_.buffer);
  } else {
    session_.launch("runs_apply", x_.dtype(), items(chunk.sets * blocks), xBuffer_, yBuffer_,
                    normalizeTraversal_, cl_long{chunk.firstSet}, cl_long{chunk.sets}, slot.scalingsBuffer,
                    weight_.buffer, bias_.buffer);
  }
}

}  // namespace normscope
