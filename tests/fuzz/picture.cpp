// A PNG or JPEG.
#include "core/io/formats/picture_reader.h"
#include "tests/fuzz/tensor_file.h"

using namespace normscope;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  fuzz::readAll(bytes, size,
                [](const std::shared_ptr<const Buffer>& file) { return openPicture(file, "x.png"); });
  return 0;
}
