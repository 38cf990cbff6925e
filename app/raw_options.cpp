#include "app/raw_options.h"

#include "core/error.h"

namespace normscope::app {

void RawOptions::addTo(ArgumentParser& parser) {
  parser.optional("--dtype", "DTYPE", dtype,
                  "what FILE holds where it has no header: float32, bfloat16, int8, ... (with --shape)");
  parser.optional("--shape", "I,J,...", shape, "its extents, slowest axis first (with --dtype)");
}

std::optional<RawForm> RawOptions::form() const {
  if (!dtype && !shape) return std::nullopt;
  if (!shape) throw nonsense("--dtype", "it is given without --shape", "give both or neither");
  if (!dtype) throw nonsense("--shape", "it is given without --dtype", "give both or neither");
  return RawForm{parseStoredType(*dtype), parseExtents(*shape, "--shape '" + *shape + "'")};
}

std::string fileHelp() {
  return "a path, PATH::NAME for a tensor of several in a file, either with a slice such as [0:4,:,::2]; - "
         "for "
         "standard input; sample:NAME; or a generated tensor: normal, uniform, ramp, constant or "
         "values:SHAPE[:...]";
}

}  // namespace normscope::app
