// A zip archive, as .npz.
#include "core/io/formats/npz_reader.h"
#include "tests/fuzz/tensor_file.h"

using namespace normscope;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  fuzz::readAll(bytes, size, [&](const std::shared_ptr<const Buffer>& file) {
    return openNpz(file, readZipDirectory(fuzz::textOf(bytes, size), "x.npz"), "x.npz");
  });
  return 0;
}
