// What the plan says about sets is what engines compute: one element of x changes the statistics of its set
// and of no other, and y of no other set.
#include <gtest/gtest.h>

#include "tests/engines/engine_support.h"

namespace normscope {
namespace plan_property_test {

class PlanProperty : public testing::TestWithParam<std::tuple<std::string, std::string, std::string>> {};

Extents extentsOf(const std::string& layout) {
  Extents extents;
  for (const char letter : layout) {
    const std::string letters = "NBCFHWTDL";
    const Extents sizes = {4, 4, 6, 6, 3, 5, 3, 2, 7};
    extents.push_back(sizes[letters.find(letter)]);
  }
  return extents;
}

TEST_P(PlanProperty, OneElementChangesItsSetOnly) {
  const auto& [engine, layout, norm] = GetParam();
  const NormalizeRequest request = requestOf(layout, extentsOf(layout), norm);
  const NormalizeResult before = normalize(request, engineNamed(engine));
  for (std::int64_t i = 0; i < request.x.elementCount(); i += 7) {
    std::vector<double> values = valuesOf(request.x);
    values[static_cast<std::size_t>(i)] += 1.5;
    const NormalizeResult after =
        normalize(requestOf(layout, extentsOf(layout), norm, values), engineNamed(engine));
    const std::int64_t own = before.plan.setOf(i);
    for (std::int64_t set = 0; set < before.plan.setCount(); ++set) {
      const auto s = static_cast<std::size_t>(set);
      const bool sameMean = after.statistics.mean[s] == before.statistics.mean[s];
      const bool sameVariance = after.statistics.variance[s] == before.statistics.variance[s];
      ASSERT_EQ(sameMean, set != own || !before.plan.spec().subtractsMean())
          << "set " << set << ", element " << i;
      ASSERT_EQ(sameVariance, set != own) << "set " << set << ", element " << i;
    }
    for (std::int64_t j = 0; j < request.x.elementCount(); ++j)
      ASSERT_TRUE(before.plan.setOf(j) == own || after.y.at(j) == before.y.at(j)) << j;
  }
}

INSTANTIATE_TEST_SUITE_P(
    All, PlanProperty,
    testing::Combine(testing::Values("reference", "opencl"),
                     testing::Values("NCHW", "NHWC", "CNWH", "BTF", "NCL", "NCDHW", "NTDHWC", "HNWC"),
                     testing::Values("batch", "batch:workers=2", "layer", "layer:variance=unbiased",
                                     "instance", "group:groups=2", "group:groups=3", "rms", "l2")));

INSTANTIATE_TEST_SUITE_P(Custom, PlanProperty,
                         testing::Combine(testing::Values("reference", "opencl"),
                                          testing::Values("NCHW", "NHWC", "CWHN"),
                                          testing::Values("custom:over=N+W", "custom:over=H",
                                                          "custom:over=C+W", "custom:over=N+H+W+C",
                                                          "custom:over=C,center=false", "layer:over=H+W",
                                                          "rms:over=N")));

}  // namespace plan_property_test
}  // namespace normscope
