#include "core/compute/opencl_engines.h"

#include "core/engine/opencl/device_handles.h"

namespace normscope {
namespace {

/// A kernel that was neither built nor tried yet.
struct KernelWanted {
  KernelVariant kernel;
};

/// Where a file changed meanwhile, that is what is said, and not what the engine made of it.
NormalizeResult normalizeIntact(const NormalizeRequest& request, OpenClEngine& engine,
                                const Progress& progress) {
  try {
    return normscope::normalize(request, engine, progress);
  } catch (const Error&) {
    requireIntact(request);
    throw;
  }
}

}  // namespace

class OpenClEngines::Lease {
 public:
  /// Waits for its turn. Throws Cancelled when `stop` says so.
  Lease(OpenClEngines& of, const std::stop_token& stop) : of_(of) {
    std::unique_lock lock(of_.mutex_);
    if (!of_.given_.wait(lock, stop, [&] { return !of_.taken_; })) throw Cancelled();
    has_ = of_.taken_ = true;
  }

  /// The same for so long; has() tells whether it came.
  Lease(OpenClEngines& of, const std::stop_token& stop, std::chrono::milliseconds patience) : of_(of) {
    std::unique_lock lock(of_.mutex_);
    has_ = of_.given_.wait_for(lock, stop, patience, [&] { return !of_.taken_; });
    if (has_) of_.taken_ = true;
  }

  ~Lease() {
    if (!has_) return;
    {
      const std::lock_guard lock(of_.mutex_);
      of_.taken_ = false;
    }
    of_.given_.notify_all();
  }
  Lease(const Lease&) = delete;
  Lease& operator=(const Lease&) = delete;

  bool has() const { return has_; }

 private:
  OpenClEngines& of_;
  bool has_ = false;
};

OpenClEngines& OpenClEngines::instance() {
  static auto* const engines = new OpenClEngines;
  return *engines;
}

OpenClEngine& OpenClEngines::engineFor(int index) {
  auto& engine = engines_[index];
  if (!engine) engine = std::make_unique<OpenClEngine>(index);
  return *engine;
}

template <typename Work>
auto OpenClEngines::attempt(int index, const std::function<void(const KernelVariant&)>& ask, Work& work) {
  try {
    OpenClEngine& engine = engineFor(index);
    engine.askBeforeBuilding(ask);
    return work(engine);
  } catch (const Error& error) {
    if (error.fault() == Fault::failed) engines_.erase(index);
    throw;
  }
}

template <typename Work>
auto OpenClEngines::withEngine(int index, const std::stop_token& stop, Work work) {
  requireTrial(index, std::nullopt, stop);
  std::set<KernelVariant> tried;
  const auto ask = [&](const KernelVariant& kernel) {
    if (stop.stop_requested()) throw Cancelled();  // to build one takes longer than all else
    if (!tried.contains(kernel) && !hasPassedTrial(index, kernel)) throw KernelWanted{kernel};
  };
  while (true) {
    try {
      const Lease lease(*this, stop);
      return attempt(index, ask, work);
    } catch (const KernelWanted& wanted) {
      tried.insert(wanted.kernel);
    }
    tryKernels(index, tried, stop);
  }
}

/// Those that were tried before take no time.
void OpenClEngines::tryKernels(int index, const std::set<KernelVariant>& kernels,
                               const std::stop_token& stop) {
  try {
    for (const KernelVariant& kernel : kernels) requireTrial(index, kernel, stop);
  } catch (const Error&) {
    const Lease lease(*this, stop);
    engines_.erase(index);
    throw;
  }
}

NormalizeResult OpenClEngines::normalize(int index, const NormalizeRequest& request,
                                         const Progress& progress) {
  return withEngine(index, progress.stop,
                    [&](OpenClEngine& engine) { return normalizeIntact(request, engine, progress); });
}

std::optional<NormalizeResult> OpenClEngines::normalizeIfBuilt(int index, const NormalizeRequest& request,
                                                               const Progress& progress,
                                                               std::chrono::milliseconds patience) {
  const Lease lease(*this, progress.stop, patience);
  if (progress.stop.stop_requested()) throw Cancelled();
  if (!lease.has() || !engines_.contains(index)) return std::nullopt;
  const auto compute = [&](OpenClEngine& engine) { return normalizeIntact(request, engine, progress); };
  try {
    return attempt(
        index, [](const KernelVariant& kernel) { throw KernelWanted{kernel}; }, compute);
  } catch (const KernelWanted&) {
    return std::nullopt;
  }
}

void OpenClEngines::buildForwardKernels(int index, DType dtype, const std::stop_token& stop) {
  const auto kernels =
      withEngine(index, stop, [&](OpenClEngine& engine) { return engine.forwardKernels(dtype); });
  // Others get their turn between two of them.
  for (const KernelVariant& kernel : kernels) {
    withEngine(index, stop, [&](OpenClEngine& engine) {
      if (!engine.hasBuilt(kernel)) engine.build(kernel);
      return true;
    });
  }
}

}  // namespace normscope
