#include "core/io/formats/picture_reader.h"

#include "core/io/formats/picture.h"
#include "core/io/npy.h"
#include "tests/core/format_file.h"

namespace normscope {
namespace picture_reader_test {

/// The colours of a.png by channel, row and column: 7 times the place in [H, W, C].
std::vector<double> coloursByChannel(int channels) {
  std::vector<double> values;
  for (int c = 0; c < channels; ++c) {
    for (int pixel = 0; pixel < 6; ++pixel) values.push_back(7 * (pixel * 3 + (c < 3 ? c : 0)));
  }
  return values;
}

class Pictures : public FormatTest {
 protected:
  static std::string bytesOf(const std::string& name) { return contentsOf(formatFile(name)); }
};

TEST_F(Pictures, PngsAreRead) {
  const auto expect = [](const std::string& name, const std::string& dtype, std::int64_t channels,
                         const std::vector<double>& values) {
    const TensorFile file = openTensorFile(formatFile(name));
    EXPECT_EQ(file.format, "png");
    expectEntry(file, "", dtype, {1, channels, 2, 3}, values);
  };
  expect("pictures/a.png", "uint8", 3, coloursByChannel(3));
  expect("palette.png", "uint8", 3, coloursByChannel(3));
  expect("rgba.png", "uint8", 4, coloursByChannel(4));
  expect("grey.png", "uint8", 1, coloursByChannel(1));
  expect("one_bit.png", "uint8", 1, {255, 0, 255, 0, 255, 255});
  std::vector<double> words, two = coloursByChannel(2);
  for (const double value : coloursByChannel(1)) words.push_back(257 * value);
  expect("grey16.png", "uint16", 1, words);
  expect("la.png", "uint8", 2, two);
}

/// Against the values of Pillow, to the bit.
TEST_F(Pictures, JpegsAreRead) {
  const TensorFile file = openTensorFile(formatFile("colours.jpg"));
  EXPECT_EQ(file.format, "jpeg");
  const Tensor expected = readNpy(formatFile("colours.npy"));
  expectEntry(file, "", "uint8", expected.extents(), doublesOf(expected));
  EXPECT_EQ(openTensorFile(formatFile("grey.jpg")).entries[0].extents, (Extents{1, 1, 16, 24}));
  const std::string cmyk = formatFile("cmyk.jpg");
  expectError([&] { openTensorFile(cmyk); }, Fault::failed,
              cmyk + ": the JPEG holds CMYK colours; save it again in RGB or grey");
}

TEST_F(Pictures, AFolderIsABatch) {
  const TensorFile file = openTensorFile(formatFile("pictures"));
  EXPECT_EQ(file.format, "pictures");
  std::vector<double> values = coloursByChannel(3);
  for (const double value : coloursByChannel(3)) values.push_back(255 - value);
  expectEntry(file, "", "uint8", {2, 3, 2, 3}, values);
  EXPECT_EQ(file.notices,
            (std::vector<std::string>{"2 pictures in the order of their names, from 'a.png' to 'b.png'",
                                      "'readme.txt' is no picture and was skipped"}));
}

TEST_F(Pictures, AFolderOfDifferentOnesIsRefused) {
  folder_.fileOf("1.png", bytesOf("grey.png"));
  folder_.fileOf("2.png", bytesOf("rgba.png"));
  const TensorFile file = openTensorFile(folder_.file(""));
  expectError([&] { file.entries[0].read({}); }, Fault::failed,
              folder_.file("2.png") +
                  ": it is uint8 [4, 2, 3] and '1.png' beside it is uint8 [1, 2, 3]; give a "
                  "folder of pictures of one size");
}

TEST_F(Pictures, AFolderWithoutAnyIsRefused) {
  folder_.fileOf("readme.txt", "nothing");
  expectError([&] { openTensorFile(folder_.file("")); }, Fault::failed,
              folder_.file("") + ": it is a folder; give the path of a file in it");
}

TEST_F(Pictures, WhatTheLibrariesRefuseIsRefused) {
  const std::string copyAgain = "; copy or save the file again";
  const std::string png = bytesOf("grey.png");
  refuses(png.substr(0, 8), "the PNG is malformed (end of stream)" + copyAgain);
  for (std::size_t size = 8; size + 12 < png.size(); ++size) {
    try {
      open(png.substr(0, size)).entries[0].read({});
      ADD_FAILURE() << size;
    } catch (const Error&) {
    }
  }
  std::string wrong = png;
  wrong[30] = static_cast<char>(wrong[30] ^ 1);
  refuses(wrong, "the PNG is malformed (invalid chunk checksum)" + copyAgain);
  const std::string jpeg = bytesOf("grey.jpg");
  refuses(jpeg.substr(0, 4), "the JPEG is malformed (it ends before its size)" + copyAgain);
  refuses(jpeg.substr(0, jpeg.size() - 20), "the JPEG is malformed (Premature end of JPEG file)" + copyAgain);
}

TEST(PicturePixels, MoreThanCanBeAreRefused) {
  expectError(
      [] { requirePossiblePixels(16384, 16385, 1ull << 40, "x.png"); }, Fault::failed,
      "x.png: the picture is declared 16384 by 16385 pixels large and at most 268435456 pixels are read; "
      "use a smaller one");
  expectError(
      [] { requirePossiblePixels(1000, 1000, 999999, "x.png"); }, Fault::failed,
      "x.png: the picture is declared 1000 by 1000 pixels large, more than its bytes can hold; copy or "
      "save the file again");
  requirePossiblePixels(1000, 1000, 1000000, "x.png");
}

}  // namespace picture_reader_test
}  // namespace normscope
