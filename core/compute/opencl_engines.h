#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <stop_token>

#include "core/engine/normalize.h"
#include "core/engine/opencl/opencl_engine.h"

namespace normscope {

/// The OpenCL engines of the process, made when first used. They live until it ends: drivers do not like to
/// be called from destructors of static objects.
///
/// One computation has them at a time; the others wait, and stop waiting when they are cancelled. A kernel is
/// tried in a child process (trials.h) before it is built, without keeping others from the engines.
class OpenClEngines {
 public:
  static OpenClEngines& instance();

  /// Computes on a device. An engine that failed is dropped: the next computation begins with a new one.
  /// Throws what requireTrial() and normalize() throw.
  NormalizeResult normalize(int index, const NormalizeRequest& request, const Progress& progress);

  /// The same where nothing has to be built for it; nothing where there is, or where others have the engines
  /// for longer than `patience`.
  std::optional<NormalizeResult> normalizeIfBuilt(int index, const NormalizeRequest& request,
                                                  const Progress& progress,
                                                  std::chrono::milliseconds patience);

  /// Builds the kernels that the device has not built yet of those that computations on tensors of this dtype
  /// need, until `stop` says so. Throws what normalize() throws.
  void buildForwardKernels(int index, DType dtype, const std::stop_token& stop);

 private:
  /// Holds the engines.
  class Lease;

  OpenClEngine& engineFor(int index);

  /// Calls work(engine) while the engines are held; `ask` is asked before kernels are built.
  template <typename Work>
  auto attempt(int index, const std::function<void(const KernelVariant&)>& ask, Work& work);

  /// The same when it is its turn, and again after each kernel that had to be tried first.
  template <typename Work>
  auto withEngine(int index, const std::stop_token& stop, Work work);
  void tryKernels(int index, const std::set<KernelVariant>& kernels, const std::stop_token& stop);

  std::mutex mutex_;
  std::condition_variable_any given_;
  bool taken_ = false;
  std::map<int, std::unique_ptr<OpenClEngine>> engines_;
};

}  // namespace normscope
