#pragma once

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "core/io/formats/npy_header.h"
#include "tests/core/temporary_folder.h"

namespace normscope {

/// The bytes of a float32 .npy whose elements are all `value`.
inline std::string constantNpy(const Extents& extents, float value) {
  std::string bytes = formatNpyHeader(DType::float32, extents);
  std::size_t count = 1;
  for (const std::int64_t extent : extents) count *= static_cast<std::size_t>(extent);
  const std::vector<float> values(count, value);
  bytes.append(reinterpret_cast<const char*>(values.data()), count * sizeof(float));
  return bytes;
}

/// Writes over a file where it is, as many scripts do that are run again.
template <typename Before, typename After>
void rewrite(const std::string& path, const std::string& bytes, bool truncating, Before&& before,
             After&& after) {
  const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | (truncating ? O_TRUNC : 0), 0600);
  constexpr std::size_t piece = std::size_t{1} << 20;
  for (std::size_t at = 0; at < bytes.size(); at += piece) {
    before();
    static_cast<void>(!::write(fd, bytes.data() + at, std::min(piece, bytes.size() - at)));
    after();
  }
  ::close(fd);
}

inline void rewrite(const std::string& path, const std::string& bytes, bool truncating) {
  rewrite(
      path, bytes, truncating, [] {}, [] {});
}

/// A thread that writes over a file again and again, now with one value everywhere, now with another, with
/// pauses between.
class Rewriter {
 public:
  Rewriter(std::string path, const Extents& extents, bool truncating)
      : path_(std::move(path)), versions_{constantNpy(extents, 1), constantNpy(extents, -3)} {
    rewrite(path_, versions_[0], true);
    thread_ = std::thread([this, truncating] {
      for (std::size_t round = 1; !isOver_; ++round) {
        std::this_thread::sleep_for(std::chrono::milliseconds(25 + 13 * (round % 4)));
        rewrite(
            path_, versions_[round % 2], truncating, [this] { ++begun_; }, [this] { ++ended_; });
      }
    });
  }
  ~Rewriter() {
    isOver_ = true;
    thread_.join();
  }
  Rewriter(const Rewriter&) = delete;
  Rewriter& operator=(const Rewriter&) = delete;

  /// How many writes have begun and ended. Where none has done both the file stayed as it was, but for one
  /// write that was under way, and it may be of two versions all the same: a busy machine holds the writer
  /// between two writes.
  int begun() const { return begun_; }
  int ended() const { return ended_; }

 private:
  std::string path_;
  std::string versions_[2];
  std::atomic<bool> isOver_ = false;
  std::atomic<int> begun_ = 0;
  std::atomic<int> ended_ = 0;
  std::thread thread_;
};

inline std::string changedLine(const std::string& path) {
  return path + ": it has changed while it was read; read it again once nothing writes to it";
}

}  // namespace normscope
