// The text of a norm: what is understood must be written so that it is understood as the same.
#include "core/norm/norm_spec.h"

#include "tests/fuzz/target.h"

using namespace normscope;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  fuzz::mayRefuse([&] {
    const NormSpec spec = parseNormSpec(fuzz::textOf(bytes, size));
    const std::string text = toText(spec);
    fuzz::require(parseNormSpec(text) == spec, "another norm");
    fuzz::require(toText(parseNormSpec(text)) == text, "another text");
  });
  return 0;
}
