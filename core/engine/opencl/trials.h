#pragma once

#include <chrono>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/engine/opencl/devices.h"
#include "core/engine/opencl/kernel_variant.h"

namespace normscope {

/// How devices are tried. A driver may end the process, never come back, or compute nonsense; so a device is
/// first tried in a child process, each kernel before it is built here.
struct TrialSettings {
  /// A program that calls runDeviceTrial() (device_trial.h) with the arguments that follow these. Empty, as
  /// it is at first: devices are used untried.
  std::vector<std::string> command = {};
  std::chrono::milliseconds limit = std::chrono::seconds(60);  ///< of one trial: a slow machine needs some
};

/// To be set before the first device is used.
void setTrials(const TrialSettings& settings);
bool hasTrials();

/// Why the device cannot be used, as a trial of the kernel found, or ""; without a kernel, of a small
/// program. What was found is remembered in this process and in the user's cache folder, by device, driver
/// and program; then nothing is run. An error that the driver reports in good order is no finding, and "": it
/// will report it again. Waits for a trial that is under way. Throws Cancelled when `stop` says so; the trial
/// goes on.
std::string trialComplaint(const OpenClDevice& device, const std::optional<KernelVariant>& kernel,
                           const std::stop_token& stop);

/// Forgets what went wrong with the device, so that it is tried again.
void forgetComplaints(const OpenClDevice& device);

/// Whether a trial already found that the device may use the kernel, or there are no trials.
bool isTried(const OpenClDevice& device, const std::optional<KernelVariant>& kernel);

/// Whether a trial is running now.
bool isTrying();

/// What makes a device the same one in another process: its name and platform with their versions.
std::string identityOf(const OpenClDevice& device);

/// What a trial answers with, at the start of a line.
inline constexpr std::string_view trialHealthy = "normscope-trial: healthy";
inline constexpr std::string_view trialFailed = "normscope-trial: failed ";  ///< in good order
inline constexpr std::string_view trialWrong = "normscope-trial: wrong ";

}  // namespace normscope
