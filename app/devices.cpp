#include "core/engine/opencl/devices.h"

#include "app/argument_parser.h"
#include "app/output.h"
#include "core/compute/choose.h"
#include "core/engine/opencl/build_report.h"
#include "core/error.h"

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

Json reportAsJson(const BuildReport& report) {
  Json builds = Json::array();
  for (const KernelBuild& build : report.builds) {
    builds.push_back({{"kernel", build.kernel},
                      {"options", build.options},
                      {"built", build.reason.empty()},
                      {"reason", build.reason},
                      {"log", build.log}});
  }
  return {{"device", report.device}, {"builds", builds}};
}

/// The device of --log.
int compilingDevice(const std::string& text) {
  const auto choice = readDeviceChoice(text);
  if (choice && choice->kind == DeviceChoice::Kind::opencl) return choice->index;
  throw nonsense("--log '" + text + "'", "it is not an OpenCL device",
                 "give opencl:N as 'normscope devices' lists them");
}

}  // namespace

void runDevices(const Arguments& arguments) {
  bool json = false;
  std::optional<std::string> log;
  ArgumentParser parser("devices",
                        "Lists OpenCL devices, why one can't be used, and which one --device auto takes.",
                        "normscope devices");
  parser.optional("--log", "DEVICE", log,
                  "build all kernels for opencl:N, and print what its compiler says of each");
  parser.flag("--json", json, "print one JSON object");
  if (!parser.parse(arguments)) return;

  if (log) {
    const BuildReport report = buildReport(compilingDevice(*log));
    return json ? printJson(reportAsJson(report)) : print(toText(report));
  }
  const std::vector<OpenClDevice> devices = openClDevices();
  const AutomaticDevice automatic = automaticDevice();
  if (json) return printJson(listAsJson(devices, automatic));
  print(listAsText(devices, automatic));
}

}  // namespace normscope::app
