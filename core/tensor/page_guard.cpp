#include "core/tensor/page_guard.h"

#include <dlfcn.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <mutex>

#include "core/error.h"

namespace normscope {
namespace {

constexpr std::size_t mostMappings = 1024;

/// Without locks or allocations, since a signal handler reads it; never destroyed.
constinit std::array<PageGuard::Slot, mostMappings> slots;

/// Who handles bus errors that are not ours. A signal handler reads it while another thread may change it:
/// each value has an entry of its own for a while.
class NextHandler {
 public:
  struct sigaction get() const {
    return entries_[current_];
  }

  void set(const struct sigaction& action) {
    const auto entry = static_cast<unsigned>(++used_ % entries_.size());
    entries_[entry] = action;
    current_ = entry;
  }

 private:
  std::array<struct sigaction, 64> entries_{};
  std::atomic<unsigned> used_ = 0;
  std::atomic<unsigned> current_ = 0;
};

constinit NextHandler nextHandler;
constinit std::atomic<bool> isInstalled = false;

using Sigaction = int(int, const struct sigaction*, struct sigaction*);

/// That of the C library, or of a sanitizer that watches it.
Sigaction& systemSigaction() {
  static auto* const found = reinterpret_cast<Sigaction*>(::dlsym(RTLD_NEXT, "sigaction"));
  return *found;
}

PageGuard::Slot* slotOf(std::uintptr_t address) {
  for (PageGuard::Slot& slot : slots) {
    if (slot.begin <= address && address < slot.end) return &slot;
  }
  return nullptr;
}

/// In one step for all threads. All of it, since the rest is of no use any more, and so that a large file
/// costs one fault. A call of the system, since tools that watch mmap may not do so in a signal handler.
bool becomesZeros(const PageGuard::Slot& slot) {
  const std::uintptr_t begin = slot.begin;
  return ::syscall(SYS_mmap, begin, slot.end - begin, slot.protection.load(),
                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) != -1;
}

/// What would have happened without this handler.
void passOn(int number, siginfo_t* info, void* context) {
  const struct sigaction next = nextHandler.get();
  if ((next.sa_flags & SA_RESETHAND) != 0) nextHandler.set({});
  if ((next.sa_flags & SA_SIGINFO) != 0) return next.sa_sigaction(number, info, context);
  if (next.sa_handler != SIG_DFL && next.sa_handler != SIG_IGN) return next.sa_handler(number);
  // A fault can't be ignored. The signal comes again once this returns, from the same instruction or queued.
  struct sigaction fatal {};
  fatal.sa_handler = SIG_DFL;
  systemSigaction()(number, &fatal, nullptr);
  if (info->si_code <= 0) ::raise(number);
}

void onBusError(int number, siginfo_t* info, void* context) {
  const int error = errno;
  PageGuard::Slot* slot =
      info->si_code == BUS_ADRERR ? slotOf(reinterpret_cast<std::uintptr_t>(info->si_addr)) : nullptr;
  const bool isSaved = slot != nullptr && becomesZeros(*slot);
  if (isSaved) {
    slot->broken = true;
  } else {
    passOn(number, info, context);
  }
  errno = error;
}

void install() {
  struct sigaction before {};
  systemSigaction()(SIGBUS, nullptr, &before);
  nextHandler.set(before);
  struct sigaction action {};
  action.sa_sigaction = onBusError;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_RESTART;
  sigemptyset(&action.sa_mask);
  systemSigaction()(SIGBUS, &action, nullptr);
  isInstalled = true;
}

PageGuard::Slot* freeSlot() {
  for (PageGuard::Slot& slot : slots) {
    if (!slot.taken.exchange(true)) return &slot;
  }
  throw failure("memory", "more than " + std::to_string(mostMappings) + " large files are open",
                "close some of them");
}

}  // namespace

PageGuard::PageGuard(const void* pages, std::size_t bytes, bool isWritable) : slot_(freeSlot()) {
  static std::once_flag installed;
  std::call_once(installed, install);
  const auto begin = reinterpret_cast<std::uintptr_t>(pages);
  slot_->broken = false;
  slot_->protection = isWritable ? PROT_READ | PROT_WRITE : PROT_READ;
  slot_->end = begin + bytes;
  slot_->begin = begin;
}

PageGuard::~PageGuard() {
  slot_->end = 0;
  slot_->taken = false;
}

bool PageGuard::isBroken() const {
  return slot_->broken;
}

}  // namespace normscope

/// In place of the C library's, for every library of the process. LLVM, in OpenCL drivers, puts a handler of
/// its own on top whenever it compiles, one that is gone once it is called: a second thread that reads the
/// same file at that moment would end the process. So whoever handles bus errors from now on comes after us.
extern "C" int sigaction(int number, const struct sigaction* action, struct sigaction* before) noexcept {
  using namespace normscope;
  if (number != SIGBUS || !isInstalled) return systemSigaction()(number, action, before);
  const struct sigaction next = nextHandler.get();
  if (action != nullptr) nextHandler.set(*action);
  if (before != nullptr) *before = next;
  return 0;
}
