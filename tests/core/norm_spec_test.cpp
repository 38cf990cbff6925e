#include "core/norm/norm_spec.h"

#include <gtest/gtest.h>

#include "core/norm/norm_registry.h"
#include "tests/core/expect_error.h"

namespace normscope {
namespace norm_spec_test {

TEST(NormSpec, PrintsInKeyOrderWithoutDefaults) {
  const std::vector<std::pair<std::string, std::string>> texts = {
      {"batch", "batch"},
      {"batch:workers=1,mode=train,momentum=0.1,eps=1e-5,eps_at=inside,variance=biased,affine=channel",
       "batch"},
      {"batch:affine=none,variance=unbiased,eps_at=outside,eps=0.00100,momentum=none,mode=eval,workers=4",
       "batch:workers=4,mode=eval,momentum=none,eps=0.001,eps_at=outside,variance=unbiased,affine=none"},
      {"layer", "layer"},
      {"layer:over=W+C+H,affine=element", "layer:over=W+C+H"},
      {"layer:over=C,affine=channel", "layer:over=C,affine=channel"},
      {"instance:affine=channel,momentum=0", "instance:momentum=0,affine=channel"},
      {"group:eps=1e-05,groups=02", "group:groups=2"},
      {"group:groups=3,affine=group,eps=0", "group:groups=3,eps=0,affine=group"},
      {"rms:eps=1e-6", "rms:eps=1e-6"},
      {"custom:over=N+W,variance=unbiased", "custom:over=N+W,variance=unbiased"},
      {"custom:over=C,center=false,affine=element", "custom:over=C,center=false,affine=element"},
      {"custom:center=true,over=C,affine=none", "custom:over=C"},
      {"batch:eps_at=max", "batch:eps_at=max"},
      {"l2:eps=1e-12,eps_at=max,affine=none", "l2"},
      {"l2:over=H+C,eps=1e-5,eps_at=inside,affine=channel",
       "l2:over=H+C,eps=1e-5,eps_at=inside,affine=channel"},
      {"l2:eps_at=outside", "l2:eps_at=outside"},
      {"group:interleaved=true,groups=2", "group:groups=2,interleaved=true"},
      {"rms:groups=4", "rms:groups=4"},
      {"rms:zero_centered=true,bias=false", "rms:zero_centered=true"},
      {"rms:bias=true", "rms:bias=true"},
      {"layer:bias=false,affine=H+C", "layer:affine=H+C,bias=false"},
      {"batch:bias=true,zero_centered=false", "batch"},
      {"instance:affine=N+C", "instance:affine=N+C"},
  };
  for (const auto& [typed, printed] : texts) {
    const NormSpec spec = parseNormSpec(typed);
    EXPECT_EQ(toText(spec), printed) << typed;
    EXPECT_EQ(parseNormSpec(toText(spec)), spec) << typed;
  }
}

TEST(NormSpec, RoundTripsEveryCombinationOfCommonKeys) {
  for (const NormInfo& info : normRegistry()) {
    for (const double eps : {0.0, 1e-5, 1.0 / 3, 1e-300, 12345.678}) {
      for (const EpsAt place : {EpsAt::inside, EpsAt::outside, EpsAt::max}) {
        for (const Affine affine : info.allowedAffine) {
          NormSpec spec = parseNormSpec(info.example);
          spec.eps = eps;
          spec.epsAt = place;
          spec.affine = affine;
          EXPECT_EQ(parseNormSpec(toText(spec)), spec) << toText(spec);
        }
      }
    }
  }
}

TEST(NormSpec, ComparesOverAsASet) {
  EXPECT_EQ(parseNormSpec("layer:over=C+H+W"), parseNormSpec("layer:over=W+H+C"));
  EXPECT_FALSE(parseNormSpec("layer:over=C+H+W") == parseNormSpec("layer:over=C+H"));
  EXPECT_FALSE(parseNormSpec("group:groups=2") == parseNormSpec("group:groups=3"));
}

TEST(NormSpec, ComparesTheAxesOfParametersAsASet) {
  EXPECT_EQ(parseNormSpec("instance:affine=N+C"), parseNormSpec("instance:affine=C+N"));
  EXPECT_FALSE(parseNormSpec("instance:affine=N+C") == parseNormSpec("instance:affine=C"));
  EXPECT_FALSE(parseNormSpec("instance:affine=C") == parseNormSpec("instance:affine=channel"));
}

TEST(NormSpec, RmsHasNoBiasUnlessToldOtherwise) {
  EXPECT_FALSE(parseNormSpec("rms").hasBias());
  EXPECT_TRUE(parseNormSpec("rms:bias=true").hasBias());
  EXPECT_TRUE(parseNormSpec("layer").hasBias());
  EXPECT_FALSE(parseNormSpec("layer:bias=false").hasBias());
  EXPECT_FALSE(parseNormSpec("layer:affine=none").hasBias());
}

TEST(NormSpec, WithoutParametersNothingIsSaidOfThem) {
  const NormSpec spec =
      withoutParameters(parseNormSpec("layer:over=C,affine=H+C,zero_centered=true,bias=false"));
  EXPECT_EQ(toText(spec), "layer:over=C,affine=none");
  EXPECT_EQ(parseNormSpec(toText(spec)), spec);
}

TEST(NormSpec, RefusesWhatItCannotMean) {
  const std::vector<std::pair<std::string, std::string>> lines = {
      {"", "norm '': '' is not a kind of norm; use batch, layer, instance, group, rms, custom or l2"},
      {"Batch",
       "norm 'Batch': 'Batch' is not a kind of norm; use batch, layer, instance, group, rms, custom or l2"},
      {"batch:",
       "norm 'batch:': '' is not a key of batch; use workers, mode, momentum, eps, eps_at, variance, "
       "affine, zero_centered or bias"},
      {"batch:groups=2",
       "norm 'batch:groups=2': 'groups' is not a key of batch; use workers, mode, momentum, eps, eps_at, "
       "variance, affine, zero_centered or bias"},
      {"layer:over", "norm 'layer:over': 'over' has no value; write over=VALUE"},
      {"layer:eps=1,eps=2", "norm 'layer:eps=1,eps=2': 'eps' is given twice; give each key once"},
      {"layer:eps=1,",
       "norm 'layer:eps=1,': '' is not a key of layer; use over, eps, eps_at, variance, affine, "
       "zero_centered or bias"},
      {"group",
       "norm 'group': the number of groups is missing; write group:groups=G, such as group:groups=2"},
      {"group:groups=0", "norm 'group:groups=0': groups=0 is out of range; give a whole number of 1 or more"},
      {"group:groups=-2",
       "norm 'group:groups=-2': groups=-2 is out of range; give a whole number of 1 or more"},
      {"group:groups=2.5",
       "norm 'group:groups=2.5': groups=2.5 is out of range; give a whole number of 1 or more"},
      {"group:groups=99999999999999999999",
       "norm 'group:groups=99999999999999999999': groups=99999999999999999999 is out of range; give a whole "
       "number of 1 or more"},
      {"batch:workers=0",
       "norm 'batch:workers=0': workers=0 is out of range; give a whole number of 1 or more"},
      {"batch:mode=test", "norm 'batch:mode=test': mode=test is unknown; give train or eval"},
      {"batch:momentum=1.5",
       "norm 'batch:momentum=1.5': momentum=1.5 is out of range; give a number from 0 to 1, or none for the "
       "cumulative average"},
      {"batch:eps=-1e-5",
       "norm 'batch:eps=-1e-5': eps=-1e-5 is out of range; give a number of 0 or more, such as 1e-5"},
      {"batch:eps=nan",
       "norm 'batch:eps=nan': eps=nan is no finite number; give a number of 0 or more, such as 1e-5"},
      {"batch:eps=1e-5x",
       "norm 'batch:eps=1e-5x': eps=1e-5x is no finite number; give a number of 0 or more, such as 1e-5"},
      {"batch:eps_at=root", "norm 'batch:eps_at=root': eps_at=root is unknown; give inside, outside or max"},
      {"batch:variance=sample",
       "norm 'batch:variance=sample': variance=sample is unknown; give biased or unbiased"},
      {"rms:variance=unbiased",
       "norm 'rms:variance=unbiased': variance=unbiased has no meaning where the mean is not subtracted; "
       "leave variance out"},
      {"l2:variance=unbiased",
       "norm 'l2:variance=unbiased': variance=unbiased has no meaning where the mean is not subtracted; "
       "leave variance out"},
      {"l2:groups=2",
       "norm 'l2:groups=2': 'groups' is not a key of l2; use over, eps, eps_at, variance, affine, "
       "zero_centered or bias"},
      {"custom:over=C,center=false,variance=unbiased",
       "norm 'custom:over=C,center=false,variance=unbiased': variance=unbiased has no meaning where the mean "
       "is not subtracted; "
       "leave variance out"},
      {"custom",
       "norm 'custom': the reduced axes are missing; write custom:over=AXES, such as custom:over=N+W"},
      {"custom:over=C,center=no", "norm 'custom:over=C,center=no': center=no is unknown; give true or false"},
      {"batch:affine=element",
       "norm 'batch:affine=element': affine=element is not possible for batch; give none, channel or axes "
       "such as N+C"},
      {"group:groups=2,affine=x",
       "norm 'group:groups=2,affine=x': affine=x is not possible for group; give none, channel, group or "
       "axes such as N+C"},
      {"layer:affine=none,zero_centered=true",
       "norm 'layer:affine=none,zero_centered=true': zero_centered has no meaning with affine=none; leave it "
       "out, or say "
       "which elements share a weight, such as affine=channel"},
      {"l2:bias=false",
       "norm 'l2:bias=false': bias has no meaning with affine=none; leave it out, or say which elements "
       "share a weight, "
       "such as affine=channel"},
      {"layer:affine=CH",
       "norm 'layer:affine=CH': affine=CH is not a list of axes; give letters of the layout joined by '+', "
       "such as C+H+W"},
      {"batch:interleaved=true",
       "norm 'batch:interleaved=true': 'interleaved' is not a key of batch; use workers, mode, momentum, "
       "eps, eps_at, "
       "variance, affine, zero_centered or bias"},
      {"group:groups=2,interleaved=yes",
       "norm 'group:groups=2,interleaved=yes': interleaved=yes is unknown; give true or false"},
      {"layer:over=CHW",
       "norm 'layer:over=CHW': over=CHW is not a list of axes; give letters of the layout joined by '+', "
       "such as C+H+W"},
      {"layer:over=",
       "norm 'layer:over=': over= is not a list of axes; give letters of the layout joined by '+', such as "
       "C+H+W"},
      {"layer:over=C+",
       "norm 'layer:over=C+': over=C+ is not a list of axes; give letters of the layout joined by '+', such "
       "as C+H+W"},
      {"layer:over=+C",
       "norm 'layer:over=+C': over=+C is not a list of axes; give letters of the layout joined by '+', such "
       "as C+H+W"},
      {"layer:over=C+c",
       "norm 'layer:over=C+c': over=C+c is not a list of axes; give letters of the layout joined by '+', "
       "such as C+H+W"},
      {"layer:over=C+C",
       "norm 'layer:over=C+C': over=C+C names axis C twice; give letters of the layout joined by '+', such "
       "as C+H+W"},
  };
  for (const auto& [text, line] : lines) {
    expectError([&, &text = text] { parseNormSpec(text); }, Fault::nonsense, line);
  }
}

TEST(NormSpec, EveryKeyOfTheRegistryIsRead) {
  for (const NormInfo& info : normRegistry()) {
    for (const std::string_view key : info.keys) {
      const std::string needed = info.isRequired("over") && key != "over" ? ",over=C" : "";
      const std::string text = std::string(info.name) + ":" + std::string(key) + "=?" + needed;
      EXPECT_THROW(parseNormSpec(text), Error) << text;
    }
  }
}

}  // namespace norm_spec_test
}  // namespace normscope
