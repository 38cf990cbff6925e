// The pickle in a PyTorch file.
#include "core/io/formats/torch_pickle.h"
#include "tests/fuzz/target.h"

using namespace normscope;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  fuzz::mayRefuse([&] {
    for (const PickledTensor& tensor : readTorchPickle(fuzz::textOf(bytes, size), "x.pt")) {
      fuzz::require(tensor.extents.size() == tensor.strides.size(), "a stride too few");
      std::int64_t last = tensor.offset;
      const bool isEmpty = elementCountOf(tensor.extents, "x") == 0;
      for (std::size_t i = 0; i < tensor.extents.size() && !isEmpty; ++i)
        last += (tensor.extents[i] - 1) * tensor.strides[i];
      const auto itemSize = static_cast<std::int64_t>(tensor.type.size());
      fuzz::require(isEmpty || last < tensor.storageBytes / itemSize, "beyond its storage");
    }
  });
  return 0;
}
