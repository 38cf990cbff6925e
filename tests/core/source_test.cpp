#include "core/io/source.h"

#include <sys/stat.h>

#include <cmath>
#include <map>

#include "core/io/npy.h"
#include "core/io/samples.h"
#include "tests/core/expect_error.h"
#include "tests/core/hash.h"
#include "tests/core/npy_bytes.h"
#include "tests/core/temporary_folder.h"
#include "tests/core/zip_bytes.h"

namespace normscope {
namespace source_test {

TEST(Samples, AreWhatTheListSays) {
  std::map<std::string, std::uint64_t> hashes;
  for (const Sample& sample : samples()) {
    const Tensor tensor = loadSample(sample);
    EXPECT_EQ(tensor.extents(), sample.extents) << sample.name;
    EXPECT_EQ(tensor.dtype(), sample.dtype) << sample.name;
    EXPECT_EQ(sample.layout.rank(), static_cast<int>(sample.extents.size())) << sample.name;
    EXPECT_EQ(sample.goodFor.find('\n'), std::string::npos);
    EXPECT_FALSE(sample.goodFor.empty());
    hashes[sample.name] = hashOf(tensor);
  }
  // The same bytes on every machine.
  const std::map<std::string, std::uint64_t> expected = {
      {"normal", 0xe64cb91028d17a1b}, {"images", 0xb3738d12d8f2298c},        {"sequence", 0x676d467fb628771b},
      {"photo", 0xc632d63e269fa0ed},  {"large-mean", 0x142142f7123cdea8},    {"nan", 0x5a89ed9028957a86},
      {"digits", 0x493fa2f67df550a1}, {"digit-features", 0x52863afa4a7eda3e}};
  EXPECT_EQ(hashes, expected);
}

TEST(Samples, HoldOneNanWhereTheySay) {
  const Sample& sample = findSample("nan");
  const Tensor tensor = loadSample(sample);
  const Shape shape(sample.layout, sample.extents);
  for (std::int64_t i = 0; i < tensor.elementCount(); ++i)
    EXPECT_EQ(std::isnan(tensor.at(i)), i == shape.offsetOf({1, 2, 3, 4})) << i;
}

TEST(Samples, GiveFeaturesOfASequenceMeansOfTheirOwn) {
  const Tensor tensor = loadSample(findSample("sequence"));
  double spread = 0;
  for (std::int64_t feature = 0; feature < 64; ++feature) {
    double mean = 0;
    for (std::int64_t i = 0; i < 400; ++i) mean += tensor.at(i * 64 + feature) / 400;
    spread += mean * mean / 64;
  }
  EXPECT_GT(std::sqrt(spread), 2);  // 3 were drawn; without offsets it would be 0.05
}

/// Channels of the photograph, against what the filters say about a picture.
TEST(Samples, FilterThePhotograph) {
  const Sample& sample = findSample("photo");
  const Tensor tensor = loadSample(sample);
  const Shape shape(sample.layout, sample.extents);
  const auto at = [&](std::int64_t n, std::int64_t c, std::int64_t y, std::int64_t x) {
    return tensor.at(shape.offsetOf({n, c, y, x}));
  };
  const auto brightness = [&](std::int64_t y, std::int64_t x) {
    return (77 * at(1, 0, y, x) + 150 * at(1, 1, y, x) + 29 * at(1, 2, y, x)) / 256;
  };
  // Sobel to the right and the Laplacian at one inner pixel of the second tile, by their definitions.
  const std::int64_t y = 20;
  const std::int64_t x = 31;
  double right = 0;
  double around = 8 * brightness(y, x);
  for (std::int64_t d = -1; d <= 1; ++d) {
    right += static_cast<double>(2 - std::abs(d)) * (brightness(y + d, x + 1) - brightness(y + d, x - 1));
    for (std::int64_t e = -1; e <= 1; ++e) {
      if (d != 0 || e != 0) around -= brightness(y + d, x + e);
    }
  }
  EXPECT_NEAR(at(1, 4, y, x), right / 4, 1e-6);
  EXPECT_NEAR(at(1, 6, y, x), around / 8, 1e-6);
  // Filters see across the seam of two tiles: edges there are no larger than the step of the blurred picture.
  for (std::int64_t row = 0; row < 48; ++row)
    EXPECT_LT(std::abs(at(0, 3, row, 47) - at(1, 3, row, 0)), 0.25) << row;
}

TEST(Samples, RefuseOtherNames) {
  expectError(
      [] { findSample("cat"); }, Fault::nonsense,
      "sample 'cat': there is no such sample; the samples are: normal, images, sequence, photo, large-mean, "
      "nan, digits, digit-features");
}

TEST(Source, LoadsSamplesGeneratedTensorsAndFiles) {
  const LoadedTensor sample = loadTensor("sample:sequence");
  EXPECT_EQ(sample.text, "sample:sequence");
  EXPECT_EQ(sample.layout, Layout::parse("BTF"));
  EXPECT_EQ(sample.generated, std::nullopt);

  const LoadedTensor generated = loadTensor("ramp:2,3");
  EXPECT_EQ(generated.layout, std::nullopt);
  ASSERT_NE(generated.generated, std::nullopt);
  EXPECT_EQ(toText(*generated.generated), "ramp:2,3");
  EXPECT_EQ(generated.tensor.at(5), 5);

  const TemporaryFolder folder;
  writeNpy(folder.file("photo.png"), generated.tensor);  // the name does not matter
  const LoadedTensor file = loadTensor(folder.file("photo.png"));
  EXPECT_EQ(file.text, folder.file("photo.png"));
  EXPECT_EQ(file.tensor.at(5), 5);
  EXPECT_TRUE(file.tensor.isFileBacked());
  EXPECT_EQ(file.layout, std::nullopt);
  EXPECT_EQ(file.generated, std::nullopt);
  EXPECT_TRUE(file.notices.empty());
}

std::string shownFile(const std::string& metadata) {
  const std::string header =
      R"({"__metadata__":)" + metadata + R"(,"x":{"dtype":"F32","shape":[1,2,1],"data_offsets":[0,8]}})";
  return littleEndianBytes(static_cast<std::uint64_t>(header.size())) + header + std::string(8, '\0');
}

TEST(Source, ATensorThatPythonShowsBringsItsLayout) {
  const TemporaryFolder folder;
  const auto layoutWith = [&](const std::string& metadata) {
    return loadTensor(folder.fileOf("x.safetensors", shownFile(metadata))).layout;
  };
  EXPECT_EQ(layoutWith(R"({"normscope":"tensor","layout":"BTF"})"), Layout::parse("BTF"));
  EXPECT_EQ(layoutWith(R"({"normscope":"tensor","layout":"NCHW"})"), std::nullopt);
  EXPECT_EQ(layoutWith(R"({"layout":"BTF"})"), std::nullopt);
  EXPECT_EQ(layoutWith(R"({"normscope":"tensor"})"), std::nullopt);
  expectError([&] { layoutWith(R"({"normscope":"tensor","layout":"BB"})"); }, Fault::failed,
              folder.file("x.safetensors") +
                  ": layout 'BB': 'B' stands twice; give distinct letters in memory order, such as NCHW, "
                  "NHWC or BTF");
}

TEST(Source, RefusesWhatIsNoFile) {
  const TemporaryFolder folder;
  expectError([] { loadTensor(""); }, Fault::nonsense,
              "FILE: it is empty; give a path, sample:NAME or a generated tensor such as normal:20,6,10,10");
  expectError([] { loadTensor("no/such.npy"); }, Fault::failed,
              "no/such.npy: there is no such file; give a path, sample:NAME or a generated tensor such as "
              "normal:20,6,10,10");
  expectError([&] { loadTensor(folder.file("")); }, Fault::failed,
              folder.file("") + ": it is a folder; give the path of a file in it");
  expectError([] { loadTensor("/dev/null"); }, Fault::failed,
              "/dev/null: it is not a regular file; give the path of a file");
  const std::string empty = folder.fileOf("empty.npy", "");
  expectError([&] { loadTensor(empty); }, Fault::failed,
              empty + ": the file is empty; give a file that holds a tensor");
  expectError(
      [] { loadTensor("sample:cat"); }, Fault::nonsense,
      "sample 'cat': there is no such sample; the samples are: normal, images, sequence, photo, large-mean, "
      "nan, digits, digit-features");
  expectError(
      [] { loadTensor("normal:x"); }, Fault::nonsense,
      "tensor 'normal:x': 'x' is not a whole number of 0 or more; give whole numbers joined by commas, such "
      "as 20,6,10,10");
}

TEST(Source, NamesTheFormatOfOtherFiles) {
  const TemporaryFolder folder;
  const std::string save = ", which is not read; save it as .npy, with numpy.save";
  const std::string saveOne = ", which is not read; save one array of it as .npy, with numpy.save";
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"\x89HDF\r\n\x1a\n", "an HDF5 file" + saveOne},
      {"\x80\x02}", "a Python pickle" + saveOne},
      {"\x80\x03}", "a Python pickle" + saveOne},
      {"\x80\x04\x95", "a Python pickle" + saveOne},
      {"\x80\x05\x95", "a Python pickle" + saveOne},
      {"GIF89a", "a GIF image" + save},
      {"BM1234", "a BMP image" + save},
      {"%PDF-1.7", "a PDF document" + save}};
  for (const auto& [bytes, reason] : cases) {
    const std::string path = folder.fileOf("x.npy", bytes);
    expectError([&] { loadTensor(path); }, Fault::failed, path + ": it seems to be " + reason);
  }
  const std::string path = folder.fileOf("x.npy", std::string("\x01\x02\0", 3));
  expectError([&] { loadTensor(path); }, Fault::failed,
              path +
                  ": its format is unknown; give .npy, .npz, .safetensors, .pt, .gguf, .onnx, PNG, JPEG, a "
                  "table of numbers, or raw binary with its dtype and shape");
  const std::string cut = folder.fileOf("cut.npy", npyMagic.substr(0, 3));
  expectError([&] { loadTensor(cut); }, Fault::failed,
              cut + ": it ends at byte 3, before the format version ends; copy or save the file again");
}

}  // namespace source_test
}  // namespace normscope
