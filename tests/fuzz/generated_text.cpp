// The text of a generated tensor; small ones are made.
#include "core/io/generate.h"
#include "tests/fuzz/target.h"

using namespace normscope;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  fuzz::mayRefuse([&] {
    const GeneratedTensor generated = parseGenerated(fuzz::textOf(bytes, size));
    const std::string text = toText(generated);
    fuzz::require(parseGenerated(text) == generated, "another tensor");
    constexpr std::int64_t few = 4096;
    if (elementCountOf(generated.extents, "fuzz") <= few) generate(generated);
  });
  return 0;
}
