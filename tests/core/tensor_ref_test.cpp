#include "core/io/tensor_ref.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/io/npy.h"
#include "core/io/source.h"
#include "tests/core/expect_error.h"
#include "tests/core/temporary_folder.h"

namespace normscope {
namespace tensor_ref_test {

using testing::ElementsAre;

TensorFile fileWith(const std::vector<std::string>& names) {
  TensorFile file{"npz", {}, {}};
  for (const std::string& name : names) {
    const auto read = [](const Progress&) { return generate(parseGenerated("ramp:2,3")); };
    file.entries.push_back({name, "float32", {2, 3}, read});
  }
  return file;
}

class TensorRefs : public testing::Test {
 protected:
  TensorRef parsed(const std::string& rest, const std::vector<std::string>& names) {
    return parseTensorRef(path_ + rest, fileWith(names));
  }
  void refuses(const std::string& rest, const std::vector<std::string>& names, const std::string& line) {
    expectError([&] { entryOf(parsed(rest, names), fileWith(names)); }, Fault::nonsense, path_ + ": " + line);
  }

  TemporaryFolder folder_;
  const std::string path_ = folder_.fileOf("x.npz", "");
};

TEST_F(TensorRefs, NameATensorAndASlice) {
  EXPECT_EQ(parsed("", {"a"}), (TensorRef{path_, std::nullopt, {}, {}}));
  EXPECT_EQ(parsed("::a", {"a", "b"}), (TensorRef{path_, "a", {}, {}}));
  const TensorRef sliced = parsed("::a[0,1:]", {"a", "b"});
  EXPECT_EQ(sliced.name, "a");
  EXPECT_EQ(toText(sliced.slice), "[0,1:]");
  EXPECT_EQ(toText(sliced), path_ + "::a[0,1:]");
  EXPECT_EQ(toText(parsed("[0]", {"a"}).slice), "[0]");
  EXPECT_EQ(parsed("::b::c", {"a", "b::c"}).name, "b::c");
}

TEST_F(TensorRefs, ATensorOfExactlyThatNameComesBeforeASlice) {
  EXPECT_EQ(parsed("::a[0]", {"a", "a[0]"}).name, "a[0]");
  EXPECT_EQ(parsed("::a[0][1]", {"a", "a[0]"}).name, "a[0]");
}

TEST_F(TensorRefs, AFileOfExactlyThatNameComesFirst) {
  const std::string other = folder_.fileOf("x.npz::a[0]", "");
  EXPECT_EQ(splitFileText(other).path, other);
  EXPECT_EQ(splitFileText(other).rest, "");
  EXPECT_EQ(splitFileText(other + "[1]").path, path_);  // the first "::" behind a path that exists
  const std::string sliced = folder_.fileOf("y[0]", "");
  EXPECT_EQ(splitFileText(sliced + "[1]").path, sliced);
  EXPECT_EQ(splitFileText("no/file::a").path, "no/file");
  EXPECT_EQ(splitFileText("no/file[0]").path, "no/file[0]");
}

TEST_F(TensorRefs, ThatDoNotFitTheFileAreRefused) {
  refuses("", {"a", "b"}, "it holds 2 tensors: a [2, 3], b [2, 3]; name one, such as " + path_ + "::a");
  refuses("::c", {"a", "b"}, "it holds no tensor 'c'; its tensors are: a [2, 3], b [2, 3]");
  refuses("::c[0]", {"a", "b"}, "it holds no tensor 'c[0]'; its tensors are: a [2, 3], b [2, 3]");
  refuses("::a", {""}, "its only tensor has no name; leave '::a' out");
  expectError([&] { entryOf(parsed("", {}), fileWith({})); }, Fault::failed,
              path_ + ": it holds no tensor; give a file that holds one");
  std::vector<std::string> many;
  for (int i = 0; i < 22; ++i) many.push_back("t" + std::to_string(i));
  try {
    entryOf(parsed("", many), fileWith(many));
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("it holds 22 tensors: t0 [2, 3], "));
    EXPECT_THAT(error.what(), testing::HasSubstr(", t19 [2, 3] and 2 more; name one, such as "));
  }
}

TEST_F(TensorRefs, AreLoaded) {
  const std::string path = folder_.file("r.npy");
  writeNpy(path, generate(parseGenerated("ramp:2,3")));
  const LoadedTensor loaded = loadTensor(path + "[1,::2]");
  EXPECT_EQ(loaded.tensor.extents(), Extents{2});
  EXPECT_EQ(loaded.tensor.at(0), 3);
  EXPECT_EQ(loaded.tensor.at(1), 5);
  ASSERT_TRUE(loaded.ref);
  EXPECT_EQ(toText(*loaded.ref), path + "[1,::2]");
  expectError([&] { loadTensor(path + "[2]"); }, Fault::nonsense,
              path + ": the index 2 is outside of axis 0 of 2; count from 0, or from -1 backwards");
  expectError([&] { loadTensor(path + "::x"); }, Fault::nonsense,
              path + ": its only tensor has no name; leave '::x' out");
  expectError([&] { loadTensor("no/file::x"); }, Fault::failed,
              "no/file: there is no such file; give a path, sample:NAME or a generated tensor such as "
              "normal:20,6,10,10");
}

TEST(RawFiles, HoldWhatIsSaid) {
  const TemporaryFolder folder;
  const std::string path = folder.fileOf("x.bin", std::string("\x38\xb8\x7e\xff\0\x01", 6));
  const Tensor fp8 = loadTensor(path, RawForm{parseStoredType("float8_e4m3fn"), {2, 3}}).tensor;
  EXPECT_EQ(fp8.dtype(), DType::float32);
  EXPECT_EQ(fp8.extents(), (Extents{2, 3}));
  EXPECT_EQ(fp8.at(0), 1);
  EXPECT_EQ(fp8.at(1), -1);
  EXPECT_EQ(fp8.at(2), 448);
  EXPECT_TRUE(std::isnan(fp8.at(3)));
  EXPECT_EQ(fp8.at(4), 0);
  EXPECT_EQ(fp8.at(5), std::ldexp(1, -9));
  const LoadedTensor words = loadTensor(path + "[1:]", RawForm{parseStoredType("uint16"), {3}});
  EXPECT_EQ(words.tensor.at(0), 0xff7e);
  EXPECT_EQ(words.ref->raw->extents, Extents{3});
}

TEST(RawFiles, OfAnotherSizeAreRefused) {
  const TemporaryFolder folder;
  const std::string path = folder.fileOf("x.bin", "12345");
  expectError(
      [&] {
        loadTensor(path, RawForm{parseStoredType("float32"), {2}});
      },
      Fault::nonsense,
      path + ": it has 5 bytes and float32 of the shape [2] takes 8; give the dtype and the shape that fit");
  expectError(
      [&] {
        loadTensor(path, RawForm{parseStoredType("float32"), {1 << 30, 1 << 30, 1 << 30}});
      },
      Fault::nonsense,
      path +
          ": float32 of the shape [1073741824, 1073741824, 1073741824] takes more than 2^63 bytes; "
          "give smaller extents");
  expectError(
      [&] {
        loadTensor(path, RawForm{parseStoredType("bool"), {5}});
      },
      Fault::failed, path + ": at byte 0 the bool is 49, neither 0 nor 1; save it again as uint8");
  expectError(
      [] {
        loadTensor("ramp:2", RawForm{parseStoredType("float32"), {2}});
      },
      Fault::nonsense,
      "tensor 'ramp:2': it is no file, and says itself what it holds; leave dtype and shape out");
  expectError([] { parseStoredType("float"); }, Fault::nonsense,
              "dtype 'float': it is unknown; give float16, bfloat16, float32, float64, int8, int16, int32, "
              "int64, uint8, uint16, uint32, uint64, bool, float8_e4m3fn or float8_e5m2");
}

/// All of them, against the definition: "FP8 formats for deep learning" (Micikevicius et al. 2022), table 1.
TEST(Float8, IsExact) {
  for (int bits = 0; bits < 256; ++bits) {
    const double sign = bits < 128 ? 1 : -1;
    const int e4 = bits >> 3 & 15, m3 = bits & 7, e5 = bits >> 2 & 31, m2 = bits & 3;
    const float e4m3 = decodeFloat8(static_cast<std::uint8_t>(bits), Encoding::float8e4m3fn);
    const float e5m2 = decodeFloat8(static_cast<std::uint8_t>(bits), Encoding::float8e5m2);
    if ((bits & 127) == 127) {
      EXPECT_TRUE(std::isnan(e4m3));
    } else {
      EXPECT_EQ(e4m3, sign * (e4 == 0 ? std::ldexp(m3 / 8.0, -6) : std::ldexp(1 + m3 / 8.0, e4 - 7))) << bits;
    }
    if (e5 == 31) {
      EXPECT_TRUE(m2 == 0 ? std::isinf(e5m2) && (e5m2 > 0) == (sign > 0) : std::isnan(e5m2)) << bits;
    } else {
      EXPECT_EQ(e5m2, sign * (e5 == 0 ? std::ldexp(m2 / 4.0, -14) : std::ldexp(1 + m2 / 4.0, e5 - 15)))
          << bits;
    }
  }
}

}  // namespace tensor_ref_test
}  // namespace normscope
