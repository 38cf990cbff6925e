// What somebody made of running statistics that are known.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "core/analysis/match/match.h"
#include "core/analysis/match/match_words.h"
#include "core/io/generate.h"

namespace normscope {
namespace match_running_test {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;

constexpr std::int64_t samples = 4, channels = 6, places = 30;
constexpr double n = samples * places;

/// Of a channel: what is given, and what x has.
struct Channel {
  double mean, variance;            ///< the running ones
  double batchMean, batchVariance;  ///< the latter biased
};

/// x^ of a channel: (x - mean) * factor.
struct Normalizer {
  double mean, factor;
};

class MatchRunning : public testing::Test {
 protected:
  /// What is found of y by a function of each channel's statistics, times and plus its weight and bias.
  MatchResult found(const std::string& meant, const std::function<Normalizer(const Channel&)>& by) {
    x_ = generate(parseGenerated("normal:4,6,5,6:seed=31,mean=2,std=1.5"));
    RunningStatistics running = RunningStatistics::fresh(channels);
    std::vector<double> y(static_cast<std::size_t>(x_.elementCount())), weight, bias;
    for (std::int64_t c = 0; c < channels; ++c) {
      const Channel channel = channelOf(c);
      running.mean[static_cast<std::size_t>(c)] = channel.mean;
      running.variance[static_cast<std::size_t>(c)] = channel.variance;
      weight.push_back(0.7 + 0.15 * static_cast<double>(c));
      bias.push_back(0.1 * static_cast<double>(c) - 0.2);
      const Normalizer own = by(channel);
      forEach(c, [&](std::int64_t i) {
        y[static_cast<std::size_t>(i)] = (x_.at(i) - own.mean) * own.factor * weight.back() + bias.back();
      });
    }
    request_ = {x_,
                Tensor::of<double>(DType::float32, x_.extents(), y),
                Shape(Layout::parse("NCHW"), x_.extents()),
                {Tensor::of<double>(DType::float32, {channels}, weight),
                 Tensor::of<double>(DType::float32, {channels}, bias)},
                parseNormSpec(meant),
                running};
    return findNorms(request_);
  }

  std::vector<std::string> words(const MatchResult& result) const {
    const Match& best = result.matches.front();
    return differencesInWords(request_, best.candidate, {}, &best);
  }

  MatchRequest request_;

 private:
  void forEach(std::int64_t c, const std::function<void(std::int64_t)>& visit) const {
    for (std::int64_t s = 0; s < samples; ++s) {
      for (std::int64_t p = 0; p < places; ++p) visit((s * channels + c) * places + p);
    }
  }

  Channel channelOf(std::int64_t c) const {
    Channel channel{1.1 + 0.2 * static_cast<double>(c), 1.4 + 0.3 * static_cast<double>(c), 0, 0};
    forEach(c, [&](std::int64_t i) { channel.batchMean += x_.at(i) / n; });
    forEach(c,
            [&](std::int64_t i) { channel.batchVariance += std::pow(x_.at(i) - channel.batchMean, 2) / n; });
    return channel;
  }

  Tensor x_;
};

Normalizer normalizer(double mean, double variance, double eps = 1e-5) {
  return {mean, 1 / std::sqrt(variance + eps)};
}

TEST_F(MatchRunning, AsTheyAreIsAsMeant) {
  const MatchResult result =
      found("batch:mode=eval", [](const Channel& c) { return normalizer(c.mean, c.variance); });
  EXPECT_EQ(result.asMeant, true);
}

TEST_F(MatchRunning, MeanAndVarianceSwapped) {
  const MatchResult result =
      found("batch:mode=eval", [](const Channel& c) { return normalizer(c.variance, c.mean); });
  EXPECT_EQ(result.asMeant, false);
  EXPECT_THAT(words(result), Contains("running mean and running variance are swapped"));
}

TEST_F(MatchRunning, TheVarianceTakenForAStandardDeviation) {
  const MatchResult result = found("batch:mode=eval", [](const Channel& c) {
    return Normalizer{c.mean, 1 / (c.variance + 1e-5)};
  });
  EXPECT_THAT(words(result), Contains("x − mean was divided by the running variance, not by its root, or a "
                                      "standard deviation was given as the variance"));
}

TEST_F(MatchRunning, AfterOneUpdateMore) {
  for (const double momentum : {0.1, 0.9, 0.01}) {
    for (const bool unbiased : {true, false}) {
      const MatchResult result = found("batch:mode=eval", [&](const Channel& c) {
        const double variance = c.batchVariance * (unbiased ? n / (n - 1) : 1);
        return normalizer((1 - momentum) * c.mean + momentum * c.batchMean,
                          (1 - momentum) * c.variance + momentum * variance);
      });
      const MatchCandidate& best = result.matches.front().candidate;
      ASSERT_TRUE(best.runningUse);
      EXPECT_EQ(*best.runningUse, (RunningUse{Mistake::runningAhead, momentum, unbiased}));
      EXPECT_EQ(result.asMeant, false);
      const std::string number = momentum == 0.1 ? "0.1" : momentum == 0.9 ? "0.9" : "0.01";
      EXPECT_THAT(words(result),
                  Contains("the running statistics normalized x after their update by it, by momentum " +
                           number + (unbiased ? "" : " and with the biased variance") +
                           "; the given ones are those before it"));
    }
  }
}

TEST_F(MatchRunning, BeforeTheLastUpdate) {
  const MatchResult result = found("batch:mode=eval", [](const Channel& c) {
    return normalizer((c.mean - 0.1 * c.batchMean) / 0.9,
                      (c.variance - 0.1 * c.batchVariance * n / (n - 1)) / 0.9);
  });
  EXPECT_EQ(result.asMeant, false);
  EXPECT_THAT(words(result),
              Contains("the given running statistics are updated by x already, by momentum 0.1; x "
                       "was normalized with those before"));
}

TEST_F(MatchRunning, InTrainingALayerNormalizesWithItsOwn) {
  const MatchResult result = found("batch", [](const Channel& c) {
    return normalizer(0.9 * c.mean + 0.1 * c.batchMean,
                      0.9 * c.variance + 0.1 * c.batchVariance * n / (n - 1));
  });
  EXPECT_EQ(result.asMeant, false);
  EXPECT_THAT(words(result),
              Contains("the running statistics normalized x after their update by it, by momentum 0.1; "
                       "a layer in training normalizes with x's own"));
}

TEST_F(MatchRunning, TheOtherEstimator) {
  const MatchResult biased =
      found("batch:mode=eval", [](const Channel& c) { return normalizer(c.mean, c.variance * (n - 1) / n); });
  EXPECT_THAT(words(biased),
              Contains("the running variance was a biased one: the given one times (n − 1) / n"));
  const MatchResult unbiased =
      found("batch:mode=eval", [](const Channel& c) { return normalizer(c.mean, c.variance * n / (n - 1)); });
  EXPECT_THAT(
      words(unbiased),
      Contains("the given running variance was multiplied by n / (n − 1), as if it was a biased one"));
}

TEST_F(MatchRunning, EpsMissingOrAddedTwice) {
  const MatchResult missing =
      found("batch:mode=eval,eps=0.001", [](const Channel& c) { return normalizer(c.mean, c.variance, 0); });
  EXPECT_THAT(words(missing), Contains(HasSubstr(", not 0.001")));
  const MatchResult twice = found("batch:mode=eval,eps=0.001",
                                  [](const Channel& c) { return normalizer(c.mean, c.variance, 0.002); });
  EXPECT_EQ(twice.asMeant, false);
  EXPECT_THAT(words(twice), Contains("eps is 0.002, not 0.001"));
}

TEST_F(MatchRunning, WhatXHasInstead) {
  const MatchResult own =
      found("batch:mode=eval", [](const Channel& c) { return normalizer(c.batchMean, c.batchVariance); });
  EXPECT_EQ(own.asMeant, false);
  EXPECT_THAT(words(own), Contains("y comes from batch, not from batch:mode=eval"));
  const MatchResult fresh = found("batch:mode=eval", [](const Channel&) { return normalizer(0, 1); });
  EXPECT_EQ(fresh.asMeant, false);
  EXPECT_THAT(words(fresh), Contains(HasSubstr("still at mean 0 and variance 1")));
  const MatchResult given = found("batch", [](const Channel& c) { return normalizer(c.mean, c.variance); });
  EXPECT_EQ(given.asMeant, false);
  EXPECT_THAT(words(given), Contains("y comes from batch:mode=eval, not from batch"));
  EXPECT_THAT(words(given), Not(Contains(HasSubstr("update"))));
}

}  // namespace match_running_test
}  // namespace normscope
