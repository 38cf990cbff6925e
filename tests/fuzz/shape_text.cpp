// A layout and extents, separated by a line feed, as --layout and --shape give them, with the plan of a norm
// that every layout has.
#include "core/norm/reduction_plan.h"
#include "tests/fuzz/target.h"

using namespace normscope;

namespace {

void walk(const Shape& shape) {
  const std::int64_t count = shape.elementCount();
  for (const std::int64_t offset : {std::int64_t{0}, count / 3, count - 1}) {
    if (offset < 0 || offset >= count) continue;
    fuzz::require(shape.offsetOf(shape.indexOf(offset)) == offset, "another offset");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view text = fuzz::textOf(bytes, size);
  const std::size_t end = std::min(text.find('\n'), text.size());
  const std::string_view letters = text.substr(0, end);
  const std::string_view extents = text.substr(std::min(end + 1, text.size()));
  fuzz::mayRefuse([&] { fuzz::require(Layout::parse(letters).letters() == letters, "another layout"); });
  fuzz::mayRefuse([&] { parseExtents(extents, "--shape"); });
  fuzz::mayRefuse([&] {
    const Shape shape(Layout::parse(letters), parseExtents(extents, "--shape"));
    walk(shape);
    for (const char* norm : {"layer", "batch", "group:groups=2", "rms"})
      fuzz::mayRefuse([&] { plan(shape, parseNormSpec(norm)); });
  });
  return 0;
}
