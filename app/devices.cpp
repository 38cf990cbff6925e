#include "core/engine/opencl/devices.h"

#include "app/argument_parser.h"
#include "app/output.h"
#include "core/engine/choose.h"

namespace normscope::app {
namespace {

Json listAsJson(const std::vector<OpenClDevice>& devices, const AutomaticDevice& automatic) {
  Json list = Json::array();
  for (const OpenClDevice& device : devices) {
    list.push_back({{"index", device.index},
                    {"name", device.name},
                    {"platform", device.platform},
                    {"version", device.version},
                    {"type", device.type},
                    {"usable", device.usable},
                    {"reason", device.reason},
                    {"auto", automatic.index == device.index}});
  }
  return {{"devices", list}, {"auto_reason", automatic.reason}};
}

std::string listAsText(const std::vector<OpenClDevice>& devices, const AutomaticDevice& automatic) {
  Report report;
  for (const OpenClDevice& device : devices) {
    report.row("opencl:" + std::to_string(device.index), device.name);
    report.row("", device.type + ", " + device.platform + ", " + device.version);
    report.row("", device.usable ? "usable" : "can't be used: " + device.reason);
  }
  const std::string device =
      automatic.index ? "on opencl:" + std::to_string(*automatic.index) : std::string("with the reference");
  return report.text() + "--device auto computes " + device + ": " + automatic.reason + ".\n";
}

}  // namespace

void runDevices(const Arguments& arguments) {
  bool json = false;
  ArgumentParser parser("devices",
                        "Lists OpenCL devices, why one can't be used, and which one --device auto takes.",
                        "normscope devices");
  parser.flag("--json", json, "print one JSON object");
  if (!parser.parse(arguments)) return;

  const std::vector<OpenClDevice> devices = openClDevices();
  const AutomaticDevice automatic = automaticDevice();
  if (json) return printJson(listAsJson(devices, automatic));
  print(listAsText(devices, automatic));
}

}  // namespace normscope::app
