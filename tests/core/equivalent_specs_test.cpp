#include "core/analysis/equivalent_specs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/analysis/equivalence.h"
#include "tests/core/small_world.h"

namespace normscope {
namespace equivalent_specs_test {

using testing::ElementsAre;
using testing::IsEmpty;

ReductionPlan planFor(const std::string& layout, const Extents& extents, const std::string& spec) {
  return plan(Shape(Layout::parse(layout), extents), parseNormSpec(spec));
}

std::vector<std::string> texts(const std::vector<NormSpec>& specs) {
  std::vector<std::string> all;
  for (const NormSpec& spec : specs) all.push_back(toText(spec));
  return all;
}

std::vector<std::string> functions(const std::string& spec, const Extents& extents = {20, 6, 10, 10}) {
  return texts(equivalentSpecs(planFor("NCHW", extents, spec)).sameFunction);
}

std::vector<std::string> normalizations(const std::string& spec, const Extents& extents = {20, 6, 10, 10}) {
  return texts(equivalentSpecs(planFor("NCHW", extents, spec)).sameNormalization);
}

TEST(EquivalentSpecs, GroupsOfAllAndOfOneChannel) {
  EXPECT_THAT(functions("group:groups=1"),
              ElementsAre("layer:affine=channel", "custom:over=C+H+W,affine=channel"));
  EXPECT_THAT(normalizations("group:groups=1"), ElementsAre("layer", "custom:over=C+H+W"));
  EXPECT_THAT(functions("group:groups=6"),
              ElementsAre("batch:workers=20", "layer:over=H+W,affine=channel", "instance:affine=channel",
                          "custom:over=H+W,affine=channel"));
  EXPECT_THAT(normalizations("group:groups=6"), ElementsAre("layer:over=H+W", "instance", "custom:over=H+W"));
  EXPECT_THAT(functions("group:groups=2"), IsEmpty());
  EXPECT_THAT(normalizations("group:groups=2"), IsEmpty());
}

TEST(EquivalentSpecs, KeepEpsEstimatorModeAndMomentum) {
  EXPECT_THAT(functions("group:groups=1,eps=0.001,eps_at=outside,variance=unbiased"),
              testing::Contains("layer:eps=0.001,eps_at=outside,variance=unbiased,affine=channel"));
  EXPECT_THAT(functions("batch:mode=eval"), ElementsAre("instance:mode=eval,affine=channel"));
  EXPECT_THAT(functions("batch:momentum=none", {1, 6, 4, 4}),
              testing::Contains("instance:momentum=none,affine=channel"));
}

TEST(EquivalentSpecs, TheSpecItselfIsNotListedButAnotherOfItsKindIs) {
  EXPECT_THAT(functions("layer:over=C+H+W"),
              ElementsAre("layer", "group:groups=1,affine=C+H+W", "custom:over=C+H+W,affine=element"));
  EXPECT_THAT(functions("rms", {20, 6, 1, 1}),
              ElementsAre("custom:over=C,center=false,affine=channel,bias=false"));
}

TEST(EquivalentSpecs, KnowInterleavedGroupsAndGroupsOfRms) {
  EXPECT_THAT(functions("group:groups=2,interleaved=true"), testing::IsEmpty());
  EXPECT_THAT(functions("group:groups=6,interleaved=true"), testing::Contains("group:groups=6"));
  EXPECT_THAT(functions("group:groups=1,interleaved=true"), testing::Contains("group:groups=1"));
  EXPECT_THAT(functions("rms:groups=2"), ElementsAre("rms:over=C,groups=2"));
  EXPECT_THAT(functions("rms:groups=1"),
              ElementsAre("rms", "custom:over=C,center=false,affine=channel,bias=false"));
}

TEST(EquivalentSpecs, TakeTheBiasAndTheOneIntoAccount) {
  EXPECT_THAT(functions("layer:over=C,bias=false"), ElementsAre("custom:over=C,affine=channel,bias=false"));
  EXPECT_THAT(functions("instance:affine=N+C,zero_centered=true"),
              testing::IsSupersetOf({"group:groups=6,affine=N+C,zero_centered=true",
                                     "custom:over=H+W,affine=N+C,zero_centered=true"}));
}

/// Whatever is listed is what the list says, for every norm on small shapes; nothing is listed twice.
TEST(EquivalentSpecs, AreWhatTheyAreCalled) {
  for (const Shape& shape : smallShapes()) {
    for (const NormSpec& spec : normsFor(shape)) {
      const ReductionPlan wanted = plan(shape, spec);
      const EquivalentSpecs found = equivalentSpecs(wanted);
      for (const NormSpec& other : found.sameFunction) {
        EXPECT_FALSE(other == spec) << toText(spec);
        EXPECT_TRUE(equivalenceOf(wanted, plan(shape, other)).sameFunction)
            << toText(spec) << " " << toText(other);
      }
      for (const NormSpec& other : found.sameNormalization) {
        const Equivalence equivalence = equivalenceOf(wanted, plan(shape, other));
        EXPECT_TRUE(equivalence.sameNormalization && !equivalence.sameFunction)
            << toText(spec) << toText(other);
      }
    }
  }
}

TEST(EquivalentSpecs, TheTableHoldsEveryKindAndTheCurrentSpec) {
  const Shape shape(Layout::parse("NCHW"), {20, 6, 10, 10});
  EXPECT_THAT(texts(kindsFor(shape, parseNormSpec("batch"))),
              ElementsAre("batch", "layer", "layer:over=C", "instance", "group:groups=1", "group:groups=3",
                          "group:groups=6", "rms", "l2"));
  EXPECT_THAT(texts(kindsFor(Shape(Layout::parse("NC"), {4, 2}), parseNormSpec("layer:eps=0.5"))),
              ElementsAre("batch", "layer", "layer:over=C", "group:groups=1", "group:groups=2", "rms", "l2",
                          "layer:eps=0.5"));
}

TEST(EquivalentSpecs, AnnounceWhatGroupsBecomeAtEitherEnd) {
  const auto become = [](const std::string& spec, const Extents& extents = {2, 6, 3, 3}) {
    return groupsBecome(planFor("NCHW", extents, spec));
  };
  EXPECT_THAT(become("group:groups=1"),
              ElementsAre("G = 1: the sets of Layer Norm; γ and β are per channel here, per element there"));
  EXPECT_THAT(become("group:groups=6"),
              ElementsAre("G = C: the sets of Instance Norm; γ and β are per channel here, none there"));
  EXPECT_THAT(become("group:groups=6,affine=none"), ElementsAre("G = C: the same function as Instance Norm"));
  EXPECT_THAT(become("group:groups=1", {2, 6, 1, 1}), ElementsAre("G = 1: the same function as Layer Norm"));
  EXPECT_THAT(become("group:groups=1", {2, 1, 3, 3}).size(), 2U);
  EXPECT_THAT(become("group:groups=2"), IsEmpty());
  EXPECT_THAT(become("layer"), IsEmpty());
}

}  // namespace equivalent_specs_test
}  // namespace normscope
