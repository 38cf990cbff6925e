#include "tests/golden/pixels.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

#include "core/io/formats/open_tensor_file.h"

namespace normscope {
namespace {

Pixels pixelsOf(const std::filesystem::path& file) {
  const TensorFile opened = openTensorFile(file.string());
  const Tensor tensor = opened.entries.front().read({});
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(tensor.bytes());
  return {tensor.extents(), {bytes, bytes + tensor.byteCount()}};
}

}  // namespace

double partThatDiffers(const Pixels& a, const Pixels& b) {
  constexpr int edge = 40;
  std::size_t count = 0;
  for (std::size_t i = 0; i < a.values.size(); ++i)
    count += std::abs(a.values[i] - b.values[i]) > edge ? 1 : 0;
  return static_cast<double>(count) / static_cast<double>(std::max<std::size_t>(1, a.values.size()));
}

void expectGolden(const std::filesystem::path& actual, const std::filesystem::path& sourceFolder,
                  double allowed) {
  const auto expected = sourceFolder / "tests" / "golden" / actual.filename();
  const std::string advice = "\nlook at " + actual.string() + " and then run tests/golden/accept";
  ASSERT_TRUE(std::filesystem::exists(expected)) << advice;
  const Pixels before = pixelsOf(expected), now = pixelsOf(actual);
  ASSERT_EQ(now.extents, before.extents) << advice;
  EXPECT_LE(partThatDiffers(before, now), allowed) << advice;
}

}  // namespace normscope
