#include "core/tensor/shape.h"

#include <gtest/gtest.h>

#include "tests/core/expect_error.h"

namespace normscope {
namespace shape_test {

TEST(Layout, FollowsTheRank) {
  const std::vector<std::string> expected = {"", "C", "NC", "NCL", "NCHW", "NCDHW", "NCTDHW"};
  for (int rank = 0; rank <= 6; ++rank)
    EXPECT_EQ(Layout::ofRank(rank).letters(), expected[static_cast<std::size_t>(rank)]);
}

TEST(Layout, KnowsTheRolesOfLetters) {
  const Layout layout = Layout::parse("BTF");
  EXPECT_EQ(layout.find(AxisRole::batch), 0);
  EXPECT_EQ(layout.find(AxisRole::channel), 2);
  EXPECT_EQ(layout.find('T'), 1);
  EXPECT_EQ(layout.find('C'), std::nullopt);
}

TEST(Layout, RefusesWhatItCannotMean) {
  expectError(
      [] { Layout::parse("NCHH"); }, Fault::nonsense,
      "layout 'NCHH': 'H' stands twice; give distinct letters in memory order, such as NCHW, NHWC or BTF");
  expectError([] { Layout::parse("NBC"); }, Fault::nonsense,
              "layout 'NBC': 'N' and 'B' both name the batch axis; give distinct letters in memory order, "
              "such as NCHW, NHWC or BTF");
  expectError([] { Layout::parse("nchw"); }, Fault::nonsense,
              "layout 'nchw': 'n' is not a letter from A to Z; did you mean NCHW?");
  expectError([] { Layout::parse("NChw"); }, Fault::nonsense,
              "layout 'NChw': 'h' is not a letter from A to Z; did you mean NCHW?");
  for (const std::string letters : {"NC-W", "nc-w", "nchh"}) {
    expectError(
        [&] { Layout::parse(letters); }, Fault::nonsense,
        "layout '" + letters + "': '" + (letters[0] == 'N' ? "-" : "n") +
            "' is not a letter from A to Z; give distinct letters in memory order, such as NCHW, NHWC "
            "or BTF");
  }
  expectError(
      [] { Layout::parse(""); }, Fault::nonsense,
      "layout '': it names no axis; give distinct letters in memory order, such as NCHW, NHWC or BTF");
  expectError([] { Layout::parse("NCTDHWZ"); }, Fault::nonsense,
              "layout 'NCTDHWZ': it names 7 axes and at most 6 are supported; give distinct letters in "
              "memory order, such as NCHW, NHWC or BTF");
  expectError([] { Layout::ofRank(7); }, Fault::nonsense,
              "shape of rank 7: at most 6 axes are supported; merge axes before saving the tensor");
}

TEST(Shape, CountsInMemoryOrder) {
  const Shape shape(Layout::parse("NCHW"), {20, 6, 10, 10});
  EXPECT_EQ(shape.elementCount(), 12000);
  EXPECT_EQ(shape.strides(), (Extents{600, 100, 10, 1}));
  EXPECT_EQ(shape.offsetOf({3, 1, 2, 0}), 1920);
  EXPECT_EQ(shape.indexOf(1920), (Extents{3, 1, 2, 0}));
}

TEST(Shape, RefusesBadExtents) {
  expectError(
      [] {
        Shape(Layout::parse("NC"), {2, 3, 4});
      },
      Fault::nonsense,
      "layout 'NC': it names 2 axes and the shape [2, 3, 4] has 3; give one letter per axis");
  expectError([] { parseExtents("20,x", "--shape"); }, Fault::nonsense,
              "--shape: 'x' is not a whole number of 0 or more; give whole numbers joined by commas, such as "
              "20,6,10,10");
  expectError(
      [] {
        elementCountOf({1LL << 40, 1LL << 40, 0}, "x.npy");
      },
      Fault::nonsense, "x.npy: it has more than 2^63 elements; give smaller extents");
  expectError(
      [] {
        Shape(Layout::parse("NC"), {2, 3}).offsetOf({1, 3});
      },
      Fault::nonsense, "element [1, 3]: position 3 is outside axis C of 3; count positions from 0");
}

}  // namespace shape_test
}  // namespace normscope
