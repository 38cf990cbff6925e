#include "core/lab/network/network.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/lab/digit_data.h"
#include "core/lab/lab_norm.h"

namespace normscope::lab {
namespace network_test {

struct GradientCase {
  const char* norm;
  int lastSide;
};

class NetworkGradients : public testing::TestWithParam<GradientCase> {};

/// Central differences of the loss in double precision, for parameters of every layer.
TEST_P(NetworkGradients, AreSlopesOfTheLoss) {
  constexpr int samples = 6;
  const auto [norm, lastSide] = GetParam();
  Network<double> network(parseLabNorm(norm).spec, lastSide, samples, samples);
  network.initialize(RandomBits(5));
  Maps<double> pictures(samples * 64, 1);
  const DigitData& data = digitData();
  for (int i = 0; i < samples * 64; ++i) pictures(i, 0) = data.pictures[static_cast<std::size_t>(i)];
  const std::span labels(data.labels.data(), samples);

  const double loss = network.train(pictures, labels);
  const Eigen::ArrayXd gradients = network.gradients();
  constexpr double h = 1e-6;
  double largest = 0;
  int kinks = 0;
  for (Eigen::Index i = 0; i < gradients.size(); i += 23) {
    double& parameter = network.parameters()[i];
    const double before = parameter;
    parameter = before + h;
    const double above = network.train(pictures, labels);
    parameter = before - h;
    const double below = network.train(pictures, labels);
    parameter = before;
    largest = std::max(largest, std::abs(gradients[i]));
    // A ReLU may turn off between the two: then the slope has two values there.
    if (std::abs((above - loss) - (loss - below)) > 5e-4 * h) {
      ++kinks;
      continue;
    }
    EXPECT_NEAR(gradients[i], (above - below) / (2 * h), 1e-7) << "parameter " << i;
  }
  EXPECT_LE(kinks, 3);
  EXPECT_GT(largest, 1e-2);  // else the bound would say nothing
}

INSTANTIATE_TEST_SUITE_P(Norms, NetworkGradients,
                         testing::Values(GradientCase{"none", 1}, GradientCase{"none", 2},
                                         GradientCase{"none", 4}, GradientCase{"batch", 1},
                                         GradientCase{"batch", 2}, GradientCase{"batch", 4},
                                         GradientCase{"batch:workers=2", 1}, GradientCase{"layer", 1},
                                         GradientCase{"layer", 2}, GradientCase{"instance", 2},
                                         GradientCase{"instance:affine=channel", 4},
                                         GradientCase{"group:groups=4", 1}, GradientCase{"group:groups=4", 4},
                                         GradientCase{"rms", 1}, GradientCase{"l2", 2}));

/// 3×3 over one pixel of each corner and the middle: what a convolution with padding and stride sees, by its
/// definition.
TEST(Convolution, IsTheSumUnderTheKernel) {
  const ConvolutionShape shape{2, 3, 4, 3, 2, 1};
  ASSERT_EQ(shape.outSide(), 2);
  Convolution<double> convolution(shape, 2);
  Maps<double> x(2 * 16, 2);
  for (Eigen::Index i = 0; i < x.size(); ++i) x.data()[i] = std::sin(static_cast<double>(i));
  Eigen::ArrayXd weight(convolution.parameterCount());
  for (Eigen::Index i = 0; i < weight.size(); ++i) weight[i] = std::cos(static_cast<double>(3 * i));
  Maps<double> y(2 * 4, 3);
  convolution.forward(x, 2, weight.data(), y);
  for (int n = 0; n < 2; ++n) {
    for (int place = 0; place < 4; ++place) {
      for (int out = 0; out < 3; ++out) {
        double sum = 0;
        for (int i = 0; i < 9; ++i) {
          const int row = place / 2 * 2 - 1 + i / 3;
          const int column = place % 2 * 2 - 1 + i % 3;
          if (row < 0 || column < 0 || row > 3 || column > 3) continue;
          for (int in = 0; in < 2; ++in)
            sum += x(n * 16 + row * 4 + column, in) * weight[(i * 2 + in) * 3 + out];
        }
        EXPECT_NEAR(y(n * 4 + place, out), sum, 1e-12);
      }
    }
  }
}

TEST(Network, HasThePositionsItIsAskedFor) {
  for (const int side : {1, 2, 4}) EXPECT_EQ(stagesOf(side).back().outSide(), side);
}

TEST(Network, CountsWhatIsNoNumberAsWrong) {
  Network<float> network(std::nullopt, 1, 2, 2);
  network.initialize(RandomBits(1));
  network.parameters()[0] = std::nanf("");
  const Maps<float> pictures = Maps<float>::Ones(2 * 64, 1);
  const std::vector<std::uint8_t> labels = {0, 1};
  EXPECT_EQ(network.countWrong(pictures, labels), 2);
}

}  // namespace network_test
}  // namespace normscope::lab
