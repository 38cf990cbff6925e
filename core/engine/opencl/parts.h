#pragma once

#include "core/engine/opencl/chunks.h"
#include "core/engine/opencl/workspace.h"
#include "core/norm/reduction_plan.h"
#include "core/tensor/tensor.h"

namespace normscope {

// What both passes do with a tensor in parts, each a Region.

/// Of sets that `regions` share, for kernels that read so many tensors of x's type.
Circumstances circumstancesOf(const OpenClSession& session, const ReductionPlan& plan, DType dtype,
                              std::int64_t tensors, std::size_t regions);

/// Elements of x of a part at most.
std::int64_t partElements(const OpenClSession& session, const Tensor& x);

/// Whether the parts of a group stay on the device between launches: buffers over host memory cost nothing,
/// elsewhere there is room for one part at a time.
bool keepsParts(const OpenClSession& session, std::size_t parts);

/// The region of a tensor, for kernels to read.
cl::Buffer inputPart(OpenClSession& session, const Tensor& tensor, const Region& region);

/// The same of a tensor that may have stayed on the device; closeInput() keeps it there for the next time. A
/// part of it takes its place.
cl::Buffer openInput(OpenClSession& session, KeptTensor& kept, const Tensor& tensor, const Region& region);
void closeInput(OpenClSession& session, KeptTensor& kept, const Tensor& tensor, const Region& region,
                cl::Buffer&& buffer);

/// The same to be written. What `isBegun` has values from earlier launches, which kernels leave as they are.
cl::Buffer outputPart(OpenClSession& session, Tensor& tensor, const Region& region, bool isBegun);

/// Brings what kernels wrote to the tensor.
void fetchPart(OpenClSession& session, const cl::Buffer& buffer, Tensor& tensor, const Region& region);

}  // namespace normscope
