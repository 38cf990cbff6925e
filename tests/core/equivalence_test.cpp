#include "core/analysis/equivalence.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <random>

#include "core/engine/normalize.h"
#include "core/engine/reference/reference_engine.h"
#include "tests/core/expect_error.h"
#include "tests/core/small_world.h"

namespace normscope {
namespace equivalence_test {

ReductionPlan planFor(const std::string& layout, const Extents& extents, const std::string& spec) {
  return plan(Shape(Layout::parse(layout), extents), parseNormSpec(spec));
}

/// About NCHW [20, 6, 10, 10].
Equivalence between(const std::string& a, const std::string& b) {
  return equivalenceOf(planFor("NCHW", {20, 6, 10, 10}, a), planFor("NCHW", {20, 6, 10, 10}, b));
}

std::string text(const std::string& a, const std::string& b, const Extents& extents = {20, 6, 10, 10},
                 const std::string& layout = "NCHW") {
  const ReductionPlan first = planFor(layout, extents, a);
  const ReductionPlan second = planFor(layout, extents, b);
  return equivalenceText(first, second, equivalenceOf(first, second));
}

TEST(Equivalence, KnowsTheIdentitiesOfTheField) {
  EXPECT_TRUE(between("group:groups=1", "layer:affine=channel").sameFunction);
  EXPECT_TRUE(between("group:groups=1", "layer").sameNormalization);
  EXPECT_FALSE(between("group:groups=1", "layer").sameFunction);
  EXPECT_TRUE(between("group:groups=6", "instance:affine=channel").sameFunction);
  EXPECT_FALSE(between("group:groups=1", "layer:over=C").sameSets);
  EXPECT_FALSE(between("rms:over=C+H+W", "layer").sameNormalization);
  EXPECT_TRUE(between("rms:over=C+H+W", "layer").sameSets);
  EXPECT_TRUE(between("batch:mode=eval", "instance:mode=eval,affine=channel").sameFunction);
  EXPECT_TRUE(between("batch:mode=eval,variance=unbiased", "batch:mode=eval").sameFunction);
  EXPECT_TRUE(between("batch", "batch:mode=eval").sameSets);
  EXPECT_FALSE(between("batch", "batch:mode=eval").sameNormalization);
}

TEST(Equivalence, SaysForWhichShapesItHolds) {
  const auto functionFor = [](const std::string& a, const std::string& b) {
    return between(a, b).functionFor.text();
  };
  const auto setsFor = [](const std::string& a, const std::string& b) {
    return between(a, b).setsFor.text();
  };
  EXPECT_EQ(functionFor("group:groups=1", "layer:affine=channel"), "for every shape");
  EXPECT_EQ(functionFor("group:groups=1", "layer"), "only where H·W = 1");
  EXPECT_EQ(functionFor("group:groups=6", "instance:affine=channel"), "only where C = G = 6");
  EXPECT_EQ(functionFor("batch", "instance:affine=channel"), "only where N = 1");
  EXPECT_EQ(functionFor("batch:workers=20", "instance:affine=channel"), "only where N = K = 20");
  EXPECT_EQ(functionFor("batch", "layer:affine=channel"), "only where N = 1 and C = 1");
  EXPECT_EQ(setsFor("layer:over=C", "layer"), "only where H·W = 1");
  EXPECT_EQ(setsFor("layer:over=C+H", "layer"), "only where W = 1");
  EXPECT_EQ(setsFor("layer:over=C", "custom:over=N+W"), "only where N = 1, C = 1 and W = 1");
  EXPECT_EQ(setsFor("group:groups=2", "layer"), "for no shape: that would need G = 1");
  EXPECT_EQ(setsFor("group:groups=2", "group:groups=3"), "for no shape: that would need the same G");
  EXPECT_EQ(functionFor("batch", "batch:affine=none"), "for no shape");
  EXPECT_EQ(functionFor("rms", "layer:over=C"), "for no shape");
}

TEST(Equivalence, EpsMattersNotWhereSetsHaveOneElement) {
  EXPECT_EQ(between("instance", "instance:eps=0.001,variance=unbiased").normalizationFor.text(),
            "only where H·W = 1");
  EXPECT_TRUE(equivalenceOf(planFor("NCHW", {2, 3, 1, 1}, "instance"),
                            planFor("NCHW", {2, 3, 1, 1}, "instance:eps=0.001,variance=unbiased"))
                  .sameFunction);
  EXPECT_EQ(between("rms", "rms:eps=0.001").normalizationFor.text(), "for no shape");
  EXPECT_TRUE(between("layer:eps=0", "layer:eps=0,eps_at=outside").sameFunction);
  EXPECT_FALSE(between("layer", "layer:eps_at=outside").sameFunction);
}

TEST(Equivalence, ASumIsAMeanOnlyOfOneElement) {
  EXPECT_FALSE(between("l2", "rms:eps=1e-12,eps_at=max,affine=none").sameNormalization);
  EXPECT_EQ(between("l2", "rms:eps=1e-12,eps_at=max,affine=none").functionFor.text(), "only where C = 1");
  EXPECT_EQ(between("l2:eps_at=inside", "custom:over=C,center=false,eps=1e-12").functionFor.text(),
            "only where C = 1");
  EXPECT_EQ(between("l2", "rms:affine=none").functionFor.text(), "for no shape");
  EXPECT_TRUE(between("l2", "l2:over=C").sameFunction);
  EXPECT_TRUE(between("l2:eps=0", "l2:eps=0,eps_at=inside").sameFunction);
  EXPECT_FALSE(between("l2", "l2:eps_at=inside").sameFunction);
}

TEST(Equivalence, NamesTheFirstElementWhoseSetsDiffer) {
  const Equivalence found = between("group:groups=2", "layer:over=C");
  ASSERT_TRUE(found.difference);
  EXPECT_EQ(found.difference->element, (Extents{0, 0, 0, 0}));
  EXPECT_EQ(found.difference->partner, (Extents{0, 0, 0, 1}));
  EXPECT_TRUE(found.difference->inFirst);
  EXPECT_EQ(between("group:groups=2", "layer").difference->partner, (Extents{0, 3, 0, 0}));
  EXPECT_FALSE(between("group:groups=2", "layer").difference->inFirst);
  EXPECT_EQ(between("layer", "group:groups=1").difference, std::nullopt);
}

TEST(Equivalence, SaysItInASentence) {
  EXPECT_EQ(
      text("l2", "rms:eps=1e-12,affine=none"),
      "l2 and rms:eps=1e-12,affine=none have the same sets, for every shape, but eps as the root's least "
      "value against inside the root and the root of the sum against the mean of the squares; the same "
      "normalization for no shape");
  EXPECT_EQ(text("group:groups=1", "layer:affine=channel"),
            "group:groups=1 and layer:affine=channel are the same function, for every shape");
  EXPECT_EQ(text("batch", "instance:affine=channel", {1, 6, 4, 4}),
            "batch and instance:affine=channel are the same function here, but only where N = 1; running "
            "statistics: with momentum 0.1 against none");
  EXPECT_EQ(
      text("group:groups=1", "layer"),
      "group:groups=1 and layer normalize alike, for every shape; γ and β differ: shape [C] = [6] against "
      "shape [C, H, W] = [6, 10, 10]; the same function only where H·W = 1");
  EXPECT_EQ(
      text("group:groups=1", "layer:affine=none"),
      "group:groups=1 and layer:affine=none normalize alike, for every shape; γ and β differ: shape [C] = "
      "[6] against none");
  EXPECT_EQ(
      text("layer", "layer:eps=0.001,eps_at=outside,variance=unbiased"),
      "layer and layer:eps=0.001,eps_at=outside,variance=unbiased have the same sets, for every shape, but "
      "eps 1e-5 against 0.001, eps inside against outside the root and the variance biased against "
      "unbiased; the same normalization only where C = 1 and H·W = 1");
  EXPECT_EQ(
      text("group:groups=1", "layer:over=C"),
      "group:groups=1 and layer:over=C have different sets: 20 of 600 elements against 2000 of 6 elements; "
      "x[0,0,0,1] shares the set of x[0,0,0,0] in group:groups=1 only; the same sets only where H·W = 1");
  EXPECT_EQ(
      text("batch:mode=eval", "rms"),
      "batch:mode=eval and rms have different sets: 6 of 2000 elements against 2000 of 6 elements; "
      "x[0,0,0,1] shares the set of x[0,0,0,0] in batch:mode=eval only; the same sets only where N = 1, C = "
      "1 and H·W = 1; besides, mean and variance from the running statistics against from x and the mean "
      "subtracted against not subtracted");
  EXPECT_EQ(
      text("layer", "layer:over=F", {8, 50, 64}, "BTF"),
      "layer and layer:over=F have different sets: 8 of 3200 elements against 400 of 64 elements; x[0,1,0] "
      "shares the set of x[0,0,0] in layer only; the same sets only where T = 1");
}

TEST(Equivalence, PlansOfDifferentShapesAreRefused) {
  expectError(
      [] {
        equivalenceOf(planFor("NC", {2, 3}, "layer"), planFor("CN", {2, 3}, "layer"));
      },
      Fault::nonsense, "two norms: one is for NC [2, 3] and the other for CN [2, 3]; give two for one shape");
}

/// Which elements go together, without the numbers of their sets.
template <typename Label>
std::vector<std::int64_t> partition(const Shape& shape, Label&& label) {
  std::map<std::int64_t, std::int64_t> first;
  std::vector<std::int64_t> representatives;
  for (std::int64_t i = 0; i < shape.elementCount(); ++i)
    representatives.push_back(first.emplace(label(i), i).first->second);
  return representatives;
}

/// A plan with its sets and parameter sets, element by element.
struct Enumerated {
  std::string name;
  ReductionPlan plan;
  std::vector<std::int64_t> sets;
  std::vector<std::int64_t> parameters;
};

Enumerated enumerated(const ReductionPlan& plan) {
  return {toText(plan.spec()), plan, partition(plan.shape(), [&](std::int64_t i) { return plan.setOf(i); }),
          plan.parameterShape() ? partition(plan.shape(), [&](std::int64_t i) { return plan.parameterOf(i); })
                                : std::vector<std::int64_t>{}};
}

/// The first element that is with the first one in one of the two partitions only; -1 where none is.
std::int64_t firstApart(const std::vector<std::int64_t>& a, const std::vector<std::int64_t>& b) {
  for (std::size_t i = 0; i < a.size(); ++i) {
    if ((a[i] == 0) != (b[i] == 0)) return static_cast<std::int64_t>(i);
  }
  return -1;
}

/// What was found is what the elements say.
bool holds(const Enumerated& a, const Enumerated& b, const Equivalence& found) {
  const std::int64_t apart =
      found.difference ? a.plan.shape().offsetOf(found.difference->partner) : std::int64_t{-1};
  const bool bothBiased = a.plan.spec().hasBias() == b.plan.spec().hasBias();
  return found.sameSets == (a.sets == b.sets) &&
         found.sameParameters == (a.parameters == b.parameters && bothBiased) &&
         found.sameFunction == (found.sameNormalization && found.sameParameters) &&
         apart == firstApart(a.sets, b.sets);
}

/// What the conditions that were found on another shape say about this one is what was found on this one.
bool foretold(const Equivalence& before, const Equivalence& found, const Shape& shape) {
  return before.setsFor.holdsFor(shape) == found.sameSets &&
         before.normalizationFor.holdsFor(shape) == found.sameNormalization &&
         before.functionFor.holdsFor(shape) == found.sameFunction;
}

std::vector<Shape> allSmallShapes(const std::string& letters, std::int64_t largest) {
  const Layout layout = Layout::parse(letters);
  std::vector<Shape> shapes;
  Extents extents(static_cast<std::size_t>(layout.rank()), 1);
  while (true) {
    shapes.emplace_back(layout, extents);
    std::size_t axis = 0;
    while (axis < extents.size() && extents[axis] == largest) extents[axis++] = 1;
    if (axis == extents.size()) return shapes;
    ++extents[axis];
  }
}

struct SmallShapes {
  std::string layout;
  std::int64_t largest;
};

class EquivalenceOverSmallShapes : public testing::TestWithParam<SmallShapes> {};

/// Every two norms, on every shape of the layout with extents of 1 to 2 or 3: what the plans say is what the
/// elements do, and the conditions that were found on any one shape tell the truth about all of them.
TEST_P(EquivalenceOverSmallShapes, IsWhatTheElementsSay) {
  std::map<std::string, std::size_t> numbers;  // of the norms' names
  std::map<std::pair<std::size_t, std::size_t>, Equivalence> firstFound;
  for (const Shape& shape : allSmallShapes(GetParam().layout, GetParam().largest)) {
    std::vector<Enumerated> plans;
    std::vector<std::size_t> number;
    for (const NormSpec& spec : normsFor(shape)) {
      plans.push_back(enumerated(plan(shape, spec)));
      number.push_back(numbers.emplace(plans.back().name, numbers.size()).first->second);
    }
    for (std::size_t i = 0; i < plans.size(); ++i) {
      for (std::size_t j = i; j < plans.size(); ++j) {
        const Enumerated& a = plans[i];
        const Enumerated& b = plans[j];
        const Equivalence found = equivalenceOf(a.plan, b.plan);
        const Equivalence& before = firstFound.try_emplace({number[i], number[j]}, found).first->second;
        ASSERT_TRUE(holds(a, b, found) && foretold(before, found, shape))
            << a.name << " and " << b.name << " on " << toText(shape.extents());
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Layouts, EquivalenceOverSmallShapes,
                         testing::Values(SmallShapes{"C", 3}, SmallShapes{"NC", 3}, SmallShapes{"CN", 3},
                                         SmallShapes{"BTF", 3}, SmallShapes{"CHW", 3}, SmallShapes{"HW", 3},
                                         SmallShapes{"NCHW", 3}, SmallShapes{"NHWC", 2},
                                         SmallShapes{"HNWC", 2}, SmallShapes{"NCDHW", 2}),
                         [](const auto& shapes) { return shapes.param.layout; });

/// Norms without weight and bias that differ in sets or in arithmetic.
std::vector<NormSpec> arithmetics(const Shape& shape) {
  std::vector<NormSpec> possible;
  for (const std::string kind :
       {"batch:", "batch:workers=2,", "batch:mode=eval,", "instance:", "instance:mode=eval,",
        "group:groups=1,", "group:groups=2,", "layer:", "layer:over=C,", "rms:", "rms:over=C+H+W,",
        "custom:over=H+W,", "custom:over=C,center=false,"}) {
    for (const std::string rest : {"", "eps=0,", "eps=0.5,", "eps=0,eps_at=outside,",
                                   "eps=0.5,eps_at=outside,", "eps=0.5,variance=unbiased,"}) {
      try {
        possible.push_back(parseNormSpec(kind + rest + "affine=none"));
        plan(shape, possible.back());
      } catch (const Error&) {
        if (!possible.empty()) possible.pop_back();
      }
    }
  }
  return possible;
}

/// y of a few tensors, one after the other.
std::vector<double> computed(const Shape& shape, const NormSpec& spec) {
  std::vector<double> all;
  ReferenceEngine engine;
  for (unsigned seed = 1; seed <= 3; ++seed) {
    std::mt19937 random(seed);
    std::vector<double> values(static_cast<std::size_t>(shape.elementCount()));
    for (double& value : values) value = static_cast<double>(random()) / 4294967296.0 + 0.25 * seed;
    NormalizeRequest request{
        Tensor::of(DType::float64, shape.extents(), std::span<const double>(values)), shape, spec, {}, {}};
    if (spec.usesRunningStatistics()) {
      request.running = RunningStatistics::fresh(shape.channelCount());
      request.running->variance.assign(request.running->variance.size(), 2.5);
    }
    const Tensor y = normalize(request, engine).y;
    for (std::int64_t i = 0; i < y.elementCount(); ++i) all.push_back(y.at(i));
  }
  return all;
}

bool close(const std::vector<double>& a, const std::vector<double>& b) {
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (std::abs(a[i] - b[i]) > 1e-12 * (1 + std::abs(a[i]))) return false;
  }
  return true;
}

TEST(Equivalence, SameNormalizationIsWhatTheReferenceComputes) {
  for (const Shape& shape : allSmallShapes("NCHW", 2)) {
    std::vector<std::pair<NormSpec, std::vector<double>>> results;
    for (const NormSpec& spec : arithmetics(shape)) results.emplace_back(spec, computed(shape, spec));
    for (const auto& [a, ya] : results) {
      for (const auto& [b, yb] : results) {
        ASSERT_EQ(equivalenceOf(plan(shape, a), plan(shape, b)).sameNormalization, close(ya, yb))
            << toText(a) << " and " << toText(b) << " on " << toText(shape.extents());
      }
    }
  }
}

}  // namespace equivalence_test
}  // namespace normscope
