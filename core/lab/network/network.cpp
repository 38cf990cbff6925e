#include "core/lab/network/network.h"

#include <algorithm>
#include <cmath>

#include "core/io/digits.h"

namespace normscope::lab {

std::array<ConvolutionShape, stageCount> stagesOf(int lastSide) {
  const int first = 16;
  const int wide = 32;
  const ConvolutionShape halving{1, first, digitSide, 3, 2, 1};  // 8x8 to 4x4
  if (lastSide == 4) return {{halving, {first, wide, 4, 3, 1, 1}, {wide, wide, 4, 3, 1, 1}}};
  if (lastSide == 2) return {{halving, {first, wide, 4, 3, 2, 1}, {wide, wide, 2, 3, 1, 1}}};
  return {{halving, {first, wide, 4, 3, 2, 1}, {wide, wide, 2, 2, 1, 0}}};
}

template <typename Scalar>
Network<Scalar>::Network(const std::optional<NormSpec>& norm, int lastSide, int samples, int evaluated)
    : samples_(samples), evaluated_(evaluated) {
  const int most = std::max(samples, evaluated);
  Eigen::Index count = 0;
  const auto take = [&](int values) {
    count += values;
    return count - values;
  };
  const auto shapes = stagesOf(lastSide);
  for (std::size_t i = 0; i < shapes.size(); ++i) {
    Stage& stage = stages_[i];
    const ConvolutionShape& shape = shapes[i];
    stage.convolution = std::make_unique<Convolution<Scalar>>(shape, most);
    stage.weight = take(stage.convolution->parameterCount());
    if (norm) {
      stage.norm =
          std::make_unique<NormLayer<Scalar>>(*norm, shape.outChannels, shape.outSide(), samples, evaluated);
      stage.normWeight = take(stage.norm->parameterCount());
      stage.normBias = take(stage.norm->parameterCount());
    } else {
      stage.normBias = take(shape.outChannels);
    }
    for (Maps<Scalar>* maps : {&stage.z, &stage.a, &stage.gradZ, &stage.gradA})
      maps->resize(most * shape.outPositions(), shape.outChannels);
  }
  const int features = shapes.back().outChannels;
  linearWeight_ = take(features * digitClasses);
  linearBias_ = take(digitClasses);
  parameters_ = Values::Zero(count);
  gradients_ = Values::Zero(count);
  features_.resize(most, features);
  logits_.resize(most, digitClasses);
  gradLogits_.resize(samples, digitClasses);
}

template <typename Scalar>
void Network<Scalar>::initialize(const RandomBits& bits) {
  const auto even = [&](Eigen::Index from, Eigen::Index count, int inputs) {
    const double bound = 1 / std::sqrt(static_cast<double>(inputs));
    for (Eigen::Index i = from; i < from + count; ++i)
      parameters_[i] = static_cast<Scalar>((2 * bits.unit(static_cast<std::uint64_t>(i)) - 1) * bound);
  };
  for (const Stage& stage : stages_) {
    const ConvolutionShape& shape = stage.convolution->shape();
    even(stage.weight, stage.convolution->parameterCount(), shape.patchSize());
    if (stage.norm) {
      parameters_.segment(stage.normWeight, stage.norm->parameterCount())
          .setConstant(stage.norm->firstWeight());
      parameters_.segment(stage.normBias, stage.norm->parameterCount()).setZero();
    } else {
      even(stage.normBias, shape.outChannels, shape.patchSize());
    }
  }
  const auto inputs = static_cast<int>(features_.cols());
  even(linearWeight_, parameters_.size() - linearWeight_, inputs);
}

template <typename Scalar>
void Network<Scalar>::forward(const Maps<Scalar>& pictures, int samples, bool training) {
  const Maps<Scalar>* x = &pictures;
  for (Stage& stage : stages_) {
    stage.convolution->forward(*x, samples, &parameters_[stage.weight], stage.z);
    const Eigen::Index rows = samples * stage.convolution->shape().outPositions();
    const Scalar* weight = parameters_.data() + stage.normWeight;
    const Scalar* bias = parameters_.data() + stage.normBias;
    if (!stage.norm) {
      stage.a.topRows(rows) =
          stage.z.topRows(rows).rowwise() + ConstParameterRow<Scalar>(bias, stage.z.cols());
    } else if (training) {
      stage.norm->train(stage.z.data(), weight, bias, stage.a.data());
    } else {
      stage.norm->evaluate(stage.z.data(), weight, bias, stage.a.data());
    }
    // Not max(): that would make 0 of NaN.
    stage.a.topRows(rows) =
        stage.a.topRows(rows).unaryExpr([](Scalar value) { return value < 0 ? Scalar(0) : value; });
    x = &stage.a;
  }
  readOut(samples);
}

template <typename Scalar>
void Network<Scalar>::readOut(int samples) {
  const Stage& last = stages_.back();
  const int positions = last.convolution->shape().outPositions();
  for (int sample = 0; sample < samples; ++sample)
    features_.row(sample) = last.a.middleRows(sample * positions, positions).colwise().mean();
  const ConstParameterMatrix<Scalar> weight(&parameters_[linearWeight_], features_.cols(), digitClasses);
  const ConstParameterRow<Scalar> bias(&parameters_[linearBias_], digitClasses);
  logits_.topRows(samples).noalias() = features_.topRows(samples) * weight;
  logits_.topRows(samples).rowwise() += bias;
}

/// The mean cross entropy; its gradient with respect to the logits goes to gradLogits_.
template <typename Scalar>
double Network<Scalar>::lossOf(std::span<const std::uint8_t> labels) {
  double loss = 0;
  for (int sample = 0; sample < samples_; ++sample) {
    const Eigen::Array<double, 1, digitClasses> row = logits_.row(sample).template cast<double>().array();
    const Eigen::Array<double, 1, digitClasses> powers = (row - row.maxCoeff()).exp();
    const double sum = powers.sum();
    const int label = labels[static_cast<std::size_t>(sample)];
    loss -= row[label] - row.maxCoeff() - std::log(sum);
    Eigen::Array<double, 1, digitClasses> gradient = powers / sum;
    gradient[label] -= 1;
    gradLogits_.row(sample) = (gradient / samples_).template cast<Scalar>();
  }
  return loss / samples_;
}

template <typename Scalar>
void Network<Scalar>::backwardOfNorm(Stage& stage, Eigen::Index rows) {
  if (stage.norm) {
    stage.norm->backward(stage.gradA.data(), parameters_.data() + stage.normWeight,
                         gradients_.data() + stage.normWeight, gradients_.data() + stage.normBias,
                         stage.gradZ.data());
    return;
  }
  stage.gradZ.topRows(rows) = stage.gradA.topRows(rows);
  ParameterRow<Scalar>(&gradients_[stage.normBias], stage.gradA.cols()) +=
      stage.gradA.topRows(rows).colwise().sum();
}

template <typename Scalar>
void Network<Scalar>::backward() {
  gradients_.setZero();
  const ConstParameterMatrix<Scalar> weight(&parameters_[linearWeight_], features_.cols(), digitClasses);
  ParameterMatrix<Scalar>(&gradients_[linearWeight_], features_.cols(), digitClasses).noalias() +=
      features_.topRows(samples_).transpose() * gradLogits_;
  ParameterRow<Scalar>(&gradients_[linearBias_], digitClasses) += gradLogits_.colwise().sum();

  const int positions = stages_.back().convolution->shape().outPositions();
  const Maps<Scalar> gradFeatures = gradLogits_ * weight.transpose() / static_cast<Scalar>(positions);
  for (int sample = 0; sample < samples_; ++sample) {
    stages_.back().gradA.middleRows(sample * positions, positions) =
        gradFeatures.row(sample).replicate(positions, 1);
  }
  for (std::size_t i = stages_.size(); i-- > 0;) {
    Stage& stage = stages_[i];
    const Eigen::Index rows = samples_ * stage.convolution->shape().outPositions();
    stage.gradA.topRows(rows).array() *= (stage.a.topRows(rows).array() > Scalar(0)).template cast<Scalar>();
    backwardOfNorm(stage, rows);
    stage.convolution->backward(stage.gradZ, samples_, &parameters_[stage.weight], &gradients_[stage.weight],
                                i == 0 ? nullptr : &stages_[i - 1].gradA);
  }
}

template <typename Scalar>
double Network<Scalar>::train(const Maps<Scalar>& pictures, std::span<const std::uint8_t> labels) {
  forward(pictures, samples_, true);
  const double loss = lossOf(labels);
  backward();
  return loss;
}

template <typename Scalar>
int Network<Scalar>::countWrong(const Maps<Scalar>& pictures, std::span<const std::uint8_t> labels) {
  forward(pictures, evaluated_, false);
  int wrong = 0;
  for (int sample = 0; sample < evaluated_; ++sample) {
    Eigen::Index best = 0;
    logits_.row(sample).maxCoeff(&best);
    const bool right = logits_.row(sample).allFinite() && best == labels[static_cast<std::size_t>(sample)];
    wrong += right ? 0 : 1;
  }
  return wrong;
}

template class Network<float>;
template class Network<double>;

}  // namespace normscope::lab
