#include "core/norm/reduction_plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "tests/core/expect_error.h"
#include "tests/core/small_world.h"

namespace normscope {
namespace reduction_plan_test {

ReductionPlan planOf(const std::string& layout, const Extents& extents, const std::string& spec) {
  return plan(Shape(Layout::parse(layout), extents), parseNormSpec(spec));
}

struct Expected {
  std::string layout;
  Extents extents;
  std::string spec;
  std::int64_t sets;
  std::int64_t elements;
  Extents statistics;
  Extents keepDims;
  std::optional<Extents> parameters;
};

TEST(ReductionPlan, HasTheShapesOfTheTableOfNorms) {
  const std::vector<Expected> table = {
      {"NCHW", {20, 6, 10, 10}, "batch", 6, 2000, {6}, {1, 6, 1, 1}, Extents{6}},
      {"NCHW", {20, 6, 10, 10}, "batch:workers=4", 24, 500, {4, 6}, {4, 1, 6, 1, 1}, Extents{6}},
      {"NCHW", {20, 6, 10, 10}, "layer", 20, 600, {20}, {20, 1, 1, 1}, Extents{6, 10, 10}},
      {"NCHW", {20, 6, 10, 10}, "layer:over=C+H+W", 20, 600, {20}, {20, 1, 1, 1}, Extents{6, 10, 10}},
      {"NCHW", {20, 6, 10, 10}, "layer:over=C", 2000, 6, {20, 10, 10}, {20, 1, 10, 10}, Extents{6}},
      {"NCHW", {20, 6, 10, 10}, "instance", 120, 100, {20, 6}, {20, 6, 1, 1}, std::nullopt},
      {"NCHW", {20, 6, 10, 10}, "group:groups=2", 40, 300, {20, 2}, {20, 2, 1, 1, 1}, Extents{6}},
      {"NCHW",
       {20, 6, 10, 10},
       "group:groups=2,affine=group",
       40,
       300,
       {20, 2},
       {20, 2, 1, 1, 1},
       Extents{2}},
      {"NCHW", {20, 6, 10, 10}, "group:groups=1", 20, 600, {20, 1}, {20, 1, 1, 1, 1}, Extents{6}},
      {"NCHW", {20, 6, 10, 10}, "rms", 2000, 6, {20, 10, 10}, {20, 1, 10, 10}, Extents{6}},
      {"NCHW", {20, 6, 10, 10}, "l2", 2000, 6, {20, 10, 10}, {20, 1, 10, 10}, std::nullopt},
      {"BTF", {8, 50, 64}, "l2:over=T+F,affine=element", 8, 3200, {8}, {8, 1, 1}, Extents{50, 64}},
      {"NCHW", {20, 6, 10, 10}, "custom:over=N+W", 60, 200, {6, 10}, {1, 6, 10, 1}, std::nullopt},
      {"NCHW",
       {20, 6, 10, 10},
       "custom:over=N+W,affine=element",
       60,
       200,
       {6, 10},
       {1, 6, 10, 1},
       Extents{20, 10}},
      {"NHWC", {20, 10, 10, 6}, "group:groups=2", 40, 300, {20, 2}, {20, 1, 1, 2, 1}, Extents{6}},
      {"BTF", {8, 50, 64}, "batch", 64, 400, {64}, {1, 1, 64}, Extents{64}},
      {"BTF", {8, 50, 64}, "layer:over=F", 400, 64, {8, 50}, {8, 50, 1}, Extents{64}},
      {"BTF", {8, 50, 64}, "group:groups=4", 32, 800, {8, 4}, {8, 1, 4, 1}, Extents{64}},
      {"BTF", {8, 50, 64}, "rms", 400, 64, {8, 50}, {8, 50, 1}, Extents{64}},
      {"NC", {5, 3}, "layer", 5, 3, {5}, {5, 1}, Extents{3}},
      {"C", {5}, "layer", 1, 5, {}, {1}, Extents{5}},
      {"NCHW", {0, 3, 2, 2}, "batch", 3, 0, {3}, {1, 3, 1, 1}, Extents{3}},
      {"NCHW", {0, 3, 2, 2}, "group:groups=3", 0, 4, {0, 3}, {0, 3, 1, 1, 1}, Extents{3}},
  };
  for (const Expected& row : table) {
    const ReductionPlan made = planOf(row.layout, row.extents, row.spec);
    EXPECT_EQ(made.setCount(), row.sets) << row.spec;
    EXPECT_EQ(made.elementsPerSet(), row.elements) << row.spec;
    EXPECT_EQ(made.statisticsShape(), row.statistics) << row.spec;
    EXPECT_EQ(made.statisticsShapeKeepDims(), row.keepDims) << row.spec;
    EXPECT_EQ(made.parameterShape(), row.parameters) << row.spec;
  }
}

TEST(ReductionPlan, LabelsItsAxes) {
  using testing::ElementsAre;
  const ReductionPlan group = planOf("NCHW", {20, 6, 10, 10}, "group:groups=2");
  EXPECT_EQ(group.statisticsAxes(), "[N, G]");
  EXPECT_EQ(group.parameterAxes(), "[C]");
  EXPECT_THAT(group.reducedAxes(), ElementsAre("C/G", "H", "W"));
  const ReductionPlan workers = planOf("NCHW", {20, 6, 10, 10}, "batch:workers=4");
  EXPECT_EQ(workers.statisticsAxes(), "[K, C]");
  EXPECT_THAT(workers.reducedAxes(), ElementsAre("N/K", "H", "W"));
  EXPECT_EQ(planOf("BTF", {8, 50, 64}, "group:groups=4").statisticsAxes(), "[B, G]");
  EXPECT_EQ(planOf("BTF", {8, 50, 64}, "layer:over=T+F").parameterAxes(), "[T, F]");
}

TEST(ReductionPlan, ReducesNothingInEvaluation) {
  for (const std::string spec : {"batch:mode=eval", "batch:workers=3,mode=eval", "instance:mode=eval"}) {
    const ReductionPlan made = planOf("NCHW", {20, 6, 10, 10}, spec);
    EXPECT_FALSE(made.statisticsFromX());
    EXPECT_TRUE(made.reducedAxes().empty());
    EXPECT_EQ(made.statisticsShape(), (Extents{6}));
    EXPECT_EQ(made.statisticsShapeKeepDims(), (Extents{1, 6, 1, 1}));
  }
}

/// Sets, parameters, runs and single elements are five views of one partition; here they are held against
/// each other for every norm on every small shape.
TEST(ReductionPlan, ViewsAgreeOnEveryElement) {
  int plans = 0;
  for (const Shape& shape : smallShapes()) {
    for (const NormSpec& spec : normsFor(shape)) {
      const ReductionPlan made = plan(shape, spec);
      ASSERT_EQ(made.setCount() * made.elementsPerSet(), shape.elementCount()) << toText(spec);
      std::vector<int> visits(static_cast<std::size_t>(shape.elementCount()), 0);
      for (std::int64_t set = 0; set < made.setCount(); ++set) {
        std::int64_t k = 0;
        made.forEachRun(set, [&](std::int64_t offset, std::int64_t parameter, std::int64_t length,
                                 std::int64_t stride, std::int64_t parameterStride) {
          for (std::int64_t i = 0; i < length; ++i, ++k) {
            const std::int64_t element = offset + i * stride;
            ASSERT_EQ(made.setOf(element), set) << toText(spec);
            ASSERT_EQ(made.elementOf(set, k), element) << toText(spec);
            ASSERT_EQ(made.numberInSet(element), k) << toText(spec);
            ASSERT_EQ(made.parameterOf(element), parameter + i * parameterStride) << toText(spec);
            ++visits[static_cast<std::size_t>(element)];
          }
        });
        ASSERT_EQ(k, made.elementsPerSet()) << toText(spec);
      }
      ASSERT_THAT(visits, testing::Each(1)) << toText(spec);
      ++plans;
    }
  }
  EXPECT_GT(plans, 800);
}

/// The definition of the norms, element by element and without any plan: which pairs share statistics, which
/// share parameters.
TEST(ReductionPlan, SharesWhatTheDefinitionsShare) {
  const Shape shape(Layout::parse("NCHW"), {4, 6, 2, 3});
  const auto at = [&](std::int64_t offset, char axis) {
    return shape.indexOf(offset)[static_cast<std::size_t>(*shape.layout().find(axis))];
  };
  using Key = std::function<Extents(std::int64_t)>;
  const std::map<std::string, std::pair<Key, Key>> definitions = {
      {"batch", {[&](auto e) { return Extents{at(e, 'C')}; }, [&](auto e) { return Extents{at(e, 'C')}; }}},
      {"batch:workers=2",
       {[&](auto e) {
          return Extents{at(e, 'N') / 2, at(e, 'C')};
        },
        [&](auto e) { return Extents{at(e, 'C')}; }}},
      {"layer",
       {[&](auto e) { return Extents{at(e, 'N')}; },
        [&](auto e) {
          return Extents{at(e, 'C'), at(e, 'H'), at(e, 'W')};
        }}},
      {"layer:over=C",
       {[&](auto e) {
          return Extents{at(e, 'N'), at(e, 'H'), at(e, 'W')};
        },
        [&](auto e) { return Extents{at(e, 'C')}; }}},
      {"instance:affine=channel",
       {[&](auto e) {
          return Extents{at(e, 'N'), at(e, 'C')};
        },
        [&](auto e) { return Extents{at(e, 'C')}; }}},
      {"group:groups=2",
       {[&](auto e) {
          return Extents{at(e, 'N'), at(e, 'C') / 3};
        },
        [&](auto e) { return Extents{at(e, 'C')}; }}},
      {"group:groups=3,affine=group",
       {[&](auto e) {
          return Extents{at(e, 'N'), at(e, 'C') / 2};
        },
        [&](auto e) { return Extents{at(e, 'C') / 2}; }}},
      {"group:groups=3,interleaved=true",
       {[&](auto e) {
          return Extents{at(e, 'N'), at(e, 'C') % 3};
        },
        [&](auto e) { return Extents{at(e, 'C')}; }}},
      {"group:groups=2,interleaved=true,affine=group",
       {[&](auto e) {
          return Extents{at(e, 'N'), at(e, 'C') % 2};
        },
        [&](auto e) { return Extents{at(e, 'C') % 2}; }}},
      {"rms:groups=3",
       {[&](auto e) {
          return Extents{at(e, 'N'), at(e, 'C') / 2, at(e, 'H'), at(e, 'W')};
        },
        [&](auto e) { return Extents{at(e, 'C')}; }}},
      {"instance:affine=N+C",
       {[&](auto e) {
          return Extents{at(e, 'N'), at(e, 'C')};
        },
        [&](auto e) {
          return Extents{at(e, 'N'), at(e, 'C')};
        }}},
      {"layer:over=W,affine=W+H",
       {[&](auto e) {
          return Extents{at(e, 'N'), at(e, 'C'), at(e, 'H')};
        },
        [&](auto e) {
          return Extents{at(e, 'H'), at(e, 'W')};
        }}},
      {"custom:over=N+W,affine=element",
       {[&](auto e) {
          return Extents{at(e, 'C'), at(e, 'H')};
        },
        [&](auto e) {
          return Extents{at(e, 'N'), at(e, 'W')};
        }}},
  };
  for (const auto& [text, keys] : definitions) {
    const ReductionPlan made = plan(shape, parseNormSpec(text));
    for (std::int64_t a = 0; a < shape.elementCount(); ++a) {
      for (std::int64_t b = 0; b < shape.elementCount(); ++b) {
        ASSERT_EQ(made.setOf(a) == made.setOf(b), keys.first(a) == keys.first(b)) << text;
        ASSERT_EQ(made.parameterOf(a) == made.parameterOf(b), keys.second(a) == keys.second(b)) << text;
      }
    }
  }
}

TEST(ReductionPlan, MergesNeighbouringAxesOfOneKind) {
  const ReductionPlan batch = planOf("NCHW", {20, 6, 10, 10}, "batch");
  ASSERT_EQ(batch.mergedReduced().size(), 2U);
  EXPECT_EQ(batch.mergedReduced()[1].extent, 100);
  EXPECT_EQ(batch.mergedKept().size(), 1U);
  const ReductionPlan layer = planOf("NCHW", {20, 6, 10, 10}, "layer");
  ASSERT_EQ(layer.mergedReduced().size(), 1U);
  EXPECT_EQ(layer.mergedReduced()[0].extent, 600);
  EXPECT_EQ(layer.mergedReduced()[0].parameterStride, 1);
}

TEST(ReductionPlan, RefusesWhatTheShapeCannotGive) {
  const std::vector<std::pair<std::function<void()>, std::string>> lines = {
      {[] {
         planOf("NCHW", {2, 6, 4, 4}, "group:groups=4");
       },
       "norm 'group:groups=4' on NCHW [2, 6, 4, 4]: 4 groups do not divide 6 channels; use groups=1, 2, 3 or "
       "6"},
      {[] {
         planOf("NCHW", {2, 1, 4, 4}, "group:groups=2");
       },
       "norm 'group:groups=2' on NCHW [2, 1, 4, 4]: 2 groups do not divide 1 channel; use groups=1"},
      {[] {
         planOf("NCHW", {2, 0, 4, 4}, "group:groups=2");
       },
       "norm 'group:groups=2' on NCHW [2, 0, 4, 4]: 2 groups do not divide 0 channels; give a tensor with "
       "channels"},
      {[] {
         planOf("NCHW", {6, 6, 4, 4}, "batch:workers=4");
       },
       "norm 'batch:workers=4' on NCHW [6, 6, 4, 4]: 4 workers do not divide 6 samples; use workers=1, 2, 3 "
       "or 6"},
      {[] {
         planOf("NHW", {6, 4, 4}, "batch");
       },
       "norm 'batch' on NHW [6, 4, 4]: Batch Norm needs a channel axis and the layout has none; name one "
       "axis C or F with --layout"},
      {[] {
         planOf("CHW", {6, 4, 4}, "batch");
       },
       "norm 'batch' on CHW [6, 4, 4]: Batch Norm needs a batch axis and the layout has none; name one axis "
       "N or B with --layout"},
      {[] {
         planOf("NCHW", {2, 6, 4, 4}, "rms:over=H+W,groups=2");
       },
       "norm 'rms:over=H+W,groups=2' on NCHW [2, 6, 4, 4]: groups split axis C, which over= does not name; "
       "add C to over=, "
       "or leave groups out"},
      {[] {
         planOf("NCHW", {2, 6, 4, 4}, "group:groups=4,interleaved=true");
       },
       "norm 'group:groups=4,interleaved=true' on NCHW [2, 6, 4, 4]: 4 groups do not divide 6 channels; use "
       "groups=1, 2, 3 "
       "or 6"},
      {[] {
         planOf("NCHW", {2, 6, 4, 4}, "instance:affine=N+F");
       },
       "norm 'instance:affine=N+F' on NCHW [2, 6, 4, 4]: the layout has no axis F; use letters of NCHW, or "
       "name the axes "
       "with --layout"},
      {[] {
         planOf("NHW", {6, 4, 4}, "l2");
       },
       "norm 'l2' on NHW [6, 4, 4]: L2 Norm needs a channel axis and the layout has none; name one axis C or "
       "F with --layout"},
      {[] {
         planOf("NC", {6, 4}, "instance");
       },
       "norm 'instance' on NC [6, 4]: Instance Norm needs a spatial axis and the layout has none; name one "
       "axis H, W, L or T with "
       "--layout"},
      {[] {
         planOf("BTF", {6, 4, 4}, "layer:over=C");
       },
       "norm 'layer:over=C' on BTF [6, 4, 4]: the layout has no axis C; use letters of BTF, or name the axes "
       "with --layout"},
      {[] { planOf("N", {6}, "layer"); },
       "norm 'layer' on N [6]: there is no axis beside the batch to normalize over; name the axes with "
       "over="},
      {[] {
         planOf("NHW", {6, 4, 4}, "layer:affine=channel");
       },
       "norm 'layer:affine=channel' on NHW [6, 4, 4]: Layer Norm needs a channel axis and the layout has "
       "none; name one axis C or F "
       "with --layout"},
  };
  for (const auto& [action, line] : lines) expectError(action, Fault::nonsense, line);
}

TEST(Divisors, OfNumbersThatNoTensorHasAreNotSearched) {
  const std::int64_t prime = 9223372036854775783;
  expectError(
      [&] {
        planOf("NCHW", {1, prime, 1, 1}, "group:groups=2");
      },
      Fault::nonsense,
      "norm 'group:groups=2' on NCHW [1, 9223372036854775783, 1, 1]: 2 groups do not divide "
      "9223372036854775783 channels; use groups=1 or another divisor of 9223372036854775783");
  expectError(
      [&] {
        planOf("NC", {prime, 1}, "batch:workers=2");
      },
      Fault::nonsense,
      "norm 'batch:workers=2' on NC [9223372036854775783, 1]: 2 workers do not divide "
      "9223372036854775783 samples; use workers=1 or another divisor of 9223372036854775783");
}

TEST(Divisors, AreAscending) {
  EXPECT_EQ(divisorsOf(12), (std::vector<std::int64_t>{1, 2, 3, 4, 6, 12}));
  EXPECT_EQ(divisorsOf(1), (std::vector<std::int64_t>{1}));
  EXPECT_TRUE(divisorsOf(0).empty());
}

}  // namespace reduction_plan_test
}  // namespace normscope
