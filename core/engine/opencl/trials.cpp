#include "core/engine/opencl/trials.h"

#include <algorithm>
#include <condition_variable>
#include <csignal>
#include <cstring>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <system_error>
#include <thread>

#include "core/engine/opencl/child_process.h"
#include "core/engine/opencl/trial_memory.h"
#include "core/engine/progress.h"
#include "core/text/number.h"
#include "core/text/one_line.h"

namespace normscope {
namespace {

/// What a trial found.
struct Finding {
  std::string complaint;  ///< "" where nothing is wrong
  bool lasting = false;   ///< the same would be found again
};

/// The kernel as it is built by this program: what was found of another one says nothing.
std::string kernelKey(const std::optional<KernelVariant>& kernel) {
  if (!kernel) return "small program";
  std::string built = kernelSource(kernel->name);
  for (const KernelTarget target : {KernelTarget::plain, KernelTarget::poclCpu})
    built += kernelOptions(kernel->dtype, target, {kernel->streams, kernel->writes});
  return toText(*kernel) + " " + std::to_string(std::hash<std::string>()(built));
}

std::string keyOf(const OpenClDevice& device, const std::optional<KernelVariant>& kernel) {
  return identityOf(device) + " | normscope " NORMSCOPE_VERSION " | " + kernelKey(kernel);
}

std::string signalName(int number) {
  const char* name = ::sigabbrev_np(number);
  return name == nullptr ? "signal " + std::to_string(number) : std::string("SIG") + name;
}

/// What a driver wrote before its end, in one line: ": Unexpected llvm intrinsic", or "".
std::string lastWords(const std::string& text) {
  constexpr std::size_t longest = 160;
  std::string words;
  for (const char character : text) {
    const bool blank = character == ' ' || character == '\n' || character == '\t' || character == '\r';
    if (!blank) {
      words += character;
    } else if (!words.empty() && words.back() != ' ') {
      words += ' ';
    }
  }
  words = oneLine(words);
  if (words.ends_with(' ')) words.pop_back();
  // A refusal is WHAT: WHY; WHAT TO DO.
  std::replace(words.begin(), words.end(), ';', ',');
  if (words.size() > longest) words = words.substr(0, longest) + "...";
  return words.empty() ? "" : ": " + words;
}

/// The line of the answer that begins with `start`, without it.
std::optional<std::string> lineOf(const std::string& out, std::string_view start) {
  for (std::size_t at = out.find(start); at != std::string::npos; at = out.find(start, at + 1)) {
    if (at != 0 && out[at - 1] != '\n') continue;
    const std::size_t from = at + start.size();
    return out.substr(from, std::min(out.find('\n', from), out.size()) - from);
  }
  return std::nullopt;
}

Finding findingOf(const ChildEnd& end, std::chrono::milliseconds limit) {
  using How = ChildEnd::How;
  const auto inATrial = [&](const std::string& what) { return what + " in a trial"; };
  if (lineOf(end.out, trialHealthy)) return {"", true};
  if (const auto wrong = lineOf(end.out, trialWrong))
    return {inATrial("it computed wrong numbers") + ", " + *wrong, true};
  if (lineOf(end.out, trialFailed)) return {"", false};
  if (end.how == How::notStarted)
    return {
        "it can't be tried, no process can be started (" + std::generic_category().message(end.number) + ")",
        false};
  if (end.how == How::tookTooLong) {
    return {inATrial("it did not come to an end") + " of " +
                rounded(std::chrono::duration<double>(limit).count(), 3) + " s",
            true};
  }
  if (end.how == How::crashed) {
    // Killed from outside, as where memory runs out.
    const bool fromOutside = end.number == SIGKILL || end.number == SIGTERM;
    return {inATrial("its driver crashed") + " (" + signalName(end.number) + ")" + lastWords(end.err),
            !fromOutside};
  }
  return {inATrial("its driver ended the process") + " (exit status " + std::to_string(end.number) + ")" +
              lastWords(end.err),
          true};
}

/// The trials of the process. Never destroyed: those that run do so in threads of their own.
class Trials {
 public:
  static Trials& instance() {
    static auto* const trials = new Trials;
    return *trials;
  }

  void set(const TrialSettings& settings) {
    const std::lock_guard lock(mutex_);
    settings_ = settings;
    known_.clear();
    anew_.clear();
  }

  bool areSet() {
    const std::lock_guard lock(mutex_);
    return !settings_.command.empty();
  }

  std::optional<std::string> known(const std::string& key) {
    const std::lock_guard lock(mutex_);
    if (settings_.command.empty()) return "";
    return knownNow(key);
  }

  std::string complaint(const OpenClDevice& device, const std::optional<KernelVariant>& kernel,
                        const std::stop_token& stop) {
    const std::string key = keyOf(device, kernel);
    std::unique_lock lock(mutex_);
    if (settings_.command.empty()) return "";
    if (const auto found = knownNow(key)) return *found;
    const auto running = running_.find(key);
    const std::shared_ptr<Trial> trial =
        running == running_.end() ? begun(key, device, kernel) : running->second;
    if (!ended_.wait(lock, stop, [&] { return trial->ended; })) throw Cancelled();
    return trial->finding.complaint;
  }

  void forget(const OpenClDevice& device) {
    const std::lock_guard lock(mutex_);
    const std::string start = identityOf(device);
    std::erase_if(known_,
                  [&](const auto& entry) { return entry.first.starts_with(start) && !entry.second.empty(); });
    anew_.insert(start);
  }

  bool isRunning() {
    const std::lock_guard lock(mutex_);
    return !running_.empty();
  }

 private:
  struct Trial {
    bool ended = false;
    Finding finding;
  };

  std::optional<std::string> knownNow(const std::string& key) {
    const auto entry = known_.find(key);
    if (entry != known_.end()) return entry->second;
    const auto remembered = rememberedTrial(key);
    if (!remembered) return std::nullopt;
    const bool anew = std::any_of(anew_.begin(), anew_.end(),
                                  [&](const std::string& start) { return key.starts_with(start); });
    if (anew && !remembered->empty()) return std::nullopt;
    return known_[key] = *remembered;
  }

  std::shared_ptr<Trial> begun(const std::string& key, const OpenClDevice& device,
                               const std::optional<KernelVariant>& kernel) {
    const auto trial = running_[key] = std::make_shared<Trial>();
    std::vector<std::string> command = settings_.command;
    command.insert(command.end(),
                   {std::to_string(device.index), identityOf(device), kernel ? toText(*kernel) : ""});
    try {
      std::thread([this, key, command, limit = settings_.limit] {
        end(key, findingOf(runChild(command, limit), limit));
      }).detach();
    } catch (const std::system_error& error) {
      running_.erase(key);
      *trial = {true, findingOf({ChildEnd::How::notStarted, error.code().value(), "", ""}, {})};
    }
    return trial;
  }

  void end(const std::string& key, const Finding& finding) {
    if (finding.lasting) rememberTrial(key, finding.complaint);
    const std::lock_guard lock(mutex_);
    if (finding.lasting) known_[key] = finding.complaint;
    const auto running = running_.extract(key);
    running.mapped()->finding = finding;
    running.mapped()->ended = true;
    ended_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable_any ended_;
  TrialSettings settings_;
  std::map<std::string, std::string> known_;  ///< complaints by key
  std::set<std::string> anew_;                ///< devices of which remembered complaints do not count
  std::map<std::string, std::shared_ptr<Trial>> running_;
};

}  // namespace

void setTrials(const TrialSettings& settings) {
  Trials::instance().set(settings);
}

bool hasTrials() {
  return Trials::instance().areSet();
}

std::string trialComplaint(const OpenClDevice& device, const std::optional<KernelVariant>& kernel,
                           const std::stop_token& stop) {
  return Trials::instance().complaint(device, kernel, stop);
}

void forgetComplaints(const OpenClDevice& device) {
  Trials::instance().forget(device);
}

bool isTried(const OpenClDevice& device, const std::optional<KernelVariant>& kernel) {
  return Trials::instance().known(keyOf(device, kernel)) == "";
}

bool isTrying() {
  return Trials::instance().isRunning();
}

std::string identityOf(const OpenClDevice& device) {
  return device.name + " | " + device.platform + " | " + device.version + " | " + device.driver;
}

}  // namespace normscope
