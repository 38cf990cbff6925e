#include "core/engine/opencl/devices.h"
#include <algorithm>

#include "app/argument_parser.h"
#include "app/output.h"

namespace normscope::app {
namespace {

Json listAsJson(const std::vector<OpenClDevice>& devices) {
  Json list = Json::array();
  for (const OpenClDevice& device : devices) {
    list.push_back({{"index", device.index},
                    {"name", device.name},
                    {"platform", device.platform},
                    {"version", device.version},
                    {"type", device.type},
                    {"usable", device.usable},
                    {"reason", device.reason}});
  }
  return {{"devices", list}};
}

std::string listAsText(const std::vector<OpenClDevice>& devices) {
  if (devices.empty()) return "There is no OpenCL device; --device auto computes with the reference.\n";
  Report report;
  for (const OpenClDevice& device : devices) {
    report.row("opencl:" + std::to_string(device.index), device.name);
    report.row("", device.type + ", " + device.platform + ", " + device.version);
    report.row("", device.usable ? "usable" : "can't be used: " + device.reason);
  }
  const bool none =
      std::none_of(devices.begin(), devices.end(), [](const auto& device) { return device.usable; });
  if (none) return report.text() + "No device is usable; --device auto computes with the reference.\n";
  return report.text();
}

}  // namespace

void runDevices(const Arguments& arguments) {
  bool json = false;
  ArgumentParser parser("devices", "Lists OpenCL devices, and why one can't be used.", "normscope devices");
  parser.flag("--json", json, "print one JSON object");
  if (!parser.parse(arguments)) return;

  const std::vector<OpenClDevice> devices = openClDevices();
  if (json) return printJson(listAsJson(devices));
  print(listAsText(devices));
}

}  // namespace normscope::app
