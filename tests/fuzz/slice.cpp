// A slice: what is understood is printed so that it is understood as the same, and stays in the tensor.
#include "core/io/formats/slice.h"

#include "tests/fuzz/target.h"

using namespace normscope;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  static const Tensor tensor = Tensor::allocate(DType::int8, {3, 4, 5});
  fuzz::mayRefuse([&] {
    const Slice slice = parseSlice(fuzz::textOf(bytes, size), "x.npy");
    fuzz::require(parseSlice(toText(slice), "x.npy") == slice, "another slice");
    const Tensor part = partOf(tensor, slice, "x.npy", {});
    fuzz::require(part.elementCount() <= tensor.elementCount(), "more than all");
    for (std::int64_t i = 0; i < part.elementCount(); ++i) fuzz::require(part.at(i) == 0, "another element");
  });
  return 0;
}
