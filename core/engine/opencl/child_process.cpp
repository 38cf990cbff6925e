#include "core/engine/opencl/child_process.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>

extern char** environ;

namespace normscope {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t mostOutput = std::size_t{64} << 10;

/// The end of a pipe that this process reads.
class Pipe {
 public:
  Pipe() {
    if (::pipe2(ends_.data(), O_CLOEXEC) != 0) ends_ = {-1, -1};
  }
  ~Pipe() {
    closeWriting();
    closeReading();
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  bool isOpen() const { return ends_[0] >= 0; }
  int reading() const { return ends_[0]; }
  int writing() const { return ends_[1]; }
  void closeWriting() { close(ends_[1]); }

  /// Takes what is there; closes at the end.
  void take(std::string& text) {
    std::array<char, 4096> bytes;
    const ssize_t count = ::read(ends_[0], bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) return;
    if (count <= 0) return closeReading();
    text.append(bytes.data(), std::min(static_cast<std::size_t>(count), mostOutput - text.size()));
  }

 private:
  void closeReading() { close(ends_[0]); }
  static void close(int& end) {
    if (end >= 0) ::close(end);
    end = -1;
  }

  std::array<int, 2> ends_;
};

/// What the child begins with.
class SpawnPlan {
 public:
  SpawnPlan(int out, int err) {
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&files, out, 1);
    posix_spawn_file_actions_adddup2(&files, err, 2);
    posix_spawn_file_actions_addclosefrom_np(&files, 3);
    posix_spawnattr_init(&attributes);
    // A group of its own, which is killed with what the child starts, such as a driver's linker; and signals
    // as in a fresh process, whatever this thread blocks.
    sigset_t none;
    sigemptyset(&none);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK);
  }
  ~SpawnPlan() {
    posix_spawn_file_actions_destroy(&files);
    posix_spawnattr_destroy(&attributes);
  }
  SpawnPlan(const SpawnPlan&) = delete;
  SpawnPlan& operator=(const SpawnPlan&) = delete;

  posix_spawn_file_actions_t files;
  posix_spawnattr_t attributes;
};

/// Reads until both pipes end or the time is over; false then. A child that lives on without its pipes has
/// nothing more to say.
bool readAll(Pipe& out, Pipe& err, ChildEnd& end, Clock::time_point until) {
  while (out.isOpen() || err.isOpen()) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now()).count();
    if (left <= 0) return false;
    std::array<pollfd, 2> waited = {pollfd{out.reading(), POLLIN, 0}, pollfd{err.reading(), POLLIN, 0}};
    if (::poll(waited.data(), waited.size(), static_cast<int>(std::min<long long>(left, 60000))) <= 0)
      continue;
    if (waited[0].revents != 0) out.take(end.out);
    if (waited[1].revents != 0) err.take(end.err);
  }
  return true;
}

int waitForEnd(pid_t child) {
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return status;
}

}  // namespace

ChildEnd runChild(const std::vector<std::string>& command, std::chrono::milliseconds limit) {
  const Clock::time_point until = Clock::now() + limit;
  ChildEnd end;
  Pipe out, err;
  if (!out.isOpen() || !err.isOpen()) {
    end.number = errno;
    return end;
  }
  std::vector<char*> arguments;
  for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  const SpawnPlan plan(out.writing(), err.writing());
  pid_t child = 0;
  end.number = ::posix_spawn(&child, arguments[0], &plan.files, &plan.attributes, arguments.data(), environ);
  if (end.number != 0) return end;
  out.closeWriting();
  err.closeWriting();
  const bool inTime = readAll(out, err, end, until);
  ::kill(-child, SIGKILL);
  const int status = waitForEnd(child);
  if (!inTime) {
    end.how = ChildEnd::How::tookTooLong;
  } else if (WIFSIGNALED(status)) {
    end.how = ChildEnd::How::crashed;
    end.number = WTERMSIG(status);
  } else {
    end.number = WEXITSTATUS(status);
    end.how = end.number == 0 ? ChildEnd::How::answered : ChildEnd::How::exited;
  }
  return end;
}

void beShortLived() {
  const pid_t parent = ::getppid();
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(1);  // it ended before
  const rlimit none{0, 0};
  ::setrlimit(RLIMIT_CORE, &none);
}

}  // namespace normscope
