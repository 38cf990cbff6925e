#pragma once

#include <Eigen/Core>
#include <algorithm>
#include <functional>
#include <optional>

#include "core/norm/reduction_plan.h"
#include "core/tensor/tensor.h"

namespace normscope::reference {

/// Some neighbouring elements of a set: element i lies at offset + i * stride and uses parameter + i *
/// parameterStride.
struct Piece {
  std::int64_t offset;
  std::int64_t stride;
  std::int64_t parameter;
  std::int64_t parameterStride;
  Eigen::Index length;
};

/// Long runs are taken in pieces, so that the double copy of a set never needs memory of its own size.
constexpr std::int64_t pieceLength = 8192;

/// Calls visit(piece) for all pieces of a set, in order.
template <typename Visit>
void forEachPiece(const ReductionPlan& plan, std::int64_t set, Visit&& visit) {
  plan.forEachRun(set, [&](std::int64_t offset, std::int64_t parameter, std::int64_t length,
                           std::int64_t stride, std::int64_t parameterStride) {
    for (std::int64_t done = 0; done < length; done += pieceLength) {
      visit(Piece{offset + done * stride, stride, parameter + done * parameterStride, parameterStride,
                  std::min(pieceLength, length - done)});
    }
  });
}

/// The elements of a tensor that a piece names, in double.
Eigen::ArrayXd valuesOf(const Tensor& tensor, const Piece& piece);

/// The parameters that a piece uses; `absent` for each where there are none.
Eigen::ArrayXd parametersOf(const std::optional<Tensor>& parameters, const Piece& piece, double absent);

/// Receives what was computed for part of a set, in double: value i belongs to the element at offset + i *
/// stride.
using Sink = std::function<void(std::int64_t offset, std::int64_t stride,
                                const Eigen::Ref<const Eigen::ArrayXd>& values)>;

}  // namespace normscope::reference
