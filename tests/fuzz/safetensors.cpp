// A .safetensors file, and the index of one in parts.
#include "core/io/formats/safetensors_reader.h"
#include "tests/fuzz/tensor_file.h"

using namespace normscope;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  fuzz::readAll(bytes, size, [](const std::shared_ptr<const Buffer>& file) {
    return openSafetensors(file, "x.safetensors");
  });
  fuzz::mayRefuse([&] { openSafetensorsIndex(fuzz::textOf(bytes, size), "/nowhere/x.json"); });
  return 0;
}
