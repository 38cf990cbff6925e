#pragma once

#include "core/lab/network/maps.h"

namespace normscope::lab {

/// The extents of a convolution of square maps.
struct ConvolutionShape {
  int inChannels;
  int outChannels;
  int inSide;
  int kernel;
  int stride;
  int padding;  ///< rows and columns of zeros around each map

  int outSide() const { return (inSide + 2 * padding - kernel) / stride + 1; }
  int inPositions() const { return inSide * inSide; }
  int outPositions() const { return outSide() * outSide(); }
  int patchSize() const { return kernel * kernel * inChannels; }  ///< values that one output value depends on
};

/// A convolution as a product of matrices: the patches under the kernel, a row each, times the weight, of
/// shape [kernel, kernel, in, out] in memory. No bias: a norm or a shift follows.
template <typename Scalar>
class Convolution {
 public:
  /// For batches of at most `samples`.
  Convolution(const ConvolutionShape& shape, int samples);

  const ConvolutionShape& shape() const { return shape_; }
  int parameterCount() const { return shape_.patchSize() * shape_.outChannels; }

  /// Writes `samples` times outPositions() rows into `y`; keeps the patches.
  void forward(const Maps<Scalar>& x, int samples, const Scalar* weight, Maps<Scalar>& y);

  /// From the gradient with respect to y: adds to that of the weight, and writes that of x where it is given.
  void backward(const Maps<Scalar>& gradOutput, int samples, const Scalar* weight, Scalar* gradWeight,
                Maps<Scalar>* gradInput);

 private:
  /// Calls visit(row of the patches, column in it, row of x) for all places of the kernel inside the maps.
  template <typename Visit>
  void forEachPlace(int samples, Visit&& visit) const;

  ConvolutionShape shape_;
  Maps<Scalar> patches_;
  Maps<Scalar> gradPatches_;
};

}  // namespace normscope::lab
