// An ONNX model or a TensorProto.
#include "core/io/formats/onnx_reader.h"
#include "tests/fuzz/tensor_file.h"

using namespace normscope;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  fuzz::readAll(bytes, size, [](const std::shared_ptr<const Buffer>& file) {
    return openOnnx(file, "/nowhere/x.onnx", "x.onnx");
  });
  return 0;
}
