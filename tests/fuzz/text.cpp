// A table or a print-out.
#include "core/io/formats/text_reader.h"
#include "tests/fuzz/tensor_file.h"

using namespace normscope;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  fuzz::readAll(bytes, size,
                [](const std::shared_ptr<const Buffer>& file) { return openText(file, "x.txt"); });
  return 0;
}
