#include "core/io/layout_guess.h"

#include <gtest/gtest.h>

namespace normscope {
namespace layout_guess_test {

struct Guessed {
  std::string name;
  Extents extents;
  std::string layout;
  std::string instead;
  std::string reason;
};

TEST(LayoutGuess, SaysWhatTheAxesProbablyAreAndWhy) {
  const std::vector<Guessed> cases = {
      {"x.npy", {2, 5, 16}, "BTF", "NCL", "its last axis, 16, is a multiple of 16, as features are"},
      {"x.npy", {8, 64, 100}, "NCL", "BTF", "three axes, as PyTorch's convolutions of signals have them"},
      {"x.npy", {8, 64, 128}, "NCL", "BTF", "three axes, as PyTorch's convolutions of signals have them"},
      {"/data/attn/d.npz::Hidden_states",
       {2, 7, 10},
       "BTF",
       "NCL",
       "its name holds \"hidden\", as of a transformer"},
      {"/attn/x.npy", {2, 7, 10}, "NCL", "BTF", "three axes, as PyTorch's convolutions of signals have them"},
      {"x.npy", {8, 32, 48, 3}, "NHWC", "NCHW", "its last axis has 3 positions, as colours have"},
      {"x.npy", {8, 32, 48, 1}, "NHWC", "NCHW", "its last axis has 1 position, as grey has"},
      {"x.npy",
       {8, 56, 56, 64},
       "NHWC",
       "NCHW",
       "its two middle axes are of one length, as height and width often are"},
      {"x.npy", {8, 3, 4, 4}, "NCHW", "NHWC", "four axes, as PyTorch's convolutions have them"},
      {"x.npy", {8, 64, 56, 56}, "NCHW", "NHWC", "four axes, as PyTorch's convolutions have them"},
      {"x.npy", {8, 8, 8, 8}, "NCHW", "NHWC", "four axes, as PyTorch's convolutions have them"},
      {"x.npy", {2, 8, 16, 16, 3}, "NDHWC", "NCDHW", "its last axis is as short as colours are"},
      {"x.npy",
       {2, 3, 8, 16, 16},
       "NCDHW",
       "NDHWC",
       "five axes, as PyTorch's convolutions of volumes have them"}};
  for (const Guessed& known : cases) {
    const auto guess = guessLayout(known.name, known.extents);
    ASSERT_TRUE(guess) << known.name;
    EXPECT_EQ(guess->layout.letters(), known.layout) << known.name << " " << toText(known.extents);
    EXPECT_EQ(guess->instead.letters(), known.instead) << known.name;
    EXPECT_EQ(guess->reason, known.reason);
  }
}

TEST(LayoutGuess, OfAPartIsWhatItsSliceLeavesOfTheWhole) {
  const std::vector<std::pair<std::string, Guessed>> cases = {
      {"[0]", {"x.npy[0]", {6, 8, 10}, "CHW", "NCL", "the slice [0] leaves CHW of NCHW"}},
      {"[:,-1]", {"x.npy[:,-1]", {4, 8, 10}, "NHW", "NCL", "the slice [:,-1] leaves NHW of NCHW"}},
      {"[...,2]", {"x.npy[...,2]", {4, 6, 8}, "NCH", "NCL", "the slice [...,2] leaves NCH of NCHW"}},
      {"[1,2:4]", {"x.npy[1,2:4]", {2, 8, 10}, "CHW", "NCL", "the slice [1,2:4] leaves CHW of NCHW"}},
      {"[0,0]", {"x.npy[0,0]", {8, 10}, "HW", "NC", "the slice [0,0] leaves HW of NCHW"}},
      {"[0]", {"x.npy[0]", {32, 48, 3}, "HWC", "NCL", "the slice [0] leaves HWC of NHWC"}},
      {"[0]", {"x.npy[0]", {6, 8, 10, 12}, "CDHW", "NCHW", "the slice [0] leaves CDHW of NCDHW"}}};
  for (const auto& [slice, known] : cases) {
    const auto guess = guessLayout(known.name, known.extents, parseSlice(slice, known.name));
    ASSERT_TRUE(guess) << known.name;
    EXPECT_TRUE(guess->isOfPart);
    EXPECT_EQ(guess->layout.letters(), known.layout) << known.name;
    EXPECT_EQ(guess->instead.letters(), known.instead) << known.name;
    EXPECT_EQ(guess->reason, known.reason);
  }
  for (const std::string slice : {"[1:3]", "[...]"}) {
    const auto guess = guessLayout("x.npy" + slice, {8, 64, 100}, parseSlice(slice, "x.npy"));
    EXPECT_EQ(guess->layout.letters(), "NCL");
  }
  EXPECT_EQ(guessLayout("x.npy[0]", {8, 64}, parseSlice("[0]", "x.npy")), std::nullopt);
}

TEST(LayoutGuess, SaysNothingWhereThereIsLittleToMistake) {
  for (const Extents& extents : {Extents{}, Extents{3}, Extents{8, 4}, Extents{1, 2, 3, 4, 5, 6}})
    EXPECT_EQ(guessLayout("x.npy", extents), std::nullopt);
}

}  // namespace layout_guess_test
}  // namespace normscope
