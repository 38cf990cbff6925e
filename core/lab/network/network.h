#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "core/io/random_bits.h"
#include "core/lab/network/convolution.h"
#include "core/lab/network/norm_layer.h"

namespace normscope::lab {

inline constexpr int stageCount = 3;

/// The three convolutions of the network, for maps of lastSide by lastSide positions behind the last one: 1,
/// 2 or 4.
std::array<ConvolutionShape, stageCount> stagesOf(int lastSide);

/// A network that reads the digits: three stages of convolution, norm and ReLU, the mean over the positions
/// of the last one, and a linear layer; its loss is the mean cross entropy of the batch. Without a norm each
/// convolution has a shift a channel instead. Scalar is float, or double for the tests of its gradients.
template <typename Scalar>
class Network {
 public:
  using Values = Eigen::Array<Scalar, Eigen::Dynamic, 1>;

  /// For batches of exactly `samples` pictures in training and of `evaluated` ones in evaluation. Throws
  /// Error (nonsense) where the norm has no plan for a stage.
  Network(const std::optional<NormSpec>& norm, int lastSide, int samples, int evaluated);

  /// Draws the parameters, as PyTorch does for a new layer: weights and shifts of a convolution and of the
  /// linear layer evenly from ±1/√(inputs of a value), weight 1 (0 where it is zero-centred) and bias 0 for a
  /// norm.
  void initialize(const RandomBits& bits);

  /// All parameters, one list: of each stage the weight [kernel, kernel, in, out], then the norm's weight and
  /// bias, or the shift [out]; of the linear layer the weight [in, out] and the bias [out].
  Values& parameters() { return parameters_; }
  const Values& parameters() const { return parameters_; }
  const Values& gradients() const { return gradients_; }

  /// Forward and backward on a batch of pictures, a row a pixel: the loss; gradients() are of it. Running
  /// statistics move.
  double train(const Maps<Scalar>& pictures, std::span<const std::uint8_t> labels);

  /// How many of a batch of `evaluated` pictures are read wrong in evaluation; also those whose values are no
  /// numbers.
  int countWrong(const Maps<Scalar>& pictures, std::span<const std::uint8_t> labels);

  /// Of the norm behind a stage; null without a norm.
  const NormLayer<Scalar>* norm(int stage) const {
    return stages_[static_cast<std::size_t>(stage)].norm.get();
  }

 private:
  struct Stage {
    std::unique_ptr<Convolution<Scalar>> convolution;
    std::unique_ptr<NormLayer<Scalar>> norm;
    Eigen::Index weight = 0;      ///< where its parameters begin
    Eigen::Index normWeight = 0;  ///< of the norm, or the shift
    Eigen::Index normBias = 0;
    Maps<Scalar> z;      ///< behind the convolution
    Maps<Scalar> a;      ///< behind norm and ReLU
    Maps<Scalar> gradZ;  ///< gradients with respect to both
    Maps<Scalar> gradA;
  };

  void forward(const Maps<Scalar>& pictures, int samples, bool training);
  void readOut(int samples);
  double lossOf(std::span<const std::uint8_t> labels);
  void backward();
  void backwardOfNorm(Stage& stage, Eigen::Index rows);

  int samples_;
  int evaluated_;
  std::array<Stage, stageCount> stages_;
  Eigen::Index linearWeight_ = 0;
  Eigen::Index linearBias_ = 0;
  Values parameters_;
  Values gradients_;
  Maps<Scalar> features_;  ///< means over the positions of the last stage
  Maps<Scalar> logits_;
  Maps<Scalar> gradLogits_;  ///< of a batch in training
};

}  // namespace normscope::lab
