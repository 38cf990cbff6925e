#pragma once

#include <Eigen/Core>

namespace normscope::lab {

/// The feature maps of a batch: a row a position (sample by sample, row by row), a column a channel. In
/// memory that is a tensor in layout NHWC.
template <typename Scalar>
using Maps = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// Parameters or their gradients as a matrix, part of the flat list of all.
template <typename Scalar>
using ParameterMatrix = Eigen::Map<Maps<Scalar>>;
template <typename Scalar>
using ConstParameterMatrix = Eigen::Map<const Maps<Scalar>>;
template <typename Scalar>
using ParameterRow = Eigen::Map<Eigen::Matrix<Scalar, 1, Eigen::Dynamic>>;
template <typename Scalar>
using ConstParameterRow = Eigen::Map<const Eigen::Matrix<Scalar, 1, Eigen::Dynamic>>;

}  // namespace normscope::lab
