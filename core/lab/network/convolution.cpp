#include "core/lab/network/convolution.h"

#include <algorithm>

namespace normscope::lab {

template <typename Scalar>
Convolution<Scalar>::Convolution(const ConvolutionShape& shape, int samples)
    : shape_(shape),
      patches_(Maps<Scalar>::Zero(samples * shape.outPositions(), shape.patchSize())),
      gradPatches_(samples * shape.outPositions(), shape.patchSize()) {}

template <typename Scalar>
template <typename Visit>
void Convolution<Scalar>::forEachPlace(int samples, Visit&& visit) const {
  const int outSide = shape_.outSide();
  for (int sample = 0; sample < samples; ++sample) {
    for (int position = 0; position < outSide * outSide; ++position) {
      const int top = position / outSide * shape_.stride - shape_.padding;
      const int left = position % outSide * shape_.stride - shape_.padding;
      const int row = sample * outSide * outSide + position;
      for (int i = 0; i < shape_.kernel * shape_.kernel; ++i) {
        const int y = top + i / shape_.kernel;
        const int x = left + i % shape_.kernel;
        if (y < 0 || x < 0 || y >= shape_.inSide || x >= shape_.inSide) continue;  // stays 0
        visit(row, i * shape_.inChannels, sample * shape_.inPositions() + y * shape_.inSide + x);
      }
    }
  }
}

template <typename Scalar>
void Convolution<Scalar>::forward(const Maps<Scalar>& x, int samples, const Scalar* weight, Maps<Scalar>& y) {
  forEachPlace(samples, [&](int row, int column, int from) {
    std::copy_n(&x(from, 0), shape_.inChannels, &patches_(row, column));
  });
  const int rows = samples * shape_.outPositions();
  const ConstParameterMatrix<Scalar> w(weight, shape_.patchSize(), shape_.outChannels);
  y.topRows(rows).noalias() = patches_.topRows(rows) * w;
}

template <typename Scalar>
void Convolution<Scalar>::backward(const Maps<Scalar>& gradOutput, int samples, const Scalar* weight,
                                   Scalar* gradWeight, Maps<Scalar>* gradInput) {
  const int rows = samples * shape_.outPositions();
  const auto g = gradOutput.topRows(rows);
  ParameterMatrix<Scalar> gw(gradWeight, shape_.patchSize(), shape_.outChannels);
  gw.noalias() += patches_.topRows(rows).transpose() * g;
  if (gradInput == nullptr) return;
  const ConstParameterMatrix<Scalar> w(weight, shape_.patchSize(), shape_.outChannels);
  gradPatches_.topRows(rows).noalias() = g * w.transpose();
  gradInput->topRows(samples * shape_.inPositions()).setZero();
  forEachPlace(samples, [&](int row, int column, int to) {
    gradInput->row(to) += gradPatches_.row(row).segment(column, shape_.inChannels);
  });
}

template class Convolution<float>;
template class Convolution<double>;

}  // namespace normscope::lab
