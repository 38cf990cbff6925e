#include "ui/workspace/result_store.h"

#include <algorithm>

#include "core/document/scene.h"

namespace normscope {
namespace {

std::size_t bytesOf(const Computed& computed) {
  const Computation& made = *computed.computation;
  return made.result.y.byteCount() + 16 * made.result.statistics.mean.size();
}

}  // namespace

ResultStore::Entry* ResultStore::entry(const ResultKey& key) {
  const auto found =
      std::find_if(entries_.begin(), entries_.end(), [&](const Entry& entry) { return entry.key == key; });
  return found == entries_.end() ? nullptr : &*found;
}

const ResultStore::Entry* ResultStore::entry(const ResultKey& key) const {
  return const_cast<ResultStore*>(this)->entry(key);
}

void ResultStore::put(const ResultKey& key, Computed computed) {
  forget(key);
  entries_.push_front({key, std::make_shared<const Computed>(std::move(computed)), {}, {}, {}});
}

void ResultStore::put(const ResultKey& key, SetValues values) {
  if (Entry* found = entry(key)) found->set = std::make_shared<const SetValues>(std::move(values));
}

void ResultStore::put(const ResultKey& key, const Difference& difference) {
  if (Entry* found = entry(key)) found->difference = difference;
}

void ResultStore::put(const ResultKey& a, const ResultKey& b, std::shared_ptr<const Compared> compared) {
  if (Entry* found = entry(a)) found->compared = {{b, std::move(compared)}};
}

std::shared_ptr<const Computed> ResultStore::find(const ResultKey& key) const {
  const Entry* found = entry(key);
  return found != nullptr ? found->computed : nullptr;
}

std::shared_ptr<const SetValues> ResultStore::find(const ResultKey& key, std::int64_t set) const {
  const Entry* found = entry(key);
  return found != nullptr && found->set && found->set->set == set ? found->set : nullptr;
}

std::optional<Difference> ResultStore::difference(const ResultKey& key) const {
  const Entry* found = entry(key);
  return found != nullptr ? found->difference : std::nullopt;
}

std::shared_ptr<const Compared> ResultStore::find(const ResultKey& a, const ResultKey& b) const {
  const Entry* found = entry(a);
  if (found == nullptr) return nullptr;
  for (const auto& [key, compared] : found->compared) {
    if (key == b) return compared;
  }
  return nullptr;
}

std::shared_ptr<const OpenedTensor> ResultStore::tensor(const std::string& source) const {
  for (const Entry& entry : entries_) {
    const LoadedTensor& of = entry.key.tensor->source;
    if (of.text == source && !isFileSource(source)) return entry.key.tensor;
  }
  return nullptr;
}

void ResultStore::forget(const ResultKey& key) {
  std::erase_if(entries_, [&](const Entry& entry) { return entry.key == key; });
}

void ResultStore::keep(const std::vector<ResultKey>& wanted) {
  std::size_t spare = 0;
  for (auto at = entries_.begin(); at != entries_.end();) {
    const bool isWanted = std::find(wanted.begin(), wanted.end(), at->key) != wanted.end();
    if (!isWanted) spare += bytesOf(*at->computed) + at->key.tensor->source.tensor.byteCount();
    if (isWanted || spare <= mostSpareBytes_) {
      ++at;
      continue;
    }
    at = entries_.erase(at);
  }
}

}  // namespace normscope
