#include "core/io/tensor_writer.h"

#include <cstring>
#include <utility>

#include "core/io/formats/npy_header.h"
#include "core/io/npy.h"
#include "core/io/safetensors.h"

namespace normscope {

void encodeTensor(const Tensor& tensor, OutputFormat format, const std::string& name,
                  const std::function<void(std::span<const std::byte>)>& sink) {
  if (format == OutputFormat::safetensors) return encodeSafetensors({{name, tensor}}, sink);
  encodeNpy(tensor, sink);
}

TensorWriter::TensorWriter(const std::string& path, OutputFormat format, std::string name)
    : file_(path), format_(format), name_(std::move(name)) {}

std::optional<Tensor> TensorWriter::tensorInFile(DType dtype, const Extents& extents) {
  const bool isSafetensors = format_ == OutputFormat::safetensors;
  if (dtype == DType::bfloat16 && !isSafetensors) return std::nullopt;
  const std::string header =
      isSafetensors ? formatSafetensorsHeader(name_, dtype, extents) : formatNpyHeader(dtype, extents);
  const std::shared_ptr<Buffer> buffer = file_.map(header.size() + Tensor::byteCountOf(dtype, extents));
  if (!buffer) return std::nullopt;
  std::memcpy(buffer->data(), header.data(), header.size());
  return inFile_.emplace(dtype, extents, buffer, header.size());
}

void TensorWriter::write(const Tensor& tensor) {
  if (inFile_ && inFile_->bytes() == tensor.bytes()) return;
  encodeTensor(tensor, format_, name_, [&](std::span<const std::byte> bytes) { file_.write(bytes); });
}

void writeTensor(const std::string& path, OutputFormat format, const std::string& name,
                 const Tensor& tensor) {
  TensorWriter writer(path, format, name);
  writer.write(tensor);
  writer.commit();
}

}  // namespace normscope
