#pragma once

#include <deque>

#include "ui/workspace/results.h"

namespace normscope {

/// The results that are there, by the key they were made for. Those asked for last stay, up to a limit of
/// bytes; others are let go of in a thread of their own.
class ResultStore {
 public:
  /// So many bytes of tensors and results that nobody wants any more are kept, so that undo finds them.
  void setMostSpareBytes(std::size_t bytes) { mostSpareBytes_ = bytes; }

  void put(const ResultKey& key, Computed computed);
  void put(const ResultKey& key, SetValues values);
  void put(const ResultKey& key, const Difference& difference);
  void put(const ResultKey& a, const ResultKey& b, std::shared_ptr<const Compared> compared);

  std::shared_ptr<const Computed> find(const ResultKey& key) const;
  std::shared_ptr<const SetValues> find(const ResultKey& key, std::int64_t set) const;
  std::optional<Difference> difference(const ResultKey& key) const;
  std::shared_ptr<const Compared> find(const ResultKey& a, const ResultKey& b) const;

  /// A tensor that results are still kept of, by its text; null for a file, which may be another one by now.
  std::shared_ptr<const OpenedTensor> tensor(const std::string& source) const;

  void forget(const ResultKey& key);  ///< and all that was made of it

  /// Lets go of what is not wanted and beyond the limit, the oldest first.
  void keep(const std::vector<ResultKey>& wanted);

 private:
  /// A computation with all that was made of it.
  struct Entry {
    ResultKey key;
    std::shared_ptr<const Computed> computed;
    std::optional<Difference> difference;
    std::shared_ptr<const SetValues> set;  ///< the one that was counted last
    std::vector<std::pair<ResultKey, std::shared_ptr<const Compared>>> compared;
  };

  Entry* entry(const ResultKey& key);
  const Entry* entry(const ResultKey& key) const;

  std::deque<Entry> entries_;  ///< the newest first
  std::size_t mostSpareBytes_ = std::size_t{256} << 20;
};

}  // namespace normscope
