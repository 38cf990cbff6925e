// Tensors and statistics as they are written for others, read back by the readers.
#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

#include "core/io/safetensors.h"
#include "core/io/source.h"
#include "core/io/statistics_file.h"
#include "tests/core/temporary_folder.h"

namespace normscope {
namespace tensor_output_test {

using Named = std::vector<std::pair<std::string, Tensor>>;

std::string safetensorsOf(const Named& tensors) {
  std::string bytes;
  encodeSafetensors(tensors, [&](std::span<const std::byte> piece) {
    bytes.append(reinterpret_cast<const char*>(piece.data()), piece.size());
  });
  return bytes;
}

std::string statisticsOf(OutputFormat format, const Named& arrays) {
  std::string bytes;
  encodeStatistics(format, "s", arrays, [&](std::span<const std::byte> piece) {
    bytes.append(reinterpret_cast<const char*>(piece.data()), piece.size());
  });
  return bytes;
}

std::string valuesOf(const Tensor& tensor) {
  return {reinterpret_cast<const char*>(tensor.bytes()), tensor.byteCount()};
}

TEST(SafetensorsOutput, EveryDtypeAndShapeComesBack) {
  Named tensors;
  for (const DType dtype : {DType::boolean, DType::uint8, DType::int8, DType::float16, DType::bfloat16,
                            DType::int16, DType::uint16, DType::float32, DType::int32, DType::uint32,
                            DType::float64, DType::int64, DType::uint64}) {
    Tensor tensor = Tensor::allocate(dtype, {2, 3});
    std::fill_n(tensor.editBytes(), tensor.byteCount(), std::byte{1});
    tensors.emplace_back(std::string(nameOf(dtype)), tensor);
  }
  const std::vector<double> one = {-0.0};
  tensors.emplace_back("scalar", Tensor::of<double>(DType::float64, {}, one));
  tensors.emplace_back("empty", Tensor::allocate(DType::float32, {3, 0}));
  TemporaryFolder folder;
  const std::string path = folder.fileOf("all.safetensors", safetensorsOf(tensors));
  for (const auto& [name, tensor] : tensors) {
    const Tensor same = loadTensor(path + "::" + name).tensor;
    EXPECT_EQ(same.dtype(), tensor.dtype()) << name;
    EXPECT_EQ(same.extents(), tensor.extents()) << name;
    EXPECT_EQ(valuesOf(same), valuesOf(tensor)) << name;
  }
}

/// So that a tensor can be mapped where it lies.
TEST(SafetensorsOutput, DataIsAligned) {
  const std::vector<double> values = {1};
  const std::string bytes = safetensorsOf({{"a", Tensor::of<double>(DType::uint8, {1}, values)},
                                           {"bc", Tensor::of<double>(DType::float64, {1}, values)}});
  std::uint64_t size = 0;
  std::copy_n(bytes.data(), sizeof size, reinterpret_cast<char*>(&size));
  EXPECT_EQ(size % 8, 0);
  EXPECT_EQ(bytes.substr(8, size).substr(0, 59),
            R"({"bc":{"dtype":"F64","shape":[1],"data_offsets":[0,8]},"a":)");
}

TEST(StatisticsOutput, NumbersReadBackAndWhatIsNotFiniteIsSaid) {
  const std::vector<double> values = {0.1, std::numeric_limits<double>::quiet_NaN(), -1e300,
                                      std::numeric_limits<double>::infinity()};
  const std::vector<std::int64_t> count = {7};
  const Named arrays = {{"mean", Tensor::of<double>(DType::float64, {2, 2}, values)},
                        {"batches", Tensor::of<std::int64_t>(DType::int64, {}, count)}};
  EXPECT_EQ(statisticsOf(OutputFormat::json, arrays), R"({"mean":[[0.1,null],[-1e+300,null]],"batches":7})"
                                                      "\n");
  EXPECT_EQ(statisticsOf(OutputFormat::csv, arrays),
            "array,index,value\nmean,0 0,0.1\nmean,0 1,nan\nmean,1 0,-1e300\nmean,1 1,inf\nbatches,,7\n");
  EXPECT_EQ(statisticsOf(OutputFormat::safetensors, arrays), safetensorsOf(arrays));
}

}  // namespace tensor_output_test
}  // namespace normscope
