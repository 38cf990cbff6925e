#include "core/io/formats/slice.h"

#include <gtest/gtest.h>

#include <numeric>

#include "tests/core/expect_error.h"

namespace normscope {
namespace slice_test {

/// 0, 1, 2, ... of that shape.
Tensor counting(const Extents& extents) {
  std::vector<std::int32_t> values(static_cast<std::size_t>(elementCountOf(extents, "x")));
  std::iota(values.begin(), values.end(), 0);
  return Tensor::of<std::int32_t>(DType::int32, extents, values);
}

std::vector<int> valuesOf(const Tensor& tensor) {
  std::vector<int> values;
  for (std::int64_t i = 0; i < tensor.elementCount(); ++i) values.push_back(static_cast<int>(tensor.at(i)));
  return values;
}

Tensor partOf(const Tensor& tensor, const std::string& text) {
  return normscope::partOf(tensor, parseSlice(text, "x.npy"), "x.npy", {});
}

void expectPart(const std::string& text, const Extents& extents, const std::vector<int>& values) {
  const Tensor tensor = partOf(counting({3, 4}), text);
  EXPECT_EQ(tensor.extents(), extents) << text;
  EXPECT_EQ(valuesOf(tensor), values) << text;
}

/// As numpy.arange(12).reshape(3, 4)[...] gives them.
TEST(Slice, TakesWhatNumPyTakes) {
  expectPart("[1]", {4}, {4, 5, 6, 7});
  expectPart("[-1]", {4}, {8, 9, 10, 11});
  expectPart("[2,3]", {}, {11});
  expectPart("[:]", {3, 4}, {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11});
  expectPart("[1:]", {2, 4}, {4, 5, 6, 7, 8, 9, 10, 11});
  expectPart("[0:2,::2]", {2, 2}, {0, 2, 4, 6});
  expectPart("[ : , 1 ]", {3}, {1, 5, 9});
  expectPart("[...,1]", {3}, {1, 5, 9});
  expectPart("[1,...]", {4}, {4, 5, 6, 7});
  expectPart("[...]", {3, 4}, {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11});
  expectPart("[0,1,...]", {}, {1});
  expectPart("[::-1,0]", {3}, {8, 4, 0});
  expectPart("[:,::-2]", {3, 2}, {3, 1, 7, 5, 11, 9});
  expectPart("[:,-2::-1]", {3, 3}, {2, 1, 0, 6, 5, 4, 10, 9, 8});
  expectPart("[:,3:0:-2]", {3, 2}, {3, 1, 7, 5, 11, 9});
  expectPart("[2:1]", {0, 4}, {});
  expectPart("[-100:100,1:-1]", {3, 2}, {1, 2, 5, 6, 9, 10});
  expectPart("[5:]", {0, 4}, {});
  expectPart("[0:3:9223372036854775807,0]", {1}, {0});
  expectPart("[::-9223372036854775808,0]", {1}, {8});
}

TEST(Slice, SharesTheBytesOfWhatLiesSideBySide) {
  const Tensor tensor = counting({3, 4});
  EXPECT_EQ(partOf(tensor, "[1:]").bytes(), tensor.bytes() + 16);
  EXPECT_EQ(partOf(tensor, "[1,1:3]").bytes(), tensor.bytes() + 20);
  EXPECT_NE(partOf(tensor, "[:,1:3]").bytes(), tensor.bytes() + 4);
}

TEST(Slice, PrintsAsItIsRead) {
  for (const char* text : {"[0:4,:,::2]", "[3]", "[...,-1]", "[1:,:-1,::-1]"})
    EXPECT_EQ(toText(parseSlice(text, "x")), text);
  EXPECT_EQ(toText(parseSlice("[ 1 , 0:2:1 ]", "x")), "[1,0:2]");
  EXPECT_EQ(toText(Slice{}), "");
}

TEST(Slice, RefusesWhatMakesNoSense) {
  const std::string form = "; write it as NumPy does, such as [0:4,:,::2]";
  const auto refuses = [](const std::string& text, const std::string& line) {
    expectError([&] { partOf(counting({3, 4}), text); }, Fault::nonsense, "x.npy: " + line);
  };
  refuses("0:4", "'0:4' is no slice" + form);
  refuses("[", "'[' is no slice" + form);
  refuses("[]", "the slice [] names no axis" + form);
  refuses("[a]", "'a' is no whole number, range or ..." + form);
  refuses("[1.5]", "'1.5' is no whole number, range or ..." + form);
  refuses("[1,]", "'' is no whole number, range or ..." + form);
  refuses("[0:b]", "'b' is not a whole number" + form);
  refuses("[0:1:2:3]", "'0:1:2:3' is not start:stop:step" + form);
  refuses("[::0]", "the step of '::0' is 0" + form);
  refuses("[...,...]", "'...' stands twice" + form);
  refuses("[99999999999999999999]", "'99999999999999999999' is no whole number, range or ..." + form);
  refuses("[3]", "the index 3 is outside of axis 0 of 3; count from 0, or from -1 backwards");
  refuses("[0,-5]", "the index -5 is outside of axis 1 of 4; count from 0, or from -1 backwards");
  refuses("[0,0,0]", "the slice [0,0,0] names 3 axes and the tensor has 2; name at most as many");
}

}  // namespace slice_test
}  // namespace normscope
