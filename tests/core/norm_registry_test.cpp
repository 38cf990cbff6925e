#include "core/norm/norm_registry.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/norm/reduction_plan.h"

namespace normscope {
namespace norm_registry_test {

using testing::ElementsAre;

std::vector<std::string> textsOf(const std::vector<NormSpec>& specs) {
  std::vector<std::string> texts;
  for (const NormSpec& spec : specs) texts.push_back(toText(spec));
  return texts;
}

TEST(NormRegistry, ARowIsFoundByItsKind) {
  for (const NormInfo& info : normRegistry()) EXPECT_EQ(&infoOf(info.kind), &info) << info.name;
}

TEST(NormRegistry, ExamplesAndNeighboursAreSpecsThatFit) {
  const Shape shape(Layout::parse("NCHW"), {4, 6, 3, 5});
  for (const NormInfo& info : normRegistry()) {
    const NormSpec example = parseNormSpec(info.example);
    EXPECT_EQ(example.kind, info.kind);
    EXPECT_EQ(toText(example), info.example);
    EXPECT_FALSE(usualNeighbour(example) == example) << info.name;
    EXPECT_NO_THROW(plan(shape, example)) << info.name;
    EXPECT_NO_THROW(plan(shape, usualNeighbour(example))) << info.name;
    EXPECT_EQ(formatVersionOf(example), info.formatVersion);
    EXPECT_EQ(specOf(info.kind).eps, info.eps);
    EXPECT_EQ(specOf(info.kind) == example, info.required.empty()) << info.name;
  }
}

TEST(NormRegistry, RowsAgreeWithThemselves) {
  for (const NormInfo& info : normRegistry()) {
    EXPECT_TRUE(info.allows(Affine::none) && info.allows(info.defaultAffine)) << info.name;
    for (const std::string_view key : info.required) EXPECT_TRUE(info.hasKey(key)) << info.name;
    EXPECT_TRUE(!info.split || info.hasKey(info.split->key)) << info.name;
    EXPECT_EQ(info.mayTrack, info.hasKey("mode")) << info.name;
    EXPECT_EQ(info.allows(Affine::element), info.hasKey("over")) << info.name;
  }
}

TEST(NormRegistry, HasTheFourNormsOfThePaperInItsOrder) {
  EXPECT_THAT(textsOf(figureNorms()), ElementsAre("batch", "layer", "instance", "group:groups=2"));
}

TEST(NormRegistry, LayerIsReadInTwoWays) {
  const std::vector<NormReading> readings = readingsOf(NormKind::layer, Layout::parse("NCHW"));
  ASSERT_EQ(readings.size(), 2U);
  EXPECT_EQ(readings[0].over, "");
  EXPECT_EQ(readings[0].words, "the paper's: C, H, W");
  EXPECT_EQ(readings[1].over, "C");
  EXPECT_EQ(readings[1].words, "the frameworks' default: C");
  EXPECT_EQ(readingsOf(NormKind::layer, Layout::parse("BTF"))[1].words, "the frameworks' default: F");
  EXPECT_TRUE(readingsOf(NormKind::layer, Layout::parse("NC")).empty());
  EXPECT_TRUE(readingsOf(NormKind::layer, Layout::parse("NHW")).empty());
  EXPECT_TRUE(readingsOf(NormKind::rms, Layout::parse("NCHW")).empty());
}

}  // namespace norm_registry_test
}  // namespace normscope
