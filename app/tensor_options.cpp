#include "app/tensor_options.h"

#include "core/norm/norm_registry.h"

namespace normscope::app {

std::string specHelp() {
  return "kind[:key=value,...]; kinds are " + normNamesAnd();
}

void TensorOptions::addTo(ArgumentParser& parser) {
  parser.optional("--layout", "LETTERS", layout, "axes in memory order, such as NCHW, NHWC or BTF");
  parser.optional(
      "--device", "DEVICE", device,
      "auto (default: the reference where that takes no time, else an OpenCL device), reference or opencl:N; "
      "'normscope devices' lists N");
  parser.words({"auto", "reference"});
  parser.flag("--json", json, "print one JSON object");
}

Shape TensorOptions::shapeOf(const Extents& extents, const std::optional<Layout>& own) const {
  if (layout) return {Layout::parse(*layout), extents};
  return {own ? *own : Layout::ofRank(static_cast<int>(extents.size())), extents};
}

DeviceChoice TensorOptions::deviceChoice() const {
  return parseDeviceChoice(device.value_or("auto"));
}

}  // namespace normscope::app
