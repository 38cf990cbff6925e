// A PyTorch file: the archive with its pickle.
#include "core/io/formats/torch_reader.h"
#include "tests/fuzz/tensor_file.h"

using namespace normscope;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  fuzz::readAll(bytes, size, [&](const std::shared_ptr<const Buffer>& file) {
    const std::vector<ZipEntry> entries = readZipDirectory(fuzz::textOf(bytes, size), "x.pt");
    return looksLikeTorch(entries) ? openTorch(file, entries, "x.pt") : TensorFile{};
  });
  return 0;
}
