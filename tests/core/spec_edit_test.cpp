#include "core/document/spec_edit.h"

#include <gtest/gtest.h>

#include "core/document/adapt.h"
#include "core/norm/norm_registry.h"
#include "core/norm/reduction_plan.h"

namespace normscope {
namespace spec_edit_test {

const Shape nchw(Layout::parse("NCHW"), {4, 6, 3, 5});

std::string changed(const std::string& from, NormKind kind) {
  return toText(changedKind(parseNormSpec(from), kind, nchw, 4));
}

std::string adapted(const std::string& spec, const std::string& layout, const Extents& extents) {
  return toText(adaptedTo(Shape(Layout::parse(layout), extents), parseNormSpec(spec)));
}

TEST(ChangedKind, KeepsWhatStillApplies) {
  EXPECT_EQ(changed("batch:mode=eval,momentum=0.5,variance=unbiased", NormKind::instance),
            "instance:mode=eval,momentum=0.5,variance=unbiased");
  EXPECT_EQ(changed("batch:mode=eval,variance=unbiased", NormKind::rms), "rms");
  EXPECT_EQ(changed("layer:eps=0.001,eps_at=outside", NormKind::batch), "batch:eps=0.001,eps_at=outside");
}

TEST(ChangedKind, StartsWithWhatTheKindRequires) {
  EXPECT_EQ(changed("batch", NormKind::group), "group:groups=3");  // the largest divisor up to 4
  EXPECT_EQ(changed("batch", NormKind::custom), "custom:over=N+H+W");
  EXPECT_EQ(changed("rms", NormKind::custom), "custom:over=C");
}

/// An eps that nobody chose does not go along to a kind that has another.
TEST(ChangedKind, TakesTheDefaultsOfTheKind) {
  EXPECT_EQ(changed("batch", NormKind::l2), "l2");
  EXPECT_EQ(changed("l2", NormKind::batch), "batch");
  EXPECT_EQ(changed("batch:eps=0.5", NormKind::l2), "l2:eps=0.5,eps_at=inside");
  for (const NormInfo& info : normRegistry()) {
    for (const NormInfo& from : normRegistry()) {
      const NormSpec spec = changedKind(parseNormSpec(from.example), info.kind, nchw, 2);
      EXPECT_EQ(spec.eps, info.eps) << from.name << " to " << info.name;
      EXPECT_NO_THROW(plan(nchw, parseNormSpec(toText(spec)))) << toText(spec);
    }
  }
}

TEST(AdaptedTo, ChangesAsLittleAsPossible) {
  EXPECT_EQ(adapted("group:groups=4", "NCHW", {2, 6, 3, 3}), "group:groups=3");
  EXPECT_EQ(adapted("batch:workers=4", "NCHW", {6, 6, 3, 3}), "batch:workers=3");
  EXPECT_EQ(adapted("layer:over=C+H", "NCL", {2, 6, 3}), "layer:over=C");
  EXPECT_EQ(adapted("layer:over=H", "NCL", {2, 6, 3}), "layer");
  EXPECT_EQ(adapted("custom:over=H", "NCL", {2, 6, 3}), "custom:over=N");
  EXPECT_EQ(adapted("l2:over=F", "NCL", {2, 6, 3}), "l2");
}

}  // namespace spec_edit_test
}  // namespace normscope
