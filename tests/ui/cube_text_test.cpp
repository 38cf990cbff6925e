#include "core/view/cube/cube_text.h"

#include "core/text/number.h"

#include <gtest/gtest.h>

namespace normscope {
namespace cube_text_test {

ReductionPlan planOf(const std::string& layout, const Extents& extents, const std::string& norm) {
  return plan(Shape(Layout::parse(layout), extents), parseNormSpec(norm));
}

TEST(CubeText, NamesTheNormInFull) {
  const auto title = [](const char* norm) { return normTitleInFull(planOf("NCHW", {8, 6, 4, 4}, norm)); };
  EXPECT_EQ(title("batch"), "Batch Norm");
  EXPECT_EQ(title("batch:variance=unbiased"), "Batch Norm, unbiased σ²");
  EXPECT_EQ(title("layer:eps_at=outside"), "Layer Norm, ε outside √");
  EXPECT_EQ(title("batch:workers=2"), "Batch Norm, 2 workers");
  EXPECT_EQ(title("batch:mode=eval"), "Batch Norm, evaluation");
  EXPECT_EQ(title("group:groups=2"), "Group Norm, G = 2");
  EXPECT_EQ(title("layer:over=C+H+W"), "Layer Norm over C, H, W");
  EXPECT_EQ(title("custom:over=N+W,center=false"), "Custom over N, W, not centred");
  EXPECT_EQ(title("layer:eps_at=max"), "Layer Norm, √ at least ε");
  EXPECT_EQ(title("l2"), "L2 Norm");
  EXPECT_EQ(title("l2:over=H,eps_at=inside"), "L2 Norm over H, ε inside √");
}

TEST(CubeText, SaysWhatIsShared) {
  const auto sentence = [](const char* norm) { return setsSentence(planOf("NCHW", {8, 6, 8, 8}, norm)); };
  EXPECT_EQ(sentence("group:groups=2"), "16 sets of 192 elements, each with one μ and one σ²");
  EXPECT_EQ(sentence("custom:over=N+C+H+W"), "1 set of 3072 elements, with one μ and one σ²");
  EXPECT_EQ(sentence("rms"), "512 sets of 6 elements, each with one mean square");
  EXPECT_EQ(sentence("l2"), "512 sets of 6 elements, each with one sum of squares");
  EXPECT_EQ(sentence("batch:mode=eval"), "6 running pairs μ, σ², not computed from x, each for 512 elements");
  const auto per = [](const char* norm) { return sharedPer(planOf("NCHW", {8, 6, 8, 8}, norm)); };
  EXPECT_EQ(per("batch"), "one μ, σ² per channel");
  EXPECT_EQ(per("batch:workers=4"), "one μ, σ² per worker and channel");
  EXPECT_EQ(per("group:groups=2"), "one μ, σ² per sample and group");
  EXPECT_EQ(per("layer:over=C"), "one μ, σ² per sample and position");
  EXPECT_EQ(per("custom:over=W"), "one μ, σ² per sample, channel and H");
  EXPECT_EQ(per("rms"), "one mean square per sample and position");
  EXPECT_EQ(per("l2"), "one sum of squares per sample and position");
  EXPECT_EQ(per("batch:mode=eval"), "running μ, σ² per channel");
  EXPECT_EQ(per("custom:over=N+C+H+W"), "one μ, σ² for all elements");
  EXPECT_EQ(sharedPer(planOf("BTF", {8, 50, 64}, "batch")), "one μ, σ² per feature");
}

TEST(CubeText, DescribesTheSelectedSet) {
  const auto set = [](const char* norm, const Extents& at) {
    const ReductionPlan plan = planOf("NCHW", {8, 6, 8, 8}, norm);
    return selectedSet(plan, plan.shape().offsetOf(at));
  };
  EXPECT_EQ(set("group:groups=2", {0, 0, 0, 0}), "set of x[0, 0, 0, 0]: sample 0, channels 0 to 2");
  EXPECT_EQ(set("batch", {3, 4, 1, 1}), "set of x[3, 4, 1, 1]: channel 4");
  EXPECT_EQ(set("batch:workers=2", {5, 4, 1, 1}), "set of x[5, 4, 1, 1]: samples 4 to 7, channel 4");
  EXPECT_EQ(set("layer:over=C", {1, 0, 2, 3}), "set of x[1, 0, 2, 3]: sample 1, H = 2, W = 3");
  EXPECT_EQ(set("custom:over=N+C+H+W", {1, 0, 2, 3}), "set of x[1, 0, 2, 3]: all elements");
}

TEST(CubeText, SaysWhatACellStandsFor) {
  const auto notes = [](const Extents& extents, const char* norm, const Extents& at) {
    const ReductionPlan plan = planOf("NCHW", extents, norm);
    const CubeGeometry geometry = cubeGeometry(plan, plan.shape().offsetOf(at), CubeCamera::paper());
    return std::pair(cellNote(plan, geometry), aloneNote(plan, geometry));
  };
  using Notes = std::pair<std::string, std::string>;
  EXPECT_EQ(notes({3, 2, 4, 4}, "batch", {0, 0, 0, 0}), Notes("", ""));
  EXPECT_EQ(notes({6, 6, 6, 6}, "batch", {0, 0, 0, 0}), Notes("1 cell = 6 positions", ""));
  EXPECT_EQ(notes({32, 256, 56, 56}, "group:groups=32", {17, 130, 0, 0}),
            Notes("1 cell = 2 samples · 16 channels · 224 positions",
                  "sample 17, channels 128 to 135 drawn alone"));
  EXPECT_EQ(notes({17, 1, 1, 1}, "batch", {0, 0, 0, 0}), Notes("1 cell = up to 2 samples", ""));
}

TEST(CubeText, GroupsLongNumbers) {
  EXPECT_EQ(groupedDigits(3136), "3136");
  EXPECT_EQ(groupedDigits(25088), "25\u2009088");
  EXPECT_EQ(groupedDigits(1234567), "1\u2009234\u2009567");
}

}  // namespace cube_text_test
}  // namespace normscope
