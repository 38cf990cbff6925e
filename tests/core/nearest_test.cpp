#include "core/text/nearest.h"

#include <gtest/gtest.h>

namespace normscope {
namespace nearest_test {

TEST(Nearest, IsTheOneThatWasMeant) {
  const std::vector<std::string> known = {"compute", "compare", "case", "list", "lab", "layers"};
  EXPECT_EQ(nearest("comptue", known), "compute");
  EXPECT_EQ(nearest("compae", known), "compare");
  EXPECT_EQ(nearest("layer", known), "layers");
  EXPECT_EQ(nearest("lst", known), "list");
  EXPECT_EQ(nearest("compute", known), "compute");
}

TEST(Nearest, IsNothingWhereNoneIsNearOrTwoAre) {
  EXPECT_EQ(nearest("frobnicate", {"compute", "case"}), std::nullopt);
  EXPECT_EQ(nearest("cat", {"bat", "rat"}), std::nullopt);
  EXPECT_EQ(nearest("", {"a", "lab"}), std::nullopt);
  EXPECT_EQ(nearest("x", {}), std::nullopt);
  EXPECT_EQ(nearest(std::string(65, 'x'), {std::string(65, 'x')}), std::nullopt);
}

}  // namespace nearest_test
}  // namespace normscope
