// A GGUF file.
#include "core/io/formats/gguf_reader.h"
#include "tests/fuzz/tensor_file.h"

using namespace normscope;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  fuzz::readAll(bytes, size,
                [](const std::shared_ptr<const Buffer>& file) { return openGguf(file, "x.gguf"); });
  return 0;
}
